/* passport-oauth2, unmodified, in an express application with sessions: the whole browser leg of jos. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ErrorHandler, Express } from 'express'
import passport from 'passport'
import { type Parameters, Strategy } from 'passport-oauth2'
import { type Visitor, visitor } from '@hufu/demo/visitor'
import { withApplication } from './application.ts'
import { type StartedDemo, withDemo } from './demo.ts'

interface User {
  readonly accessToken: string
  readonly refreshToken: string
  readonly parameters: Parameters
  readonly profile: object
}

/** `/login` begins, the callback answers with what the strategy got. */
function loginBy(app: Express, { platform }: StartedDemo): Strategy {
  const { authorizeUrl, tokenUrl, clientId, clientSecret, redirectUri } = platform('jos')
  const strategy = new Strategy(
    {
      authorizationURL: authorizeUrl,
      tokenURL: tokenUrl,
      clientID: clientId,
      clientSecret,
      callbackURL: redirectUri,
      scope: ['read'],
      scopeSeparator: ',',
      state: true,
    },
    (accessToken, refreshToken, parameters, profile, done) =>
      done(null, { accessToken, refreshToken, parameters, profile } satisfies User),
  )
  const own = new passport.Passport().use(strategy)
  const failed: ErrorHandler = (error, _request, response, _next) => {
    response.statusCode = 500
    response.json({ failed: String(error) })
  }
  app
    .use(own.initialize())
    .get('/login', own.authenticate('oauth2', { session: false }))
    .get('/callback/jos', own.authenticate('oauth2', { session: false }), (request, response) => {
      response.json(request.user)
    })
    .use(failed)
  return strategy
}

const setUp = (
  use: (
    demo: StartedDemo,
    browser: Visitor,
    strategy: Strategy,
    begin: () => Promise<string>,
    origin: string,
  ) => Promise<void>,
): Promise<void> =>
  withApplication((app, origin) =>
    withDemo(async (demo) => {
      const strategy = loginBy(app, demo)
      const browser = visitor(origin)
      const begin = async () => {
        const { leftFor = '' } = await browser.open('/login')
        assert.ok(leftFor.startsWith(demo.platform('jos').authorizeUrl))
        return leftFor
      }
      await use(demo, browser, strategy, begin, origin)
    }, origin),
  )

test('passport-oauth2 at jos: link with a state, consent, callback, tokens, refresh', () =>
  setUp(async ({ decided, introspect }, browser, strategy, begin) => {
    const callback = await decided(await begin())
    const { status, html } = await browser.open(callback.href)
    assert.equal(status, 200, html)
    const user = JSON.parse(html) as User
    const { access_token: accessToken, ...parameters } = user.parameters
    assert.equal(accessToken, user.accessToken)
    assert.deepEqual(
      { ...parameters, time: typeof parameters['time'] },
      {
        code: 0,
        expires_in: 31_536_000,
        scope: 'read',
        time: 'string',
        token_type: 'bearer',
        uid: '2000000001',
        user_nick: 'demo',
      },
    )
    assert.deepEqual(user.profile, {})
    assert.equal((await introspect(user.accessToken))['active'], true)

    const refreshed = await new Promise<readonly [accessToken: string, refreshToken: string]>((done, fail) =>
      strategy._oauth2.getOAuthAccessToken(
        user.refreshToken,
        { grant_type: 'refresh_token' },
        (error, access, refresh) =>
          error ? fail(new Error(JSON.stringify(error))) : done([access, refresh]),
      ),
    )
    assert.equal(refreshed[0], user.accessToken)
    assert.match(refreshed[1], /^[\da-f-]{36}$/)
    assert.notEqual(refreshed[1], user.refreshToken)
  }))

test('passport-oauth2 at jos: a callback is good for the browser that began, and once', () =>
  setUp(async ({ decided }, browser, _strategy, begin, origin) => {
    const callback = await decided(await begin())
    assert.equal((await visitor(origin).open(callback.href)).status, 403)
    assert.equal((await browser.open(callback.href)).status, 200)
    assert.equal((await browser.open(callback.href)).status, 403)
  }))

test('passport-oauth2 at jos: a denial logs nobody in', () =>
  setUp(async ({ decided }, browser, _strategy, begin) => {
    const callback = await decided(await begin(), 'deny')
    assert.equal(callback.searchParams.get('error'), 'access_denied')
    assert.equal((await browser.open(callback.href)).status, 401)
  }))

test('passport-oauth2 at jos: a code that the platform refuses logs nobody in', () =>
  setUp(async (_demo, browser, _strategy, begin) => {
    const state = new URL(await begin()).searchParams.get('state') ?? ''
    const { status, html } = await browser.open(`/callback/jos?code=made-up&state=${state}`)
    assert.equal(status, 500)
    assert.match(html, /Failed to obtain access token/)
  }))
