/* A schema that grows while there is data in it. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { StoreError, sqliteStore } from '@hufu/store'
import { type Schema, migrate } from '../src/sqlite/file/migrate.ts'
import { migrations, platformSchema } from '../src/sqlite/migrations.ts'
import { issue } from './contract/grants.ts'
import { newFolder } from './folders.ts'
import { T0, accessAt, grantOf, userOf } from './rows.ts'

const newFile = () => join(newFolder(), 'hufu.db')
const stepsOf = (steps: readonly string[]): Schema => ({ ...platformSchema, steps })

test('every version that there ever was becomes the present one, with what is in it', async () => {
  for (let version = 0; version <= migrations.length; version++) {
    const path = newFile()
    const old = new DatabaseSync(path)
    migrate(old, path, stepsOf(migrations.slice(0, version)))
    if (version > 0) {
      old.exec(`insert into settings (name, value) values ('from', '${version}')`)
      old
        .prepare('insert into codes (id, used_at, goes_at, body) values (1, null, 1, ?)')
        .run(JSON.stringify({ id: 1 }))
    }
    old.close()
    const store = sqliteStore(path)
    assert.equal(await store.setting('from'), version > 0 ? `${version}` : undefined)
    await issue(store, 0)
    await store.close()
  }
})

test('a step that fails leaves the version before it, whole', async () => {
  const path = newFile()
  const store = sqliteStore(path)
  await issue(store, 10)
  await store.close()
  const db = new DatabaseSync(path)
  const next = [
    ...migrations,
    'alter table grants add column region text; update grants set region = 1 / 0, no_such = 1',
  ]
  assert.throws(() => migrate(db, path, stepsOf(next)), /no_such/)
  assert.deepEqual({ ...db.prepare('pragma user_version').get() }, { user_version: migrations.length })
  assert.throws(() => db.prepare('select region from grants'), /region/)
  const better = [...migrations, "alter table grants add column region text not null default 'cn'"]
  migrate(db, path, stepsOf(better))
  assert.equal(db.prepare('select region from grants where id = 10').get()?.['region'], 'cn')
  db.close()

  // And now it is newer than this program.
  assert.throws(
    () => sqliteStore(path),
    (error) =>
      error instanceof StoreError && error.reason === 'newer_schema' && /newer version/.test(error.message),
  )
  const back = new DatabaseSync(path)
  back.exec(`alter table grants drop column region; pragma user_version = ${migrations.length}`)
  back.close()
  const again = sqliteStore(path)
  assert.deepEqual(await again.grant(accessAt(10)), grantOf(10))
  assert.equal((await again.grants({ limit: 99 })).length, 10)
  assert.equal((await again.keyIdsInUse(T0)).length, 1)
  await again.close()
})

test('gateways from before there was a choice see no refresh tokens', async () => {
  const path = newFile()
  const old = new DatabaseSync(path)
  const before = migrations.findIndex((step) => step.includes('seesRefreshTokens'))
  assert.ok(before > 0)
  migrate(old, path, stepsOf(migrations.slice(0, before)))
  const gateway = { id: 'gw', secret: 's', platforms: ['tong'], createdAt: T0 }
  old.prepare('insert into gateways (id, body) values (?, ?)').run('gw', JSON.stringify(gateway))
  old.close()
  const store = sqliteStore(path)
  assert.deepEqual(await store.gateway('gw'), { ...gateway, seesRefreshTokens: false })
  await store.close()
})

test('operators and users from before they had versions count as version 0', async () => {
  const path = newFile()
  const old = new DatabaseSync(path)
  const before = migrations.findIndex((step) => step.includes('alter table operators add column version'))
  assert.ok(before > 0)
  migrate(old, path, stepsOf(migrations.slice(0, before)))
  const { version: _, ...user } = userOf('u')
  const operator = { username: 'o', password: '$', oneTime: false, status: 'active', createdAt: T0 } as const
  old
    .prepare('insert into users (id, username, shop_id, body) values (?, ?, ?, ?)')
    .run('u', user.username, user.shopId, JSON.stringify(user))
  old.prepare('insert into operators (id, body) values (?, ?)').run('o', JSON.stringify(operator))
  old.close()
  const store = sqliteStore(path)
  assert.deepEqual(await store.user('u'), userOf('u'))
  assert.deepEqual(await store.users({}), [userOf('u')])
  assert.deepEqual(await store.operators(), [{ ...operator, version: 0 }])
  assert.deepEqual(await store.operator('o'), { ...operator, version: 0 })
  assert.equal(await store.putUser(userOf('u', { version: 1 })), true)
  assert.equal(await store.putOperator({ ...operator, version: 1 }), true)
  await store.close()
})
