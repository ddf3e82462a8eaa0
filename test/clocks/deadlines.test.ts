/* When tokens and authorizations end, and what is told of it. */
import assert from 'node:assert/strict'
import { assertRefused, clocks, granted } from './granting.ts'

clocks('a refresh renews the deadline of the refresh token', {}, async (granting) => {
  const first = await granting.tokens()
  assert.equal(first.refreshExpiresIn, 10_000)
  granting.later(9_999)
  const second = granted(await granting.refresh(first.refreshToken))
  assert.equal(second.refreshExpiresIn, 10_000)
  granting.later(9_999)
  granted(await granting.refresh(second.refreshToken))
})

clocks(
  'a deadline that is kept is the first one of the grant, for each refresh token of it',
  { refreshDeadline: 'kept' },
  async (granting) => {
    const first = await granting.tokens()
    granting.later(4000)
    const second = granted(await granting.refresh(first.refreshToken))
    assert.equal(second.expiresIn, 1000)
    assert.equal(second.refreshExpiresIn, 6000)
    granting.later(5999)
    const third = granted(await granting.refresh(second.refreshToken))
    assert.equal(third.refreshExpiresIn, 1)
    granting.later(1)
    assertRefused(await granting.refresh(third.refreshToken), 'refresh_token_expired')
    // The access token has a deadline of its own.
    assert.ok(await granting.live(third.accessToken))
  },
)

clocks(
  'a refresh token without a deadline is good after years, and no number is told',
  { refreshDeadline: 'none' },
  async (granting) => {
    const first = await granting.tokens()
    assert.equal(first.refreshExpiresIn, undefined)
    assert.equal((await granting.live(first.refreshToken))?.expiresAt, undefined)
    granting.later(20 * 365 * 86_400)
    await granting.sweep()
    granted(await granting.refresh(first.refreshToken))
  },
)

clocks(
  'an access token without an end lives after years, until its grant ends',
  { accessTokenLifetime: 'endless', refreshTokenGranted: 'by-right' },
  async (granting) => {
    const { accessToken, expiresIn, refreshToken } = await granting.tokens()
    assert.deepEqual([expiresIn, refreshToken], [undefined, undefined])
    granting.later(20 * 365 * 86_400)
    await granting.sweep()
    const live = await granting.live(accessToken)
    assert.deepEqual([live?.kind, live?.expiresAt], ['access', undefined])
  },
)

clocks(
  'a refresh token that is of no use is printed, ends at once and is refused by the right that lacks',
  { refreshTokenGranted: 'usable-by-right' },
  async (granting) => {
    const { refreshToken, refreshExpiresIn, accessToken } = await granting.tokens()
    assert.equal(refreshExpiresIn, 0)
    assertRefused(await granting.refresh(refreshToken), 'flow_not_allowed')
    assert.equal(await granting.live(refreshToken), undefined)
    assert.ok(await granting.live(accessToken))
    await granting.mayRefresh(true)
    assertRefused(await granting.refresh(refreshToken), 'refresh_token_expired')
    const later = await granting.tokens()
    assert.equal(later.refreshExpiresIn, 10_000)
    granted(await granting.refresh(later.refreshToken))
  },
)

clocks(
  'no token lives longer than the authorization that the merchant chose the end of',
  { grantLifetime: { choices: [3000, 700] }, refreshDeadline: 'none' },
  async (granting) => {
    const short = await granting.tokens(700)
    assert.deepEqual([short.expiresIn, short.refreshExpiresIn], [700, 700])
    const usual = await granting.tokens()
    assert.deepEqual([usual.expiresIn, usual.refreshExpiresIn], [1000, 3000])
    assert.equal((await granting.tokens(999_999)).refreshExpiresIn, 3000)
    granting.later(2500)
    const last = granted(await granting.refresh(usual.refreshToken))
    assert.deepEqual([last.expiresIn, last.refreshExpiresIn], [500, 500])
    granting.later(500)
    assert.equal(await granting.live(last.accessToken), undefined)
    assertRefused(await granting.refresh(last.refreshToken), 'refresh_token_expired')
  },
)

clocks(
  'the access token before lives on for 5 minutes after a refresh, and no longer than its own end',
  { previousAccessToken: { graceSeconds: 300 } },
  async (granting) => {
    const first = await granting.tokens()
    granting.later(100)
    const second = granted(await granting.refresh(first.refreshToken))
    granting.later(299)
    assert.ok(await granting.live(first.accessToken))
    granting.later(1)
    assert.equal(await granting.live(first.accessToken), undefined)
    granting.later(500)
    granted(await granting.refresh(second.refreshToken))
    granting.later(199)
    assert.ok(await granting.live(second.accessToken), 'a second before its own end')
    granting.later(1)
    assert.equal(await granting.live(second.accessToken), undefined, 'at its own end')
  },
)

clocks('an operator’s change holds for what is issued or refreshed from then on', {}, async (granting) => {
  const first = await granting.tokens()
  granting.change({ refreshDeadline: 'none', accessTokenLifetime: 'endless' })
  const endless = granted(await granting.refresh(first.refreshToken))
  assert.deepEqual([endless.expiresIn, endless.refreshExpiresIn], [undefined, undefined])
  granting.change({ refreshDeadline: 'renewed' })
  const bounded = granted(await granting.refresh(endless.refreshToken))
  assert.deepEqual([bounded.expiresIn, bounded.refreshExpiresIn], [1000, 10_000])
})

clocks(
  'a new authorization ends the earlier one, its tokens and the code that was pending',
  { reauthorization: 'end-grants' },
  async (granting) => {
    const first = await granting.tokens()
    const pending = await granting.issue()
    assert.equal(await granting.live(first.accessToken), undefined, 'as soon as the code is issued')
    const latest = await granting.issue()
    assertRefused(await granting.redeem(pending), 'code_unknown')
    assertRefused(await granting.refresh(first.refreshToken), 'refresh_token_unknown')
    const second = granted(await granting.redeem(latest))
    assert.ok(await granting.live(second.accessToken))
    granted(await granting.refresh(second.refreshToken))
    const causes = (await granting.grants()).map(({ revoked }) => revoked?.because)
    assert.deepEqual(causes, [undefined, 'replaced'])
  },
)

clocks('elsewhere a new authorization leaves the earlier one alone', {}, async (granting) => {
  const first = await granting.tokens()
  await granting.tokens()
  assert.ok(await granting.live(first.accessToken))
  granted(await granting.refresh(first.refreshToken))
})
