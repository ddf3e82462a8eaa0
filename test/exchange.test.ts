/* The client half against the platform half, for every dialect on every store, over real HTTP. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { triedDialects } from './mechanisms.ts'
import { isFailure } from '@hufu/client'
import { type Dialect, type Lifetime, secondsOf } from '@hufu/dialects'
import type { Store } from '@hufu/accounts'
import { memoryStore, sqliteStore } from '@hufu/store'
import { CALLBACK, type Halves, assertRefused, bothHalves, granted } from './both-halves.ts'
import { long } from './long.ts'

const folder = mkdtempSync(join(tmpdir(), 'hufu-exchange-'))
after(() => rmSync(folder, { recursive: true, force: true }))
let files = 0
/** The store in memory is SQLite without a file. */
const stores: Record<string, (now: () => number) => Store> = {
  ...(long && { memory: (now: () => number) => memoryStore({ now }) }),
  sqlite: (now) => sqliteStore(join(folder, `${files++}.db`), { now }),
}
const online = (lifetime: Lifetime): number => secondsOf(lifetime).online

const tellsRefreshToken = ({ refresh }: Dialect): boolean =>
  refresh.response.fields.some((each) => 'key' in each && each.key === 'refreshToken')

for (const dialect of triedDialects) {
  const { policy } = dialect
  // A refresh that the platform allows only late must be asked for late.
  const patient = ({ later }: Halves) => {
    if (policy.refreshWindow) later(online(policy.accessTokenLifetime) - policy.refreshWindow.lastSeconds)
  }
  for (const [storeName, open] of Object.entries(stores)) {
    const it = (
      name: string,
      run: (halves: Halves) => Promise<void>,
      options: Partial<Parameters<typeof bothHalves>[1]> = {},
    ) =>
      void test(`${dialect.id} on ${storeName}: ${name}`, async () => {
        const halves = await bothHalves(dialect, { open, ...options })
        try {
          await run(halves)
        } finally {
          await halves.close()
        }
      })

    it('link, login, consent, code, tokens, user, new tokens', async (halves) => {
      const { client, tokens, live } = halves
      const first = await tokens()
      assert.ok(await live(first.accessToken))
      if (client.userInfo) {
        const asked = {
          accessToken: first.accessToken,
          ...(first.openId !== undefined && { openId: first.openId }),
        }
        assert.equal(granted(await client.userInfo(asked)).nickname, 'demo of the shop')
      }
      patient(halves)
      const second = granted(await client.refresh(first))
      assert.equal(second.expiresIn, online(policy.accessTokenLifetime))
      assert.equal(second.accessToken === first.accessToken, policy.refresh.accessToken === 'same')
      assert.equal(second.refreshToken === first.refreshToken, policy.refresh.refreshToken === 'same')
      assert.ok(await live(second.accessToken))
      patient(halves)
      granted(await client.refresh(second))
    })

    it('a second use of a code ends the grant', async ({ authorizationCode, client, live }) => {
      const code = await authorizationCode()
      const first = granted(await client.exchangeCode({ code, redirectUri: CALLBACK }))
      assertRefused(await client.exchangeCode({ code, redirectUri: CALLBACK }), dialect, 'token', 'code_used')
      assertRefused(await client.refresh(first), dialect, 'refresh', 'refresh_token_unknown')
      assert.equal(await live(first.accessToken), false)
    })

    it('exactly one of sixteen simultaneous requests with one code gets tokens', async ({
      authorizationCode,
      client,
    }) => {
      const code = await authorizationCode()
      const answers = await Promise.all(
        Array.from({ length: 16 }, () => client.exchangeCode({ code, redirectUri: CALLBACK })),
      )
      assert.equal(answers.filter((each) => !isFailure(each)).length, 1)
    })

    it('a code that is late or invented is refused', async ({ authorizationCode, client, later }) => {
      const code = await authorizationCode()
      assertRefused(
        await client.exchangeCode({ code: 'invented', redirectUri: CALLBACK }),
        dialect,
        'token',
        'code_unknown',
      )
      later(policy.codeLifetime)
      assertRefused(
        await client.exchangeCode({ code, redirectUri: CALLBACK }),
        dialect,
        'token',
        'code_expired',
      )
    })

    it('another app can neither redeem a code nor refresh, and costs nothing by trying', async (halves) => {
      const { authorizationCode, client, clientOf } = halves
      const other = clientOf('other')
      const code = await authorizationCode()
      if (policy.clientAuthentication !== 'none') {
        assertRefused(
          await other.exchangeCode({ code, redirectUri: CALLBACK }),
          dialect,
          'token',
          'code_unknown',
        )
      }
      const tokens = granted(await client.exchangeCode({ code, redirectUri: CALLBACK }))
      patient(halves)
      assertRefused(await other.refresh(tokens), dialect, 'refresh', 'refresh_token_unknown')
      granted(await client.refresh(tokens))
    })

    if (policy.refresh.refreshToken === 'new') {
      it('a lost answer to a refresh is repeated, to the same question alone', async (halves) => {
        const { client, tokens, later, live } = halves
        const first = await tokens()
        patient(halves)
        const second = granted(await client.refresh(first))
        const { requestedAt: _a, expiresAt: _b, ...again } = granted(await client.refresh(first))
        assert.equal(again.accessToken, second.accessToken)
        assert.equal(again.refreshToken, second.refreshToken)
        later(policy.reuse.replaySeconds)
        assertRefused(await client.refresh(first), dialect, 'refresh', 'refresh_token_used')
        assertRefused(await client.refresh(second), dialect, 'refresh', 'refresh_token_unknown')
        assert.equal(await live(second.accessToken), false)
      })

      it('a token of two refreshes ago ends the grant at once', async (halves) => {
        const { client, tokens } = halves
        const first = await tokens()
        patient(halves)
        const second = granted(await client.refresh(first))
        patient(halves)
        const third = granted(await client.refresh(second))
        assertRefused(await client.refresh(first), dialect, 'refresh', 'refresh_token_used')
        assertRefused(await client.refresh(third), dialect, 'refresh', 'refresh_token_unknown')
      })
    }

    it('a refresh token lives as long as the policy says', async ({ client, tokens, later }) => {
      const first = await tokens()
      later(online(policy.refreshTokenLifetime))
      assertRefused(await client.refresh(first), dialect, 'refresh', 'refresh_token_expired')
    })

    it('a revoked authorization is over', async ({ client, clientOf, tokens, live }) => {
      const first = await tokens()
      granted(await clientOf('other').revoke(first.accessToken))
      assert.ok(await live(first.accessToken), 'another app cannot revoke it')
      granted(await client.revoke(first.accessToken))
      assert.equal(await live(first.accessToken), false)
      assertRefused(await client.refresh(first), dialect, 'refresh', 'refresh_token_unknown')
      granted(await client.revoke(first.accessToken))
      granted(await client.revoke('made up'))
    })

    for (const accessToken of ['new', 'same'] as const) {
      // A platform whose answer has no refresh token cannot give a new one.
      for (const refreshToken of tellsRefreshToken(dialect)
        ? (['new', 'same'] as const)
        : (['same'] as const)) {
        it(
          `an operator may have a ${accessToken} access token and a ${refreshToken} refresh token`,
          async (halves) => {
            const { client, tokens, live, later } = halves
            const first = await tokens()
            patient(halves)
            const second = granted(await client.refresh(first))
            assert.equal(second.accessToken === first.accessToken, accessToken === 'same')
            assert.equal(second.refreshToken === first.refreshToken, refreshToken === 'same')
            assert.ok(await live(first.accessToken), 'the token before still works for a little')
            later(60)
            assert.equal(await live(first.accessToken), accessToken === 'same')
            assert.ok(await live(second.accessToken))
          },
          {
            platform: {
              policy: { refresh: { accessToken, refreshToken }, previousAccessToken: { graceSeconds: 60 } },
            },
          },
        )
      }
    }
  }
}
