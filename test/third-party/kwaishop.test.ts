/*
 * `kuaishou-merchant-open-api` from npm, unmodified: tokens by GET, refresh by POST with everything in the query and no body. It
 * replaces the path of its address, so that the platform has a virtual host here. Its option takes no name without a dot, such
 * as localhost; its field does.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import sdk from 'kuaishou-merchant-open-api'
import { withDemo } from './demo.ts'

const { default: KsMerchantClient } = sdk
const DAY = 86_400

test('kuaishou-merchant-open-api: link, code, tokens, refresh and refusals', () =>
  withDemo(
    async ({ url, platform, decided, introspect }) => {
      const { authorizeUrl, clientId, clientSecret, redirectUri } = platform('kwaishop')
      const clientWith = (appSecret: string) => {
        const made = new KsMerchantClient({ appKey: clientId, appSecret, signSecret: 'unused' })
        made.url = url.replace('127.0.0.1', 'localhost')
        return made
      }
      const client = clientWith(clientSecret)
      const link = new URLSearchParams({
        app_id: clientId,
        redirect_uri: redirectUri,
        scope: 'user_info,merchant_item',
        response_type: 'code',
      })
      const back = await decided(`${authorizeUrl}?${link}`)
      assert.equal(back.searchParams.has('state'), false)
      const code = back.searchParams.get('code') ?? ''

      const stranger = clientWith('another secret')
      await assert.rejects(stranger.getAccessTokenByCode({ code }), {
        result: 100200101,
        error: 'unauthorized_client',
      })
      const first = await client.getAccessTokenByCode({ code })
      assert.deepEqual(first.scopes, ['user_info', 'merchant_item'])
      assert.ok(first.openId)
      assert.equal(first.accessTokenExpiresIn, 2 * DAY)
      assert.equal(first.refreshTokenExpiresIn, 180 * DAY)

      const second = await client.getAccessTokenByRefreshToken({ refreshToken: first.refreshToken })
      assert.notEqual(second.accessToken, first.accessToken)
      assert.notEqual(second.refreshToken, first.refreshToken)
      for (const { accessToken } of [first, second])
        assert.equal((await introspect(accessToken))['active'], true)

      await assert.rejects(client.getAccessTokenByRefreshToken({ refreshToken: 'made-up' }), {
        result: 100200102,
        error: 'access_denied',
        errorMsg: 'invalid refresh_token',
      })
      await assert.rejects(client.getAccessTokenByCode({ code }), {
        result: 100200105,
        error: 'invalid_grant',
      })
    },
    undefined,
    (port) => ({ kwaishop: [`localhost:${port}`] }),
  ))
