/* docs/security-rules.md: each rule has tests, each command names a file that is there, and no test of a rule is left out. */
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'

const root = resolve(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/security-rules.md'), 'utf8')

const filesOf = (text: string): readonly string[] =>
  [...text.matchAll(/^npm test -- (?!-)(\S+)$/gm)].map(([, file = '']) => file)

const rules = page.split(/^## /m).flatMap((section) => {
  const [, number] = /^R(\d+)\. /.exec(section) ?? []
  return number === undefined ? [] : [{ number: Number(number), files: filesOf(section) }]
})

test('the rules are numbered without a gap, and each has at least one test', () => {
  assert.deepEqual(
    rules.map(({ number }) => number),
    rules.map((_, index) => index + 1),
  )
  assert.deepEqual(
    rules.filter(({ files }) => files.length === 0),
    [],
  )
})

test('each command names a test file that is there', () => {
  const missing = filesOf(page).filter((file) => !file.endsWith('.test.ts') || !existsSync(join(root, file)))
  assert.deepEqual(missing, [])
})

test('each test file of a rule stands under that rule, and every other test of security is named too', () => {
  const unnamed = globSync('test/security/*.test.ts', { cwd: root }).filter((file) => {
    const path = file.replaceAll('\\', '/')
    const [, number] = /\/r(\d+)-/.exec(path) ?? []
    const files =
      number === undefined ? filesOf(page) : rules.find((rule) => rule.number === Number(number))?.files
    return !files?.includes(path)
  })
  assert.deepEqual(unnamed, [])
})
