/* Every platform has a code for whatever its server may have to say, and understands its own codes. */
import assert from 'node:assert/strict'
import {
  type ErrorReason,
  type ErrorTable,
  type PlatformRecord,
  authenticationOf,
  isSealed,
  pageErrorsOf,
  encodeError,
} from '@hufu/dialects'
import { callsOf } from './generators.ts'
import type { TakeLaw } from './law.ts'

/** The reasons that the server may have at this endpoint, by what the platform asks for there. */
function reasonsAt(name: string, endpoint: ReturnType<typeof callsOf>[number][1]): ErrorReason[] {
  const [call] = name.split(' ')
  const { fields } = endpoint.request
  const keys = fields.flatMap((each) => ('key' in each ? [each.key] : []))
  const secret = keys.includes('clientSecret')
  return [
    'request_malformed',
    'request_unsupported',
    'client_unknown',
    'client_disabled',
    'client_address_denied',
    'rate_limited',
    'server_error',
    ...(call === 'token' ? (['code_unknown', 'code_expired', 'code_used'] as const) : []),
    ...(call === 'refresh'
      ? ([
          'refresh_token_unknown',
          'refresh_token_expired',
          'refresh_token_used',
          'quota_exceeded',
          'refresh_too_early',
        ] as const)
      : []),
    ...(call === 'userInfo' || (call === 'refresh' && keys.includes('accessToken'))
      ? (['access_token_unknown'] as const)
      : []),
    ...(secret ? (['client_unauthenticated', 'flow_not_allowed'] as const) : []),
    ...(keys.includes('redirectUri') ? (['redirect_uri_mismatch'] as const) : []),
    ...(keys.includes('scope') ? (['scope_not_granted'] as const) : []),
    ...(keys.includes('openId') ? (['open_id_mismatch'] as const) : []),
    ...(keys.includes('userId') ? (['shop_mismatch'] as const) : []),
    ...(authenticationOf(endpoint) === 'signature' ? (['signature_invalid'] as const) : []),
    ...(fields.some((each) => 'clock' in each) ? (['request_expired', 'request_time_invalid'] as const) : []),
    ...(isSealed(endpoint) ? (['request_replayed'] as const) : []),
  ]
}

const atAuthorization: readonly ErrorReason[] = [
  'request_malformed',
  'request_unsupported',
  'client_unknown',
  'client_disabled',
  'client_address_denied',
  'rate_limited',
  'server_error',
  'flow_not_allowed',
  'redirect_uri_mismatch',
  'scope_not_granted',
  'access_denied',
  'user_not_permitted',
  'request_forged',
]

function isComplete(test: TakeLaw, name: string, errors: ErrorTable, wanted: readonly ErrorReason[]): void {
  const { rows, decode } = errors
  test(`${name}: no code twice, and a row of its own for every reason that the server has there`, () => {
    const codes = rows.map(([code, message]) => `${code} ${message}`)
    assert.equal(new Set(codes).size, codes.length)
    for (const reason of wanted) {
      const row = rows.find(([, , , ...causes]) => causes.includes(reason))
      assert.ok(row, `no row for ${reason}`)
      const { code, message } = encodeError(errors, { error: reason })
      assert.deepEqual([code, message], row.slice(0, 2))
    }
  })
  test(`${name}: a code means what its row says first; one that has no row is kept`, () => {
    for (const [code, message, , first] of rows) {
      const back = decode(code, message)
      const cause =
        back.error === 'request_malformed' && back.problem ? `${back.problem}:${back.parameter}` : back.error
      assert.equal(cause, first)
      assert.deepEqual([back.platformCode, back.platformMessage], [code, message])
    }
    const unknown = { error: 'server_error', platformCode: 424242, platformMessage: '?' }
    assert.deepEqual(decode(424242, '?'), unknown)
  })
}

export function tableLaws(platform: PlatformRecord, test: TakeLaw): void {
  const { dialect } = platform
  const { id } = dialect
  isComplete(test, `${id} authorization errors`, pageErrorsOf(platform), atAuthorization)
  for (const [call, endpoint] of callsOf(dialect)) {
    isComplete(test, `${id} ${call} errors`, endpoint.errors, reasonsAt(call, endpoint))
  }
}
