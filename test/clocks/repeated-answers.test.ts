/* Answers that are made again for whoever lost them: for how long, to whom, and when that ends. */
import assert from 'node:assert/strict'
import { assertRefused, clocks, granted } from './granting.ts'

const HOUR = 3600

clocks(
  'for hours, and across a restart, the same refresh token gets the same answer',
  {
    accessTokenLifetime: 4 * HOUR,
    refreshTokenLifetime: 40 * HOUR,
    reuse: { replaySeconds: 4 * HOUR, then: 'reject' },
  },
  async (granting) => {
    const first = await granting.tokens()
    const second = granted(await granting.refresh(first.refreshToken))
    granting.later(4 * HOUR - 1)
    if (granting.isKept) await granting.reopen()
    await granting.sweep()
    const again = granted(await granting.refresh(first.refreshToken))
    assert.deepEqual(again, { ...second, expiresIn: 1, refreshExpiresIn: 36 * HOUR + 1 })
    granting.later(1)
    assertRefused(await granting.refresh(first.refreshToken), 'refresh_token_used')
    granted(await granting.refresh(second.refreshToken))
  },
)

clocks(
  'an answer is repeated until the refresh token in it is used',
  { refreshTokenLifetime: 90 * 24 * HOUR, reuse: { replaySeconds: 30 * 24 * HOUR, then: 'reject' } },
  async (granting) => {
    const first = await granting.tokens()
    const second = granted(await granting.refresh(first.refreshToken))
    granting.later(29 * 24 * HOUR)
    assert.equal(granted(await granting.refresh(first.refreshToken)).refreshToken, second.refreshToken)
    const third = granted(await granting.refresh(second.refreshToken))
    assertRefused(await granting.refresh(first.refreshToken), 'refresh_token_used')
    granted(await granting.refresh(third.refreshToken))
  },
)

clocks(
  'a repeated answer has a living access token: another one where the first has ended',
  { reuse: { replaySeconds: 5000, then: 'reject' } },
  async (granting) => {
    const first = await granting.tokens()
    const second = granted(await granting.refresh(first.refreshToken))
    granting.later(3000)
    const again = granted(await granting.refresh(first.refreshToken))
    assert.equal(again.refreshToken, second.refreshToken)
    assert.notEqual(again.accessToken, second.accessToken)
    assert.equal(again.expiresIn, 1000)
    assert.ok(await granting.live(again.accessToken))
    granting.later(500)
    assert.deepEqual(granted(await granting.refresh(first.refreshToken)).accessToken, again.accessToken)
  },
)

clocks(
  'an answer is not repeated beyond the deadline of the refresh token that was presented',
  { refreshTokenLifetime: 2000, reuse: { replaySeconds: 5000, then: 'reject' } },
  async (granting) => {
    const first = await granting.tokens()
    granting.later(1900)
    granted(await granting.refresh(first.refreshToken))
    granting.later(100)
    assertRefused(await granting.refresh(first.refreshToken), 'refresh_token_used')
  },
)

clocks(
  'another question gets no repeated answer',
  { scopes: ['read'], reuse: { replaySeconds: 5000, then: 'reject' } },
  async (granting) => {
    const first = await granting.tokens()
    granted(await granting.refresh(first.refreshToken))
    assertRefused(await granting.refresh(first.refreshToken, { scope: [] }), 'refresh_token_used')
  },
)

clocks(
  'a code repeats its answer while it lives, to the same question',
  { codeLifetime: 600, codeReuse: { replaySeconds: 600, then: 'reject' } },
  async (granting) => {
    const code = await granting.issue()
    granting.later(100)
    const first = granted(await granting.redeem(code))
    granting.later(499)
    if (granting.isKept) await granting.reopen()
    await granting.sweep()
    const again = granted(await granting.redeem(code))
    assert.deepEqual(again, { ...first, expiresIn: 501, refreshExpiresIn: 9501 })
    assertRefused(await granting.redeem(code, { redirectUri: 'https://other.example.com/' }), 'code_used')
    granting.later(1)
    assertRefused(await granting.redeem(code), 'code_used')
    assert.ok(await granting.live(first.accessToken), 'which ends nothing')
    assert.equal((await granting.grants()).length, 1)
  },
)

clocks(
  'a code repeats nothing once its tokens are replaced',
  { codeLifetime: 600, codeReuse: { replaySeconds: 600, then: 'reject' } },
  async (granting) => {
    const code = await granting.issue()
    const first = granted(await granting.redeem(code))
    const second = granted(await granting.refresh(first.refreshToken))
    assertRefused(await granting.redeem(code), 'code_used')
    assert.ok(await granting.live(second.accessToken))
  },
)

clocks('elsewhere a code that is used again ends what it gave', {}, async (granting) => {
  const code = await granting.issue()
  const first = granted(await granting.redeem(code))
  assertRefused(await granting.redeem(code), 'code_used')
  assert.equal(await granting.live(first.accessToken), undefined)
})
