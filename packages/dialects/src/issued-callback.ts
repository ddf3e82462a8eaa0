/* The way back from platforms that name themselves there (RFC 9207). */
import { callbackOf } from './authorize.ts'
import { text } from './fields/field-types.ts'
import { field, optional, params } from './fields/params.ts'
import { urlEncoded } from './wire/carriers.ts'

/** The standard's, with `iss`. */
export const issuedCallback = /* @__PURE__ */ callbackOf(
  urlEncoded(
    params(
      field('code', 'code', text),
      optional('state', 'state', text),
      optional('iss', 'iss', text, 'the issuer of its metadata, to the letter'),
    ),
  ),
  'error',
)
