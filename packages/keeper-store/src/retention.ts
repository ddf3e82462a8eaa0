/* How long a store keeps what only people read. In seconds. */
const DAY = 86_400

export const EVENT_SECONDS = 30 * DAY
/** The number of events that are kept per connection, whatever their age. */
export const MOST_EVENTS_OF_ONE = 200
/** A settled entry may still be a candidate while its refresh token lives. */
export const JOURNAL_SECONDS = 30 * DAY
/** A webhook that nobody took, and that nobody sent again. */
export const MESSAGE_SECONDS = 30 * DAY
/** Tokens that came from outside, and that come no more. A seed that is older ends before what its connection has. */
export const SEED_SECONDS = 400 * DAY
/** A reply that only a person can use. */
export const HELD_SECONDS = 90 * DAY
