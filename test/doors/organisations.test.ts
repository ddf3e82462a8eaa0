/* What developers may do to organisations and to one another, by the acts that operators have too. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { acts } from '@hufu/acts'
import type { By } from '@hufu/acts/act'
import { administration } from '@hufu/acts/administration'
import { perform } from '@hufu/acts/perform'
import { type Target, target } from '../security/target.ts'

let site: Target
before(async () => {
  site = await target({ store: 'memory' })
  for (const id of ['one', 'two']) await site.putDeveloper(id)
})
after(() => site.close())

const of = (id: string): By => ({
  kind: 'developer',
  account: { id: `dev-${id}`, organisationId: `org-${id}` },
})

const surroundings = (by: By) => {
  const { config, store, ring, settings } = site.running.runtime
  return {
    ...administration(config, store, ring, settings),
    by,
    from: { address: '192.0.2.1', requestId: 'r' },
  }
}

suite('a developer', () => {
  test('renames the organisation that they are in, and says neither whether it is verified nor where it tests', async () => {
    const given = { organisation: 'org-one', name: 'Renamed', verified: true, testShops: ['2000000099'] }
    const before = await site.store.organisation('org-one')
    const changed = await perform(acts['organisation.change'], given, surroundings(of('one')))
    assert.ok(!('refused' in changed), JSON.stringify(changed))
    const { name, verified, testShops } = changed.organisation
    assert.deepEqual([name, verified, testShops], ['Renamed', false, before?.testShops])
    const [entry] = await site.store.auditEntries({ limit: 1 })
    assert.deepEqual(entry?.actor, { kind: 'developer', id: 'dev-one' })
    assert.deepEqual(
      [entry.action, entry.subject, entry.detail],
      ['organisation.change', 'org-one', { name: 'Renamed' }],
    )
  })

  test('learns nothing of another organisation, and removes nobody from it', async () => {
    for (const [act, given] of [
      [acts['organisation.change'], { organisation: 'org-two', name: 'Mine' }],
      [acts['developer.remove'], { developer: 'dev-two' }],
    ] as const) {
      const refused = await perform(act, given, surroundings(of('one')))
      assert.equal(refused && 'refused' in refused && refused.refused, 'unknown')
    }
    assert.ok(await site.store.developer('dev-two'))
  })

  test('invites into their own organisation alone, whatever else they say', async () => {
    const given = { email: 'new@example.com', organisationId: 'org-two', organisation: 'A new one' }
    const invited = await perform(acts['developer.invite'], given, surroundings(of('one')))
    assert.ok(!('refused' in invited), JSON.stringify(invited))
    assert.equal(invited.organisation, (await site.store.organisation('org-one'))?.name)
  })

  test('helps nobody as operators do', async () => {
    for (const act of [
      acts['developer.reset_second_factor'],
      acts['developer.erase'],
      acts['developer.show'],
    ]) {
      const refused = await perform(act, { developer: 'dev-one' }, surroundings(of('one')))
      assert.equal('refused' in refused && refused.refused, 'not_allowed')
    }
  })
})
