/*
 * How many parameters a request may have, whoever sends it: what reads them is not made for tens of thousands, and is
 * asked before anything is proved. They are counted in the bytes, so that more than these are never made into values.
 */
import type { OAuthError } from '@hufu/dialects'
import type { FastifyRequest } from 'fastify'

/** Limit for a query, a form, and the members of JSON. No platform's call has more than about 20. */
export const MOST_PARAMETERS = 256
/** Values, opening brackets and members of a JSON body; the admin API takes lists of a thousand. */
const MOST_JSON_PARTS = 8192

/** Answered in the words of whatever part of the server was asked. */
export class TooManyParameters extends Error {
  override readonly name = 'TooManyParameters'
  readonly statusCode = 400
  readonly said: OAuthError = {
    error: 'request_malformed',
    parameter: 'parameters',
    problem: 'too_many',
    detail: `parameters: more than ${MOST_PARAMETERS}`,
  }

  constructor() {
    super(`more than ${MOST_PARAMETERS} parameters`)
  }
}

const [AMPERSAND, QUOTE, BACKSLASH, COLON, COMMA, BRACKET, BRACE] = Buffer.from('&"\\:,[{')

/** Whether this request has more parameters than anybody needs. Its body has come whole, or will not come. */
export function hasTooMany({ raw, body, headers }: FastifyRequest): boolean {
  const url = raw.url ?? ''
  const mark = url.indexOf('?')
  if (mark >= 0 && occursOften(url, '&', mark)) return true
  if (!Buffer.isBuffer(body)) return false
  const type = (headers['content-type'] ?? '').toLowerCase()
  if (type.includes('multipart/form-data')) return manyParts(body, headers['content-type'] ?? '')
  // For every content type, because some readers of a body ignore it.
  return startsLikeJson(body) ? manyMembers(body) : manyPairs(body)
}

function occursOften(text: string, part: string, from: number): boolean {
  let count = 0
  for (let at = text.indexOf(part, from); at >= 0; at = text.indexOf(part, at + part.length))
    if (++count >= MOST_PARAMETERS) return true
  return false
}

function manyPairs(body: Buffer): boolean {
  if (body.length < 2 * MOST_PARAMETERS) return false
  let count = 0
  for (const byte of body) if (byte === AMPERSAND && ++count >= MOST_PARAMETERS) return true
  return false
}

/** Each part of a multipart form begins with its boundary (RFC 2046, section 5.1.1). */
function manyParts(body: Buffer, type: string): boolean {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]*)"|([^;\s]*))/i.exec(type) ?? []
  const delimiter = `--${quoted ?? plain ?? ''}`
  let count = 0
  for (let at = body.indexOf(delimiter); at >= 0; at = body.indexOf(delimiter, at + delimiter.length))
    if (++count > MOST_PARAMETERS + 1) return true
  return false
}

const [BLANK, TAB, LINE, RETURN, BOM1, BOM2, BOM3] = [0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]
const before: ReadonlySet<number | undefined> = new Set([BLANK, TAB, LINE, RETURN, BOM1, BOM2, BOM3])

function startsLikeJson(body: Buffer): boolean {
  let at = 0
  while (before.has(body[at])) at++
  return body[at] === BRACE || body[at] === BRACKET
}

/** Signs inside of a text are part of the text. */
function manyMembers(body: Buffer): boolean {
  let members = 0
  let parts = 0
  let inText = false
  for (let at = 0; at < body.length; at++) {
    const byte = body[at]
    if (inText) {
      if (byte === BACKSLASH) at++
      else if (byte === QUOTE) inText = false
    } else if (byte === QUOTE) inText = true
    else if (byte === COLON) members++
    else if (byte === COMMA || byte === BRACKET || byte === BRACE) parts++
    if (members > MOST_PARAMETERS || parts > MOST_JSON_PARTS) return true
  }
  return false
}
