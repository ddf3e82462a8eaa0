/* Several processes on one file (R4, R6): each code and each refresh token is spent by exactly one of them. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { sqliteStore } from '@hufu/store'
import { newFolder } from './folders.ts'
import { go, said, start } from './processes/children.ts'
import { T0, accessAt, codeOf } from './rows.ts'

interface Won {
  readonly redeemed: readonly number[]
  readonly refreshed: readonly number[]
  readonly reserved: readonly number[]
}

const all = Array.from({ length: 200 }, (_, nth) => nth + 1)
const sorted = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)

test('two processes spend 200 codes: each is spent once', async () => {
  const path = join(newFolder(), 'hufu.db')
  const store = sqliteStore(path, { now: () => T0 })
  await Promise.all(all.map((id) => store.issueCode(codeOf(id), [])))
  const children = ['left', 'right'].map((name) => start('redeem-all.ts', path, name))
  const texts = children.map(said)
  await go(children)
  const [left, right] = (await Promise.all(texts)).map((text) => JSON.parse(text) as Won)
  assert.ok(left && right)
  assert.deepEqual(sorted([...left.redeemed, ...right.redeemed]), all)
  assert.deepEqual(sorted([...left.refreshed, ...right.refreshed]), all)
  assert.equal(new Set([...left.reserved, ...right.reserved]).size, 400)
  for (const [name, { redeemed }] of [
    ['left', left],
    ['right', right],
  ] as const) {
    for (const id of redeemed) {
      const grant = await store.grant(accessAt(id))
      assert.deepEqual([grant?.openId, grant?.generation], [name, 1])
    }
  }
  await store.close()
})

test('processes that open a new file at once all succeed', async () => {
  const path = join(newFolder(), 'deep', 'hufu.db')
  const children = ['1', '2', '3', '4'].map((name) => start('redeem-all.ts', path, name))
  const texts = children.map(said)
  await go(children)
  const won = (await Promise.all(texts)).map((text) => JSON.parse(text) as Won)
  assert.deepEqual(
    won.flatMap(({ redeemed }) => redeemed),
    [],
  )
  assert.deepEqual(
    sorted(won.flatMap(({ reserved }) => reserved)),
    Array.from({ length: 800 }, (_, nth) => nth + 1),
  )
})
