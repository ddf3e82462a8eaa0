/* What each platform promises about time and use, on a clock that the test turns; and what an operator may promise instead. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isFailure } from '@hufu/client'
import {
  type Dialect,
  type Lifetime,
  secondsOf,
  chainUp,
  servedDialects,
  jdCentral,
  jdFinance,
  jos,
  jos2,
  authenticationOf,
  builtInPlatforms,
  pageErrorsOf,
  encodeError,
} from '@hufu/dialects'
import { recordOf } from './records.ts'
import { introspect } from '@hufu/engine'
import { ConfigError } from '@hufu/web/config-error'
import { readConfig } from '@hufu/server'
import { memoryStore } from '@hufu/store'
import {
  CALLBACK,
  type Halves,
  type Options,
  SHOP,
  assertRefused,
  bothHalves,
  granted,
} from './both-halves.ts'

const MINUTE = 60
const HOUR = 3600
const DAY = 24 * HOUR
const YEAR = 365 * DAY

type Policy = NonNullable<NonNullable<Options['platform']>['policy']>

const policy = (
  fact: string,
  dialect: Dialect,
  run: (halves: Halves) => Promise<void>,
  options: Omit<Options, 'open'> = {},
): void =>
  void test(`${dialect.id}: ${fact}`, async () => {
    const halves = await bothHalves(dialect, { open: (now) => memoryStore({ now }), ...options })
    try {
      await run(halves)
    } finally {
      await halves.close()
    }
  })

const overridden = (by: Policy): Omit<Options, 'open'> => ({ platform: { policy: by } })
const underTest = { app: { status: 'online_test', testShops: [SHOP] } } as const

const redeem = ({ client }: Halves, code: string) => client.exchangeCode({ code, redirectUri: CALLBACK })
const namesRedirectUri = ({ authorize }: Dialect): boolean =>
  authorize.request.fields.some((each) => 'key' in each && each.key === 'redirectUri')
const tellsRefreshToken = ({ refresh }: Dialect): boolean =>
  refresh.response.fields.some((each) => 'key' in each && each.key === 'refreshToken')
const online = (lifetime: Lifetime): number => secondsOf(lifetime).online

/** The second at which a token ends, as a gateway is told it. */
async function endOf({ running }: Halves, token: string): Promise<number | undefined> {
  const { tokenFormats, grants } = running.runtime
  return (await introspect(token, tokenFormats, grants))?.expiresAt
}

/** A code of this age is good, and one a second older is not. */
async function assertCodeLives(halves: Halves, seconds: number): Promise<void> {
  const { authorizationCode, later, dialect } = halves
  const good = await authorizationCode()
  later(seconds - 1)
  granted(await redeem(halves, good))
  const late = await authorizationCode()
  later(seconds)
  assertRefused(await redeem(halves, late), dialect, 'token', 'code_expired')
}

async function assertAccessLives(halves: Halves, seconds: number): Promise<void> {
  const { accessToken, expiresIn } = await halves.tokens()
  assert.equal(expiresIn, seconds)
  halves.later(seconds - 1)
  assert.ok(await halves.live(accessToken), 'a second before its end')
  halves.later(1)
  assert.equal(await halves.live(accessToken), false, 'at its end')
}

/** Counted from the last refresh, where the refresh token is new or lives longer. */
async function assertRefreshLives(halves: Halves, seconds: number): Promise<void> {
  const { tokens, client, later, dialect } = halves
  const first = await tokens()
  later(seconds - 1)
  const second = granted(await client.refresh(first))
  later(seconds - 1)
  const third = granted(await client.refresh(second))
  later(seconds)
  assertRefused(await client.refresh(third), dialect, 'refresh', 'refresh_token_expired')
}

/* Lifetimes. */

