/* A work that is committed whole: what it reads, when it is done again, and which rules hold among many at once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Change,
  type Operator,
  type Store,
  changeUser,
  createShop,
  createUser,
  disableUser,
  isRefusal,
  issueTicket,
  removeColleague,
  setPassword,
  setOperatorRole,
  setOperatorStatus,
  spendTicket,
  together,
} from '@hufu/accounts'
import { digest, directoryOf } from '@hufu/engine'
import { memoryStore } from '@hufu/store'
import { T0, developerOf, userOf, operatorOf } from './rows.ts'

const opened = () => {
  const store = memoryStore({ now: () => T0 })
  return { store, directory: directoryOf(store) }
}
const entryOf = (subject: string) => ({
  at: T0,
  actor: { kind: 'operator', id: 'o' } as const,
  action: 'user.change',
  subject,
  detail: {},
  address: '',
  requestId: '',
})

/** The same store, and what was committed on it. */
function watched(store: Store) {
  const commits: (readonly Change[])[] = []
  const commit: Store['commit'] = (changes) => {
    commits.push(changes)
    return store.commit(changes)
  }
  return { commits, store: { ...store, commit } }
}

test('a work reads what it has written, and nobody else does until it is committed', async () => {
  const { store, directory } = opened()
  const { commits, store: counted } = watched(store)
  const user = await together({ store: counted, directory }, async (context) => {
    const shop = await createShop('Shop', context)
    assert.ok(!isRefusal(shop))
    const asked = { shopId: shop.id, username: 'li', password: 'a good password' }
    const made = await createUser(asked, context)
    assert.ok(!isRefusal(made))
    assert.equal(((await createUser(asked, context)) as { refused?: string }).refused, 'taken')
    assert.equal((await context.store.userByName('li'))?.id, made.id)
    const changed = await changeUser(made.id, { displayName: 'Li', email: 'li@example.com' }, context)
    await context.store.appendAuditEntries([entryOf(made.id)])
    assert.equal(await store.user(made.id), undefined)
    assert.equal(commits.length, 0)
    return changed
  })
  assert.ok(!isRefusal(user))
  assert.equal(commits.length, 1)
  assert.deepEqual(await store.user(user.id), user)
  assert.equal(user.displayName, 'Li')
  assert.equal((await store.auditEntries({ limit: 9 })).length, 1)
})

test('a work that is refused or throws leaves nothing behind', async () => {
  const { store, directory } = opened()
  const refused = await together({ store, directory }, async (context) => {
    await createShop('Shop', context)
    return changeUser('nobody', {}, context)
  })
  assert.ok(isRefusal(refused))
  const thrown = together({ store }, async (context) => {
    await context.store.putSetting('a', 'b')
    throw new Error('as it happens')
  })
  await assert.rejects(thrown, /as it happens/)
  assert.deepEqual(await store.shops(), [])
  assert.equal(await store.setting('a'), undefined)
})

test('the work is repeated on the present rows if somebody else changed a row first', async () => {
  const { store, directory } = opened()
  await store.putUser(userOf('u'))
  const names = Array.from({ length: 5 }, (_, nth) => `192.0.2.${nth}`)
  let works = 0
  const all = await Promise.all(
    names.map((name) =>
      together({ store, directory }, async (context) => {
        works++
        const before = (await context.store.user('u'))?.addresses ?? []
        const changed = await changeUser('u', { addresses: [...before, name] }, context)
        await context.store.appendAuditEntries([entryOf('u')])
        return changed
      }),
    ),
  )
  assert.ok(!all.some(isRefusal))
  assert.deepEqual((await store.user('u'))?.addresses.toSorted(), names)
  assert.equal((await store.user('u'))?.version, 5)
  assert.equal((await store.auditEntries({ limit: 99 })).length, 5)
  assert.ok(works > 5)
})

