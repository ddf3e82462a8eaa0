/*
 * docs/security-rules.md, R1 (and R2 on the link): no browser is sent to an address that its application did not register, through
 * the authorization link of every dialect. Which rule a dialect has, its policy says: the URI, its host, its domain.
 */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type Granted, servedDialects } from '@hufu/dialects'
import { checkRegistration } from '@hufu/engine'
import { elsewhere, nowhere } from '../../packages/engine/test/hostile-redirect-uris.ts'
import { namesRedirectUri, oneOfEach } from '../mechanisms.ts'
import { browser, consentForm } from './browser.ts'
import { type Site, type Target, PASSWORD, assertRefused, granted, target } from './target.ts'
import { type Answer, send } from './wire.ts'

const GOOD = 'https://allowed.com/cb'

/** Wrong under every rule. */
const attacks = [...elsewhere, ...nowhere]

/** Good or bad as the rule says. */
const byRule: readonly (readonly [uri: string, exact: boolean, host: boolean, domain: boolean])[] = [
  [GOOD, true, true, true],
  ['https://allowed.com/CB', false, true, true],
  ['https://allowed.com/cb/', false, true, true],
  ['https://allowed.com/cb?', false, true, true],
  ['https://allowed.com/cb?extra=1', false, true, true],
  ['https://allowed.com', false, true, true],
  ['https://www.allowed.com/cb', false, false, true],
  ['https://a.b.allowed.com/other', false, false, true],
  ['https://allowed.org/cb', false, false, false],
  ['https://com/cb', false, false, false],
]

let attacked: Target
before(async () => (attacked = await target()))
after(() => attacked.close())

