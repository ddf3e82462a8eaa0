/* I1 to I5 in their short form; `npm run test:crash` has the whole. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { noPostgres, startPostgres } from '../../packages/keeper/test/postgres.ts'
import { assertKept, crashRun } from './run.ts'

async function prove(t: TestContext, store: string): Promise<void> {
  const report = await crashRun({
    name: t.name,
    store,
    connections: 120,
    kills: 10,
    killEvery: 700,
    lifetime: 6,
    replaySeconds: 12,
    slow: [1, 5],
  })
  t.diagnostic(JSON.stringify(report.totals))
  for (const group of report.groups) t.diagnostic(JSON.stringify(group))
  assertKept(report)
}

test('four keepers on one SQLite file, killed while they refresh, lose nothing that is theirs to keep', (t) =>
  prove(t, `sqlite:${join(mkdtempSync(join(tmpdir(), 'hufu-crash-')), 'keeper.db')}`))

test('four keepers on one PostgreSQL', { skip: noPostgres }, async (t) => {
  const postgres = await startPostgres({ durable: true })
  try {
    await prove(t, await postgres.newDatabase())
  } finally {
    await postgres.stop()
  }
})
