/* R16: a link to a password that was sent ends with what it was sent for: the password, the address, the account. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import {
  type Developer,
  type TicketPurpose,
  changeUser,
  disableUser,
  eraseDeveloper,
  eraseUser,
  findTicket,
  isRefusal,
  issueTicket,
  setDeveloperPassword,
  setDeveloperStatus,
  setPassword,
} from '@hufu/engine'
import { type AdminContext, administration } from '@hufu/server'
import { type Target, target } from './target.ts'

const FRESH = 'another password'

let it: Target
let context: AdminContext
before(async () => {
  it = await target({ store: 'memory' })
  const { config, store, ring, settings } = it.running.runtime
  context = administration(config, store, ring, settings, it.running.runtime)
})
after(() => it.close())

/** Whether each of the links that were sent before is good after `act`. */
async function goodAfter(
  purposes: readonly TicketPurpose[],
  subject: string,
  act: () => Promise<object>,
): Promise<readonly boolean[]> {
  const sent = await Promise.all(
    purposes.map((purpose) => issueTicket({ purpose, subject, seconds: 3600 }, it.store)),
  )
  const result = await act()
  assert.ok(!isRefusal(result), JSON.stringify(result))
  const found = purposes.map((purpose, at) => findTicket(sent[at] ?? '', purpose, it.store))
  return (await Promise.all(found)).map((each) => each !== undefined)
}

suite('links that were sent to a merchant', () => {
  const endings: readonly (readonly [what: string, act: (id: string) => Promise<object>, good: boolean])[] = [
    ['his password is set', (id) => setPassword(id, FRESH, context), false],
    ['his address changes', (id) => changeUser(id, { email: 'new@example.com' }, context), false],
    ['his address is taken away', (id) => changeUser(id, { email: null }, context), false],
    ['he is disabled', (id) => disableUser(id, context), false],
    ['he is erased', (id) => eraseUser(id, context), false],
    ['his name changes', (id) => changeUser(id, { displayName: 'Somebody' }, context), true],
  ]
  for (const [at, [what, act, good]] of endings.entries())
    test(`${good ? 'are as good as before' : 'end'} when ${what}`, async () => {
      const { id } = await it.putUser(`linked${at}`, { email: 'old@example.com' })
      const then = await goodAfter(['user_password', 'user_invitation'], id, () => act(id))
      assert.deepEqual(then, [good, good])
    })
})

suite('a link that was sent to a developer', () => {
  const endings: readonly (readonly [what: string, act: (of: Developer) => Promise<object>])[] = [
    ['his password is set', (developer) => setDeveloperPassword(developer, FRESH, context)],
    ['he is disabled', ({ id }) => setDeveloperStatus(id, 'disabled', context)],
    ['he is erased', ({ id }) => eraseDeveloper(id, context)],
  ]
  for (const [at, [what, act]] of endings.entries())
    test(`ends when ${what}`, async () => {
      const developer = await it.putDeveloper(`linked${at}`)
      assert.deepEqual(await goodAfter(['developer_password'], developer.id, () => act(developer)), [false])
    })
})
