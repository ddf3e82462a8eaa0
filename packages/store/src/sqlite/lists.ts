/* Lists in the order of creation, read by that key a piece at a time. */
import type { ListPart } from '@hufu/accounts'
import type { Connection } from './file/connection.ts'
import { PIECE } from './file/one-a-turn.ts'

/** A table with `id`, `body`, the generated column `created_at`, and an index in this order. */
export type ListedTable =
  | 'shops'
  | 'users'
  | 'apps'
  | 'developers'
  | 'organisations'
  | 'operators'
  | 'gateways'

/** Conditions on further columns; an undefined member is no condition. */
export type ListCriteria = Readonly<Record<string, string | undefined>>

/** How one piece is read: the first of these columns has an index of its own with the order, where there is one. */
export const listSql = (table: ListedTable, columns: readonly string[]): string => `
  select created_at, id, body from ${table}
  where ${[...columns.map((column) => `${column} = ?`), '(created_at, id) > (?, ?)'].join(' and ')}
  order by created_at, id limit ?`

/** The part that is asked for; all of it where none is named. */
export function listOf<Value>(
  { prepare, readPiece }: Connection,
  table: ListedTable,
): (which?: ListCriteria, part?: ListPart) => Promise<readonly Value[]> {
  const prepared = new Map<string, ReturnType<typeof statement>>()
  const statement = (columns: readonly string[]) =>
    prepare<[createdAt: number, id: string, body: string]>(listSql(table, columns))
  return async (which = {}, { after, limit = Infinity } = {}) => {
    const asked = Object.entries(which).flatMap(([column, value]) =>
      value === undefined ? [] : [[column, value] as const],
    )
    const columns = asked.map(([column]) => column)
    const key = columns.join()
    const select = prepared.get(key) ?? statement(columns)
    prepared.set(key, select)
    const values: Value[] = []
    let last: readonly [number, string] = after ? [after.createdAt, after.id] : [-1, '']
    while (values.length < limit) {
      const most = Math.min(PIECE, limit - values.length)
      const from = last
      const rows = await readPiece(() =>
        select.all(...asked.map(([, value]) => value), ...from, most).map(([createdAt, id, body]) => ({
          at: [createdAt, id] as const,
          value: JSON.parse(body) as Value,
        })),
      )
      for (const { value } of rows) values.push(value)
      last = rows.at(-1)?.at ?? last
      if (rows.length < most) break
    }
    return values
  }
}
