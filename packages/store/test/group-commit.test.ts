/* One commit for many; and when it fails, nobody is told that it did not. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { StoreError, type StoreErrorReason, sqliteStore } from '@hufu/store'
import { groupCommit } from '../src/sqlite/file/group-commit.ts'
import { groupRead } from '../src/sqlite/file/group-read.ts'
import { issue } from './contract/grants.ts'
import { newFolder } from './folders.ts'
import { T0, accessAt, codeAt, codeOf, digestOf, redeem } from './rows.ts'

const newFile = () => join(newFolder(), 'hufu.db')
const isStoreError = (reason: StoreErrorReason) => (error: unknown) =>
  error instanceof StoreError && error.reason === reason

const fourHundred = Array.from({ length: 400 }, (_, nth) => nth + 1)

/** Frames of the log that end a transaction (sqlite.org/fileformat.html, section 4.1). */
function commits(path: string): number {
  const log = readFileSync(`${path}-wal`)
  const frame = 24 + log.readUInt32BE(8)
  let count = 0
  for (let at = 32; at + frame <= log.length; at += frame) if (log.readUInt32BE(at + 4) > 0) count++
  return count
}

test('writes of one turn of the event loop share a commit', async () => {
  const path = newFile()
  const store = sqliteStore(path)
  const before = commits(path)
  await Promise.all(Array.from({ length: 100 }, (_, nth) => store.once(digestOf('once', `${nth}`), T0)))
  assert.equal(commits(path) - before, 1)
  await store.once(digestOf('once', 'one more'), T0)
  assert.equal(commits(path) - before, 2)
  await store.once(digestOf('once', 'one more'), T0)
  assert.equal(commits(path) - before, 2)
  await store.close()
})

test('writes of later turns join the commit; a turn without writes ends the group', async () => {
  const path = newFile()
  const store = sqliteStore(path)
  const before = commits(path)
  const asked: Promise<boolean>[] = []
  for (let turn = 0; turn < 5; turn++) {
    asked.push(store.once(digestOf('once', `${turn}`), T0))
    await new Promise((resolve) => setImmediate(resolve))
  }
  await Promise.all(asked)
  assert.equal(commits(path) - before, 1)
  await store.close()
})

test('a caller that writes in every turn does not delay the others for ever', async () => {
  const store = sqliteStore(newFile())
  let answered = false
  const first = store.once(digestOf('once', 'first'), T0).then(() => (answered = true))
  const others: Promise<boolean>[] = []
  for (let turn = 0; turn < 100 && !answered; turn++) {
    others.push(store.once(digestOf('once', `${turn}`), T0))
    await new Promise((resolve) => setImmediate(resolve))
  }
  assert.ok(others.length < 100, 'it waited for all others')
  await Promise.all([first, ...others])
  await store.close()
})

test('grouped reads are independent: one that fails does not fail the others', async () => {
  const path = newFile()
  const db = new DatabaseSync(path)
  const { read } = groupRead(db, path)
  const [one, failed, two] = await Promise.allSettled([
    read(() => 1),
    read(() => db.exec('no such statement')),
    read(() => 2),
  ])
  assert.deepEqual(
    [one, failed?.status, two],
    [{ status: 'fulfilled', value: 1 }, 'rejected', { status: 'fulfilled', value: 2 }],
  )
  assert.equal(db.isTransaction, false)
  db.close()
})

test('a lock that another holds for a while delays, and stops neither reads nor the event loop', async () => {
  const path = newFile()
  const store = sqliteStore(path)
  await issue(store, 1)
  const other = new DatabaseSync(path)
  other.exec('begin immediate')
  let done = false
  const asked = store.once(digestOf('once', 'a'), T0).finally(() => (done = true))
  const start = performance.now()
  let longest = 0
  for (let last = start; last - start < 200;) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
    assert.equal((await store.grant(accessAt(1)))?.id, 1)
  }
  assert.equal(done, false)
  assert.ok(longest < 1000, `${longest} ms without a turn`)
  other.exec('rollback')
  assert.equal(await asked, true)
  other.close()
  await store.close()
})

test('a lock beyond all patience: nothing is acknowledged, nothing written, and life goes on', async () => {
  const path = newFile()
  const store = sqliteStore(path, { patience: 100 })
  await Promise.all(fourHundred.map((id) => store.issueCode(codeOf(id), [])))
  const other = new DatabaseSync(path)
  other.exec('begin immediate')
  const results = await Promise.allSettled(fourHundred.map((id) => store.redeemCode(codeAt(id), redeem())))
  assert.ok(results.every((result) => result.status === 'rejected' && isStoreError('busy')(result.reason)))
  other.exec('rollback')
  other.close()
  assert.ok(
    (await Promise.all(fourHundred.map((id) => store.code(codeAt(id))))).every(
      (code) => code?.usedAt === undefined,
    ),
  )
  assert.equal((await store.grants({ limit: 999 })).length, 0)
  assert.equal(await store.redeemCode(codeAt(1), redeem()), true)
  await store.close()
})

function table(path: string) {
  const db = new DatabaseSync(path)
  db.exec('pragma journal_mode = wal; create table rows (id integer primary key, text text) strict')
  const insert = db.prepare('insert into rows values (?, ?)')
  const ids = () =>
    db
      .prepare('select id from rows order by id')
      .all()
      .map(({ id }) => Number(id))
  return {
    db,
    ids,
    insert: (id: number, text = '') => insert.run(id, text).changes,
    group: groupCommit(db, path, 100, () => false),
  }
}

test('a full disk fails the whole group, with a hint, and the next one may fit', async () => {
  const { db, ids, insert, group } = table(newFile())
  await group.write(() => insert(1))
  db.exec('pragma max_page_count = 20')
  const results = await Promise.allSettled([
    group.write(() => insert(2)),
    group.write(() => insert(3, 'x'.repeat(100_000))),
    group.write(() => insert(4)),
  ])
  assert.ok(results.every((result) => result.status === 'rejected' && isStoreError('full')(result.reason)))
  assert.deepEqual(ids(), [1])
  await group.write(() => insert(5))
  assert.deepEqual(ids(), [1, 5])
  await group.drain()
  db.close()
})

test('a commit that fails acknowledges nothing', async () => {
  const { db, ids, insert, group } = table(newFile())
  db.exec(`
    pragma foreign_keys = on;
    create table children (id integer primary key, parent integer references rows deferrable initially deferred) strict`)
  const results = await Promise.allSettled([
    group.write(() => insert(1)),
    // Noticed by the commit, not by the statement.
    group.write(() => db.exec('insert into children values (1, 99)')),
    group.write(() => insert(2)),
  ])
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  )
  assert.deepEqual(ids(), [])
  await group.write(() => insert(3))
  assert.deepEqual(ids(), [3])
  db.close()
})

test('a write that fails half-way leaves nothing; the others of its group are written once', async () => {
  const { db, ids, insert, group } = table(newFile())
  const results = await Promise.allSettled([
    group.write(() => insert(1)),
    group.write(() => {
      insert(2)
      insert(1)
    }),
    group.write(() => {
      insert(3)
      throw 'a text' // oxlint-disable-line only-throw-error -- not everybody's code is linted
    }),
    group.write(() => insert(4)),
    group.write(() => {
      insert(2)
      return ids()
    }),
  ])
  assert.deepEqual(
    results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason instanceof Error)),
    [1, true, true, 1, [1, 2, 4]],
  )
  assert.deepEqual(ids(), [1, 2, 4])
  db.close()
})
