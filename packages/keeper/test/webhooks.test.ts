import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { generateKey, formatKeys } from '@hufu/crypto'
import {
  type Keeper,
  type KeeperOptions,
  createKeeper,
  newWebhookSecret,
  sqliteKeeperStore,
  verifyWebhook,
} from '@hufu/keeper'
import { Webhook } from 'standardwebhooks'
import { type Receiver, eventually, startReceiver } from './receiver.ts'
import { warningsTo } from './warnings.ts'

const folder = mkdtempSync(join(tmpdir(), 'hufu-webhooks-'))
const keys = formatKeys([generateKey()])
const secret = newWebhookSecret()
const platform = 'jos'
const DAY = 86_400
let files = 0
const closing: (() => Promise<void>)[] = []
after(async () => {
  await Promise.allSettled(closing.map((close) => close()))
  rmSync(folder, { recursive: true })
})

interface Place {
  readonly path: string
  ahead: number
}
const place = (): Place => ({ path: join(folder, `keeper-${files++}.db`), ahead: 0 })

async function open(where: Place, options: Partial<KeeperOptions> = {}): Promise<Keeper> {
  const keeper = await createKeeper({
    store: sqliteKeeperStore(where.path, { ahead: () => where.ahead }),
    keys,
    apps: {
      [platform]: { clientId: 'app-1', clientSecret: 'the secret of the app', baseUrl: 'http://127.0.0.1:1' },
    },
    schedule: false,
    pollSeconds: 0.05,
    log: warningsTo(() => undefined),
    ...options,
  })
  closing.push(() => keeper.close())
  return keeper
}
async function receiver(): Promise<Receiver> {
  const started = await startReceiver()
  closing.push(() => started.close())
  return started
}
const shop = (name: string, tenant = 'acme') => ({
  tenant,
  platform,
  shop: name,
  accessToken: `access-of-${name}`,
  refreshToken: `refresh-of-${name}`,
  expiresAt: Math.floor(Date.now() / 1000) + DAY,
})
/** Seconds until the next try, once so many have failed. */
async function waitOf({ path, ahead }: Place, tries: number): Promise<number> {
  const database = new DatabaseSync(path, { readOnly: true })
  const look = database.prepare(
    'select due_at as due from webhook_messages where attempts = ? and last_error is not null',
  )
  let wait = 0
  await eventually(`${tries} tries`, () => {
    const row = look.get(tries)
    const due = Number(row?.due ?? 0)
    wait = due - ahead - Date.now() / 1000
    return row !== undefined
  })
  database.close()
  return wait
}
const dead = (keeper: Keeper) => keeper.webhooks.deadLetters()

