/*
 * R19 and R10, how developers come in: no page tells whether an address has an account; links are good once; a password
 * alone is no session where there is a second factor; codes are good once and guessed no oftener than passwords.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import {
  FREEZE_SECONDS,
  type Role,
  SHORTEST_PASSWORD,
  TRIES,
  operatorAccount,
  passwordMark,
} from '@hufu/accounts'
import { digest } from '@hufu/engine'
import { Secret, TOTP } from 'otpauth'
import { nextLetter, received } from '../letters.ts'
import { type Browser, type Page, browser, formWith } from './browser.ts'
import { PASSWORD, type Target, target } from './target.ts'
import { JSON_TYPE, post } from './wire.ts'
import { operatorOf } from '../../packages/store/test/rows.ts'

const folder = mkdtempSync(join(tmpdir(), 'hufu-letters-'))
const mail = { folder, from: 'Hufu <no-reply@example.com>' }
const NEW = 'a good password'

let it: Target
before(async () => void (it = await target({ config: { developers: { registration: 'open' }, mail } })))
after(async () => {
  await it.close()
  rmSync(folder, { recursive: true, force: true })
})

const lettersTo = (to: string) => received(folder).filter((each) => each.to === to).length

async function submit(as: Browser, page: Page, name: string, fields: Record<string, string>): Promise<Page> {
  const form = formWith(page, name) ?? assert.fail(`no form with ${name}: ${page.status} ${page.body}`)
  return as.submit(form.action, { ...form.fields, ...fields })
}
const said = (body: string) => body.replaceAll(/value="[^"]*"/g, '').replaceAll(/[\w.-]+@example\.com/g, '')

async function asked(path: 'register' | 'forgot', email: string) {
  const as = browser(it.origin)
  const before = lettersTo(email)
  const page = await as.get(`/developer/${path}`)
  const left = await submit(as, page, 'email', { email, organisation: 'Shop tools' })
  return { left, letter: () => nextLetter(folder, email, before) }
}

async function join_(link: string, password = NEW): Promise<{ as: Browser; left: Page }> {
  const as = browser(it.origin)
  const page = await as.get(link)
  return { as, left: await submit(as, page, 'password', { name: 'Li', password }) }
}

/** What the admin API answers to an operator of this role. */
async function asOperator(role: Role, path: string): Promise<number> {
  const token = `${role}-`.padEnd(43, 'x')
  const createdAt = it.clock.at
  const held = await it.store.operator(role)
  const put = await it.store.putOperator(
    operatorOf(role, { version: held ? held.version + 1 : 0, role, password: '', createdAt }),
  )
  assert.ok(put)
  await it.store.putSession({
    id: digest('session', token),
    kind: 'operator',
    accountId: operatorAccount(role),
    passwordMark: passwordMark({ password: '' }),
    createdAt,
    expiresAt: createdAt + 999,
  })
  const headers = { authorization: `Bearer ${token}` }
  return (await post(it.origin, `/admin/api${path}`, '{}', JSON_TYPE, headers)).status
}

const loginAs = async (as: Browser, email: string, password: string) =>
  submit(as, await as.get('/developer/login'), 'password', { email, password })

