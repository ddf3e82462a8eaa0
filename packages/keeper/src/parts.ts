/* Internal parts for the daemon and the command, beside the keeper itself. They are not a stable API. */
export { keeperError } from '@hufu/keeper-store/errors'
export { LATEST, LONGEST_FACT, LONGEST_NAME, LONGEST_TOKEN } from './connect/fit.ts'
export { openKeeper } from './keeper.ts'
export type { KeeperContext } from './keeper-context.ts'
export { orUnavailable } from './storing/store-answer.ts'
export type { Tally } from './tally.ts'
export { viewOf } from './connection/view.ts'
