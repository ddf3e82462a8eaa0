/* A lifetime that nobody stated is no end: it only says when to refresh (decision 017). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scripted } from './scripted.ts'

const tokens = (nth: number, more: object = {}) => ({
  access_token: `A${nth}`,
  token_type: 'bearer',
  refresh_token: `R${nth}`,
  ...more,
})
const seed = { accessToken: 'A0', refreshToken: 'R0' }

for (const [what, stated] of [
  ['nothing', {}],
  ['0', { expires_in: 0 }],
  ['less than nothing', { expires_in: -1 }],
  ['more than can be', { expires_in: 9_223_372_036_854 }],
] as const)
  test(`a lifetime of ${what} only says when to refresh, and the token is handed out until it is replaced`, async (t) => {
    const { keeper, name, now, clock, calls, store } = await scripted(t, 'oauth2', (_, nth) =>
      nth === 2 ? { status: 503, body: {} } : { body: tokens(nth, stated) },
    )
    await keeper.add({ ...name, ...seed, expiresAt: now() + 60 })
    clock.ahead = 61
    const first = await keeper.token(name)
    assert.deepEqual([first.accessToken, first.expiresAt], ['A1', undefined])
    const view = await keeper.connection(name)
    assert.ok(view.accessAssumed && view.endsAt === undefined)
    // The term of the dialect, as the seed's minute was what was left of a lifetime.
    const assumed = view.accessExpiresAt - now()
    assert.ok(assumed > 3000 && assumed <= 3600, String(assumed))
    assert.ok((view.nextRefreshAt ?? 0) > now() + 1800)
    clock.ahead += 3700
    // Asked for, it is renewed beside; a platform that fails takes nothing away.
    assert.equal((await keeper.token(name)).accessToken, 'A1')
    while ((await keeper.connection(name)).status === 'active')
      await new Promise((soon) => setTimeout(soon, 10))
    assert.equal((await keeper.token(name)).accessToken, 'A1')
    const row = await store.connection(view.id)
    clock.ahead = Math.ceil((row?.nextAllowedAt ?? 0) - Date.now() / 1000) + 1
    await keeper.refresh(name)
    assert.equal((await keeper.token(name)).accessToken, 'A3')
    assert.equal(calls(), 3)
  })

test('the last known lifetime is assumed again where the platform states none', async (t) => {
  const { keeper, name, now, clock } = await scripted(t, 'oauth2', (_, nth) => ({
    body: tokens(nth, nth === 1 ? { expires_in: 7200 } : {}),
  }))
  await keeper.add({ ...name, ...seed, expiresAt: now() + 60 })
  for (let round = 0; round < 3; round++) {
    clock.ahead += 10
    await keeper.refresh(name)
  }
  const { accessExpiresAt } = await keeper.connection(name)
  assert.ok(Math.abs(accessExpiresAt - now() - 7200) < 5, String(accessExpiresAt - now()))
})

test('a token that nothing renews is handed out until the platform refuses it', async (t) => {
  const { keeper, name, store, now } = await scripted(t, 'oauth2', () => ({ status: 500, body: {} }))
  const line = { tenant: 'acme', platform: 'oauth2', shop: 'S1', access_token: 'A0', expires_at: 'unknown' }
  assert.deepEqual((await keeper.import([JSON.stringify(line)], { format: 'jsonl' })).problems, [])
  const token = await keeper.token(name)
  assert.deepEqual([token.accessToken, token.expiresAt], ['A0', undefined])
  assert.deepEqual((await keeper.calendar({ from: now(), until: now() + 1e9 })).entries, [])
  assert.deepEqual(await store.list({ limit: 10, endsBefore: now() + 1e9 }), [])
  const exported: string[] = []
  for await (const each of keeper.export({ format: 'jsonl', secrets: true })) exported.push(each)
  assert.equal((JSON.parse(exported.join('')) as typeof line).expires_at, 'unknown')
  await assert.rejects(keeper.invalidate(name, token), { error: 'reauth_required' })
  await assert.rejects(keeper.token(name), { error: 'reauth_required' })
})
