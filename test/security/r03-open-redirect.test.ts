/* docs/security-rules.md, R3: what is wrong with a link stops on a page of ours; it leads nowhere and repeats nothing. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { servedDialects } from '@hufu/dialects'
import { namesRedirectUri, oneOfEach } from '../mechanisms.ts'
import { type Page, browser, consentForm, formWith } from './browser.ts'
import { type Site, type Target, CALLBACK, PASSWORD, target } from './target.ts'
import { type Answer, pairs, post, send } from './wire.ts'

let attacked: Target
before(async () => (attacked = await target()))
after(() => attacked.close())

const MARK = 'zzevilzz'
const EVIL = `https://${MARK}.example/`

function assertPage(answer: Answer, why: string, status = 400): void {
  const told = `${why}: ${answer.status} ${String(answer.headers.location)}`
  assert.equal(answer.status, status, told)
  assert.equal(answer.headers.location, undefined, told)
  assert.match(String(answer.headers['content-type']), /^text\/html/, told)
  assert.ok(!answer.body.includes(MARK), `${told} is echoed:\n${answer.body}`)
}

for (const dialect of oneOfEach('redirectUri', 'pages', 'link')) {
  const { fields } = dialect.authorize.request
  const nameOf = (key: string): string => fields.find((each) => 'key' in each && each.key === key)?.name ?? ''
  const [client, redirect, state] = ['clientId', 'redirectUri', 'state'].map(nameOf)

  suite(dialect.id, () => {
    let site: Site
    before(() => (site = attacked.site(dialect)))

    /** As a stranger, and as a merchant who is logged in; on every path that opens the page. */
    async function both(link: string, why: string): Promise<void> {
      const { path, aliases, loginPath } = dialect.authorize
      await attacked.merchant().login(site.link(), 'demo', PASSWORD)
      for (const other of [path, ...aliases, ...(loginPath === undefined ? [] : [loginPath])]) {
        const there = link.replace(path, other)
        assertPage(await send(attacked.origin, there), `a stranger at ${other}: ${why}`)
        assertPage(await attacked.merchant().get(there), `a merchant at ${other}: ${why}`)
      }
    }
    const without = (link: string, name = ''): string =>
      link.replace(new RegExp(`(?<=[?&])${name}=[^&]*&?`), '').replace(/&$/, '')

    test('an unknown application, whatever address it names', async () => {
      for (const redirectUri of [EVIL, CALLBACK]) {
        await both(site.link({ clientId: MARK, redirectUri, state: MARK }), redirectUri)
      }
      await both(site.link({ clientId: `KEY-app${MARK}`, redirectUri: CALLBACK }), 'a name that begins alike')
      await both(site.link({ clientId: 'key-app', redirectUri: EVIL }), 'another case')
    })

    test('an application of another platform alone', async () => {
      await attacked.putApp(
        servedDialects.find(({ id }) => id !== dialect.id)?.id ?? '',
        `${MARK}-${dialect.id}`,
        {
          redirectUris: [CALLBACK],
        },
      )
      await both(
        site.link({ clientId: `KEY-${MARK}-${dialect.id}`, redirectUri: CALLBACK }),
        'of another platform',
      )
    })

    test('an application that is a draft, rejected or suspended', async () => {
      for (const status of ['draft', 'rejected', 'suspended'] as const) {
        await attacked.putApp(dialect.id, 'other', { status })
        await both(site.link({ clientId: 'KEY-other', state: MARK }), status)
      }
      await attacked.putApp(dialect.id, 'other', { status: 'online' })
    })

    /** An address of the attacker's own is ignored where no link names one. */
    const named = namesRedirectUri(dialect.authorize.request)
    if (named)
      test('a wrong address of a good application', () =>
        both(site.link({ redirectUri: EVIL, state: MARK }), 'address'))
    else
      test('an address that no link of the platform names leads nowhere else', async () => {
        for (const name of ['redirect_uri', 'redirectUri', 'redirect']) {
          const { action, fields: hidden } = consentForm(
            await attacked
              .merchant()
              .login(`${site.link()}&${name}=${encodeURIComponent(EVIL)}`, 'demo', PASSWORD),
          )
          const { headers } = await attacked.merchant().submit(action, { ...hidden, decision: 'approve' })
          assert.ok(String(headers.location).startsWith(`${CALLBACK}&`), String(headers.location))
        }
      })
    /** What is wrong with a good link: the address, or its application. */
    const evil = named ? { redirectUri: EVIL } : { clientId: MARK }

    test('a parameter that is missing, empty or there twice', async () => {
      const link = site.link({ ...evil, state: MARK })
      const good = site.link({ state: MARK })
      const needed = named ? [client, redirect] : [client]
      for (const name of needed) {
        await both(without(good, name), `no ${name}`)
        await both(without(link, name), `no ${name}`)
        await both(good.replace(`${name}=`, `${name}=&${MARK}=`), `empty ${name}`)
      }
      for (const name of [...needed, state]) await both(`${good}&${name}=${MARK}`, `${name} twice`)
      for (const query of [
        '',
        '?',
        '?&&&',
        `?${MARK}`,
        '?%',
        '?=',
        `?${'&'.repeat(1000)}`,
        `?${client}`,
        '?\\',
        `?//${MARK}`,
      ]) {
        await both(`${site.base}${dialect.authorize.path}${query}`, query)
      }
    })

    test('a name of the attacker’s own twice is not told either', async () => {
      const link = site.link(evil)
      await both(`${link}&${MARK}=1&${MARK}=1`, 'twice')
      await both(`${link}&%3Cb%3E${MARK}=1&%3Cb%3E${MARK}=1`, 'twice, with a tag')
    })

    test('escapes that are none', async () => {
      for (const wrong of ['%', '%zz', '%ff', '%c0%af', '%ed%a0%80']) {
        await both(site.link().replace('KEY-app', wrong), `client ${wrong}`)
        await both(site.link({ ...evil, state: 'PLACE' }).replace('PLACE', wrong), `state ${wrong}`)
      }
    })

    if (fields.some(({ name }) => name === 'response_type')) {
      test('a flow that there is not', async () => {
        for (const flow of ['token', 'code%20token', 'CODE', 'none', MARK, '']) {
          await both(site.link({ state: MARK }).replace('response_type=code', `response_type=${flow}`), flow)
        }
      })
    }

    test('an error of the scope is sent only to the registered address', async () => {
      if (!fields.some((each) => 'key' in each && each.key === 'scope') || dialect.policy.scopes.length === 0)
        return
      const wrong = site.link({ scope: [MARK], state: 'S' })
      const answer = await send(attacked.origin, wrong)
      if (dialect.authorize.errorsGo === 'on-page') return assertPage(answer, 'scope')
      assert.equal(answer.status, 302)
      assert.ok(
        String(answer.headers.location).startsWith(`${CALLBACK}&error=invalid_scope`),
        String(answer.headers.location),
      )
      assert.ok(!String(answer.headers.location).includes(MARK))
      await both(site.link({ scope: [MARK], redirectUri: EVIL }), 'scope and address')
    })

    test('other methods at the link lead nowhere', async () => {
      for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
        const answer = await send(attacked.origin, site.link({ redirectUri: EVIL }), { method })
        assert.equal(answer.headers.location, undefined)
        assert.ok(answer.status >= 400 && answer.status < 500, `${method} ${answer.status}`)
        assert.ok(!answer.body.includes(MARK))
      }
    })

    test('the switch of languages leads back to this platform’s own link, and sets nothing but a language', async () => {
      for (const [back, language] of [
        [`//${MARK}.example`, 'en'],
        [`x\r\nLocation: ${EVIL}`, 'en'],
        [`x\nSet-Cookie: hufu_session=${'a'.repeat(43)}`, 'en'],
        [`\0${MARK}`, 'en'],
        [`é${MARK}`, 'en'],
        ['', 'en'],
        ['a=b', `en; path=/${MARK}`],
        ['a=b', `x\r\nset-cookie: y=${MARK}`],
        ['a=b', ''],
      ] as const) {
        const fields = { back: Buffer.from(back).toString('base64url'), language }
        const answer = await post(attacked.origin, `${site.base}/language`, pairs(fields))
        const { location, 'set-cookie': cookies = [] } = answer.headers
        const told = JSON.stringify([back, language, answer.status, location, cookies])
        if (answer.status === 303) {
          assert.ok(String(location).startsWith(`${site.base}${dialect.authorize.path}?`), told)
        } else assert.deepEqual([answer.status, location], [403, undefined], told)
        for (const line of cookies) assert.match(line, /^hufu_language=en; /, told)
      }
    })

    test('the login leads back to this platform’s own link, whatever the form’s request says', async () => {
      for (const request of [
        `//${MARK}.example`,
        EVIL,
        `\\\\${MARK}.example`,
        `@${MARK}.example`,
        `x\r\nLocation: ${EVIL}`,
        `x\r\n\r\n<html>${MARK}`,
        `x\nSet-Cookie: hufu_session=${'a'.repeat(43)}`,
        `\0${MARK}`,
        `#${MARK}`,
        `请求${MARK}`,
        `é${MARK}`,
        ' ',
        '',
      ]) {
        const victim = browser(attacked.origin)
        // A form that was not shown is shown again, now with a token: the attacker posts from their own page.
        const shown: Page = await victim.submit(`${site.base}/login`, {
          request,
          token: 'x',
          username: '',
          password: '',
        })
        const form = formWith(shown, 'password')
        const answer = form
          ? await victim.submit(form.action, { ...form.fields, username: 'demo', password: PASSWORD })
          : shown
        const told = JSON.stringify([request, answer.status, answer.headers.location])
        assert.ok(answer.status < 500, told)
        const { location } = answer.headers
        if (location !== undefined) {
          assert.equal(new URL(location, attacked.origin).origin, attacked.origin, told)
          assert.ok(location.startsWith(`${site.base}${dialect.authorize.path}?`), told)
          const next = await victim.get(location.split('#', 1)[0] ?? '')
          assert.ok(next.status === 400 && next.headers.location === undefined, told)
        }
        for (const line of answer.headers['set-cookie'] ?? []) assert.ok(!line.includes('a'.repeat(43)), told)
      }
    })
  })
}

