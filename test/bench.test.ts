/*
 * The benchmark in its quick form: that it runs, that nothing fails in it, and that every operation is in its table. Of the
 * servers, Hufu's and the others', in the long form alone.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { advisedFlags } from '../bench/advised.ts'
import { PartFailed, partsIn } from '../bench/parts.ts'
import { builtPackages } from './built-packages.ts'
import { long } from './long.ts'

const root = resolve(import.meta.dirname, '..')

/** Lines of the tables. */
const ofServers = [
  'code exchange',
  'refresh',
  'introspection',
  'sealed exchange',
  'form POST',
  'refresh, .+, beside oidc-provider, in memory +\\| +\\d+\\.\\d\\d×',
  'introspection, .+, beside oidc-provider, SQLite +\\| +\\d+\\.\\d\\d×',
  'spawn to ready, ms',
]
const ofTheKeeper = [
  'token\\(\\) from memory, 100 connections',
  'memory for 100,000 connections, heap',
  'refreshes a second, end to end, SQLite',
  'CPU ms of a refresh beyond a bare fetch',
  'openid-client',
  'simple-oauth2',
  'SQLite +\\| +200',
]

test(`npm run bench -- --quick${long ? '' : ' --keeper'}: every operation, without a failure`, async () => {
  const part = long ? [] : ['--keeper']
  const quick = [join(root, 'bench/run.ts'), '--quick', ...part, '--built', await builtPackages()]
  const { status, stdout, stderr } = spawnSync(process.execPath, quick, { cwd: root, encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  assert.doesNotMatch(stdout, /void/)
  for (const line of [...(long ? ofServers : []), ...ofTheKeeper])
    assert.match(stdout, new RegExp(`\\| ${line}`))
})

test('the benchmark runs with the flags that operators are advised to set', () => {
  const page = readFileSync(join(root, 'docs/deploy.md'), 'utf8')
  assert.ok(page.includes(`NODE_OPTIONS="${advisedFlags.join(' ')}"`))
})

test('measurements are kept when a later part fails, and the part is named', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hufu-bench-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'data/measured.json')
  const parts = partsIn(file)
  assert.equal(await parts.measure('servers', () => 7), 7)
  const failing = parts.measure('keeper: loads', () => Promise.reject(new Error('the disk is full')))
  await assert.rejects(failing, (error) => {
    assert.ok(error instanceof PartFailed)
    assert.ok(
      error.message.startsWith('the part "keeper: loads" failed, and what was measured before it is in '),
    )
    assert.match(String(error.cause), /the disk is full/)
    return true
  })
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), [{ part: 'servers', found: 7 }])
  parts.done()
  assert.ok(!existsSync(file))
})
