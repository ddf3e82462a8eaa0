/* What a client asks and answers, against a server made of the dialect's other half. */
import assert from 'node:assert/strict'
import { type TestContext, describe, test } from 'node:test'
import {
  type Dialect,
  type RefreshRequest,
  type TokenSet,
  dialects,
  jdCentral,
  jdFinance,
  jos,
  lazada,
  mercadolibre,
  oauth2,
  shopify,
} from '@hufu/dialects'
import { context, transparentEnvelope, transparentSigner } from '../../dialect-laws/src/generators.ts'
import { type ClientOptions, createClient, isFailure } from '../src/index.ts'
import { listen, saying } from './tiny-server.ts'

const options = {
  clientId: 'KEY',
  clientSecret: 'app-secret',
  envelope: transparentEnvelope,
  signer: transparentSigner,
}
const client = <const D extends Dialect>(dialect: D, baseUrl: string, changes: Partial<ClientOptions> = {}) =>
  createClient(dialect, { ...options, baseUrl, now: () => context.now, ...changes })

/** A tenant and a region that the platform has. */
const whereOf = ({ addressing }: Dialect) => ({
  tenant: 'acme',
  region: Object.keys(addressing?.regions ?? { TH: '' })[0] ?? '',
})
/** Of the real platform's page. */
const realOrigin = (dialect: Dialect): string => {
  const { origin = '', authorize, addressing } = dialect
  const said = authorize.origin ?? origin
  return addressing?.fill(said, whereOf(dialect)) ?? said
}

const tokens: TokenSet = {
  accessToken: 'A1',
  expiresIn: 3600,
  refreshToken: 'R1',
  openId: 'O1',
  userId: '201',
}

for (const dialect of dialects) {
  describe(dialect.id, () => {
    const answering = (t: TestContext, answer: Partial<TokenSet>) =>
      listen(t, ({ path, ...wire }, response) => {
        const endpoint = [dialect.refresh, dialect.token].find(
          (each) => each.path.replace('{clientId}', 'KEY') === path && (each.selects?.(wire) ?? true),
        )
        assert.ok(endpoint)
        asked.push(endpoint.request.decode(wire, context))
        const { status, body } = endpoint.response.encode({ ...tokens, ...answer }, context)
        response.sendDate = false // its clock stands still
        response.writeHead(status, { 'content-type': 'application/json;charset=utf-8' }).end(body)
      })
    const asked: object[] = []

    test('code to tokens, with the time at which they end', async (t) => {
      const answer = await client(dialect, await answering(t, {})).exchangeCode({
        code: 'C1',
        redirectUri: 'https://isv.test/cb',
      })
      assert.ok(!isFailure(answer), JSON.stringify(answer))
      assert.equal(answer.accessToken, 'A1')
      assert.equal(answer.requestedAt, context.now)
      assert.equal(answer.expiresAt, context.now + 3600)
      assert.ok(!('clockSkew' in answer) || typeof answer.clockSkew === 'number')
      assert.equal((asked.at(-1) as { code: string }).code, 'C1')
    })

    test('tokens to tokens: only what the platform wants is sent', async (t) => {
      const held = { ...tokens, userId: '201', state: 'S', scope: ['everything'], expiresAt: 1 }
      const answer = await client(
        dialect,
        await answering(t, { accessToken: 'A2', refreshToken: 'R2' }),
      ).refresh(held)
      assert.ok(!isFailure(answer), JSON.stringify(answer))
      const { fields } = dialect.refresh.response
      const isTold = fields.some((each) => 'key' in each && each.key === 'refreshToken')
      assert.equal(answer.refreshToken, isTold ? 'R2' : 'R1')
      const { refreshToken, accessToken = 'A1', openId = 'O1', ...rest } = asked.at(-1) as RefreshRequest
      assert.deepEqual([refreshToken, accessToken, openId], ['R1', 'A1', 'O1'])
      assert.ok(!('scope' in rest) && !('state' in rest), JSON.stringify(Object.keys(rest)))
    })

    test('no refresh token: a failure, and nothing is sent', async () => {
      const { refresh } = client(dialect, 'http://127.0.0.1:1')
      for (const refreshToken of [undefined, '']) {
        const answer = await refresh({ accessToken: 'A1', openId: 'O1', refreshToken })
        assert.ok(isFailure(answer))
        assert.deepEqual(
          [answer.error, answer.outcome, answer.retry],
          ['no_refresh_token', 'not_sent', 'reauth'],
        )
      }
    })

    test('user information where the dialect has it', async (t) => {
      const { userInfo } = dialect
      const { offers, ...calls } = client(dialect, 'http://127.0.0.1:1')
      assert.equal(offers.userInfo, userInfo !== undefined)
      assert.equal('userInfo' in calls, userInfo !== undefined)
      if (!userInfo) return
      const baseUrl = await listen(t, ({ path, ...wire }, response) => {
        assert.equal(path, userInfo.path)
        const asked = { accessToken: 'A1', openId: 'O1', clientId: 'KEY' }
        assert.deepEqual({ ...asked, ...userInfo.request.decode(wire, context) }, asked)
        assert.equal(userInfo.request.decode(wire, context).accessToken, 'A1')
        response.end(userInfo.response.encode({ nickname: '小白' }, context).body)
      })
      assert.deepEqual(await client(dialect, baseUrl).userInfo?.(tokens), { nickname: '小白' })
    })
  })
}

test('what a refresh leaves out is kept: a token that does not change, and whose tokens they are', async (t) => {
  const baseUrl = await saying(t, 200, '{"access_token":"A2","expires_in":60,"code":0}')
  const held = { ...tokens, scope: ['read'], userId: '0012', userName: 'n' }
  const answer = await client(jos, baseUrl).refresh(held)
  assert.ok(!isFailure(answer))
  const { clockSkew, ...rest } = answer
  assert.ok(clockSkew !== undefined, 'the test stands in 2024')
  assert.deepEqual(rest, {
    accessToken: 'A2',
    expiresIn: 60,
    refreshToken: 'R1',
    openId: 'O1',
    scope: ['read'],
    userId: '0012',
    userName: 'n',
    requestedAt: context.now,
    expiresAt: context.now + 60,
  })
})

describe('the shops that the tokens serve', () => {
  const said = async (t: TestContext, shops: readonly { readonly userId: string }[]) => {
    const { body } = lazada.token.response.encode(
      { accessToken: 'A1', expiresIn: 3600, refreshToken: 'R1', shops },
      context,
    )
    return client(lazada, await saying(t, 200, body)).exchangeCode({
      code: 'C1',
      redirectUri: 'https://a.b/c',
    })
  }

  test('the only one is whose tokens they are', async (t) => {
    const answer = await said(t, [{ userId: '0012' }])
    assert.ok(!isFailure(answer))
    assert.deepEqual([answer.userId, answer.shops], ['0012', [{ userId: '0012' }]])
  })

  test('of several, none is', async (t) => {
    const answer = await said(t, [{ userId: '0012' }, { userId: '0013' }])
    assert.ok(!isFailure(answer))
    assert.deepEqual([answer.userId, answer.shops?.length], [undefined, 2])
  })
})

