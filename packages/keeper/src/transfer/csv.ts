/* CSV (RFC 4180; semicolons or tabs where the first line has those), record by record, as it comes: quotes, CR LF, lines within quotes; nothing is held but one record. */

export interface CsvRecord {
  /** The line that it begins in. */
  readonly line: number
  readonly fields?: readonly string[]
  readonly fault?: 'malformed' | 'too_long'
}

/** Characters of one record. */
const LONGEST = 65_536

type State = 'start' | 'plain' | 'quoted' | 'quote' | 'skipping'

export async function* csvRecords(texts: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  let state: State = 'start'
  let fields: string[] = []
  let field = ''
  let quoted = false
  let length = 0
  let line = 1
  let begin = 1
  let fault: CsvRecord['fault']
  let afterReturn = false
  const isIn = (each: State): boolean => state === each
  let separator: string | undefined
  const special = /[",;\t\r\n]/g

  const finished = (): CsvRecord | undefined => {
    fields.push(field)
    const [only = ''] = fields
    const blank = fields.length === 1 && only === '' && !quoted && fault === undefined
    const record = blank ? undefined : fault ? { line: begin, fault } : { line: begin, fields }
    ;[fields, field, quoted, length, fault, state, begin] = [[], '', false, 0, undefined, 'start', line]
    return record
  }
  const spoiled = (how: NonNullable<CsvRecord['fault']>) => {
    ;[fault, state, field, fields] = [how, 'skipping', '', []]
  }
  const take = (piece: string) => {
    length += piece.length
    if (length > LONGEST) spoiled('too_long')
    else field += piece
  }

  for await (const text of texts) {
    for (let at = 0; at < text.length;) {
      if (afterReturn) {
        afterReturn = false
        if (text[at] === '\n') {
          at++
          continue
        }
      }
      if (isIn('quoted')) {
        const end = text.indexOf('"', at)
        const piece = text.slice(at, end < 0 ? text.length : end)
        line += piece.split('\n').length - 1
        take(piece)
        at += piece.length
        // A field that is too long ends with its line: an unclosed quote does not swallow the file.
        if (isIn('quoted') && end >= 0) [state, at] = ['quote', at + 1]
        continue
      }
      special.lastIndex = at
      const found = special.exec(text)
      const end = found?.index ?? text.length
      if (end > at) {
        if (isIn('quote')) spoiled('malformed')
        else if (!isIn('skipping')) {
          state = 'plain'
          take(text.slice(at, end))
        }
        at = end
        continue
      }
      at++
      const character = found?.[0]
      if (character === '\n' || character === '\r') {
        afterReturn = character === '\r'
        line++
        const record = finished()
        if (record) yield record
      } else if (isIn('skipping')) continue
      else if (character !== '"' && character !== (separator ??= character)) {
        // Another file's separator: here it is text.
        if (isIn('quote')) spoiled('malformed')
        else {
          state = 'plain'
          take(character ?? '')
        }
      } else if (character === separator) {
        fields.push(field)
        ;[field, state, length] = ['', 'start', length + 1]
      } else if (isIn('quote')) {
        state = 'quoted'
        take('"')
      } else if (isIn('start')) [state, quoted] = ['quoted', true]
      else spoiled('malformed')
    }
  }
  if (isIn('quoted')) spoiled('malformed')
  const last = finished()
  if (last) yield last
}

/** A cell that a spreadsheet would take for a formula begins with an apostrophe, and comes back without it. */
const formula = /^'*[=+\-@\t\r\n]/

export function csvCell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text
  return /[",\r\n']/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const plainCell = (cell: string): string =>
  cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell
