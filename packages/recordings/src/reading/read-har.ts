/* HTTP Archive 1.2: what the network panel of a browser saves. It knows the link and the way back, and no call of a server. */
import { isBag, type Bag } from '@hufu/dialects'
import type { RecordedResponse } from '@hufu/client'
import { type Refuse, bagOf, statusOf, textOf, urlOf } from './checked.ts'
import { linesIn, placeOf, scanJson } from './json-text.ts'
import type { PlacedExchange } from './placed-exchange.ts'
import { RecordingError } from './recording-error.ts'

/** @throws {RecordingError} when it is no HAR; the message names entry, member and line. */
export function readHar(text: string, { log }: Bag): readonly PlacedExchange[] {
  const scanned = scanJson(text)
  const lineAt = linesIn(text)
  const lineOf = (...path: (string | number)[]) => lineAt(placeOf(scanned, ['log', ...path]))
  if (!isBag(log)) throw new RecordingError(lineOf(), 'log is no object')
  const { entries } = log
  if (!Array.isArray(entries))
    throw new RecordingError(lineOf('entries'), 'log.entries is missing, or is no list')
  return entries.map((entry: unknown, at): PlacedExchange => {
    const refuse: Refuse = (member, problem) => {
      const place = lineOf('entries', at, ...member.split('.'))
      throw new RecordingError(place, `entry ${at + 1}: ${member === '' ? 'it' : member} ${problem}`)
    }
    return {
      line: lineOf('entries', at),
      ...exchangeOf(isBag(entry) ? entry : refuse('', 'is no object'), refuse),
    }
  })
}

function exchangeOf(entry: Bag, refuse: Refuse): Omit<PlacedExchange, 'line'> {
  const request = bagOf(entry, 'request', refuse)
  const response = bagOf(entry, 'response', refuse)
  const time = Date.parse(textOf(entry, 'startedDateTime', refuse)) / 1000
  if (Number.isNaN(time)) refuse('startedDateTime', 'is no date')
  const headers = headersOf(request)
  const posted = isBag(request['postData']) ? postedIn(request['postData'], refuse) : undefined
  const status = statusOf(response, refuse, 'response.', 0)
  return {
    time,
    request: {
      method: textOf(request, 'method', refuse, 'request.').toUpperCase(),
      url: urlOf(request, 'url', refuse, 'request.'),
      headers: { ...(posted?.type && { 'content-type': posted.type }), ...headers },
      ...(posted && { body: posted.text }),
    },
    ...(status > 0 && { response: { status, ...answerIn(response, refuse) } }),
  }
}

/** Names in lower case. What is no header of a name and a value is left out. */
const headersOf = ({ headers }: Bag): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (Array.isArray(headers) ? (headers as readonly unknown[]) : []).flatMap((each) =>
      isBag(each) && typeof each['name'] === 'string' && typeof each['value'] === 'string'
        ? [[each['name'].toLowerCase(), each['value']]]
        : [],
    ),
  )

/** `text`, or the `params` of a form where only those were saved. */
function postedIn(data: Bag, refuse: Refuse): { readonly type: string; readonly text: string } {
  const { mimeType, text, params } = data
  const type = typeof mimeType === 'string' ? mimeType : ''
  if (typeof text === 'string') return { type, text }
  if (!Array.isArray(params)) return refuse('request.postData', 'has neither `text` nor `params`')
  const pairs = params.map((each: unknown) =>
    isBag(each)
      ? `${escaped(textOf(each, 'name', refuse, 'request.postData.params.'))}=${escaped(typeof each['value'] === 'string' ? each['value'] : '')}`
      : refuse('request.postData.params', 'has one that is no object'),
  )
  return { type: 'application/x-www-form-urlencoded', text: pairs.join('&') }
}

/** Browsers save names and values as they were sent, or decoded: what is well escaped already stays. */
const escaped = (text: string): string =>
  /^(?:[\w.~*+-]|%[\dA-Fa-f]{2})*$/.test(text) ? text : encodeURIComponent(text)

function answerIn(response: Bag, refuse: Refuse): Omit<RecordedResponse, 'status'> {
  const headers = headersOf(response)
  const { content, redirectURL } = response
  const location = typeof redirectURL === 'string' && redirectURL !== '' ? { location: redirectURL } : {}
  const said = isBag(content) && typeof content['text'] === 'string' ? content['text'] : undefined
  const encoding = isBag(content) ? content['encoding'] : undefined
  if (encoding !== undefined && encoding !== '' && encoding !== 'base64')
    refuse('response.content.encoding', 'is not `base64`')
  const body = encoding === 'base64' && said !== undefined ? Buffer.from(said, 'base64').toString() : said
  return { headers: { ...location, ...headers }, ...(body !== undefined && { body }) }
}
