/* The end of a refresh token is the one that the platform states, where it states one. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scripted } from './scripted.ts'

const DAY = 86_400
const reply = (nth: number, more: object) => ({
  access_token: `A${nth}`,
  token_type: 'bearer',
  expires_in: 3600,
  ...more,
})
const seed = { accessToken: 'A0', refreshToken: 'R0' }

test('is believed, and stays with a refresh token that stays', async (t) => {
  const { keeper, name, now, clock } = await scripted(t, 'oauth2', (_, nth) => ({
    body: reply(nth, nth === 1 ? { refresh_token: 'R1', refresh_expires_in: 5 * DAY } : {}),
  }))
  await keeper.add({ ...name, ...seed, expiresAt: now() + 60 })
  const stated = (await keeper.refresh(name)).refreshExpiresAt ?? 0
  assert.ok(Math.abs(stated - now() - 5 * DAY) < 5, String(stated - now()))
  clock.ahead = DAY
  assert.equal((await keeper.refresh(name)).refreshExpiresAt, stated)
})

test('that comes before the access token’s is refreshed before', async (t) => {
  const { keeper, name, now } = await scripted(t, 'oauth2', (_, nth) => ({
    body: reply(nth, { refresh_token: `R${nth}`, refresh_token_expires_in: 600 }),
  }))
  await keeper.add({ ...name, ...seed, expiresAt: now() + 60 })
  const { nextRefreshAt = Infinity } = await keeper.refresh(name)
  assert.ok(nextRefreshAt < now() + 600, String(nextRefreshAt - now()))
})

test('and no other than the terms’ where the platform states none', async (t) => {
  const { keeper, name, now } = await scripted(
    t,
    'oauth2',
    (_, nth) => ({ body: reply(nth, { refresh_token: `R${nth}`, refresh_expires_in: -1 }) }),
    { policy: { refreshTokenLifetime: 9 * DAY } },
  )
  await keeper.add({ ...name, ...seed, expiresAt: now() + 60 })
  const { refreshExpiresAt = 0 } = await keeper.refresh(name)
  assert.ok(Math.abs(refreshExpiresAt - now() - 9 * DAY) < 5, String(refreshExpiresAt - now()))
})