const lifetimes: readonly (readonly [Dialect, code: number, access: number, refresh: number])[] = [
  [jdFinance, 2 * HOUR, 7200, 30 * DAY],
  [jos, 5 * MINUTE, YEAR, YEAR + 30 * DAY],
  [jos2, 5 * MINUTE, YEAR, YEAR + 30 * DAY],
  [jdCentral, 5 * MINUTE, 3_600_000, 3_600_000],
  [chainUp, 5 * MINUTE, 2 * HOUR, 30 * DAY],
]

for (const [dialect, code, access, refresh] of lifetimes) {
  policy(`a code lives ${code} s`, dialect, (halves) => assertCodeLives(halves, code))
  policy(`an access token lives ${access} s`, dialect, (halves) => assertAccessLives(halves, access))
  policy(`a refresh token lives ${refresh} s, from each refresh`, dialect, (halves) =>
    assertRefreshLives(halves, refresh),
  )

  policy(
    'every reply says the whole lifetime, and a repeated one what is left of it',
    dialect,
    async (halves) => {
      const { tokens, client, later } = halves
      const first = await tokens()
      assert.equal(first.expiresIn, access)
      if (dialect.policy.refreshWindow) later(access - 100)
      const second = granted(await client.refresh(first))
      assert.equal(second.expiresIn, access)
      if (dialect.policy.refresh.refreshToken === 'same') return
      later(10)
      assert.equal(granted(await client.refresh(first)).expiresIn, access - 10)
    },
  )
}

for (const dialect of [jos, jos2]) {
  policy(
    'an app under online test has access tokens of 24 hours',
    dialect,
    (halves) => assertAccessLives(halves, DAY),
    underTest,
  )
  policy(
    'an app that comes online has tokens of a year from its next refresh on, the access token the same',
    dialect,
    async ({ tokens, client, putApp }) => {
      const first = await tokens()
      assert.equal(first.expiresIn, DAY)
      await putApp('app', { status: 'online' })
      const second = granted(await client.refresh(first))
      assert.equal(second.expiresIn, YEAR)
      assert.equal(second.accessToken, first.accessToken)
    },
    underTest,
  )
}

/* Which tokens a refresh replaces. */

for (const dialect of [jdFinance, chainUp]) {
  policy(
    'a refresh replaces both tokens; the access token before works for a minute more',
    dialect,
    async (halves) => {
      const { tokens, client, later, live } = halves
      const first = await tokens()
      later(HOUR)
      const second = granted(await client.refresh(first))
      assert.notEqual(second.accessToken, first.accessToken)
      assert.notEqual(second.refreshToken, first.refreshToken)
      later(59)
      assert.ok(await live(first.accessToken))
      later(1)
      assert.equal(await live(first.accessToken), false)
      assert.ok(await live(second.accessToken))
    },
  )

  policy(
    'the access token before lives no longer than it would have',
    dialect,
    async ({ tokens, client, later, live }) => {
      const first = await tokens()
      later(7200 - 10)
      granted(await client.refresh(first))
      later(9)
      assert.ok(await live(first.accessToken))
      later(1)
      assert.equal(await live(first.accessToken), false)
    },
  )

  policy(
    'of two access tokens before, the last alone still works',
    dialect,
    async ({ tokens, client, live }) => {
      const first = await tokens()
      const second = granted(await client.refresh(first))
      const third = granted(await client.refresh(second))
      assert.deepEqual(
        await Promise.all([first, second, third].map(({ accessToken }) => live(accessToken))),
        [false, true, true],
      )
    },
  )
}

for (const dialect of [jos, jos2]) {
  policy(
    'a refresh extends the same access token and gives a new refresh token',
    dialect,
    async (halves) => {
      const { tokens, client, later, now } = halves
      const first = await tokens()
      later(HOUR)
      const second = granted(await client.refresh(first))
      assert.equal(second.accessToken, first.accessToken)
      assert.notEqual(second.refreshToken, first.refreshToken)
      assert.equal(await endOf(halves, first.accessToken), now() + DAY)
    },
    underTest,
  )
}

