/* SECURITY.md R17: administration is for operators alone, each as far as his role goes. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { createOperator, isRefusal } from '@hufu/engine'
import { browser } from './browser.ts'
import { OWN_PASSWORD, consoleOf, sent } from './operators.ts'
import { type Target, target } from './target.ts'

suite('R17: the operator console', () => {
  let site: Target
  before(async () => {
    site = await target()
  })
  after(() => site.close())

  test('leads a stranger to the login, and back to where he was going', async () => {
    const stranger = browser(site.origin)
    const page = await stranger.get('/operator')
    assert.equal(formAction(page.forms), '/operator/login')
    assert.match(page.body, /name="next" value="\/operator"/)
  })

  test('what is not there is said in the words of the console below its path, and of no site elsewhere', async () => {
    const page = await browser(site.origin).get('/operator/nowhere/at-all?x=<script>')
    assert.equal(page.status, 404)
    assert.match(String(page.headers['content-type']), /^text\/html/)
    assert.ok(!page.body.includes('<script>'))
    assert.match((await browser(site.origin).get('/nowhere')).body, /"error"/)
  })

  test('a one-time password is good for choosing another, and for nothing else', async () => {
    const made = await createOperator('fresh', { store: site.store })
    assert.ok(!isRefusal(made))
    const visitor = browser(site.origin)
    await sent(visitor, '/operator/login', { username: 'fresh', password: made.oneTimePassword })
    for (const path of ['/operator', '/operator/password']) {
      const page = await visitor.get(path)
      assert.match(page.body, /action="\/operator\/password"/, path)
    }
    const refused = await sent(visitor, '/operator/password', {
      fresh: made.oneTimePassword,
      again: made.oneTimePassword,
    })
    assert.equal(refused.status, 400)
    const chosen = { fresh: OWN_PASSWORD, again: OWN_PASSWORD }
    assert.equal((await sent(visitor, '/operator/password', chosen)).status, 303)
    const again = await sent(browser(site.origin), '/operator/login', {
      username: 'fresh',
      password: made.oneTimePassword,
    })
    assert.equal(again.status, 401)
  })

  test('a session ends after an hour in which nothing was done, and after eight whatever is done', async () => {
    const visitor = await consoleOf(site, 'idle')
    const isIn = async () => (await visitor.get('/operator')).body.includes('action="/operator/logout"')
    const start = site.clock.at
    while (site.clock.at < start + 7.5 * 3600) {
      site.later(3000)
      assert.ok(await isIn(), `after ${site.clock.at - start} s`)
    }
    site.later(1801)
    assert.equal(await isIn(), false)
    const other = await consoleOf(site, 'idle2')
    site.later(3599)
    assert.ok((await other.get('/operator')).body.includes('/operator/logout'))
    site.later(3601)
    assert.ok(!(await other.get('/operator')).body.includes('/operator/logout'))
  })
})

const formAction = (forms: readonly { readonly action: string }[]): string | undefined =>
  forms.find(({ action }) => action !== '/language')?.action