describe('webhooks', () => {
  test('tell what happened, signed, and hold no token', async () => {
    const there = await receiver()
    const where = place()
    const keeper = await open(where, { webhooks: { crm: { url: `${there.url}/hook?a=1`, secret } } })
    const { id } = await keeper.add(shop('S1'))
    const [first] = await there.until(1)
    assert.ok(first)
    assert.equal(first.path, '/hook?a=1')
    assert.equal(first.headers['content-type'], 'application/json')
    assert.deepEqual(first.said.data, {
      connectionId: id,
      tenant: 'acme',
      platform,
      app: 'app-1',
      shop: 'S1',
    })
    assert.equal(first.said.type, 'connection.created')
    assert.ok(Math.abs(Date.parse(first.said.timestamp) - Date.now()) < 60_000)
    new Webhook(secret).verify(first.body, first.headers as Record<string, string>)
    const verified = verifyWebhook(secret, first.headers, first.body)
    assert.ok(!('error' in verified))
    await eventually('the outbox is empty', async () => (await keeper.webhooks.endpoints())[0]?.waiting === 0)
    assert.equal(there.received.length, 1)
  })

  test('go to those that want them', async () => {
    const [all, some, others] = [await receiver(), await receiver(), await receiver()]
    const keeper = await open(place(), {
      webhooks: {
        all: { url: all.url, secret },
        some: { url: some.url, secret, events: ['connection.reauthorized'] },
        others: { url: others.url, secret, tenants: ['other'] },
      },
    })
    await keeper.add(shop('S1'))
    await keeper.add({ ...shop('S1'), accessToken: 'a later one', refreshToken: 'a later one' })
    await keeper.add(shop('S2', 'other'))
    await all.until(3)
    const [again] = await some.until(1)
    const [other] = await others.until(1)
    assert.equal(again?.said.type, 'connection.reauthorized')
    assert.equal(other?.said.data.tenant, 'other')
    await eventually('all is sent', async () =>
      (await keeper.webhooks.endpoints()).every(({ waiting }) => waiting === 0),
    )
    assert.deepEqual(
      [all, some, others].map(({ received }) => received.length),
      [3, 1, 1],
    )
  })

  test('are tried again with the same id and body, and the time of the try', async () => {
    const there = await receiver()
    const where = place()
    const keeper = await open(where, { webhooks: { crm: { url: there.url, secret } } })
    there.answer = { status: 503 }
    await keeper.add(shop('S1'))
    await there.until(1)
    for (const [nth, seconds] of [5, 300, 1800].entries()) {
      const wait = await waitOf(where, nth + 1)
      assert.ok(wait > seconds * 0.85 && wait < seconds * 1.15, `${wait} seconds instead of ${seconds}`)
      if (nth === 1) there.answer = { status: 302, headers: { location: '/elsewhere' } }
      if (nth === 2) there.answer = { status: 200 }
      where.ahead += wait
      await there.until(nth + 2)
    }
    const [first, second, third, fourth] = there.received
    assert.ok(first && second && third && fourth)
    for (const each of [second, third, fourth]) {
      assert.equal(each.headers['webhook-id'], first.headers['webhook-id'])
      assert.equal(each.body, first.body)
      assert.equal(each.path, '/', 'a redirect is not followed')
    }
    assert.ok(Number(fourth.headers['webhook-timestamp']) > Number(first.headers['webhook-timestamp']) + 1800)
    await eventually('it is done', async () => (await keeper.webhooks.endpoints())[0]?.waiting === 0)
    assert.deepEqual(await dead(keeper), [])
  })

  test('that a closing keeper breaks off were not tried, and are sent by the next', async () => {
    const there = await receiver()
    const where = place()
    const webhooks = { crm: { url: there.url, secret } }
    there.answer = 'none'
    const first = await open(where, { webhooks })
    await first.add(shop('S1'))
    await there.until(1)
    await first.close()
    for (let restarts = 0; restarts < 10; restarts++) await (await open(where, { webhooks })).close()
    there.answer = { status: 503 }
    const last = await open(where, { webhooks })
    await waitOf(where, 1)
    assert.deepEqual(await dead(last), [])
    assert.equal(new Set(there.received.map(({ headers }) => headers['webhook-id'])).size, 1)
    assert.match(await last.metrics(), /webhook_tries_total\{endpoint="crm",outcome="failed"\} 1\n/)
    assert.match(await last.metrics(), /hufu_keeper_webhooks_dead\{endpoint="crm"\} 0\n/)
  })

  test('that nobody takes are dead letters, and can be sent again', async () => {
    const there = await receiver()
    const where = place()
    const warnings: string[] = []
    const keeper = await open(where, {
      webhooks: { crm: { url: there.url, secret } },
      log: warningsTo((message) => warnings.push(message)),
    })
    there.answer = { status: 500 }
    await keeper.add(shop('S1'))
    for (let tries = 1; tries <= 10; tries++) {
      await there.until(tries)
      if (tries < 10) where.ahead += await waitOf(where, tries)
    }
    await eventually('it is dead', async () => (await dead(keeper)).length === 1)
    const [letter] = await dead(keeper)
    assert.ok(letter)
    assert.equal(letter.attempts, 10)
    assert.equal(letter.lastError, 'status 500')
    assert.equal(letter.endpoint, 'crm')
    assert.equal(letter.type, 'connection.created')
    assert.equal(warnings.filter((message) => message.includes('dead letter')).length, 1)
    assert.equal((await keeper.webhooks.endpoints())[0]?.dead, 1)
    assert.deepEqual(await keeper.webhooks.deadLetters({ endpoint: 'other' }), [])

    there.answer = { status: 200 }
    assert.equal(await keeper.webhooks.resend({ id: 'msg_none' }), 0)
    assert.equal(await keeper.webhooks.resend({ endpoint: 'crm' }), 1)
    await there.until(11)
    assert.equal(there.received[10]?.headers['webhook-id'], letter.id)
    await eventually('it is gone', async () => (await keeper.webhooks.endpoints())[0]?.dead === 0)
    assert.deepEqual(await dead(keeper), [])
  })

  test('stop where the receiver is gone, and go on when somebody enables them', async () => {
    const there = await receiver()
    const where = place()
    const keeper = await open(where, { webhooks: { crm: { url: there.url, secret } } })
    there.answer = { status: 410 }
    await keeper.add(shop('S1'))
    await eventually(
      'it is disabled',
      async () => (await keeper.webhooks.endpoints())[0]?.disabled !== undefined,
    )
    there.answer = { status: 200 }
    await keeper.add(shop('S2'))
    where.ahead += DAY
    await new Promise((done) => setTimeout(done, 200))
    assert.equal(there.received.length, 1)
    await keeper.webhooks.enable('crm')
    await there.until(3)
    assert.deepEqual(new Set(there.received.map(({ said }) => said.data.shop)), new Set(['S1', 'S2']))
  })

  test('survive a receiver that is not there', async () => {
    const where = place()
    const keeper = await open(where, { webhooks: { crm: { url: 'http://127.0.0.1:65500/', secret } } })
    await keeper.add(shop('S1'))
    for (let tries = 1; tries < 10; tries++) where.ahead += await waitOf(where, tries)
    await eventually('it is dead', async () => (await dead(keeper)).length === 1)
    const [letter] = await dead(keeper)
    assert.match(letter?.lastError ?? '', /^[A-Z_]+$|^TypeError$/)
  })

  test('are sent once, of several processes that share a store', async () => {
    const there = await receiver()
    const where = place()
    const webhooks = { crm: { url: there.url, secret } }
    const keepers = await Promise.all([1, 2, 3].map(() => open(where, { webhooks })))
    await Promise.all(
      keepers.flatMap((keeper, place) =>
        Array.from({ length: 20 }, (_, nth) => keeper.add(shop(`S${place}-${nth}`))),
      ),
    )
    await there.until(60)
    await eventually('all is sent', async () => (await keepers[0]?.webhooks.endpoints())?.[0]?.waiting === 0)
    assert.equal(there.received.length, 60)
    assert.equal(new Set(there.received.map(({ headers }) => headers['webhook-id'])).size, 60)
    assert.equal(new Set(there.received.map(({ said }) => said.data.connectionId)).size, 60)
  })

  test('are not lost with the process that changed something', async () => {
    const there = await receiver()
    const where = place()
    const webhooks = { crm: { url: there.url, secret } }
    const child = spawn(
      process.execPath,
      [
        fileURLToPath(new URL('killed-keeper.ts', import.meta.url)),
        where.path,
        keys,
        JSON.stringify(webhooks),
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    )
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
    assert.equal(signal, 'SIGKILL')
    assert.equal(there.received.length, 0)
    const keeper = await open(where, { webhooks })
    const [first] = await there.until(1)
    assert.equal(first?.said.type, 'connection.created')
    assert.equal((await keeper.connections({})).length, 1)
  })

  test('are configured with what makes sense', async () => {
    const wrong = [
      { crm: { url: 'http://10.0.0.1/', secret } },
      { crm: { url: 'http://localhost.example.com/', secret } },
      { crm: { url: 'ftp://example.com/', secret } },
      { crm: { url: 'nowhere', secret } },
      { crm: { url: 'https://user:hunter2@example.com/', secret } },
      { crm: { url: 'https://example.com/', secret: 'whsec_hunter2' } },
      { crm: { url: 'https://example.com/', secret: [] } },
      { 'C R M': { url: 'https://example.com/', secret } },
      { crm: { url: 'https://example.com/', secret, events: ['connection.exploded' as never] } },
    ]
    for (const webhooks of wrong)
      await assert.rejects(
        open(place(), { webhooks }),
        (error) =>
          error instanceof TypeError &&
          /^webhooks: |whsec_/.test(error.message) &&
          !error.message.includes('hunter2'),
        JSON.stringify(webhooks),
      )
    await open(place(), { webhooks: { crm: { url: 'https://10.0.0.1/', secret } } })
  })
})