test('a user who is disabled, renamed and given a password at once is all of it', async () => {
  const { store, directory } = opened()
  await store.putUser(userOf('u', { password: 'before' }))
  const context = {
    store,
    directory,
    dialects: [],
    policyOf: () => ({ passwordChange: 'end-grants' as const }),
  }
  const all = await Promise.all([
    together(context, (inner) => setPassword('u', 'another password', inner)),
    together(context, (inner) => disableUser('u', inner)),
    together(context, (inner) => changeUser('u', { displayName: 'Renamed' }, inner)),
  ])
  assert.ok(!all.some(isRefusal))
  const user = await store.user('u')
  assert.deepEqual([user?.status, user?.displayName, user?.version], ['disabled', 'Renamed', 3])
  assert.notEqual(user?.password, 'before')
})

test('a work that others always overtake is refused in the end', async () => {
  const { store } = opened()
  const refused = await together({ store: { ...store, commit: async () => false } }, async (context) =>
    context.store.putSetting('a', 'b'),
  )
  assert.equal(isRefusal(refused ?? {}) && (refused as { refused: string }).refused, 'changed_meanwhile')
})

test('the directory sees what was changed as soon as it is committed, and not before', async () => {
  const { store, directory } = opened()
  await store.putUser(userOf('u'))
  await together({ store, directory }, async (context) => {
    const changed = await changeUser('u', { displayName: 'other' }, context)
    assert.notEqual((await directory.user('u'))?.displayName, 'other')
    return changed
  })
  assert.equal((await directory.user('u'))?.displayName, 'other')
})

test('a link is spent by one of many works, and by none that is refused', async () => {
  const { store } = opened()
  const secret = await issueTicket({ purpose: 'user_password', subject: 'u', seconds: 60 }, store)
  const spend = (result: object) =>
    together({ store }, async (context) => {
      const spent = await spendTicket(secret, 'user_password', context.store)
      assert.equal(spent && (await spendTicket(secret, 'user_password', context.store)), undefined)
      return spent ? result : 'gone'
    })
  await spend({ refused: 'unknown', message: '' })
  const answers = await Promise.all(Array.from({ length: 8 }, () => spend({})))
  assert.equal(answers.filter((each) => each !== 'gone').length, 1)
  assert.equal(await store.ticket(digest('ticket', secret), 'user_password', T0), undefined)
})

test('a work within a work is part of it', async () => {
  const { store, directory } = opened()
  const { commits, store: counted } = watched(store)
  await store.putUser(userOf('u'))
  await together({ store: counted, directory }, async (outer) => {
    await together(outer, (inner) => changeUser('u', { displayName: 'inner' }, inner))
    assert.equal((await outer.store.user('u'))?.displayName, 'inner')
    return changeUser('u', { displayName: 'outer' }, outer)
  })
  assert.equal(commits.length, 1)
  assert.deepEqual([(await store.user('u'))?.displayName, (await store.user('u'))?.version], ['outer', 2])
})

const ROUNDS = 20
const adminOf = (username: string): Operator => operatorOf(username, { role: 'admin' })

for (const [how, end] of [
  [
    'demote',
    (username: string, by: string, store: Store) => setOperatorRole(username, 'auditor', { store, by }),
  ],
  [
    'disable',
    (username: string, by: string, store: Store) => setOperatorStatus(username, 'disabled', { store, by }),
  ],
] as const)
  test(`exactly one of two admins who ${how} each other at once is left`, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { store } = opened()
      await store.putOperator(adminOf('a'))
      await store.putOperator(adminOf('b'))
      const ended = (username: string, by: string) =>
        together({ store }, (context) => end(username, by, context.store))
      const both = await Promise.all([ended('a', 'b'), ended('b', 'a')])
      assert.equal(both.filter(isRefusal).length, 1)
      const left = (await store.operators()).filter(
        (each) => each.status === 'active' && each.role === 'admin',
      )
      assert.equal(left.length, 1)
    }
  })

test('exactly one of two developers who remove each other at once is left', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const { store } = opened()
    const [a, b] = [developerOf('a'), developerOf('b')]
    await store.putDeveloper(a)
    await store.putDeveloper(b)
    const both = await Promise.all([
      together({ store }, (context) => removeColleague(a, 'b', context)),
      together({ store }, (context) => removeColleague(b, 'a', context)),
    ])
    assert.equal(both.filter(isRefusal).length, 1)
    assert.equal((await store.developers({})).length, 1)
  }
})
