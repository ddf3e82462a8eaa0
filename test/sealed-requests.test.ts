/* The JSON body of chainup, part in clear and part sealed: what it may look like, and in which order it is looked at. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CodecContext, type WireRequest, chainUp, noEnvelope } from '@hufu/dialects'
import { context } from '../packages/dialect-laws/src/generators.ts'
import { codeOf, refusedAs } from './refused.ts'

const { token, refresh } = chainUp
const { now } = context
const wire = token.request.encode({ clientId: 'k', code: 'c' }, context)
const members = JSON.parse(wire.body) as Record<string, unknown>

const post = (body: unknown): WireRequest => ({
  ...wire,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const said = (body: unknown, at: CodecContext = context) => codeOf(token, post(body), at)
const inside = (plain: string) => ({ ...members, ...context.envelope.seal(plain) })

test('chainup: a body is JSON with app_id, time as a number of milliseconds, data and sign', () => {
  assert.deepEqual([wire.method, wire.mediaType, wire.query], ['POST', 'application/json', ''])
  assert.deepEqual(Object.keys(members), ['app_id', 'time', 'data', 'sign'])
  assert.equal(members['time'], now * 1000)
})

test('chainup: the order of members is free, others are ignored, none may come twice', () => {
  const turned = Object.fromEntries(Object.entries(members).toReversed())
  assert.deepEqual(token.request.decode(post({ nobody_knows: { app_id: 1 }, ...turned }), context), {
    clientId: 'k',
    code: 'c',
  })
  const twice = `{"app_id":"other",${wire.body.slice(1)}`
  assert.throws(() => token.request.decode(post(twice), context), refusedAs('repeated', 'app_id'))
  const escaped = `{"app\\u005fid":"other",${wire.body.slice(1)}`
  assert.throws(() => token.request.decode(post(escaped), context), refusedAs('repeated', 'app_id'))
  assert.throws(
    () => token.request.decode(post(inside('{"code":"c","code":"d"}')), context),
    refusedAs('repeated', 'code'),
  )
})

test('chainup: the clock in milliseconds or seconds, number or digits, and within 5 minutes', () => {
  for (const time of [now * 1000, `${now * 1000}`, now, `${now}`, now - 300, now + 300, (now - 300) * 1000]) {
    assert.equal(said({ ...members, time }), undefined, String(time))
  }
  assert.equal(said({ ...members, time: now - 301 }), '50009')
  assert.equal(said({ ...members, time: (now - 300) * 1000 - 1 }), '50009')
  assert.equal(said({ ...members, time: now + 301 }), '50010')
  assert.equal(said({ ...members, time: (now + 300) * 1000 + 1 }), '50010')
  for (const time of ['yesterday', 1, `${now}0`, `${now}00`, `+${now}`, now + 0.5, [now], true, -now]) {
    assert.equal(said({ ...members, time }), '50010', String(time))
  }
})

test('chainup: shapes are a matter of 10020, methods and content types of 50000', () => {
  for (const body of ['', '{', '[]', 'null', '"x"', '{}', `[${wire.body}]`])
    assert.equal(said(body), '10020', body)
  for (const name of Object.keys(members)) {
    for (const wrong of [undefined, null, '', {}]) {
      const code = said({ ...members, [name]: wrong })
      assert.equal(code, name === 'time' && typeof wrong === 'object' && wrong ? '50010' : '10020', name)
    }
  }
  assert.equal(said({ ...members, app_id: 7 }), '10020')
  for (const mediaType of ['', 'text/plain', 'application/x-www-form-urlencoded']) {
    assert.equal(codeOf(token, { ...wire, mediaType }), '50000')
  }
})

test('chainup: one uniform 50005 for what does not open, and for what opens to no JSON object', () => {
  assert.equal(said({ ...members, sign: 'forged' }), '50005')
  for (const plain of ['c', '["c"]', '"c"', 'null', '{"code":"c"', '']) {
    if (plain !== '') assert.equal(said(inside(plain)), '50005', plain)
  }
})

test('chainup: what is missing inside is a matter of 10020 again', () => {
  for (const plain of ['{}', '{"code":""}', '{"code":null}', '{"code":7}', '{"Code":"c"}']) {
    assert.equal(said(inside(plain)), '10020', plain)
  }
  for (const gone of ['refreshToken', 'token', 'openId']) {
    const all = { refreshToken: 'r', token: 't', openId: 'o', [gone]: undefined }
    assert.equal(codeOf(refresh, post(inside(JSON.stringify(all)))), '10020')
  }
})

test('chainup: a wrong clock or shape costs no private-key operation', () => {
  const untouched: CodecContext = {
    ...context,
    envelope: noEnvelope,
  }
  assert.equal(said({ ...members, time: 1 }, untouched), '50010')
  assert.equal(said({ ...members, time: now - 1000 }, untouched), '50009')
  assert.equal(said({ ...members, app_id: '' }, untouched), '10020')
  assert.equal(said({ ...members, data: '' }, untouched), '10020')
  assert.equal(said({ ...members, sign: 7 }, untouched), '10020')
})

test('chainup: who is asking is read from the body alone, and only where it says so plainly', () => {
  assert.equal(token.clientIdOf(wire), 'k')
  assert.equal(
    token.clientIdOf({ ...wire, mediaType: 'text/plain' }),
    undefined,
    'the content type comes first',
  )
  for (const body of [
    '',
    '{',
    '[]',
    '{"app_id":7}',
    '{"app_id":""}',
    '{"appKey":"k"}',
    '{"__proto__":{"app_id":"k"}}',
  ]) {
    assert.equal(token.clientIdOf(post(body)), undefined, body)
  }
})

test('chainup: neither long strings nor deep nesting overflow anything', () => {
  assert.equal(said({ ...members, nobody_knows: 'x'.repeat(10_000_000) }), undefined)
  const deep = `{"nobody_knows":${'['.repeat(100_000)}${']'.repeat(100_000)},${wire.body.slice(1)}`
  assert.equal(said(deep), undefined)
})
