/* What is said of an address, without a server; and that no password is in it. */
import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { postgresKeeperStore } from '../src/postgres.ts'
import { addressOf } from '../src/postgres/address.ts'
import { saying } from './store-errors.ts'

const secret = 'hunter2'

test('an address is shown without user and password', () => {
  for (const [text, shown] of [
    [`postgres://me:${secret}@db.example.com:6432/shops`, 'db.example.com:6432/shops'],
    [`postgresql://me:${secret}@db.example.com/shops?sslmode=require`, 'db.example.com/shops'],
    [`postgres:///shops?host=/var/run/postgresql&password=${secret}`, '/var/run/postgresql/shops'],
    ['postgres://localhost', 'localhost'],
  ] as const)
    assert.equal(addressOf(text).shown, shown)
})

test('an address that is none is refused, and not repeated', async () => {
  for (const text of [
    '',
    secret,
    `mysql://me:${secret}@host/db`,
    `postgres://me:${secret}/x@host/db`,
    `postgres://me:12/${secret}@host/db`,
    `postgres://me:12#${secret}@host/db`,
    `postgres://me:12?${secret}@host/db`,
    `postgres://me:${secret}@host:99999/db`,
    `postgres://me:${secret}@ho st/db`,
  ])
    await assert.rejects(postgresKeeperStore(text), saying('unopenable', secret))
})

test('a name of a schema is a plain one', async () => {
  for (const schema of ['', 'Big', 'a-b', 'a"b', "a'b", 'pg_temp', '1a', 'a'.repeat(64), 'a;b'])
    await assert.rejects(postgresKeeperStore('postgres://127.0.0.1:1/db', { schema }), /schema:/)
})

test('where no server listens, and where none answers, it says so', async (t) => {
  const silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  t.after(() => silent.close())
  const port = (silent.address() as { readonly port: number }).port
  for (const where of ['127.0.0.1:1', `127.0.0.1:${port}`, 'no-such-host.invalid'])
    await assert.rejects(
      postgresKeeperStore(`postgres://me:${secret}@${where}/db`, { patience: 200 }),
      saying('unreachable', secret),
    )
})

test('where the library is not installed, it says how to get it', async () => {
  const child = fork(join(import.meta.dirname, 'processes/without-pg.ts'))
  const [said] = (await once(child, 'message')) as [readonly string[]]
  const [name, reason, message] = said
  assert.deepEqual([name, reason], ['StoreError', 'unopenable'])
  assert.match(message ?? '', /npm install pg/)
})
