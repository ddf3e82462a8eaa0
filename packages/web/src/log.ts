import { type DestinationStream, type Logger, pino } from 'pino'
import { lossyOutput } from './lossy-output.ts'

export type { Logger }
export { type Output, lossyOutput } from './lossy-output.ts'

/** One for the process, so that its lines are counted together. */
const toStdout = (): DestinationStream =>
  (stdout ??= lossyOutput(1, (dropped) => {
    const line = { level: pino.levels.values['warn'], time: Date.now(), dropped }
    return `${JSON.stringify({ ...line, msg: 'log lines could not be written and were dropped' })}\n`
  }))
let stdout: ReturnType<typeof lossyOutput> | undefined

/** How many lines of the log on stdout found no room so far. */
export const logLinesDropped = (): number => stdout?.dropped() ?? 0

/** Structured lines on stdout, where those that find no room are dropped and counted, or on the given stream. Members that could hold a secret are cut, should one ever be logged. */
export const logTo = (level: string, destination?: DestinationStream): Logger =>
  pino(
    {
      level,
      base: null,
      redact: {
        paths: [
          'headers',
          'query',
          'body',
          'password',
          'secret',
          'token',
          '*.password',
          '*.secret',
          '*.token',
        ],
        censor: '[cut]',
      },
    },
    destination ?? toStdout(),
  )
