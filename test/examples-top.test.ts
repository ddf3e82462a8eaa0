/* Answers of Taobao as they were printed, with other names and tokens. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Oddity, faceOf, isOAuthError, top } from '@hufu/dialects'
import { context } from '../packages/dialect-laws/src/generators.ts'

const now = 1_767_853_193
const printed = {
  w1_expires_in: 31_523_977,
  refresh_token_valid_time: 1_767_841_169_000,
  taobao_user_nick: '%E6%97%97%E8%88%B0%E5%BA%97',
  re_expires_in: 0,
  expire_time: 1_799_377_170_000,
  token_type: 'Bearer',
  access_token: '6200529c2200000000000',
  taobao_open_uid: 'AAGy7Gs',
  w1_valid: 1_799_377_170_468,
  refresh_token: '6201229c2200000000000',
  w2_expires_in: 31_523_977,
  w2_valid: 1_799_377_170_468,
  r1_expires_in: 31_523_977,
  r2_expires_in: 31_523_977,
  r2_valid: 1_799_377_170_468,
  r1_valid: 1_799_377_170_468,
  taobao_user_id: '2200000000000',
  expires_in: 31_523_977,
}
const meant = {
  accessToken: '6200529c2200000000000',
  refreshToken: '6201229c2200000000000',
  expiresIn: 31_523_977,
  refreshExpiresIn: 0,
  userId: '2200000000000',
  userName: '旗舰店',
  openId: 'AAGy7Gs',
}
const { token, refresh } = faceOf(top, 0)

function read(response: typeof token.response, body: object) {
  const odd: Oddity[] = []
  const told = (each: Oddity) => void odd.push(each)
  const value = response.decode({ status: 200, body: JSON.stringify(body) }, { ...context, now, odd: told })
  return { value: { ...value }, odd }
}

test('an answer of January 2026 is read whole: the nick without its escapes, and a refresh token of no use', () => {
  assert.deepEqual(read(top.token.response, printed), { value: meant, odd: [] })
})

test('the gateway holds the same as a JSON text, or as the object itself', () => {
  const wrapped = (token_result: unknown) => ({
    top_auth_token_create_response: { token_result, request_id: '15qtv8mgtv8b3' },
  })
  for (const held of [JSON.stringify(printed), printed])
    assert.deepEqual(read(token.response, wrapped(held)), { value: meant, odd: [] })
})

test('an application without the right to see the user gets another identifier', () => {
  const { taobao_user_id: _, taobao_open_uid, ...rest } = printed
  const { userId: _own, ...others } = meant
  assert.deepEqual(read(top.token.response, { ...rest, open_uid: taobao_open_uid }).value, others)
})

test('a refusal is read by its words, or by what was sent', () => {
  const said = (response: typeof token.response, description: string) => {
    const body = { error: 'invalid_client', error_description: description }
    const value = response.decode({ status: 400, body: JSON.stringify(body) }, context)
    return isOAuthError(value) ? value.error : undefined
  }
  const withCode = 'authorize code 2Ag7XYZ invalidate,please authorize again.'
  assert.equal(said(top.token.response, withCode), 'code_unknown')
  assert.equal(said(top.refresh.response, 'some other words'), 'refresh_token_unknown')
  assert.equal(said(top.refresh.response, 'refresh times limit exceed'), 'quota_exceeded')
  assert.equal(said(top.token.response, 'redirect_uri is invalidate'), 'redirect_uri_mismatch')
})

test('an error of the gateway is read by its number, whatever stands behind it', () => {
  const body = {
    error_response: {
      code: 27,
      msg: 'Invalid session',
      sub_code: 'invalid-sessionkey',
      sub_msg: 'SessionKey非法',
      request_id: 'saelco6piee9',
    },
  }
  const { value } = read(refresh.response, body)
  assert.deepEqual(value, {
    error: 'access_token_unknown',
    platformCode: '27:invalid-sessionkey',
    platformMessage: 'SessionKey非法',
    requestId: 'saelco6piee9',
  })
})
