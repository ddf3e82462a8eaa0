/* Connections as lines: as many as there are, a page of them in memory. */
import type { Connection } from '@hufu/keeper-store/connection'
import type { KeeperContext } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import type { ConnectionFilter } from '@hufu/keeper-store/store'
import { type Column, type Format, columns, secretColumns } from './columns.ts'
import { csvCell } from './csv.ts'
import { UNKNOWN_END, timeText } from './line.ts'

export interface ExportOptions extends Pick<ConnectionFilter, 'tenant' | 'platform' | 'app' | 'status'> {
  readonly format: Format
  /** Includes the tokens in clear text: the holder of the file has access to the shops. False by default. */
  readonly secrets?: boolean | undefined
}

const PAGE = 500

/**
 * Piece by piece, a line each. CSV is safe to open in a spreadsheet.
 *
 * @throws {KeeperError} with `secrets`, `key_missing` or `seal_broken`, which names the connection; `store_unavailable`.
 */
export async function* exported(
  context: KeeperContext,
  { format, secrets = false, ...asked }: ExportOptions,
): AsyncGenerator<string> {
  const shown = columns.filter((column) => secrets || !secretColumns.has(column))
  if (format === 'csv') yield `${shown.join(',')}\r\n`
  for (let after = ''; ;) {
    const rows = await orUnavailable(context.store.list({ ...asked, after, limit: PAGE }))
    for (const row of rows) {
      const kept = context.unsaved.get(row.id)
      const cells = cellsOf(context, kept && kept.generation > row.generation ? kept : row, secrets)
      yield format === 'csv'
        ? `${shown.map((column) => csvCell(cells[column] ?? '')).join(',')}\r\n`
        : `${JSON.stringify(Object.fromEntries(shown.flatMap((column) => (cells[column] === undefined ? [] : [[column, cells[column]]]))))}\n`
    }
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    after = last.id
  }
}

function cellsOf(
  { sealing }: KeeperContext,
  row: Connection,
  secrets: boolean,
): Readonly<Partial<Record<Column, string | undefined>>> {
  const { facts, authorizationExpiresAt: ends } = row
  return {
    tenant: row.tenant,
    platform: row.platform,
    app: row.app,
    shop: row.shop,
    alias: row.alias,
    status: row.status,
    ...(secrets && {
      access_token: sealing.open(row, 'access', row.access),
      refresh_token: row.refresh === undefined ? undefined : sealing.open(row, 'refresh', row.refresh),
    }),
    expires_at: row.accessAssumed ? UNKNOWN_END : timeText(row.accessExpiresAt),
    issued_at: timeText(row.issuedAt),
    open_id: facts.openId,
    user_id: facts.userId,
    user_name: facts.userName,
    union_id: facts.unionId,
    scope: facts.scope?.join(' '),
    authorization_expires_at: ends === undefined ? undefined : timeText(ends),
  }
}