policy('a refresh extends both tokens and changes neither', jdCentral, async (halves) => {
  const { tokens, client, later, now } = halves
  const first = await tokens()
  later(DAY)
  const second = granted(await client.refresh(first))
  assert.deepEqual([second.accessToken, second.refreshToken], [first.accessToken, first.refreshToken])
  assert.equal(await endOf(halves, first.accessToken), now() + 3_600_000)
  assert.equal(await endOf(halves, first.refreshToken ?? ''), now() + 3_600_000)
})

/* The right to a refresh token. */

policy(
  'an app without the right gets no refresh token, and the reply has no such member',
  jos,
  async ({ tokens, client, authorizationCode, baseUrl }) => {
    assert.ok(!('refreshToken' in (await tokens())))
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'KEY-app',
      client_secret: 'secret of app',
      redirect_uri: CALLBACK,
      code: await authorizationCode(),
    })
    const reply = await fetch(`${baseUrl}/oauth/token`, { method: 'POST', body })
    assert.doesNotMatch(await reply.text(), /refresh_token/)
    const made = await client.refresh({ accessToken: 'x', refreshToken: crypto.randomUUID() })
    assertRefused(made, jos, 'refresh', 'refresh_token_unknown')
  },
  { app: { mayRefresh: false } },
)

policy('an app that loses the right refreshes no more; its access tokens live on', jos, async (halves) => {
  const { tokens, client, putApp, live } = halves
  const first = await tokens()
  await putApp('app', { mayRefresh: false })
  assertRefused(await client.refresh(first), jos, 'refresh', 'flow_not_allowed')
  assert.ok(await live(first.accessToken))
  await putApp('app', { mayRefresh: true })
  granted(await client.refresh(first))
})

/* When a refresh may be asked for. */

policy('a refresh works only within the 24 hours before the access token expires', jos2, async (halves) => {
  const { tokens, client, later, now } = halves
  const first = await tokens()
  assertRefused(await client.refresh(first), jos2, 'refresh', 'refresh_too_early')
  later(YEAR - DAY - 1)
  assertRefused(await client.refresh(first), jos2, 'refresh', 'refresh_too_early')
  assert.equal(await endOf(halves, first.accessToken), now() + DAY + 1, 'nothing was changed')
  later(1)
  const second = granted(await client.refresh(first))
  assert.equal(second.expiresIn, YEAR)
  assertRefused(await client.refresh(second), jos2, 'refresh', 'refresh_too_early')
})

policy(
  'an app under online test is always inside that window',
  jos2,
  async ({ tokens, client }) => {
    granted(await client.refresh(granted(await client.refresh(await tokens()))))
  },
  underTest,
)

/* How often. */

/** The first second of August 2024 in Bangkok. */
const AUGUST = Date.parse('2024-08-01T00:00:00+07:00') / 1000

policy(
  '500 refreshes a month and refresh token; the 501st is told so and changes nothing, sixteen at once too',
  jdCentral,
  async (halves) => {
    const { tokens, client, later, now } = halves
    const first = await tokens()
    const other = await tokens()
    for (let done = 0; done < 496; done += 16) {
      const answers = await Promise.all(Array.from({ length: 16 }, () => client.refresh(first)))
      answers.forEach(granted)
    }
    // Four are left for sixteen.
    const last = await Promise.all(Array.from({ length: 16 }, () => client.refresh(first)))
    assert.equal(last.filter((each) => !isFailure(each)).length, 4)
    const end = await endOf(halves, first.accessToken)
    later(HOUR)
    const refused = await Promise.all(Array.from({ length: 16 }, () => client.refresh(first)))
    for (const answer of refused) assertRefused(answer, jdCentral, 'refresh', 'quota_exceeded')
    assert.equal(await endOf(halves, first.accessToken), end, 'it lives no longer for it')
    assert.equal(await endOf(halves, first.refreshToken ?? ''), end)
    granted(await client.refresh(other))

    later(AUGUST - 1 - now())
    assertRefused(await client.refresh(first), jdCentral, 'refresh', 'quota_exceeded')
    later(1)
    granted(await client.refresh(first))
    assert.equal(await endOf(halves, first.accessToken), AUGUST + 3_600_000)
  },
)

