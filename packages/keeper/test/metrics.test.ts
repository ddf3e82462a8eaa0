import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type KeeperStore, METRICS_TYPE, newWebhookSecret, sqliteKeeperStore } from '@hufu/keeper'
import { keep, newFile } from './kept.ts'
import { eventually, startReceiver } from './receiver.ts'
import { type TestSandbox, startSandbox } from './sandbox.ts'

const ROTATING = 'chainup'
const COUNTED = 'jd-central'

let sandbox: TestSandbox
before(async () => {
  sandbox = await startSandbox()
})
after(() => sandbox.close())
beforeEach(() => sandbox.ask('DELETE', '/requests'))

const LINE = /^([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\.)*",?)*)\})? (-?[\d.e+-]+|\+Inf)$/
const HELP = /^# (?:HELP [a-z_]+ .+|TYPE [a-z_]+ (?:counter|gauge|histogram))$/

/** By name and labels; every line must be one of the format. */
function read(text: string): ReadonlyMap<string, number> {
  assert.ok(text.endsWith('\n'))
  const found = new Map<string, number>()
  for (const line of text.trimEnd().split('\n')) {
    if (line.startsWith('#')) {
      assert.match(line, HELP)
      continue
    }
    const [, name, labels = '', value] = LINE.exec(line) ?? assert.fail(`no line of the format: ${line}`)
    const key = labels === '' ? `${name}` : `${name} ${labels.replaceAll('"', '')}`
    assert.ok(!found.has(key), `twice: ${key}`)
    found.set(key, Number(value))
  }
  return found
}

describe('metrics', () => {
  test('count what this process did, and what the store holds', async () => {
    assert.equal(METRICS_TYPE, 'text/plain; version=0.0.4; charset=utf-8')
    const policy = { refreshQuota: { count: 10, per: 'month', timeZone: 'Asia/Bangkok' } } as const
    const kept = await keep(sandbox, COUNTED, 3, { policy, keeper: { maxStaleSeconds: 5 } })
    const app = `platform=${COUNTED},app=${kept.sandboxApp.clientId}`
    const [first, second, third] = kept.names
    const [, lost] = kept.seeded
    assert.ok(first && second && third && lost)
    await kept.keeper.token(first)
    await kept.keeper.token(first)
    await kept.keeper.token(first)
    await kept.keeper.refresh(first)
    await kept.keeper.refreshAfter(first)
    const fault = { kind: 'error', reason: 'refresh_token_unknown', platform: COUNTED, times: 1 } as const
    await sandbox.fault({ ...fault, grantId: lost.grantId })
    await assert.rejects(kept.keeper.refresh(second))
    const shown = read(await kept.keeper.metrics())
    const value = (key: string) => shown.get(`hufu_keeper_${key}`)

    assert.equal(value('store_up'), 1)
    assert.equal(value(`connections ${app},status=pending`), 1)
    assert.equal(value(`connections ${app},status=active`), 1)
    assert.equal(value(`connections ${app},status=reauth_required`), 1)
    assert.equal(value('tokens_served_total source=cache'), 2)
    assert.equal(value('tokens_served_total source=store'), 1)
    assert.equal(value(`refresh_calls_total ${app},outcome=ok,error=none`), 2)
    assert.equal(value(`refresh_calls_total ${app},outcome=rejected,error=refresh_token_expired`), 1)
    assert.equal(value(`refresh_duration_seconds_count platform=${COUNTED}`), 3)
    assert.equal(value(`refresh_duration_seconds_bucket platform=${COUNTED},le=+Inf`), 3)
    const buckets = [...shown].filter(([key]) => key.includes('_bucket')).map(([, count]) => count)
    assert.deepEqual(
      buckets,
      buckets.toSorted((a, b) => a - b),
      'buckets are cumulative',
    )
    assert.equal(value('refreshes_classified_total'), 3)
    assert.equal(value('connections_lost_total'), 0)
    assert.equal(value('connections_ended_total'), 1)
    assert.equal(value('refresh_slo_ratio'), 1)
    assert.equal(value(`quota_used_ratio ${app}`), 0.2)
    assert.equal(value(`platform_paused ${app}`), 0)
    assert.equal(value('journal_entries'), 0)
    for (const { shop, tenant } of kept.names)
      for (const key of shown.keys()) assert.ok(!key.includes(shop) && !key.includes(tenant), key)
    await kept.keeper.close()
  })

  test('show what waits, and how long', async () => {
    const kept = await keep(sandbox, ROTATING, 4)
    const app = `platform=${ROTATING},app=${kept.sandboxApp.clientId}`
    const before = read(await kept.keeper.metrics())
    assert.equal(before.get(`hufu_keeper_due ${app}`), 0)
    const [name] = kept.names
    assert.ok(name)
    const { accessExpiresAt } = await kept.keeper.connection(name)
    kept.moveClock(accessExpiresAt - Date.now() / 1000 + 1000)
    const later = read(await kept.keeper.metrics())
    assert.equal(later.get(`hufu_keeper_due ${app}`), 4)
    assert.ok((later.get(`hufu_keeper_due_oldest_seconds ${app}`) ?? 0) >= 1000)
    await kept.keeper.close()
  })

  test('show a loss: a refresh whose answer never came, and a platform that then refuses', async () => {
    const brief = { reuse: { replaySeconds: 0, then: 'revoke-family' } } as const
    await sandbox.policy(ROTATING, brief)
    const kept = await keep(sandbox, ROTATING, 1, { policy: brief })
    const [name] = kept.names
    assert.ok(name)
    await sandbox.fault({ kind: 'lost', platform: ROTATING, times: 1 })
    await assert.rejects(kept.keeper.refresh(name))
    const { accessExpiresAt } = await kept.keeper.connection(name)
    const on = Math.ceil(accessExpiresAt - Date.now() / 1000 + 10)
    kept.moveClock(on)
    await sandbox.ask('POST', '/clock', { seconds: on })
    await assert.rejects(kept.keeper.refresh(name))
    const shown = read(await kept.keeper.metrics())
    assert.equal(shown.get('hufu_keeper_connections_lost_total'), 1)
    assert.equal(shown.get('hufu_keeper_refreshes_classified_total'), 2)
    assert.equal(shown.get('hufu_keeper_refresh_slo_ratio'), 0.5)
    await sandbox.policy(ROTATING, {})
    await sandbox.ask('DELETE', '/clock')
    await kept.keeper.close()
  })

  test('go on without the store, and say that it is away', async () => {
    const store = sqliteKeeperStore(newFile())
    const state = { away: false }
    const wrapped = new Proxy(store, {
      get: (target, verb: keyof KeeperStore) =>
        state.away ? () => Promise.reject(new Error('away')) : target[verb],
    })
    const kept = await keep(sandbox, ROTATING, 1, { keeper: { store: wrapped } })
    state.away = true
    const shown = read(await kept.keeper.metrics())
    assert.equal(shown.get('hufu_keeper_store_up'), 0)
    assert.equal(shown.get('hufu_keeper_persist_failures_total'), 0)
    assert.ok(![...shown.keys()].some((key) => key.startsWith('hufu_keeper_connections ')))
    state.away = false
    await kept.keeper.close()
  })

  test('show webhooks that wait, and those that are dead', async () => {
    const receiver = await startReceiver()
    receiver.answer = { status: 500 }
    const webhooks = { crm: { url: receiver.url, secret: newWebhookSecret() } }
    const kept = await keep(sandbox, ROTATING, 1, { keeper: { webhooks, pollSeconds: 0.05 } })
    await receiver.until(1)
    await eventually('the failure is counted', async () => {
      const shown = read(await kept.keeper.metrics())
      return shown.get('hufu_keeper_webhook_tries_total endpoint=crm,outcome=failed') === 1
    })
    const shown = read(await kept.keeper.metrics())
    assert.equal(shown.get('hufu_keeper_webhooks_waiting endpoint=crm'), 1)
    assert.equal(shown.get('hufu_keeper_webhooks_dead endpoint=crm'), 0)
    await kept.keeper.close()
    await receiver.close()
  })
})
