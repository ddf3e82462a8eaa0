/* `hufu keeper serve`: processes of their own on one store, over HTTP, against the platform half. */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { KeeperError, keeperClient } from '@hufu/keeper/client'
import { Validator } from '@seriousme/openapi-schema-validator'
import { type Seeded, type SandboxApp, type TestSandbox, startSandbox } from '../../keeper/test/sandbox.ts'
import { type Daemon, type KeeperFolder, ask, keeperFolder } from './keeper-child.ts'

/** Its refresh gives a new access token. */
const PLATFORM = 'chainup'

let sandbox: TestSandbox
let app: SandboxApp
let kept: KeeperFolder
let one: Daemon
let two: Daemon
let seeded: readonly Seeded[]

before(async () => {
  sandbox = await startSandbox()
  app = await sandbox.app(PLATFORM)
  kept = keeperFolder([app], { schedule: false })
  ;[one, two] = await Promise.all([kept.daemon(), kept.daemon()])
  seeded = await sandbox.grants(app, 4)
})
after(async () => {
  await kept.close()
  await sandbox.close()
})

/** What an application would send for a shop that it holds tokens of. */
function given(at: number, shop: string) {
  const grant = seeded[at]
  assert.ok(grant)
  const { accessToken, refreshToken, expiresIn, openId } = grant.tokens
  return {
    platform: PLATFORM,
    shop,
    accessToken,
    refreshToken,
    expiresAt: Math.floor(Date.now() / 1000) + expiresIn,
    openId,
  }
}

test('a request that a proxy may read otherwise is refused', async () => {
  const { hostname, port, host } = new URL(one.url)
  const statusOf = (text: string): Promise<string> =>
    new Promise((resolve) => {
      let said = ''
      const socket = connect(Number(port), hostname, () => socket.write(text))
      socket.on('data', (piece) => (said += piece.toString()))
      socket.on('close', () => resolve(/^HTTP\/1\.1 (\d{3})/.exec(said)?.[1] ?? 'nothing'))
    })
  const end = 'Connection: close\r\n\r\n'
  assert.notEqual(await statusOf(`GET /healthz HTTP/1.1\r\nHost: ${host}\r\n${end}`), '400')
  assert.equal(await statusOf(`GET /healthz HTTP/1.1\r\nHost: ${host}\r\nHost: x\r\n${end}`), '400')
  assert.equal(await statusOf('GET /healthz HTTP/0.9\r\n\r\n'), '400')
})

describe('two daemons on one store', () => {
  test('what one was given, both serve; of callers with the same bad token, one refresh goes out', async () => {
    const acme = [one, two].map(({ url }) => keeperClient({ url, token: kept.tokens.acme }))
    const [first, second] = acme
    assert.ok(first && second)
    const connection = await first.add(given(0, 'S1'))
    assert.equal(connection.tenant, 'acme')
    const shop = { platform: PLATFORM, shop: 'S1' }
    const held = await second.token(shop)
    assert.equal(held.accessToken, seeded[0]?.tokens.accessToken)
    const before = await sandbox.totals()
    const renewed = await Promise.all(
      Array.from({ length: 20 }, (_, at) => (at % 2 ? first : second).invalidate(shop, held.accessToken)),
    )
    assert.equal(new Set(renewed.map(({ accessToken }) => accessToken)).size, 1)
    assert.equal(renewed[0]?.generation, 2)
    assert.equal((await sandbox.totals()).received - before.received, 1)
    const [event] = await second.story(connection.id)
    assert.equal(event?.type, 'connection.refreshed')
  })

  test('a list comes in pages', async () => {
    const { tokens } = kept
    for (const [at, shop] of ['S2', 'S3'].entries())
      assert.equal((await ask(one, tokens.acme, 'POST', '/v1/connections', given(at + 1, shop))).status, 200)
    const client = keeperClient({ url: two.url, token: tokens.admin })
    const seen: string[] = []
    let next: string | undefined
    do {
      const page = await client.connections({ platform: PLATFORM, limit: 1, after: next })
      seen.push(...page.connections.map(({ shop }) => shop))
      next = page.next
    } while (next !== undefined)
    assert.deepEqual(seen.toSorted(), ['S1', 'S2', 'S3'])
    const { connections } = await client.connections({ shop: 'S3' })
    assert.deepEqual(
      connections.map(({ shop }) => shop),
      ['S3'],
    )
  })
})

