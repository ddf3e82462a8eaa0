/* No test file keeps `npm test` waiting for ever. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { after, test } from 'node:test'
import { endOverdue } from '../scripts/test-ends.ts'

const folder = mkdtempSync(join(tmpdir(), 'hufu-test-ends-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const preload = pathToFileURL(resolve(import.meta.dirname, '../scripts/test-ends.ts')).href

/** `node --test` on a file with this in it. */
function started(name: string, body: string) {
  const file = join(folder, `${name}.test.ts`)
  const running = mkdtempSync(join(folder, 'running-'))
  writeFileSync(file, `import { test } from 'node:test'\n${body}\n`)
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const child = spawn(process.execPath, [`--import=${preload}`, '--test', '--test-reporter=tap', file], {
    env: { ...env, HUFU_TEST_RUNNING: running, HUFU_TEST_HOOKS_SECONDS: '0.2' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = Promise.all([once(child, 'exit'), text(child.stdout)]).then(([[code], said]) => ({
    code: code as number,
    said,
  }))
  return { running, ended }
}

test('a file that leaves a timer behind is ended after its tests, says what is open, and loses no result', async () => {
  const { code, said } = await started(
    'open',
    "test('first', () => {}); test('second', () => { throw new Error('wrong') }); setInterval(() => {}, 1000)",
  ).ended
  assert.equal(code, 1)
  assert.match(said, /^ *ok 1 - first$/m)
  assert.match(said, /^ *not ok 2 - second$/m)
  assert.match(said, /its tests are done, and it does not end: still open are .*Timeout/)
})

test('a file that leaves nothing behind is as it was', async () => {
  const { running, ended } = started('closed', "test('first', () => {})")
  const { code, said } = await ended
  assert.equal(code, 0, said)
  assert.deepEqual(readdirSync(running), [])
})

test('a file that is busy for ever is killed by the runner, and fails', async () => {
  const mark = join(folder, 'busy')
  const { running, ended } = started(
    'busy',
    `import { writeFileSync } from 'node:fs'
test('never ends', () => { writeFileSync(${JSON.stringify(mark)}, ''); for (;;); })`,
  )
  while (!existsSync(mark)) await new Promise((soon) => setTimeout(soon, 20))
  endOverdue(running, 600_000)
  assert.equal(readdirSync(running).length, 1, 'not before its time')
  endOverdue(running, 0)
  assert.equal((await ended).code, 1)
})
