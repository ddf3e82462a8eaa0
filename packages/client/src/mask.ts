/* Secrets out of texts: out of what a platform said, by their values; out of a wire that is shown, by their names. */
import type { Fields } from '@hufu/dialects'
import type { HttpRequest } from './request.ts'

const secretKeys: ReadonlySet<string> = new Set([
  'clientSecret',
  'code',
  'accessToken',
  'refreshToken',
  'token',
  'codeVerifier',
  'authorization',
])

/** The secret values of what is asked of an endpoint, and what they became in a header. */
export const secretsOf = (asked: object, { headers }: Pick<HttpRequest, 'headers'>): readonly string[] =>
  Object.entries({ ...asked, authorization: headers['authorization']?.slice('Basic '.length) }).flatMap(
    ([key, value]) => (secretKeys.has(key) && typeof value === 'string' && value !== '' ? [value] : []),
  )

/** A text without these values, plain, percent-encoded or in JSON. A platform may repeat in its words what it was sent. */
export const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret.toWellFormed()),
      JSON.stringify(secret).slice(1, -1),
    ])
    .toSorted((a, b) => b.length - a.length) // one may be a part of another
    .reduce((rest, secret) => rest.replaceAll(secret, '***'), text)

const literal = (name: string): string => name.replace(/[^\w]/g, '\\$&')

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
          .replace(new RegExp(`("${name}"\\s*:\\s*")((?:[^"\\\\]|\\\\.)*)`, 'g'), hide),
      text,
    )

const hide = (_: string, before: string, secret: string): string =>
  `${before}${secret.slice(0, secret.length > 11 ? 4 : 0)}***`
