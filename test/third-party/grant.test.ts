/* grant, unmodified, in an express application: jos as a custom provider of its configuration. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import grantModule, { type GrantConfig } from 'grant'
import { visitor } from '@hufu/demo/visitor'
import { withApplication } from './application.ts'
import { type StartedDemo, withDemo } from './demo.ts'

/** Its types know it as the default member alone; it is both. */
const { default: grant } = grantModule

/** All that grant needs to know of the platform. */
const providerOf = ({ platform }: StartedDemo, origin: string): GrantConfig => {
  const { authorizeUrl, tokenUrl, clientId, clientSecret } = platform('jos')
  return {
    defaults: { origin, transport: 'session', state: true },
    jos: {
      oauth: 2,
      authorize_url: authorizeUrl,
      access_url: tokenUrl,
      token_endpoint_auth_method: 'client_secret_post',
      client_id: clientId,
      client_secret: clientSecret,
      scope: ['read'],
      scope_delimiter: ',',
      custom_params: { view: 'wap' },
      response: ['tokens', 'raw'],
      callback: '/connected',
    },
  }
}

interface Connected {
  readonly access_token?: string
  readonly refresh_token?: string
  readonly raw?: Readonly<Record<string, unknown>>
  readonly error?: unknown
}

for (const decision of ['approve', 'deny'] as const) {
  test(`grant at jos: ${decision === 'approve' ? 'link, consent, callback, tokens' : 'a denial'}`, () =>
    withApplication((app, origin) =>
      withDemo(async (demo) => {
        app.use(grant.express(providerOf(demo, origin))).get('/connected', ({ session, query }, response) => {
          const { response: connected } = session['grant'] as { readonly response?: Connected }
          response.json(connected ?? query)
        })
        const browser = visitor(origin)
        const { leftFor = '' } = await browser.open('/connect/jos')
        const asked = new URL(leftFor).searchParams
        assert.deepEqual([asked.get('scope'), asked.get('view')], ['read', 'wap'])
        assert.equal(asked.get('redirect_uri'), `${origin}/connect/jos/callback`)

        const callback = await demo.decided(leftFor, decision)
        const { status, html } = await browser.open(callback.href)
        assert.equal(status, 200, html)
        const connected = JSON.parse(html) as Connected
        if (decision === 'deny') {
          assert.equal(connected.error, 'access_denied')
          assert.equal(connected.access_token, undefined)
          return
        }
        assert.equal(connected.raw?.['code'], 0)
        assert.equal((await demo.introspect(connected.access_token ?? ''))['active'], true)

        // grant itself does not refresh.
        const { tokenUrl, clientId, clientSecret } = demo.platform('jos')
        const body = new URLSearchParams({
          grant_type: 'refresh_token',
          refresh_token: connected.refresh_token ?? '',
          client_id: clientId,
          client_secret: clientSecret,
        })
        const refreshed = (await (await fetch(tokenUrl, { method: 'POST', body })).json()) as Connected
        assert.equal(refreshed.access_token, connected.access_token)
        assert.notEqual(refreshed.refresh_token, connected.refresh_token)
      }, origin),
    ))
}
