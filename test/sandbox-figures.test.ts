/* What the sandbox tells of what came in: figures per grant, terms that are set for a test, the clock, and why it refused. */
import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { isFailure } from '@hufu/client'
import { type TokenSet, servedDialects } from '@hufu/dialects'
import { type SandboxApp, type SandboxGrant, TOKEN, sandboxHere } from './sandboxed.ts'

const PLATFORM = 'jd-central'
const said: string[] = []
const sandbox = await sandboxHere({ say: (text) => void said.push(text) })
after(() => sandbox.close())

async function connected(platform: string): Promise<{ app: SandboxApp; grant: SandboxGrant }> {
  const app = await sandbox.app(platform)
  const [grant] = await sandbox.grants(app)
  return { app, grant: grant ?? assert.fail('no grant') }
}
const hashOf = ({ refreshToken = '' }: TokenSet) => hash('sha256', refreshToken, 'base64url')
const rotating = { refresh: { accessToken: 'new', refreshToken: 'new' } } as const

describe('grants that the sandbox makes', () => {
  for (const { id, policy } of servedDialects) {
    test(`${id}: are refreshed as any other`, async () => {
      if (policy.refreshWindow) await sandbox.policy(id, { refreshWindow: null })
      const app = await sandbox.app(id)
      const grants = await sandbox.grants(app, 3)
      assert.equal(new Set(grants.map(({ shopId }) => shopId)).size, 3)
      for (const { tokens, openId, body, status } of grants) {
        assert.equal(status, 200)
        assert.ok(JSON.parse(body))
        assert.equal(body.includes(tokens.accessToken), !dialectSeals(id))
        const again = await sandbox.client(app).refresh({ ...tokens, openId })
        assert.ok(!isFailure(again), JSON.stringify(again))
        const [row = policy.refresh] = policy.earlyRefresh ?? []
        assert.equal(again.refreshToken === tokens.refreshToken, row.refreshToken !== 'new')
      }
      await sandbox.policy(id, {})
    })
  }

  test('are of a shop or a user that there is, or of nobody', async () => {
    const { app, grant } = await connected(PLATFORM)
    const asked = { platform: PLATFORM, clientId: app.clientId }
    const { body } = await sandbox.ask('POST', '/grants', { ...asked, shop: grant.shopId, count: 2 })
    const { grants } = body as { readonly grants: readonly SandboxGrant[] }
    assert.deepEqual(
      grants.map(({ shopId, openId }) => [shopId, openId]),
      [grant, grant].map(({ shopId, openId }) => [shopId, openId]),
    )
    for (const wrong of [
      { ...asked, shop: '1' },
      { ...asked, user: 'nobody' },
      { ...asked, scope: ['no such scope'] },
      { ...asked, clientId: 'nobody' },
      { ...asked, platform: 'nowhere' },
      { ...asked, count: 5001 },
    ]) {
      const { status } = await sandbox.ask('POST', '/grants', wrong)
      assert.ok(status === 400 || status === 404, JSON.stringify(wrong))
    }
  })
})

const dialectSeals = (id: string): boolean =>
  servedDialects.some((dialect) => dialect.id === id && 'envelope' in dialect)