suite('hosts', () => {
  const hosts = servedDialects.map(({ id }): [string, { hosts: string[] }] => [
    id,
    { hosts: [`${id}.test`, `${id}.test:8443`] },
  ])
  let virtual: Target
  before(async () => (virtual = await target({ store: 'memory', platforms: Object.fromEntries(hosts) })))
  after(() => virtual.close())

  for (const dialect of oneOfEach('redirectUri', 'pages')) {
    test(`${dialect.id}: whatever host is asked for, the server leads to itself, without a host`, async () => {
      const site = virtual.site(dialect)
      const whole = site.link({ state: 'S' })
      const own = whole.slice(site.base.length)
      for (const [host, link, base] of [
        ['evil.example', whole, site.base],
        ['evil.example:80', whole, site.base],
        [`${dialect.id}.test.evil.example`, whole, site.base],
        [`evil-${dialect.id}.test`, whole, site.base],
        [`${dialect.id}.test:1`, whole, site.base],
        [`${dialect.id}.test`, own, ''],
        [`${dialect.id.toUpperCase()}.TEST:8443`, own, ''],
      ] as const) {
        const opened = browser(virtual.origin, { host, 'x-forwarded-host': MARK, forwarded: `host=${MARK}` })
        const page = await opened.get(link)
        assert.equal(page.status, 200, host)
        assert.ok(!page.body.includes('evil') && !page.body.includes(host), host)
        const form = formWith(page, 'password')
        assert.equal(form?.action, `${base}/login`, host)
        const answer = await opened.submit(form?.action ?? '', {
          ...form?.fields,
          username: 'demo',
          password: PASSWORD,
        })
        assert.equal(answer.status, 303)
        assert.ok(
          String(answer.headers.location).startsWith(`${base}${dialect.authorize.path}?`),
          String(answer.headers.location),
        )
      }
    })

    test(`${dialect.id}: on its own host nothing of another platform, or of the operator, answers`, async () => {
      const headers = { host: `${dialect.id}.test` }
      const others = virtual.sites.filter((site) => site.dialect !== dialect).map((site) => site.link())
      for (const path of [
        ...others,
        '/introspect',
        '/admin/api/apps',
        '/healthz',
        `//${MARK}`,
        `/..//${MARK}`,
        `/%2e%2e/introspect`,
        '/../introspect',
      ]) {
        for (const method of ['GET', 'POST']) {
          const { status, headers: answered, body } = await send(virtual.origin, path, { method, headers })
          assert.equal(status, 404, path)
          assert.equal(answered.location, undefined)
          assert.ok(!body.includes(MARK))
        }
      }
    })
  }
})
