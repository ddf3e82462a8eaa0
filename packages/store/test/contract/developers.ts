import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Organisation } from '@hufu/accounts'
import { T0, developerOf, digestOf } from '../rows.ts'
import type { Open } from '../store-contract.ts'

const organisationOf = (id: string, more: Partial<Organisation> = {}): Organisation => ({
  id,
  version: 0,
  name: `Organisation ${id}`,
  verified: false,
  testShops: [],
  createdAt: T0,
  ...more,
})

export function developerContract(open: Open): void {
  test('one of sixteen changes of the same version of an organisation or a developer succeeds', async () => {
    const { store } = await open()
    await store.putOrganisation(organisationOf('o'))
    await store.putDeveloper(developerOf('a'))
    const sixteen = Array.from({ length: 16 }, (_, nth) => ({ version: 1, name: `by ${nth}` }))
    const put = await Promise.all(sixteen.map((each) => store.putOrganisation(organisationOf('o', each))))
    assert.deepEqual(put.filter(Boolean), [true])
    assert.equal((await store.organisation('o'))?.name, `by ${put.indexOf(true)}`)
    const changed = await Promise.all(sixteen.map((each) => store.putDeveloper(developerOf('a', each))))
    assert.deepEqual(changed.filter(Boolean), [true])
    assert.equal((await store.developer('a'))?.name, `by ${changed.indexOf(true)}`)
    assert.equal(await store.putOrganisation(organisationOf('o')), false)
    assert.equal(await store.putDeveloper(developerOf('a', { version: 3 })), false)
    assert.equal(await store.putDeveloper(developerOf('nobody', { version: 1 })), false)
    assert.equal(await store.organisation('nobody'), undefined)
    assert.equal(await store.developer('nobody'), undefined)
  })

  test('an e-mail address is one developer’s, who may change it', async () => {
    const { store } = await open()
    const email = 'li@example.com'
    const put = await Promise.all(
      Array.from({ length: 16 }, (_, nth) => store.putDeveloper(developerOf(`d${nth}`, { email }))),
    )
    assert.deepEqual(put.filter(Boolean), [true])
    const id = `d${put.indexOf(true)}`
    assert.equal((await store.developerByEmail(email))?.id, id)
    await store.putDeveloper(developerOf('other'))
    assert.equal(await store.putDeveloper(developerOf('other', { version: 1, email })), false)
    assert.equal((await store.developer('other'))?.version, 0)
    const whole = developerOf(id, {
      version: 1,
      email: 'wang@example.com',
      totp: { sealed: '1.k.x', lastStep: 7, recovery: [digestOf('recovery', 'r')], since: T0 },
    })
    assert.equal(await store.putDeveloper(whole), true)
    assert.deepEqual(await store.developerByEmail('wang@example.com'), whole)
    assert.equal(await store.developerByEmail(email), undefined)
    assert.equal(await store.putDeveloper(developerOf('other', { version: 1, email })), true)
  })

  test('organisations are listed, and developers of one of them or all', async () => {
    const { store } = await open()
    for (const [id, more] of [
      ['b', { organisationId: 'o1' }],
      ['a', { organisationId: 'o2' }],
      ['c', { organisationId: 'o1', createdAt: T0 - 1 }],
    ] as const)
      await store.putDeveloper(developerOf(id, more))
    const ids = async (which: { organisationId?: string }) =>
      (await store.developers(which)).map(({ id }) => id)
    assert.deepEqual(await ids({}), ['c', 'a', 'b'])
    assert.deepEqual(await ids({ organisationId: 'o1' }), ['c', 'b'])
    assert.deepEqual(await ids({ organisationId: 'o3' }), [])
    await store.putOrganisation(organisationOf('o2'))
    await store.putOrganisation(organisationOf('o1', { createdAt: T0 + 1 }))
    assert.deepEqual(
      (await store.organisations()).map(({ id }) => id),
      ['o2', 'o1'],
    )
  })

  test('a developer is removed, but for the last who may log in', async () => {
    const { store } = await open()
    const both = ['a', 'b']
    for (const id of both) await store.putDeveloper(developerOf(id))
    await store.putDeveloper(developerOf('disabled', { status: 'disabled' }))
    await store.putDeveloper(developerOf('elsewhere', { organisationId: 'o2' }))
    assert.equal(await store.removeDeveloper('nobody'), false)
    const removed = await Promise.all(both.map((id) => store.removeDeveloper(id)))
    assert.equal(removed.filter(Boolean).length, 1, 'two who remove one another at once')
    const left = both[removed.indexOf(false)] ?? ''
    assert.equal(await store.removeDeveloper(left), false)
    assert.equal(await store.removeDeveloper('disabled'), true)
    assert.deepEqual(
      (await store.developers({ organisationId: 'o1' })).map(({ id }) => id),
      [left],
    )
    assert.equal(await store.developerByEmail(`${both[removed.indexOf(true)]}@example.com`), undefined)
    await store.eraseDeveloper(left)
    assert.deepEqual(await store.developers({ organisationId: 'o1' }), [])
  })
}