describe('figures of a grant', () => {
  test('calls that are in flight at once, while their clients are there', async () => {
    const { app, grant } = await connected(PLATFORM)
    const id = await sandbox.fault(PLATFORM, { kind: 'slow', seconds: 0.3, grantId: grant.grantId })
    const client = sandbox.client(app, { timeoutSeconds: 0.1 })
    await client.refresh(grant.tokens)
    await gone(grant)
    await client.refresh(grant.tokens)
    await gone(grant)
    assert.partialDeepStrictEqual(await sandbox.tally(grant), { received: 2, mostInFlight: 1 })
    const patient = sandbox.client(app)
    await Promise.all([1, 2, 3].map(() => patient.refresh(grant.tokens)))
    assert.partialDeepStrictEqual(await sandbox.tally(grant), {
      received: 5,
      mostInFlight: 3,
      inFlight: 0,
      answered: 3,
    })
    assert.equal((await sandbox.state()).totals.mostInFlight, 3)
    await sandbox.ask('DELETE', `/faults/${id}`)
  })

  test('a lost answer within the replay window: the same again, and nothing is lost', async () => {
    await sandbox.policy(PLATFORM, rotating)
    const { app, grant } = await connected(PLATFORM)
    await sandbox.fault(PLATFORM, { kind: 'lost', grantId: grant.grantId, times: 1 })
    const client = sandbox.client(app)
    assert.ok(isFailure(await client.refresh(grant.tokens)))
    const again = await client.refresh(grant.tokens)
    assert.ok(!isFailure(again))
    const tally = await sandbox.tally(grant)
    assert.partialDeepStrictEqual(tally, {
      received: 2,
      committed: 1,
      committedNotAnswered: 1,
      replayed: 1,
      answered: 1,
      spent: 1,
      refreshTokenHash: hashOf(again),
    })
    assert.equal(tally.revoked, undefined)
    await sandbox.policy(PLATFORM, {})
  })

  test('a lost answer where there is no such window: the second try ends the authorization, and it says why', async () => {
    const reuse = { replaySeconds: 0, then: 'revoke-family' } as const
    await sandbox.policy(PLATFORM, { ...rotating, reuse })
    const { app, grant } = await connected(PLATFORM)
    await sandbox.fault(PLATFORM, { kind: 'lost', grantId: grant.grantId, times: 1 })
    const client = sandbox.client(app)
    assert.ok(isFailure(await client.refresh(grant.tokens)))
    const before = (await sandbox.state()).totals.revoked.refresh_token_reused ?? 0
    assert.ok(isFailure(await client.refresh(grant.tokens)))
    const tally = await sandbox.tally(grant)
    assert.partialDeepStrictEqual(tally, {
      committed: 1,
      committedNotAnswered: 1,
      replayed: 0,
      spent: 1,
      refused: { refresh_token_used: 1 },
    })
    assert.equal(tally.revoked?.because, 'refresh_token_reused')
    assert.notEqual(tally.refreshTokenHash, hashOf(grant.tokens))
    assert.equal((await sandbox.state()).totals.revoked.refresh_token_reused, before + 1)
    const [request] = (await sandbox.state()).requests
    assert.equal(request?.error, 'refresh_token_used')
    assert.match(request.why.join('\n'), /has been used.*\n.*authorise again/)
    assert.match(
      said.at(-1) ?? '',
      new RegExp(`^${PLATFORM} refresh.* grant ${grant.grantId}.*\\n  refresh_token_used: `),
    )
    await sandbox.policy(PLATFORM, {})
  })

  test('calls over the platform’s quota, in its own period', async () => {
    const refreshQuota = { count: 2, per: 'day', timeZone: 'Asia/Bangkok' } as const
    await sandbox.policy(PLATFORM, { refreshQuota })
    const { app, grant } = await connected(PLATFORM)
    const client = sandbox.client(app)
    for (const good of [true, true, false, false])
      assert.equal(!isFailure(await client.refresh(grant.tokens)), good)
    assert.partialDeepStrictEqual(await sandbox.tally(grant), {
      committed: 2,
      refused: { quota_exceeded: 2 },
      quota: { calls: 4, limit: 2, mostOver: 2 },
    })
    assert.equal((await sandbox.state()).totals.mostOverQuota, 2)
    await sandbox.moveClock(86_400)
    assert.ok(!isFailure(await client.refresh(grant.tokens)), 'another day')
    assert.partialDeepStrictEqual((await sandbox.tally(grant)).quota, { calls: 1, mostOver: 2 })
    await sandbox.ask('DELETE', '/clock')
    await sandbox.policy(PLATFORM, {})
  })

  test('are forgotten on demand', async () => {
    const { app, grant } = await connected(PLATFORM)
    await sandbox.client(app).refresh(grant.tokens)
    await sandbox.ask('DELETE', '/requests')
    const { totals, grants, requests } = await sandbox.state()
    assert.partialDeepStrictEqual(totals, { received: 0, grants: 0, mostInFlight: 0 })
    assert.deepEqual([grants, requests], [[], []])
  })

  /** Its client has gone away. */
  async function gone(grant: SandboxGrant): Promise<void> {
    for (let tries = 0; (await sandbox.tally(grant)).inFlight > 0; tries++) {
      assert.ok(tries < 100, 'still in flight')
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
})

describe('terms', () => {
  test('are what the platform promises from now on', async () => {
    await sandbox.policy(PLATFORM, { accessTokenLifetime: 5 })
    const { grant } = await connected(PLATFORM)
    assert.equal(grant.tokens.expiresIn, 5)
    await sandbox.policy(PLATFORM, {})
    assert.equal((await connected(PLATFORM)).grant.tokens.expiresIn, 3_600_000)
  })

  test('that no platform could promise are refused by name', async () => {
    const path = `/platforms/${PLATFORM}/policy`
    const { status, body } = await sandbox.ask('PUT', path, { accessTokenLifetime: 0 })
    assert.equal(status, 400)
    assert.match((body as { readonly message: string }).message, /^accessTokenLifetime: /)
    assert.equal((await sandbox.ask('PUT', '/platforms/nowhere/policy', {})).status, 404)
  })
})

describe('the clock', () => {
  const dateOf = async () =>
    Date.parse((await fetch(`${sandbox.url}/healthz`)).headers.get('date') ?? '') / 1000

  test('moves the date of every answer, and what expires', async () => {
    const { app, grant } = await connected(PLATFORM)
    const before = await dateOf()
    await sandbox.moveClock(40 * 86_400)
    assert.ok(Math.abs((await dateOf()) - before - 40 * 86_400) < 30)
    await sandbox.moveClock(3_600_000)
    const late = await sandbox.client(app).refresh(grant.tokens)
    assert.ok(isFailure(late) && late.outcome === 'rejected', JSON.stringify(late))
    await sandbox.moveClock(-4_000_000 - 40 * 86_400)
    assert.ok((await sandbox.state()).clock.offset < 0)
    assert.ok((await dateOf()) < before)
    await sandbox.ask('DELETE', '/clock')
    assert.deepEqual((await sandbox.state()).clock.offset, 0)
  })

  test('is refused out of all bounds', async () => {
    for (const seconds of [1e12, 0.5, '5'])
      assert.equal((await sandbox.ask('POST', '/clock', { seconds })).status, 400)
  })

  test('goes no further than ten years, and says how far; what was moved is moved back by as much', async () => {
    const years = 315_360_000
    await sandbox.moveClock(60)
    const { status, body } = await sandbox.ask('POST', '/clock', { seconds: years })
    assert.equal(status, 400)
    assert.match(
      (body as { readonly message: string }).message,
      /^seconds: .* at 60 s already.*to 315359940 are possible/,
    )
    assert.equal((await sandbox.state()).clock.offset, 60)
    await sandbox.moveClock(years - 60)
    await sandbox.moveClock(60 - years)
    assert.equal((await sandbox.state()).clock.offset, 60)
    await sandbox.ask('DELETE', '/clock')
  })

  test('off by ten minutes: a platform that signs refuses, and its client learns by how much', async () => {
    const { app, grant } = await connected('chainup')
    await sandbox.moveClock(600)
    const answer = await sandbox.client(app).refresh({ ...grant.tokens, openId: grant.openId })
    assert.ok(isFailure(answer))
    assert.equal(answer.error, 'request_expired')
    assert.ok('clockSkew' in answer && Math.abs((answer.clockSkew ?? 0) - 600) < 30)
    const [request] = (await sandbox.state()).requests
    assert.match(request?.why.join(' ') ?? '', /request_expired: time is too_old: .*check the clock/)
    await sandbox.ask('DELETE', '/clock')
  })
})

describe('a path that is nobody’s', () => {
  for (const [path, shown, meant] of [
    ['/oauth2/acces_token?app_key=1', '/oauth2/acces_token', '/oauth2/access_token'],
    ['/OAuth2/Refresh_Token/', '/OAuth2/Refresh_Token/', '/oauth2/refresh_token'],
    ['/refresh_token', '/refresh_token', '/oauth2/refresh_token'],
    [`/${PLATFORM}/oauth2/refresh_token`, `/${PLATFORM}/oauth2/refresh_token`, '/oauth2/refresh_token'],
    ['/oauth2/access_token&app_key=1', '/oauth2/access_token...', '/oauth2/access_token'],
    ['/oauth/revok', '/oauth/revok', '/oauth/revoke'],
    [`/${'x'.repeat(5000)}`, '...', undefined],
    ['/v1/userinfo', '/v1/userinfo', undefined],
    ['/', '/', undefined],
  ] as const)
    test(`is shown, with the one that is meant: ${path.slice(0, 40)}`, async () => {
      assert.equal((await fetch(`${sandbox.url}/${PLATFORM}${path}`)).status, 404)
      const [request] = (await sandbox.state()).requests
      assert.ok(request)
      assert.equal(request.step, 'no such path')
      assert.equal(request.path, `/${PLATFORM}${shown}`)
      assert.equal(request.why[0], `there is nothing at /${PLATFORM}${shown}`)
      const [, named] = /there is (\/[^)]*)/.exec(request.why[1] ?? '') ?? []
      assert.equal(named, meant, request.why.join(' | '))
      assert.ok(said.at(-1)?.includes(`nothing at /${PLATFORM}${shown}\n`), said.at(-1))
    })
})

describe('no secret', () => {
  test('is told, whatever came in and wherever it stood', async () => {
    const { app, grant } = await connected(PLATFORM)
    const { accessToken, refreshToken = '' } = grant.tokens
    const { clientId, clientSecret } = app
    const url = `${sandbox.url}/${PLATFORM}/oauth2/refresh_token`
    const right = { app_key: clientId, app_secret: clientSecret, grant_type: 'refresh_token' }
    await fetch(`${url}?${new URLSearchParams({ ...right, refresh_token: refreshToken })}`)
    await fetch(`${url}?${new URLSearchParams({ ...right, refresh_tokn: refreshToken })}`)
    await fetch(`${url}?${new URLSearchParams({ ...right, app_secret: `${clientSecret}0` })}`)
    const whole = { ...right, refresh_token: refreshToken }
    await fetch(`${url}?${new URLSearchParams({ ...whole, app_key: clientSecret, app_secret: clientId })}`)
    await fetch(`${url}?${new URLSearchParams({ ...whole, grant_type: clientSecret })}`)
    const separated = `${new URLSearchParams(whole)}`.replaceAll('&', ';')
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    await fetch(url, { method: 'POST', headers, body: separated })
    await fetch(`${url}/${refreshToken}?${new URLSearchParams(right)}`)
    await fetch(`${url}?${refreshToken}=1&${clientSecret}`)
    await fetch(url, { method: 'POST', body: `{"refresh_token":"${refreshToken}"}` })
    await sandbox.client(app).refresh(grant.tokens)
    await sandbox.client(app).revoke(accessToken)
    const told = JSON.stringify(await sandbox.state()) + said.join('')
    for (const secret of [accessToken, refreshToken, clientSecret, TOKEN])
      assert.ok(!told.includes(secret), `${told.split(secret)[0]?.slice(-300)}<-- here`)
    const steps = (await sandbox.state()).requests.map(({ step }) => step)
    assert.equal(steps[0], 'revoke')
    assert.match(said.join(''), /refresh_token is missing|client_unauthenticated/)
    assert.equal((await sandbox.tally(grant)).revoked?.because, 'client')
  })

  test('is needed to see what is right: a known AppKey, a constant', async () => {
    const { clientId } = await sandbox.app(PLATFORM)
    const told = async (pairs: Readonly<Record<string, string>>) => {
      await fetch(`${sandbox.url}/${PLATFORM}/oauth2/refresh_token?${new URLSearchParams(pairs)}`)
      const [request] = (await sandbox.state()).requests
      return { clientId: request?.clientId, ...request?.parameters }
    }
    const right = { app_key: clientId, grant_type: 'refresh_token' }
    assert.deepEqual(await told(right), { clientId, ...right })
    assert.deepEqual(await told({ app_key: 'nobody', grant_type: 'implicit' }), {
      clientId: undefined,
      app_key: '***(6)',
      grant_type: '***(8)',
    })
  })
})
