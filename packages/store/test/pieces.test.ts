/* What looks at many rows does so by an index, a piece at a time, and lets others between. */
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { AuditFilter, Store } from '@hufu/accounts'
import { sqliteStore } from '@hufu/store'
import { auditSearch } from '../src/sqlite/audit.ts'
import { listSql } from '../src/sqlite/lists.ts'
import { migrate } from '../src/sqlite/file/migrate.ts'
import { platformSchema } from '../src/sqlite/migrations.ts'
import { PIECE, oneATurn } from '../src/sqlite/file/one-a-turn.ts'
import { T0, codeAt, codeOf, redeem, userOf } from './rows.ts'

function planner() {
  const db = new DatabaseSync(':memory:')
  migrate(db, ':memory:', platformSchema)
  return (sql: string): string =>
    db
      .prepare(`explain query plan ${sql}`)
      .all(...Array.from({ length: sql.split('?').length - 1 }, () => 1))
      .map(({ detail }) => String(detail))
      .join('; ')
}
const planOf = planner()

const audited: readonly (readonly [Omit<AuditFilter, 'before' | 'limit'>, string])[] = [
  [{}, 'INTEGER PRIMARY KEY (rowid<?)'],
  [{ text: 'x', from: 1, to: 2 }, 'INTEGER PRIMARY KEY (rowid<?)'],
  [{ actor: 'x', text: 'x' }, 'INDEX audit_by_actor (actor=? AND rowid<?)'],
  [{ action: 'x' }, 'INDEX audit_by_action (action=? AND rowid<?)'],
  [{ subject: 'x', actor: 'x', action: 'x' }, 'INDEX audit_by_subject (subject=? AND rowid<?)'],
]
for (const [which, index] of audited) {
  test(`a search of the audit log for ${JSON.stringify(which)} goes on where it stopped, by ${index}`, () => {
    const plan = planOf(auditSearch(which).sql)
    assert.ok(plan.includes(`SEARCH audit USING ${index}`), plan)
    assert.ok(!plan.includes('SCAN audit'), plan)
  })
}

for (const [table, columns, index] of [
  ['users', [], 'users_by_creation ((created_at,id)>(?,?))'],
  ['users', ['shop_id'], 'users_by_shop (shop_id=? AND (created_at,id)>(?,?))'],
  ['shops', [], 'shops_by_creation ((created_at,id)>(?,?))'],
  ['operators', [], 'operators_by_creation ((created_at,id)>(?,?))'],
  ['gateways', [], 'gateways_by_creation ((created_at,id)>(?,?))'],
  ['organisations', [], 'organisations_by_creation ((created_at,id)>(?,?))'],
  ['developers', [], 'developers_by_creation ((created_at,id)>(?,?))'],
  [
    'developers',
    ['organisation_id'],
    'developers_by_organisation (organisation_id=? AND (created_at,id)>(?,?))',
  ],
  ['apps', [], 'apps_by_creation ((created_at,id)>(?,?))'],
  ['apps', ['platform'], 'apps_by_platform (platform=? AND (created_at,id)>(?,?))'],
  ['apps', ['status'], 'apps_by_status (status=? AND (created_at,id)>(?,?))'],
  ['apps', ['organisation_id'], 'apps_by_organisation (organisation_id=? AND (created_at,id)>(?,?))'],
] as const) {
  test(`a list of ${table} ${columns.join()} is read in its order from ${index}`, () => {
    const plan = planOf(listSql(table, columns))
    assert.ok(plan.includes(`INDEX ${index}`), plan)
    assert.ok(!plan.includes('TEMP B-TREE'), plan)
  })
}

test('each turn reads one of the waiting pieces, and readers take turns', async () => {
  let next: (() => void) | undefined
  const piece = oneATurn({ next: (act) => (next = act), after: () => assert.fail(), now: () => 0 })
  const read: string[] = []
  const reader = async (name: string) => {
    for (let nth = 0; nth < 3; nth++) await piece(() => read.push(name))
  }
  const all = Promise.all(['a', 'b', 'c'].map(reader))
  const turns: number[] = []
  while (next) {
    const before = read.length
    const act = next
    next = undefined
    act()
    turns.push(read.length - before)
    await new Promise(setImmediate)
  }
  await all
  assert.deepEqual(turns, Array(9).fill(1))
  assert.equal(read.join(''), 'abcabcabc')
})

test('pieces that took a while leave as much time to others, before the next', async () => {
  let now = 0
  let next: (() => void) | undefined
  const pauses: (readonly [milliseconds: number, act: () => void])[] = []
  const piece = oneATurn({
    next: (act) => (next = act),
    after: (milliseconds, act) => void pauses.push([milliseconds, act]),
    now: () => now,
  })
  const takes = (milliseconds: number) => piece(() => (now += milliseconds))
  const all = [takes(1), takes(1.5), takes(1)]
  const turn = () => {
    const act = next
    next = undefined
    act?.()
  }
  turn()
  assert.equal(pauses.length, 0)
  turn()
  const [[milliseconds, act] = []] = pauses
  assert.equal(milliseconds, 3)
  assert.equal(next, undefined, 'the third waits')
  act?.()
  turn()
  await Promise.all(all)
})

const PIECES = 8

/** How often something else was read while it was waited for. */
async function readBetween(store: Store, long: Promise<unknown>): Promise<number> {
  let ended = false
  void long.finally(() => (ended = true))
  let count = 0
  while (!ended) {
    await store.setting('x')
    count++
  }
  return count
}

test('a search that finds nothing, a long list and many grants let others read between their pieces', async () => {
  const store = sqliteStore(':memory:')
  const many = Array.from({ length: PIECES * PIECE }, (_, nth) => nth)
  await store.appendAuditEntries(
    many.map((nth) => ({
      at: T0 + nth,
      actor: { kind: 'operator', id: 'o' },
      action: 'x.y',
      subject: `${nth}`,
      detail: {},
      address: '',
      requestId: '',
    })),
  )
  await Promise.all(many.map((nth) => store.putUser(userOf(`u${nth}`))))
  await Promise.all(many.map((nth) => store.issueCode(codeOf(nth + 1), [])))
  await Promise.all(many.map((nth) => store.redeemCode(codeAt(nth + 1), redeem({ appId: 'a' }))))
  for (const long of [
    () => store.grants({ appId: 'a', aliveAt: T0 * 2, limit: 10 }),
    () => store.liveGrantDays('a', T0 * 2, 10),
    () => store.auditEntries({ text: 'nowhere', limit: 10 }),
    () => store.auditEntries({ actor: 'o', to: T0, limit: 10 }),
    () => store.users({}),
  ])
    assert.ok((await readBetween(store, long())) >= PIECES, String(long))
  await store.close()
})
