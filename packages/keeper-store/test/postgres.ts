/*
 * A real PostgreSQL on a free port of this machine: of this test process's own, or one that all files of `npm test` share. Where there is none for the platform,
 * `noPostgres` says why: { skip: noPostgres }.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { account, programs } from './postgres/binaries.ts'

import { sharedServer } from './shared-server.ts'

export { noPostgres } from './postgres/binaries.ts'

/** Enough for tests that only need databases. */
export interface TestDatabases {
  /** The address of a new, empty database. */
  newDatabase(): Promise<string>
  stop(): Promise<void>
}

export interface TestPostgres extends TestDatabases {
  /** Of one of its databases. */
  address(database: string): string
  /** As `pg_ctl stop -m fast`, or, like a crash, `-m immediate`. The data stay. */
  halt(how?: 'fast' | 'immediate'): Promise<void>
  /** Again, on the same port and with the same data. */
  resume(): Promise<void>
  /** Ends it and takes its data away. */
  stop(): Promise<void>
}

export interface TestPostgresOptions {
  /** What it says is committed survives a crash of the machine: slower. */
  readonly durable?: boolean
  /** Where its data are to be; the folder for temporary files by default. */
  readonly folder?: string
  /** More settings, such as `max_connections=20`. */
  readonly settings?: readonly string[]
}

const USER = 'hufu'
/** What an address must write in another way. */
const PASSWORD = 'p@ss/w#rd?%'

/** When this process is told to end, it ends its server too. */
const quit = () => process.exit(1)

const fast = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'shared_buffers=32MB']

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** Makes databases by way of one that is there. Names are unlike those of other processes. */
function databasesAt(address: string): TestDatabases['newDatabase'] {
  let made = 0
  return async () => {
    const name = `test_${process.pid}_${++made}`
    const client = new pg.Client(address)
    await client.connect()
    await client.query(`create database ${name}`)
    await client.end()
    const own = new URL(address)
    own.pathname = name
    return own.href
  }
}

/** Databases of the server that all files share, or of this file's own: it is neither halted nor set otherwise. */
export async function someDatabases(): Promise<TestDatabases> {
  const shared = await sharedServer('postgres')
  if (shared === undefined) return startPostgres()
  return { newDatabase: databasesAt(shared), stop: () => Promise.resolve() }
}

export async function startPostgres({
  durable = false,
  settings = [],
  folder = tmpdir(),
}: TestPostgresOptions = {}): Promise<TestPostgres> {
  const scratch = mkdtempSync(join(folder, 'hufu-postgres-'))
  const as = account()
  const [data, secret] = [join(scratch, 'data'), join(scratch, 'password')]
  mkdirSync(data, { mode: 0o700 })
  writeFileSync(secret, PASSWORD, { mode: 0o600 })
  if (as) for (const path of [scratch, data, secret]) chownSync(path, as.uid, as.gid)
  const bin = join(programs(scratch), 'bin')
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

  const made = spawnSync(
    join(bin, 'initdb'),
    [
      '-D',
      data,
      '-U',
      USER,
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ],
    { ...as, env, encoding: 'utf8', cwd: scratch },
  )
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}${made.error?.message ?? ''}`)

  let port = await freePort()
  let server: ChildProcess | undefined

  async function run(): Promise<void> {
    const flags = [
      `port=${port}`,
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      ...(durable ? [] : fast),
      ...settings,
    ]
    const child = spawn(join(bin, 'postgres'), ['-D', data, ...flags.flatMap((flag) => ['-c', flag])], {
      ...as,
      env,
      cwd: scratch,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    await new Promise<void>((ready, failed) => {
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said = `${said}${text}`.slice(-4000)
        if (said.includes('ready to accept connections')) ready()
      })
      child.once('error', failed)
      child.once('close', () => failed(new Error(`postgres: ${said}`)))
    })
    child.unref()
    server = child
  }

  async function halt(how: 'fast' | 'immediate' = 'fast'): Promise<void> {
    const child = server
    if (!child) return
    server = undefined
    const ended = once(child, 'close')
    child.ref()
    child.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT')
    await ended
  }

  const cleanUp = () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
  const atExit = () => {
    server?.kill('SIGQUIT')
    cleanUp()
  }
  process.once('exit', atExit)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, quit)

  await run().catch(async () => {
    // Somebody was first with the port.
    port = await freePort()
    await run()
  })

  const address = (database: string) =>
    `postgres://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${database}`
  return {
    address,
    newDatabase: databasesAt(address('postgres')),
    halt,
    resume: run,
    async stop() {
      await halt()
      process.off('exit', atExit)
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.off(signal, quit)
      cleanUp()
    },
  }
}
