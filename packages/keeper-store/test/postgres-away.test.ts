/* A server that goes and comes back, keeps somebody waiting, or is not heard of any more. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type Socket, connect, createServer } from 'node:net'
import { after, before, suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { KeeperStore, Resealed } from '@hufu/keeper'
import { postgresKeeperStore } from '../src/postgres.ts'
import { StoreError } from '@hufu/store/sqlite'
import pg from 'pg'
import { type TestPostgres, noPostgres, startPostgres } from './postgres.ts'
import { claimOf, claimed, connected, present, told, tokens } from './store-contract/rows.ts'
import { saying } from './store-errors.ts'

/** Connections, and of each what replaces it with the same. */
async function unchanged(store: KeeperStore, count: number): Promise<readonly Resealed[]> {
  const all = await Promise.all(Array.from({ length: count }, (_, nth) => connected(store, `S${nth}`)))
  return all
    .map(({ id, access, refresh = '' }) => ({ id, before: { access, refresh }, after: { access, refresh } }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/** Until the server is there again. */
async function served<Result>(ask: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      await pause(20)
    }
  }
}

suite('PostgreSQL that is away', { skip: noPostgres }, () => {
  let server: TestPostgres
  before(async () => {
    server = await startPostgres({ durable: true, settings: ['deadlock_timeout=500ms'] })
  })
  after(() => server.stop())

  /** Renews a connection as fast as it goes, until told to stop; the generation that was last acknowledged. */
  function renewing(store: KeeperStore, id: string) {
    let acknowledged = 1
    const failures: unknown[] = []
    let running = true
    const done = (async () => {
      while (running) {
        try {
          const lease = await store.claim(await present(store, id), claimOf('me', { seconds: 0 }))
          const kept =
            lease && (await store.persist(lease, tokens(acknowledged), [told('connection.refreshed', id)]))
          acknowledged = kept?.generation ?? acknowledged
        } catch (error) {
          failures.push(error)
          await pause(5)
        }
      }
    })()
    return {
      failures,
      acknowledged: () => acknowledged,
      async stop() {
        running = false
        await done
      },
    }
  }

  for (const how of ['fast', 'immediate'] as const)
    test(`it is stopped (${how}) in the middle, and comes back: what was acknowledged is there`, async () => {
      const url = await server.newDatabase()
      // No statement is given up for being slow: what fails here fails as the server is away.
      const store = await postgresKeeperStore(url, { patience: 60_000 })
      const ids = await Promise.all(
        Array.from({ length: 8 }, async (_, nth) => (await connected(store, `S${nth}`)).id),
      )
      const workers = ids.map((id) => renewing(store, id))
      const far = workers.map((worker) => worker.acknowledged() + 3)
      while (workers.some((worker, nth) => worker.acknowledged() < (far[nth] ?? 0))) await pause(5)
      await server.halt(how)
      await assert.rejects(store.list({ limit: 1 }), saying('unreachable'))
      await assert.rejects(postgresKeeperStore(url), saying('unreachable'))
      await server.resume()
      await served(() => store.now())
      const after = workers.map((worker) => worker.acknowledged())
      while (workers.some((worker, nth) => worker.acknowledged() <= (after[nth] ?? 0))) await pause(5)
      for (const worker of workers) await worker.stop()
      for (const { failures } of workers) for (const each of failures) saying('unreachable')(each)
      assert.ok(workers.some(({ failures }) => failures.length > 0))
      for (const [nth, id] of ids.entries()) {
        const { generation } = await present(store, id)
        const acknowledged = workers[nth]?.acknowledged() ?? 0
        assert.ok(generation >= acknowledged, `${id} was acknowledged ${acknowledged}, and is ${generation}`)
        assert.equal((await store.story(id, 9999)).length, generation - 1)
      }
      await store.close()
    })

  test('a row that another program holds: it says so after its patience, and goes on after', async () => {
    const url = await server.newDatabase()
    const store = await postgresKeeperStore(url)
    const impatient = await postgresKeeperStore(url, { patience: 1000 })
    const one = await connected(store, 'S1')
    const two = await connected(store, 'S2')
    const other = new pg.Client(url)
    await other.connect()
    await other.query('begin; select * from hufu_keeper.connections where id = $$' + one.id + '$$ for update')
    await assert.rejects(impatient.claim(one, claimOf('me')), saying('busy'))
    await assert.rejects(impatient.change(one.id, { dueAt: 1 }, []), saying('busy'))
    assert.ok(await store.claim(two, claimOf('me')))
    await other.end()
    assert.ok(await served(() => impatient.claim(one, claimOf('me'))))
    await impatient.close()
    await store.close()
  })

  test('eight that seal the same rows anew at once do not stop each other', async () => {
    const url = await server.newDatabase()
    const [one, two] = [await postgresKeeperStore(url), await postgresKeeperStore(url)]
    const rows = await unchanged(one, 40)
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, nth) => (nth % 2 ? one.reseal(rows) : two.reseal(rows.toReversed()))),
    )
    assert.deepEqual(
      answers,
      Array.from({ length: 8 }, () => 40),
    )
    await one.close()
    await two.close()
  })

  test('a transaction that is ended for the sake of another is tried again', async () => {
    const url = await server.newDatabase()
    const store = await postgresKeeperStore(url)
    const rows = await unchanged(store, 2)
    const other = new pg.Client(url)
    await other.connect()
    const lock = (row: Resealed | undefined) =>
      other.query('select from hufu_keeper.connections where id = $1 for update', [row?.id])
    await other.query("set deadlock_timeout = '60s'; begin")
    await lock(rows[1])
    const asked = store.reseal(rows)
    const waiting =
      "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
    while ((await other.query(waiting)).rowCount === 0) await pause(5)
    await lock(rows[0])
    await other.query('commit')
    await other.end()
    assert.equal(await asked, 2)
    await store.close()
  })

  test('an event that becomes visible late is not passed by', async () => {
    const url = await server.newDatabase()
    const store = await postgresKeeperStore(url)
    const other = new pg.Client(url)
    await other.connect()
    await other.query("begin; insert into hufu_keeper.events (at, type, data) values (1, 'quota.low', '{}')")
    await store.tell([told('clock.skew', 'cn_x')])
    const [first, ...none] = await store.eventsAfter(0, 9)
    assert.deepEqual([first?.type, none], ['clock.skew', []])
    await other.query('commit')
    await other.end()
    const [second, ...more] = await store.eventsAfter(first?.seq ?? 0, 9)
    assert.deepEqual([second?.type, more], ['quota.low', []])
    await store.close()
  })

  test('a network that swallows what is sent: it says so in the end, and is left alone when it works again', async (t) => {
    const url = new URL(await server.newDatabase())
    const target = Number(url.port)
    const pairs = new Set<readonly [Socket, Socket]>()
    let swallowing = false
    const proxy = createServer((from) => {
      const to = connect(target, '127.0.0.1')
      pairs.add([from, to])
      for (const each of [from, to]) each.on('error', () => undefined)
      for (const [here, there] of [
        [from, to],
        [to, from],
      ] as const) {
        here.on('data', (bytes) => swallowing || there.write(bytes))
        here.on('close', () => there.destroy())
      }
    }).listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    t.after(() => {
      proxy.close()
      for (const [from, to] of pairs) for (const each of [from, to]) each.destroy()
    })
    url.port = String((proxy.address() as { readonly port: number }).port)
    const patient = await postgresKeeperStore(url.href)
    const { id } = await connected(patient, 'S1')
    await patient.close()
    const store = await served(() => postgresKeeperStore(url.href, { patience: 200, connections: 2 }))
    swallowing = true
    const asked = [
      store.now(),
      store.connection(id),
      store.change(id, { dueAt: 5 }, []),
      store.tell([told('quota.low', id)]),
    ]
    for (const each of await Promise.allSettled(asked)) {
      assert.equal(each.status, 'rejected')
      assert.ok(each.reason instanceof StoreError && ['unreachable', 'busy'].includes(each.reason.reason))
    }
    swallowing = false
    assert.ok(await served(() => store.claim({ id, generation: 1, epoch: 0 }, claimOf('me'))))
    await store.close()
  })

  test('many more ask than there are connections: all are answered; closed, it says so', async () => {
    const url = await server.newDatabase()
    const store = await postgresKeeperStore(url, { connections: 1 })
    const { id } = await connected(store, 'S1')
    const all = Array.from({ length: 200 }, (_, nth) =>
      nth % 2 ? store.connection(id) : store.tell([told('quota.low', id)]).then(() => undefined),
    )
    const closed = store.close()
    assert.equal((await Promise.all(all)).filter((each) => each?.id === id).length, 100)
    await Promise.all([closed, store.close()])
    await assert.rejects(store.now(), saying('closed'))
    await assert.rejects(
      store.persist({ id, generation: 1, epoch: 1, owner: 'x', at: 1 }, tokens(1), []),
      saying('closed'),
    )
    const again = await postgresKeeperStore(url)
    assert.equal((await again.story(id, 999)).length, 100)
    await claimed(again, id)
    await again.close()
  })
})
