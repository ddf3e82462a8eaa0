/* Every platform has a code for whatever its server may have to say, and understands its own codes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Dialect,
  type ErrorReason,
  type ErrorTable,
  authenticationOf,
  dialects,
  errorReasons,
  loginMessage,
  loginRows,
  pageErrorsOf,
  standardErrors,
  servedDialects,
} from '@hufu/dialects'
import { callsOf } from './generators.ts'
import { recordOf } from './records.ts'

/** The reasons that the server may have at this endpoint, by what the platform asks for there. */
function reasonsAt(
  call: string,
  { envelope }: Dialect,
  endpoint: ReturnType<typeof callsOf>[number][1],
): ErrorReason[] {
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
    ...(authenticationOf(endpoint) === 'signature' ? (['signature_invalid'] as const) : []),
    ...(fields.some((each) => 'clock' in each) ? (['request_expired', 'request_time_invalid'] as const) : []),
    ...(envelope ? (['request_replayed'] as const) : []),
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

function isComplete(
  name: string,
  { rows, encode, decode }: ErrorTable,
  wanted: readonly ErrorReason[],
): void {
  test(`${name}: no code twice, and a row of its own for every reason that the server has there`, () => {
    const codes = rows.map(([code, message]) => `${code} ${message}`)
    assert.equal(new Set(codes).size, codes.length)
    for (const reason of wanted) {
      const row = rows.find(([, , , ...causes]) => causes.includes(reason))
      assert.ok(row, `no row for ${reason}`)
      assert.deepEqual(encode({ error: reason }).slice(0, 2), row.slice(0, 2))
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

for (const dialect of dialects) {
  const { id } = dialect
  isComplete(`${id} authorization errors`, pageErrorsOf(recordOf(dialect)), atAuthorization)
  for (const [call, endpoint] of callsOf(dialect)) {
    isComplete(`${id} ${call} errors`, endpoint.errors, reasonsAt(call, dialect, endpoint))
  }
}

test('RFC 6749: each of its errors reads as its plainest reason, and every reason is said by one of them', () => {
  const plainest = {
    invalid_request: 'request_malformed',
    invalid_client: 'client_unauthenticated',
    invalid_grant: 'code_unknown',
    unauthorized_client: 'client_disabled',
    unsupported_response_type: 'flow_not_allowed',
    invalid_scope: 'scope_not_granted',
    access_denied: 'access_denied',
    server_error: 'server_error',
    temporarily_unavailable: 'rate_limited',
  }
  for (const [code, reason] of Object.entries(plainest))
    assert.equal(standardErrors.decode(code, '').error, reason)
  for (const [reason, { standard }] of Object.entries(errorReasons)) {
    assert.equal(standardErrors.encode({ error: reason as ErrorReason })[0], standard)
  }
})

test('jos: the login page says the codes and words of the document, with the tries that are left', () => {
  const said = loginMessage({ reason: 'password_wrong', triesLeft: 3 })
  assert.deepEqual(said, [206, '用户名与密码不匹配,还可尝试3次,如失败账户将被冻结2小时'])
  assert.deepEqual(loginMessage({ reason: 'account_frozen' }), [207, '登录失败超过6次,账户已被冻结2个小时'])
  assert.deepEqual(loginMessage({ reason: 'form_forged' }), [304, '防止session伪造'])
  for (const [code, , , reason] of loginRows) assert.equal(loginMessage({ reason })[0], code)
})

test('jos: 251 is one code with two meanings, and the first is said', () => {
  assert.equal(loginRows.filter(([code]) => code === 251).length, 2)
  assert.deepEqual(loginMessage({ reason: 'login_check_failed' }), [251, '调用验证登录信息的接口失败'])
})

test('jos: 304 is a forged form on the page, and nothing at the token endpoint; in the new flow it is a bad code there', () => {
  const meaning = (id: string) => {
    const dialect = dialects.find((each) => each.id === id)
    assert.ok(dialect)
    return [pageErrorsOf(recordOf(dialect)), dialect.token.errors].map((table) => table.decode(304, '').error)
  }
  assert.deepEqual(meaning('jos'), ['request_forged', 'server_error'])
  assert.deepEqual(meaning('jos2'), ['request_forged', 'code_unknown'])
})

test('a busy platform is a failing one in its own words, never the caller’s quota or rate', () => {
  for (const { id, token, refresh, userInfo } of servedDialects)
    for (const { errors } of [token, refresh, ...(userInfo ? [userInfo] : [])]) {
      const [code] = errors.encode({ error: 'overloaded' })
      const said = errors.decode(code, '').error
      const own = errors.rows.some(([, , , ...causes]) => causes.some((cause) => cause === 'overloaded'))
      assert.ok(own || said === 'server_error', `${id}: ${code} is ${said}`)
    }
})
