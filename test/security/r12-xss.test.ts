/*
 * docs/security-rules.md, R12: whatever others wrote is text on our pages: names of applications, developers, shops and users, scopes,
 * what was typed, what came with the link. JSON says that it is JSON. Logos and links of applications are not shown yet.
 */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { servedDialects } from '@hufu/dialects'
import { oneOfEach, triedDialects } from '../mechanisms.ts'
import { browser, consentForm, formWith } from './browser.ts'
import { type Site, type Target, PASSWORD, SHOP, START, granted, target } from './target.ts'
import { type Answer, FORM, pairs, post, send } from './wire.ts'

const TAG = 'zz-hufu'
/** Out of an element, an attribute of either quote, a comment, a script, a style. */
const SCRIPTS: readonly string[] = [
  `<${TAG}>`,
  `"><${TAG} onerror=x>`,
  `'><${TAG}>`,
  `" onfocus=${TAG} autofocus x="`,
  `' onfocus=${TAG} x='`,
  `</title><${TAG}>`,
  `</style></script></textarea><${TAG}>`,
  `--><${TAG}>`,
  `]]><${TAG}>`,
  `<!--<${TAG}`,
  `&lt;${TAG}&gt;<${TAG}/>`,
  `\`<${TAG}>\${${TAG}}`,
  `{{${TAG}}}!\${x}<${TAG}>`,
]
const ALL = SCRIPTS.join(' ')
/** A scope has none of what some platform puts between scopes; a slash separates attributes as a blank does. */
const asScope = (script: string): string => script.replace(/[,|]/g, '').replaceAll(' ', '/')

/** Our own file, on a page that has something to copy. */
const OWN_SCRIPT = /<script type="module" src="(?:\/[\w-]+)?\/assets\/[\da-f]{12}\/enhance\.js"><\/script>/