suite('registration and forgotten passwords', () => {
  test('say the same for an address that has an account as for one that has none', async () => {
    for (const path of ['register', 'forgot'] as const) {
      const known = await asked(path, 'dev-app@example.com')
      const unknown = await asked(path, `${path}@example.com`)
      assert.deepEqual([known.left.status, known.left.headers.location], [303, '/developer/letter'])
      assert.deepEqual([unknown.left.status, unknown.left.headers.location], [303, '/developer/letter'])
    }
    assert.match((await nextLetter(folder, 'dev-app@example.com', 1)).link, /^\/developer\/password\?ticket=/)
    assert.match((await nextLetter(folder, 'register@example.com', 0)).link, /^\/developer\/welcome\?ticket=/)
    assert.equal(lettersTo('forgot@example.com'), 0)
    assert.equal(await it.store.developerByEmail('register@example.com'), undefined, 'no account unproven')
  })

  test('a login says the same, and freezes as soon, whether or not there is an account', async () => {
    const answers = async (email: string) => {
      const as = browser(it.origin)
      const all: string[] = []
      for (let nth = 0; nth <= TRIES; nth++) {
        const { status, body } = await loginAs(as, email, 'wrong password')
        all.push(`${status} ${said(body)}`)
      }
      return all
    }
    await it.putDeveloper('frozen')
    assert.deepEqual(await answers('dev-frozen@example.com'), await answers('dev-nobody@example.com'))
    const right = await loginAs(browser(it.origin), 'dev-frozen@example.com', PASSWORD)
    assert.equal(right.status, 401, 'frozen for the right password too')
    it.later(FREEZE_SECONDS + 1)
    assert.equal((await loginAs(browser(it.origin), 'dev-frozen@example.com', PASSWORD)).status, 303)
  })

  test('a registration link creates one developer with an organisation of their own, and works once', async () => {
    const { letter } = await asked('register', 'First@Example.com'.toLowerCase())
    const { link } = await letter()
    const short = await join_(link, 'short')
    assert.equal(short.left.status, 400, 'and the link is still good')
    const at = await Promise.all([join_(link), join_(link, 'b good password')])
    assert.deepEqual(
      at.map(({ left }) => left.status).toSorted((a, b) => a - b),
      [303, 404],
    )
    const developer = await it.store.developerByEmail('first@example.com')
    assert.equal((await it.store.organisation(developer?.organisationId ?? ''))?.name, 'Shop tools')
    const winner = at.find(({ left }) => left.status === 303)?.as
    assert.match((await winner?.get('/developer'))?.body ?? '', /Li/)
    assert.equal((await browser(it.origin).get(link)).status, 404)
  })

  test('a link that is too old, made up or of another purpose is none', async () => {
    const { letter } = await asked('register', 'late@example.com')
    const { link } = await letter()
    const forgotten = await (await asked('forgot', 'dev-other@example.com')).letter()
    const ticket = (each: string) => each.split('=')[1] ?? ''
    for (const path of [
      `/developer/welcome?ticket=${ticket(forgotten.link)}`,
      `/developer/password?ticket=${ticket(link)}`,
      `/developer/welcome?ticket=${'A'.repeat(43)}`,
      `/developer/welcome?ticket=${'A'.repeat(9000)}`,
      '/developer/password',
    ])
      assert.ok([404, 414, 431].includes((await browser(it.origin).get(path)).status), path.slice(0, 60))
    it.later(86_401)
    assert.equal((await browser(it.origin).get(link)).status, 404)
  })

  test('a new password by link ends all sessions, and the link', async () => {
    const own = await it.developer('dev-other')
    const { link } = await (await asked('forgot', 'dev-other@example.com')).letter()
    const as = browser(it.origin)
    const page = await as.get(link)
    const least = 'x'.repeat(SHORTEST_PASSWORD.developer - 1)
    assert.equal((await submit(as, page, 'password', { password: least })).status, 400)
    const left = await submit(as, page, 'password', { password: NEW })
    assert.equal(left.headers.location, '/developer/login?done=password')
    assert.ok(formWith(await own.get('/developer/account'), 'password'), 'logged out')
    assert.equal((await as.get(link)).status, 404)
    assert.equal((await loginAs(browser(it.origin), 'dev-other@example.com', NEW)).status, 303)
  })

  test('an invitation leads into the organisation, unless its maker has left it', async () => {
    await it.putDeveloper('app', { id: 'dev-leaver' })
    const [stays, leaves] = [await it.developer('dev-app'), await it.developer('dev-leaver')]
    const invite = async (as: Browser, email: string) => {
      const left = await submit(as, await as.get('/developer/organisation'), 'email', { email })
      assert.equal(left.headers.location, '/developer/organisation?done=invited')
      return nextLetter(folder, email, 0)
    }
    const good = await invite(stays, 'colleague@example.com')
    const bad = await invite(leaves, 'back-door@example.com')
    await it.store.removeDeveloper('dev-leaver')
    assert.equal((await join_(bad.link)).left.status, 404)
    assert.equal((await join_(good.link)).left.status, 303)
    const colleague = await it.store.developerByEmail('colleague@example.com')
    assert.equal(colleague?.organisationId, 'org-app')
    // Who belongs to another organisation is told so in a letter, and the inviting developer is told nothing.
    const elsewhere = await submit(stays, await stays.get('/developer/organisation'), 'email', {
      email: 'dev-frozen@example.com',
    })
    assert.equal(elsewhere.headers.location, '/developer/organisation?done=invited')
    assert.equal((await nextLetter(folder, 'dev-frozen@example.com', 0)).link, '')
  })

  test('letters to one address, and requests from one network, are limited', async () => {
    it.later(3601)
    const before = lettersTo('dev-app@example.com')
    for (let nth = 0; nth < 8; nth++) await asked('forgot', 'dev-app@example.com')
    await new Promise((later) => setTimeout(later, 100))
    assert.equal(lettersTo('dev-app@example.com') - before, 4)
    let last = 0
    for (let nth = 0; nth < 20; nth++) last = (await asked('forgot', `n${nth}@example.com`)).left.status
    assert.equal(last, 429)
  })
})

