import { test } from 'node:test'
import { noPostgres, startPostgres } from '../../packages/keeper/test/postgres.ts'
import { prove } from './short.ts'

test('four keepers on one PostgreSQL, killed while they refresh', { skip: noPostgres }, async (t) => {
  const postgres = await startPostgres({ durable: true })
  try {
    await prove(t, await postgres.newDatabase())
  } finally {
    await postgres.stop()
  }
})
