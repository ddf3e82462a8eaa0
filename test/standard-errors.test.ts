/* The errors of RFC 6749, the login page's, and what a busy platform says. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type ErrorReason,
  dialects,
  errorReasons,
  loginMessage,
  loginRows,
  pageErrorsOf,
  servedDialects,
  standardErrors,
  encodeError,
} from '@hufu/dialects'
import { recordOf } from './records.ts'

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
    assert.equal(encodeError(standardErrors, { error: reason as ErrorReason }).code, standard)
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
      const { code } = encodeError(errors, { error: 'overloaded' })
      const said = errors.decode(code, '').error
      const own = errors.rows.some(([, , , ...causes]) => causes.some((cause) => cause === 'overloaded'))
      assert.ok(own || said === 'server_error', `${id}: ${code} is ${said}`)
    }
})
