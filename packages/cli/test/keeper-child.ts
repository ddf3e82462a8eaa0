/* `hufu keeper` in processes of its own, for tests: daemons on one folder, and commands beside them. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { formatKeys, generateKey } from '@hufu/crypto'
import { type SandboxApp, hufuReuse } from '../../keeper/test/sandbox.ts'
import { digestOf, newToken } from '@hufu/keeper-daemon/tokens'

const main = resolve(import.meta.dirname, '../src/main.ts')

export interface Daemon {
  readonly url: string
  readonly pid: number
  /** What it wrote to the log so far. */
  log(): string
  /** What it said to its terminal so far. */
  said(): string
  signal(signal: NodeJS.Signals): void
  /** Its exit code. */
  readonly ended: Promise<number>
  stop(): Promise<number>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Readonly<Record<string, unknown>>
}

export interface KeeperFolder {
  readonly folder: string
  readonly keys: string
  readonly tokens: {
    readonly acme: string
    readonly other: string
    readonly admin: string
    readonly metrics: string
  }
  daemon(env?: NodeJS.ProcessEnv): Promise<Daemon>
  /** `hufu keeper ui`, without a browser. */
  ui(): Promise<Daemon>
  hufu(
    args: readonly string[],
    env?: NodeJS.ProcessEnv,
    input?: string,
  ): Promise<{ readonly code: number; readonly out: string; readonly err: string }>
  close(): Promise<void>
}

/** A folder with a configuration for these applications. */
export function keeperFolder(
  apps: readonly SandboxApp[],
  more: Readonly<Record<string, unknown>> = {},
): KeeperFolder {
  const folder = mkdtempSync(join(tmpdir(), 'hufu-keeper-daemon-'))
  const keys = formatKeys([generateKey()])
  const tokens = { acme: newToken(), other: newToken(), admin: newToken(), metrics: newToken() }
  const config = {
    listen: { port: 0 },
    apps: Object.fromEntries(
      apps.map(({ platform, clientId, clientSecret, baseUrl, privateKey, platformPublicKey }) => [
        platform,
        { clientId, clientSecret, baseUrl, privateKey, platformPublicKey, policy: { reuse: hufuReuse } },
      ]),
    ),
    tokens: [
      { tenant: 'acme', sha256: digestOf(tokens.acme) },
      { tenant: 'other', sha256: digestOf(tokens.other) },
      { for: 'admin', sha256: digestOf(tokens.admin) },
      { for: 'metrics', sha256: digestOf(tokens.metrics) },
    ],
    ...more,
  }
  writeFileSync(join(folder, 'keeper.json'), JSON.stringify(config))
  const running = new Set<Daemon>()

  function start(args: readonly string[], env: NodeJS.ProcessEnv) {
    return spawn(process.execPath, [main, ...args], {
      cwd: folder,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, HUFU_KEYS: keys, ...env },
    })
  }
  async function listening(args: readonly string[], env: NodeJS.ProcessEnv, where: RegExp): Promise<Daemon> {
    const child = start(args, env)
    let [log, said] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()))
    const ended = once(child, 'exit').then(([code]) => Number(code))
    const url = await new Promise<string>((found, failed) => {
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        const [, at] = where.exec(said) ?? []
        if (at !== undefined) found(at)
      })
      void ended.then((code) => failed(new Error(`ended with ${code}: ${said}`)))
    })
    const daemon: Daemon = {
      url,
      pid: child.pid ?? 0,
      log: () => log,
      said: () => said,
      signal: (signal) => void child.kill(signal),
      ended,
      async stop() {
        running.delete(daemon)
        child.kill('SIGTERM')
        return ended
      },
    }
    running.add(daemon)
    return daemon
  }
  return {
    folder,
    keys,
    tokens,
    daemon: (env = {}) => listening(['keeper', 'serve'], env, /serves on (http\S+)/),
    ui: () => listening(['keeper', 'ui', '--no-open'], {}, /(http\S+)\/ui\/enter/),
    async hufu(args, env = {}, input = '') {
      const child = start(args, env)
      child.stdin.end(input)
      const [out, err, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'exit'),
      ])
      return { code: Number(code), out, err }
    },
    async close() {
      await Promise.all([...running].map((daemon) => daemon.stop()))
      rmSync(folder, { recursive: true })
    },
  }
}

/** One request of a program. */
export async function ask(
  { url }: Pick<Daemon, 'url'>,
  token: string | undefined,
  method: string,
  path: string,
  body?: object | string,
): Promise<Answer> {
  const response = await fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const said = await response.text()
  const json: unknown = said.startsWith('{') ? JSON.parse(said) : { text: said }
  return { status: response.status, headers: response.headers, body: json as Answer['body'] }
}
