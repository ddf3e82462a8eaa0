/* A sandbox to test a client against: in this process, or `hufu serve --sandbox` in one of its own. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Client, Fetch } from '@hufu/client'
import { nodeClient } from '@hufu/client/node'
import { generateKey, keyRing } from '@hufu/crypto'
import { type Dialect, type TokenSet, builtInPlatforms, servedDialects } from '@hufu/dialects'
import { type ConfigInput, type PolicyInput, readConfig } from '@hufu/server'
import type { Exchanged } from '@hufu/sandbox/exchanges'
import type { FaultInput } from '@hufu/sandbox/fault'
import type { GrantTally, Totals } from '@hufu/sandbox/tally'
import { logTo } from '@hufu/web/log'
import { serve } from '@hufu/platform'
import { memoryStore, sqliteStore } from '@hufu/store'

/** What the sandbox is asked with in tests. */
export const TOKEN = 'a token for tests of the sandbox'

export interface SandboxApp {
  readonly platform: string
  readonly appId: string
  readonly clientId: string
  readonly clientSecret: string
  readonly privateKey?: string
  readonly platformPublicKey?: string
}

export interface SandboxGrant {
  readonly grantId: number
  readonly openId: string
  readonly shopId: string
  readonly userId: string
  readonly status: number
  /** As the token endpoint would have sent it. */
  readonly body: string
  readonly tokens: TokenSet
}

export interface SandboxState {
  readonly clock: { readonly now: number; readonly offset: number }
  readonly totals: Totals
  readonly grants: readonly GrantTally[]
  /** The newest first. */
  readonly requests: readonly Exchanged[]
}

type OneOf<Value> = Value extends unknown ? Omit<Value, 'platform'> : never

/** A sandbox's control API, and clients of its platforms. */
export interface Sandboxed {
  readonly url: string
  readonly ask: (
    method: string,
    path: string,
    body?: unknown,
    token?: string,
  ) => Promise<{ readonly status: number; readonly body: unknown }>
  app(platform: string): Promise<SandboxApp>
  /** By shops of their own; `count` 5,000 at most. */
  grants(app: SandboxApp, count?: number): Promise<readonly SandboxGrant[]>
  client(app: SandboxApp, options?: { readonly fetch?: Fetch; readonly timeoutSeconds?: number }): Client
  /** Returns its number. */
  fault(platform: string, fault: OneOf<FaultInput>): Promise<number>
  clearFaults(): Promise<void>
  policy(platform: string, policy: PolicyInput): Promise<void>
  moveClock(seconds: number): Promise<void>
  state(): Promise<SandboxState>
  tally(grant: Pick<SandboxGrant, 'grantId'>): Promise<GrantTally>
  close(): Promise<void>
}

export const dialectOf = (platform: string): Dialect =>
  servedDialects.find(({ id }) => id === platform) ?? assert.fail(platform)

function sandboxAt(url: string, close: () => Promise<void>): Sandboxed {
  const ask: Sandboxed['ask'] = async (method, path, body, token = TOKEN) => {
    const response = await fetch(`${url}/sandbox/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
  }
  /** What is done, with the answer's shape as the caller knows it. */
  const done = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await ask(method, path, body)
    assert.ok(answer.status < 300, `${method} ${path}: ${JSON.stringify(answer)}`)
    return answer.body as Answer
  }
  return {
    url,
    ask,
    async app(platform) {
      const callback = 'https://shop.example.com/callback'
      const { redirectUri } = dialectOf(platform).policy
      const redirectUris = [redirectUri === 'host' ? new URL(callback).host : callback]
      return (await done<{ app: SandboxApp }>('POST', '/apps', { platform, redirectUris })).app
    },
    async grants({ platform, clientId }, count = 1) {
      const asked = { platform, clientId, count }
      return (await done<{ grants: readonly SandboxGrant[] }>('POST', '/grants', asked)).grants
    },
    client: ({ platform, clientId, clientSecret, privateKey, platformPublicKey }, options = {}) =>
      nodeClient(dialectOf(platform), {
        clientId,
        clientSecret,
        privateKey,
        platformPublicKey,
        baseUrl: `${url}/${platform}`,
        ...options,
      }),
    async fault(platform, fault) {
      const asked = { fault: { platform, ...fault } }
      return (await done<{ fault: { id: number } }>('POST', '/faults', asked)).fault.id
    },
    clearFaults: () => done('DELETE', '/faults'),
    policy: (platform, policy) => done('PUT', `/platforms/${platform}/policy`, policy),
    moveClock: (seconds) => done('POST', '/clock', { seconds }),
    state: () => done('GET', '/state'),
    tally: async ({ grantId }) => (await done<{ tally: GrantTally }>('GET', `/grants/${grantId}`)).tally,
    close,
  }
}

export interface SandboxHere {
  /** A SQLite file; in memory where absent. */
  readonly file?: string
  readonly mode?: 'demo' | 'production'
  readonly platforms?: ConfigInput['platforms']
  readonly token?: string
  /** Is told why each exchange was refused, or what struck it. */
  readonly say?: (text: string) => void
}

/** In this process, on a port of its own. */
export async function sandboxHere(options: SandboxHere = {}): Promise<Sandboxed> {
  const { file, mode = 'demo', platforms = {}, token = TOKEN, say = () => undefined } = options
  const config = readConfig({ mode, listen: { port: 0 }, store: 'memory:', platforms }, builtInPlatforms)
  const store = file === undefined ? memoryStore() : sqliteStore(file)
  const running = await serve(config, keyRing([generateKey()]), logTo('silent'), store, {}, { token, say })
  return sandboxAt(running.url, () => running.close())
}

const main = resolve(import.meta.dirname, '../packages/cli/src/main.ts')

/** `hufu serve --sandbox` in a process of its own, on a port of its own and a store that goes with it. */
export async function sandboxChild(): Promise<
  Sandboxed & { readonly said: () => string; readonly pid: number }
> {
  const folder = mkdtempSync(join(tmpdir(), 'hufu-sandbox-'))
  const config: ConfigInput = {
    mode: 'demo',
    listen: { port: 0 },
    store: `sqlite:${join(folder, 'hufu.db')}`,
    keys: join(folder, 'hufu.keys'),
    log: { level: 'silent' },
  }
  writeFileSync(join(folder, 'hufu.config.json'), JSON.stringify(config))
  const child = spawn(
    process.execPath,
    [main, 'serve', '--sandbox', '-c', join(folder, 'hufu.config.json')],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, HUFU_SANDBOX_TOKEN: TOKEN },
    },
  )
  const lines: string[] = []
  const { promise, resolve: listening, reject } = Promise.withResolvers<string>()
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line)
    const [, url] = /^hufu serves .* on (http:\S+)$/.exec(line) ?? []
    if (url !== undefined) listening(url)
  })
  const exited = once(child, 'exit')
  void exited.then(() => reject(new Error(`the sandbox has ended: ${lines.join('\n')}`)))
  const sandbox = sandboxAt(await promise, async () => {
    child.kill('SIGTERM')
    await exited
    rmSync(folder, { recursive: true, force: true })
  })
  return { ...sandbox, said: () => lines.join('\n'), pid: child.pid ?? 0 }
}