/** No element or attribute of the attacker's, and none at all that runs, but our own file where that is `scripted`. */
function assertHarmless({ body: whole, headers }: Answer, why: string, scripted?: 'scripted'): void {
  const body = scripted ? whole.replace(OWN_SCRIPT, '') : whole
  assert.match(String(headers['content-type']), /^text\/html; charset=utf-8$/i, why)
  assert.equal(headers['x-content-type-options'], 'nosniff', why)
  assert.ok(!new RegExp(`<[/!-]*${TAG}`, 'i').test(body), `${why}: an element\n${body}`)
  assert.ok(!new RegExp(`["']\\s*onfocus=${TAG}`, 'i').test(body), `${why}: an attribute\n${body}`)
  assert.ok(!/<(script|iframe|object|embed|base|svg[^>]*\bon)\b/i.test(body), `${why}: what runs\n${body}`)
  const tags = body.match(/<[a-z][^>]*>/gi) ?? []
  for (const tag of tags) {
    const attributes = tag.replace(/"[^"]*"/g, '""')
    assert.ok(!/\son\w+\s*=|['`]/i.test(attributes), `${why}: ${tag}`)
    assert.ok(!/(href|src|action)="\s*(javascript|data|vbscript):/i.test(tag), `${why}: ${tag}`)
  }
  const csp = String(headers['content-security-policy'])
  assert.match(csp, /default-src 'none'/, why)
  const own = scripted ? csp.replace("script-src 'self'; ", '') : csp
  assert.ok(!/unsafe|\*|data:|script-src/.test(own), `${why}: ${csp}`)
}

let attacked: Target
before(async () => {
  const scopes = [...SCRIPTS.map(asScope), 'plain']
  const policy = { scopes, defaultScope: ['plain'] }
  attacked = await target({
    store: 'memory',
    platforms: Object.fromEntries(
      servedDialects.map(({ id, policy: own }) => [
        id,
        {
          policy: {
            ...(own.scopes.length > 0 && policy),
            ...(own.refreshWindow && { refreshWindow: { lastSeconds: 9e7 } }),
          },
        },
      ]),
    ),
  })
  await attacked.store.putShop({ id: SHOP, name: ALL, createdAt: START })
  await attacked.putUser('demo', {
    displayName: ALL,
    avatarUrl: `https://x.example/${encodeURIComponent(ALL)}`,
  })
  await attacked.putUser('clerk', { mayAuthorise: false })
  await attacked.putUser('tester')
  for (const { id, policy: own } of triedDialects) {
    await attacked.putApp(id, 'app', {
      name: ALL,
      developer: ALL,
      scopes: own.scopes.length > 0 ? scopes : [],
      ...(own.outOfBand !== undefined && {
        redirectUris: [own.outOfBand, 'https://shop.example.com/callback?from=platform'],
      }),
    })
  }
})
after(() => attacked.close())

for (const dialect of oneOfEach('pages')) {
  suite(dialect.id, () => {
    let site: Site
    before(() => {
      site = attacked.site(dialect)
      // Failed logins are counted, and this is not about them.
      attacked.later(3 * 3600)
    })
    const scoped = (scope: readonly string[]) => (dialect.policy.scopes.length > 0 ? { scope } : {})
    const link = (changes: Readonly<Record<string, unknown>> = {}): string =>
      site.link({ ...scoped(['plain']), ...changes })

    test('the login page: the link’s parameters, what was typed, in every language', async () => {
      const texts = [
        ...SCRIPTS.map((each) => [each, 'zh-CN']),
        ...['zh-CN', 'en', 'th', ALL].map((each) => [ALL, each]),
      ]
      for (const [state = '', language = ''] of texts) {
        const opened = browser(attacked.origin, { 'accept-language': language })
        const page = await opened.get(link({ state }))
        assert.equal(page.status, 200)
        assertHarmless(page, `state ${state}`)
        const login = formWith(page, 'password')
        assert.ok(login)
        for (const username of [state, 'tester']) {
          const refused = await opened.submit(login.action, { ...login.fields, username, password: ALL })
          assertHarmless(refused, `typed ${username}`)
        }
      }
    })

    test('the login page: a form of the attacker’s', async () => {
      for (const each of SCRIPTS) {
        const fields = { request: each, token: each, username: each, password: each }
        assertHarmless(await post(attacked.origin, `${site.base}/login`, pairs(fields)), each)
        assertHarmless(
          await post(
            attacked.origin,
            `${site.base}/login`,
            pairs({ ...fields, request: encodeURIComponent(each) }),
          ),
          each,
        )
        assertHarmless(
          await post(attacked.origin, `${site.base}/consent`, pairs({ ...fields, decision: each })),
          each,
        )
        assertHarmless(await post(attacked.origin, `${site.base}/logout`, pairs(fields)), each)
      }
    })

    test('the consent page: names, shop, user, scopes, state', async () => {
      for (const scope of [['plain'], SCRIPTS.map(asScope)]) {
        const page = await attacked.merchant().login(link({ state: ALL, ...scoped(scope) }), 'demo', PASSWORD)
        assert.equal(page.status, 200)
        assertHarmless(page, 'consent')
        const actions = page.forms.map(({ action }) => action.slice(site.base.length))
        assert.deepEqual(actions, ['/consent', '/logout', '/language'])
        assert.equal(consentForm(page).fields['request']?.includes('&lt;'), false)
      }
    })

    test('the page for who may not authorise', async () => {
      const page = await browser(attacked.origin).login(link({ state: ALL }), 'clerk', PASSWORD)
      assert.equal(page.status, 403)
      assertHarmless(page, 'not permitted')
    })

    test('the error page: every parameter, and names that are none', async () => {
      const base = `${site.base}${dialect.authorize.path}?`
      for (const each of SCRIPTS) {
        const text = encodeURIComponent(each)
        const names = dialect.authorize.request.fields.map(({ name }) => name)
        for (const query of [
          names.map((name) => `${name}=${text}`).join('&'),
          `${text}=${text}&${text}=${text}`,
          `${link().split('?', 2)[1]}&${text}&${text}`,
          text,
          each.replaceAll(/[^!-~]|["`{}]/g, ''),
        ]) {
          const answer = await send(attacked.origin, base + query)
          if (answer.headers.location !== undefined) continue
          assertHarmless(answer, query)
          assert.ok(
            !answer.body.includes(TAG) || answer.body.includes('type="password"'),
            `echoed: ${answer.body}`,
          )
        }
      }
    })

    const { outOfBand } = dialect.policy
    if (outOfBand !== undefined) {
      test('the pages of a code to copy, and of a denial', async () => {
        for (const decision of ['approve', 'deny']) {
          const { action, fields } = consentForm(
            await attacked.merchant().get(link({ redirectUri: outOfBand, state: ALL })),
          )
          const page = await attacked.merchant().submit(action, { ...fields, decision })
          assert.equal(page.status, 200)
          assertHarmless(page, decision, decision === 'approve' ? 'scripted' : undefined)
        }
      })
    }

    test('JSON is JSON, to every reader', async () => {
      const tokens = granted(
        await site.ask('token', { code: await site.code(scoped(['plain'])), state: ALL }),
      )
      const context = site.speaking('app')
      const asked = {
        clientId: 'KEY-app',
        clientSecret: 'secret of app',
        redirectUri: ALL,
        code: ALL,
        refreshToken: ALL,
        openId: ALL,
        accessToken: ALL,
        state: ALL,
      }
      const answers = [
        await site.deliver('token', site.wire('token', asked, context)),
        await site.deliver(
          'refresh',
          site.wire('refresh', { ...asked, refreshToken: tokens.refreshToken ?? '', state: ALL }, context),
        ),
        await site.deliver('refresh', site.wire('refresh', { ...asked, clientId: ALL }, context)),
        await post(
          attacked.origin,
          `${site.base}/oauth/revoke`,
          pairs({ token: ALL, client_id: ALL, client_secret: ALL }),
          FORM,
        ),
        await send(attacked.origin, `${site.base}/${encodeURIComponent(ALL)}`),
        await send(attacked.origin, `${site.base}/x?${encodeURIComponent(ALL)}=${encodeURIComponent(ALL)}`),
        await send(attacked.origin, `${site.base}/<${TAG}>`),
        await send(attacked.origin, `${site.base}/%zz<${TAG}>`),
        await send(attacked.origin, `/<${TAG}>?<${TAG}>`),
        await send(attacked.origin, `/%zz<${TAG}>`),
        await send(attacked.origin, `${site.base}${dialect.token.path}/<${TAG}>`, { method: 'PUT' }),
        ...(dialect.userInfo
          ? [
              await site.deliver(
                'userInfo',
                site.wire(
                  'userInfo',
                  { ...asked, accessToken: tokens.accessToken, openId: tokens.openId ?? '' },
                  context,
                ),
              ),
              await site.deliver('userInfo', site.wire('userInfo', asked, context)),
            ]
          : []),
      ]
      for (const { status, headers, body } of answers) {
        assert.match(String(headers['content-type']), /^application\/json/, `${status} ${body}`)
        assert.equal(headers['x-content-type-options'], 'nosniff', `${status} ${body}`)
        if (body !== '') assert.doesNotThrow(() => void JSON.parse(body))
        if (status >= 400) assert.ok(!body.includes(TAG), `echoed: ${status} ${body}`)
      }
    })
  })
}
