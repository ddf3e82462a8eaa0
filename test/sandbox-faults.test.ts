/* Faults on purpose, over real HTTP: each as a plain fetch meets it, as the client half reports it, and whom it strikes. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { isFailure } from '@hufu/client'
import { ConfigError } from '@hufu/web/config-error'
import type { FaultInput } from '@hufu/sandbox/fault'
import type { GrantTally } from '@hufu/sandbox/tally'
import {
  type SandboxApp,
  type SandboxGrant,
  type SandboxState,
  type Sandboxed,
  TOKEN,
  sandboxHere,
} from './sandboxed.ts'

/** Asked by GET with everything in the query; its refresh token stays the same unless it is told otherwise. */
const PLATFORM = 'jd-central'
const JSON_TYPE = 'application/json;charset=utf-8'

const sandbox = await sandboxHere()
after(() => sandbox.close())
const app = await sandbox.app(PLATFORM)
const oneGrant = async (of = app): Promise<SandboxGrant> => {
  const [grant] = await sandbox.grants(of)
  return grant ?? assert.fail('no grant')
}

interface Met {
  readonly status?: number
  readonly type?: string | null
  readonly body?: string
  readonly broke?: true
}

/** What a plain fetch meets. */
async function refreshed({ clientId, clientSecret }: SandboxApp, { tokens }: SandboxGrant): Promise<Met> {
  const query = new URLSearchParams({
    app_key: clientId,
    app_secret: clientSecret,
    grant_type: 'refresh_token',
    refresh_token: tokens.refreshToken ?? '',
  })
  try {
    const response = await fetch(`${sandbox.url}/${PLATFORM}/oauth2/refresh_token?${query}`)
    const { status, headers } = response
    return { status, type: headers.get('content-type'), body: await response.text() }
  } catch {
    return { broke: true }
  }
}

/** How the client half reports it. */
async function outcomeOf(of: Sandboxed, grant: SandboxGrant, timeoutSeconds = 30): Promise<string> {
  const answer = await of.client(app, { timeoutSeconds }).refresh(grant.tokens)
  return isFailure(answer) ? `${answer.outcome} ${answer.error}` : 'granted'
}

type Scripted = Parameters<Sandboxed['fault']>[1]
interface Case {
  readonly fault: Scripted
  readonly meets: Omit<Met, 'body'> & { readonly body?: RegExp }
  readonly figures: Partial<GrantTally>
  readonly client: string
}

const lost: Partial<GrantTally> = { committed: 1, committedNotAnswered: 1, answered: 0, notProcessed: 0 }
const never: Partial<GrantTally> = { committed: 0, committedNotAnswered: 0, answered: 0, notProcessed: 1 }
const well: Partial<GrantTally> = { committed: 1, committedNotAnswered: 0, answered: 1, notProcessed: 0 }
const unreadable = 'ambiguous answer_unreadable'

