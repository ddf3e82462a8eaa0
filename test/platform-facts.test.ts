/*
 * What a platform's page says about its addresses, times and rules, where no codec would notice a slip: a file for each
 * platform, `facts/<id>.json`, with those members of its dialect that are written there a second time.
 */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { builtInPlatforms, referenceOf } from '@hufu/dialects'
import { callsOf } from '../packages/dialect-laws/src/generators.ts'
import { recordOf } from './records.ts'

const folder = join(import.meta.dirname, 'facts')

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Of a value the members that the facts name, and of these the same. */
const named = (value: unknown, facts: unknown): unknown =>
  isGroup(value) && isGroup(facts)
    ? Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, named(value[name], fact)]))
    : value

for (const { dialect } of builtInPlatforms) {
  const file = join(folder, `${dialect.id}.json`)
  if (existsSync(file))
    test(`${dialect.id}: addresses, times and rules as its page has them`, () => {
      const facts = JSON.parse(readFileSync(file, 'utf8')) as unknown
      assert.deepEqual(named(dialect, facts), facts)
    })
}

test('which platforms have no file of facts is said, and no file is of a platform that there is not', (t) => {
  const ids = builtInPlatforms.map(({ dialect }) => dialect.id)
  const written = readdirSync(folder).map((each) => each.replace(/\.json$/, ''))
  for (const id of ids.filter((each) => !written.includes(each))) t.diagnostic(`${id}: no facts`)
  assert.deepEqual(
    written.filter((each) => !ids.includes(each)),
    [],
  )
})

test('a table of parameters and of codes can be made of every dialect', () => {
  for (const { dialect } of builtInPlatforms) {
    const tables = referenceOf(recordOf(dialect))
    assert.deepEqual(
      tables.map(({ step, face }) => (face === undefined ? step : `${step} ${face.at + 1}`)),
      ['authorize', 'callback', ...callsOf(dialect).map(([call]) => call)],
    )
    for (const { step, request, errors } of tables) {
      assert.ok(request.every(({ name, meaning }) => name !== '' && meaning !== ''))
      assert.equal(errors.length > 0, step !== 'callback')
    }
  }
})
