/* What the daemon and the command are built on, beside the keeper itself. No promise is made about it. */
export { keeperError } from '@hufu/keeper-store/errors'
export { LATEST, LONGEST_FACT, LONGEST_NAME, LONGEST_TOKEN } from './connect/fit.ts'
export { openKeeper } from './keeper.ts'
export type { KeeperContext } from './keeper-context.ts'
export { orUnavailable } from './storing/store-answer.ts'
export type { Tally } from './tally.ts'
export { viewOf } from './connection/view.ts'
