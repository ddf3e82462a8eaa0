/*
 * The endpoints that no platform documents: Hufu's own, the same beside every dialect. An application ends an authorization
 * (RFC 7009); an operator's gateway asks what a token stands for (RFC 7662). Whoever asks is named in the form, or in the
 * `Authorization` header by Basic, which the server reads by itself, as it has more than one reading.
 */
import type { Bag } from './fields/field.ts'
import { namesOf, readPairs } from './wire/carriers.ts'
import { WireError } from './codec.ts'
import type { Dialect } from './dialect.ts'
import type { Endpoint, WireRequest, WireResponse } from './endpoint.ts'
import { standardErrors } from './error-table.ts'
import { facesOf } from './faces.ts'
import { flag, text, wholeNumber, words } from './fields/field-types.ts'
import { jsonObject, replyObject } from './wire/json.ts'
import { type OAuthError, errorReasons } from './oauth-error.ts'
import { type RecordOf, field, optional, params } from './fields/params.ts'
import { records } from './fields/records.ts'
import { FORM, type RequestCodec } from './wire/request.ts'
import { revocationCall, tokenShown } from './revocation.ts'
import { errorIn } from './standard-reply.ts'

/** A token, and who shows it, as far as the form says so. */
export type TokenShown = RecordOf<typeof tokenShown.fields>

const named: ReadonlySet<string> = namesOf(tokenShown.fields)

/** A form of which each name may come once, as a bag. */
function bagOf({ mediaType, body }: WireRequest, known: ReadonlySet<string>): Bag {
  if (mediaType !== FORM) throw new WireError('content-type', 'unsupported')
  return readPairs(known, body)
}

const form: RequestCodec<typeof tokenShown.fields> = {
  carrier: { in: 'form' },
  fields: tokenShown.fields,
  encode: revocationCall.request.encode,
  decode: (wire, context) => tokenShown.decode(bagOf(wire, named), context),
}

/** RFC 6749, section 5.2. Credentials have one text, whatever is wrong with them. */
function refusal({ error, parameter, problem }: OAuthError): WireResponse {
  const { standard, hint } = errorReasons[error]
  const isProof = standard === 'invalid_client'
  const said = parameter === undefined ? hint : `${hint} (${parameter}: ${problem})`
  return {
    status: isProof ? 401 : 400,
    body: JSON.stringify({
      error: standard,
      error_description: isProof ? 'the credentials are missing or wrong' : said,
    }),
  }
}

/**
 * Ends an authorization (RFC 7009): a form by POST, answered by 200, for unknown tokens too and whatever the body, or by
 * `{"error", "error_description"}`.
 */
export const revocation: Endpoint<TokenShown, object> = {
  ...revocationCall,
  errors: standardErrors,
  methods: ['POST'],
  request: form,
  response: {
    carrier: { at: [] },
    fields: [],
    refusal,
    encode: () => ({ status: 200, body: '' }),
    decode: revocationCall.response.decode,
  },
}

const told = params(
  field('active', 'active', flag),
  optional('platform', 'platform', text),
  optional('client_id', 'clientId', text),
  optional('sub', 'openId', text),
  optional('scope', 'scope', words(' ')),
  optional('token_type', 'tokenType', text),
  optional('exp', 'expiresAt', wholeNumber),
  optional('iat', 'issuedAt', wholeNumber),
  optional('uid', 'userId', text),
  optional('username', 'userName', text),
  optional(
    'shops',
    'shops',
    records(params(field('uid', 'userId', text), optional('region', 'region', text))),
  ),
)

/** What a token stands for; one that is not active has nothing else. Times are in seconds since the epoch. */
export type Introspected = RecordOf<typeof told.fields>

/** Says what a token stands for (RFC 7662): one endpoint for all platforms, at the server's own origin. */
export const introspection: Endpoint<TokenShown, Introspected> = {
  methods: ['POST'],
  path: '/introspect',
  request: form,
  response: {
    carrier: { at: [] },
    fields: told.fields,
    refusal,
    encode: (said, context) => ({
      status: 200,
      body: jsonObject.encode(told.encode(said, context), context),
    }),
    decode({ status, body }, context) {
      const said = status === 200 ? told.decode(replyObject(body, context), context) : undefined
      const refused = said ?? errorIn(body, standardErrors)
      if (!refused) throw new WireError('error', 'missing')
      return refused
    },
  },
  errors: standardErrors,
}

/** The revocation of one platform: clients that are set up for it call themselves here what they call themselves there. */
export function revocationAt(dialect: Dialect): Endpoint<TokenShown, object> {
  const standard = new Map(tokenShown.fields.map(({ key, name }) => [key as string, name]))
  const own = new Map(
    facesOf(dialect)
      .flatMap(({ authorize, refresh }) => [...authorize.request.fields, ...refresh.request.fields])
      .flatMap((each) => {
        const name = 'key' in each ? standard.get(each.key) : undefined
        return name === undefined || name === each.name ? [] : [[each.name, name] as const]
      }),
  )
  const known = new Set([...named, ...own.keys()])
  return {
    ...revocation,
    request: {
      ...form,
      decode(wire, context) {
        const sent = Object.entries(bagOf(wire, known))
        const bag: Bag = Object.fromEntries(sent.map(([name, value]) => [own.get(name) ?? name, value]))
        return tokenShown.decode(bag, context)
      },
    },
  }
}
