/* Nothing that the keeper says or writes holds a token or a secret: all of it, of one long run, is searched for each. */
import assert from 'node:assert/strict'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { inspect } from 'node:util'
import { keyRing, parseKeys } from '@hufu/crypto'
import { type Keeper, type Log, createKeeper, newWebhookSecret, sqliteKeeperStore } from '@hufu/keeper'
import { sealing } from '../src/sealing/sealing.ts'
import { failing } from './failing.ts'
import { keep, newFolder } from './kept.ts'
import { startReceiver } from './receiver.ts'
import { type TestSandbox, startSandbox } from './sandbox.ts'

const ROTATING = 'chainup'

let sandbox: TestSandbox
before(async () => {
  sandbox = await startSandbox()
})
after(() => sandbox.close())

/** Everything that was said, however it was. */
function ear() {
  const said: string[] = []
  const hear = (...things: readonly unknown[]) => {
    for (const thing of things)
      said.push(
        typeof thing === 'string' ? thing : `${inspect(thing, { depth: 9 })} ${JSON.stringify(thing)}`,
      )
  }
  const log: Log = { debug: hear, info: hear, warn: hear }
  return { said, hear, log }
}

/** Every file below a folder, as text. */
const textsIn = (folder: string): readonly string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? textsIn(path) : [readFileSync(path, 'latin1')]
  })

/** All that a keeper shows of one connection, and of all. */
async function shown(keeper: Keeper, id: string): Promise<readonly unknown[]> {
  return [
    await keeper.connections({}),
    await keeper.story(id, 100),
    await keeper.doctor(id),
    await keeper.doctor(id, 'zh-CN'),
    await keeper.calendar({ until: Date.now() }),
    await keeper.metrics(),
    await keeper.webhooks.endpoints(),
    await keeper.webhooks.deadLetters(),
  ]
}

function assertNone(secrets: ReadonlySet<string>, said: readonly string[]): void {
  assert.ok(secrets.size > 5 && said.length > 20, `${secrets.size} secrets, ${said.length} texts`)
  for (const secret of secrets) {
    assert.ok(secret.length >= 8, 'what is this short is found everywhere')
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
      const found = said.find((text) => text.includes(form))
      assert.equal(found?.replaceAll(form, '[HERE]').slice(0, 400), undefined)
    }
  }
}

describe('no secret', () => {
  test('is in log, errors, events, webhooks, metrics, doctor, database or spool', async () => {
    const { said, hear, log } = ear()
    const folder = newFolder()
    const spool = join(folder, 'spool')
    const receiver = await startReceiver()
    const webhookSecret = newWebhookSecret()
    const { state, wrapped: store } = failing(sqliteKeeperStore(join(folder, 'keeper.db')), [
      'persist',
      'journal',
      'adopt',
    ])
    const kept = await keep(sandbox, ROTATING, 3, {
      keeper: {
        store,
        spool,
        log,
        pollSeconds: 0.05,
        webhooks: { crm: { url: receiver.url, secret: webhookSecret } },
      },
    })
    kept.keeper.on('*', hear)
    const seal = sealing(keyRing(parseKeys(kept.keys)))
    const { clientSecret, privateKey } = kept.sandboxApp
    const keyText = /-----\n([A-Za-z0-9+/]{40})/.exec(privateKey ?? '')?.[1]
    const secrets = new Set([
      clientSecret,
      webhookSecret,
      webhookSecret.slice(6),
      kept.keys.split(':')[1] ?? '',
    ])
    if (keyText !== undefined) secrets.add(keyText)
    const collect = async () => {
      for (const row of await kept.store.list({ limit: 9 })) {
        secrets.add(seal.open(row, 'access', row.access))
        for (const each of [row.refresh, row.previousRefresh])
          if (each !== undefined) secrets.add(seal.open(row, 'refresh', each))
      }
    }
    const attempt = async (act: () => Promise<unknown>) => {
      await collect()
      await act().then(hear, hear)
      await collect()
    }
    const [first, second, third] = kept.names
    const [, lost] = kept.seeded
    assert.ok(first && second && third && lost)
    const of = { platform: ROTATING, times: 1 } as const

    await attempt(() => kept.keeper.refresh(first))
    for (const kind of ['lost', 'dropped', 'html', 'truncated', 'unavailable'] as const) {
      await sandbox.fault({ kind, ...of })
      await attempt(() => kept.keeper.refreshAfter(first))
    }
    await sandbox.fault({ kind: 'error', reason: 'refresh_token_unknown', grantId: lost.grantId, ...of })
    await attempt(() => kept.keeper.refresh(second))
    await attempt(() => kept.keeper.token(second).then(({ accessToken }) => void secrets.add(accessToken)))
    await attempt(() => kept.keeper.token({ ...first, shop: 'nobody' }))
    state.failing = true
    await attempt(() => kept.keeper.refresh(third))
    const { accessToken } = await kept.keeper.token(third)
    secrets.add(accessToken)
    said.push(...textsIn(folder))
    state.failing = false
    await attempt(() => kept.keeper.disconnect(second))
    for (const { id } of await kept.keeper.connections({})) hear(...(await shown(kept.keeper, id)))
    await receiver.until(5)
    for (const { body, headers } of receiver.received) hear(body, headers)
    await kept.keeper.close()
    await receiver.close()
    said.push(...textsIn(folder))
    assert.ok(
      said.some((text) => text.includes('not refreshed')) && said.some((text) => text === 'refreshed'),
    )
    assertNone(secrets, said)
  })

  test('comes back from a platform that repeats what it was sent', async () => {
    const echo = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        const sent = `${Buffer.concat(parts).toString()} ${request.headers.authorization ?? ''}`
        const text = `refused: ${decodeURIComponent(sent)} ${sent}`
        response.writeHead(400, { 'content-type': 'application/json', 'x-request-id': 'echo-1' })
        response.end(JSON.stringify({ error: 'invalid_request', error_description: text }))
      })
    })
    await new Promise<void>((done) => echo.listen(0, '127.0.0.1', done))
    const { said, hear, log } = ear()
    const folder = newFolder()
    const tokens = {
      accessToken: 'the-access-token-0123456789',
      refreshToken: 'the+refresh/token=0123456789',
    }
    const clientSecret = 'the-client-secret-0123456789'
    const origin = `http://127.0.0.1:${(echo.address() as AddressInfo).port}`
    const keeper = await createKeeper({
      store: `sqlite:${join(folder, 'keeper.db')}`,
      demo: true,
      apps: {
        'oauth2-post': {
          clientId: 'app-1',
          clientSecret,
          baseUrl: origin,
          endpoints: { token: `${origin}/token` },
        },
      },
      schedule: false,
      log,
    })
    keeper.on('*', hear)
    const whose = { tenant: 'acme', platform: 'oauth2-post', shop: 'S1' }
    const { id } = await keeper.add({ ...whose, ...tokens, expiresAt: Date.now() / 1000 + 3600 })
    await keeper.refresh(whose).then(hear, hear)
    for (let nth = 0; nth < 3; nth++) hear(...(await shown(keeper, id)))
    await keeper.close()
    await new Promise((done) => echo.close(done))
    said.push(...textsIn(folder))
    assert.ok(
      said.some((text) => text.includes('refused: ')),
      'the platform was heard',
    )
    const basic = Buffer.from(`app-1:${clientSecret}`).toString('base64')
    const form = new URLSearchParams({ t: tokens.refreshToken }).toString().slice(2)
    assertNone(new Set([...Object.values(tokens), clientSecret, basic, form, `x${basic}`, `x${form}`]), said)
  })
})
