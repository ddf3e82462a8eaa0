/* All that a search of the audit log finds, as a file: read and sent a page at a time. */
import { Readable } from 'node:stream'
import type { AuditEntry, AuditFilter, AuditStore } from '@hufu/accounts'

/** Entries that are made into lines in one turn of the event loop. */
const PAGE = 256

export interface Format {
  readonly file: string
  readonly type: string
  readonly head: string
  line(entry: AuditEntry): string
}

const columns = ['id', 'time', 'actor_kind', 'actor', 'action', 'subject', 'detail', 'address', 'request_id']

const cellsOf = ({ id, at, actor, action, subject, detail, address, requestId }: AuditEntry) => [
  String(id),
  timeOf(at),
  actor.kind,
  actor.id,
  action,
  subject,
  Object.keys(detail).length === 0 ? '' : JSON.stringify(detail),
  address,
  requestId,
]

const timeOf = (seconds: number): string => new Date(seconds * 1000).toISOString()

/** Beginnings of a cell that a spreadsheet reads as a formula, or that can hide one. */
const formula = /^[=+\-@\t\r\n]/

/** RFC 4180. An apostrophe makes a formula a text again. */
function csvCell(text: string): string {
  const harmless = formula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

export const formats: readonly Format[] = [
  {
    file: 'audit.csv',
    type: 'text/csv; charset=utf-8',
    // Spreadsheets take a file without this mark for one in the machine's own character set.
    head: `\uFEFF${csvLine(columns)}`,
    line: (entry) => csvLine(cellsOf(entry)),
  },
  {
    file: 'audit.jsonl',
    type: 'application/jsonl; charset=utf-8',
    head: '',
    line: (entry) => `${JSON.stringify({ ...entry, at: timeOf(entry.at) })}\n`,
  },
]

/** Newest first. What is appended meanwhile is not in it. */
export function exported(
  store: Pick<AuditStore, 'auditEntries'>,
  which: Omit<AuditFilter, 'limit'> & { readonly before: number },
  { head, line }: Format,
): Readable {
  async function* lines(): AsyncGenerator<string> {
    yield head
    for (let { before } = which; ;) {
      const page = await store.auditEntries({ ...which, before, limit: PAGE })
      yield page.map(line).join('')
      before = page.at(-1)?.id ?? before
      if (page.length < PAGE) return
    }
  }
  return Readable.from(lines())
}