policy(
  'the month is the calendar’s, in Bangkok, to the second: of a leap year, and of a new year',
  jdCentral,
  async ({ tokens, client, later, now }) => {
    for (const month of ['2024-09-01', '2025-01-01', '2025-03-01', '2028-02-01', '2028-03-01']) {
      const begins = Date.parse(`${month}T00:00:00+07:00`) / 1000
      later(begins - HOUR - now())
      const first = await tokens()
      granted(await client.refresh(first))
      assertRefused(await client.refresh(first), jdCentral, 'refresh', 'quota_exceeded')
      later(HOUR - 1)
      assertRefused(await client.refresh(first), jdCentral, 'refresh', 'quota_exceeded')
      later(1)
      granted(await client.refresh(first))
      assertRefused(await client.refresh(first), jdCentral, 'refresh', 'quota_exceeded')
    }
  },
  overridden({ refreshQuota: { count: 1, per: 'month', timeZone: 'Asia/Bangkok' } }),
)

policy(
  'a refused refresh is not counted',
  jdCentral,
  async ({ tokens, client, clientOf }) => {
    const first = await tokens()
    assertRefused(await clientOf('other').refresh(first), jdCentral, 'refresh', 'refresh_token_unknown')
    const stranger = clientOf('app', { clientSecret: 'wrong' })
    assertRefused(await stranger.refresh(first), jdCentral, 'refresh', 'client_unauthenticated')
    granted(await client.refresh(first))
    granted(await client.refresh(first))
    assertRefused(await client.refresh(first), jdCentral, 'refresh', 'quota_exceeded')
  },
  overridden({ refreshQuota: { count: 2, per: 'month', timeZone: 'Asia/Bangkok' } }),
)

for (const dialect of servedDialects) {
  policy(
    'calls are counted per app, and answered with the platform’s own code; what is refused is not consumed',
    dialect,
    async (halves) => {
      const { authorizationCode, client, clientOf, later, tokens } = halves
      const first = granted(await redeem(halves, await authorizationCode()))
      const code = await authorizationCode()
      granted(await redeem(halves, await authorizationCode()))
      assertRefused(await redeem(halves, code), dialect, 'token', 'rate_limited')
      assertRefused(await client.refresh(first), dialect, 'refresh', 'rate_limited')
      if (client.userInfo) {
        const asked = {
          accessToken: first.accessToken,
          ...(first.openId !== undefined && { openId: first.openId }),
        }
        assertRefused(await client.userInfo(asked), dialect, 'userInfo', 'rate_limited')
      }
      granted(await tokens(clientOf('other')))
      later(59)
      assertRefused(await redeem(halves, code), dialect, 'token', 'rate_limited')
      later(1)
      granted(await redeem(halves, code))
      if (!dialect.policy.refreshWindow) granted(await client.refresh(first))
    },
    overridden({
      rateLimit: { count: 2, perSeconds: 60 },
      codeLifetime: HOUR,
      reauthorization: 'keep-grants',
    }),
  )

  if (authenticationOf(dialect.token) === 'secret') {
    policy(
      'a stranger’s calls are not counted to the app',
      dialect,
      async ({ clientOf, tokens }) => {
        const stranger = clientOf('app', { clientSecret: 'wrong' })
        for (let call = 0; call < 3; call++) {
          const answer = await stranger.exchangeCode({ code: 'made up', redirectUri: CALLBACK })
          assertRefused(answer, dialect, 'token', 'client_unauthenticated')
        }
        await tokens()
      },
      overridden({ rateLimit: { count: 1, perSeconds: 60 } }),
    )
  }
}