test('it is ready while its store can be written, and says why where it is not', async () => {
  assert.deepEqual((await ask(one, undefined, 'GET', '/readyz')).body, { status: 'ready' })
  const database = join(kept.folder, 'keeper.db')
  renameSync(database, `${database}.away`)
  try {
    await new Promise((passed) => setTimeout(passed, 1050)) // an answer holds for a second
    const { status, headers, body } = await ask(one, undefined, 'GET', '/readyz')
    assert.equal(status, 503)
    assert.deepEqual(body, { status: 'not ready', because: 'replaced' })
    assert.equal(headers.get('retry-after'), '1')
  } finally {
    renameSync(`${database}.away`, database)
  }
})

describe('a tenant', () => {
  test("is told of another's connection what they are told of one that is not there", async () => {
    const { tokens } = kept
    const { body } = await ask(one, tokens.acme, 'GET', '/v1/connections?shop=S1')
    const [{ id = '' } = {}] = body['connections'] as readonly { readonly id?: string }[]
    assert.notEqual(id, '')
    const nobody = 'cn_000000000000000000000000'
    for (const [method, verb] of [
      ['GET', ''],
      ['POST', '/refresh'],
      ['POST', '/reconnect'],
      ['POST', '/disable'],
      ['POST', '/enable'],
      ['GET', '/story'],
      ['GET', '/doctor'],
    ] as const) {
      const foreign = await ask(one, tokens.other, method, `/v1/connections/${id}${verb}`)
      const absent = await ask(one, tokens.other, method, `/v1/connections/${nobody}${verb}`)
      assert.equal(foreign.status, 404, verb)
      assert.deepEqual(foreign.body, absent.body, verb)
      assert.notEqual((await ask(one, tokens.acme, method, `/v1/connections/${id}${verb}`)).status, 404, verb)
    }
    const query = `platform=${PLATFORM}&shop=S1`
    assert.equal((await ask(one, tokens.other, 'GET', `/v1/token?${query}`)).status, 404)
    assert.equal((await ask(one, tokens.other, 'GET', `/v1/token?${query}&tenant=acme`)).status, 404)
    assert.equal((await ask(one, tokens.other, 'GET', '/v1/connections?tenant=acme')).status, 404)
    assert.deepEqual((await ask(one, tokens.other, 'GET', '/v1/connections')).body, { connections: [] })
    const stolen = { ...given(0, 'S1'), tenant: 'acme', accessToken: 'mine' }
    assert.equal((await ask(one, tokens.other, 'POST', '/v1/connections', stolen)).status, 404)
  })

  test("cannot end another's connection, and can end their own", async () => {
    const { tokens } = kept
    const client = keeperClient({ url: two.url, token: tokens.acme })
    const { connections } = await client.connections({ shop: 'S3' })
    const [{ id } = { id: '' }] = connections
    assert.equal((await ask(one, tokens.other, 'POST', `/v1/connections/${id}/disconnect`)).status, 404)
    assert.equal((await client.disable(id)).status, 'disabled')
    const shop = { platform: PLATFORM, shop: 'S3' }
    await assert.rejects(
      client.token(shop),
      (error) => error instanceof KeeperError && error.error === 'connection_disabled',
    )
    await client.enable(id)
    assert.equal((await client.token(shop)).connectionId, id)
    const { connection, atPlatform } = await client.disconnect(id)
    assert.equal(connection.status, 'revoked')
    assert.ok(['revoked', 'not_offered'].includes(atPlatform), atPlatform)
    await assert.rejects(
      client.token(shop),
      (error) => error instanceof KeeperError && error.retry === 'reauth',
    )
    const reconnect = await client.reconnectUrl(id, { expiresInSeconds: 60 })
    assert.ok(reconnect.startsWith(`${two.url}/oauth/`), reconnect)
    const { status, headers } = await ask({ url: '' }, undefined, 'GET', reconnect)
    assert.ok(
      status >= 300 && status < 400 && String(headers.get('location')).startsWith(sandbox.url),
      String(status),
    )
    await assert.rejects(client.connectUrl({ platform: PLATFORM, returnTo: '//evil.example' }), KeeperError)
  })

  test('may hold a shop of the same id as another', async () => {
    const { tokens } = kept
    assert.equal((await ask(one, tokens.other, 'POST', '/v1/connections', given(3, 'S1'))).status, 200)
    const [mine, theirs] = await Promise.all(
      [tokens.acme, tokens.other].map((token) =>
        ask(two, token, 'GET', `/v1/token?platform=${PLATFORM}&shop=S1`),
      ),
    )
    assert.notEqual(mine?.body['accessToken'], theirs?.body['accessToken'])
  })
})

