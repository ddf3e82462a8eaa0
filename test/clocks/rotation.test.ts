/* Which tokens a refresh replaces, by the time that the access token has left. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EarlyRefresh, Policy, TokenSet } from '@hufu/dialects'
import { isOAuthError } from '@hufu/engine'
import fc from 'fast-check'
import { type Terms, clocks, granted, granting, opaque, short, termsOf, assertRefused } from './granting.ts'

/** Three phases: the same pair; in the last hour a new one, while the old one works an hour more; after the end a new one. */
const threePhases: Terms = {
  accessTokenLifetime: 7 * 86_400,
  refreshTokenLifetime: 14 * 86_400,
  earlyRefresh: [
    { whileLeft: 3600, accessToken: 'kept', refreshToken: 'kept' },
    {
      whileLeft: 0,
      accessToken: 'new',
      refreshToken: 'new',
      grace: { accessToken: 3600, refreshToken: 3600 },
    },
  ],
  reuse: { replaySeconds: 0, then: 'reject' },
}

clocks(
  'with more than an hour left, the same pair comes back, and its deadlines',
  threePhases,
  async (granting) => {
    const first = await granting.tokens()
    granting.later(100_000)
    const again = granted(await granting.refresh(first.refreshToken))
    assert.deepEqual(again, { ...first, expiresIn: 504_800, refreshExpiresIn: 1_109_600 })
    assert.ok(await granting.live(first.accessToken))
  },
)

clocks(
  'in the last hour a new pair comes, and the old one works on for an hour',
  threePhases,
  async (granting) => {
    const first = await granting.tokens()
    granting.later(7 * 86_400 - 3600)
    const second = granted(await granting.refresh(first.refreshToken))
    assert.notEqual(second.accessToken, first.accessToken)
    assert.notEqual(second.refreshToken, first.refreshToken)
    assert.deepEqual([second.expiresIn, second.refreshExpiresIn], [7 * 86_400, 14 * 86_400])
    // The new pair's own refresh changes nothing, and so ends nothing.
    granting.later(1000)
    assert.equal(granted(await granting.refresh(second.refreshToken)).accessToken, second.accessToken)
    granting.later(2599)
    assert.ok(await granting.live(first.accessToken))
    const old = granted(await granting.refresh(first.refreshToken))
    assert.deepEqual([old.accessToken, old.refreshToken], [second.accessToken, second.refreshToken])
    granting.later(1)
    assert.equal(await granting.live(first.accessToken), undefined)
    assertRefused(await granting.refresh(first.refreshToken), 'refresh_token_used')
  },
)

clocks('after the end a new pair comes, and the old one is dead', threePhases, async (granting) => {
  const first = await granting.tokens()
  granting.later(7 * 86_400)
  const second = granted(await granting.refresh(first.refreshToken))
  assert.ok(await granting.live(second.accessToken))
  assert.equal(await granting.live(first.accessToken), undefined)
  assertRefused(await granting.refresh(first.refreshToken), 'refresh_token_used')
})

clocks(
  'an access token that lives is prolonged, one that has ended is replaced, and the refresh token keeps text and clock',
  {
    refreshDeadline: 'kept',
    refresh: { accessToken: 'new', refreshToken: 'same' },
    earlyRefresh: [{ whileLeft: 0, accessToken: 'same', refreshToken: 'same' }],
  },
  async (granting) => {
    const first = await granting.tokens()
    granting.later(900)
    const longer = granted(await granting.refresh(first.refreshToken))
    assert.deepEqual(longer, { ...first, refreshExpiresIn: 9100 })
    granting.later(999)
    assert.ok(await granting.live(first.accessToken))
    granting.later(1)
    const other = granted(await granting.refresh(first.refreshToken))
    assert.notEqual(other.accessToken, first.accessToken)
    assert.equal(other.refreshToken, first.refreshToken)
    assert.deepEqual([other.expiresIn, other.refreshExpiresIn], [1000, 8100])
    // What was said anew can be prolonged again.
    granting.later(500)
    assert.equal(granted(await granting.refresh(first.refreshToken)).accessToken, other.accessToken)
  },
)

clocks(
  'an access token is replaced once where an earlier policy gave one that cannot be said again',
  {},
  async (granting) => {
    const first = await granting.tokens()
    granting.change({ earlyRefresh: [{ whileLeft: 0, accessToken: 'kept', refreshToken: 'kept' }] })
    const second = granted(await granting.refresh(first.refreshToken))
    assert.notEqual(second.accessToken, first.accessToken)
    assert.equal(second.refreshToken, first.refreshToken)
    const third = granted(await granting.refresh(first.refreshToken))
    assert.equal(third.accessToken, second.accessToken)
  },
)