/* Who may authorise. */

for (const dialect of servedDialects) {
  /** What the page says where a shop may not authorise. */
  const { code: notPermitted } = encodeError(pageErrorsOf(recordOf(dialect)), { error: 'user_not_permitted' })
  policy(
    `under online test the app’s own test shops alone may authorise it: ${notPermitted}`,
    dialect,
    async ({ client, visit, putApp, tokens, live, authorizationCode }) => {
      for (const status of ['online_test', 'submitted'] as const) {
        await putApp('app', { status, testShops: ['2000000009'] })
        const page = await visit((await client.begin({ redirectUri: CALLBACK })).url)
        assert.equal(page.status, 403)
        assert.match(page.html, new RegExp(`<code>${notPermitted}</code>`))
        assert.ok(!page.forms.some(({ fields }) => 'decision' in fields))
        await putApp('app', { status, testShops: ['2000000009', SHOP] })
        const had = await tokens()
        assert.ok(await live(had.accessToken))
        const code = await authorizationCode()
        await putApp('app', { status, testShops: [] })
        assert.equal(await live(had.accessToken), false, 'nor do its tokens work any more')
        const exchanged = await client.exchangeCode({ code, redirectUri: CALLBACK })
        assertRefused(exchanged, dialect, 'token', 'user_not_permitted')
        assertRefused(await client.refresh(had), dialect, 'refresh', 'user_not_permitted')
        await putApp('app', { status: 'online', testShops: [] })
        assert.ok(await live(had.accessToken), 'until the app is online')
        granted(await client.exchangeCode({ code, redirectUri: CALLBACK }))
      }
      await tokens()
    },
    { ...underTest, ...overridden({ reauthorization: 'keep-grants' }) },
  )

  policy(
    'an app that is suspended while the consent is open gets no code',
    dialect,
    async ({ client, visit, browser, putApp }) => {
      const page = await visit((await client.begin({ redirectUri: CALLBACK })).url)
      await putApp('app', { status: 'suspended' })
      const after = await browser.submit(page, { decision: 'approve' })
      assert.deepEqual([after.status, after.leftFor], [400, undefined])
    },
  )
}

/* What an operator sets otherwise. */

