/* Results: tables and cards for people, one JSON document for programs. */
import { dateOf } from '@hufu/dialects'
import type { Actor } from '@hufu/engine'
import type { Terminal } from '../terminal.ts'

/** `{"<member>":[...]}`, or a table. `columns`: members to headings. */
export function printList(
  terminal: Terminal,
  json: true | undefined,
  member: string,
  rows: readonly object[],
  columns: Readonly<Record<string, string>>,
): void {
  terminal.print(json ? `${JSON.stringify({ [member]: rows })}\n` : table(rows, columns))
}

/** `{"<member>":{...}, ...secrets}`, or a card with the secrets at its end. `note` is said when there are any. */
export function printOne(
  terminal: Terminal,
  json: true | undefined,
  member: string,
  thing: object,
  secrets: object = {},
  note = 'Save the secret now: the server does not store it, and does not show it again.',
): void {
  terminal.print(
    json ? `${JSON.stringify({ [member]: thing, ...secrets })}\n` : card({ ...thing, ...secrets }),
  )
  if (Object.keys(secrets).length > 0) terminal.say(`${note}\n`)
}

/** One line a row under a line of headings. */
function table(rows: readonly object[], columns: Readonly<Record<string, string>>): string {
  if (rows.length === 0) return 'none\n'
  const keys = Object.keys(columns)
  const lines = [Object.values(columns), ...rows.map((row) => keys.map((key) => cell(key, at(row, key))))]
  const widths = keys.map((_, column) => Math.max(...lines.map((line) => widthOf(line[column] ?? ''))))
  return lines
    .map(
      (line) =>
        `${line
          .map((text, column) => padded(text, widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

/** `path`: of a member, of one within it such as `revoked.because`, or of each in a list. */
const at = (row: object, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        Array.isArray(value)
          ? value.map((each) => at(each as object, name))
          : typeof value === 'object' && value !== null
            ? Reflect.get(value, name)
            : undefined,
      row,
    )

/** One line a member; members that are not there, or empty, are left out. */
function card(thing: object): string {
  const lines = Object.entries(thing).map(([key, value]) => [key, cell(key, value)] as const)
  const width = Math.max(...lines.map(([key]) => key.length))
  return lines
    .filter(([, text]) => text !== '')
    .map(([key, text]) => `${key.padEnd(width)}  ${text}\n`)
    .join('')
}

const isActor = (value: unknown): value is Actor =>
  typeof value === 'object' && value !== null && Object.keys(value).toSorted().join() === 'id,kind'

/** Seconds since the epoch are said as a time. */
const isTime = /^(?:at|since)$|At$/

function cell(key: string, value: unknown): string {
  if (value === undefined || value === null) return ''
  if (isTime.test(key) && typeof value === 'number') return timeText(value)
  if (Array.isArray(value)) return value.map((each) => cell(key, each)).join(' ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (isActor(value)) return cell(key, `${value.kind} ${value.id}`)
  // Escape characters that could move the terminal's cursor or hide text.
  return (typeof value === 'string' ? value : JSON.stringify(value)).replace(/\p{C}/gu, '?')
}

const timeText = (seconds: number): string =>
  `${dateOf(seconds).toISOString().slice(0, 16).replace('T', ' ')}Z`

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g

/** A Chinese character takes two columns. */
const widthOf = (text: string): number => text.length + (text.match(wide)?.length ?? 0)

const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)))
