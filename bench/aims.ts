import { table } from './table.ts'

/** A figure, and what it was to be. Without an aim it is only said. */
export interface Line {
  readonly what: string
  readonly found: string
  readonly aim?: string
  readonly reached?: boolean
}

export const aimTable = (title: string, found: string, lines: readonly Line[]): string =>
  table(
    [title, found, 'aim', 'reached'],
    lines.map((line) => [
      line.what,
      line.found,
      line.aim ?? '–',
      line.reached === undefined ? '–' : line.reached ? 'yes' : 'NO',
    ]),
  )
