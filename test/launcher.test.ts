/* The `hufu` launcher, installed beside a main module and a runtime that are stand-ins. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type TestContext, describe, test } from 'node:test'

const main = `
process.emitWarning('SQLite is an experimental feature and might change at any time', 'ExperimentalWarning')
process.emitWarning('something else', 'ExperimentalWarning')
const [how, what] = process.argv.slice(2)
if (what === 'graceful') process.on('SIGTERM', () => process.exit(3))
console.log(JSON.stringify(process.argv.slice(2)))
if (how === 'exit') process.exit(Number(what))
if (how === 'die') process.kill(process.pid, what)
if (how === 'wait') setInterval(() => {}, 1000)
`

/** A project with the launcher installed, and, where a version is given, the runtime of this platform. */
function project(t: TestContext, runtime?: string): (...args: string[]) => string[] {
  const modules = join(mkdtempSync(join(tmpdir(), 'hufu-launcher-')), 'node_modules')
  t.after(() => rmSync(join(modules, '..'), { recursive: true }))
  const put = (name: string, manifest: object): void => {
    mkdirSync(join(modules, name, 'bin'), { recursive: true })
    writeFileSync(join(modules, name, 'package.json'), JSON.stringify({ name, ...manifest }))
  }
  put('hufu', { type: 'module', exports: { './main': './main.js' } })
  writeFileSync(join(modules, 'hufu/main.js'), main)
  const launcher = join(modules, 'hufu/bin/hufu.js')
  cpSync(resolve(import.meta.dirname, '../packages/cli/bin/hufu.js'), launcher)
  if (runtime !== undefined) {
    const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
    put(name, { version: runtime, bin: { node: 'bin/node' } })
    symlinkSync(process.execPath, join(modules, name, 'bin/node'))
  }
  return (...args) => [launcher, ...args]
}

const asNode20 = `data:text/javascript,Object.defineProperty(process,'version',{value:'v20.20.2'})`
const run = (args: string[]) => spawnSync(process.execPath, args, { encoding: 'utf8' })
const runOld = (args: string[]) => run(['--import', asNode20, ...args])

describe('the launcher', () => {
  test('goes on in its own process where Node is new enough', (t) => {
    const hufu = project(t)
    const { status, stdout, stderr } = run(hufu('exit', '7', 'a b'))
    assert.equal(status, 7, stderr)
    assert.deepEqual(JSON.parse(stdout), ['exit', '7', 'a b'])
  })

  test('hides that SQLite is experimental, and no other warning', (t) => {
    const { stderr } = run(project(t)())
    assert.doesNotMatch(stderr, /SQLite/)
    assert.match(stderr, /ExperimentalWarning: something else/)
  })

  test('goes on at the pinned runtime where Node is too old', (t) => {
    const hufu = project(t, '24.21.0')
    const { status, stdout, stderr } = runOld(hufu('exit', '7', 'a b'))
    assert.equal(status, 7, stderr)
    assert.deepEqual(JSON.parse(stdout), ['exit', '7', 'a b'])
  })

  test('ends by the signal that ended the runtime', { skip: process.platform === 'win32' }, (t) => {
    const hufu = project(t, '24.21.0')
    for (const signal of ['SIGKILL', 'SIGTERM', 'SIGINT'])
      assert.equal(runOld(hufu('die', signal)).signal, signal)
  })

  test('hands signals on', { skip: process.platform === 'win32' }, async (t) => {
    const hufu = project(t, '24.21.0')
    for (const [manner, code, signal] of [
      ['graceful', 3, null],
      ['sudden', null, 'SIGTERM'],
    ] as const) {
      const child = spawn(process.execPath, ['--import', asNode20, ...hufu('wait', manner)], {
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      await once(child.stdout, 'data')
      child.kill('SIGTERM')
      assert.deepEqual(await once(child, 'exit'), [code, signal])
    }
  })

  for (const [runtime, what] of [
    [undefined, 'no runtime is installed'],
    ['20.20.2', 'the runtime that is installed is too old as well'],
  ] as const)
    test(`says in one line which Node is needed where ${what}`, (t) => {
      const { status, stdout, stderr } = runOld(project(t, runtime)('exit', '0'))
      assert.equal(status, 69)
      assert.equal(stdout, '')
      assert.match(stderr, /^hufu needs Node 24\.7 or later; this is v20\.20\.2\..*\n$/)
    })
})
