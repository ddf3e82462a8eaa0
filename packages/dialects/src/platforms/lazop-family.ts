/* What the platforms of one gateway share: how calls are signed and carried. */
import type { ErrorTable } from '../error-table.ts'
import { isoTime, timestamp, unixMilliseconds } from '../fields/clocks.ts'
import type { Field, Fields } from '../fields/field.ts'
import { text } from '../fields/field-types.ts'
import { withParameters } from '../fields/flat-parameters.ts'
import { type Params, constant, field, optional, params, remark } from '../fields/params.ts'
import { signedBy } from '../wire/proof.ts'
import type { WireRequest } from '../endpoint.ts'
import { carried, memberOfBody, parameter } from '../wire/request.ts'
import type { ErrorShape } from '../endpoint.ts'
import { reply, wholeResult } from '../wire/response.ts'
import type { SignedPart, Signing } from '../wire/signing.ts'

/** What is signed begins with the path, without the `/rest` that it is called under. A body is signed in one of three ways [client]. */
const signingsOf = (path: string): readonly [Signing, ...Signing[]] => {
  const sorted = (of: 'all' | 'query'): SignedPart => ({ sorted: of, pair: '', join: '', empties: 'either' })
  const signing = (...parts: readonly SignedPart[]): Signing => ({
    into: 'sign',
    parts: [{ text: path }, ...parts],
    mac: 'hmac-sha256',
    spelt: 'HEX',
  })
  const all = signing(sorted('all'))
  return [
    all,
    signing(sorted('query'), { raw: 'body' }),
    { ...signing(sorted('query')), copies: true },
    { ...all, mac: 'hmac-md5', when: { parameter: 'sign_method', is: ['hmac'] } },
  ]
}

const system = [
  field('app_key', 'clientId', text),
  timestamp('timestamp', 7200, unixMilliseconds, [isoTime]),
  constant('sign_method', 'sha256', ['hmac']),
] as const

/** One call: by GET or POST, its parameters in the query, in a form or in JSON. */
const lazopRecord = <const F extends Fields>(path: string, record: Params<F>, errors: ErrorTable) =>
  ({
    methods: ['GET', 'POST'],
    path: `/rest${path}`,
    request: carried(record, {
      send: 'query',
      takes: ['query', 'form', 'json'],
      proof: signedBy(...signingsOf(path)),
    }),
    clientIdOf: (wire: WireRequest) => parameter('app_key')(wire) ?? memberOfBody('app_key')(wire),
    errors,
  }) as const

export const lazopCall = <const F extends Field>(path: string, own: F, errors: ErrorTable) =>
  lazopRecord(path, params(...system, own), errors)

const accessToken = field('access_token', 'accessToken', text)

/** Any call of the API, named by its path: `/orders/get`. What it answers is the whole reply. */
export const lazopGateway = (errors: ErrorTable) => (path: string) => ({
  ...lazopRecord(path, withParameters(params(...system, accessToken), 'sign'), errors),
  response: reply(wholeResult, errors, { exact: true, error: lazopError }),
})

/** Who has authorised. The path and its members are known from the API's own reference [recalled]. */
export const lazopSeller = (errors: ErrorTable) => ({
  ...lazopRecord('/seller/get', params(...system, accessToken), errors),
  response: reply(
    params(
      optional('seller_id', 'userId', text),
      optional('name', 'nickname', text),
      optional('logo_url', 'avatarUrl', text),
    ),
    errors,
    {
      before: [remark('code', 'text `0`: success', () => '0')],
      at: ['data'],
      after: [remark('request_id', 'names the exchange', ({ requestId }) => requestId)],
      error: lazopError,
    },
  ),
})

/** `{"code","type","message","request_id"}`; a success has the text `0` as its code. */
export const lazopError = {
  code: 'code',
  spelling: String,
  success: '0',
  class: 'type',
  messages: ['message'],
  requestId: 'request_id',
} as const satisfies ErrorShape
