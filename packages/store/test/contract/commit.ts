import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NewAuditEntry } from '@hufu/accounts'
import { T0, developerOf, digestOf, userOf, operatorOf } from '../rows.ts'
import type { Open } from '../store-contract.ts'
import { issue } from './grants.ts'

const entry = (subject: string): NewAuditEntry => ({
  at: T0,
  actor: { kind: 'operator', id: 'o' },
  action: 'user.change',
  subject,
  detail: {},
  address: '',
  requestId: '',
})

export function commitContract(open: Open): void {
  test('all that is committed together is there, in its order', async () => {
    const { store } = await open()
    await issue(store, 2)
    const done = await store.commit([
      ['putUser', userOf('u')],
      ['putUser', userOf('u', { version: 1, displayName: 'changed' })],
      ['putSetting', 'a', 'b'],
      ['putSettingOnce', 'a', 'c'],
      ['revokeGrant', 1, T0, 'operator'],
      ['appendAuditEntries', [entry('u')]],
    ])
    assert.equal(done, true)
    assert.equal((await store.user('u'))?.displayName, 'changed')
    assert.equal(await store.setting('a'), 'b')
    const grants = await store.grants({ limit: 9 })
    assert.deepEqual(
      grants.map(({ id, revoked }) => [id, revoked?.because]),
      [
        [2, undefined],
        [1, 'operator'],
      ],
    )
    assert.equal((await store.auditEntries({ limit: 9 })).length, 1)
    assert.equal(await store.commit([]), true)
  })

  const ticket = {
    id: digestOf('ticket', 't'),
    purpose: 'user_password',
    subject: 'u',
    payload: {},
    createdAt: T0,
    expiresAt: T0 + 60,
  } as const
  for (const [what, overtaken] of [
    ['a row that has another version', ['putUser', userOf('u', { version: 7 })]],
    ['a name that is taken', ['putUser', userOf('v', { username: 'name-u' })]],
    ['a ticket that is spent', ['takeTicket', digestOf('ticket', 'other'), 'user_password', T0]],
    ['the last developer of an organisation', ['removeDeveloper', 'd']],
    ['the last active admin', ['requireAdmin', 'root']],
  ] as const)
    test(`nothing of what is committed together is written beside ${what}`, async () => {
      const { store } = await open()
      await store.putUser(userOf('u'))
      await store.putDeveloper(developerOf('d'))
      await store.putOperator(operatorOf('root'))
      await store.putOperator(operatorOf('off', { status: 'disabled' }))
      await store.putOperator(operatorOf('auditor', { role: 'auditor' }))
      await store.putTicket(ticket)
      const beside = store.putSetting('beside', 'written')
      const done = await store.commit([
        ['putSetting', 'a', 'b'],
        ['takeTicket', ticket.id, 'user_password', T0],
        overtaken,
        ['appendAuditEntries', [entry('u')]],
      ])
      assert.equal(done, false)
      await beside
      assert.equal(await store.setting('a'), undefined)
      assert.equal(await store.setting('beside'), 'written')
      assert.deepEqual(await store.ticket(ticket.id, 'user_password', T0), ticket)
      assert.deepEqual(await store.auditEntries({ limit: 9 }), [])
    })

  test('one of many simultaneous commits of the same version is written, completely', async () => {
    const { store } = await open()
    await store.putUser(userOf('u'))
    const done = await Promise.all(
      Array.from({ length: 16 }, (_, nth) =>
        store.commit([
          ['putSetting', `by ${nth}`, ''],
          ['putUser', userOf('u', { version: 1, displayName: `by ${nth}` })],
        ]),
      ),
    )
    assert.deepEqual(done.filter(Boolean), [true])
    const name = (await store.user('u'))?.displayName ?? ''
    assert.deepEqual(await store.settings(''), [[name, '']])
  })

  test('an error within a commit undoes all of it', async () => {
    const { store } = await open()
    const broken = { ...userOf('u'), id: undefined as unknown as string }
    await assert.rejects(
      store.commit([
        ['putSetting', 'a', 'b'],
        ['putUser', broken],
      ]),
    )
    assert.equal(await store.setting('a'), undefined)
  })
}
