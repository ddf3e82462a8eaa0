/* I1 to I5 in their short form; `npm run test:crash` has the whole. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { sqliteKeeperStore } from '@hufu/keeper'
import { assertKept, crashRun } from './run.ts'

test('four keepers on one SQLite file, killed while they refresh, lose nothing that is theirs to keep', async (t) => {
  const file = join(mkdtempSync(join(tmpdir(), 'hufu-crash-')), 'keeper.db')
  const report = await crashRun({
    name: 'SQLite',
    store: `sqlite:${file}`,
    open: () => Promise.resolve(sqliteKeeperStore(file)),
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
})
