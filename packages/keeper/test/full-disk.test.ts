/* A full disk: nothing is claimed, so no token is spent; nothing is lost; and it goes on when there is room again. */
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { formatKeys, generateKey } from '@hufu/crypto'
import { type KeeperStore, createKeeper, postgresKeeperStore, sqliteKeeperStore } from '@hufu/keeper'
import { saying as answering } from '../../client/test/tiny-server.ts'
import { failing } from './failing.ts'
import { newFile } from './kept.ts'
import { noPostgres } from '../../keeper-store/test/postgres/binaries.ts'
import { startPostgres } from '../../keeper-store/test/postgres.ts'
import { type SmallDisk, smallDisk } from './small-disk.ts'
import {
  asked,
  claimOf,
  claimed,
  connected,
  entryFor,
  present,
  tokens,
} from '../../keeper-store/test/store-contract/rows.ts'
import { saying } from '../../keeper-store/test/store-errors.ts'
import { warningsTo } from './warnings.ts'

const cannot = 'this user cannot mount a small disk'

/** Connects shops, each with this much, until the disk is full. */
async function connectUntilFull(store: KeeperStore): Promise<readonly string[]> {
  const made: string[] = []
  for (let nth = 0; nth < 5000; nth++) {
    try {
      made.push((await connected(store, `more-${nth}`, { access: `1.k1.${'x'.repeat(6000)}` })).id)
    } catch (error) {
      saying('full')(error)
      return made
    }
  }
  return assert.fail('the disk never was full')
}

async function survives(
  disk: SmallDisk,
  store: KeeperStore,
  open: () => Promise<KeeperStore>,
): Promise<void> {
  const one = await connected(store, 'S1')
  const two = await connected(store, 'S2')
  const lease = await claimed(store, two.id)
  disk.fill(256 * 1024)
  const made = await connectUntilFull(store)
  // What is told is as long as it must be to need room.
  await assert.rejects(
    store.connect(asked('S3', { access: 'x'.repeat(300_000) }), () => []),
    saying('full'),
  )
  assert.deepEqual(await present(store, one.id), one)
  assert.equal((await present(store, two.id)).generation, 1)
  assert.equal((await store.list({ limit: 9999 })).length, 2 + made.length)

  disk.empty()
  assert.equal((await store.persist(lease, tokens(1), []))?.generation, 2)
  assert.ok(await store.claim(one, claimOf('me')))
  await store.journal(entryFor(one, 1))
  await store.close()
  const again = await open()
  assert.equal((await again.list({ limit: 9999 })).length, 2 + made.length)
  assert.equal((await present(again, two.id)).access, '1.k1.access-1')
  assert.equal((await again.journaled(one.id)).length, 1)
  await again.close()
}

test('SQLite on a disk that is full', async (t) => {
  const disk = smallDisk(4)
  if (!disk) return t.skip(cannot)
  t.after(disk.remove)
  const open = () => Promise.resolve(sqliteKeeperStore(join(disk.folder, 'keeper.db')))
  await survives(disk, await open(), open)
})

test('PostgreSQL on a disk that is full', { skip: noPostgres }, async (t) => {
  const disk = smallDisk(200)
  if (!disk) return t.skip(cannot)
  t.after(disk.remove)
  const server = await startPostgres({ folder: disk.folder, settings: ['min_wal_size=80MB'] })
  t.after(() => server.stop())
  const url = await server.newDatabase()
  const open = () => postgresKeeperStore(url)
  await survives(disk, await open(), open)
})

test('a spool with room for a part of the tokens says so, and they come home', async (t) => {
  const disk = smallDisk(1)
  if (!disk) return t.skip(cannot)
  t.after(disk.remove)
  const long = (kind: string) => kind.padEnd(3000, 'x')
  const answer = {
    access_token: long('access'),
    refresh_token: long('refresh'),
    token_type: 'bearer',
    expires_in: 3600,
  }
  const baseUrl = await answering(t, 200, JSON.stringify(answer), { 'content-type': 'application/json' })
  const store = sqliteKeeperStore(newFile())
  const { state, wrapped } = failing(store, ['persist', 'journal', 'adopt'])
  const said: string[] = []
  const keeper = await createKeeper({
    store: wrapped,
    keys: formatKeys([generateKey()]),
    apps: { oauth2: { clientId: 'app', clientSecret: 'secret', baseUrl } },
    schedule: false,
    spool: disk.folder,
    pollSeconds: 60,
    log: warningsTo((message) => said.push(message)),
  })
  const name = { tenant: 'acme', platform: 'oauth2', shop: 'S1' }
  const { id } = await keeper.add({
    ...name,
    accessToken: 'a',
    refreshToken: 'r',
    expiresAt: Date.now() / 1000 + 3600,
  })
  state.failing = true
  disk.fill(4096)
  assert.equal((await keeper.refresh(name)).generation, 2)
  assert.deepEqual(
    said.map((message) => message.includes('only in the memory of this process')),
    [true],
  )
  const files = readdirSync(disk.folder).filter((name) => name !== 'store-epochs.json')
  assert.deepEqual(files, ['filler'])
  const spooled = async () => (await keeper.doctor(id)).findings.find(({ code }) => code === 'spooled')?.facts
  assert.deepEqual(await spooled(), { disk: 0, memory: 1 })
  disk.empty()
  assert.deepEqual(await spooled(), { disk: 1, memory: 0 })
  state.failing = false
  await keeper.close()
  assert.deepEqual(readdirSync(disk.folder), ['store-epochs.json'])
})