describe('what is refused', () => {
  test('says why, what helps, and with which status', async () => {
    const { tokens } = kept
    const asked = async (token: string | undefined, method: string, path: string, body?: object | string) => {
      const { status, body: said, headers } = await ask(one, token, method, path, body)
      assert.match(String(headers.get('x-request-id')), /^[0-9a-f]{32}$/)
      assert.equal(headers.get('cache-control'), 'no-store')
      assert.equal(typeof said['hint'], 'string')
      return [status, said['error'], said['retry']]
    }
    const good = `/v1/token?platform=${PLATFORM}&shop=S1`
    assert.deepEqual(await asked(undefined, 'GET', good), [401, 'token_unknown', 'fix_config'])
    assert.deepEqual(await asked(tokens.metrics, 'GET', good), [403, 'not_allowed', 'fix_config'])
    assert.deepEqual(await asked(tokens.acme, 'GET', `/v1/token?platform=${PLATFORM}&shop=S9`), [
      404,
      'connection_unknown',
      'reauth',
    ])
    assert.deepEqual(await asked(tokens.acme, 'GET', '/v1/token?platform=jos&shop=S1'), [
      400,
      'app_unknown',
      'fix_config',
    ])
    assert.deepEqual(await asked(tokens.acme, 'GET', '/v1/nothing'), [404, 'no_such_call', 'never'])
    const malformed = [400, 'request_malformed', 'fix_config']
    assert.deepEqual(await asked(tokens.acme, 'GET', '/v1/token?shop=S1'), malformed)
    assert.deepEqual(await asked(tokens.acme, 'GET', `${good}&shop=S2`), malformed)
    assert.deepEqual(await asked(tokens.acme, 'GET', `${good}&more=1`), malformed)
    assert.deepEqual(await asked(tokens.acme, 'POST', '/v1/connections', '{"platform":'), malformed)
    assert.deepEqual(await asked(tokens.acme, 'POST', '/v1/connections', '[]'), malformed)
    assert.deepEqual(
      await asked(tokens.acme, 'POST', '/v1/connections', { ...given(0, 'S1'), __proto__: 1, x: 1 }),
      malformed,
    )
    assert.deepEqual(await asked(tokens.acme, 'POST', '/v1/connections', { ...given(0, 'a\nb') }), [
      400,
      'alias_unfit',
      'fix_config',
    ])
    const [status] = await asked(tokens.acme, 'POST', '/v1/invalidate', {
      platform: PLATFORM,
      shop: 'S1',
      accessToken: 'x'.repeat(70_000),
    })
    assert.equal(status, 413)
  })

  test('what ends when is said of their own shops alone', async () => {
    const { tokens } = kept
    const kinds = async (token: string) => {
      const far = Math.floor(Date.now() / 1000) + 3650 * 86_400
      const { status, body } = await ask(one, token, 'GET', `/v1/calendar?kind=refresh_token&until=${far}`)
      assert.equal(status, 200)
      return (body['entries'] as readonly { connection: { tenant: string } }[]).map(
        ({ connection }) => connection.tenant,
      )
    }
    assert.deepEqual(await kinds(tokens.other), ['other'])
    assert.ok((await kinds(tokens.acme)).every((tenant) => tenant === 'acme'))
    assert.equal((await ask(one, tokens.acme, 'GET', '/v1/calendar?after=nonsense')).status, 400)
  })

  test('an error of the platform comes through the client as it is', async () => {
    const client = keeperClient({ url: one.url, token: kept.tokens.acme })
    const { connections } = await client.connections({ shop: 'S2' })
    const [{ id, shop } = { id: '', shop: '' }] = connections
    await sandbox.fault({
      kind: 'error',
      reason: 'refresh_token_unknown',
      platform: PLATFORM,
      endpoint: 'refresh',
      times: 1,
    })
    await assert.rejects(client.refresh(id), (error) => {
      assert.ok(error instanceof KeeperError)
      assert.equal(error.retry, 'reauth')
      assert.notEqual(error.failure.platformCode, undefined)
      return true
    })
    assert.equal((await client.connection(id)).status, 'reauth_required')
    assert.equal(
      (await client.token({ platform: PLATFORM, shop })).generation,
      1,
      'what still lives is given out',
    )
  })

  test('a daemon that is not there', async () => {
    const client = keeperClient({ url: 'http://127.0.0.1:1', token: kept.tokens.acme })
    await assert.rejects(
      client.connections(),
      (error) => error instanceof KeeperError && error.error === 'unreachable',
    )
    const elsewhere = keeperClient({ url: sandbox.url, token: kept.tokens.acme })
    await assert.rejects(
      elsewhere.connections(),
      (error) => error instanceof KeeperError && error.error === 'answer_unreadable',
    )
  })

  test('wrong tokens are not tried without end, and a good one goes on', async () => {
    const alone = await kept.daemon()
    const statuses = []
    for (let tried = 0; tried < 30; tried++)
      statuses.push((await ask(alone, `hfk_wrong_token_${tried}`, 'GET', '/v1/connections')).status)
    assert.equal(statuses[0], 401)
    assert.equal(statuses.at(-1), 429)
    assert.equal((await ask(alone, kept.tokens.acme, 'GET', '/v1/connections')).status, 200)
    await alone.stop()
  })
})

