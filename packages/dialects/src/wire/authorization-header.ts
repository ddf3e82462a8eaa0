/* What travels in the `Authorization` header: an application's credentials, or an access token. */
import type { Bag, Fields } from '../fields/field.ts'
import { namesOf, readPairs, writePairs } from './carriers.ts'
import { WireError } from '../codec.ts'
import type { Params } from '../fields/params.ts'
import { FORM, type RequestCodec, get, postForm } from './request.ts'

/**
 * POST of a form with `client_id` and `client_secret` (RFC 6749, section 2.3.1): takes them in the form and in the header,
 * not in both, and sends them where it is said.
 */
export function authenticatedForm<const F extends Fields>(
  record: Params<F>,
  send: 'client_secret_basic' | 'client_secret_post',
): RequestCodec<F> {
  const known = namesOf(record.fields)
  const inHeader = send === 'client_secret_basic'
  return {
    carrier: inHeader
      ? { in: 'header', scheme: 'Basic', fields: ['client_id', 'client_secret'] }
      : { in: 'form' },
    fields: record.fields,
    encode(value, context) {
      const bag = record.encode(value, context)
      if (!inHeader) return postForm(bag)
      const { client_id, client_secret, ...rest } = bag
      const pair = [client_id, client_secret].map((each) => encodeURIComponent(String(each))).join(':')
      return { ...postForm(rest), headers: { authorization: `Basic ${btoa(pair)}` } }
    },
    decode({ mediaType, body, headers }, context) {
      if (mediaType !== FORM) throw new WireError('content-type', 'unsupported')
      const bag = readPairs(known, body)
      const proven = credentialsIn(headers?.authorization)
      const { client_id = proven?.['client_id'] } = bag
      if (proven && 'client_secret' in bag) throw new WireError('client_secret', 'repeated')
      if (proven && client_id !== proven['client_id']) throw new WireError('client_id', 'malformed')
      return record.decode({ ...bag, ...proven }, context)
    },
  }
}

/** Undefined where there are none. @throws {WireError} */
function credentialsIn(header: string | undefined): Bag | undefined {
  const [, encoded] = /^Basic +(\S+)$/i.exec(header ?? '') ?? []
  if (encoded === undefined) return undefined
  try {
    const pair = atob(encoded)
    const colon = pair.indexOf(':')
    const [client_id, client_secret] = [pair.slice(0, colon), pair.slice(colon + 1)].map((each) =>
      decodeURIComponent(each.replaceAll('+', ' ')),
    )
    if (colon > 0) return { client_id, client_secret }
  } catch {
    // No base64, or no percent-encoding of UTF-8.
  }
  throw new WireError('client_id', 'malformed')
}

/** GET with `access_token` in the header (RFC 6750, section 2.1), the other fields in the query. */
export function withBearer<const F extends Fields>(record: Params<F>): RequestCodec<F> {
  const known = namesOf(record.fields)
  return {
    carrier: { in: 'header', scheme: 'Bearer', fields: ['access_token'] },
    fields: record.fields,
    encode(value, context) {
      const { access_token, ...rest } = record.encode(value, context)
      return { ...get(writePairs(rest)), headers: { authorization: `Bearer ${String(access_token)}` } }
    },
    decode({ query, headers }, context) {
      const [, access_token] = /^Bearer +(\S+)$/i.exec(headers?.authorization ?? '') ?? []
      return record.decode({ ...readPairs(known, query), access_token }, context)
    },
  }
}
