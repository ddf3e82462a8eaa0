/* A query, a form or JSON with other values in it. Names, order, blanks and escapes of what stays are as they were. */
import { scanJson } from '../reading/json-text.ts'
import { MULTIPART, type Pair, mediaTypeOf, pairsOf, pairsText, partsOf } from '../reading/wire-of.ts'

/** What a value becomes, by its path. Digits of a number must become digits. */
export type Rewrite = (path: readonly string[], value: string) => string

/** A text that is JSON, or has JSON in it; undefined where there is none. */
export function redactedJson(
  text: string,
  rewrite: Rewrite,
  path: readonly string[] = [],
): string | undefined {
  const begin = text.indexOf('{')
  const end = text.lastIndexOf('}') + 1
  const json = text.slice(begin, end)
  const { leaves, fault } = scanJson(json)
  if (begin < 0 || fault !== undefined) return undefined
  const pieces = leaves.map(({ path: own, start, end }, at) => {
    const before = json.slice(leaves[at - 1]?.end ?? 0, start)
    // What lies in a list goes by the list's name.
    const names = [...path, ...own.filter((each) => typeof each === 'string')]
    return `${before}${redactedToken(json.slice(start, end), names, rewrite)}`
  })
  const around = (outside: string) => rewrite([...path, ''], outside)
  const rest = json.slice(leaves.at(-1)?.end ?? 0)
  return `${around(text.slice(0, begin))}${pieces.join('')}${rest}${around(text.slice(end))}`
}

function redactedToken(token: string, names: readonly string[], rewrite: Rewrite): string {
  if (/^[tfn]/.test(token)) return token
  if (!token.startsWith('"')) return rewrite(names, token)
  const value = JSON.parse(token) as string
  const other = redactedValue(value, names, rewrite)
  return other === value ? token : JSON.stringify(other)
}

/** A text, or JSON in a text. */
const redactedValue = (value: string, names: readonly string[], rewrite: Rewrite): string =>
  (value.startsWith('{') ? redactedJson(value, rewrite, names) : undefined) ??
  (value === '' ? '' : rewrite(names, value))

/** A query or a form. */
export const redactedPairs = (text: string, rewrite: Rewrite): string =>
  text
    .split('&')
    .map((pair) => {
      const [read] = pairsOf(pair)
      if (!read || !pair.includes('=')) return pair
      const value = redactedValue(read[1], [read[0]], rewrite)
      return value === read[1]
        ? pair
        : `${pair.slice(0, pair.indexOf('='))}=${pairsText([['', value]]).slice(1)}`
    })
    .join('&')

/** A body of any kind. What is neither form nor JSON keeps its signs alone. */
export function redactedBody(
  body: string,
  headers: Readonly<Record<string, string>>,
  rewrite: Rewrite,
): string {
  if (body === '') return ''
  const type = mediaTypeOf(headers)
  if (type === 'application/x-www-form-urlencoded') return redactedPairs(body, rewrite)
  if (type === MULTIPART) return multipart(partsOf(body, headers['content-type'] ?? ''), headers, rewrite)
  return redactedJson(body, rewrite) ?? body.replace(/[\p{L}\p{N}]+/gu, (run) => rewrite([''], run))
}

function multipart(
  parts: readonly Pair[],
  headers: Readonly<Record<string, string>>,
  rewrite: Rewrite,
): string {
  const boundary = /;\s*boundary="?([^";]+)"?/i.exec(headers['content-type'] ?? '')?.[1] ?? ''
  const written = parts.map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${redactedValue(value, [name], rewrite)}\r\n`,
  )
  return `${written.join('')}--${boundary}--\r\n`
}

/** Credentials or a token of an `Authorization` header. */
export function redactedAuthorization(header: string, rewrite: Rewrite): string {
  const [, scheme = '', blank = '', value = header] = /^(\S+)(\s+)(.*)$/s.exec(header) ?? []
  const pair = /^basic$/i.test(scheme) ? Buffer.from(value, 'base64').toString() : undefined
  if (pair === undefined || !pair.includes(':'))
    return `${scheme}${blank}${rewrite(['Authorization'], value)}`
  const [id = '', ...secret] = pair.split(':')
  const other = [id, secret.join(':')].map((each) => {
    const [read] = pairsOf(`x=${each}`)
    return encodeURIComponent(rewrite(['Authorization'], read?.[1] ?? each))
  })
  return `${scheme}${blank}${btoa(other.join(':'))}`
}
