import type { Client } from 'pg'
import { postgresError } from './postgres-error.ts'

/** "Hufk", as the lock's first number: the second is the schema's. */
const LOCK = 0x4875666b

const text = async (client: Client, sql: string, values: readonly unknown[] = []): Promise<string | null> => {
  const { rows } = await client.query<[string | null]>({ text: sql, values: [...values], rowMode: 'array' })
  return rows[0]?.[0] ?? null
}

const tablesOf = async (client: Client, schema: string): Promise<readonly string[]> => {
  const { rows } = await client.query<{ readonly tablename: string }>(
    'select tablename from pg_tables where schemaname = $1',
    [schema],
  )
  return rows.map(({ tablename }) => tablename)
}

/** How many steps were made; undefined in an empty schema, or where there is none. */
async function versionOf(client: Client, schema: string, shown: string): Promise<number | undefined> {
  // A query, because `to_regclass` may use this connection's stale cache.
  const tables = await tablesOf(client, schema)
  if (tables.length === 0) return undefined
  if (!tables.includes('keeper_schema')) throw postgresError('foreign', `${shown}, schema ${schema}`)
  return Number(await text(client, `select version::text from "${schema}".keeper_schema`))
}

/** Whether it is there: who may not create schemas may still be given one. */
const exists = async (client: Client, schema: string): Promise<boolean> =>
  (await text(client, 'select nspname::text from pg_namespace where nspname = $1', [schema])) !== null

/**
 * Brings the tables up to the last of these steps, in one transaction. Several processes may do so at once: one does it,
 * the others wait. Nothing is written where nothing is to be done.
 * @throws {StoreError} for another program's tables, and for those that are newer than the steps.
 */
export async function migrate(
  client: Client,
  {
    schema,
    shown,
    steps,
  }: { readonly schema: string; readonly shown: string; readonly steps: readonly string[] },
): Promise<void> {
  const isPresent = (version: number | undefined): boolean => {
    if (version !== undefined && version > steps.length) throw postgresError('newer_schema', shown)
    return version === steps.length
  }
  if (isPresent(await versionOf(client, schema, shown))) return
  await client.query('begin isolation level read committed')
  try {
    await client.query('select pg_advisory_xact_lock($1, hashtext($2))', [LOCK, schema])
    // Asked again: another process may have been first.
    const version = await versionOf(client, schema, shown)
    if (!isPresent(version)) {
      if (version === undefined) await lay(client, schema)
      await client.query(`set local search_path to "${schema}"`)
      for (const step of steps.slice(version ?? 0)) await client.query(step)
      await client.query('update keeper_schema set version = $1', [steps.length])
    }
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

/** The schema, and in it the table that says whose it is. */
async function lay(client: Client, schema: string): Promise<void> {
  if (!(await exists(client, schema))) await client.query(`create schema "${schema}"`)
  await client.query(`
    create table "${schema}".keeper_schema (one integer primary key check (one = 1), version integer not null);
    insert into "${schema}".keeper_schema (one, version) values (1, 0)`)
}
