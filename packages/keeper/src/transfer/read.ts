/* A file, line by line: what each says, or why it says nothing. */
import { keeperError } from '@hufu/keeper-store/errors'
import { type Cells, type Format, type Read, columns, isColumn, problem } from './columns.ts'
import { csvRecords, plainCell } from './csv.ts'

export type Source = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>

const LONGEST = 65_536
const TOO_LONG = `A line is at most ${LONGEST} characters.`
const NO_UTF8 =
  'The file is not UTF-8: save it as UTF-8 (a spreadsheet calls it CSV UTF-8), and import it again.'

/**
 * @param heard how many bytes, or characters of a text, were read.
 * @throws {KeeperError} `file_unfit` where the first line of a CSV does not name our columns, or the bytes are not UTF-8.
 */
export const readLines = (
  source: Source,
  format: Format,
  heard: (length: number) => void,
): AsyncGenerator<Read> => (format === 'csv' ? ofCsv : ofJson)(textOf(source, heard))

/** Removes the byte order mark that some editors write. */
async function* textOf(source: Source, heard: (length: number) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decoded = (...piece: Parameters<TextDecoder['decode']>): string => {
    try {
      return decoder.decode(...piece)
    } catch (cause) {
      throw keeperError('file_unfit', { hint: NO_UTF8 }, { cause })
    }
  }
  let begun = false
  for await (const piece of source) {
    heard(piece.length)
    const text = typeof piece === 'string' ? piece : decoded(piece, { stream: true })
    if (text === '') continue
    yield begun ? text : text.replace(/^\uFEFF/, '')
    begun = true
  }
  yield decoded()
}

async function* ofCsv(texts: AsyncIterable<string>): AsyncGenerator<Read> {
  let names: readonly string[] | undefined
  for await (const { line, fields, fault } of csvRecords(texts)) {
    if (!names) {
      names = checkedNames(fields)
      continue
    }
    if (!fields)
      yield fault === 'too_long'
        ? problem(line, 'too_long', TOO_LONG)
        : problem(line, 'malformed', 'Quotes do not match.')
    else if (fields.length !== names.length)
      yield problem(line, 'malformed', 'The line has not as many cells as the first.')
    else yield { line, cells: cellsOf(names.map((name, at) => [name, plainCell(fields[at] ?? '')])) }
  }
  if (!names)
    throw keeperError('file_unfit', { hint: 'The file is empty: its first line names the columns.' })
}

const cellsOf = (pairs: readonly (readonly [string, unknown])[]): Cells =>
  Object.fromEntries(pairs.filter(([, value]) => value !== '' && value !== null))

function checkedNames(fields: readonly string[] = ['']): readonly string[] {
  const names = fields.map((each) => each.trim())
  const unknown = names.find((name) => !isColumn(name))
  const hint =
    unknown !== undefined
      ? `The first line has an unknown column. The columns are ${columns.join(', ')}.`
      : 'The first line names a column twice.'
  if (unknown !== undefined || new Set(names).size < names.length) throw keeperError('file_unfit', { hint })
  return names
}

async function* ofJson(texts: AsyncIterable<string>): AsyncGenerator<Read> {
  let line = 0
  let rest = ''
  let tooLong = false
  function* whole(text: string): Generator<Read> {
    line++
    const bare = text.trim()
    if (tooLong || bare.length > LONGEST) yield problem(line, 'too_long', TOO_LONG)
    else if (bare !== '') yield ofJsonLine(line, bare)
    tooLong = false
  }
  for await (const text of texts) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const each of lines) yield* whole(each)
    if (rest.length > LONGEST) [rest, tooLong] = ['', true]
  }
  if (rest !== '' || tooLong) yield* whole(rest)
}

function ofJsonLine(line: number, text: string): Read {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    value = undefined
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return problem(line, 'malformed', 'The line is no JSON object.')
  if (Object.keys(value).some((name) => !isColumn(name)))
    return problem(line, 'unknown_column', `A member is unknown. The members are ${columns.join(', ')}.`)
  return { line, cells: cellsOf(Object.entries(value)) }
}
