/* What an application's options may say: each member is checked as the keeper starts, and what does nothing is refused. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { jdCentral, oauth2 } from '@hufu/dialects'
import type { AppOptions, KeeperOptions } from '@hufu/keeper'
import { keeperOf } from './browsing.ts'

const sound = { clientId: 'APP', clientSecret: 'SECRET', baseUrl: 'http://127.0.0.1:9' }
const quota = { count: 5, per: 'month', timeZone: 'Asia/Shanghai' }

async function refusal(platform: string, options: object): Promise<string> {
  try {
    const { keeper } = await keeperOf({ [platform]: { ...sound, ...options } })
    await keeper.close()
    return 'taken'
  } catch (error) {
    assert.ok(error instanceof TypeError, String(error))
    return error.message
  }
}

/** Where an application's link leads. */
async function linkOf(platform: string, policy: AppOptions['policy']): Promise<URLSearchParams> {
  const apps: KeeperOptions['apps'] = { [platform]: { ...sound, policy } }
  const { keeper } = await keeperOf(apps, { publicUrl: 'http://127.0.0.1:8' })
  after(() => keeper.close())
  const link = await keeper.connectUrl(platform, { tenant: 'acme', shop: 'S1' })
  const { headers } = await keeper.routes('/oauth').fetch(new Request(link))
  return new URL(headers.get('location') ?? '').searchParams
}

describe('an option of an application', () => {
  const wrong: readonly (readonly [member: string, options: object, platform?: string])[] = [
    ['conccurrency', { conccurrency: 4 }],
    ['concurrency', { concurrency: 0 }],
    ['concurrency', { concurrency: '8' }],
    ['timeoutSeconds', { timeoutSeconds: Number.NaN }],
    ['timeoutSeconds', { timeoutSeconds: 100_000 }],
    ['endpoints', { endpoints: { tokens: '/token' } }],
    ['redirectUri', { redirectUri: 'app.example.com' }],
    ['fetch', { fetch: 'https://proxy' }],
    ['proxy', { proxy: 'proxy.test:3128' }],
    ['proxy', { proxy: 'http://user:secret@proxy.test/path' }],
    ['privateKey', { privateKey: [] }],
    ['policy', { policy: 'none' }],
    ['policy.refreshQuotas', { policy: { refreshQuotas: quota } }],
    ['policy.refreshQuota', { policy: { refreshQuota: { ...quota, timeZone: 'Asia/Beijing' } } }],
    ['policy.refreshQuota', { policy: { refreshQuota: { ...quota, per: 'week' } } }],
    ['policy.refreshQuota', { policy: { refreshQuota: { ...quota, count: 0 } } }],
    ['policy.refreshQuota', { policy: { refreshQuota: { ...quota, since: 1 } } }],
    ['policy.refreshWindow', { policy: { refreshWindow: { lastSeconds: '86400' } } }],
    ['policy.rateLimit', { policy: { rateLimit: { count: 50 } } }],
    ['policy.reuse', { policy: { reuse: { replaySeconds: 30 } } }],
    ['policy.reuse', { policy: { reuse: { replaySeconds: -1, then: 'reject' } } }],
    ['policy.refresh', { policy: { refresh: { accessToken: 'new', refreshToken: 'sometimes' } } }],
    ['policy.accessTokenLifetime', { policy: { accessTokenLifetime: 0 } }],
    ['policy.refreshTokenLifetime', { policy: { refreshTokenLifetime: { online: 5 } } }],
    ['policy.pkce', { policy: { pkce: 'never' } }],
    ['policy.pkce', { policy: { pkce: 'supported' } }],
    ['policy.defaultScope', { policy: { defaultScope: 'read' } }],
    ['policy.defaultScope', { policy: { defaultScope: ['read'] } }, 'chainup'],
    // The platform half's alone: here it would do nothing.
    ['policy.codeLifetime', { policy: { codeLifetime: 60 } }],
    ['policy.httpsOnly', { policy: { httpsOnly: true } }],
  ]
  for (const [member, options, platform = 'jd-central'] of wrong)
    test(`${member} is refused by its name: ${JSON.stringify(options)}`, async () => {
      const said = await refusal(platform, options)
      assert.ok(said.startsWith(`apps.${platform}.${member}: `), said)
      assert.doesNotMatch(said, /SECRET/)
    })

  test('is taken where it is right, absent, or a copy of what the dialect says', async () => {
    const { refreshQuota: _, ...own } = { ...jdCentral.policy, refreshQuota: undefined }
    for (const policy of [
      { refreshQuota: quota },
      { refreshQuota: undefined },
      { ...own, reuse: { replaySeconds: 0, then: 'reject' } },
      { accessTokenLifetime: { onlineTest: 60, online: 3600 } },
      { pkce: 'none' },
    ])
      assert.equal(await refusal('jd-central', { policy, concurrency: 4, timeoutSeconds: 5 }), 'taken')
  })
})

test('an application whose policy has no PKCE sends no challenge, and one with scopes of its own asks for them', async () => {
  assert.equal((await linkOf('oauth2', { pkce: 'none' })).has('code_challenge'), false)
  assert.equal((await linkOf('oauth2', {})).get('code_challenge_method'), 'S256')
  assert.equal((await linkOf('oauth2', { defaultScope: ['orders', 'goods'] })).get('scope'), 'orders goods')
  assert.equal((await linkOf('oauth2', {})).has('scope'), false)
  assert.equal(oauth2.policy.pkce, 'supported')
})
