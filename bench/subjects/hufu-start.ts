import type { StartHufu } from './hufu.ts'

/** To be filled in when the server exists; until then the bench measures the others alone. */
export const startHufu: StartHufu | undefined = undefined
