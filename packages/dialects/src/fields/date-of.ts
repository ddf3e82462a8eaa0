/** The last second that a `Date` holds (ECMA-262, section 21.4.1.1). */
const LAST_SECOND = 8.64e12

/** `seconds` since the epoch as a `Date`. What is beyond all dates is the last of them: it is shown, and breaks nothing. */
export const dateOf = (seconds: number): Date =>
  new Date(Math.min(LAST_SECOND, Math.max(-LAST_SECOND, seconds)) * 1000)
