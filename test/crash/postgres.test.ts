/* In `npm test` the proof is made on SQLite alone; on PostgreSQL it is made by `npm run test:long` and `npm run test:crash`. */
import { test } from 'node:test'
import { noPostgres } from '../../packages/keeper-store/test/postgres/binaries.ts'
import { startPostgres } from '../../packages/keeper-store/test/postgres.ts'
import { long } from '../long.ts'
import { prove } from './short.ts'

test(
  'four keepers on one PostgreSQL, killed while they refresh',
  { skip: noPostgres || (!long && 'it is in the long form') },
  async (t) => {
    const postgres = await startPostgres({ durable: true })
    try {
      await prove(t, await postgres.newDatabase())
    } finally {
      await postgres.stop()
    }
  },
)
