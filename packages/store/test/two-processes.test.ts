/* Several processes on one file (R4, R6): each code and each refresh token is spent by exactly one of them. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
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

test('two processes spend 200 codes: each is spent once', async (t) => {
  const path = join(newFolder(), 'hufu.db')
  const store = sqliteStore(path, { now: () => T0 })
  await Promise.all(all.map((id) => store.issueCode(codeOf(id), [])))
  const children = ['left', 'right'].map((name) => start('redeem-all.ts', path, name))
  t.after(() => children.forEach((child) => child.kill()))
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

test('processes that open a new file at once all succeed', async (t) => {
  const folder = newFolder()
  const children = [1, 2, 3, 4].map(() => start('open-when-told.ts'))
  t.after(() => children.forEach((child) => child.kill()))
  const heard = () => Promise.all(children.map(async (child) => String((await once(child, 'message'))[0])))
  await heard()
  for (let nth = 0; nth < 60; nth++) {
    const answers = heard()
    for (const child of children) child.send(join(folder, `${nth}`, 'hufu.db'))
    assert.deepEqual(await answers, ['well', 'well', 'well', 'well'])
  }
  const ends = children.map(said)
  for (const child of children) child.send('')
  await Promise.all(ends)
})
