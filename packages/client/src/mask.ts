/* Secrets out of texts: out of what a platform said, by their values; out of a wire that is shown, by their names. */
import type { Fields } from '@hufu/dialects'
import type { HttpRequest } from './http/request.ts'

const secretKeys: ReadonlySet<string> = new Set([
  'clientSecret',
  'code',
  'accessToken',
  'refreshToken',
  'token',
  'codeVerifier',
  'authorization',
])

/**
 * The secret values of what is asked of an endpoint, and what they became in a header. The texts that a caller gives to a
 * method of the platform's API are among them: nobody knows whose they are.
 */
export function secretsOf(asked: object, { headers }: Pick<HttpRequest, 'headers'>): readonly string[] {
  const { parameters = {} } = asked as { readonly parameters?: Readonly<Record<string, unknown>> }
  const known = { ...asked, authorization: headers['authorization']?.slice('Basic '.length) }
  return [
    ...Object.entries(known).flatMap(([key, value]) => (secretKeys.has(key) ? [value] : [])),
    ...Object.values(parameters),
  ].filter((each) => typeof each === 'string')
}

/** Shorter values stand in every text, and guard nothing. */
const SHORTEST_SECRET = 4
/** Shorter values than this are parts of words: they count only where they stand alone. */
const UNMISTAKABLE = 8

/** A text without these values, plain, percent-encoded or in JSON. A platform may repeat in its words what it was sent. */
export const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets
    .filter(({ length }) => length >= SHORTEST_SECRET)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret.toWellFormed()),
      JSON.stringify(secret).slice(1, -1),
    ])
    .toSorted((a, b) => b.length - a.length) // one may be a part of another
    .reduce((rest, secret) => rest.replace(standing(secret), '***'), text)

/** A long one anywhere; a short one where no letter or digit goes on at either end. A percent escape is none of these. */
function standing(secret: string): RegExp {
  const anywhere = secret.length >= UNMISTAKABLE
  const before = anywhere || !/^\w/.test(secret) ? '' : '(?:(?<!\\w)|(?<=%[\\dA-Fa-f]{2}))'
  const after = anywhere || !/\w$/.test(secret) ? '' : '(?!\\w)'
  return new RegExp(`${before}${literal(secret)}${after}`, 'g')
}

const literal = (text: string): string => text.replace(/[^\w]/g, '\\$&')

/** A quote of JSON that is itself a text of JSON, and a character between two of them. */
const QUOTE = String.raw`\\"`
const INSIDE = String.raw`(?:[^"\\]|\\\\(?:\\["\\]|[^"\\]))`

/**
 * A text with a query, a form or JSON in it, as it may be shown: of each field that carries a secret only the first four characters.
 * `fields` are of the dialect: `dialect.token.request.fields`, `dialect.callback.fields` ...
 */
export const maskedWire = (text: string, fields: Fields): string =>
  fields
    .flatMap((each) => ('key' in each && secretKeys.has(each.key) ? [literal(each.name)] : []))
    .reduce(
      (rest, name) =>
        rest
          .replace(new RegExp(`((?:^|[?&\\s])${name}=)([^&#\\s]*)`, 'g'), hide)
          .replace(new RegExp(`("${name}"\\s*:\\s*")((?:[^"\\\\]|\\\\.)*)`, 'g'), hide)
          .replace(new RegExp(`(${QUOTE}${name}${QUOTE}\\s*:\\s*${QUOTE})(${INSIDE}*)`, 'g'), hide)
          .replace(
            new RegExp(`("${name}"\\s*:\\s*)(?!"|null)(?:\\[[^\\]]*]?|{[^}]*}?|[^\\s,}\\]]+)`, 'g'),
            '$1***',
          ),
      text,
    )

const hide = (_: string, before: string, secret: string): string =>
  `${before}${secret.slice(0, secret.length > 11 ? 4 : 0)}***`