const cases: readonly Case[] = [
  { fault: { kind: 'slow', seconds: 0.05 }, meets: { status: 200 }, figures: well, client: 'granted' },
  {
    fault: { kind: 'slow', seconds: 0.05, upTo: 0.1, when: 'after' },
    meets: { status: 200 },
    figures: well,
    client: 'granted',
  },
  { fault: { kind: 'lost' }, meets: { broke: true }, figures: lost, client: 'ambiguous answer_lost' },
  { fault: { kind: 'dropped' }, meets: { broke: true }, figures: never, client: 'ambiguous answer_lost' },
  {
    fault: { kind: 'unavailable' },
    meets: { status: 503 },
    figures: never,
    client: 'ambiguous platform_unavailable',
  },
  {
    fault: { kind: 'unavailable', status: 502, when: 'after' },
    meets: { status: 502 },
    figures: lost,
    client: 'ambiguous platform_unavailable',
  },
  {
    fault: { kind: 'error', reason: 'quota_exceeded' },
    meets: { status: 200, type: JSON_TYPE, body: /"code":2012/ },
    figures: never,
    client: 'rejected quota_exceeded',
  },
  {
    fault: { kind: 'error', reason: 'refresh_token_expired', when: 'after' },
    meets: { status: 200, body: /"code":/ },
    figures: lost,
    client: 'rejected refresh_token_expired',
  },
  {
    fault: { kind: 'html' },
    meets: { status: 200, type: 'text/html; charset=utf-8', body: /^<!doctype html>/ },
    figures: never,
    client: unreadable,
  },
  {
    fault: { kind: 'html', status: 500, when: 'after' },
    meets: { status: 500, body: /<h1>500/ },
    figures: lost,
    client: 'ambiguous platform_unavailable',
  },
  {
    fault: { kind: 'truncated' },
    meets: { status: 200, type: JSON_TYPE, body: /^\{"access_token":"[^}]*$/ },
    figures: lost,
    client: unreadable,
  },
  {
    fault: { kind: 'empty' },
    meets: { status: 200, type: JSON_TYPE, body: /^$/ },
    figures: never,
    client: unreadable,
  },
  {
    fault: { kind: 'empty', when: 'after' },
    meets: { status: 200, body: /^$/ },
    figures: lost,
    client: unreadable,
  },
  {
    fault: { kind: 'content_type', contentType: 'text/plain' },
    meets: { status: 200, type: 'text/plain', body: /^\{.*\}$/ },
    figures: lost,
    client: 'granted',
  },
]

describe('a fault', () => {
  for (const { fault, meets, figures, client } of cases) {
    test(`${JSON.stringify(fault)}: strikes once, and then all is well`, async () => {
      const [grant, another] = [await oneGrant(), await oneGrant()]
      const aimed = { ...fault, grantId: grant.grantId, endpoint: 'refresh', times: 1 } as const
      await sandbox.fault(PLATFORM, aimed)
      assert.equal((await refreshed(app, another)).type, JSON_TYPE, 'it is for another grant')

      const { body, ...rest } = meets
      const met = await refreshed(app, grant)
      assert.partialDeepStrictEqual(met, rest)
      if (body) assert.match(met.body ?? '', body)
      assert.partialDeepStrictEqual(await sandbox.tally(grant), figures)
      const [request] = (await sandbox.state()).requests
      assert.equal(request?.grantId, grant.grantId)
      assert.equal(request.fault, fault.kind === 'slow' ? undefined : fault.kind)
      assert.equal(request.processed, figures.committed === 1 ? 'committed' : 'not')
      assert.equal(request.error, undefined)
      if (request.fault) assert.equal(request.why[0]?.endsWith('committed'), figures.committed === 1)
      assert.match((await refreshed(app, grant)).body ?? '', /^\{"access_token":"\w+".*\}$/)

      await sandbox.fault(PLATFORM, aimed)
      assert.equal(await outcomeOf(sandbox, grant), client)
      assert.equal(await outcomeOf(sandbox, grant), 'granted')
    })
  }

  const spoiling: readonly Scripted[] = [
    { kind: 'truncated' },
    { kind: 'lost' },
    { kind: 'content_type' },
    { kind: 'unavailable', when: 'after' },
    { kind: 'error', reason: 'quota_exceeded', when: 'after' },
  ]
  for (const fault of spoiling)
    test(`${JSON.stringify(fault)}: of what the platform itself refused, both are told`, async () => {
      const grant = await oneGrant()
      await sandbox.fault(PLATFORM, { ...fault, times: 1 })
      await refreshed({ ...app, clientSecret: 'wrong' }, grant)
      const asked = await sandbox.ask('GET', '/requests?refused=true&limit=1')
      const [request] = (asked.body as Pick<SandboxState, 'requests'>).requests
      assert.partialDeepStrictEqual(request, {
        grantId: grant.grantId,
        fault: fault.kind,
        processed: 'refused',
        error: 'client_unauthenticated',
      })
      const [struck = '', why] = request?.why ?? []
      assert.ok(struck.startsWith(`fault ${fault.kind}: `) && !struck.includes('committed'), struck)
      assert.match(why ?? '', /^client_unauthenticated: /)
    })

  test('an answer that is too slow is given up by its caller, and committed all the same', async () => {
    const grant = await oneGrant()
    const id = await sandbox.fault(PLATFORM, { kind: 'slow', seconds: 0.6, grantId: grant.grantId })
    assert.equal(await outcomeOf(sandbox, grant, 0.2), 'ambiguous answer_late')
    const tally = await until(
      () => sandbox.tally(grant),
      ({ committed }) => committed === 1,
    )
    assert.partialDeepStrictEqual(tally, { inFlight: 0, committedNotAnswered: 1, answered: 0 })
    await sandbox.ask('DELETE', `/faults/${id}`)
  })

  test('strikes whom it names: an app, a shop, an openid, a platform, an endpoint', async () => {
    const other = await sandbox.app(PLATFORM)
    const [grant, another] = [await oneGrant(), await oneGrant(other)]
    const { openId, shopId } = grant
    const aims: readonly Pick<FaultInput, 'clientId' | 'openId' | 'shopId'>[] = [
      { clientId: app.clientId },
      { openId },
      { shopId },
    ]
    for (const aim of aims) {
      await sandbox.fault(PLATFORM, { kind: 'unavailable', ...aim })
      assert.equal((await refreshed(app, grant)).status, 503, JSON.stringify(aim))
      assert.equal((await refreshed(other, another)).status, 200, JSON.stringify(aim))
      await sandbox.clearFaults()
    }
    await sandbox.fault(PLATFORM, { kind: 'unavailable' })
    assert.equal((await refreshed(other, another)).status, 503)
    await sandbox.clearFaults()
    await sandbox.fault(PLATFORM, { kind: 'unavailable', endpoint: 'token' })
    assert.equal((await refreshed(app, grant)).status, 200)
    const code = await sandbox.client(app).exchangeCode({ code: 'c0de' })
    assert.equal(isFailure(code) && code.error, 'platform_unavailable')
    await sandbox.clearFaults()
  })

  test('strikes a call for the user’s information', async () => {
    const asking = await sandbox.app('jd-finance')
    const [grant] = await sandbox.grants(asking)
    const { accessToken, openId = '' } = grant?.tokens ?? assert.fail()
    const info = async () => sandbox.client(asking).userInfo?.({ accessToken, openId })
    assert.ok(!isFailure((await info()) ?? assert.fail()))
    await sandbox.fault('jd-finance', { kind: 'empty', endpoint: 'userInfo', times: 1 })
    assert.ok(isFailure((await info()) ?? assert.fail()))
    assert.ok(!isFailure((await info()) ?? assert.fail()))
  })

  test('by chance: the same seed, the same luck', async () => {
    const grant = await oneGrant()
    const luck = async (seed: number): Promise<string> => {
      await sandbox.fault(PLATFORM, { kind: 'unavailable', probability: 0.4, seed })
      let said = ''
      for (let call = 0; call < 30; call++) said += (await refreshed(app, grant)).status === 503 ? 'x' : '.'
      await sandbox.clearFaults()
      return said
    }
    const first = await luck(7)
    assert.match(first, /x/)
    assert.match(first, /\./)
    assert.equal(await luck(7), first)
    assert.notEqual(await luck(8), first)
  })

  test('that slows down leaves room for another one, of which the first strikes', async () => {
    const grant = await oneGrant()
    await sandbox.fault(PLATFORM, { kind: 'slow', seconds: 0.01 })
    await sandbox.fault(PLATFORM, { kind: 'lost', times: 1 })
    await sandbox.fault(PLATFORM, { kind: 'html', times: 1 })
    assert.deepEqual(await refreshed(app, grant), { broke: true })
    assert.equal((await refreshed(app, grant)).type, 'text/html; charset=utf-8')
    assert.equal((await refreshed(app, grant)).status, 200)
    const { requests } = await sandbox.state()
    assert.deepEqual(
      requests.slice(0, 3).map(({ faults }) => faults.length),
      [1, 2, 2],
    )
    await sandbox.clearFaults()
  })

  test('that makes no sense is refused by name', async () => {
    for (const [fault, named] of [
      [{ kind: 'nonsense' }, /kind/],
      [{ kind: 'lost', platform: 'nowhere' }, /^platform: there is no nowhere; there are /],
      [{ kind: 'lost', platform: PLATFORM, seconds: 3 }, /seconds/],
      [{ kind: 'slow', platform: PLATFORM, seconds: 601 }, /seconds/],
      [{ kind: 'unavailable', platform: PLATFORM, status: 200 }, /status/],
      [{ kind: 'error', platform: PLATFORM, reason: 'nonsense' }, /reason/],
      [{ kind: 'content_type', platform: PLATFORM, contentType: 'a\r\nb: c' }, /contentType/],
      [{ kind: 'lost', platform: PLATFORM, probability: 0 }, /probability/],
      [{ kind: 'slow', platform: PLATFORM, seconds: 5, upTo: 1 }, /upTo.* is less than `seconds`/],
      [{ kind: 'html', platform: PLATFORM, status: 204 }, /status.* without a body/],
      [{ kind: 'html', platform: PLATFORM, status: 304 }, /status/],
      [
        { kind: 'lost', platform: PLATFORM, endpoint: 'userInfo' },
        /^endpoint: jd-central has no userInfo; there are token, refresh$/,
      ],
      [
        { kind: 'lost', platform: PLATFORM, clientId: app.clientSecret },
        new RegExp(
          `^clientId: ${PLATFORM} has no app with this AppKey; there are .*${app.clientId}(, \\w+)*$`,
        ),
      ],
      [
        { kind: 'lost', platform: 'chainup', clientId: app.clientId },
        /^clientId: chainup has no app .* none yet: make one by POST \/apps$/,
      ],
    ] as const) {
      const { status, body } = await sandbox.ask('POST', '/faults', { fault })
      assert.ok(status === 400 || status === 404, String(status))
      assert.match((body as { readonly message: string }).message, named)
    }
  })
})

describe('a sandbox', () => {
  test('does not start in production, and says what to do', async () => {
    await assert.rejects(sandboxHere({ mode: 'production' }), (error) => {
      assert.ok(error instanceof ConfigError)
      assert.match(error.message, /production.*"mode": "demo"/)
      return true
    })
    await assert.rejects(sandboxHere({ token: 'short' }), /16 characters/)
  })

  test('answers nobody without its token', async () => {
    for (const token of ['', 'another', TOKEN.slice(1)]) {
      assert.equal((await sandbox.ask('GET', '/state', undefined, token)).status, 401)
      assert.equal((await sandbox.ask('POST', '/faults', {}, token)).status, 401)
      assert.equal((await sandbox.ask('GET', '/no/such/call', undefined, token)).status, 401)
    }
    assert.equal((await sandbox.ask('GET', '/no/such/call')).status, 404)
  })

  test('holds nothing back once it stops', async () => {
    const stopping = await sandboxHere()
    const own = await stopping.app(PLATFORM)
    const [grant] = await stopping.grants(own)
    await stopping.fault(PLATFORM, { kind: 'slow', seconds: 500 })
    const answer = stopping.client(own).refresh(grant?.tokens ?? assert.fail())
    await until(
      () => stopping.state(),
      ({ totals }) => totals.received === 1,
    )
    await stopping.close()
    assert.ok(!isFailure(await answer))
  })
})

/** Looks again until it fits. */
async function until<Value>(look: () => Promise<Value>, fits: (value: Value) => boolean): Promise<Value> {
  for (let tries = 0; tries < 200; tries++) {
    const value = await look()
    if (fits(value)) return value
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return assert.fail('it never came to that')
}
