import type { PoolConfig } from 'pg'
import type { KeeperStore } from './store.ts'
import { addressOf } from './postgres/address.ts'
import { postgresDatabase } from './postgres/database.ts'
import { driver } from './postgres/driver.ts'
import { numberingEvents } from './postgres/event-numbers.ts'
import { lookingAtFirst } from './postgres/first-look.ts'
import { migrate } from './postgres/migrate.ts'
import { toStoreError } from './postgres/postgres-error.ts'
import { steps } from './postgres/schema.ts'
import { checkSurroundings } from './postgres/surroundings.ts'
import { verbs } from './sql/verbs.ts'

export interface KeeperPostgresOptions {
  /** The schema of the tables; `hufu_keeper` by default. Created if it does not exist. */
  readonly schema?: string
  /** The maximum number of connections of this process; 10 by default. */
  readonly connections?: number
  /** Milliseconds to wait for a connection, and for another's lock on a row; 5,000 by default. */
  readonly patience?: number
  /** Seconds that the store's clock is ahead of the server's; for tests. */
  readonly ahead?: () => number
}

/** Times patience: for a statement, and for a transaction of which nothing is heard. */
const STATEMENT = 3

/**
 * A keeper's store in PostgreSQL 14 or later, which any number of processes on any number of machines may share. Its
 * clock is the server's. The library `pg` is loaded here, and only here.
 *
 * Where the server is lost while a verb is under way (reason `unreachable`), it may have been done or not.
 * @param url `postgres://user:password@host:5432/database`, with the parameters that `pg` knows, such as `sslmode`.
 * @throws {StoreError} when the database cannot be used, holds another program's tables, or those of a newer version.
 */
export async function postgresKeeperStore(
  url: string,
  options: KeeperPostgresOptions = {},
): Promise<KeeperStore> {
  const { schema = 'hufu_keeper', connections = 10, patience = 5000, ahead = () => 0 } = options
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema) || schema.startsWith('pg_'))
    throw new TypeError('schema: small letters, digits and underscores, 63 at most, and not pg_ first')
  const address = addressOf(url)
  const { shown } = address
  const pg = await driver()

  const config = (settings: readonly string[]): PoolConfig => {
    const full = new URL(address.url)
    const asked = full.searchParams.get('options')
    const ours = ['default_transaction_isolation=read\\ committed', `search_path=${schema}`, ...settings]
    full.searchParams.set('options', [asked ?? '', ...ours.map((each) => `-c ${each}`)].join(' ').trim())
    return {
      connectionString: full.href,
      application_name: 'hufu keeper',
      connectionTimeoutMillis: patience,
      keepAlive: true,
      types: pg.types,
    }
  }

  try {
    const client = new pg.Client(config([]))
    client.on('error', () => undefined)
    let more: readonly string[]
    try {
      await client.connect()
      more = await checkSurroundings(client, shown)
      await migrate(client, { schema, shown, steps })
    } finally {
      await client.end()
    }
    const pool = new pg.Pool({
      ...config([
        `statement_timeout=${STATEMENT * patience}`,
        `lock_timeout=${patience}`,
        `idle_in_transaction_session_timeout=${STATEMENT * patience}`,
        ...more,
      ]),
      max: connections,
      allowExitOnIdle: true,
      // A server that is gone without a word: later than the server would have said so itself.
      query_timeout: (STATEMENT + 1) * patience,
    })
    // The next verb says it, to somebody who listens.
    pool.on('error', () => undefined)
    pool.on('connect', (each) => each.on('error', () => undefined))
    const database = postgresDatabase(pool, shown, ahead)
    return lookingAtFirst(database, numberingEvents(database, verbs(database)))
  } catch (error) {
    throw toStoreError(error, shown)
  }
}
