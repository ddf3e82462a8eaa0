/* What one platform alone takes or sends. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  chainUp,
  WireError,
  jdCentral,
  jdFinance,
  jos,
  jos2,
  pageErrorsOf,
  codeOrNothing,
  standardCallback,
  stateOfCallback,
  encodeError,
} from '@hufu/dialects'
import { context } from '../packages/dialect-laws/src/generators.ts'
import { codeOf, refusedAs } from './refused.ts'
import { recordOf } from './records.ts'
import { issuedCallback } from '../packages/dialects/src/issued-callback.ts'

const FORM = 'application/x-www-form-urlencoded'

test('jd-finance: user info takes a form, urlencoded or multipart, and nothing in the query', () => {
  const { request } = jdFinance.userInfo
  const wire = request.encode({ accessToken: 't', openId: 'o' }, context)
  assert.equal(wire.mediaType, FORM)
  assert.deepEqual(request.decode({ ...wire, mediaType: 'multipart/form-data' }, context), {
    accessToken: 't',
    openId: 'o',
  })
  assert.throws(
    () => request.decode({ ...wire, query: wire.body, body: '' }, context),
    refusedAs('missing', 'token'),
  )
  assert.throws(() => request.decode({ ...wire, mediaType: '' }, context), refusedAs('unsupported'))
})

test('jd-finance: state may be absent from the link, and empty in its place alone', () => {
  const opens = (query: string) => jdFinance.authorize.request.decode(query, context)
  const value = { clientId: 'a', redirectUri: 'r', scope: ['base', 'white'] }
  for (const query of [
    'appid=a&redirect_uri=r&scope=base,white',
    'appid=a&scope=base,white&redirect_uri=r&state=',
  ]) {
    assert.deepEqual(opens(query), value)
  }
  assert.throws(() => opens('state=&appid=a&redirect_uri=r&scope=base'), refusedAs('misplaced'))
  assert.throws(() => opens('appid=a&redirect_uri=r'), refusedAs('missing', 'scope'))
})

test('jos: what is missing from the link has a code of its own; another response_type is a flow without a right', () => {
  const link = 'response_type=code&client_id=ID&redirect_uri=https%3A%2F%2Fa.test%2Fcb'
  const said = (query: string) => codeOf({ ...jos.authorize, errors: pageErrorsOf(recordOf(jos)) }, query)
  assert.equal(said(link), undefined)
  assert.equal(said(link.replace('response_type=code&', '')), 301)
  assert.equal(said(link.replace('client_id=ID', 'client_id=')), 302)
  assert.equal(said('response_type=code&client_id=ID'), 303)
  assert.equal(said(link.replace('=code', '=token')), 401)
  assert.equal(
    codeOf({ ...jos2.authorize, errors: pageErrorsOf(recordOf(jos2)) }, link.replace('client_id', 'app_kee')),
    302,
  )
})

test('jos: an empty view and a scope of several groups', () => {
  const value = jos.authorize.request.decode(
    'response_type=code&client_id=ID&redirect_uri=r&view=&scope=read,write',
    context,
  )
  assert.deepEqual(value, { clientId: 'ID', redirectUri: 'r', scope: ['read', 'write'] })
  assert.equal(
    jos.authorize.request.decode('response_type=code&client_id=ID&redirect_uri=r&view=wap', context).view,
    'wap',
  )
})

test('jos: the same path answers both grant types, and says that there is no other', () => {
  const { token, refresh } = jos
  assert.equal(token.path, refresh.path)
  const request = (query: string) => ({ method: 'POST', query, mediaType: '', body: '' })
  assert.ok(refresh.selects(request('grant_type=refresh_token')))
  assert.ok(!token.selects(request('grant_type=refresh_token')))
  for (const query of ['', 'grant_type=password', 'grant_type=refresh_token&grant_type=refresh_token']) {
    assert.ok(token.selects(request(query)) && !refresh.selects(request(query)))
    assert.throws(() => token.request.decode(request(query), context), WireError)
  }
  assert.equal(
    encodeError(token.errors, { error: 'request_malformed', parameter: 'grant_type', problem: 'malformed' })
      .code,
    401,
  )
})

test('jos: state given to token and refresh comes back in the reply; a right to no refresh token leaves it out', () => {
  const reply = jos.token.response.encode({ accessToken: 'a', expiresIn: 1, state: 's t' }, context)
  assert.deepEqual(Object.keys(JSON.parse(reply.body) as object), [
    'access_token',
    'code',
    'expires_in',
    'state',
    'time',
    'token_type',
  ])
  assert.deepEqual(jos.token.response.decode(reply, context), {
    accessToken: 'a',
    expiresIn: 1,
    state: 's t',
  })
})

test('jos2 and jd-central: the token call carries no redirect_uri', () => {
  for (const { token } of [jos2, jdCentral]) {
    assert.ok(!token.request.fields.some(({ name }) => name === 'redirect_uri'))
  }
})

test('callback: code comes first, state as it went, and none where none came', () => {
  for (const [id, callback] of Object.entries({ standardCallback, codeOrNothing, issuedCallback })) {
    assert.equal(
      callback.encode({ state: 'a b+c&d=é', code: 'c' }, context),
      'code=c&state=a%20b%2Bc%26d%3D%C3%A9',
      id,
    )
    assert.equal(callback.encode({ code: 'c' }, context), 'code=c', id)
  }
  assert.equal(stateOfCallback('state=a%20b&code=c'), 'a b')
  assert.equal(stateOfCallback('state=&code=c'), undefined)
})

test('callback: a code and an error at once are no answer, nor is nothing, where denial has a word', () => {
  for (const [id, callback] of Object.entries({ standardCallback, issuedCallback })) {
    assert.throws(
      () => callback.decode('code=c&error=access_denied', context),
      refusedAs('repeated', 'code'),
      id,
    )
    assert.throws(() => callback.decode('state=s', context), refusedAs('missing', 'code'), id)
  }
})

test('jos: code 0 beside the tokens is a success, as a number and as a text', () => {
  for (const code of [0, '0']) {
    const body = JSON.stringify({ code, access_token: 'a', expires_in: 1 })
    assert.deepEqual(jos.token.response.decode({ status: 200, body }, context), {
      accessToken: 'a',
      expiresIn: 1,
    })
  }
})

test('chainup: the login page is in one of two languages', () => {
  const link = chainUp.authorize.request.decode('appKey=a&redirectUrl=r&lan=zh_CN', context)
  assert.deepEqual(link, { clientId: 'a', redirectUri: 'r', locale: 'zh_CN' })
})