suite('the second factor', () => {
  const email = 'dev-two@example.com'
  let totp: TOTP
  let recovery: readonly string[]

  const codeAt = (steps = 0) => totp.generate({ timestamp: (it.clock.at + steps * 30) * 1000 })
  const half = async (): Promise<{ as: Browser; page: Page }> => {
    const as = browser(it.origin)
    const left = await loginAs(as, email, PASSWORD)
    assert.equal(left.headers.location, '/developer/login/code?next=')
    return { as, page: await as.get('/developer/login/code') }
  }
  const enter = async (fields: Record<string, string>): Promise<number> => {
    const { as, page } = await half()
    return (await submit(as, page, 'code', fields)).status
  }

  before(async () => {
    await it.putDeveloper('two')
    const [as, elsewhere] = [await it.developer('dev-two'), await it.developer('dev-two')]
    const page = await as.get('/developer/account/second-factor')
    const secret = /<output[^>]*>([A-Z2-7]{32})<\/output>/.exec(page.body)?.[1] ?? assert.fail(page.body)
    totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 })
    const wrongCode = await submit(as, page, 'code', { code: '000000', password: PASSWORD })
    assert.equal(wrongCode.status, 400)
    const wrongPassword = await submit(as, page, 'code', { code: codeAt(), password: 'wrong' })
    assert.equal(wrongPassword.status, 400)
    assert.equal((await it.store.developer('dev-two'))?.totp, undefined, 'nothing is on yet')
    const shown = await submit(as, page, 'code', { code: codeAt(), password: PASSWORD })
    assert.equal(shown.status, 200)
    recovery = shown.body.match(/[a-z2-9]{4}(?:-[a-z2-9]{4}){3}/g) ?? []
    assert.equal(recovery.length, 8)
    assert.ok(formWith(await elsewhere.get('/developer/account'), 'password'), 'the other session has ended')
    const kept = JSON.stringify(await it.store.developer('dev-two'))
    for (const each of [secret, ...recovery]) assert.ok(!kept.includes(each) && !it.log().includes(each))
    // The code that set it up was used with that.
    it.later(60)
  })

  test('the password alone reaches no page', async () => {
    const { as } = await half()
    for (const path of ['', '/account', '/organisation', '/apps/app-jos2', '/account/second-factor']) {
      const page = await as.get(`/developer${path}`)
      assert.equal(formWith(page, 'password')?.action, '/developer/login', path)
    }
    assert.equal(as.cookies.get('hufu_developer'), undefined)
    // What the browser holds in between is no session, wherever it is put.
    as.cookies.set('hufu_developer', as.cookies.get('hufu_developer_half') ?? assert.fail())
    assert.equal(formWith(await as.get('/developer/account'), 'password')?.action, '/developer/login')
  })

  test('the step in between ends by itself, with a new password, and when it is changed', async () => {
    const { as, page } = await half()
    const held = as.cookies.get('hufu_developer_half') ?? ''
    as.cookies.set('hufu_developer_half', `${held.slice(0, -2)}${held.endsWith('AA') ? 'BB' : 'AA'}`)
    assert.equal((await submit(as, page, 'code', { code: codeAt() })).headers.location, '/developer/login')
    as.cookies.set('hufu_developer_half', held)
    it.later(601)
    assert.equal((await submit(as, page, 'code', { code: codeAt() })).headers.location, '/developer/login')
  })

  test('a code is taken once: not again, not by two at once, and no older one after it', async () => {
    it.later(300)
    const code = codeAt()
    const [first, second] = [await half(), await half()]
    const at = await Promise.all([first, second].map(({ as, page }) => submit(as, page, 'code', { code })))
    assert.deepEqual(
      at.map(({ status }) => status).toSorted((a, b) => a - b),
      [303, 401],
    )
    assert.equal(await enter({ code }), 401)
    assert.equal(await enter({ code: codeAt(-1) }), 401)
    it.later(30)
    assert.equal(await enter({ code: codeAt(1) }), 303, 'a clock may be half a minute wrong')
    assert.equal(await enter({ code: codeAt() }), 401, 'older than the last')
  })

  test('a recovery code is good once, however it is typed', async () => {
    it.later(FREEZE_SECONDS + 1)
    const [first = '', second = ''] = recovery
    assert.equal(await enter({ recovery: first }), 303)
    assert.equal(await enter({ recovery: first }), 401)
    assert.equal(await enter({ recovery: second.toUpperCase().replaceAll('-', ' ') }), 303)
    assert.equal((await it.store.developer('dev-two'))?.totp?.recovery.length, 6)
  })

  test('new recovery codes end those from before, and want the password', async () => {
    it.later(FREEZE_SECONDS + 1)
    const { as, page } = await half()
    await submit(as, page, 'code', { code: codeAt() })
    const account = await as.get('/developer/account')
    assert.equal((await submit(as, account, 'codesPassword', { codesPassword: 'wrong' })).status, 400)
    const shown = await submit(as, account, 'codesPassword', { codesPassword: PASSWORD })
    const fresh = shown.body.match(/[a-z2-9]{4}(?:-[a-z2-9]{4}){3}/g) ?? []
    assert.equal(fresh.length, 8)
    assert.equal(await enter({ recovery: recovery[4] ?? '' }), 401)
    assert.equal(await enter({ recovery: fresh[0] ?? '' }), 303)
  })

  test('codes are guessed no oftener than passwords, even at once', async () => {
    it.later(FREEZE_SECONDS + 1)
    const wrong = String((Number(codeAt()) + 1) % 1_000_000).padStart(6, '0')
    const { as, page } = await half()
    const guesses = await Promise.all(
      Array.from({ length: 40 }, () => submit(as, page, 'code', { code: wrong })),
    )
    assert.ok(guesses.every(({ status }) => status === 401))
    assert.equal(await enter({ code: codeAt() }), 401, 'frozen for the right one too')
    it.later(FREEZE_SECONDS + 1)
    assert.equal(await enter({ code: codeAt() }), 303)
  })

  test('it is taken away by a code, and by an operator for one who has lost it', async () => {
    it.later(FREEZE_SECONDS + 1)
    const { as, page } = await half()
    await submit(as, page, 'code', { code: codeAt() })
    const account = await as.get('/developer/account')
    assert.equal((await submit(as, account, 'removeCode', { removeCode: codeAt() })).status, 400, 'used')
    it.later(60)
    const held = await it.store.developer('dev-two')
    const left = await submit(as, account, 'removeCode', { removeCode: codeAt() })
    assert.equal(left.headers.location, '/developer/account?done=factorRemoved')
    assert.equal((await loginAs(browser(it.origin), email, PASSWORD)).headers.location, '/developer')
    assert.ok(held?.totp)

    await it.putDeveloper('two', { totp: held.totp })
    const session = await half()
    it.later(60)
    await submit(session.as, session.page, 'code', { code: codeAt() })
    const before = lettersTo(email)
    assert.equal(await asOperator('reviewer', '/developers/dev-two/second-factor/reset'), 403)
    assert.equal(await asOperator('support', '/developers/dev-two/second-factor/reset'), 200)
    assert.match((await nextLetter(folder, email, before)).text, /两步验证/)
    assert.ok(formWith(await session.as.get('/developer/account'), 'password'), 'logged out')
    assert.equal((await loginAs(browser(it.origin), email, PASSWORD)).headers.location, '/developer')
    const [entry] = await it.store.auditEntries({ action: 'developer.reset_second_factor', limit: 1 })
    assert.deepEqual([entry?.actor.id, entry?.subject], ['support', 'dev-two'])
    const actions = (await it.store.auditEntries({ actor: 'dev-two', limit: 99 })).map(({ action }) => action)
    for (const action of ['add_second_factor', 'new_recovery_codes', 'remove_second_factor'])
      assert.ok(actions.includes(`developer.${action}`), action)
  })
})

for (const registration of ['invitation', 'closed'] as const) {
  test(`where registration is ${registration}, nobody registers`, async () => {
    const other = await target({ config: { developers: { registration } } })
    try {
      const as = browser(other.origin)
      assert.equal((await as.get('/developer/register')).status, 404)
      assert.ok(!(await as.get('/developer/login')).body.includes('/developer/register'))
      const own = await other.developer('dev-app')
      const form = formWith(await own.get('/developer/organisation'), 'email')
      assert.equal(form !== undefined, registration === 'invitation')
      if (!form) return
      // No mail here: the link is shown once, to be passed on.
      const shown = await own.submit(form.action, { ...form.fields, email: 'new@example.com' })
      const link =
        /\/developer\/welcome\?ticket=[\w-]{43}/.exec(shown.body.replaceAll('&#61;', '='))?.[0] ??
        assert.fail(shown.body)
      const invited = browser(other.origin)
      const joined = formWith(await invited.get(link), 'password') ?? assert.fail()
      const left = await invited.submit(joined.action, { ...joined.fields, name: 'New', password: NEW })
      assert.equal(left.status, 303)
    } finally {
      await other.close()
    }
  })
}
