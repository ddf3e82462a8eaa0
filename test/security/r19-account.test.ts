/*
 * docs/security-rules.md, R19 in the merchant's account: a stolen session does not guess the password, a stranger learns from the page
 * for forgotten passwords neither who has an account nor floods a mailbox, and a link is good once, for an hour.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, afterEach, suite, test } from 'node:test'
import { FREEZE_SECONDS, TRIES, issueTicket } from '@hufu/accounts'
import { digest } from '@hufu/engine'
import { nextLetter, received } from '../letters.ts'
import { accountOf, changePassword, isLoggedIn } from './account.ts'
import { browser } from './browser.ts'
import { bearerOf, consoleOf, sent } from './operators.ts'
import { PASSWORD, SHOP, type Target, target } from './target.ts'
import { send } from './wire.ts'

const FRESH = 'another password'
const folders: string[] = []
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

let attacked: Target
let folder: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hufu-letters-'))
  folders.push(folder)
  attacked = await target({ store: 'memory', config: { mail: { folder, from: 'a@example.com' } } })
  await attacked.putUser('demo', { email: 'demo@example.com' })
})
afterEach(() => attacked.close())

const asked = (name: string, visitor = browser(attacked.origin)) => sent(visitor, '/account/forgot', { name })
const settled = () => attacked.running.runtime.mail.settled()
/** What comes after the answer has been done. */
async function quiet(): Promise<void> {
  await new Promise((later) => setTimeout(later, 50))
  await settled()
}
const linkTo = async (name: string, address: string): Promise<string> => {
  const before = received(folder).filter(({ to }) => to === address).length
  await asked(name)
  return (await nextLetter(folder, address, before)).link
}
const reset = (link: string, fresh = FRESH, again = fresh) =>
  sent(browser(attacked.origin), link, { fresh, again })

suite('the present password, asked for a new one', () => {
  test('is guessed as often as at the login, no more, and the login counts along', async () => {
    const thief = await accountOf(attacked)
    for (let nth = 1; nth < TRIES; nth++) {
      const { status, body } = await changePassword(thief, `guess ${nth}`, FRESH)
      assert.equal(status, 400)
      assert.ok(body.includes(`还可尝试 ${TRIES - nth} 次`), body)
    }
    assert.match((await changePassword(thief, 'guess', FRESH)).body, /账号已冻结/)
    // Frozen: the right one is not tried, here or at the login.
    assert.match((await changePassword(thief, PASSWORD, FRESH)).body, /账号已冻结/)
    const login = await sent(browser(attacked.origin), '/account/login', {
      username: 'demo',
      password: PASSWORD,
    })
    assert.equal(login.status, 429)
    attacked.later(FREEZE_SECONDS + 1)
    await accountOf(attacked)
  })

  test('is not spent on a new one that would not do', async () => {
    const me = await accountOf(attacked)
    for (let nth = 0; nth < TRIES + 1; nth++) {
      assert.match((await changePassword(me, 'guess', 'short')).body, /不符合要求/)
      assert.match((await changePassword(me, 'guess', FRESH, 'differs')).body, /不一致/)
    }
    assert.equal((await changePassword(me, PASSWORD, PASSWORD)).status, 400)
    assert.equal((await changePassword(me, PASSWORD, FRESH)).status, 303)
  })

  test('is kept elsewhere for a user of another system, and nothing is changed here', async () => {
    const me = await accountOf(attacked)
    await attacked.putUser('demo', { source: 'openid', password: '' })
    const { status, body } = await me.get('/account/password')
    assert.equal(status, 200)
    assert.ok(!body.includes('name="now"'))
  })
})

