/* A file that is not what it was: it is refused with what to do, and left as it is. */
import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  closeSync,
  openSync,
  readFileSync,
  readdirSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { sqliteKeeperStore } from '../src/sqlite.ts'
import { openDatabase } from '@hufu/store/sqlite'
import { schema } from '../src/sqlite/schema.ts'
import { newFolder } from './folders.ts'
import { asked, claimOf, claimed, connected, named, present, tokens } from './store-contract/rows.ts'
import { saying } from './store-errors.ts'

const newFile = () => join(newFolder(), 'keeper.db')

/** A file with so many connections, closed. */
async function fileOf(count: number): Promise<string> {
  const path = newFile()
  const store = sqliteKeeperStore(path)
  await Promise.all(Array.from({ length: count }, (_, nth) => connected(store, `S${nth}`)))
  await store.close()
  return path
}

test('a truncated database is refused at once, and not touched', async () => {
  const path = await fileOf(200)
  for (const bytes of [40 * 1024, 5000, 1000]) {
    truncateSync(path, bytes)
    const before = readFileSync(path)
    assert.throws(() => sqliteKeeperStore(path), saying('corrupt'))
    assert.deepEqual(readFileSync(path), before)
  }
})

test('an emptied file is no reason to start anew in silence where a log lies beside it', async () => {
  const path = newFile()
  const store = sqliteKeeperStore(path)
  await connected(store, 'S1')
  // As a crash leaves it: the tokens are in the log.
  const [file, log] = [readFileSync(path), readFileSync(`${path}-wal`)]
  await store.close()
  writeFileSync(path, file)
  writeFileSync(`${path}-wal`, log)
  const again = sqliteKeeperStore(path)
  assert.ok(await again.find(named('S1')))
  await again.close()
})

test('what is damaged says so when it is asked for; the rest is served, and nothing is overwritten', async () => {
  const path = await fileOf(300)
  const size = readFileSync(path).length
  const file = openSync(path, 'r+')
  const from = Math.floor(size / 2 / 2048) * 2048
  writeSync(file, Buffer.alloc(8 * 2048, 0xa5), 0, 8 * 2048, from)
  closeSync(file)
  const store = sqliteKeeperStore(path)
  await assert.rejects(
    store.list({ limit: 999 }).then((all) => assert.equal(all.length, 300)),
    saying('corrupt'),
  )
  const answers = await Promise.allSettled(
    Array.from({ length: 300 }, (_, nth) => store.find(named(`S${nth}`))),
  )
  const found = answers.filter((each) => each.status === 'fulfilled' && each.value !== undefined)
  assert.ok(found.length > 100, `${found.length} are served`)
  for (const each of answers) if (each.status === 'rejected') saying('corrupt')(each.reason)
  await store.close()
})

test("what is no database, or another program's, is refused and left as it is", async () => {
  const path = newFile()
  writeFileSync(path, 'This is a letter.\n'.repeat(500))
  assert.throws(() => sqliteKeeperStore(path), saying('corrupt'))
  assert.equal(readFileSync(path, 'utf8'), 'This is a letter.\n'.repeat(500))
  const theirs = newFile()
  const other = new DatabaseSync(theirs)
  other.exec('create table connections (id)')
  other.close()
  const before = readFileSync(theirs)
  assert.throws(() => sqliteKeeperStore(theirs), saying('foreign'))
  assert.deepEqual(readFileSync(theirs).subarray(100), before.subarray(100))
})

test("a newer version's database is refused, and not touched", async () => {
  const path = await fileOf(3)
  const db = new DatabaseSync(path)
  db.exec(`alter table connections add column region text; pragma user_version = ${schema.steps.length + 1}`)
  db.close()
  const before = readFileSync(path)
  assert.throws(() => sqliteKeeperStore(path), saying('newer_schema'))
  assert.deepEqual(readFileSync(path), before)
})

test('a newer version changes the tables while an older one runs: both go on, and no older one starts', async () => {
  const path = newFile()
  const older = sqliteKeeperStore(path)
  const { id } = await connected(older, 'S1', { alias: 'main' })
  const lease = await claimed(older, id)
  const steps = [...schema.steps, "alter table connections add column region text not null default 'cn'"]
  const newer = openDatabase(path, 1000, { ...schema, steps })
  const kept = await older.persist(lease, tokens(1), [])
  assert.deepEqual([kept?.generation, kept?.access], [2, '1.k1.access-1'])
  await connected(older, 'S2')
  assert.deepEqual(await older.find(named('main')), await present(older, id))
  assert.deepEqual(
    newer
      .prepare('select shop, region, generation from connections order by shop')
      .all()
      .map((row) => ({ ...row })),
    [
      { shop: 'S1', region: 'cn', generation: 2 },
      { shop: 'S2', region: 'cn', generation: 1 },
    ],
  )
  assert.throws(() => sqliteKeeperStore(path), saying('newer_schema'))
  newer.close()
  await older.close()
})

test("eight processes' worth of stores open one new file", async () => {
  const path = newFile()
  const stores = Array.from({ length: 8 }, () => sqliteKeeperStore(path))
  await Promise.all(stores.map((store, nth) => connected(store, `S${nth}`)))
  assert.equal((await stores[0]?.list({ limit: 99 }))?.length, 8)
  for (const store of stores) await store.close()
})

/** What a process says that has no rights but those of others; as such a one, nobody may write what is read-only. */
async function saidBySomebody(path: string): Promise<unknown> {
  const as = userInfo().uid === 0 ? { uid: 65534, gid: 65534 } : {}
  const child = fork(join(import.meta.dirname, 'processes/open-and-claim.ts'), [path], as)
  const [said] = (await once(child, 'message')) as [unknown]
  await once(child, 'close')
  return said
}

test(
  'a file, and a disk, that can only be read are refused before anything is spent',
  { skip: process.platform === 'win32' },
  async () => {
    const path = await fileOf(1)
    const folder = dirname(path)
    if (userInfo().uid === 0) for (const each of [folder, path]) chownSync(each, 65534, 65534)
    const before = readFileSync(path)
    chmodSync(path, 0o444)
    assert.deepEqual(await saidBySomebody(path), ['StoreError', 'read_only'])
    chmodSync(folder, 0o555)
    chmodSync(path, 0o666)
    const [name, reason] = (await saidBySomebody(path)) as readonly [string, string]
    assert.equal(name, 'StoreError')
    assert.ok(['read_only', 'unopenable'].includes(reason), reason)
    chmodSync(folder, 0o755)
    // SQLite made them as the file was: read-only.
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644)
    assert.deepEqual(readFileSync(path), before)
    assert.deepEqual(await saidBySomebody(path), ['claimed'])
  },
)

test('a store that is closed says so, after what was asked before', async () => {
  const store = sqliteKeeperStore(newFile())
  const made = store.connect(asked('S1'), () => [])
  const closed = store.close()
  assert.ok('connection' in (await made))
  await closed
  await store.close()
  await assert.rejects(store.list({ limit: 1 }), saying('closed'))
  await assert.rejects(store.claim({ id: 'cn_x', generation: 1, epoch: 1 }, claimOf('me')), saying('closed'))
})
