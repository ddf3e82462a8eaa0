/* The file: who may read it, what is in it when it is opened again, and what is said when it cannot be. */
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { StoreError, type StoreErrorReason, sqliteStore } from '@hufu/store'
import { issue } from './contract/grants.ts'
import { newFolder } from './folders.ts'
import { T0, accessAt, appOf, codeAt, codeOf, digestOf, grantOf, indexed, refreshAt, userOf } from './rows.ts'

const now = () => T0
const newFile = () => join(newFolder(), 'hufu.db')
const isStoreError = (reason: StoreErrorReason) => (error: unknown) =>
  error instanceof StoreError && error.reason === reason && error.message.endsWith(error.hint)

test(
  'file and log are for their owner alone, and so is a folder that was made for them',
  { skip: process.platform === 'win32' },
  async () => {
    const path = join(newFolder(), 'made', 'for', 'it', 'hufu.db')
    const store = sqliteStore(path)
    await store.putSetting('a', 'b')
    const folder = dirname(path)
    assert.deepEqual(readdirSync(folder).toSorted(), ['hufu.db', 'hufu.db-shm', 'hufu.db-wal'])
    for (const name of readdirSync(folder))
      assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name)
    for (const each of [folder, dirname(folder)]) assert.equal(statSync(each).mode & 0o777, 0o700)
    await store.close()
  },
)

test('everything is there when the file is opened again', async () => {
  const path = newFile()
  const before = sqliteStore(path, { now })
  await issue(before, 3)
  await before.revokeGrant(2, T0, 'user')
  await before.markUsed(new Map([[1, 20_000]]))
  await before.putApp(appOf('a', { clientId: 'key' }))
  await before.putUser(userOf('u'))
  await before.putSetting('name', '值')
  await before.once(digestOf('once', 'form'), T0 + 60)
  const first = await before.reserveIds(1000)
  await before.close()

  const after = sqliteStore(path, { now })
  assert.deepEqual(await after.grant(indexed(refreshAt(1))), grantOf(1, { lastUsedDay: 20_000 }))
  assert.deepEqual((await after.grant(accessAt(2)))?.revoked, { at: T0, because: 'user' })
  assert.deepEqual(await after.code(codeAt(3)), { ...codeOf(3), usedAt: T0 })
  assert.deepEqual(await after.app('tong', 'key'), appOf('a', { clientId: 'key' }))
  assert.deepEqual(await after.userByName('name-u'), userOf('u'))
  assert.equal(await after.setting('name'), '值')
  assert.equal(await after.once(digestOf('once', 'form'), T0 + 60), false)
  assert.equal(await after.reserveIds(1), first + 1000)
  await after.close()
})

test('many grants that were ended have ended for every process, and their rows follow where the last one stopped', async () => {
  const path = newFile()
  const [one, other] = [sqliteStore(path, { now }), sqliteStore(path, { now })]
  await issue(one, 250)
  const told = async (store: typeof one) =>
    (await store.grants({ limit: 999 })).filter(({ revoked }) => revoked?.because === 'operator').length
  assert.equal(await one.revokeGrants({ userId: 'user-1' }, T0, 'operator'), 250)
  assert.equal(await told(other), 250)
  await one.sweep(T0, 100)
  await Promise.all([one.close(), other.close()])
  const followed = () => {
    const db = new DatabaseSync(path)
    const [count] = Object.values(
      db.prepare('select count(*) from grants where revoked_at is not null').get() ?? {},
    )
    db.close()
    return count
  }
  assert.equal(followed(), 100)
  const after = sqliteStore(path, { now })
  assert.equal(await told(after), 250)
  while ((await after.sweep(T0, 100)) > 0);
  assert.equal(await told(after), 250)
  await after.close()
  assert.equal(followed(), 250)
})

test('the log is written back when the last one closes', async () => {
  const path = newFile()
  const store = sqliteStore(path)
  await issue(store, 50)
  await store.close()
  assert.deepEqual(readdirSync(dirname(path)), ['hufu.db'])
})

test('a closed store says so, and closing waits for what was asked before', async () => {
  const store = sqliteStore(newFile())
  const asked = store.once(digestOf('once', 'a'), T0)
  await Promise.all([store.close(), store.close()])
  assert.equal(await asked, true)
  await assert.rejects(store.once(digestOf('once', 'b'), T0), isStoreError('closed'))
  await assert.rejects(store.setting('a'), isStoreError('closed'))
})

test('a file that is not a database is refused with a hint, and not changed', async () => {
  const path = newFile()
  writeFileSync(path, 'This is a letter.\n'.repeat(500))
  assert.throws(() => sqliteStore(path), isStoreError('corrupt'))
  assert.equal(readFileSync(path, 'utf8'), 'This is a letter.\n'.repeat(500))
})

test('a database that lost its end is refused, or says so when that end is asked for', async () => {
  const path = newFile()
  const store = sqliteStore(path)
  await issue(store, 300)
  await store.close()
  truncateSync(path, 40 * 1024)
  await assert.rejects(async () => {
    const damaged = sqliteStore(path)
    try {
      await damaged.grants({ limit: 1000 })
    } finally {
      await damaged.close()
    }
  }, isStoreError('corrupt'))
})

test("another program's database is refused and not touched", () => {
  const path = newFile()
  const other = new DatabaseSync(path)
  other.exec('create table theirs (a)')
  other.close()
  assert.throws(() => sqliteStore(path), isStoreError('foreign'))
  const same = new DatabaseSync(path)
  assert.deepEqual(
    same
      .prepare('select name from sqlite_master')
      .all()
      .map(({ name }) => name),
    ['theirs'],
  )
  same.close()
})

test('a path that leads nowhere is refused with a hint', () => {
  const folder = newFolder()
  mkdirSync(join(folder, 'folder.db'))
  writeFileSync(join(folder, 'file'), '')
  assert.throws(() => sqliteStore(join(folder, 'folder.db')), isStoreError('unopenable'))
  assert.throws(() => sqliteStore(join(folder, 'file', 'hufu.db')), isStoreError('unopenable'))
})

test('durability is what the file is opened with', async () => {
  const { openDatabase } = await import('../src/sqlite/file/open.ts')
  const { platformSchema } = await import('../src/sqlite/migrations.ts')
  const db = openDatabase(newFile(), 1000, platformSchema)
  const pragma = (name: string) => Object.values(db.prepare(`pragma ${name}`).get() ?? {})[0]
  assert.deepEqual([pragma('journal_mode'), pragma('synchronous')], ['wal', 2])
  db.close()
})
