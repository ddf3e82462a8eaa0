/* The members of a line of an import or export, in CSV or JSON. */

export const columns = [
  'tenant',
  'platform',
  'app',
  'shop',
  'alias',
  'status',
  'access_token',
  'refresh_token',
  'expires_at',
  'issued_at',
  'open_id',
  'user_id',
  'user_name',
  'union_id',
  'scope',
  'authorization_expires_at',
] as const

export type Column = (typeof columns)[number]

export const isColumn = (name: string): name is Column => columns.some((each) => each === name)

export const secretColumns: ReadonlySet<Column> = new Set(['access_token', 'refresh_token'])

export type Format = 'csv' | 'jsonl'

/** The stated members; an empty cell is absent. */
export type Cells = Readonly<Partial<Record<Column, unknown>>>

/** Why a line is not taken. It never holds what the line says. */
export interface LineProblem {
  /** Counted as editors do: the first line is 1. */
  readonly line: number
  readonly reason: string
  /** The advice. */
  readonly hint: string
  readonly column?: string
}

export type Read = { readonly line: number; readonly cells: Cells } | LineProblem

export const problem = (line: number, reason: string, hint: string, column?: string): LineProblem => ({
  line,
  reason,
  hint,
  ...(column !== undefined && { column }),
})
