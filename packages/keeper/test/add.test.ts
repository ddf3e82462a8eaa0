/* Tokens that somebody adds never go before later ones that the platform gave. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Given, KeeperError } from '@hufu/keeper'
import { keeperOf } from './browsing.ts'
import { type Kept, type KeptOptions, keep } from './kept.ts'
import { type TestSandbox, startSandbox } from './sandbox.ts'

let sandbox: TestSandbox
before(async () => {
  sandbox = await startSandbox()
})
after(() => sandbox.close())

/** One shop whose platform answers only when it is let go, if it is held. */
async function shop(options: KeptOptions = {}) {
  const gate: { held: Promise<void> | undefined; reached: () => void } = {
    held: undefined,
    reached: () => undefined,
  }
  const fetched: typeof fetch = async (...asked) => {
    const answer = await fetch(...asked)
    gate.reached()
    await gate.held
    return answer
  }
  const kept = await keep(sandbox, 'chainup', 1, { ...options, app: { fetch: fetched } })
  after(() => kept.keeper.close())
  const { names, seeded } = kept
  const [name, seed] = [names[0] ?? assert.fail(), seeded[0] ?? assert.fail()]
  const { accessToken, refreshToken, expiresIn, openId, userId } = seed.tokens
  const given: Given = {
    tenant: 'acme',
    platform: 'chainup',
    shop: name.shop,
    accessToken,
    refreshToken,
    openId,
    userId,
    expiresAt: Math.floor(Date.now() / 1000) + expiresIn,
  }
  /** A refresh that the platform has done and whose answer is not here, until it is let go. */
  async function underway() {
    const { promise, resolve } = Promise.withResolvers<void>()
    const reached = new Promise<void>((done) => (gate.reached = done))
    gate.held = promise
    const refreshed = kept.keeper.refreshAfter(name)
    await reached
    return {
      refreshed,
      letGo() {
        gate.held = undefined
        resolve()
      },
    }
  }
  return { ...kept, name, given, underway }
}

const row = async ({ store, keeper }: Pick<Kept, 'store' | 'keeper'>, name: Kept['names'][number]) =>
  (await store.connection((await keeper.connection(name)).id)) ?? assert.fail()

describe('add', () => {
  test('changes nothing while the very tokens that it brings are being refreshed', async () => {
    const { keeper, name, given, underway } = await shop()
    const { refreshed, letGo } = await underway()
    assert.equal((await keeper.add(given)).generation, 1)
    letGo()
    assert.equal((await refreshed).generation, 2)
    assert.equal((await keeper.refreshAfter(name)).status, 'active')
    assert.equal((await keeper.connection(name)).generation, 3)
  })

  test('changes nothing with the tokens that the connection has, or had before the last refresh', async () => {
    const { keeper, store, name, given } = await shop()
    await keeper.add(given)
    assert.equal((await keeper.connection(name)).generation, 1)
    await keeper.refreshAfter(name)
    const before = await row({ store, keeper }, name)
    await keeper.add(given)
    assert.deepEqual(await row({ store, keeper }, name), before)
    await keeper.refreshAfter(name)
  })

  test('takes an alias and the end of the authorization beside tokens that it knows', async () => {
    const { keeper, store, name, given } = await shop()
    const view = await keeper.add({ ...given, alias: 'fruit', authorizationExpiresAt: 2_000_000_000 })
    const { authorizationExpiresAt } = await row({ store, keeper }, name)
    assert.deepEqual([view.alias, authorizationExpiresAt, view.generation], ['fruit', 2_000_000_000, 1])
    assert.equal((await keeper.connection({ ...name, shop: 'fruit' })).id, view.id)
  })

  test('replaces tokens by others, after the refresh that is under way', async () => {
    const { keeper, store, name, given, underway } = await shop()
    const { refreshed, letGo } = await underway()
    let done = false
    const later = { accessToken: 'A2', refreshToken: 'R2', expiresAt: given.expiresAt + 60 }
    const adding = keeper.add({ ...given, ...later }).then((view) => {
      done = true
      return view
    })
    await new Promise((soon) => setTimeout(soon, 500))
    const early = done
    letGo()
    assert.equal(early, false)
    assert.equal((await refreshed).generation, 2)
    assert.equal((await adding).generation, 3)
    assert.equal((await keeper.token(name)).accessToken, 'A2')
    assert.deepEqual(await store.journaled((await adding).id), [])
  })
})

test('an alias that is replaced, or is another shop’s id, is told', async () => {
  const { keeper, store, given } = await shop()
  const told: unknown[] = []
  keeper.on('connection.changed', ({ connectionId, data }) =>
    told.push([connectionId, data['alias'], data['aliasBefore'], data['takenBy']]),
  )
  const other = { ...given, refreshToken: 'R2', accessToken: 'A2' }
  const { id } = await keeper.add({ ...other, shop: 'first', alias: 'main' })
  const later = { accessToken: 'A3', refreshToken: 'R3', expiresAt: other.expiresAt + 60 }
  await keeper.add({ ...other, ...later, shop: 'first', alias: 'TH1' })
  const taker = await keeper.add({ ...other, shop: 'TH1', refreshToken: 'R4' })
  assert.deepEqual(told, [
    [id, 'TH1', 'main', undefined],
    [id, null, 'TH1', taker.id],
  ])
  assert.equal((await keeper.connection({ ...given, shop: 'TH1' })).id, taker.id)
  const { alias } = (await store.connection(id)) ?? assert.fail()
  assert.equal(alias, undefined)
})

