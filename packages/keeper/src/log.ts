/* The log for operators: one line per refresh, and warnings. It never contains a secret. */

type Line = (about: Readonly<Record<string, unknown>>, message: string) => void

/** The form of pino: the data, then the message. */
export interface Log {
  /** Each refresh that was good. */
  readonly debug: Line
  /** Each refresh that was not. */
  readonly info: Line
  /** Messages that need a person's attention. */
  readonly warn: Line
}

export type Warn = (message: string, about: Readonly<Record<string, unknown>>) => void

const silent: Line = () => undefined

/** Writes warnings to the console, and nothing else. */
export const consoleLog: Log = {
  debug: silent,
  info: silent,
  warn: (about, message) => console.warn(`hufu keeper: ${message} ${JSON.stringify(about)}`),
}