suite('a forgotten password', () => {
  test('nothing tells whether a user exists: neither the answer nor the time before it', async () => {
    await attacked.putUser('closed', { email: 'closed@example.com', status: 'disabled' })
    await attacked.putUser('nomail')
    await attacked.putUser('outside', { email: 'outside@example.com', source: 'hook', password: '' })
    const strip = ({ status, headers }: { status: number; headers: object }) => {
      const { date: _date, 'x-request-id': _id, ...rest } = headers as Record<string, unknown>
      return { status, ...rest }
    }
    const answers = []
    for (const name of [
      'demo',
      'demo@example.com',
      'nobody',
      'closed',
      'nomail',
      'outside',
      '',
      'x'.repeat(300),
    ])
      answers.push(strip(await asked(name)))
    for (const answer of answers) assert.deepEqual(answer, answers[0])
    assert.equal(answers[0]?.status, 303)
    await quiet()
    assert.deepEqual(
      received(folder).map(({ to }) => to),
      ['demo@example.com', 'demo@example.com'],
    )
  })

  test('the answer waits for no look into the store', async () => {
    const { store } = attacked.running.runtime
    Object.assign(store, { userByName: () => new Promise(() => undefined) })
    assert.equal((await asked('demo')).status, 303)
  })

  test('all accounts of an address get a letter each, that names the account', async () => {
    await attacked.putUser('second', { email: 'DEMO@example.com' })
    await asked('demo@EXAMPLE.com')
    await quiet()
    const letters = received(folder)
    assert.equal(letters.length, 2)
    assert.deepEqual(
      new Set(letters.map(({ text }) => /“(\w+)”/.exec(text)?.[1])),
      new Set(['demo', 'second']),
    )
    const [first, second] = letters
    assert.notEqual(first?.link, second?.link)
    assert.match(first?.text ?? '', new RegExp(`^${attacked.origin}/account/reset\\?ticket=`, 'm'))
  })

  test('a mailbox gets three letters an hour, a network twenty tries a quarter of an hour', async () => {
    for (let nth = 0; nth < 20; nth++) assert.equal((await asked('demo')).status, 303)
    for (const name of ['demo', 'nobody']) assert.equal((await asked(name)).status, 429)
    await quiet()
    assert.equal(received(folder).length, 3)
    attacked.later(3601)
    await asked('demo')
    await quiet()
    assert.equal(received(folder).length, 4)
  })

  test('the host of a request is no part of the link', async () => {
    const visitor = browser(attacked.origin, { host: 'evil.example', 'x-forwarded-host': 'evil.example' })
    await asked('demo', visitor)
    const { text } = await nextLetter(folder, 'demo@example.com', 0)
    assert.doesNotMatch(text, /evil/)
  })

  test('the page says so where mail is off, and no link is made', async () => {
    const silent = await target({ store: 'memory' })
    const visitor = browser(silent.origin)
    const { body, forms } = await visitor.get('/account/forgot')
    assert.match(body, /没有开通邮件服务/)
    assert.equal(forms.filter(({ action }) => action === '/account/forgot').length, 0)
    await silent.close()
  })
})

suite('a link to a new password', () => {
  test('is good once: of eight at one moment, one', async () => {
    const link = await linkTo('demo', 'demo@example.com')
    const visitors = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const visitor = browser(attacked.origin)
        const page = await visitor.get(link)
        return { visitor, form: page.forms.find(({ action }) => action === '/account/reset') }
      }),
    )
    const answers = await Promise.all(
      visitors.map(({ visitor, form }, nth) =>
        visitor.submit('/account/reset', {
          ...form!.fields,
          fresh: `password ${nth}`,
          again: `password ${nth}`,
        }),
      ),
    )
    const won = answers.flatMap(({ status }, nth) => (status === 303 ? [nth] : []))
    assert.equal(won.length, 1)
    await accountOf(attacked, 'demo', `password ${won[0]}`)
    assert.equal((await browser(attacked.origin).get(link)).status, 410)
  })

  test('is looked at as often as mail programs like', async () => {
    const link = await linkTo('demo', 'demo@example.com')
    for (let nth = 0; nth < 5; nth++) assert.equal((await browser(attacked.origin).get(link)).status, 200)
    assert.equal((await reset(link)).status, 303)
  })

  test('ends after an hour, with the next one, and when the account is closed', async () => {
    const [first, second] = [
      await linkTo('demo', 'demo@example.com'),
      await linkTo('demo', 'demo@example.com'),
    ]
    assert.equal((await browser(attacked.origin).get(first)).status, 410)
    assert.equal((await browser(attacked.origin).get(second)).status, 200)
    attacked.later(3600)
    assert.equal((await browser(attacked.origin).get(second)).status, 410)
    const third = await linkTo('demo', 'demo@example.com')
    await attacked.putUser('demo', { status: 'disabled' })
    assert.equal((await reset(third)).status, 410)
  })

  test('is spent by no password that will not do', async () => {
    const link = await linkTo('demo', 'demo@example.com')
    assert.equal((await reset(link, 'short')).status, 400)
    assert.equal((await reset(link, FRESH, 'differs')).status, 400)
    assert.equal((await reset(link, 'demo')).status, 400)
    assert.equal((await reset(link)).status, 303)
  })

  test('is nothing for another purpose, cut, or changed', async () => {
    const link = await linkTo('demo', 'demo@example.com')
    const ticket = new URL(link, attacked.origin).searchParams.get('ticket') ?? ''
    const other = await issueTicket(
      { purpose: 'developer_password', subject: 'demo', seconds: 3600 },
      attacked.store,
    )
    const swapped = ticket.slice(0, -1) + (ticket.endsWith('A') ? 'B' : 'A')
    for (const text of ['', 'x', other, ticket.slice(1), `${ticket}A`, swapped, `${ticket} `]) {
      const path = `/account/reset?ticket=${encodeURIComponent(text)}`
      assert.equal((await browser(attacked.origin).get(path)).status, 410, text)
    }
  })

  test('thaws the account for who holds it, and ends what strangers did', async () => {
    for (let nth = 0; nth < TRIES; nth++)
      await sent(browser(attacked.origin), '/account/login', { username: 'demo', password: `guess ${nth}` })
    await reset(await linkTo('demo', 'demo@example.com'))
    await accountOf(attacked, 'demo', FRESH)
  })

  test('is in no log, and in the store as a digest alone; the owner is told that it was used', async () => {
    const link = await linkTo('demo', 'demo@example.com')
    const ticket = new URL(link, attacked.origin).searchParams.get('ticket') ?? ''
    assert.ok(await attacked.store.ticket(digest('ticket', ticket), 'user_password', attacked.clock.at))
    await reset(link)
    await quiet()
    assert.ok(!attacked.log().includes(ticket))
    assert.ok(!attacked.log().includes('demo@example.com'))
    const entries = await attacked.store.auditEntries({ action: 'user.reset-password', limit: 9 })
    assert.equal(entries.length, 1)
    assert.ok(!JSON.stringify(entries).includes(ticket))
    assert.match(received(folder).at(-1)?.text ?? '', /密码已于/)
    assert.equal(readdirSync(folder).length, 2)
  })
})

