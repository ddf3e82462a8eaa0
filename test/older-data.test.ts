/*
 * What a version before made goes on working: its store, key ring, configuration and keeper databases (test/fixtures).
 * The programs run as processes of their own, as their users run them.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { nodeClient } from '@hufu/client/node'
import { servedDialects } from '@hufu/dialects'
import { TOTP } from 'otpauth'
import pg from 'pg'
import { type TestDatabases, someDatabases } from '../packages/keeper-store/test/postgres.ts'
import { noPostgres } from '../packages/keeper-store/test/postgres/binaries.ts'
import { type Copied, copied } from './fixtures/copied.ts'
import type { KnownApp } from './fixtures/known.ts'
import { type Serving, programsOf } from './fixtures/make/programs.ts'
import { browser, consentForm, formWith } from './security/browser.ts'

const root = resolve(import.meta.dirname, '..')
const VERSION = '5223aa8'

let data: Copied
let server: Serving
before(async () => {
  data = copied(VERSION)
  server = await programsOf(root, data.folder).serve(['serve'])
  data.askPlatformAt(server.url)
})
after(async () => {
  await server.stop()
  data.remove()
})

function clientOf(app: KnownApp) {
  const dialect = servedDialects.find(({ id }) => id === app.platform)
  assert.ok(dialect)
  const { clientId, clientSecret, privateKey, platformPublicKey } = app
  const baseUrl = `${server.url}/${app.platform}`
  return nodeClient(dialect, { baseUrl, clientId, clientSecret, privateKey, platformPublicKey })
}

function grantOf(app: KnownApp, username: string) {
  const grant = app.grants[username]
  assert.ok(grant, `${app.platform} has no grant of ${username}`)
  return grant
}

async function isActive(token: string): Promise<boolean> {
  const { id, secret } = data.known.gateway
  const answer = await fetch(`${server.url}/introspect`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ token }),
  })
  assert.equal(answer.status, 200)
  return ((await answer.json()) as { readonly active: boolean }).active
}

async function asOperator(username: string) {
  const api = `${server.url}/admin/api`
  const login = await fetch(`${api}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: data.known.password }),
  })
  assert.equal(login.status, 201, `${username} logs in`)
  const { token } = (await login.json()) as { readonly token: string }
  return async (path: string) => {
    const answer = await fetch(`${api}${path}`, { headers: { authorization: `Bearer ${token}` } })
    return { status: answer.status, body: await answer.text() }
  }
}

suite(`a platform store and its key ring, made by ${VERSION}`, () => {
  test('access tokens lead to their user, and refresh tokens to new tokens, on every platform', async () => {
    assert.deepEqual(data.known.apps.map(({ platform }) => platform).toSorted(), [
      'chainup',
      'jd-central',
      'jd-finance',
      'jos',
      'jos2',
    ])
    for (const app of data.known.apps) {
      const client = clientOf(app)
      const { accessToken, openId } = grantOf(app, 'lin')
      const userInfo = (token: string) =>
        client.userInfo?.({ accessToken: token, ...(openId !== undefined && { openId }) })
      const user = await userInfo(accessToken)
      assert.ok(!user || !('error' in user), `${app.platform}: ${JSON.stringify(user)}`)
      const renewed = await client.refresh(grantOf(app, 'lin'))
      assert.ok(!('error' in renewed), `${app.platform}: ${JSON.stringify(renewed)}`)
      const again = await userInfo(renewed.accessToken)
      assert.ok(!again || !('error' in again), `${app.platform}, refreshed: ${JSON.stringify(again)}`)
    }
  })

  test('introspection knows the living from the ended and the suspended', async () => {
    const central = data.known.apps.find(({ platform }) => platform === 'jd-central')
    assert.ok(central)
    assert.equal(await isActive(grantOf(central, 'mei').accessToken), true)
    assert.equal(await isActive(grantOf(central, 'sun').accessToken), false)
    assert.equal(await isActive(grantOf(data.known.suspended, 'lin').accessToken), false)
  })

  test('a merchant logs in, and a new consent becomes tokens', async () => {
    const app = data.known.apps.find(({ platform }) => platform === 'jos2')
    assert.ok(app)
    const client = clientOf(app)
    const { url, binding } = await client.begin({ redirectUri: app.redirectUri })
    const visitor = browser(server.url)
    const { pathname, search } = new URL(url)
    const page = await visitor.login(pathname + search, 'sun', data.known.password)
    const { action, fields } = consentForm(page)
    const answer = await visitor.submit(action, { ...fields, decision: 'approve' })
    const back = await client.finish(String(answer.headers.location), { binding })
    assert.ok(!('error' in back))
    const tokens = await client.exchangeCode(back)
    assert.ok(!('error' in tokens))
    assert.equal(tokens.openId, grantOf(app, 'sun').openId, 'the same user, to the same app')
  })

  test('operators log in, and read the audit log of before', async () => {
    const admin = await asOperator('alice')
    const { body } = await admin('/audit?limit=500')
    for (const action of [
      'operator.create',
      'app.approve',
      'app.suspend',
      'user.revoke',
      'platform.rotate_key',
    ])
      assert.ok(body.includes(`"${action}"`), action)
    const terms = await admin('/platforms/chainup')
    assert.equal(
      (JSON.parse(terms.body) as { platform: { set: { codeLifetime: number } } }).platform.set.codeLifetime,
      120,
    )
    const auditor = await asOperator('bob')
    assert.equal((await auditor('/apps')).status, 200)
  })

  test('a developer logs in with the second factor, whose secret is sealed', async () => {
    const { email, totpSecret } = data.known.developer
    const visitor = browser(server.url)
    const login = await visitor.get('/developer/login')
    const asked = formWith(login, 'password')
    assert.ok(asked)
    const half = await visitor.submit(asked.action, {
      ...asked.fields,
      email,
      password: data.known.password,
    })
    const second = formWith(await visitor.get(String(half.headers.location)), 'code')
    assert.ok(second)
    const code = new TOTP({ secret: totpSecret }).generate()
    const done = await visitor.submit(second.action, { ...second.fields, code })
    assert.equal(done.headers.location, '/developer')
  })
})

/** The daemon of this version, on a database of the version before. */
async function goesOn(store: 'sqlite' | 'postgres', env: NodeJS.ProcessEnv): Promise<void> {
  const daemon = await programsOf(root, data.folder).serve(['keeper', 'serve'], env)
  const { adminToken, connections } = data.known.keeper
  const ask = async (method: string, path: string) => {
    const headers = { authorization: `Bearer ${adminToken}` }
    const answer = await fetch(`${daemon.url}/v1${path}`, { method, headers })
    const said: Readonly<Record<string, unknown>> = await answer.json()
    return { code: answer.status, said }
  }
  try {
    const kept = connections.filter((each) => each.store === store)
    assert.equal(kept.length, 6)
    for (const { id, platform, shop, status, generation } of kept) {
      const seen = await ask('GET', `/connections/${id}`)
      assert.deepEqual(
        { shop: seen.said['shop'], status: seen.said['status'], generation: seen.said['generation'] },
        { shop, status, generation },
      )
      const story = await ask('GET', `/connections/${id}/story`)
      assert.match(JSON.stringify(story), /connection\.created/)
      if (status === 'disabled') await ask('POST', `/connections/${id}/enable`)
      if (status === 'reauth_required') continue
      const query = new URLSearchParams({ tenant: 'acme', platform, shop })
      const held = await ask('GET', `/token?${query}`)
      assert.equal(held.code, 200, `${platform}: ${JSON.stringify(held.said['error'])}`)
      const renewed = await ask('POST', `/connections/${id}/refresh`)
      assert.equal(renewed.code, 200, `${platform}: ${JSON.stringify(renewed.said)}`)
      assert.equal(renewed.said['generation'], generation + 1)
    }
  } finally {
    await daemon.stop()
  }
}

suite(`a keeper's database and its key ring, made by ${VERSION}`, () => {
  test('on SQLite, every connection has its story, its token, and refreshes', () => goesOn('sqlite', {}))

  suite('on PostgreSQL', { skip: noPostgres }, () => {
    let postgres: TestDatabases
    before(async () => void (postgres = await someDatabases()))
    after(() => postgres.stop())

    test('every connection has its story, its token, and refreshes', async () => {
      const url = await postgres.newDatabase()
      const client = new pg.Client(url)
      await client.connect()
      await client.query(readFileSync(join(data.folder, 'keeper.sql'), 'utf8'))
      await client.end()
      await goesOn('postgres', { HUFU_KEEPER_STORE: url })
    })
  })
})
