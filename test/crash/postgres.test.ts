import { test } from 'node:test'
import { noPostgres } from '../../packages/keeper-store/test/postgres/binaries.ts'
import { startPostgres } from '../../packages/keeper-store/test/postgres.ts'
import { prove } from './short.ts'

test('four keepers on one PostgreSQL, killed while they refresh', { skip: noPostgres }, async (t) => {
  const postgres = await startPostgres({ durable: true })
  try {
    await prove(t, await postgres.newDatabase())
  } finally {
    await postgres.stop()
  }
})