test('a file that is imported once more never puts spent tokens in place', async () => {
  const { keeper, name, given } = await shop()
  const line = JSON.stringify({
    tenant: 'acme',
    platform: 'chainup',
    shop: name.shop,
    access_token: given.accessToken,
    refresh_token: given.refreshToken,
    expires_at: given.expiresAt + 90_000_000,
  })
  const again = async () => {
    const { renewed, unchanged } = await keeper.import([line], { format: 'jsonl' })
    assert.deepEqual([renewed, unchanged], [0, 1])
  }
  await again()
  await keeper.refreshAfter(name)
  await again()
  assert.equal((await keeper.refreshAfter(name)).generation, 3)
})

test('tokens that older ones were put before are found again when those are refused', async () => {
  await sandbox.policy('chainup', { reuse: { replaySeconds: 0, then: 'reject' } })
  const { keeper, store, name, underway } = await shop({
    policy: { reuse: { replaySeconds: 0, then: 'reject' } },
  })
  const { refreshed, letGo } = await underway()
  const {
    id,
    access,
    refresh,
    facts,
    issuedAt,
    accessExpiresAt,
    tenant,
    platform,
    app,
    shop: of,
  } = await row({ store, keeper }, name)
  // Another process, of before, puts the spent tokens in place meanwhile.
  const asked = {
    id,
    tenant,
    platform,
    app,
    shop: of,
    status: 'active',
    access,
    facts,
    issuedAt,
    accessExpiresAt,
  } as const
  await store.connect({ ...asked, ...(refresh !== undefined && { refresh }) }, () => [])
  letGo()
  await refreshed
  assert.equal((await keeper.refreshAfter(name)).status, 'active')
  const found = await keeper.token(name)
  assert.equal((await keeper.refreshAfter(name)).generation, found.generation + 1)
  const { lastError } = await row({ store, keeper }, name)
  assert.equal(lastError, undefined)
})

describe('what comes in', () => {
  const text = { tenant: 'acme', platform: 'jd-central', shop: '3981099848' }
  const sound = { ...text, accessToken: 'A', refreshToken: 'R', expiresAt: 1_900_000_000 }
  const apps = { 'jd-central': { clientId: 'APP', clientSecret: 'SECRET' } }
  const unfit: readonly (readonly [member: string, value: unknown, error: string])[] = [
    ['expiresAt', 1_900_000_000_000, 'tokens_unfit'],
    ['expiresAt', Number.NaN, 'tokens_unfit'],
    ['expiresAt', '2026-12-01', 'tokens_unfit'],
    ['expiresAt', undefined, 'tokens_unfit'],
    ['issuedAt', Date.now(), 'tokens_unfit'],
    ['authorizationExpiresAt', 1_900_000_000_000, 'tokens_unfit'],
    ['accessToken', undefined, 'tokens_unfit'],
    ['accessToken', 'SECRET\r\nX', 'tokens_unfit'],
    ['refreshToken', 5, 'tokens_unfit'],
    ['userId', 3_981_099_848, 'tokens_unfit'],
    ['openId', null, 'tokens_unfit'],
    ['scope', 'read', 'tokens_unfit'],
    ['shop', 3_981_099_848, 'alias_unfit'],
    ['alias', 7, 'alias_unfit'],
    ['tenant', undefined, 'alias_unfit'],
  ]

  test('is refused by the name of the member before anything is written', async () => {
    const { keeper } = await keeperOf(apps)
    after(() => keeper.close())
    for (const [member, value, error] of unfit)
      await assert.rejects(keeper.add({ ...sound, [member]: value }), (thrown) => {
        assert.ok(thrown instanceof KeeperError, `${member}: ${String(thrown)}`)
        const { failure } = thrown
        assert.deepEqual([failure.error, failure.retry], [error, 'fix_config'])
        assert.ok(failure.hint.startsWith(`${member}: `), failure.hint)
        assert.doesNotMatch(failure.hint, /SECRET/)
        return true
      })
    assert.deepEqual(await keeper.connections({}), [])
    const { id } = await keeper.add(sound)
    const numbered = { ...text, shop: 3_981_099_848 as unknown as string }
    for (const verb of ['token', 'refresh', 'connection', 'disable', 'doctor'] as const)
      await assert.rejects(keeper[verb](numbered), { error: 'alias_unfit', hint: 'shop: is no text.' })
    await assert.rejects(keeper.rename(id, 7 as unknown as string), { error: 'alias_unfit' })
    await assert.rejects(keeper.connectUrl('jd-central', {} as { tenant: string }), { error: 'alias_unfit' })
  })

  test('and what is kept comes back from an export', async () => {
    const { keeper } = await keeperOf(apps)
    const other = await keeperOf(apps)
    after(() => Promise.all([keeper.close(), other.keeper.close()]))
    await keeper.add({ ...sound, accessToken: 'A'.repeat(16_384), authorizationExpiresAt: 4_102_444_800 })
    const lines: string[] = []
    for await (const line of keeper.export({ format: 'jsonl', secrets: true })) lines.push(line)
    assert.equal((await other.keeper.import(lines, { format: 'jsonl' })).created, 1)
  })
})
