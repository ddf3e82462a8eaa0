/* The way back from platforms that name themselves there (RFC 9207). */
import { type Callback, standardCallback } from './authorize.ts'
import { urlEncoded } from './wire/carriers.ts'
import { text } from './fields/field-types.ts'
import { isOAuthError } from './oauth-error.ts'
import { optional, params } from './fields/params.ts'

const issuer = urlEncoded(params(optional('iss', 'iss', text, 'the issuer of its metadata, to the letter')))

/** The standard's, with `iss`. */
export const issuedCallback: Callback = {
  fields: [...standardCallback.fields, ...issuer.fields],
  encode(value, context) {
    const said = standardCallback.encode(value, context)
    return isOAuthError(value) || value.iss === undefined ? said : `${said}&${issuer.encode(value, context)}`
  },
  decode: (query, context) => ({
    ...standardCallback.decode(query, context),
    ...issuer.decode(query, context),
  }),
}
