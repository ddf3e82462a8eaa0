/*
 * R16: a link to a password that was sent ends with what it was sent for: the password, the address, the account. Its
 * owner hears of what operators change there, and the audit log keeps none of it.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import {
  type Developer,
  type TicketPurpose,
  changeUser,
  disableUser,
  eraseDeveloper,
  eraseUser,
  readerOf,
  findTicket,
  isRefusal,
  issueTicket,
  setDeveloperPassword,
  setDeveloperStatus,
  setPassword,
} from '@hufu/accounts'
import type { AdminContext } from '@hufu/acts/api/context'
import { administration } from '@hufu/acts/administration'
import { nextLetter, received } from '../letters.ts'
import { browser } from './browser.ts'
import { bearerOf, consoleOf, sent } from './operators.ts'
import { SHOP, type Target, target } from './target.ts'
import { send } from './wire.ts'

const FRESH = 'another password'
const folder = mkdtempSync(join(tmpdir(), 'hufu-letters-'))
after(() => rmSync(folder, { recursive: true, force: true }))

let it: Target
let context: AdminContext
before(async () => {
  it = await target({ store: 'memory', config: { mail: { folder, from: 'a@example.com' } } })
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
    ['the password is set', (id) => setPassword(id, FRESH, context), false],
    ['the address changes', (id) => changeUser(id, { email: 'new@example.com' }, context), false],
    ['the address is removed', (id) => changeUser(id, { email: null }, context), false],
    ['the account is disabled', (id) => disableUser(id, context), false],
    ['the account is erased', (id) => eraseUser(id, context), false],
    ['the name changes', (id) => changeUser(id, { displayName: 'Somebody' }, context), true],
  ]
  for (const [at, [what, act, good]] of endings.entries())
    test(`${good ? 'are as good as before' : 'end'} when ${what}`, async () => {
      const { id } = await it.putUser(`linked${at}`, { email: 'old@example.com' })
      const then = await goodAfter(['user_password', 'user_invitation'], id, () => act(id))
      assert.deepEqual(then, [good, good])
    })
})

test('a letter that waits is sent no more when its reader is erased, merchant or developer', async () => {
  const user = await it.putUser('erased', { email: 'Erased@example.com' })
  const letter = (id: string, address: string) =>
    it.store.putLetter({ id, reader: readerOf(address), sealed: '', createdAt: it.store.now(), tries: 0 })
  await letter('merchant', 'erased@Example.com')
  await letter('other', 'other@example.com')
  await eraseUser(user.id, context)
  const left = async () => (await it.store.letters(9)).map(({ id }) => id)
  assert.deepEqual(await left(), ['other'])
})

suite('a link that was sent to a developer', () => {
  const endings: readonly (readonly [what: string, act: (of: Developer) => Promise<object>])[] = [
    ['the password is set', (developer) => setDeveloperPassword(developer, FRESH, context)],
    ['the account is disabled', ({ id }) => setDeveloperStatus(id, 'disabled', context)],
    ['the account is erased', ({ id }) => eraseDeveloper(id, context)],
  ]
  for (const [at, [what, act]] of endings.entries())
    test(`ends when ${what}`, async () => {
      const developer = await it.putDeveloper(`linked${at}`)
      assert.deepEqual(await goodAfter(['developer_password'], developer.id, () => act(developer)), [false])
    })
})

suite('what an operator changes of an account', () => {
  const call = async (authorization: string, method: string, path: string, body: object) => {
    const headers = { authorization, 'content-type': 'application/json' }
    const answer = await send(it.origin, `/admin/api${path}`, { method, headers, body: JSON.stringify(body) })
    assert.ok(answer.status < 300, answer.body)
    return JSON.parse(answer.body) as { readonly user: { readonly id: string } }
  }
  const entries = async (subject: string) =>
    JSON.stringify(await it.store.auditEntries({ subject, limit: 10 }))

  test('its owner is told by letter, and of it the audit log has the members alone', async () => {
    const bearer = bearerOf(await consoleOf(it, 'api'))
    const { user } = await call(bearer, 'POST', '/users', {
      shopId: SHOP,
      username: 'private-name',
      displayName: 'Private Person',
      email: 'private@example.com',
    })
    await call(bearer, 'PUT', `/users/${user.id}/password`, { password: FRESH })
    assert.match((await nextLetter(folder, 'private@example.com', 0)).text, /account\/forgot/)
    await call(bearer, 'PATCH', `/users/${user.id}`, {
      email: 'moved@example.com',
      addresses: ['192.0.2.99'],
    })
    assert.equal((await nextLetter(folder, 'private@example.com', 1)).subject.length > 0, true)
    await call(bearer, 'PATCH', `/users/${user.id}`, { displayName: 'Another Person' })
    const kept = await entries(user.id)
    assert.doesNotMatch(kept, /rivate|Person|moved|192\.0\.2\.99/)
    for (const members of ['displayName email username', 'addresses email', 'displayName'])
      assert.ok(kept.includes(`"members":"${members}"`), kept)
    assert.equal(received(folder).filter(({ to }) => to === 'moved@example.com').length, 0)
  })

  test('logs only the names of the changed members from the merchant’s page too', async () => {
    await it.putUser('paged', { email: 'paged@example.com', displayName: 'Paged Person' })
    const visitor = await consoleOf(it, 'pages')
    const page = '/operator/merchants/paged'
    const fields = { displayName: 'Paged Person', email: '', mayAuthorise: 'yes', addresses: '192.0.2.99' }
    assert.equal((await sent(visitor, page, fields)).status, 303)
    assert.ok((await nextLetter(folder, 'paged@example.com', 0)).subject.length > 0)
    const kept = await entries('paged')
    assert.ok(
      kept.includes('"members":"addresses email"') || kept.includes('"members":"email addresses"'),
      kept,
    )
    assert.doesNotMatch(kept, /Person|example\.com|192\.0\.2\.99/)
  })
})

test('the owner is told of the password that was chosen by a link of an operator’s', async () => {
  await it.putUser('linked', { email: 'linked@example.com' })
  await sent(
    await consoleOf(it, 'linker'),
    '/operator/merchants/linked',
    {},
    '/operator/merchants/linked/invite',
  )
  const { link } = await nextLetter(folder, 'linked@example.com', 0)
  const chosen = await sent(browser(it.origin), link, { fresh: FRESH, again: FRESH })
  assert.equal(chosen.status, 303)
  assert.match((await nextLetter(folder, 'linked@example.com', 1)).text, /account\/forgot/)
})

test('a user who is added without a password is invited, by letter or by a link that is shown once', async () => {
  const visitor = await consoleOf(it, 'inviter')
  const add = (fields: Readonly<Record<string, string>>) =>
    sent(
      visitor,
      '/operator/merchants',
      { shopId: SHOP, password: '', ...fields },
      '/operator/merchants/user',
    )
  const added = await add({ username: 'by-letter', email: 'letter@example.com' })
  assert.equal(added.status, 303, added.body)
  assert.match((await nextLetter(folder, 'letter@example.com', 0)).link, /^\/account\/welcome\?ticket=/)
  const shown = await add({ username: 'by-link', email: '' })
  assert.equal(shown.status, 200)
  assert.match(shown.body, /\/account\/welcome\?ticket(=|&#61;)[\w-]{43}/)
})
