/* What the operator console lists is read by acts, so that the act alone says whose role may see it. */
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { createOperator } from '@hufu/accounts'
import { consoleOf } from '../security/operators.ts'
import { type Doors, doors } from './doors.ts'

const folder = resolve(import.meta.dirname, '../../packages/console/src/operator')

/** Reads of lists that are no act's, by file, each with the reason. */
const others: Readonly<Record<string, string>> = {
  'audit/audit.ts': 'an export begins below the newest entry',
  'audit/audit-export.ts': 'an export is longer than any list',
  'platform/dashboard.ts': 'when a key was replaced, as far as the audit log reaches',
}

test('the pages of the operator console read lists by acts, and not from the store', () => {
  const list =
    /\bstore\s*\.\s*(?:users|shops|apps|operators|developers|organisations|gateways|grants|appHistory|auditEntries)\(/
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && list.test(readFileSync(join(folder, path), 'utf8')))
  assert.deepEqual(found.toSorted(), Object.keys(others).toSorted())
})

suite('the overview', () => {
  let all: Doors
  before(async () => {
    all = await doors()
    const { store, clock } = all.site
    await createOperator('unused', { store }, 'support')
    for (const account of ['operator frozen-one', 'user frozen-user', 'developer frozen@example.com'])
      await store.countLoginFailure(`frozen ${account} 192.0.2.0/24`, clock.at, clock.at, clock.at + 3600)
  })
  after(() => all.close())

  const names = ['unused', 'frozen-one', 'frozen-user', 'frozen@example.com'] as const
  for (const [role, seen] of [
    ['admin', names],
    ['auditor', names],
    ['support', ['frozen-user', 'frozen@example.com']],
    ['reviewer', ['frozen@example.com']],
  ] as const)
    test(`shows the accounts that the role ${role} may read, and no other`, async () => {
      const { body } = await (await consoleOf(all.site, `as-${role}`, role)).get('/operator')
      assert.deepEqual(
        names.filter((name) => body.includes(name)),
        seen,
      )
    })
})
