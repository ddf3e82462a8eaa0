/*
 * docs/security-rules.md, R7: code, access token, refresh token, revocation and introspection are bound to platform and application.
 * The hardest case: one application with the same AppKey and AppSecret on every platform. `state` is the application's to
 * bind; what the platform owes is to give it back as it came (R11), to the redirect URI of the same request.
 */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { triedDialects } from '../mechanisms.ts'
import { type Dialect, type TokenSet } from '@hufu/dialects'
import { digest } from '@hufu/engine'
import {
  type Target,
  CALLBACK,
  GATEWAY,
  PASSWORD,
  SHOP,
  START,
  assertRefused,
  granted,
  isRefused,
  secretOf,
  storeKinds,
  target,
} from './target.ts'
import { consentForm } from './browser.ts'
import { pairs, post, send, sendBytes } from './wire.ts'

/** The values of a parameter of an address, as they are written. */
const rawValues = (name: string, address: string): readonly string[] =>
  address
    .slice(address.indexOf('?') + 1)
    .split('&')
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))

for (const store of storeKinds) {
  suite(`on ${store}`, () => {
    let attacked: Target
    before(async () => {
      attacked = await target({ store })
      for (const { id } of triedDialects) {
        const secret = digest('client', `secret for ${id}`)
        await attacked.store.putGateway({
          id: `gateway-${id}`,
          secret,
          platforms: [id],
          seesRefreshTokens: true,
          createdAt: START,
        })
      }
    })
    after(() => attacked.close())
    const gatewayOf = (id: string) => ({ id: `gateway-${id}`, secret: `secret for ${id}` })

    for (const own of triedDialects) {
      const strangers = triedDialects.filter((each) => each !== own)

      test(`${own.id}: a code of it is none on another platform, and costs nothing there`, async () => {
        const site = attacked.site(own)
        const code = await site.code()
        for (const each of strangers) {
          assertRefused(await attacked.site(each).ask('token', { code }), each, 'token', 'code_unknown')
        }
        const tokens = granted(await site.ask('token', { code }))
        for (const each of strangers) {
          assertRefused(await attacked.site(each).ask('token', { code }), each, 'token', 'code_unknown')
        }
        assert.ok(await attacked.live(tokens.accessToken), 'the attempts elsewhere are no second use')
      })

      test(`${own.id}: its tokens are none on another platform`, async () => {
        const site = attacked.site(own)
        const tokens = await site.tokens()
        for (const each of strangers) {
          const there = attacked.site(each)
          assertRefused(
            await there.refresh({ openId: 'x', ...tokens }),
            each,
            'refresh',
            'refresh_token_unknown',
          )
          if (each.userInfo) {
            const answer = await there.ask('userInfo', { openId: 'x', ...tokens })
            assertRefused(answer, each, 'userInfo', 'access_token_unknown')
          }
          for (const token of [tokens.accessToken, tokens.refreshToken ?? '']) {
            const { status, body } = await there.revoke(token)
            assert.deepEqual([status, body], [200, ''])
          }
        }
        assert.ok(await attacked.live(tokens.accessToken))
        granted(await site.refresh(tokens))
      })

      test(`${own.id}: its application speaks for no other application of it`, async () => {
        const site = attacked.site(own)
        const tokens = await site.tokens()
        for (const token of [tokens.accessToken, tokens.refreshToken ?? '']) {
          assert.equal((await site.revoke(token, 'other')).status, 200)
          assert.equal((await site.revoke(token, 'app', 'wrong')).status, 401)
          assert.equal((await site.revoke(token, 'nobody')).status, 401)
        }
        if (own.userInfo?.request.fields.some((each) => 'key' in each && each.key === 'clientId')) {
          assertRefused(await site.ask('userInfo', tokens, 'other'), own, 'userInfo', 'access_token_unknown')
        }
        assert.ok(await attacked.live(tokens.accessToken))
        await assertWorks(own, tokens)
      })

      test(`${own.id}: a gateway of other platforms is told nothing of its tokens`, async () => {
        const { accessToken, refreshToken = '' } = await attacked.site(own).tokens()
        for (const token of [accessToken, refreshToken]) {
          assert.equal((await attacked.introspect(token, gatewayOf(own.id))).active, true)
          for (const { id } of strangers) {
            assert.deepEqual(await attacked.introspect(token, gatewayOf(id)), { status: 200, active: false })
          }
        }
      })

      test(`${own.id}: an application is no gateway, and a gateway no application`, async () => {
        const site = attacked.site(own)
        const tokens = await site.tokens()
        const asApp = await attacked.introspect(tokens.accessToken, {
          id: 'KEY-app',
          secret: secretOf('app'),
        })
        assert.equal(asApp.status, 401)
        assert.equal(asApp.active, undefined)
        const form = pairs({
          token: tokens.accessToken,
          client_id: GATEWAY.id,
          client_secret: GATEWAY.secret,
        })
        assert.equal((await post(attacked.origin, `${site.base}/oauth/revoke`, form)).status, 401)
        const asGateway = { clientId: GATEWAY.id, clientSecret: GATEWAY.secret }
        assert.ok(isRefused(await site.refresh(tokens, asGateway)))
        assert.ok(await attacked.live(tokens.accessToken))
        await assertWorks(own, tokens)
      })

      test(`${own.id}: the openid is another for another application, and tells nothing of it`, async () => {
        const site = attacked.site(own)
        const [mine, its] = [
          await site.tokens(),
          granted(await site.ask('token', { code: await site.code({ clientId: 'KEY-other' }) }, 'other')),
        ]
        if (mine.openId === undefined) return
        assert.notEqual(mine.openId, its.openId)
        assert.ok(!mine.openId.includes('demo') && !mine.openId.includes(SHOP))
      })

      test(`${own.id}: a form of its consent is none of another platform`, async () => {
        const browser = attacked.merchant()
        const page = await browser.login(attacked.site(own).link(), 'demo', PASSWORD)
        const { fields } = consentForm(page)
        for (const each of strangers) {
          const answer = await browser.submit(`/${each.id}/consent`, { ...fields, decision: 'approve' })
          assert.equal(answer.status, 403)
          assert.equal(answer.headers.location, undefined)
        }
      })

      test(`${own.id}: state comes back as it went, and to the same request`, async () => {
        const site = attacked.site(own)
        const browser = attacked.merchant()
        for (const state of ['a b+c%20d', '中文', '"><b>', 'x'.repeat(2000), '=&=', '\r\n', '\0', '🙂']) {
          const { action, fields } = consentForm(await browser.get(site.link({ state })))
          const { headers } = await browser.submit(action, { ...fields, decision: 'approve' })
          const left = String(headers.location)
          assert.ok(left.startsWith(`${CALLBACK}&`), left)
          const [code = [], ...states] = ['code', 'state'].map((name) => rawValues(name, left))
          assert.equal(code.length, 1, left)
          assert.deepEqual(states, [[encodeURIComponent(state)]])
        }
        const raw = site.link({ state: 'PLACE' }).replace('PLACE', Buffer.from('中é').toString('latin1'))
        assert.match(
          await sendBytes(attacked.origin, Buffer.from(`GET ${raw} HTTP/1.1\r\nHost: x\r\n\r\n`, 'latin1')),
          /^HTTP\/1.1 400 /,
        )
      })
    }

    async function assertWorks(dialect: Dialect, tokens: TokenSet): Promise<void> {
      granted(await attacked.site(dialect).refresh(tokens))
    }

    test('introspection by nobody, and by the wrong method or body', async () => {
      for (const site of attacked.sites) {
        const { accessToken } = await site.tokens()
        const whole = pairs({ token: accessToken, client_id: GATEWAY.id, client_secret: GATEWAY.secret })
        const answers = [
          post(attacked.origin, '/introspect', pairs({ token: accessToken })),
          send(attacked.origin, `/introspect?${whole}`),
          send(attacked.origin, `/introspect?${whole}`, { method: 'POST' }),
          post(attacked.origin, '/introspect', `${whole}&token=x`),
          post(attacked.origin, '/introspect', `${whole}&client_id=x`),
          ...['application/json', 'text/plain', 'multipart/form-data'].map((type) =>
            post(attacked.origin, '/introspect', whole, type),
          ),
        ]
        for (const { status, body } of await Promise.all(answers)) {
          assert.ok([400, 401, 404].includes(status), String(status))
          assert.ok(!body.includes('active'))
        }
      }
    })
  })
}