test('the OpenAPI document is valid, and names every call', async () => {
  const { body } = await ask(one, undefined, 'GET', '/v1/openapi.json')
  const { valid, errors } = await new Validator().validate(structuredClone(body))
  assert.ok(valid, JSON.stringify(errors))
  for (const [path, methods] of Object.entries(
    body['paths'] as Record<string, Record<string, { security?: [] }>>,
  )) {
    for (const [method, { security }] of Object.entries(methods)) {
      const address = path.replace('{id}', 'cn_000000000000000000000000')
      const { status } = await ask(one, undefined, method.toUpperCase(), address)
      assert.equal(status === 401, security === undefined, `${method} ${path}: ${status}`)
    }
  }
})

test('no token or secret stands in a log', async () => {
  await ask(one, kept.tokens.acme, 'GET', `/v1/token?platform=${PLATFORM}&shop=S1&secret=hfk_in_the_query`)
  await ask(one, 'hfk_a_wrong_bearer_token', 'GET', '/v1/hfk_in_the_path')
  const logs = one.log() + two.log() + one.said() + two.said()
  const secrets = [
    ...Object.values(kept.tokens),
    kept.keys.split(':')[1] ?? '',
    app.clientSecret,
    'hfk_in_the_query',
    'hfk_a_wrong_bearer_token',
    'hfk_in_the_path',
    ...seeded.flatMap(({ tokens }) => [tokens.accessToken, tokens.refreshToken ?? '']),
  ]
  for (const secret of secrets.filter((each) => each !== ''))
    assert.ok(!logs.includes(secret), 'a secret in the log')
  assert.match(logs, /"path":"\/v1\/token"/)
})
