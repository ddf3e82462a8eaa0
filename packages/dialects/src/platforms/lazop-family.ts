/* What the platforms of one gateway share: how calls are signed and carried. */
import type { ErrorTable } from '../error-table.ts'
import { timestamp } from '../fields/clocks.ts'
import type { Field } from '../fields/field.ts'
import { text } from '../fields/field-types.ts'
import { constant, field, params } from '../fields/params.ts'
import { signedBy } from '../wire/proof.ts'
import { carried, parameter } from '../wire/request.ts'
import type { ErrorShape } from '../wire/response.ts'
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

/** One call: by GET or POST, its parameters in the query, in a form or in JSON. */
export const lazopCall = <const F extends Field>(path: string, own: F, errors: ErrorTable) =>
  ({
    methods: ['GET', 'POST'],
    path: `/rest${path}`,
    request: carried(
      params(
        field('app_key', 'clientId', text),
        timestamp('timestamp', 7200, 'milliseconds', ['iso']),
        constant('sign_method', 'sha256', ['hmac']),
        own,
      ),
      { send: 'query', takes: ['query', 'form', 'json'], proof: signedBy(...signingsOf(path)) },
    ),
    clientIdOf: parameter('app_key'),
    errors,
  }) as const

/** `{"code","type","message","request_id"}`; a success has the text `0` as its code. */
export const lazopError = {
  code: 'code',
  spelling: String,
  success: '0',
  class: 'type',
  messages: ['message'],
  requestId: 'request_id',
} as const satisfies ErrorShape
