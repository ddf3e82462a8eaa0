/* `hufu serve --sandbox` in a process of its own, and `hufu sandbox` beside it. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, describe, test } from 'node:test'
import { isFailure } from '@hufu/client'
import { faultWords } from '@hufu/sandbox/fault'
import { type Command, CommanderError } from 'commander'
import { Refused } from '../src/refused.ts'
import { sandboxCommand } from '../src/sandbox/index.ts'
import { type SandboxApp, TOKEN, sandboxChild } from '../../../test/sandboxed.ts'

const PLATFORM = 'jd-central'
const main = resolve(import.meta.dirname, '../src/main.ts')
const folder = mkdtempSync(join(tmpdir(), 'hufu-sandbox-command-'))
const sandbox = await sandboxChild()
process.env['HUFU_SANDBOX_TOKEN'] = TOKEN
process.env['HUFU_SANDBOX_URL'] = sandbox.url
after(async () => {
  await sandbox.close()
  rmSync(folder, { recursive: true })
})

/** A process of its own. */
async function hufu(args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  })
  const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  return { code: Number(code), err }
}

/** `hufu sandbox`, in this process: what it prints. @throws {Refused | CommanderError} */
async function asked(...args: readonly string[]): Promise<string> {
  let out = ''
  const quiet = { writeErr: () => undefined }
  const command = sandboxCommand({
    input: process.stdin,
    print: (more) => void (out += more),
    say: () => undefined,
    openBrowser: () => undefined,
  })
  const everyOne = (each: Command): void => {
    each.exitOverride().configureOutput(quiet)
    each.commands.forEach(everyOne)
  }
  everyOne(command)
  await command.parseAsync(args, { from: 'user' })
  return out
}

interface Kept {
  readonly fault: { readonly kind: string }
}

describe('hufu serve --sandbox', () => {
  test('says where it is, keeps a token that was given to itself, and tells why it refused', async () => {
    const app = await sandbox.app(PLATFORM)
    const [grant] = await sandbox.grants(app)
    assert.match(sandbox.said(), /sandbox, for tests only: http:\/\/127\.0\.0\.1:\d+\/sandbox\/api/)
    const answer = await sandbox
      .client({ ...app, clientSecret: 'wrong' })
      .refresh(grant?.tokens ?? assert.fail())
    assert.ok(isFailure(answer))
    for (let tries = 0; !sandbox.said().includes('client_unauthenticated') && tries < 100; tries++)
      await new Promise((again) => setTimeout(again, 20))
    assert.match(
      sandbox.said(),
      new RegExp(
        `${PLATFORM} refresh \\(AppKey ${app.clientId}, grant \\d+\\) refused, request \\w+\n {2}client_unauthenticated: .*\n {2}Correct your code`,
      ),
    )
    assert.ok(!sandbox.said().includes(TOKEN))
  })

  test('is refused in production, before anything is opened', async () => {
    const { code, err } = await hufu(['serve', '--sandbox', '--port', '0'], {})
    assert.equal(code, 1)
    assert.match(err, /^hufu: mode: production: .*"mode": "demo"/)
    writeFileSync(join(folder, 'hufu.config.json'), '{"mode":"demo","listen":{"port":0},"store":"memory:"}')
    const short = await hufu(['serve', '--sandbox'], { HUFU_SANDBOX_TOKEN: 'short' })
    assert.equal(short.code, 1)
    assert.match(short.err, /16 characters/)
  })
})

