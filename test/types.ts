/* Nothing here runs. That it compiles is the test. */
import type { KeyObject } from 'node:crypto'
import { envelopes, rsaEnvelope, signerWith } from '@hufu/crypto'
import {
  type CodecContext,
  type Dialect,
  type ErrorReason,
  type OAuthError,
  type RecordOf,
  type TokenSet,
  chainUp,
  constant,
  errorTable,
  field,
  jdCentral,
  jdFinance,
  jos,
  optional,
  text,
  wholeNumber,
} from '@hufu/dialects'

type Equals<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never
declare const context: CodecContext
declare const key: KeyObject

/* A list of fields is a type. */

const fields = [field('a', 'x', text), optional('b', 'y', wholeNumber), constant('c', 'z')] as const
export const same: Equals<RecordOf<typeof fields>, { readonly x: string; readonly y?: number }> = true

/* A platform asks for what it asks for, and for nothing else. */

jdFinance.token.request.encode({ code: 'c' }, context)
// @ts-expect-error JD Finance sends the code and nothing else
jdFinance.token.request.encode({ code: 'c', clientId: 'a' }, context)
// @ts-expect-error a refresh needs the openid
jdFinance.refresh.request.encode({ clientId: 'a', refreshToken: 'r' }, context)
// @ts-expect-error JD Central authenticates with a secret
jdCentral.token.request.encode({ clientId: 'a', code: 'c' }, context)
// @ts-expect-error JD Central sends no redirect URI
jdCentral.token.request.encode({ clientId: 'a', clientSecret: 's', code: 'c', redirectUri: 'r' }, context)
// @ts-expect-error JOS does
jos.token.request.encode({ clientId: 'a', clientSecret: 's', code: 'c' }, context)
// @ts-expect-error ChainUp's reply has a refresh token
chainUp.token.response.encode({ openId: 'o', expiresIn: 1, accessToken: 't' }, context)
// @ts-expect-error user info is not offered there
export const none = jos.userInfo

/* Whatever the platform, the two halves share one vocabulary. */

export const any: readonly Dialect[] = [jdFinance, jos, jdCentral, chainUp]
export const answered = (dialect: Dialect, wire: { status: number; body: string }): TokenSet | OAuthError =>
  dialect.token.response.decode(wire, context)

/* Error tables. */

const always = [
  ['x', 'words', 'ours', 'request_malformed', 'request_unsupported', 'client_unknown', 'client_disabled'],
  ['y', 'words', 'ours', 'client_address_denied', 'rate_limited', 'server_error'],
] as const

errorTable([], always)
errorTable(['secret'], [...always, ['z', 'words', 'doc', 'client_unauthenticated', 'missing:app_secret']])
// @ts-expect-error an endpoint that takes a secret has no code for a wrong one
errorTable(['secret'], always)
// @ts-expect-error a token endpoint has no code for a used code
errorTable(['token'], [...always, ['z', 'words', 'doc', 'code_unknown', 'code_expired']])
// @ts-expect-error no set of that name
errorTable(['tokens'], always)
// @ts-expect-error not a reason
errorTable([], [...always, ['z', 'words', 'doc', 'code_expird']])
// @ts-expect-error how do we know?
errorTable([], [...always, ['z', 'words', 'access_denied']])
// @ts-expect-error a code that stands for nothing
errorTable([], [...always, ['z', 'words', 'doc']])
// @ts-expect-error the list of reasons is closed
export const closed: ErrorReason = 'teapot'

/* Keys and schemes. */

rsaEnvelope({ own: [key], peer: [key] })
// @ts-expect-error lists of keys: one may be on its way out
rsaEnvelope({ own: key, peer: key })
envelopes[chainUp.envelope]({ own: [key], peer: [key] })
// @ts-expect-error a scheme that nobody has
signerWith('secret').sign((each) => each, { mac: 'md4', spelt: 'hex' })
