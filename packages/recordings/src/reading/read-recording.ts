/* A file to exchanges: JSON lines, as a recording `fetch` writes them, or a HAR, as browsers and proxies do. */
import { isBag } from '@hufu/dialects'
import { parsed } from './checked.ts'
import type { PlacedExchange } from './placed-exchange.ts'
import { readHar } from './read-har.ts'
import { readLine } from './read-line.ts'
import { linesIn, scanJson } from './json-text.ts'
import { RecordingError } from './recording-error.ts'

/**
 * The exchanges of a recording, in their order.
 *
 * @throws {RecordingError} when the text is something else; the message names the line.
 */
export function readRecording(file: string): readonly PlacedExchange[] {
  const text = file.replace(/^\uFEFF/, '')
  const lines = text.split('\n')
  const first = parsed(lines.find((line) => line.trim() !== '') ?? '')
  if (isBag(first) && 'request' in first)
    return lines.flatMap((line, at) => (line.trim() === '' ? [] : [readLine(line, at + 1)]))
  const whole = parsed(text)
  if (isBag(whole) && 'log' in whole) return readHar(text, whole)
  if (text.trim() === '') throw new RecordingError(1, 'the file is empty')
  const { fault } = scanJson(text)
  // Lines of JSON are no JSON together: then the first line that is none of ours is to blame.
  if (fault !== undefined && first === undefined)
    throw new RecordingError(linesIn(text)(fault), 'this is no JSON')
  throw new RecordingError(
    1,
    'this is neither a HAR, which has a `log`, nor a line of a recording, which has a `request`',
  )
}
