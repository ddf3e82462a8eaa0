/* The code of the refresh protocol names the steps that docs/refresh-protocol.md describes. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const sources = new URL('../src/refresh/', import.meta.url)
const code = readFileSync(new URL('refresh.ts', sources), 'utf8')
const document = readFileSync(new URL('../../../docs/refresh-protocol.md', import.meta.url), 'utf8')

const described = [...document.matchAll(/^(\d+)\. \*\*(.+?)\.?\*\*/gm)].map(
  ([, number, name]) => `${number}. ${name}`,
)
const steps = [...code.matchAll(/^ \* +(\d+\. .+?) {2,}(.+)$/gm)].map(([, name, where]) => ({ name, where }))

test('the refresh protocol has the same eleven steps in its document and in its code', () => {
  assert.equal(described.length, 11)
  assert.deepEqual(
    steps.map(({ name }) => name),
    described,
  )
})

test('every file and function that the steps of the refresh protocol name exists', () => {
  for (const { where = '' } of steps) {
    for (const [file] of where.matchAll(/[\w./-]+\.ts/g)) assert.ok(existsSync(new URL(file, sources)), file)
    for (const [, name] of where.matchAll(/`(\w+)`/g)) assert.match(code, new RegExp(`function ${name}\\(`))
  }
})