/** A page of ours: it neither leads anywhere nor says what was asked. */
function assertStays(answer: Answer, uri: string, why = ''): void {
  const told = `${why} ${JSON.stringify(uri)}: ${answer.status} ${String(answer.headers.location)}`
  assert.equal(answer.status, 400, told)
  assert.equal(answer.headers.location, undefined, told)
  assert.equal(answer.headers['refresh'], undefined, told)
  assert.match(String(answer.headers['content-type']), /^text\/html/)
  assert.ok(
    !/evil|allowed\b|alert\(|planted|http-equiv/i.test(answer.body),
    `${told} is echoed:\n${answer.body}`,
  )
  assert.ok(!answer.body.includes('<form'), told)
}

/** Where a link names no redirect URI there is nothing to attack: the registered one is meant. */
const tried = oneOfEach('redirectUri').filter(({ authorize }) => namesRedirectUri(authorize.request))

test('where a host is registered, which has no scheme, only https is accepted', () => {
  for (const { id, policy } of servedDialects)
    if (policy.redirectUri === 'host') assert.ok(policy.httpsOnly, id)
})

for (const dialect of tried) {
  const { redirectUri: rule } = dialect.policy
  suite(`${dialect.id}, where the rule is "${rule}"`, () => {
    let site: Site
    /** The name of the redirect URI on this wire. */
    const name =
      dialect.authorize.request.fields.find((each) => 'key' in each && each.key === 'redirectUri')?.name ?? ''
    before(async () => {
      site = attacked.site(dialect)
      await attacked.putApp(dialect.id, 'app', { redirectUris: [rule === 'host' ? 'allowed.com' : GOOD] })
      await attacked.merchant().login(site.link({ redirectUri: GOOD }), 'demo', PASSWORD)
    })

    /** Any text in the place of the redirect URI. */
    const linkTo = (uri: string): string =>
      site.link({ redirectUri: 'PLACE' }).replace('PLACE', encodeURIComponent(uri))

    for (const [attack, ...uris] of attacks) {
      test(`stopped: ${attack}`, async () => {
        for (const uri of uris) {
          assertStays(await send(attacked.origin, linkTo(uri)), uri, 'a stranger')
          assertStays(await attacked.merchant().get(linkTo(uri)), uri, 'a merchant')
        }
      })
    }

    test('stopped: bytes that were not escaped', async () => {
      for (const bytes of [
        'https://allowed.com/cb\\..\\x',
        'https://allowed.com@evil.com',
        'https://allowed.com/cb#x',
        '//evil.com',
        'https://allowed.com/cb"x',
      ]) {
        const answer = await send(
          attacked.origin,
          site.link({ redirectUri: 'PLACE' }).replace('PLACE', bytes),
        )
        assertStays(answer, bytes)
      }
    })

    test('the rule itself', async () => {
      for (const [uri, exact, host, domain] of byRule) {
        const good = { exact, host, 'registrable-domain': domain }[rule]
        const answer = await browser(attacked.origin).get(linkTo(uri))
        if (good) assert.equal(answer.status, 200, uri)
        else assertStays(answer, uri)
      }
    })

    test('stopped: the parameter twice, in either order, escaped, or as an array', async () => {
      const [good, evil] = [encodeURIComponent(GOOD), encodeURIComponent('https://evil.com')]
      const link = linkTo(GOOD)
      const pair = `${name}=${good}`
      const escaped = `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`
      for (const changed of [
        `${pair}&${name}=${evil}`,
        `${name}=${evil}&${pair}`,
        `${pair}&${name}=${good}`,
        `${pair}&${escaped}=${evil}`,
        `${name}=&${pair}`,
        `${name}[]=${evil}`,
        `${name}%00=${good}`,
        `${name.toUpperCase()}=${good}`,
      ]) {
        assert.ok(link.includes(pair))
        assertStays(await send(attacked.origin, link.replace(pair, changed)), changed)
      }
    })

    test('a form that was shown for one address is worth nothing for another', async () => {
      const browser = attacked.merchant()
      const { action, fields } = consentForm(await browser.get(linkTo(GOOD)))
      const request = (fields['request'] ?? '').replace(
        encodeURIComponent(GOOD),
        encodeURIComponent('https://evil.com/'),
      )
      assert.notEqual(request, fields['request'])
      for (const decision of ['approve', 'deny']) {
        const answer = await browser.submit(action, { ...fields, request, decision })
        assert.equal(answer.status, 403)
        assert.equal(answer.headers.location, undefined)
      }
    })

    test('a wildcard is not registered, nor what no link could ask for', () => {
      const rules = { ...dialect.policy, allowLoopback: false }
      const entries =
        rule === 'host' ? ['*', '*.allowed.com', 'allowed.*'] : attacks.flatMap(([, ...uris]) => uris)
      for (const entry of entries) {
        const oneOfItsOwn = checkRegistration(entry, rules) === undefined
        // What is wrong for allowed.com may be an application's own; then it is spelt in the one way that passes.
        if (oneOfItsOwn) assert.ok(!/[*@\\#\s]|javascript|data:|%2|\.\./.test(entry), entry)
      }
    })

    test('the answer is added to what was asked for, which stays as it was, byte for byte', async () => {
      const uri =
        rule === 'exact' ? 'https://allowed.com/cb?a=%C3%A9&b=+' : 'https://allowed.com/x%20y?a=%C3%A9&b=+'
      if (rule === 'exact') await attacked.putApp(dialect.id, 'app', { redirectUris: [uri] })
      const browser = attacked.merchant()
      const { action, fields } = consentForm(await browser.get(linkTo(uri)))
      const left = await browser.submit(action, { ...fields, decision: 'approve' })
      assert.equal(left.status, 302)
      const location = String(left.headers.location)
      assert.ok(location.startsWith(`${uri}&`), location)
      const { code } = dialect.callback.decode(
        location.slice(uri.length + 1),
        site.speaking('app'),
      ) as Granted
      assert.match(code, /^[\w-]+$/)
      await attacked.putApp(dialect.id, 'app', { redirectUris: [rule === 'host' ? 'allowed.com' : GOOD] })
    })

    if (dialect.token.request.fields.some((each) => 'key' in each && each.key === 'redirectUri')) {
      test('at the token endpoint the address is compared character by character, and a mismatch costs nothing', async () => {
        const code = await site.code({ redirectUri: GOOD })
        for (const redirectUri of [
          'https://allowed.com/cb/',
          'https://allowed.com/CB',
          'https://allowed.com/%63b',
          'https://allowed.com:443/cb',
          'https://www.allowed.com/cb',
          'https://allowed.com/cb?',
          'HTTPS://allowed.com/cb',
          ' https://allowed.com/cb',
          'https://evil.com/cb',
        ]) {
          assertRefused(
            await site.ask('token', { code, redirectUri }),
            dialect,
            'token',
            'redirect_uri_mismatch',
          )
        }
        granted(await site.ask('token', { code, redirectUri: GOOD }))
      })
    }

    if (!dialect.policy.httpsOnly) {
      test('on a registered loopback address the port may float, and only the port', async () => {
        await attacked.putApp(dialect.id, 'other', { redirectUris: ['http://127.0.0.1:8701/cb'] })
        const opens = async (uri: string) =>
          (await browser(attacked.origin).get(site.link({ clientId: 'KEY-other', redirectUri: uri })))
            .status === 200
        assert.ok(await opens('http://127.0.0.1:8701/cb'))
        assert.ok(await opens('http://127.0.0.1:50000/cb'))
        const others = [
          'http://127.0.0.2:8701/cb',
          'http://localhost:8701/cb',
          'http://[::1]:8701/cb',
          'https://127.0.0.1:50000/cb',
        ]
        const otherPaths = ['http://127.0.0.1:50000/other', 'https://127.0.0.1:8701/cb']
        for (const uri of rule === 'exact' ? [...others, ...otherPaths] : others)
          assert.ok(!(await opens(uri)), uri)
      })
    }
  })
}