for (const dialect of servedDialects) {
  const same = {
    refreshDeadline: 'renewed' as const,
    earlyRefresh: [],
    refreshWindow: { lastSeconds: YEAR },
  } // always inside
  policy(
    'an operator sets how long a code lives',
    dialect,
    (halves) => assertCodeLives(halves, 17),
    overridden({ codeLifetime: 17 }),
  )
  policy(
    'an operator sets how long an access token lives',
    dialect,
    (halves) => assertAccessLives(halves, 1234),
    overridden({ accessTokenLifetime: 1234 }),
  )
  policy(
    'an operator sets how long an access token lives, per status',
    dialect,
    async ({ tokens, putApp }) => {
      assert.equal((await tokens()).expiresIn, 50)
      await putApp('app')
      assert.equal((await tokens()).expiresIn, 70)
    },
    { ...overridden({ accessTokenLifetime: { onlineTest: 50, online: 70 } }), ...underTest },
  )
  policy(
    'an operator sets how long a refresh token lives',
    dialect,
    (halves) => assertRefreshLives(halves, 4321),
    overridden({ refreshTokenLifetime: 4321, ...same }),
  )
  policy(
    'an operator sets how long the access token before still works',
    dialect,
    async ({ tokens, client, later, live }) => {
      const first = await tokens()
      granted(await client.refresh(first))
      later(4)
      assert.ok(await live(first.accessToken))
      later(1)
      assert.equal(await live(first.accessToken), false)
    },
    overridden({
      refresh: { accessToken: 'new', refreshToken: 'new' },
      previousAccessToken: { graceSeconds: 5 },
      ...same,
    }),
  )
  policy(
    'an operator has it end at once',
    dialect,
    async ({ tokens, client, live }) => {
      const first = await tokens()
      granted(await client.refresh(first))
      assert.equal(await live(first.accessToken), false)
    },
    overridden({
      refresh: { accessToken: 'new', refreshToken: 'new' },
      previousAccessToken: { graceSeconds: 0 },
      ...same,
    }),
  )
  if (tellsRefreshToken(dialect))
    policy(
      'an operator has a spent refresh token refused at once, and the authorization go on',
      dialect,
      async ({ tokens, client, live }) => {
        const first = await tokens()
        const second = granted(await client.refresh(first))
        assertRefused(await client.refresh(first), dialect, 'refresh', 'refresh_token_used')
        assert.ok(await live(second.accessToken))
        granted(await client.refresh(second))
      },
      overridden({
        refresh: { accessToken: 'new', refreshToken: 'new' },
        reuse: { replaySeconds: 0, then: 'reject' },
        ...same,
      }),
    )
  policy(
    'an operator sets a quota of refreshes a day, in another time zone',
    dialect,
    async ({ tokens, client, later, now }) => {
      later(Date.parse('2024-07-10T23:59:00-04:00') / 1000 - now())
      const first = granted(await client.refresh(await tokens()))
      assertRefused(await client.refresh(first), dialect, 'refresh', 'quota_exceeded')
      later(59)
      assertRefused(await client.refresh(first), dialect, 'refresh', 'quota_exceeded')
      later(1)
      granted(await client.refresh(first))
    },
    overridden({ refreshQuota: { count: 1, per: 'day', timeZone: 'America/New_York' }, ...same }),
  )
  policy(
    'an operator sets a window for refreshes',
    dialect,
    async ({ tokens, client, later }) => {
      const first = await tokens()
      const access = online(dialect.policy.accessTokenLifetime)
      later(access - 101)
      assertRefused(await client.refresh(first), dialect, 'refresh', 'refresh_too_early')
      later(1)
      granted(await client.refresh(first))
    },
    overridden({ refreshWindow: { lastSeconds: 100 }, refreshTokenLifetime: 3 * YEAR }),
  )
  policy(
    'an operator sets the rule for redirect URIs, and https',
    dialect,
    async ({ client, browser, putApp }) => {
      await putApp('app', { redirectUris: ['http://shop.example.com/callback'] })
      const opens = async (redirectUri: string) => {
        const { url } = await client.begin({ redirectUri })
        return (await browser.open(url)).status === 200
      }
      assert.ok(await opens('http://shop.example.com/callback'))
      // Where the link has no redirect URI, the registered one is meant.
      assert.equal(await opens('http://shop.example.com/other'), !namesRedirectUri(dialect))
    },
    overridden({ redirectUri: 'exact', httpsOnly: false }),
  )
  policy(
    'an operator sets the status of the last hop',
    dialect,
    async ({ client, visit, browser }) => {
      const page = await visit((await client.begin({ redirectUri: CALLBACK })).url)
      assert.equal((await browser.submit(page, { decision: 'approve' })).status, 301)
    },
    overridden({ callbackStatus: 301 }),
  )
  policy(
    'an operator sets the scopes, and those that nobody needs to ask for',
    dialect,
    async ({ baseUrl, client, browser, visit, running }) => {
      assert.deepEqual(running.runtime.platforms.get(dialect.id)?.grants.policy.defaultScope, ['orders'])
      const { url } = await client.begin({ redirectUri: CALLBACK, scope: ['orders', 'goods'] })
      assert.ok(url.startsWith(baseUrl))
      if (!url.includes('orders')) return // The platform's link has no scope.
      const page = await visit(url)
      assert.match(page.html, /<code>goods<\/code>/)
      const { url: more } = await client.begin({ redirectUri: CALLBACK, scope: ['orders', 'money'] })
      const refused = await browser.open(more)
      assert.ok(refused.status === 400 || refused.leftFor?.includes('error=invalid_scope'), refused.html)
    },
    {
      ...overridden({ scopes: ['orders', 'goods'], defaultScope: ['orders'] }),
      app: { scopes: ['orders', 'goods'] },
    },
  )
}

