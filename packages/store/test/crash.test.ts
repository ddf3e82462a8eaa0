/*
 * kill -9, in a loop, of a process that spends (R22): what it had acknowledged is there, and nothing was spent twice.
 * The long form: HUFU_KILLS=500 node --test packages/store/test/crash.test.ts
 */
import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { sqliteStore } from '@hufu/store'
import { newFolder } from './folders.ts'
import { start } from './processes/children.ts'
import { T0, codeAt, indexed, refreshAt } from './rows.ts'

const kills = Number(process.env['HUFU_KILLS'] ?? 10)

/** Runs one process until it has worked for a while, kills it, and returns the lines that it had finished. */
async function killed(path: string, name: string): Promise<readonly string[]> {
  const child = start('spend-and-report.ts', path, name)
  let text = ''
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  const ended = once(child, 'close')
  await Promise.race([once(child.stdout ?? child, 'data'), ended])
  await new Promise((resolve) => setTimeout(resolve, randomInt(2, 80)))
  child.kill('SIGKILL')
  const [, signal] = await ended
  assert.equal(signal, 'SIGKILL', `it ended by itself: ${text.slice(-500)}`)
  return text.split('\n').slice(0, -1)
}

test(`${kills} kills, one or two processes at a time: what was acknowledged is there, once`, async () => {
  const path = join(newFolder(), 'hufu.db')
  const lines: string[] = []
  for (let round = 0; round < kills; round++) {
    const names = round % 3 === 2 ? [`${round}a`, `${round}b`] : [`${round}`]
    for (const said of await Promise.all(names.map((name) => killed(path, name)))) lines.push(...said)
  }
  const facts = lines.map((line) => line.split(' '))
  const of = (what: string) =>
    facts.filter(([kind]) => kind === what).map(([, id, more]) => [Number(id), more] as const)
  const issued = of('issued')
  const redeemed = of('redeemed')
  const refreshed = of('refreshed')
  const revoked = of('revoked')
  assert.ok(
    redeemed.length > kills && refreshed.length > kills && revoked.length > 0,
    'too little was done to prove anything',
  )

  const once = (
    pairs: readonly (readonly [number, string | undefined])[],
    key: (id: number, more?: string) => string,
  ) => assert.equal(new Set(pairs.map(([id, more]) => key(id, more))).size, pairs.length)
  once(issued, (id) => `${id}`)
  once(redeemed, (id) => `${id}`)
  once(refreshed, (id, generation) => `${id} ${generation}`)

  const store = sqliteStore(path, { now: () => T0 })
  for (const [id] of issued) assert.notEqual(await store.code(codeAt(id)), undefined, `code ${id}`)
  for (const [id, name] of redeemed) {
    assert.equal((await store.code(codeAt(id)))?.usedAt, T0, `code ${id}`)
    assert.equal((await store.grant(refreshAt(id)))?.openId, name, `grant ${id}`)
  }
  for (const [id, generation] of refreshed) {
    const grant = await store.grant(indexed(refreshAt(id, Number(generation))))
    assert.ok(grant && grant.id === id && grant.generation >= Number(generation), `grant ${id}`)
  }
  for (const [id] of revoked) assert.ok((await store.grant(refreshAt(id)))?.revoked, `grant ${id}`)
  await store.close()
})
