/*
 * docs/security-rules.md, R16, the merchant's side: what they revoke, and what their new password ends, is invalid from that moment
 * on, on every node: codes that nobody has redeemed, access tokens, refresh tokens.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { triedDialects } from '../mechanisms.ts'
import { generateKey } from '@hufu/crypto'
import { type Dialect, servedDialects } from '@hufu/dialects'
import { nextLetter } from '../letters.ts'
import { accountOf, changePassword, isLoggedIn, revoke } from './account.ts'
import { bearerOf, consoleOf, sent } from './operators.ts'
import { browser } from './browser.ts'
import { PASSWORD, type Target, assertRefused, granted, newFile, storeKinds, target } from './target.ts'
import { send } from './wire.ts'

const FRESH = 'another password'
const folder = mkdtempSync(join(tmpdir(), 'hufu-letters-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const mail = { folder, from: 'Hufu <no-reply@example.com>' }

for (const store of storeKinds) {
  suite(`on ${store}`, () => {
    let attacked: Target
    /** Another process on the same file, as far as the store can be shared. */
    let second: Target
    let headers: { readonly authorization: string }
    before(async () => {
      const shared = { key: generateKey(), clock: { at: 1_720_501_200 }, file: newFile() }
      attacked = await target({ store, ...shared, config: { mail } })
      second = store === 'sqlite' ? await target({ store, ...shared, seeded: true }) : attacked
      headers = { authorization: bearerOf(await consoleOf(attacked, 'root')) }
      await attacked.store.putShop({ id: '2000000002', name: 'Another shop', createdAt: 0 })
    })
    after(async () => {
      if (second !== attacked) await second.close()
      await attacked.close()
    })

    /** Of this user's: tokens, and a code that waits. */
    async function given(dialect: Dialect, username: string, app = 'app') {
      const site = attacked.site(dialect)
      const tokens = granted(
        await site.ask('token', { code: await site.code({ clientId: `KEY-${app}` }, username) }, app),
      )
      return { site, tokens, app, code: await site.code({ clientId: `KEY-${app}` }, username) }
    }
    type Given = Awaited<ReturnType<typeof given>>

    async function assertDead({ site, tokens, app, code }: Given): Promise<void> {
      for (const token of [tokens.accessToken, tokens.refreshToken ?? '']) {
        assert.equal(await attacked.live(token), false)
        assert.equal(await second.live(token), false)
      }
      assertRefused(await site.refresh(tokens, {}, app), site.dialect, 'refresh', 'refresh_token_unknown')
      assertRefused(await site.ask('token', { code }, app), site.dialect, 'token', 'code_unknown')
    }
    async function assertAlive({ site, tokens, app, code }: Given): Promise<void> {
      assert.equal(await attacked.live(tokens.accessToken), true)
      assert.equal(await second.live(tokens.accessToken), true)
      granted(await site.ask('token', { code }, app))
    }

    for (const dialect of triedDialects) {
      test(`${dialect.id}: what is revoked is dead, and nothing else`, async () => {
        const name = `own-${dialect.id}`
        await attacked.putUser(name)
        await attacked.putUser(`${name}-2`)
        const mine = await given(dialect, name)
        const others = [await given(dialect, name, 'other'), await given(dialect, `${name}-2`)]
        const me = await accountOf(attacked, name)
        const answer = await revoke(me, `app-${dialect.id}`, name)
        assert.equal(answer.status, 303)
        assert.equal(answer.headers.location, '/account?done=revoked')
        await assertDead(mine)
        for (const other of others) await assertAlive(other)
        // It may be asked for again.
        await assertAlive(await given(dialect, name))
        const entries = await attacked.store.auditEntries({ actor: name, action: 'user.revoke', limit: 9 })
        assert.equal(entries.length, 1)
      })

      test(`${dialect.id}: what administration revokes of an app takes its codes along`, async () => {
        await attacked.putApp(dialect.id, 'third')
        const dead = [await given(dialect, 'demo', 'third')]
        const path = `/admin/api/apps/third-${dialect.id}/grants`
        assert.equal((await send(attacked.origin, path, { method: 'DELETE', headers })).status, 200)
        for (const each of dead) await assertDead(each)
      })
    }

    test('a new password ends sessions, codes and tokens, and the page has said so', async () => {
      await attacked.putUser('changer')
      const all: Given[] = []
      for (const dialect of triedDialects) all.push(await given(dialect, 'changer'))
      const [me, elsewhere] = [await accountOf(attacked, 'changer'), await accountOf(attacked, 'changer')]
      const { body } = await me.get('/account/password')
      for (const { title } of triedDialects) assert.ok(body.includes(`Name of app (${title})`), title)
      assert.equal(
        (await changePassword(me, PASSWORD, FRESH)).headers.location,
        '/account/password?done=password',
      )
      for (const each of all) await assertDead(each)
      assert.equal(await isLoggedIn(me), true)
      assert.equal(await isLoggedIn(elsewhere), false)
      // The one that was begun on the way of an app, too.
      assert.match((await attacked.merchant('changer').get(all[0]!.site.link())).body, /name="password"/)
      await accountOf(attacked, 'changer', FRESH)
    })

    test('a password that is reset by letter ends the same', async () => {
      await attacked.putUser('forgetter', { email: `forgetter-${store}@example.com` })
      const [dialect] = servedDialects
      const mine = await given(dialect!, 'forgetter')
      const elsewhere = await accountOf(attacked, 'forgetter')
      const visitor = browser(attacked.origin)
      await sent(visitor, '/account/forgot', { name: 'forgetter' })
      const { link } = await nextLetter(folder, `forgetter-${store}@example.com`, 0)
      const answer = await sent(visitor, link, { fresh: FRESH, again: FRESH })
      assert.equal(answer.headers.location, '/account/login?done=reset', answer.body)
      await assertDead(mine)
      assert.equal(await isLoggedIn(elsewhere), false)
      await accountOf(attacked, 'forgetter', FRESH)
    })

    test('another shop’s user and a clerk cannot revoke for others', async () => {
      const [dialect] = servedDialects
      await attacked.putUser('boss')
      await attacked.putUser('clerk', { mayAuthorise: false })
      await attacked.putUser('stranger', { shopId: '2000000002' })
      const theirs = await given(dialect!, 'boss')
      for (const name of ['clerk', 'stranger']) {
        const visitor = await accountOf(attacked, name)
        const path = `/account/authorizations/app-${dialect!.id}/boss/revoke`
        assert.equal((await visitor.get(path)).status, 404, name)
        // With a token that is right for the path, as if the form had been shown.
        const shown = await visitor.get('/account/logins')
        assert.ok(!shown.body.includes('boss'))
        const { body } = await visitor.get('/account')
        assert.ok(!body.includes('Name of app'), name)
      }
      assert.equal(await attacked.live(theirs.tokens.accessToken), true)
      // Who may authorise for the shop may end it for the shop.
      await attacked.putUser('partner')
      const partner = await accountOf(attacked, 'partner')
      assert.match((await partner.get('/account')).body, /boss/)
      await revoke(partner, `app-${dialect!.id}`, 'boss')
      await assertDead(theirs)
    })
  })
}

suite('where a platform’s policy keeps what was authorised', () => {
  const [keeping, ending] = servedDialects
  let attacked: Target
  before(async () => {
    const policy = { passwordChange: 'keep-grants' } as const
    attacked = await target({ platforms: { [keeping!.id]: { policy } } })
  })
  after(() => attacked.close())

  test('a new password ends the others alone, codes too', async () => {
    const [kept, ended] = [attacked.site(keeping!), attacked.site(ending!)]
    const tokens = [await kept.tokens(), await ended.tokens()]
    const codes = [await kept.code(), await ended.code()]
    const me = await accountOf(attacked)
    const { body } = await me.get('/account/password')
    assert.ok(body.includes(`Name of app (${ending!.title})`))
    assert.ok(!body.includes(`Name of app (${keeping!.title})`))
    await changePassword(me, PASSWORD, FRESH)
    assert.deepEqual(await Promise.all(tokens.map(({ accessToken }) => attacked.live(accessToken))), [
      true,
      false,
    ])
    granted(await kept.ask('token', { code: codes[0]! }))
    assertRefused(await ended.ask('token', { code: codes[1]! }), ending!, 'token', 'code_unknown')
  })
})
