/* What two platforms of one house share: the newer flow's parameters. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Dialect } from '@hufu/dialects'
import { CALLBACK } from '../both-halves.ts'
import type { SpokenInPairs } from './pair-facts.ts'
import { type Pairs, type Platform, encoded, form, members } from './platform.ts'

const app: Pairs = [
  ['app_key', 'KEY-app'],
  ['app_secret', 'secret of app'],
]

/** `send`: as the platform's own document does it. */
export function newFlow(
  dialect: Dialect,
  send: 'GET' | 'POST',
  more: Pick<SpokenInPairs['codes'], 'success'> & Pick<SpokenInPairs, 'allow'>,
): SpokenInPairs {
  const paths = {
    link: '/oauth2/to_login',
    token: '/oauth2/access_token',
    refresh: '/oauth2/refresh_token',
  }
  const request = (path: string, pairs: Pairs) =>
    send === 'GET' ? { path: `${path}?${encoded(pairs)}` } : form(path, pairs)
  const spoken: SpokenInPairs = {
    dialect,
    paths,
    link: [
      ['app_key', 'KEY-app'],
      ['response_type', 'code'],
      ['redirect_uri', CALLBACK],
    ],
    exchangePairs: (code) => [...app, ['grant_type', 'authorization_code'], ['code', code]],
    refreshPairs: ({ refreshToken }) => [
      ...app,
      ['grant_type', 'refresh_token'],
      ['refresh_token', refreshToken],
    ],
    exchange: (_platform, code) => request(paths.token, spoken.exchangePairs(code)),
    refresh: (_platform, tokens) => request(paths.refresh, spoken.refreshPairs(tokens)),
    tokensOf(_platform, reply) {
      const {
        access_token: accessToken = '',
        refresh_token: refreshToken = '',
        open_id: openId = '',
      } = members(reply) as Record<string, string>
      return { accessToken, refreshToken, openId }
    },
    codeOf: (reply) => members(reply)['code'],
    codes: {
      success: more.success,
      transport: 402,
      tooMany: 429,
      codeRefused: 304,
      refreshRefused: 2011,
    },
    allow: more.allow,
    otherMethods: [],
    ways: ['GET', 'POST, query', 'POST, form'],
    repeated: { otherwise: 402 },
    missing: {
      exchange: { app_key: 302, app_secret: 404, grant_type: 401, code: 304 },
      refresh: { app_key: 302, app_secret: 404, grant_type: 401, refresh_token: 402 },
    },
    unauthenticated: [
      [[['app_secret', 'wrong']], 404],
      [[['app_secret', '']], 404],
      [[['app_key', 'nobody']], 101],
    ],
  }
  return spoken
}

/** A refusal of this flow, byte for byte up to the request's id. */
export const refusal = (code: number, message: string): string =>
  `{"code":${code},"msg":"${message}","requestId":"<hex32>"}`

export const changed = (pairs: Pairs, name: string, value: string): Pairs => [
  ...pairs.filter(([each]) => each !== name),
  [name, value],
]

/** How a comma, a blank and a bar stand in a link. */
export function joinedScopeFacts({ dialect, link, exchange }: SpokenInPairs, platform: Platform): void {
  for (const joined of [',', '%2C', '+', '%20', '|', '%7C'])
    test(`${dialect.id}: two scopes joined by ${joined} are two scopes, and the reply joins them by a comma`, async () => {
      const query = `${encoded(link)}&scope=snsapi_base${joined}snsapi_union_login`
      const reply = await platform.send(exchange(platform, await platform.code(query)))
      assert.equal(members(reply)['scope'], 'snsapi_base,snsapi_union_login')
    })
}
