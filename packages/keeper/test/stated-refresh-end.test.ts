/* The end of a refresh token is the one that the platform states, where it states one. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Dialect, oauth2 } from '@hufu/dialects'
import { field, params, reply as replyOf, secondsOrNone, text, wholeNumber } from '@hufu/dialects/kit'
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

test('that no refresh renews is the end of the authorization: it is told, and stays where nothing is stated', async (t) => {
  const { keeper, name, now, clock } = await scripted(
    t,
    'oauth2',
    (_, nth) => ({
      body: reply(nth, { refresh_token: `R${nth}`, ...(nth === 1 && { refresh_expires_in: 5 * DAY }) }),
    }),
    { policy: { refreshDeadline: 'kept' } },
  )
  await keeper.add({ ...name, ...seed, expiresAt: now() + 60 })
  const { endsAt = 0, refreshExpiresAt } = await keeper.refresh(name)
  assert.ok(Math.abs(endsAt - now() - 5 * DAY) < 5, String(endsAt - now()))
  assert.equal(endsAt, refreshExpiresAt)
  clock.ahead = DAY
  const later = await keeper.refresh(name)
  assert.deepEqual([later.endsAt, later.refreshExpiresAt], [endsAt, endsAt])
  const { findings } = await keeper.doctor(name)
  const ends = findings.find(({ code }) => code === 'ends')
  assert.deepEqual(ends?.facts, { ...ends?.facts, at: endsAt })
})

test('is announced in time where no refresh renews it', async (t) => {
  const { keeper, name, now, clock, told } = await scripted(
    t,
    'oauth2',
    (_, nth) => ({
      body: reply(nth, { expires_in: 4 * DAY, refresh_token: `R${nth}`, refresh_expires_in: 5 * DAY }),
    }),
    { policy: { refreshDeadline: 'kept' }, keeper: { schedule: true, pollSeconds: 0.1 } },
  )
  await keeper.add({ ...name, ...seed, expiresAt: now() + 3600 })
  const { endsAt } = await keeper.refresh(name)
  clock.ahead = 2.5 * DAY
  const due = () => told.find(({ type }) => type === 'connection.reauth_due')
  while (!due()) await new Promise((soon) => setTimeout(soon, 20))
  assert.deepEqual(due()?.data, { ...due()?.data, endsAt, days: 3 })
})

test('of 0 seconds says that the refresh token is of no use: nothing is scheduled, and the access token’s end is told', async (t) => {
  const { refresh } = oauth2
  const dialect: Dialect = {
    ...oauth2,
    refresh: {
      ...refresh,
      response: replyOf(
        params(
          field('access_token', 'accessToken', text),
          field('expires_in', 'expiresIn', wholeNumber),
          field('refresh_token', 'refreshToken', text),
          field('refresh_expires_in', 'refreshExpiresIn', secondsOrNone),
        ),
        refresh.errors,
        { error: { code: 'error', messages: ['error_description'] } },
      ),
    },
  }
  const { keeper, name, now, calls, clock } = await scripted(
    t,
    'oauth2',
    (_, nth) => ({ body: reply(nth, { refresh_token: `R${nth}`, refresh_expires_in: 0 }) }),
    { dialect },
  )
  await keeper.add({ ...name, ...seed, expiresAt: now() + 60 })
  const { nextRefreshAt, endsAt, accessExpiresAt } = await keeper.refresh(name)
  assert.deepEqual([nextRefreshAt, endsAt], [undefined, accessExpiresAt])
  assert.equal((await keeper.token(name)).accessToken, 'A1')
  const { findings } = await keeper.doctor(name)
  assert.ok(findings.some(({ code }) => code === 'no_refresh_token'))
  clock.ahead = 3700
  await assert.rejects(keeper.token(name), { error: 'reauth_required' })
  assert.equal(calls(), 1)
})

test('a century away is none, and so is that of tokens which do not expire', async (t) => {
  const century = 99 * 365 * DAY
  for (const [stated, policy] of [
    [century, {}],
    [undefined, { refreshDeadline: 'none' }],
  ] as const) {
    const { keeper, name, now } = await scripted(
      t,
      'oauth2',
      (_, nth) => ({
        body: reply(nth, { refresh_token: `R${nth}`, ...(stated && { refresh_expires_in: stated }) }),
      }),
      { policy },
    )
    await keeper.add({ ...name, ...seed, expiresAt: now() + 60 })
    const { refreshExpiresAt, nextRefreshAt = 0 } = await keeper.refresh(name)
    assert.equal(refreshExpiresAt, undefined)
    assert.ok(nextRefreshAt > now() && nextRefreshAt < now() + 3600)
  }
})

test('an access token without an end is never refreshed ahead of time, and handed out until it is refused', async (t) => {
  const { keeper, name, now, clock, calls } = await scripted(
    t,
    'oauth2',
    (_, nth) => ({ body: { access_token: `A${nth}`, token_type: 'bearer', refresh_token: `R${nth}` } }),
    { policy: { accessTokenLifetime: 'endless' } },
  )
  await keeper.add({ ...name, ...seed, expiresAt: now() + 60 })
  const view = await keeper.refresh(name)
  assert.deepEqual([view.nextRefreshAt, view.endsAt, view.accessAssumed], [undefined, undefined, true])
  clock.ahead = 3 * 365 * DAY
  const { accessToken, expiresAt } = await keeper.token(name)
  assert.deepEqual([accessToken, expiresAt, calls()], ['A1', undefined, 1])
  assert.equal((await keeper.invalidate(name, 'A1')).accessToken, 'A2')
})

test('a refresh that would change nothing is not scheduled before it does', async (t) => {
  const { keeper, name, now } = await scripted(
    t,
    'oauth2',
    (_, nth) => ({ body: reply(nth, { refresh_token: `R${nth}` }) }),
    { policy: { earlyRefresh: [{ whileLeft: 600, accessToken: 'kept', refreshToken: 'kept' }] } },
  )
  await keeper.add({ ...name, ...seed, expiresAt: now() + 60 })
  const { nextRefreshAt = 0 } = await keeper.refresh(name)
  assert.ok(nextRefreshAt >= now() + 3000 - 5 && nextRefreshAt < now() + 3600, String(nextRefreshAt - now()))
})
