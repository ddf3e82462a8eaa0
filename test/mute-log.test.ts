/* A service whose log cannot be written: a full disk, a pipe that is closed, a reader that is slow. It serves on. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, suite, test } from 'node:test'
import { formatKeys, generateKey } from '@hufu/crypto'

const main = resolve(import.meta.dirname, '../packages/cli/src/main.ts')
const FULL = '/dev/full'
const folder = mkdtempSync(join(tmpdir(), 'hufu-mute-'))
const started: ChildProcess[] = []
after(() => {
  for (const child of started) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  assert.ok(address !== null && typeof address === 'object')
  return address.port
}

interface Output {
  readonly stdout: 'pipe' | number
  readonly stderr: 'pipe' | number
}

async function start(name: string, args: readonly string[], config: object, { stdout, stderr }: Output) {
  const port = await freePort()
  const file = join(folder, `${name}.json`)
  writeFileSync(file, JSON.stringify({ ...config, listen: { port } }), { mode: 0o600 })
  const named = args[0] === 'demo' ? ['--data', join(folder, name), '--client-port', '0'] : ['--config', file]
  const child = spawn(process.execPath, [main, ...args, '--port', String(port), ...named], {
    cwd: folder,
    stdio: ['ignore', stdout, stderr],
    env: { ...process.env, HUFU_KEYS: formatKeys([generateKey()]) },
  })
  started.push(child)
  const url = `http://127.0.0.1:${port}`
  let ended = false
  child.once('exit', () => (ended = true))
  for (;;) {
    if (ended) assert.fail(`${name} ended with ${String(child.exitCode ?? child.signalCode)}`)
    const answer = await fetch(`${url}/healthz`).catch(() => undefined)
    if (answer?.ok) break
    await new Promise((later) => setTimeout(later, 50))
  }
  return {
    child,
    url,
    async stop() {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      assert.deepEqual(await gone, [0, null])
    },
  }
}

const servers = { log: { level: 'info' } }
const programs: readonly (readonly [name: string, args: readonly string[], config: object])[] = [
  ['serve', ['serve'], { ...servers, store: 'sqlite:serve.db' }],
  ['sandbox', ['serve', '--sandbox'], { ...servers, mode: 'demo', store: 'sqlite:sandbox.db' }],
  ['keeper', ['keeper', 'serve'], { ...servers, store: 'sqlite:keeper.db' }],
  ['demo', ['demo', '--no-open'], {}],
]

suite(
  'with a log on a full disk, and nobody at its terminal,',
  { skip: !existsSync(FULL) && 'there is no /dev/full here' },
  () => {
    for (const [name, args, config] of programs)
      test(`hufu ${args.join(' ')} answers on, and stops when it is told`, async () => {
        const full = openSync(FULL, 'w')
        const running = await start(name, args, config, { stdout: full, stderr: 'pipe' })
        closeSync(full)
        running.child.stderr?.destroy()
        for (let count = 0; count < 20; count++)
          assert.equal((await fetch(`${running.url}/nowhere?count=${count}`)).status, 404)
        const health = (await (await fetch(`${running.url}/healthz`)).json()) as { logLinesDropped?: number }
        // The demo logs warnings alone.
        if (name !== 'demo') assert.ok((health.logLinesDropped ?? 0) > 0, JSON.stringify(health))
        // The demo hears of signals once it has made its people and apps.
        if (name !== 'demo') await running.stop()
      })
  },
)

test('a pipe that nobody reads stops nothing, and one that is closed neither', async () => {
  const [, args, config] = programs[0] ?? assert.fail()
  const running = await start(
    'unread',
    args,
    { ...config, store: 'sqlite:unread.db' },
    { stdout: 'pipe', stderr: 'pipe' },
  )
  running.child.stdout?.pause()
  // A line is some 200 bytes, and a pipe holds 64 KiB.
  for (let round = 0; round < 12; round++)
    await Promise.all(
      Array.from({ length: 100 }, async () =>
        assert.equal((await fetch(`${running.url}/nowhere`)).status, 404),
      ),
    )
  running.child.stdout?.destroy()
  assert.equal((await fetch(`${running.url}/nowhere`)).status, 404)
  assert.equal((await fetch(`${running.url}/healthz`)).status, 200)
  await running.stop()
})
