/* No library at all: the three ways in which this family's clients send their parameters, for token and refresh. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DemoPlatform } from '@hufu/demo/instance'
import { withDemo } from './demo.ts'

type Pairs = Readonly<Record<string, string>>

const ways = {
  'GET with a query': (url: string, pairs: Pairs) => fetch(`${url}?${new URLSearchParams(pairs)}`),
  'POST with a query and an empty body': (url: string, pairs: Pairs) =>
    fetch(`${url}?${new URLSearchParams(pairs)}`, { method: 'POST' }),
  'POST with a form': (url: string, pairs: Pairs) =>
    fetch(url, { method: 'POST', body: new URLSearchParams(pairs) }),
} as const

/** How each spells the names of its application, and whether the token call wants the redirect URI again. */
const platforms: Readonly<Record<string, (of: DemoPlatform) => { link: Pairs; app: Pairs; token: Pairs }>> = {
  jos: ({ clientId, clientSecret, redirectUri }) => ({
    link: {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      state: 's',
      scope: 'read',
    },
    app: { client_id: clientId, client_secret: clientSecret },
    token: { redirect_uri: redirectUri, scope: 'read', state: '1234' },
  }),
  jos2: ({ clientId, clientSecret, redirectUri }) => ({
    link: { app_key: clientId, response_type: 'code', redirect_uri: redirectUri, state: 's' },
    app: { app_key: clientId, app_secret: clientSecret },
    token: {},
  }),
  'jd-central': ({ clientId, clientSecret, redirectUri }) => ({
    link: { app_key: clientId, response_type: 'code', redirect_uri: redirectUri, state: 's' },
    app: { app_key: clientId, app_secret: clientSecret },
    token: {},
  }),
}

for (const [id, parameters] of Object.entries(platforms)) {
  for (const [way, send] of Object.entries(ways)) {
    test(`${id} takes ${way}, for token and refresh`, () =>
      withDemo(async ({ platform, decided }) => {
        const of = platform(id)
        const { link, app, token } = parameters(of)
        const callback = await decided(`${of.authorizeUrl}?${new URLSearchParams(link)}`)
        const code = callback.searchParams.get('code') ?? ''

        const granted = await send(of.tokenUrl, { grant_type: 'authorization_code', ...app, ...token, code })
        assert.equal(granted.status, 200)
        assert.equal(granted.headers.get('content-type'), 'application/json;charset=utf-8')
        const first = (await granted.json()) as Pairs
        assert.ok(first['access_token'], JSON.stringify(first))

        const refreshToken = first['refresh_token'] ?? ''
        const extended = await send(of.refreshUrl, {
          ...app,
          grant_type: 'refresh_token',
          refresh_token: refreshToken,
        })
        const second = (await extended.json()) as Pairs
        assert.equal(second['access_token'], first['access_token'])
        assert.equal(second['refresh_token'] === refreshToken, id === 'jd-central')
      }))
  }
}
