/* The whole form of the crash proofs: `npm run test:crash`. Its figures are printed; it ends with 1 where a promise was broken. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { noPostgres } from '../../packages/keeper-store/test/postgres/binaries.ts'
import { startPostgres } from '../../packages/keeper-store/test/postgres.ts'
import { type CrashReport, assertKept, crashRun } from './run.ts'

const whole = {
  connections: 1000,
  kills: Number(process.env['HUFU_KILLS'] ?? 200),
  // A call takes up to 17 s, and a process lives for some 10.
  killEvery: 1800,
  lifetime: 40,
  replaySeconds: 30,
  slow: [8, 17],
  progress: (line: string) => {
    console.log(line)
  },
} as const

function print({ groups, totals, kills, tokens, journaled }: CrashReport): void {
  const { received, committed, committedNotAnswered, replayed, mostInFlight, mostOverQuota } = totals
  console.log(
    `${kills} kills, ${tokens} tokens handed out, ${received} refresh calls, ${committed} committed, ` +
      `${committedNotAnswered} of them not answered, ${replayed} answered once more, ${journaled} by the journal; ` +
      `most in flight for one token ${mostInFlight}, most over a quota ${mostOverQuota}`,
  )
  for (const { platform, repeats, stories } of groups)
    if (repeats) for (const story of stories) console.log(`${platform}: lost: ${story}`)
  console.table(
    groups.map(({ platform, connections, rows, repeats, lost, unpersisted }) => ({
      platform,
      connections,
      'rows in the end': rows,
      'repeats its answers': repeats,
      lost,
      'committed, and the answer not persisted': unpersisted,
    })),
  )
}

async function prove(name: string, store: string): Promise<boolean> {
  console.log(`\n== ${name}`)
  const report = await crashRun({ ...whole, name, store })
  print(report)
  try {
    assertKept(report)
    console.log('I1 to I5 held')
    return true
  } catch (error) {
    console.error(error)
    return false
  }
}

const file = join(mkdtempSync(join(tmpdir(), 'hufu-crash-')), 'keeper.db')
const asked = process.argv.slice(2)
let held = true
if (asked.length === 0 || asked.includes('sqlite')) held = (await prove('SQLite', `sqlite:${file}`)) && held
if (asked.length === 0 || asked.includes('postgres')) {
  if (noPostgres !== false) console.log(`\n== PostgreSQL: left out: ${noPostgres}`)
  else {
    const postgres = await startPostgres({ durable: true })
    try {
      held = (await prove('PostgreSQL', await postgres.newDatabase())) && held
    } finally {
      await postgres.stop()
    }
  }
}
process.exitCode = held ? 0 : 1
