/* Whose tables they are, of which version, and who may do what. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { postgresKeeperStore } from '../src/postgres.ts'
import pg from 'pg'
import { migrate } from '../src/postgres/migrate.ts'
import { steps } from '../src/postgres/schema.ts'
import { type TestDatabases, noPostgres, someDatabases } from './postgres.ts'
import { claimed, connected, named, present, tokens } from './store-contract/rows.ts'
import { saying } from './store-errors.ts'

suite('tables in PostgreSQL', { skip: noPostgres }, () => {
  let server: TestDatabases
  before(async () => {
    server = await someDatabases()
  })
  after(() => server.stop())

  /** Asks as somebody beside the keeper would. */
  async function asking<Result>(url: string, act: (client: pg.Client) => Promise<Result>): Promise<Result> {
    const client = new pg.Client(url)
    await client.connect()
    try {
      return await act(client)
    } finally {
      await client.end()
    }
  }
  const rowsOf = (url: string, sql: string) =>
    asking(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows)
  /** All tables and columns that are not the server's own. */
  const tables = (url: string) =>
    rowsOf(
      url,
      `select table_schema || '.' || table_name || '.' || column_name as name from information_schema.columns
       where table_schema not in ('pg_catalog', 'information_schema') order by 1`,
    )
  const as = (url: string, user: string, password: string) => {
    const other = new URL(url)
    other.username = user
    other.password = password
    return other.href
  }

  test('twelve that start at once on a new database all do, and the steps are made once', async () => {
    const url = await server.newDatabase()
    const stores = await Promise.all(Array.from({ length: 12 }, () => postgresKeeperStore(url)))
    await Promise.all(stores.map((store, nth) => connected(store, `S${nth}`)))
    assert.equal((await stores[0]?.list({ limit: 99 }))?.length, 12)
    assert.deepEqual(await rowsOf(url, 'select * from hufu_keeper.keeper_schema'), [
      { one: 1, version: steps.length },
    ])
    await Promise.all(stores.map((store) => store.close()))
  })

  test('all is in a schema of its own: tables of the same names beside it are not touched', async () => {
    const url = await server.newDatabase()
    await asking(url, (client) =>
      client.query("create table connections (theirs text); insert into connections values ('kept')"),
    )
    const [one, two] = [await postgresKeeperStore(url), await postgresKeeperStore(url, { schema: 'second' })]
    await connected(one, 'S1')
    assert.equal(await two.find(named('S1')), undefined)
    assert.deepEqual(await rowsOf(url, 'select * from public.connections'), [{ theirs: 'kept' }])
    assert.deepEqual(
      await rowsOf(
        url,
        "select distinct table_schema as name from information_schema.tables where table_schema not like 'pg_%' order by 1",
      ),
      ['hufu_keeper', 'information_schema', 'public', 'second'].map((name) => ({ name })),
    )
    await one.close()
    await two.close()
  })

  test("another program's schema is refused, and not touched", async () => {
    const url = await server.newDatabase()
    await asking(url, (client) =>
      client.query('create schema hufu_keeper; create table hufu_keeper.connections (theirs text)'),
    )
    const before = await tables(url)
    await assert.rejects(postgresKeeperStore(url), saying('foreign'))
    assert.deepEqual(await tables(url), before)
  })

  test('a step that fails leaves the version before it, whole', async () => {
    const url = await server.newDatabase()
    const store = await postgresKeeperStore(url)
    await connected(store, 'S1')
    await store.close()
    const before = await tables(url)
    const bad = [...steps, 'alter table connections add column region text', 'select 1 / 0']
    await assert.rejects(
      asking(url, (client) => migrate(client, { schema: 'hufu_keeper', shown: 'here', steps: bad })),
      /division by zero/,
    )
    assert.deepEqual(await tables(url), before)
    const again = await postgresKeeperStore(url)
    assert.ok(await again.find(named('S1')))
    await again.close()
  })

  test('a newer version changes the tables while an older one runs: both go on, and no older one starts', async () => {
    const url = await server.newDatabase()
    const older = await postgresKeeperStore(url)
    const { id } = await connected(older, 'S1', { alias: 'main' })
    const lease = await claimed(older, id)
    const newer = [...steps, "alter table connections add column region text not null default 'cn'"]
    await asking(url, (client) => migrate(client, { schema: 'hufu_keeper', shown: 'here', steps: newer }))
    const kept = await older.persist(lease, tokens(1), [])
    assert.deepEqual([kept?.generation, kept?.access], [2, '1.k1.access-1'])
    await connected(older, 'S2')
    assert.deepEqual(await older.find(named('main')), await present(older, id))
    assert.deepEqual(
      await rowsOf(url, 'select shop, region, generation::int from hufu_keeper.connections order by shop'),
      [
        { shop: 'S1', region: 'cn', generation: 2 },
        { shop: 'S2', region: 'cn', generation: 1 },
      ],
    )
    const before = await tables(url)
    await assert.rejects(postgresKeeperStore(url), saying('newer_schema'))
    assert.deepEqual(await tables(url), before)
    await older.close()
  })

  test('a database user without the right to create a schema is told so; an existing schema of theirs is enough', async () => {
    const url = await server.newDatabase()
    const password = 'other-word'
    await asking(url, (client) => client.query(`create role modest login password '${password}'`))
    const modest = as(url, 'modest', password)
    await assert.rejects(postgresKeeperStore(modest), saying('denied', password))
    await assert.rejects(postgresKeeperStore(as(url, 'modest', 'wrong-word')), saying('denied', 'wrong-word'))
    await assert.rejects(postgresKeeperStore(`${url}x`), saying('unopenable'))
    await asking(url, (client) => client.query('create schema hufu_keeper authorization modest'))
    const store = await postgresKeeperStore(modest)
    await connected(store, 'S1')
    await store.close()
  })

  test('a server that takes no writes, or keeps texts in another encoding, is refused before anything is spent', async () => {
    const [reading, latin] = [await server.newDatabase(), await server.newDatabase()]
    const nameOf = (url: string) => new URL(url).pathname.slice(1)
    await asking(reading, (client) =>
      client.query(`alter database ${nameOf(reading)} set default_transaction_read_only = on`),
    )
    await assert.rejects(postgresKeeperStore(reading), saying('read_only'))
    await asking(reading, async (client) => {
      await client.query('set default_transaction_read_only = off')
      await client.query(`drop database ${nameOf(latin)}`)
      await client.query(`create database ${nameOf(latin)} encoding 'LATIN1' locale 'C' template template0`)
    })
    await assert.rejects(postgresKeeperStore(latin), saying('unopenable'))
  })

  test('what is committed is on disk, also where the server would not wait for it', async () => {
    const url = await server.newDatabase()
    assert.deepEqual(await rowsOf(url, 'show synchronous_commit'), [{ synchronous_commit: 'off' }])
    const store = await postgresKeeperStore(url)
    await asking(url, (client) =>
      client.query(`
        create table public.seen (setting text);
        create function public.look() returns trigger language plpgsql as $$ begin
          insert into public.seen values (current_setting('synchronous_commit'));
          return new;
        end $$;
        create trigger look after insert or update on hufu_keeper.connections for each row execute function public.look()`),
    )
    const { id } = await connected(store, 'S1')
    await store.persist(await claimed(store, id), tokens(1), [])
    assert.deepEqual(await rowsOf(url, 'select distinct setting from public.seen'), [{ setting: 'on' }])
    await store.close()
  })

  test("settings that an address brings are kept, beside the keeper's own", async () => {
    const url = new URL(await server.newDatabase())
    url.searchParams.set('options', '-c search_path=public -c work_mem=1MB')
    url.searchParams.set('application_name', 'our shops')
    const store = await postgresKeeperStore(url.href)
    await connected(store, 'S1')
    assert.deepEqual(
      await rowsOf(
        url.href,
        "select count(*)::int from pg_stat_activity where application_name = 'our shops' and state = 'idle'",
      ),
      [{ count: 1 }],
    )
    assert.ok((await tables(url.href)).every(({ name }) => String(name).startsWith('hufu_keeper.')))
    await store.close()
  })
})
