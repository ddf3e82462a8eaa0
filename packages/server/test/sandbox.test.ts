/* The sandbox over real HTTP: each fault as a plain fetch meets it, and the figures that it leaves. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { generateKey, keyRing } from '@hufu/crypto'
import { servedDialects } from '@hufu/dialects'
import { ConfigError, type FaultInput, logTo, readConfig, serve } from '@hufu/server'
import { memoryStore } from '@hufu/store'

const TOKEN = 'a token of the sandbox for tests'
/** It is asked by GET, and its refresh token stays the same unless it is told otherwise. */
const PLATFORM = 'jd-central'
const ids = servedDialects.map(({ id }) => id)
const said: string[] = []

const start = (mode: 'demo' | 'production', token = TOKEN) =>
  serve(
    readConfig({ mode, listen: { port: 0 }, store: 'memory:' }, ids),
    keyRing([generateKey()]),
    logTo('silent'),
    memoryStore(),
    {},
    { token, say: (text) => void said.push(text) },
  )
const running = await start('demo')
after(() => running.close())

// oxlint-disable-next-line typescript/no-explicit-any
type Json = any

async function ask(method: string, path: string, body?: object, token = TOKEN) {
  const response = await fetch(`${running.url}/sandbox/api${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const read: Json = text === '' ? {} : JSON.parse(text)
  return { status: response.status, body: read }
}

/** @throws {AssertionError} where it is refused. */
async function done(method: string, path: string, body?: object): Promise<Json> {
  const answer = await ask(method, path, body)
  assert.ok(answer.status < 300, JSON.stringify(answer))
  return answer.body
}

const { app } = await done('POST', '/apps', {
  platform: PLATFORM,
  redirectUris: ['https://shop.example.com/callback'],
})
const grant = async (): Promise<Json> =>
  (await done('POST', '/grants', { platform: PLATFORM, clientId: app.clientId })).grants[0]
const tallyOf = async ({ grantId }: Json): Promise<Json> => (await done('GET', `/grants/${grantId}`)).tally
const script = (fault: Omit<FaultInput, 'platform'> & object) =>
  done('POST', '/faults', { fault: { platform: PLATFORM, ...fault } })

/** Status, content type and body, or the code with which the connection broke. */
async function refresh(refreshToken: string, signal?: AbortSignal) {
  const url = new URL(`${running.url}/${PLATFORM}/oauth2/refresh_token`)
  url.search = String(
    new URLSearchParams({
      app_key: app.clientId,
      app_secret: app.clientSecret,
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    }),
  )
  try {
    const response = await fetch(url, { ...(signal && { signal }) })
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      date: response.headers.get('date'),
      body: await response.text(),
    }
  } catch (error) {
    return { broke: error instanceof Error ? error.name : '' }
  }
}

describe('the sandbox', () => {
  test('is refused in production, with what to do', async () => {
    await assert.rejects(start('production'), (error) => {
      assert.ok(error instanceof ConfigError)
      assert.match(error.message, /production.*"mode": "demo"/)
      return true
    })
    await assert.rejects(start('demo', 'short'), /less than 16 characters/)
  })

  test('answers nobody without its token', async () => {
    assert.equal((await ask('GET', '/state', undefined, 'a token of the sandbox for someone')).status, 401)
    assert.equal((await ask('POST', '/faults', {}, '')).status, 401)
    assert.equal((await ask('GET', '/nothing', undefined, 'x')).status, 401)
  })

  const committed = { committed: 1, committedNotAnswered: 1, answered: 0, notProcessed: 0 }
  const not = { committed: 0, committedNotAnswered: 0, answered: 0, notProcessed: 1 }
  const JSON_TYPE = 'application/json;charset=utf-8'
  const cases: readonly (readonly [Json, object, Json])[] = [
    [{ kind: 'lost' }, { broke: 'TypeError' }, committed],
    [{ kind: 'dropped' }, { broke: 'TypeError' }, not],
    [{ kind: 'unavailable' }, { status: 503 }, not],
    [{ kind: 'unavailable', status: 502, when: 'after' }, { status: 502 }, committed],
    [{ kind: 'error', reason: 'quota_exceeded' }, { status: 200, body: /"code":2012/ }, not],
    [{ kind: 'error', reason: 'server_error', when: 'after' }, { status: 200, body: /"code"/ }, committed],
    [{ kind: 'html' }, { status: 200, type: 'text/html; charset=utf-8', body: /<!doctype html>/ }, not],
    [{ kind: 'html', status: 500, when: 'after' }, { status: 500, body: /<h1>500/ }, committed],
    [{ kind: 'truncated' }, { status: 200, type: JSON_TYPE, body: /^\{"access_token":"[^}]*$/ }, committed],
    [{ kind: 'empty' }, { status: 200, type: JSON_TYPE, body: /^$/ }, not],
    [{ kind: 'empty', when: 'after' }, { status: 200, body: /^$/ }, committed],
    [{ kind: 'content_type', contentType: 'text/plain' }, { type: 'text/plain', body: /\}$/ }, committed],
    [{ kind: 'slow', seconds: 0.05 }, { status: 200 }, { committed: 1, answered: 1 }],
    [
      { kind: 'slow', seconds: 0.05, upTo: 0.1, when: 'after' },
      { status: 200 },
      { committed: 1, answered: 1 },
    ],
  ]
  for (const [fault, met, counted] of cases) {
    test(`${JSON.stringify(fault)}: once, then the call is good again`, async () => {
      const made = await grant()
      const { refreshToken } = made.tokens
      await script({ ...fault, grantId: made.grantId, endpoint: 'refresh', times: 1 })
      const other = await grant()
      assert.match((await refresh(other.tokens.refreshToken)).body ?? '', /access_token/, 'not its call')
      const answer: Json = await refresh(refreshToken)
      for (const [name, value] of Object.entries(met))
        if (value instanceof RegExp) assert.match(answer[name], value)
        else assert.equal(answer[name], value, JSON.stringify(answer))
      const tally = await tallyOf(made)
      for (const [name, value] of Object.entries(counted)) assert.equal(tally[name], value, name)
      const [seen] = (await done('GET', `/requests?grantId=${made.grantId}`)).requests
      assert.equal(seen.fault, fault.kind === 'slow' ? undefined : fault.kind)
      assert.equal(seen.processed, counted.committed === 1 ? 'committed' : 'not')
      assert.match((await refresh(refreshToken)).body ?? '', /"access_token":"\w+".*\}$/)
      assert.equal((await tallyOf(made)).received, 2)
    })
  }
})
