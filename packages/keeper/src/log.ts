/* What operators read: one line a refresh, and what needs them. Never a secret. */

type Line = (about: Readonly<Record<string, unknown>>, message: string) => void

/** As pino has it: what it is about, then the message. */
export interface Log {
  /** Each refresh that was good. */
  readonly debug: Line
  /** Each refresh that was not. */
  readonly info: Line
  /** What somebody should see to. */
  readonly warn: Line
}

export type Warn = (message: string, about: Readonly<Record<string, unknown>>) => void

const silent: Line = () => undefined

/** What is to be seen to goes to the console; the rest is not said. */
export const consoleLog: Log = {
  debug: silent,
  info: silent,
  warn: (about, message) => console.warn(`hufu keeper: ${message} ${JSON.stringify(about)}`),
}