suite('an invitation', () => {
  test('lets a user choose the first password of an account that nobody knows one of', async () => {
    const headers = {
      authorization: bearerOf(await consoleOf(attacked, 'root')),
      'content-type': 'application/json',
    }
    const call = async (path: string, body: object) => {
      const sent_ = await send(attacked.origin, `/admin/api${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      })
      return { status: sent_.status, told: JSON.parse(sent_.body) as Record<string, unknown> }
    }
    const { told } = await call('/users', { shopId: SHOP, username: 'fresh', email: 'fresh@example.com' })
    const { id } = told['user'] as { id: string }
    const first = await call(`/users/${id}/invitation`, { language: 'en' })
    assert.deepEqual([first.status, first.told['sent'], first.told['link']], [201, true, undefined])
    const old = await nextLetter(folder, 'fresh@example.com', 0)
    await call(`/users/${id}/invitation`, {})
    const { link } = await nextLetter(folder, 'fresh@example.com', 1)
    const own = (path: string) => sent(browser(attacked.origin), path, { fresh: FRESH, again: FRESH })
    assert.equal((await browser(attacked.origin).get(old.link)).status, 410)
    assert.equal((await browser(attacked.origin).get(link.replace('welcome', 'reset'))).status, 410)
    assert.equal((await own(link)).status, 303)
    assert.equal((await browser(attacked.origin).get(link)).status, 410)
    await accountOf(attacked, 'fresh', FRESH)
    // Without an address the operator gets the link, and passes it on.
    const { told: other } = await call('/users', { shopId: SHOP, username: 'silent' })
    const by = await call(`/users/${(other['user'] as { id: string }).id}/invitation`, {})
    assert.equal(by.told['sent'], false)
    const given = new URL(String(by.told['link']))
    assert.equal((await own(given.pathname + given.search)).status, 303)
    await attacked.putUser('gone', { source: 'hook', password: '' })
    assert.equal((await call('/users/gone/invitation', {})).status, 400)
  })
})

suite('the history of logins', () => {
  test('says when, from which network, with which browser, and why not', async () => {
    const chrome = {
      'user-agent': 'Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36 secret',
    }
    const visitor = browser(attacked.origin, chrome)
    await sent(visitor, '/account/login', { username: 'demo', password: 'wrong' })
    await accountOf(attacked, 'demo', PASSWORD, visitor)
    await quiet()
    const logins = await attacked.store.logins('demo')
    assert.deepEqual(
      logins.map(({ outcome, network, browser: name }) => [outcome, network, name]),
      [
        ['in', '127.0.0.0/24', 'Chrome, Android'],
        ['password_wrong', '127.0.0.0/24', 'Chrome, Android'],
      ],
    )
    const { body } = await visitor.get('/account/logins')
    for (const text of ['127.0.0.*', 'Chrome, Android', '密码错误', '成功'])
      assert.ok(body.includes(text), text)
    assert.ok(!body.includes('secret') && !body.includes('127.0.0.1'))
  })

  test('a flood at a frozen account writes no flood of rows, and hides no login', async () => {
    const me = await accountOf(attacked)
    for (let nth = 0; nth < 60; nth++)
      await sent(browser(attacked.origin), '/account/login', { username: 'demo', password: 'guess' })
    await quiet()
    const logins = await attacked.store.logins('demo')
    assert.ok(logins.length <= TRIES + 2, String(logins.length))
    assert.ok(logins.some(({ outcome }) => outcome === 'in'))
    assert.equal(await isLoggedIn(me), true)
  })

  test('names of unknown users leave no rows', async () => {
    attacked.calls.reset()
    for (let nth = 0; nth < 20; nth++)
      await sent(browser(attacked.origin), '/account/login', { username: `nobody${nth}`, password: 'x' })
    await quiet()
    assert.equal(attacked.calls.of('recordLogin'), 0)
  })
})