const which = fc.constantFrom('new', 'same', 'kept')
const row: fc.Arbitrary<EarlyRefresh> = fc.record({
  whileLeft: fc.integer({ min: 0, max: 1000 }),
  accessToken: which,
  refreshToken: which,
})
const policies: fc.Arbitrary<Policy> = fc
  .record({
    accessToken: fc.constantFrom('new', 'same'),
    refreshToken: fc.constantFrom('new', 'same'),
    early: fc.array(row, { maxLength: 3 }),
    refreshDeadline: fc.constantFrom('renewed', 'kept', 'none'),
    replaySeconds: fc.constantFrom(0, 60, 3000),
    graceSeconds: fc.constantFrom(0, 60, 3000),
  })
  .map(({ accessToken, refreshToken, early, refreshDeadline, replaySeconds, graceSeconds }) =>
    termsOf({
      refresh: { accessToken, refreshToken },
      earlyRefresh: early.toSorted((a, b) => b.whileLeft - a.whileLeft),
      refreshDeadline,
      reuse: { replaySeconds, then: 'reject' },
      previousAccessToken: { graceSeconds },
    }),
  )

/** What a merchant's app does: wait, then refresh, and now and then once more as if the answer had been lost. */
const acts = fc.array(fc.record({ wait: fc.integer({ min: 0, max: 1500 }), repeats: fc.boolean() }), {
  minLength: 1,
  maxLength: 6,
})

/** The rules of the policy, said once more: what each refresh must answer. */
interface Expected {
  readonly accessEnd: number
  readonly refreshEnd: number
}

function expected(policy: Policy, before: Expected, now: number) {
  const left = before.accessEnd - now
  const applies = policy.earlyRefresh?.find(({ whileLeft }) => left > whileLeft) ?? policy.refresh
  const { accessToken, refreshToken } = applies
  const renewed = policy.refreshDeadline === 'none' ? Infinity : now + 10_000
  const isKept = refreshToken === 'kept' || policy.refreshDeadline === 'kept'
  return {
    accessToken,
    refreshToken,
    accessEnd: accessToken === 'kept' ? before.accessEnd : now + 1000,
    refreshEnd: isKept ? before.refreshEnd : renewed,
  }
}

for (const [name, formats] of [
  ['lead to their grant', opaque],
  ['are found by an index', short],
] as const) {
  test(`whatever the rows say, each refresh does that and no more, with tokens that ${name}`, async () => {
    await fc.assert(
      fc.asyncProperty(policies, acts, async (policy, script) => {
        const each = await granting(policy, formats)
        try {
          let held: TokenSet = await each.tokens()
          let ends: Expected = {
            accessEnd: each.now() + 1000,
            refreshEnd: policy.refreshDeadline === 'none' ? Infinity : each.now() + 10_000,
          }
          for (const { wait, repeats } of script) {
            each.later(wait)
            const now = each.now()
            const answer = await each.refresh(held.refreshToken)
            if (ends.refreshEnd <= now) {
              assertRefused(answer, 'refresh_token_expired')
              return
            }
            const next = granted(answer)
            const said = expected(policy, ends, now)
            assert.equal(next.accessToken === held.accessToken, said.accessToken !== 'new', 'access token')
            assert.equal(
              next.refreshToken === held.refreshToken,
              said.refreshToken !== 'new',
              'refresh token',
            )
            assert.equal(next.expiresIn, said.accessEnd - now)
            assert.equal(
              next.refreshExpiresIn,
              said.refreshEnd === Infinity ? undefined : said.refreshEnd - now,
            )
            assert.ok((await each.live(next.accessToken)) ?? said.accessEnd <= now)
            if (said.accessToken === 'new') {
              const grace = Math.min(ends.accessEnd - now, policy.previousAccessToken.graceSeconds)
              assert.equal((await each.live(held.accessToken)) !== undefined, grace > 0)
            }
            if (said.refreshToken === 'new') {
              const again = await each.refresh(held.refreshToken)
              if (repeats && policy.reuse.replaySeconds > 0) assert.deepEqual(again, next)
              else if (policy.reuse.replaySeconds === 0) assert.ok(isOAuthError(again))
            }
            held = next
            ends = said
          }
        } finally {
          await each.close()
        }
      }),
      { numRuns: 150 },
    )
  })
}
