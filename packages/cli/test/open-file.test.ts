/* A configuration that holds secrets and that everybody can read, at each start of the real command. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, describe, test } from 'node:test'
import { formatKeys, generateKey } from '@hufu/crypto'

const main = resolve(import.meta.dirname, '../src/main.ts')
const folder = mkdtempSync(join(tmpdir(), 'hufu-open-file-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const READY = /serves .*on http|this link, which works once/

/** What a server writes until it is ready or has given up, on both streams; then it is stopped. */
async function wroteAtStart(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HUFU_KEYS: formatKeys([generateKey()]), ...env },
  })
  const ended = once(child, 'close')
  let wrote = ''
  const ready = new Promise<void>((found) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        wrote += text
        if (READY.test(wrote)) found()
      })
  })
  await Promise.race([ready, ended])
  child.kill()
  await ended
  return wrote
}

function written(name: string, config: object, mode: number): string {
  const file = join(folder, name)
  writeFileSync(file, JSON.stringify(config))
  chmodSync(file, mode)
  return file
}

const warning = /the configuration holds secrets, and every user of this machine can read it/
const server = { mode: 'demo', listen: { port: 0 }, store: 'memory:' }
const hook = { login: { hook: { url: 'https://users.example.com/check?token=abc' } } }
const keeper = { listen: { port: 0 }, apps: {} }
const webhook = {
  webhooks: { crm: { url: 'https://crm.example.com/', secret: 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0' } },
}

describe('every start warns of a configuration whose secrets everybody can read', { concurrency: 2 }, () => {
  for (const [name, config, secret, ...commands] of [
    ['hufu.config.json', server, hook, ['serve'], ['serve', '--sandbox']],
    ['keeper.json', keeper, webhook, ['keeper', 'serve'], ['keeper', 'ui', '--no-open']],
  ] as const)
    for (const command of commands)
      test(`hufu ${command.join(' ')}`, { skip: process.platform === 'win32' }, async () => {
        const at = `${command.join('')}.${name}`
        // The pages of a keeper need its store, which the daemon makes.
        const start = async () => {
          const args = ['--config', at]
          if (command[1] === 'ui') await wroteAtStart(['keeper', 'serve', ...args])
          const wrote = await wroteAtStart([...command, ...args])
          assert.match(wrote, READY)
          return wrote
        }
        written(at, { ...config, ...secret }, 0o644)
        const open = await start()
        assert.match(open, warning)
        assert.ok(open.includes(at), 'the file is named')
        written(at, { ...config, ...secret }, 0o600)
        assert.doesNotMatch(await start(), warning)
        written(at, config, 0o644)
        assert.doesNotMatch(await start(), warning)
      })
})

test('hufu serve warns of the file at the usual place too, where none is named', async () => {
  written('hufu.config.json', { ...server, ...hook }, 0o644)
  assert.match(await wroteAtStart(['serve']), warning)
})

test('a secret that the environment brings is none of the file', async () => {
  const file = written('environment.json', keeper, 0o644)
  const store = 'postgres://user:secret@127.0.0.1:1/nowhere'
  const wrote = await wroteAtStart(['keeper', 'serve', '--config', file], { HUFU_KEEPER_STORE: store })
  assert.match(wrote, /127\.0\.0\.1:1/, 'it comes as far as the store')
  assert.doesNotMatch(wrote, warning)
})
