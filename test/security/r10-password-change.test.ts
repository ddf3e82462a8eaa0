/*
 * R10: a new password ends what rests on the one before, a login too that was under way while it was changed. Such a login
 * writes its session after all the others were ended: here the row of one that has ended is put back.
 */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { setTimeout as soon } from 'node:timers/promises'
import { type Digest, digest } from '@hufu/engine'
import { accountOf, changePassword, isLoggedIn } from './account.ts'
import { type Browser, browser } from './browser.ts'
import { OWN_PASSWORD, bearerOf, consoleOf, sent } from './operators.ts'
import { PASSWORD, type Target, storeKinds, target } from './target.ts'
import { JSON_TYPE, send } from './wire.ts'

const FRESH = 'quite another password'

for (const store of storeKinds) {
  suite(`R10: a new password, on ${store}`, () => {
    let it: Target
    before(async () => {
      it = await target({ store })
    })
    after(() => it.close())

    /** What a login that is under way during `change` writes after it. */
    async function lateLogin(visitor: Browser, cookie: string, change: () => Promise<void>): Promise<void> {
      const id: Digest<'session'> = digest('session', visitor.cookies.get(cookie) ?? '')
      const session = await it.store.session(id)
      assert.ok(session)
      await change()
      assert.equal(await it.store.session(id), undefined)
      await it.store.putSession(session)
    }

    test('a merchant’s login with the one before', async () => {
      const [owner, thief] = [await accountOf(it), await accountOf(it)]
      await lateLogin(thief, 'hufu_session', async () => {
        const { headers, body } = await changePassword(owner, PASSWORD, FRESH)
        assert.equal(headers.location, '/account/password?done=password', body)
      })
      assert.equal(await isLoggedIn(thief), false)
      assert.equal(await isLoggedIn(owner), true)
      assert.match((await thief.get(it.sites[0]!.link())).body, /name="password"/)
    })

    test('a developer’s', async () => {
      const [owner, thief] = [await it.developer(), await it.developer()]
      const path = '/developer/account'
      await lateLogin(thief, 'hufu_developer', async () => {
        const fields = { present: PASSWORD, fresh: FRESH, again: FRESH }
        const { headers, body } = await sent(owner, path, fields, `${path}/password`)
        assert.equal(headers.location, `${path}?done=password`, body)
      })
      const isIn = async (as: Browser) => (await as.get(path)).body.includes('action="/developer/logout"')
      assert.equal(await isIn(thief), false)
      assert.equal(await isIn(owner), true)
    })

    test('an operator’s, at the console and at the admin API', async () => {
      const owner = await consoleOf(it, 'root')
      const thief = browser(it.origin)
      await sent(thief, '/operator/login', { username: 'root', password: OWN_PASSWORD })
      await lateLogin(thief, 'hufu_operator', async () => {
        const fields = { present: OWN_PASSWORD, fresh: FRESH, again: FRESH }
        const { headers, body } = await sent(owner, '/operator/password', fields)
        assert.equal(headers.location, '/operator?done=password', body)
      })
      const isIn = async (as: Browser) =>
        (await as.get('/operator')).body.includes('action="/operator/logout"')
      assert.equal(await isIn(thief), false)
      assert.equal(await isIn(owner), true)
      const asked = async (as: Browser) => {
        const headers = { authorization: bearerOf(as) }
        return (await send(it.origin, '/admin/api/session', { headers })).status
      }
      assert.equal(await asked(thief), 401)
      assert.equal(await asked(owner), 200)
    })

    test('an operator who is disabled, or gets another role, while their new password is hashed, stays so', async () => {
      const headers = { authorization: bearerOf(await consoleOf(it, 'chief')), 'content-type': JSON_TYPE }
      const ask = (method: string, path: string, body: object) =>
        send(it.origin, `/admin/api/operators${path}`, { method, headers, body: JSON.stringify(body) })
      for (const [username, method, path, body] of [
        ['leaver', 'POST', '/disable', {}],
        ['demoted', 'PUT', '/role', { role: 'auditor' }],
      ] as const) {
        const own = await consoleOf(it, username)
        const fields = { present: OWN_PASSWORD, fresh: FRESH, again: FRESH }
        const [, { status, body: said }] = await Promise.all([
          sent(own, '/operator/password', fields),
          // The form has been read by then, and is being answered.
          soon(40).then(() => ask(method, `/${username}${path}`, body)),
        ])
        assert.equal(status, 200, said)
      }
      assert.equal((await it.store.operator('leaver'))?.status, 'disabled')
      assert.equal((await it.store.operator('demoted'))?.role, 'auditor')
    })

    test('a session that bears no mark of a password is none', async () => {
      await it.putUser('older')
      const visitor = await accountOf(it, 'older')
      const id = digest('session', visitor.cookies.get('hufu_session') ?? '')
      const { passwordMark: _, ...unmarked } = (await it.store.session(id))!
      await it.store.putSession(unmarked)
      assert.equal(await isLoggedIn(visitor), false)
    })

    test('what was done is a key of the site’s own, not of every object', async () => {
      await it.putUser('curious')
      const visitor = await accountOf(it, 'curious')
      const said = async (key: string) => {
        const { status, body } = await visitor.get(`/account?done=${key}`)
        assert.equal(status, 200)
        return body.slice(body.indexOf('<main'), body.indexOf('</main'))
      }
      for (const key of ['constructor', '__proto__', 'toString'])
        assert.equal(await said(key), await said('nothing'), key)
      assert.notEqual(await said('revoked'), await said('nothing'))
    })
  })
}