for (const dialect of [jos, jos2]) {
  policy(
    'an operator makes the refresh token a right',
    dialect,
    async ({ tokens, client, putApp }) => {
      assert.ok(!('refreshToken' in (await tokens())))
      await putApp('app', { ...underTest.app, mayRefresh: true })
      granted(await client.refresh(await tokens()))
    },
    {
      ...overridden({ refreshTokenGranted: 'by-right' }),
      app: { ...underTest.app, mayRefresh: false },
    },
  )
  policy(
    'an operator gives a refresh token to every app',
    dialect,
    async ({ tokens }) => assert.ok('refreshToken' in (await tokens())),
    { ...overridden({ refreshTokenGranted: 'always' }), app: { mayRefresh: false } },
  )
}

for (const dialect of [jdFinance, jdCentral, chainUp]) {
  test(`${dialect.id}: a reply has a refresh token, so it is no right of some`, async () => {
    const path = `platforms\\.${dialect.id}\\.policy\\.refreshTokenGranted: must be always`
    await assert.rejects(
      bothHalves(dialect, {
        open: (now) => memoryStore({ now }),
        ...overridden({ refreshTokenGranted: 'by-right' }),
      }),
      (error: unknown) => error instanceof ConfigError && new RegExp(path).test(error.message),
    )
  })
}

for (const dialect of servedDialects) {
  policy(
    'where an operator sets other scopes, none of the platform’s own is granted unasked',
    dialect,
    async ({ running }) => {
      assert.deepEqual(running.runtime.platforms.get(dialect.id)?.grants.policy.defaultScope, [])
    },
    overridden({ scopes: ['of-the-operator'] }),
  )
  test(`${dialect.id}: what nobody needs to ask for is one of the scopes`, async () => {
    await assert.rejects(
      bothHalves(dialect, {
        open: (now) => memoryStore({ now }),
        ...overridden({ scopes: ['of-the-operator'], defaultScope: ['of-the-operator', 'money'] }),
      }),
      (error: unknown) =>
        error instanceof ConfigError &&
        error.message.includes(`platforms.${dialect.id}.policy.defaultScope: `),
    )
  })
}

/* What no operator can mean. */

const josPolicy = (by: object) => ({ platforms: { jos: { policy: by } } })