describe('clock skew', () => {
  const NOW = 1_720_501_200.4
  const dated = (
    t: TestContext,
    date: string | undefined,
    body = '{"access_token":"A","expires_in":60,"open_id":"o","refresh_token":"r"}',
  ) =>
    listen(t, (_, response) => {
      response.sendDate = false
      response.writeHead(200, date === undefined ? {} : { date }).end(body)
    })
  const httpDate = (second: number) => new Date(second * 1000).toUTCString()

  test('of a platform whose clock differs is reported with tokens and with errors', async (t) => {
    for (const ahead of [-3600, -31, 45, 86_400]) {
      const { exchangeCode } = client(jdCentral, await dated(t, httpDate(Math.floor(NOW) + ahead)), {
        now: () => NOW,
      })
      const answer = await exchangeCode({ code: 'c' })
      assert.ok(!isFailure(answer))
      assert.equal(answer.clockSkew, ahead)
      const failing = client(
        jdCentral,
        await dated(t, httpDate(Math.floor(NOW) + ahead), '{"code":304,"msg":""}'),
        { now: () => NOW },
      )
      const failure = await failing.exchangeCode({ code: 'c' })
      assert.equal(failure.clockSkew, ahead)
    }
  })

  test('is none within what can be measured, and unknown without a date', async (t) => {
    for (const date of [httpDate(Math.floor(NOW)), undefined, 'yesterday']) {
      const answer = await client(jdCentral, await dated(t, date), { now: () => NOW }).exchangeCode({
        code: 'c',
      })
      assert.ok(!('clockSkew' in answer), date)
    }
  })

  test('corrects a platform that says at which second its token ends', async (t) => {
    const sealing = dialects.find(({ envelope }) => envelope !== undefined)
    assert.ok(sealing)
    const theirs = Math.floor(NOW) + 600
    const { body } = sealing.token.response.encode(tokens, { ...context, now: theirs })
    const answer = await client(sealing, await dated(t, httpDate(theirs), body), {
      now: () => NOW,
    }).exchangeCode({ code: 'c' })
    assert.ok(!isFailure(answer))
    const { expiresAt = 0 } = answer
    assert.ok(Math.abs(expiresAt - (NOW + 3600)) < 2, String(expiresAt - NOW))
  })
})

describe('revocation', () => {
  test('a form with token, client and secret; an empty 200 is done', async (t) => {
    const bodies: string[] = []
    const baseUrl = await listen(t, ({ path, method, mediaType, body }, response) => {
      bodies.push([method, path, mediaType, body].join(' '))
      response.writeHead(200).end()
    })
    assert.deepEqual(await client(jos, baseUrl).revoke('a+b&c'), { revoked: true })
    assert.deepEqual(await client(jdFinance, `${baseUrl}/x`, { clientSecret: undefined }).revoke('t'), {
      revoked: true,
    })
    assert.deepEqual(
      await client(jos, baseUrl, { endpoints: { revocation: `${baseUrl}/elsewhere` } }).revoke('t'),
      {
        revoked: true,
      },
    )
    const form = 'application/x-www-form-urlencoded'
    assert.deepEqual(bodies, [
      `POST /oauth/revoke ${form} token=a%2Bb%26c&client_id=KEY&client_secret=app-secret`,
      `POST /x/oauth/revoke ${form} token=t&client_id=KEY`,
      `POST /elsewhere ${form} token=t&client_id=KEY&client_secret=app-secret`,
    ])
  })

  test("errors are RFC 6749's", async (t) => {
    const cases = [
      [401, 'invalid_client', 'client_unauthenticated', 'fix_config', 'rejected'],
      [400, 'invalid_request', 'request_malformed', 'fix_config', 'rejected'],
      [400, 'temporarily_unavailable', 'rate_limited', 'after', 'rejected'],
      [503, 'temporarily_unavailable', 'platform_unavailable', 'after', 'ambiguous'],
      [500, 'server_error', 'platform_unavailable', 'after', 'ambiguous'],
    ] as const
    for (const [status, error, reason, retry, outcome] of cases) {
      const baseUrl = await saying(t, status, JSON.stringify({ error, error_description: 'words' }))
      const answer = await client(jos, baseUrl).revoke('t')
      assert.ok(isFailure(answer))
      assert.deepEqual(
        [answer.error, answer.retry, answer.outcome, answer.platformMessage],
        [reason, retry, outcome, 'words'],
      )
    }
  })

  test('HTTP 200 is done, whatever the body (RFC 7009, section 2.2)', async (t) => {
    for (const body of ['', '<html>', '{}', '[]', 'null', '{"error":7}', 'ok', '{"error":"invalid_token"}'])
      for (const dialect of [jos, oauth2])
        assert.deepEqual(
          await client(dialect, await saying(t, 200, body)).revoke('t'),
          { revoked: true },
          body,
        )
  })

  test('is not offered at the real platform: nothing is sent there', async () => {
    const { offers, revoke } = createClient(jos, { ...options, fetch: () => assert.fail('sent') })
    assert.equal(offers.revocation, false)
    const answer = await revoke('t')
    assert.ok(isFailure(answer))
    assert.deepEqual([answer.error, answer.outcome, answer.retry], ['not_offered', 'not_sent', 'never'])
    assert.equal(client(jos, 'https://hufu.test/jos').offers.revocation, true)
  })
})