describe('hufu sandbox', () => {
  test('faults: scripted, listed, and ended', async () => {
    const app = JSON.parse(
      await asked(
        'apps',
        'add',
        '--platform',
        PLATFORM,
        '--redirect-uri',
        'https://a.example.com/cb',
        '--json',
      ),
    ).app as SandboxApp
    const { clientId } = app
    assert.match(
      await asked(
        'faults',
        'add',
        'slow',
        '--platform',
        PLATFORM,
        '--app',
        clientId,
        '--seconds',
        '0.2',
        '--up-to',
        '0.3',
        '--probability',
        '0.5',
        '--seed',
        '7',
      ),
      /^fault \d+: the answer is held back\n$/,
    )
    await asked(
      'faults',
      'add',
      'error',
      '--platform',
      PLATFORM,
      '--reason',
      'quota_exceeded',
      '--times',
      '1',
    )
    const listed = await asked('faults', 'ls')
    assert.match(listed, /^ID +KIND +WHAT +WHOM +STRUCK +LEFT\n/)
    assert.match(
      listed,
      new RegExp(
        `slow +seconds=0.2 upTo=0.3 when=before probability=0.5 seed=7 +${PLATFORM} clientId=${clientId} +0 +every\n`,
      ),
    )
    assert.match(listed, new RegExp(`error +reason=quota_exceeded when=before +${PLATFORM} +0 +1\n`))

    const granted = JSON.parse(
      await asked('grants', 'add', '--platform', PLATFORM, '--app', clientId, '--json'),
    )
    const [grant] = granted.grants
    const refused = await sandbox.client(app).refresh(grant.tokens)
    assert.ok(isFailure(refused) && refused.error === 'quota_exceeded')
    assert.match(
      await asked('requests', 'ls', '--grant', String(grant.grantId)),
      /refresh +\d+ +error +not +200 /,
    )
    assert.match(
      await asked('grants', 'ls'),
      new RegExp(`${grant.grantId} +${PLATFORM} +${grant.shopId} +1 +0 +0 `),
    )
    assert.match(await asked('grants', 'show', String(grant.grantId)), /notProcessed +1\n/)

    await asked('faults', 'rm')
    assert.equal(await asked('faults', 'ls'), 'none\n')
    assert.ok(!isFailure(await sandbox.client(app).refresh(grant.tokens)))
    const state = JSON.parse(await asked('state'))
    assert.equal(
      state.grants.find((each: { grantId: number }) => each.grantId === grant.grantId).committed,
      1,
    )
    await asked('requests', 'clear')
    assert.equal(await asked('requests', 'ls'), 'none\n')
  })

  test('every example of its page does what it says, and every fault has one', async () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../../docs/sandbox.md'), 'utf8')
    const app = await sandbox.app(PLATFORM)
    const lines = [...page.matchAll(/^hufu sandbox (.+)$/gm)].map(([, line = '']) =>
      [
        ...line
          .replace('1000', '10')
          .replace('APPKEY', app.clientId)
          .matchAll(/'([^']*)'|(\S+)/g),
      ].map(([, quoted, word]) => quoted ?? word ?? ''),
    )
    for (const line of lines) await asked(...line)
    const scripted = (await sandbox.ask('GET', '/faults')).body as { readonly faults: readonly Kept[] }
    await sandbox.clearFaults()
    for (const [fault] of page.matchAll(/^\{"kind":.*\}$/gm)) {
      const { status, body } = await sandbox.ask('POST', '/faults', { fault: JSON.parse(fault) as unknown })
      assert.equal(status, 201, `${fault}: ${JSON.stringify(body)}`)
    }
    const posted = (await sandbox.ask('GET', '/faults')).body as { readonly faults: readonly Kept[] }
    await sandbox.clearFaults()
    const faults = ({ faults: all }: typeof posted) => all.map(({ fault }) => fault)
    assert.deepEqual(faults(scripted), faults(posted), 'the command and the API say the same')
    assert.deepEqual(
      faults(posted)
        .map(({ kind }) => kind)
        .toSorted(),
      Object.keys(faultWords).toSorted(),
    )
  })

  test('the clock and the terms', async () => {
    assert.match(await asked('clock', 'move', '2h'), /^20\d\d-.*Z, 7200 s ahead\n$/)
    assert.match(await asked('clock', 'move', '150m', '--back'), /, 1800 s behind\n$/)
    assert.match(await asked('clock', 'reset'), /the same as this machine\n$/)
    assert.match(await asked('clock', 'show', '--json'), /"offset":0/)
    await asked('policy', 'set', PLATFORM, '{"accessTokenLifetime":5}')
    assert.equal(JSON.parse(await asked('policy', 'show', PLATFORM)).inForce.accessTokenLifetime, 5)
    await asked('policy', 'reset', PLATFORM)
    assert.deepEqual(JSON.parse(await asked('policy', 'show', PLATFORM)).set, {})
  })

  test('an error is printed in one line, with what to do', async () => {
    const refused = async (why: RegExp, ...args: readonly string[]) =>
      assert.rejects(asked(...args), (error) => error instanceof Refused && why.test(error.message))
    const misused = async (why: RegExp, ...args: readonly string[]) =>
      assert.rejects(asked(...args), (error) => error instanceof CommanderError && why.test(error.message))
    const elsewhere = ['--url', 'http://127.0.0.1:1']
    await refused(/^http:\/\/127.0.0.1:1 does not answer/, 'state', ...elsewhere)
    await refused(/^platform: there is no nowhere/, 'faults', 'add', 'lost', '--platform', 'nowhere')
    await refused(/^there is no fault 999/, 'faults', 'rm', '999')
    await refused(/^the policy has to be a JSON object/, 'policy', 'set', PLATFORM, '{')
    await misused(/Allowed choices are slow/, 'faults', 'add', 'nonsense', '--platform', PLATFORM)
    await misused(/A duration is for example/, 'clock', 'move', 'soon')
    await misused(
      /A number is for example/,
      'faults',
      'add',
      'slow',
      '--platform',
      PLATFORM,
      '--seconds',
      '-1',
    )
    process.env['HUFU_SANDBOX_TOKEN'] = 'another'
    await refused(/^send `Authorization: Bearer`/, 'state')
    delete process.env['HUFU_SANDBOX_TOKEN']
    await refused(/^HUFU_SANDBOX_TOKEN is not set/, 'state')
  })
})