for (const [path, input] of [
  ['platforms.jos.policy.codeLifetime', josPolicy({ codeLifetime: 0 })],
  ['platforms.jos.policy.codeLifetime', josPolicy({ codeLifetime: 1.5 })],
  ['platforms.jos.policy.codeLifetime', josPolicy({ codeLifetime: '300' })],
  ['platforms.jos.policy.accessTokenLifetime', josPolicy({ accessTokenLifetime: -1 })],
  ['platforms.jos.policy.accessTokenLifetime', josPolicy({ accessTokenLifetime: 0 })],
  ['platforms.jos.policy.refreshTokenLifetime', josPolicy({ refreshTokenLifetime: 0 })],
  ['platforms.jos.policy.accessTokenLifetime', josPolicy({ accessTokenLifetime: { online: 5 } })],
  ['platforms.jos.policy.refreshTokenLifetime', josPolicy({ refreshTokenLifetime: 1e12 })],
  [
    'platforms.jos.policy.refresh.refreshToken',
    josPolicy({ refresh: { accessToken: 'new', refreshToken: 'old' } }),
  ],
  ['platforms.jos.policy.refresh.accessToken', josPolicy({ refresh: { refreshToken: 'new' } })],
  ['platforms.jos.policy.refreshTokenGranted', josPolicy({ refreshTokenGranted: 'sometimes' })],
  [
    'platforms.jos.policy.previousAccessToken.graceSeconds',
    josPolicy({ previousAccessToken: { graceSeconds: -60 } }),
  ],
  [
    'platforms.jos.policy.reuse.replaySeconds',
    josPolicy({ reuse: { replaySeconds: 31 * 86_400 + 1, then: 'reject' } }),
  ],
  ['platforms.jos.policy.reuse.then', josPolicy({ reuse: { replaySeconds: 30, then: 'allow' } })],
  [
    'platforms.jos.policy.refreshQuota.count',
    josPolicy({ refreshQuota: { count: 0, per: 'month', timeZone: 'UTC' } }),
  ],
  [
    'platforms.jos.policy.refreshQuota.per',
    josPolicy({ refreshQuota: { count: 1, per: 'week', timeZone: 'UTC' } }),
  ],
  [
    'platforms.jos.policy.refreshQuota.timeZone',
    josPolicy({ refreshQuota: { count: 1, per: 'day', timeZone: 'Asia/Bankok' } }),
  ],
  [
    'platforms.jos.policy.refreshWindow.lastSeconds',
    josPolicy({ refreshWindow: { lastSeconds: Number.NaN } }),
  ],
  ['platforms.jos.policy.rateLimit.count', josPolicy({ rateLimit: { count: 0, perSeconds: 1 } })],
  ['platforms.jos.policy.rateLimit.perSeconds', josPolicy({ rateLimit: { count: 1, perSeconds: 86_401 } })],
  ['platforms.jos.policy.redirectUri', josPolicy({ redirectUri: 'prefix' })],
  ['platforms.jos.policy.httpsOnly', josPolicy({ httpsOnly: 'yes' })],
  ['platforms.jos.policy.callbackStatus', josPolicy({ callbackStatus: 307 })],
  ['platforms.jos.policy.scopes.1', josPolicy({ scopes: ['read', ''] })],
  ['platforms.jos.policy.codeLifeTime', josPolicy({ codeLifeTime: 5 })],
  ['platforms.jos.policy.clientAuthentication', josPolicy({ clientAuthentication: 'none' })],
  ['platforms.jos.polices', { platforms: { jos: { polices: {} } } }],
  ['platforms.jos.hosts.0', { platforms: { jos: { hosts: ['https://open.example.com'] } } }],
  ['platforms.jos.hosts.1', { platforms: { jos: { hosts: ['a.example', 'Open.example.com'] } } }],
  [
    'platforms.jos2.hosts.0',
    { platforms: { jos: { hosts: ['open.example.com'] }, jos2: { hosts: ['open.example.com'] } } },
  ],
  ['platforms.josh', { platforms: { josh: {} } }],
  ['mode', { mode: 'sandbox' }],
  ['listen.port', { listen: { port: 65_536 } }],
  ['origin', { origin: 'open.example.com' }],
  ['store', { store: 'mysql:x' }],
  ['trustedProxies.0', { trustedProxies: ['10.0.0.0/33'] }],
  ['log.level', { log: { level: 'loud' } }],
  ['plattforms', { plattforms: {} }],
  ['configuration', []],
] as const) {
  test(`a configuration that makes no sense is refused by the name of ${path}: ${JSON.stringify(input)}`, () => {
    assert.throws(
      () => readConfig(input, builtInPlatforms),
      (error: unknown) => {
        assert.ok(error instanceof ConfigError)
        assert.match(error.message, new RegExp(`(^| )${path.replaceAll('.', String.raw`\.`)}: `))
        return true
      },
    )
  })
}

test('every culprit of a configuration is named', () => {
  const input = { mode: 'sandbox', platforms: { jos: { policy: { codeLifetime: 0, httpsOnly: 1 } } } }
  assert.throws(() => readConfig(input, builtInPlatforms), /mode: [\s\S]*codeLifetime: [\s\S]*httpsOnly: /)
})
