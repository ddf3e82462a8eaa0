/* The short form of the crash proofs; `npm run test:crash` has the whole. */
import type { TestContext } from 'node:test'
import { assertKept, crashRun } from './run.ts'

/** Proves I1 to I5 on the store, and tells the figures. */
export async function prove(t: TestContext, store: string): Promise<void> {
  const report = await crashRun({
    name: t.name,
    store,
    connections: 40,
    kills: 3,
    killEvery: 700,
    lifetime: 6,
    // On a machine that is busy with other tests a lost answer is asked for again late, minutes even.
    replaySeconds: 180,
    slow: [1, 5],
    timeoutSeconds: 7,
  })
  t.diagnostic(JSON.stringify(report.totals))
  for (const { stories, ...group } of report.groups)
    t.diagnostic(JSON.stringify(group.repeats ? { ...group, stories } : group))
  assertKept(report)
}
