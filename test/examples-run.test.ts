/* Every example, as a program of its own, against the running demo, for a platform of each mechanism. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, test } from 'node:test'
import { visitor } from '@hufu/demo/visitor'
import { oneOfEach } from './mechanisms.ts'

const root = resolve(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'hufu-examples-'))
const file = join(folder, 'demo.json')

interface Document {
  readonly platforms: readonly {
    readonly id: string
    readonly baseUrl: string
    readonly redirectUri: string
  }[]
  readonly merchant: { readonly username: string; readonly password: string }
}
let document: Document

/** What runs now. A test that fails leaves its programs, and the end of this file ends them, whatever brings it about. */
const running = new Map<ChildProcess, Promise<unknown>>()
const endAll = (): void => running.forEach((_ended, child) => void child.kill())
process.once('exit', endAll)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

/** A program of this project, and its output line by line. */
function started(...args: readonly string[]) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['pipe', 'pipe', 'pipe'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const line = async (): Promise<string> => {
    const next = await lines.next()
    if (next.done) assert.fail(`${args.join(' ')} ended:\n${errors}`)
    return next.value
  }
  const ended = new Promise<{ code: number | null; errors: string }>((done) =>
    child.on('close', (code) => {
      running.delete(child)
      done({ code, errors })
    }),
  )
  running.set(child, ended)
  return { child, line, ended }
}

/** An example that runs to its end; its only line. */
async function run(example: string, ...args: readonly string[]): Promise<string> {
  const { line, ended } = started(`examples/${example}.ts`, ...args)
  const said = await line()
  const { code, errors } = await ended
  assert.equal(code, 0, errors)
  return said
}

/** The merchant at the platform's pages: logs in and agrees. Where the browser is sent then. */
async function agreed(link: string): Promise<string> {
  const browser = visitor(new URL(link).origin)
  const { merchant } = document
  const login = await browser.open(link)
  const consent = await browser.submit(login, { ...merchant })
  const { leftFor, html } = await browser.submit(consent, { decision: 'approve' })
  assert.ok(leftFor, html)
  return leftFor
}

before(async () => {
  const args = [
    'demo',
    '--json',
    '--no-open',
    '--port',
    '0',
    '--client-port',
    '0',
    '--data',
    join(folder, 'data'),
  ]
  const first = await started('packages/cli/bin/hufu.js', ...args).line()
  document = JSON.parse(first) as Document
  writeFileSync(file, first)
})

after(async () => {
  endAll()
  await Promise.all(running.values())
  rmSync(folder, { recursive: true })
})

describe('a platform of each mechanism', { concurrency: true }, () => {
  for (const { id, userInfo } of oneOfEach('authentication', 'refresh')) {
    describe(id, { concurrency: false }, () => {
      const tokens = join(folder, `${id}.json`)
      const stored = () =>
        JSON.parse(readFileSync(tokens, 'utf8')) as {
          accessToken: string
          refreshToken?: string
          expiresAt: number
        }

      test('connect-a-shop: link, callback, and no other browser', async () => {
        const { child, line, ended } = started('examples/connect-a-shop.ts', file, id, '0')
        const connect = await line()
        const begun = await fetch(connect, { redirect: 'manual' })
        const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? ''
        const came = new URL(await agreed(begun.headers.get('location') ?? ''))
        const callback = new URL(`${came.pathname}${came.search}`, connect)
        const connected = await fetch(callback, { headers: { cookie } })
        assert.match(await connected.text(), /^Connected shop 7 until \d{4}-/)
        assert.equal((await fetch(callback, { headers: { cookie } })).status, 400)

        const other = await fetch(connect, { redirect: 'manual' })
        const stolen = new URL(await agreed(other.headers.get('location') ?? ''))
        const elsewhere = await fetch(new URL(`${stolen.pathname}${stolen.search}`, connect), {
          headers: { cookie: `binding=${'0'.repeat(64)}` },
        })
        assert.match(await elsewhere.text(), /state_of_another_browser/)
        child.kill()
        await ended
      })

      test('keep-shops: link, callback, and a token by the shop’s name', async () => {
        const { child, line, ended } = started('examples/keep-shops.ts', file, id, '0')
        const connect = await line()
        const here = (location: string) => new URL(location, connect)
        const led = await fetch(connect, { redirect: 'manual' })
        const begun = await fetch(here(led.headers.get('location') ?? ''), { redirect: 'manual' })
        const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? ''
        const came = new URL(await agreed(begun.headers.get('location') ?? ''))
        const callback = new URL(`${came.pathname}${came.search}`, connect)
        const connected = await fetch(callback, { headers: { cookie } })
        assert.match(connected.url, /\/shops\?connected=cn_[0-9a-f]{24}$/)
        assert.match(await connected.text(), /^shop 7 is connected until \d{4}-/)
        const again = await fetch(callback, { headers: { cookie } })
        assert.equal(again.url, connected.url, 'the same browser gets the same ending')
        assert.equal((await fetch(callback)).status, 400, 'another browser gets none')
        child.kill()
        await ended
      })

      test('exchange-a-code: link and pasted callback to stored tokens', async () => {
        const { child, line, ended } = started('examples/exchange-a-code.ts', file, id, tokens)
        child.stdin.end(`${await agreed(await line())}\n`)
        assert.match(await line(), /^good until/)
        assert.equal((await ended).code, 0)
        assert.equal(statSync(tokens).mode & 0o777, 0o600)
        assert.ok(stored().accessToken)
      })

      test('user-info', async () => {
        assert.match(await run('user-info', file, id, tokens), userInfo ? /^\{"/ : /^not offered$/)
      })

      test('refresh-and-store', async () => {
        const { refreshToken, expiresAt } = stored()
        assert.match(await run('refresh-and-store', file, id, tokens), /^good until/)
        assert.ok(refreshToken && stored().refreshToken)
        assert.ok(stored().expiresAt >= expiresAt)
      })

      test('act-on-an-error', async () => {
        assert.match(await run('act-on-an-error', file, id), /send the merchant a link/)
      })

      test('revoke, and the tokens are no more', async () => {
        assert.equal(await run('revoke', file, id, tokens), 'revoked')
        const { ended } = started('examples/refresh-and-store.ts', file, id, tokens)
        const { code, errors } = await ended
        assert.equal(code, 1)
        assert.match(errors, /rejected: refresh_token_/)
      })
    })
  }
})

test('sealed-platform', async () => {
  assert.match(await run('sealed-platform', file), /^rejected: code_used \(the platform's 60003\)$/)
})

test('the document on standard input', async () => {
  const [platform] = document.platforms
  assert.ok(platform)
  const { child, line } = started('examples/act-on-an-error.ts', '-', platform.id)
  child.stdin.end(JSON.stringify(document))
  assert.match(await line(), /send the merchant a link/)
})

test('every example is run here', () => {
  const shared = new Set(['from-demo.ts', 'stored-tokens.ts'])
  const here = readFileSync(import.meta.filename, 'utf8')
  for (const name of readdirSync(join(root, 'examples')).filter(
    (each) => each.endsWith('.ts') && !shared.has(each),
  ))
    assert.ok(here.includes(`'${name.replace('.ts', '')}'`) || here.includes(`examples/${name}`), name)
})
