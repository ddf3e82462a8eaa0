import type pg from 'pg'
import { codeOf, postgresError } from './postgres-error.ts'

/** PostgreSQL's `bigint`: a generation is far from where a number ends. */
const BIGINT = 20

export interface Driver extends Pick<typeof pg, 'Client' | 'Pool'> {
  readonly types: pg.CustomTypesConfig
}

/**
 * Loads `pg`, which is installed with this package unless somebody left optional dependencies out.
 * @throws {StoreError} unopenable
 */
export async function driver(): Promise<Driver> {
  const { Client, Pool, types } = await load()
  const getTypeParser: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
    oid === BIGINT ? Number : (types.getTypeParser(oid, format) as (text: string) => unknown)
  return { Client, Pool, types: { getTypeParser } }
}

async function load(): Promise<typeof pg> {
  try {
    return (await import('pg')).default
  } catch (error) {
    if (codeOf(error) !== 'ERR_MODULE_NOT_FOUND') throw error
    throw postgresError('unopenable', 'pg', error, [
      'the library that speaks to PostgreSQL is not installed',
      'run `npm install pg`, or keep the connections in a file (sqlite:keeper.db)',
    ])
  }
}
