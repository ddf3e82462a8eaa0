/*
 * docs/security-rules.md, R10: only the merchant can consent, to what they were shown, once. Form tokens, sessions, login and logout,
 * double submits and the Back button, on the pages of every dialect.
 */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { generateKey } from '@hufu/crypto'
import { pageErrorsOf, encodeError } from '@hufu/dialects'
import { oneOfEach } from '../mechanisms.ts'
import { type Browser, type Form, type Page, browser, consentForm, formWith } from './browser.ts'
import { type Site, type Target, CALLBACK, PASSWORD, newFile, storeKinds, target } from './target.ts'
import { send } from './wire.ts'
import { recordOf } from '../records.ts'

const SESSION = 'hufu_session'
const FORM_COOKIE = 'hufu_form'

const approve = { decision: 'approve' } as const

for (const store of storeKinds) {
  suite(`on ${store}`, () => {
    let attacked: Target
    before(async () => {
      attacked = await target({ store })
      await attacked.putUser('mallory')
      await attacked.putUser('clerk', { mayAuthorise: false })
    })
    after(() => attacked.close())

    for (const dialect of oneOfEach('pages')) {
      suite(dialect.id, () => {
        let site: Site
        before(() => (site = attacked.site(dialect)))

        const logIn = async (name = 'demo', link = site.link()): Promise<[Browser, Page]> => {
          const opened = browser(attacked.origin)
          return [opened, await opened.login(link, name, PASSWORD)]
        }
        /** The merchant is told so, in the platform's code, and nothing was granted. */
        function assertForged(page: Page, why: string): void {
          assert.equal(page.status, 403, why)
          assert.equal(page.headers.location, undefined, why)
          const { code } = encodeError(pageErrorsOf(recordOf(dialect)), { error: 'request_forged' })
          assert.ok(page.body.includes(`<code>${code}</code>`), why)
          assert.equal(attacked.calls.of('issueCode'), 0, why)
        }
        const assertLeft = (page: Page, why: string): void => {
          assert.equal(page.status, 302, why)
          assert.ok(String(page.headers.location).startsWith(`${CALLBACK}&code=`), why)
        }
        const submit = (
          from: Browser,
          { action, fields }: Form,
          changes: Readonly<Record<string, string>> = approve,
        ): Promise<Page> => from.submit(action, { ...fields, ...changes })

        test('no token, a made-up one, another session’s, an earlier one, another form’s', async () => {
          const [merchant, page] = await logIn()
          const form = consentForm(page)
          const [mallory, attackersForm] = await logIn('mallory')
          const [earlier] = await logIn()
          const earlierForm = consentForm(await earlier.get(site.link()))
          const loginForm = formWith(await browser(attacked.origin).get(site.link()), 'password')
          const [, other] = await logIn('demo', site.link({ clientId: 'KEY-other' }))
          const tokens: Readonly<Record<string, string>> = {
            none: '',
            'a blank': ' ',
            'made up': `${'A'.repeat(22)}.${'A'.repeat(43)}`,
            'half of it': form.fields['token']?.split('.')[0] ?? '',
            'of another user': consentForm(attackersForm).fields['token'] ?? '',
            'of an earlier session': earlierForm.fields['token'] ?? '',
            'of the login form': loginForm?.fields['token'] ?? '',
            'of another request': consentForm(other).fields['token'] ?? '',
            'in another case': form.fields['token']?.toUpperCase() ?? '',
          }
          attacked.calls.reset()
          for (const [why, token] of Object.entries(tokens))
            assertForged(await submit(merchant, form, { ...approve, token }), why)
          const { token: _token, ...without } = form.fields
          assertForged(await merchant.submit(form.action, { ...without, ...approve }), 'no field')
          assertForged(await submit(mallory, form), 'the merchant’s form in another’s browser')
          assertForged(
            await submit(browser(attacked.origin), form),
            'in a browser that nobody logged in from',
          )
          assertLeft(await submit(merchant, form), 'the true one still works')
        })

        test('a form of one session is none of another, even where both have one form cookie', async () => {
          const [merchant, page] = await logIn()
          const [mallory] = await logIn('mallory')
          // As if an attacker could plant a cookie of their own: from a neighbouring host, on plain http.
          merchant.cookies.set(FORM_COOKIE, mallory.cookies.get(FORM_COOKIE) ?? '')
          const attackersForm = consentForm(await mallory.get(site.link()))
          attacked.calls.reset()
          assertForged(await submit(merchant, attackersForm), 'the attacker’s form')
          assertForged(await submit(merchant, consentForm(page)), 'a form from before')
          assertLeft(
            await submit(merchant, consentForm(await merchant.get(site.link()))),
            "the merchant's own",
          )
        })

        test('the form for one request is none for another: an attacker’s flow does not ride on a consent', async () => {
          const [merchant, page] = await logIn('demo', site.link({ state: 'mine' }))
          const form = consentForm(page)
          const attackers = [
            site.link({ clientId: 'KEY-other', state: 'mine' }),
            site.link({ state: 'attacker' }),
            `${site.link({ state: 'mine' })}&x=1`,
            site.link(),
          ]
          attacked.calls.reset()
          for (const link of attackers) {
            const request = link.slice(link.indexOf('?') + 1)
            assertForged(await submit(merchant, form, { ...approve, request }), request)
          }
          const left = await submit(merchant, form)
          assertLeft(left, "the merchant's own")
          assert.match(String(left.headers.location), /&state=mine$/)
          // The attacker's link, opened by the merchant's browser later, asks again.
          const again = await merchant.get(site.link({ state: 'attacker' }))
          assert.ok(consentForm(again))
        })

        test('a consent is given once: eight at once and a second click have its answer, the Back button none', async () => {
          const [merchant, page] = await logIn()
          const form = consentForm(page)
          attacked.calls.reset()
          const answers = await Promise.all(Array.from({ length: 8 }, () => submit(merchant, form)))
          assert.equal(attacked.calls.of('issueCode'), 1)
          for (const each of answers) assertLeft(each, 'at once')
          assert.equal(new Set(answers.map(({ headers }) => headers.location)).size, 1)
          attacked.later(9)
          const again = await submit(merchant, form)
          assert.equal(again.headers.location, answers[0]?.headers.location)
          attacked.calls.reset()
          assertForged(await submit(merchant, form, { decision: 'deny' }), 'denied afterwards')
          attacked.later(1)
          assertForged(await submit(merchant, form), 'approved again, later')
        })

        test('a denial that is sent again is the same denial, and is no yes', async () => {
          const [merchant, page] = await logIn()
          const form = consentForm(page)
          const denied = await submit(merchant, form, { decision: 'deny' })
          const again = await submit(merchant, form, { decision: 'deny' })
          assert.equal(again.headers.location, denied.headers.location)
          attacked.calls.reset()
          assertForged(await submit(merchant, form), 'approved after it')
        })

        test('the kept answer is for the session that gave it', async () => {
          const [merchant, page] = await logIn()
          const form = consentForm(page)
          assertLeft(await submit(merchant, form), 'first')
          const [mallory] = await logIn('mallory')
          attacked.calls.reset()
          assertForged(await submit(mallory, form), 'in another’s browser')
          assertForged(await submit(browser(attacked.origin), form), 'in nobody’s')
          await merchant.get(site.link())
          const [relogged] = await logIn()
          for (const [name, value] of relogged.cookies) merchant.cookies.set(name, value)
          attacked.calls.reset()
          assertForged(await submit(merchant, form), 'after another login')
        })

        test('a second tab whose login form is old goes on to its consent, as whoever is logged in', async () => {
          const opened = browser(attacked.origin)
          const [one, two] = [site.link({ state: 'one' }), site.link({ state: 'two' })]
          const second = formWith(await opened.get(two), 'password')
          const first = await opened.login(one, 'demo', PASSWORD)
          assert.ok(consentForm(first) && second)
          const fields = { ...second.fields, username: 'mallory', password: 'no matter which' }
          const answer = await opened.submit(second.action, fields)
          assert.equal(answer.status, 303)
          const consent = await opened.get(String(answer.headers.location))
          assertLeft(await submit(opened, consentForm(consent)), 'the second')
          assertLeft(await submit(opened, consentForm(first)), 'the first')
        })

        test('a browser without cookies is told so, at the login', async () => {
          const opened = browser(attacked.origin)
          const login = formWith(await opened.get(site.link()), 'password')
          assert.ok(login)
          opened.cookies.clear()
          const answer = await opened.submit(login.action, {
            ...login.fields,
            username: 'demo',
            password: PASSWORD,
          })
          assert.equal(answer.status, 403)
          assert.match(answer.body, /Cookie/)
          // With any cookie it is not cookies that are missing.
          opened.cookies.set('x', 'y')
          const old = await opened.submit(login.action, {
            ...login.fields,
            username: 'demo',
            password: PASSWORD,
          })
          assert.equal(old.status, 403)
          assert.doesNotMatch(old.body, /Cookie/)
        })

        test('a decided form stays decided however its token is spelt', async () => {
          const [merchant, page] = await logIn()
          const form = consentForm(page)
          assertLeft(await submit(merchant, form), 'first')
          attacked.calls.reset()
          const { token = '' } = form.fields
          const last = token.slice(-1)
          const spellings = [
            `${token}.`,
            `${token}.x`,
            `${token}=`,
            `${token}==`,
            `${token}\n`,
            ` ${token}`,
            `${token}!`,
            token.replace('.', '.!'),
          ]
          const neighbours = ['A', 'B', 'C', 'D', 'w', 'x', 'y', 'z', '0', '1', '8', '9', '-', '_'].filter(
            (each) => each !== last,
          )
          for (const each of [...spellings, ...neighbours.map((letter) => token.slice(0, -1) + letter)]) {
            assertForged(await submit(merchant, form, { ...approve, token: each }), each)
          }
        })

        test('denied, and then Back and Approve', async () => {
          const [merchant, page] = await logIn()
          const form = consentForm(page)
          const left = await submit(merchant, form, { decision: 'deny' })
          assert.equal(left.status, 302)
          assert.ok(!String(left.headers.location).includes('code='))
          attacked.calls.reset()
          assertForged(await submit(merchant, form), 'approved after a denial')
        })

        test('every answer except a clear yes is a denial', async () => {
          for (const decision of ['', 'APPROVE', 'approve ', 'yes', 'true', '1', 'deny']) {
            const [merchant, page] = await logIn()
            const left = await submit(merchant, consentForm(page), { decision })
            assert.equal(left.status, 302)
            assert.ok(!String(left.headers.location).includes('code='), decision)
          }
          const [merchant, page] = await logIn()
          const { action, fields } = consentForm(page)
          const { decision: _decision, ...without } = fields
          assert.ok(!String((await merchant.submit(action, without)).headers.location).includes('code='))
        })

        test('a decision is a POST of a form, and nothing else', async () => {
          const [merchant, page] = await logIn()
          const { action, fields } = consentForm(page)
          const cookie = [...merchant.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
          const body = new URLSearchParams({ ...fields, ...approve }).toString()
          attacked.calls.reset()
          const tries = [
            send(attacked.origin, `${action}?${body}`, { headers: { cookie } }),
            send(attacked.origin, `${action}?${body}`, { method: 'POST', headers: { cookie } }),
            ...['text/plain', 'application/json', 'multipart/form-data', ''].map((type) =>
              send(attacked.origin, action, {
                method: 'POST',
                headers: { cookie, 'content-type': type },
                body,
              }),
            ),
          ]
          for (const { status, headers } of await Promise.all(tries)) {
            assert.ok(status >= 400 && status < 500, String(status))
            assert.equal(headers.location, undefined)
          }
          assert.equal(attacked.calls.of('issueCode'), 0)
        })

        test('the session id changes at login: a planted one is worth nothing', async () => {
          const planted = browser(attacked.origin)
          planted.cookies.set(SESSION, 'A'.repeat(43))
          const page = await planted.login(site.link(), 'demo', PASSWORD)
          consentForm(page)
          const given = planted.cookies.get(SESSION)
          assert.ok(given !== undefined && given !== 'A'.repeat(43))
          assert.ok(
            formWith(await withSession('A'.repeat(43)).get(site.link()), 'password'),
            'still asked to log in',
          )
          // A live session of the attacker's own: it ends, and the merchant's is new.
          const [mallory] = await logIn('mallory')
          const attackersForm = mallory.cookies.get(SESSION) ?? ''
          const victim = withSession(attackersForm)
          const shown = await victim.get(site.link())
          const logout = shown.forms.find((form) => !('decision' in form.fields))
          assert.ok(logout)
          const back = await victim.submit(logout.action, logout.fields)
          consentForm(await victim.login(String(back.headers.location), 'demo', PASSWORD))
          assert.notEqual(victim.cookies.get(SESSION), attackersForm)
          assert.ok(formWith(await withSession(attackersForm).get(site.link()), 'password'))
        })

        test('a login form is no way to another account while one is logged in: that takes a logout', async () => {
          const [merchant] = await logIn()
          const before = merchant.cookies.get(SESSION) ?? ''
          const login = formWith(await browser(attacked.origin).get(site.link()), 'password')
          assert.ok(login)
          const typed = { ...login.fields, username: 'mallory', password: PASSWORD }
          for (const token of ['x', login.fields['token'] ?? '']) {
            assert.equal((await merchant.submit(login.action, { ...typed, token })).status, 303)
            assert.equal(merchant.cookies.get(SESSION), before)
          }
          assert.match((await merchant.get(site.link())).body, /demo of the shop/)
        })

        test('logout ends the session itself, not only the cookie, and takes a token', async () => {
          const [merchant, page] = await logIn()
          const form = consentForm(page)
          const logout = page.forms.find(({ action }) => action.endsWith('/logout'))
          assert.ok(logout)
          const id = merchant.cookies.get(SESSION) ?? ''
          attacked.calls.reset()
          assertForged(
            await merchant.submit(logout.action, { ...logout.fields, token: 'x' }),
            'logout by a stranger',
          )
          consentForm(await merchant.get(site.link()))
          const answer = await merchant.submit(logout.action, logout.fields)
          assert.equal(answer.status, 303)
          assert.equal(merchant.cookies.get(SESSION), undefined)
          const stolen = withSession(id, merchant)
          assert.ok(formWith(await stolen.get(site.link()), 'password'))
          assertForged(await submit(stolen, form), 'Back after logout')
        })

        test('a session ends by itself', async () => {
          const [merchant, page] = await logIn()
          const form = consentForm(page)
          attacked.later(2 * 3600)
          attacked.calls.reset()
          assertForged(await submit(merchant, form), 'after two hours')
          assert.ok(formWith(await merchant.get(site.link()), 'password'))
        })

        test('login CSRF: an attacker’s credentials do not log a merchant in', async () => {
          const attacker = browser(attacked.origin)
          const login = formWith(await attacker.get(site.link()), 'password')
          assert.ok(login)
          const fields = { ...login.fields, username: 'mallory', password: PASSWORD }
          const victim = browser(attacked.origin)
          attacked.calls.reset()
          for (const token of [login.fields['token'] ?? '', '', 'x']) {
            // As another site's page makes the merchant's browser send it: without the SameSite=Lax cookies, or with the attacker's own.
            const answer = await victim.submit(
              login.action,
              { ...fields, token },
              { origin: 'https://evil.com' },
            )
            assert.equal(answer.status, 403)
            assert.ok(answer.body.includes('304'))
            assert.equal(victim.cookies.get(SESSION), undefined)
          }
          assert.equal(attacked.calls.of('putSession', 'countLoginFailure'), 0)
        })

        test('a login form is of one browser and one request', async () => {
          const one = browser(attacked.origin)
          const login = formWith(await one.get(site.link()), 'password')
          assert.ok(login)
          const right = { username: 'demo', password: PASSWORD }
          const other = site.link({ clientId: 'KEY-other' })
          const swapped = { ...login.fields, ...right, request: other.slice(other.indexOf('?') + 1) }
          assert.equal((await one.submit(login.action, swapped)).status, 403)
          one.cookies.set(FORM_COOKIE, 'B'.repeat(22))
          assert.equal((await one.submit(login.action, { ...login.fields, ...right })).status, 403)
        })

        test('a user who may not authorise, and one who no longer may', async () => {
          const [, page] = await logIn('clerk')
          assert.equal(page.status, 403)
          assert.equal(formWith(page, 'decision'), undefined)
          const [merchant, shown] = await logIn()
          await attacked.putUser('demo', { mayAuthorise: false })
          attacked.calls.reset()
          const answer = await submit(merchant, consentForm(shown))
          await attacked.putUser('demo', { mayAuthorise: true })
          assert.equal(answer.status, 403)
          assert.equal(attacked.calls.of('issueCode'), 0)
        })

        test('an application or address that changed after the page was shown', async () => {
          const [merchant, page] = await logIn()
          await attacked.putApp(dialect.id, 'app', { status: 'suspended' })
          attacked.calls.reset()
          const answer = await submit(merchant, consentForm(page))
          assert.equal(answer.status, 400)
          assert.equal(answer.headers.location, undefined)
          assert.equal(attacked.calls.of('issueCode'), 0)
          await attacked.putApp(dialect.id, 'app', { status: 'online' })
        })

        test('no page is framed, stored, or read by script', async () => {
          const [merchant, page] = await logIn()
          const pages = [
            page,
            await browser(attacked.origin).get(site.link()),
            await merchant.get(site.link({ clientId: 'nobody' })),
          ]
          for (const { headers } of pages) {
            assert.equal(headers['x-frame-options'], 'DENY')
            assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'/)
            assert.equal(headers['cache-control'], 'no-store')
          }
        })

        const withSession = (id: string, like?: Browser): Browser => {
          const opened = browser(attacked.origin)
          for (const [name, value] of like?.cookies ?? []) opened.cookies.set(name, value)
          opened.cookies.set(SESSION, id)
          return opened
        }
      })
    }
  })
}

test('a consent is given once at two nodes together, and a session ends at both', async () => {
  const shared = { file: newFile(), key: generateKey() }
  const one = await target(shared)
  const two = await target({ ...shared, seeded: true })
  try {
    for (const site of one.sites) {
      const here = browser(one.origin)
      const page = await here.login(site.link(), 'demo', PASSWORD)
      const there = browser(two.origin)
      for (const [name, value] of here.cookies) there.cookies.set(name, value)
      const { action, fields } = consentForm(page)
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          (index % 2 ? here : there).submit(action, { ...fields, ...approve }),
        ),
      )
      const given = new Set(answers.map(({ status, headers }) => `${status} ${headers.location}`))
      assert.equal(given.size, 1, 'the same answer from both')
      assert.match([...given].join(), /^302 .*code=/)
      const logout = (await there.get(site.link())).forms.find((form) => form.action.endsWith('/logout'))
      assert.ok(logout)
      assert.equal((await there.submit(logout.action, logout.fields)).status, 303)
      assert.ok(formWith(await here.get(site.link()), 'password'))
    }
  } finally {
    await two.close()
    await one.close()
  }
})

test('cookies: not for scripts, not from other sites, and behind https for nobody else', async () => {
  for (const [origin, flags, prefix] of [
    [undefined, '; Path=/; HttpOnly; SameSite=Lax', ''],
    ['https://open.example.com', '; Path=/; HttpOnly; Secure; SameSite=Lax', '__Host-'],
  ] as const) {
    const attacked = await target({ store: 'memory', config: origin === undefined ? {} : { origin } })
    try {
      for (const site of attacked.sites) {
        const opened = browser(attacked.origin)
        const shown = await opened.get(site.link())
        const login = formWith(shown, 'password')
        assert.ok(login)
        const answer = await opened.submit(login.action, {
          ...login.fields,
          username: 'demo',
          password: PASSWORD,
        })
        const lines = [...(shown.headers['set-cookie'] ?? []), ...(answer.headers['set-cookie'] ?? [])]
        assert.equal(lines.length, 3)
        for (const line of lines) {
          assert.match(line, new RegExp(`^${prefix}hufu_(session|form)=[\\w-]+`))
          assert.ok(line.endsWith(flags), line)
        }
      }
    } finally {
      await attacked.close()
    }
  }
})