describe('options', () => {
  const made = (dialect: Dialect, changes: Partial<ClientOptions>) => () =>
    createClient(dialect, { ...options, ...changes })
  const sealing = dialects.find(({ envelope }) => envelope !== undefined) as Dialect

  test('a tenant or region that an address needs is asked for by the name of its option', async () => {
    const link = { redirectUri: 'https://isv.test/', state: 's' }
    const shop = createClient(shopify, options)
    assert.throws(() => shop.authorizationUrl(link), /^TypeError: tenant is missing/)
    await assert.rejects(shop.exchangeCode({ code: 'C' }), /^TypeError: tenant is missing/)
    await assert.rejects(shop.begin(link), /^TypeError: tenant is missing/)
    for (const tenant of ['evil.example/', 'a.b', '', '-a', 'a@b', 'a:1'])
      assert.throws(() => shop.authorizationUrl({ ...link, tenant }), /tenant is no single label of a host/)
    assert.throws(made(shopify, { tenant: 7 as never }), /tenant is no string/)
    const page = createClient(mercadolibre, options)
    assert.throws(() => page.authorizationUrl(link), /^TypeError: region is missing/)
    assert.throws(() => page.authorizationUrl({ ...link, region: 'XX' }), /region is none of AR, BR/)
    assert.match(
      page.authorizationUrl({ ...link, region: 'BR' }),
      /^https:\/\/auth\.mercadolivre\.com\.br\/authorization\?/,
    )
  })

  test('what a call names comes before the options, and a base URL may name a tenant too', async () => {
    const link = { redirectUri: 'https://isv.test/', state: 's' }
    const baseUrl = 'https://hufu.test/shops/{tenant}/'
    const shop = createClient(shopify, { ...options, baseUrl, tenant: 'acme' })
    assert.match(shop.authorizationUrl(link), /^https:\/\/hufu\.test\/shops\/acme\/admin/)
    assert.match(
      shop.authorizationUrl({ ...link, tenant: 'other' }),
      /^https:\/\/hufu\.test\/shops\/other\/admin/,
    )
    const asked: string[] = []
    const heard = createClient(shopify, {
      ...options,
      now: () => context.now,
      fetch: async (url) => {
        asked.push(url)
        return new Response(JSON.stringify({ access_token: 'A', refresh_token: 'R', expires_in: 60 }))
      },
    })
    const granted = await heard.exchangeCode({ code: 'C', tenant: 'acme' })
    assert.ok(!isFailure(granted))
    assert.equal(granted.tenant, 'acme')
    const renewed = await heard.refresh(granted)
    assert.ok(!isFailure(renewed))
    assert.equal(renewed.tenant, 'acme')
    assert.deepEqual(asked, Array(2).fill('https://acme.myshopify.com/admin/oauth/access_token'))
  })

  test('a callback of another tenant than the one that was begun with is misdirected', async () => {
    const now = () => context.now
    const shop = createClient(shopify, { ...options, now, baseUrl: 'https://hufu.test/{tenant}' })
    for (const [tenant, error] of [
      ['acme', undefined],
      ['other', 'state_misdirected'],
    ] as const) {
      const { state, binding } = await shop.begin({ redirectUri: 'https://isv.test/cb', tenant: 'acme' })
      const query = shopify.callback.encode(
        { code: 'C', tenant, state },
        { ...context, signer: transparentSigner },
      )
      const answer = await shop.finish(`https://isv.test/cb?${query}`, { binding })
      assert.equal(isFailure(answer) ? answer.error : undefined, error)
      assert.equal(isFailure(answer) ? undefined : answer.tenant, error ? undefined : 'acme')
    }
  })

  test('the base URL is the real platform by default, and must be given where there is none', () => {
    for (const dialect of dialects) {
      if (dialect.origin === undefined) assert.throws(made(dialect, {}), /baseUrl is missing/)
      else
        assert.ok(
          createClient(dialect, { ...options, ...whereOf(dialect) })
            .authorizationUrl({ redirectUri: 'https://isv.test/', state: 's' })
            .startsWith(`${realOrigin(dialect)}/`),
        )
    }
  })

  test('a missing option is named', () => {
    assert.throws(made(jos, { clientId: '' }), /clientId is missing/)
    assert.throws(made(jos, { clientSecret: undefined }), /clientSecret is missing/)
    assert.throws(made(sealing, { baseUrl: 'https://a.test', envelope: undefined }), /envelope is missing/)
    assert.doesNotThrow(made(jdFinance, { clientSecret: undefined, envelope: undefined }))
  })

  test('an unknown or unusable option is refused by name', () => {
    const wrong: readonly (readonly [name: string, options: object])[] = [
      ['timeOutSeconds', { timeOutSeconds: 3 }],
      ['proxy', { proxy: 'http://a.test' }],
      ['endpoints.tokens', { endpoints: { tokens: '/t' } }],
      ['endpoints.token', { endpoints: { token: 'a.test/t' } }],
      ['endpoints.token', { endpoints: { token: 7 } }],
      ['fetch', { fetch: 'http://a.test' }],
      ['now', { now: 1_700_000_000 }],
      ['states', { states: {} }],
      ['issuer', { issuer: 7 }],
      ['clientId', { clientId: 7 }],
      ['clientSecret', { clientSecret: 7 }],
      ['timeoutSeconds', { timeoutSeconds: '3' }],
    ]
    for (const [name, given] of wrong)
      assert.throws(made(jos, given), (error) => {
        assert.ok(error instanceof TypeError)
        assert.ok(error.message.includes(`: ${name} `), error.message)
        return true
      })
    assert.doesNotThrow(made(jos, { issuer: undefined, fetch: undefined, now: undefined, states: undefined }))
  })

  test('a base URL is a host and a path; a slash at its end does not matter', () => {
    for (const baseUrl of [
      '',
      'platform.test',
      'ftp://a.test',
      'https://u:p@a.test',
      'https://a.test?x=1',
      'https://a.test/#x',
      'https://',
    ])
      assert.throws(
        made(jos, { baseUrl }),
        (error: Error) => /baseUrl/.test(error.message) && !error.message.includes('u:p'),
      )
    for (const baseUrl of ['https://a.test', 'https://a.test/', 'https://A.test//'])
      assert.ok(
        client(jos, baseUrl)
          .authorizationUrl({ redirectUri: 'https://isv.test/', state: 's' })
          .startsWith('https://a.test/oauth/'),
      )
  })

  test('endpoints that are elsewhere, that are not there, and that no dialect can speak to', async (t) => {
    const asked: string[] = []
    const heard = await listen(t, ({ method, path, query }, response) => {
      asked.push(`${method} ${path}${query === '' ? '' : '?'}`)
      response.writeHead(404).end()
    })
    const { offers, ...calls } = client(jdFinance, 'https://nobody.invalid', {
      endpoints: {
        authorize: 'https://login.test/a?tenant=7',
        token: `${heard}/elsewhere/token`,
        refresh: undefined,
        userInfo: null,
        gateway: `${heard}/gateway`,
      },
    })
    const link = calls.authorizationUrl({ redirectUri: 'https://isv.test/cb', state: 's' })
    assert.ok(link.startsWith('https://login.test/a?tenant=7&appid=KEY&'), link)
    await calls.exchangeCode({ code: 'c' })
    assert.deepEqual(asked, ['GET /elsewhere/token?'])
    assert.deepEqual(offers, { userInfo: false, gateway: false, revocation: true })
    assert.equal(calls.userInfo, undefined)
  })

  test('a deadline is in seconds, and ends', () => {
    for (const timeoutSeconds of [0, -1, 30_000, Number.NaN, Infinity])
      assert.throws(made(jos, { timeoutSeconds }), /timeoutSeconds/)
  })
})
