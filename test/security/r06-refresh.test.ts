/*
 * docs/security-rules.md, R6: a refresh token is good for its own application, once where the platform replaces it. A lost answer may
 * be asked for again for some seconds, by the same question alone. Where the platform replaces nothing (jd-central) reuse
 * is how it works, and is held to the same counting.
 */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { generateKey } from '@hufu/crypto'
import { type Dialect, type TokenSet, authenticationOf } from '@hufu/dialects'
import { oneOfEach } from '../mechanisms.ts'
import {
  type Clock,
  type Site,
  type Target,
  START,
  assertRefused,
  granted,
  isRefused,
  newFile,
  secretOf,
  storeKinds,
  target,
} from './target.ts'

const rotates = ({ policy }: Dialect): boolean => policy.refresh.refreshToken === 'new'
/** Whether the same refresh token gets the same tokens again; else each refresh makes an access token of its own. */
const repeats = (dialect: Dialect): boolean =>
  rotates(dialect) || dialect.policy.refresh.accessToken === 'same'
/** Whether the answer to a refresh token that was used may be had again. */
const replays = ({ policy }: Dialect): boolean => policy.reuse.replaySeconds > 0
const endsGrants = ({ policy }: Dialect): boolean => policy.reuse.then === 'revoke-family'
/** What is the same in the answers to one refresh token. */
const lasting = (dialect: Dialect, { accessToken, refreshToken }: TokenSet): string =>
  repeats(dialect) ? `${accessToken} ${refreshToken}` : String(refreshToken)
const asks = ({ refresh }: Dialect, key: string): boolean =>
  refresh.request.fields.some((each) => 'key' in each && each.key === key)

/** More scopes than one application is granted at once. */
const wide = { jos: { policy: { scopes: ['read', 'write'], defaultScope: ['read'] } } }

for (const store of storeKinds) {
  suite(`on ${store}`, () => {
    let attacked: Target
    before(async () => {
      attacked = await target({ store, platforms: wide })
      for (const name of ['app', 'other']) await attacked.putApp('jos', name, { scopes: ['read', 'write'] })
    })
    after(() => attacked.close())

    for (const dialect of oneOfEach('refresh', 'authentication', 'reuse', 'earlyRefresh')) {
      const { id, policy, refresh } = dialect
      let site: Site
      before(() => (site = attacked.site(dialect)))
      const dead = async (tokens: TokenSet, why?: string): Promise<void> => {
        assert.ok(!(await attacked.live(tokens.accessToken)), why)
        assert.ok(!(await attacked.live(tokens.refreshToken ?? '')), why)
        assertRefused(await site.refresh(tokens), dialect, 'refresh', 'refresh_token_unknown')
      }

      const alive = async (tokens: TokenSet): Promise<void> => {
        assert.ok(await attacked.live(tokens.accessToken))
        granted(await site.refresh(tokens))
      }

      if (rotates(dialect)) {
        const outcome = endsGrants(dialect) ? 'ends the grant' : 'is refused and no more'
        const then = endsGrants(dialect) ? dead : alive

        test(`${id}: reuse after the window ${outcome}, of the newest tokens too`, async () => {
          const first = await site.ripe(site.tokens())
          const second = granted(await site.refresh(first))
          attacked.later(policy.reuse.replaySeconds)
          assertRefused(await site.refresh(first), dialect, 'refresh', 'refresh_token_used')
          await then(second)
        })

        test(`${id}: a token of two refreshes ago ${outcome}, window or not`, async () => {
          const first = await site.ripe(site.tokens())
          const second = await site.ripe(granted(await site.refresh(first)))
          const third = granted(await site.refresh(second))
          assertRefused(await site.refresh(first), dialect, 'refresh', 'refresh_token_used')
          await then(third)
        })

        test(`${id}: of 12 at once all get the same answer, or one does, and one grant goes on`, async () => {
          const first = await site.ripe(site.tokens())
          const answers = await Promise.all(Array.from({ length: 12 }, () => site.refresh(first)))
          const won = answers.filter((each): each is TokenSet => !isRefused(each))
          assert.equal(won.length, replays(dialect) ? answers.length : 1)
          const told = new Set(won.map((each) => `${each.accessToken} ${each.refreshToken}`))
          assert.equal(told.size, 1)
          if (replays(dialect) || !endsGrants(dialect)) await alive(won[0] ?? first)
        })
      }

      if (rotates(dialect) && replays(dialect)) {
        test(`${id}: within the window the lost answer is not for another application`, async () => {
          const first = await site.ripe(site.tokens())
          const second = granted(await site.refresh(first))
          assertRefused(await site.refresh(first, {}, 'other'), dialect, 'refresh', 'refresh_token_unknown')
          assert.deepEqual(granted(await site.refresh(first)), second, 'and the attempt cost nothing')
          granted(await site.refresh(second))
        })

        test(`${id}: within the window another question is no lost answer`, async () => {
          const first = await site.ripe(site.tokens())
          const second = granted(await site.refresh(first))
          if (asks(dialect, 'openId')) {
            assertRefused(
              await site.refresh(first, { openId: 'another' }),
              dialect,
              'refresh',
              'open_id_mismatch',
            )
            assert.ok(await attacked.live(second.accessToken))
          }
          const others = [
            ...(asks(dialect, 'accessToken')
              ? [{ accessToken: second.accessToken }, { accessToken: 'another' }]
              : []),
            ...(asks(dialect, 'scope') ? [{ scope: ['read'] }] : []),
          ]
          const [other] = others
          if (!other) return
          assertRefused(await site.refresh(first, other), dialect, 'refresh', 'refresh_token_used')
          await dead(second)
        })

        test(`${id}: a lost answer is not made again once the grant is revoked`, async () => {
          const first = await site.ripe(site.tokens())
          const second = granted(await site.refresh(first))
          assert.equal((await site.revoke(second.accessToken)).status, 200)
          assertRefused(await site.refresh(first), dialect, 'refresh', 'refresh_token_unknown')
          await dead(second)
        })

        test(`${id}: a lost answer is not made again for an application or user who is stopped`, async () => {
          const first = await site.ripe(site.tokens())
          const second = granted(await site.refresh(first))
          await attacked.putApp(id, 'app', { status: 'suspended' })
          assert.ok(isRefused(await site.refresh(first)))
          await attacked.putApp(id, 'app', { status: 'online' })
          await attacked.putUser('demo', { status: 'disabled' })
          assert.ok(isRefused(await site.refresh(first)))
          await attacked.putUser('demo', { status: 'active' })
          assert.deepEqual(granted(await site.refresh(first)), second)
        })
      }

      if (!rotates(dialect)) {
        test(`${id}: of 12 at once all keep the refresh token, and each is counted`, async () => {
          const first = await site.tokens()
          const { count = 0 } = policy.refreshQuota ?? {}
          const answers = await Promise.all(Array.from({ length: 12 }, () => site.refresh(first)))
          const told = new Set(answers.map((each) => lasting(dialect, granted(each))))
          assert.deepEqual([...told], [lasting(dialect, first)])
          const living = await Promise.all(answers.map((each) => attacked.live(granted(each).accessToken)))
          assert.ok(living.includes(true))
          if (count === 0) return
          const rest = await Promise.all(Array.from({ length: count }, () => site.refresh(first)))
          assert.equal(rest.filter((each) => !isRefused(each)).length, count - 12)
          assertRefused(await site.refresh(first), dialect, 'refresh', 'quota_exceeded')
          if (repeats(dialect)) assert.ok(await attacked.live(first.accessToken))
        })
      }

      test(`${id}: another application with the token in its hands`, async () => {
        const tokens = await site.tokens()
        for (let tries = 0; tries < 3; tries++) {
          assertRefused(await site.refresh(tokens, {}, 'other'), dialect, 'refresh', 'refresh_token_unknown')
        }
        granted(await site.refresh(tokens))
      })

      if (authenticationOf(refresh) === 'secret') {
        test(`${id}: the token without the secret`, async () => {
          const tokens = await site.tokens()
          for (const clientSecret of ['wrong', secretOf('other'), tokens.accessToken, tokens.refreshToken]) {
            const answer = await site.refresh(tokens, clientSecret === undefined ? {} : { clientSecret })
            assertRefused(answer, dialect, 'refresh', 'client_unauthenticated')
          }
          const context = site.speaking('app')
          const wire = site.wire(
            'refresh',
            { clientId: 'KEY-app', clientSecret: 'PLACE', refreshToken: tokens.refreshToken ?? '' },
            context,
          )
          for (const place of ['', 'PLACE=']) {
            const cut = (text: string) => text.replace(/(?<=^|&)[a-z_]*secret=PLACE/, place)
            const answer = site.read(
              'refresh',
              await site.deliver('refresh', { ...wire, query: cut(wire.query), body: cut(wire.body) }),
            )
            assert.ok(isRefused(answer))
          }
          granted(await site.refresh(tokens))
        })
      }

      if (asks(dialect, 'scope')) {
        test(`${id}: a broader scope than was agreed to, with the code or with the refresh token`, async () => {
          const code = await site.code({ scope: ['read'] })
          for (const scope of [['read', 'write'], ['write'], ['admin'], ['read', 'read', 'write']]) {
            assertRefused(await site.ask('token', { code, scope }), dialect, 'token', 'scope_not_granted')
          }
          const tokens = granted(await site.ask('token', { code }))
          for (const scope of [['read', 'write'], ['write'], ['READ']]) {
            assertRefused(await site.refresh(tokens, { scope }), dialect, 'refresh', 'scope_not_granted')
          }
          const again = granted(await site.refresh(tokens, { scope: ['read'] }))
          assert.deepEqual(again.scope, ['read'])
        })
      }

      if (asks(dialect, 'openId')) {
        test(`${id}: the user of another`, async () => {
          const tokens = await site.tokens()
          for (const openId of ['another', tokens.openId?.toUpperCase() ?? '', `${tokens.openId}A`]) {
            assertRefused(await site.refresh(tokens, { openId }), dialect, 'refresh', 'open_id_mismatch')
          }
          granted(await site.refresh(tokens))
        })
      }

      test(`${id}: a suspended application, and then again a good one`, async () => {
        const tokens = await site.tokens()
        await attacked.putApp(id, 'app', { status: 'suspended' })
        assertRefused(await site.refresh(tokens), dialect, 'refresh', 'client_disabled')
        assert.ok(!(await attacked.live(tokens.accessToken)))
        await attacked.putApp(id, 'app', { status: 'online' })
        granted(await site.refresh(tokens))
      })

      test(`${id}: a disabled user, and then again a good one`, async () => {
        const tokens = await site.tokens()
        await attacked.putUser('demo', { status: 'disabled' })
        assertRefused(await site.refresh(tokens), dialect, 'refresh', 'refresh_token_unknown')
        assert.ok(!(await attacked.live(tokens.accessToken)))
        await attacked.putUser('demo', { status: 'active' })
        granted(await site.refresh(tokens))
      })

      test(`${id}: consent revoked while refreshes are under way`, async () => {
        for (let round = 0; round < 3; round++) {
          const first = await site.tokens()
          const [one, two, , three] = await Promise.all([
            site.refresh(first),
            site.refresh(first),
            site.revoke(first.accessToken),
            site.refresh(first),
          ])
          const all = [first, one, two, three].filter(
            (each): each is TokenSet => each !== undefined && 'accessToken' in each,
          )
          for (const tokens of all) await dead(tokens, `round ${round}`)
        }
      })

      test(`${id}: a token that is too old`, async () => {
        const tokens = await site.tokens()
        const { refreshTokenLifetime: life } = policy
        attacked.later(typeof life === 'number' ? life : life.online)
        assertRefused(await site.refresh(tokens), dialect, 'refresh', 'refresh_token_expired')
      })
    }
  })
}

/** Each use of a refresh token, and each format that carries whose it is. */
const tried = oneOfEach('refresh', 'authentication', 'formats', 'reuse', 'earlyRefresh')

suite('another node on the same file, and after a restart', () => {
  const clock: Clock = { at: START }
  const file = newFile()
  const key = generateKey()
  let [one, two]: Target[] = []
  before(async () => {
    one = await target({ file, key, clock })
    two = await target({ file, key, clock, seeded: true })
  })
  after(async () => {
    await two?.close()
    await one?.close()
  })

  for (const dialect of tried) {
    const sites = () => [one, two].map((node) => node?.site(dialect)) as [Site, Site]

    test(`${dialect.id}: what one node replaced, the other knows`, async () => {
      const [here, there] = sites()
      const first = await here.ripe(here.tokens())
      const second = granted(await here.refresh(first))
      if (!replays(dialect)) {
        assertRefused(await there.refresh(first), dialect, 'refresh', 'refresh_token_used')
        assert.equal(await one?.live(second.accessToken), !endsGrants(dialect))
        return
      }
      const again = granted(await there.refresh(first))
      if (repeats(dialect)) assert.deepEqual(again, second, 'the lost answer, from another node')
      assert.equal(lasting(dialect, again), lasting(dialect, second))
      if (!rotates(dialect)) return
      clock.at += dialect.policy.reuse.replaySeconds
      assertRefused(await there.refresh(first), dialect, 'refresh', 'refresh_token_used')
      if (!endsGrants(dialect)) return void granted(await here.refresh(second))
      assertRefused(await here.refresh(second), dialect, 'refresh', 'refresh_token_unknown')
      assert.ok(!(await one?.live(second.accessToken)))
    })

    test(`${dialect.id}: at both nodes at once`, async () => {
      const [here, there] = sites()
      const first = await here.ripe(here.tokens())
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) => (index % 2 ? here : there).refresh(first)),
      )
      const won = answers.filter((each): each is TokenSet => !isRefused(each))
      assert.equal(won.length, rotates(dialect) && !replays(dialect) ? 1 : answers.length)
      assert.equal(new Set(won.map((each) => lasting(dialect, each))).size, 1)
      granted(await there.refresh(won[0] ?? first))
    })
  }

  test('after a restart the lost answer is there, and reuse is known', async () => {
    const kept = []
    // Where tokens are kept until late, the clock would have to be turned, which ends the others' windows.
    for (const dialect of tried.filter(({ policy }) => policy.earlyRefresh === undefined)) {
      const site = (one as Target).site(dialect)
      // Of another application: some platforms end the earlier grants of the same.
      const ofOther = await site.code({ clientId: 'KEY-other' })
      const b = granted(await site.ask('token', { code: ofOther }, 'other'))
      const a = await site.tokens()
      kept.push({
        dialect,
        a,
        b,
        nextOfA: granted(await site.refresh(a)),
        nextOfB: granted(await site.refresh(b, {}, 'other')),
      })
    }
    await one?.close()
    one = await target({ file, key, clock, seeded: true })
    for (const { dialect, a, nextOfA } of kept.filter(({ dialect }) => replays(dialect))) {
      const again = granted(await one.site(dialect).refresh(a))
      assert.equal(lasting(dialect, again), lasting(dialect, nextOfA))
    }
    clock.at += 30
    for (const { dialect, b, nextOfB } of kept.filter(
      ({ dialect }) => rotates(dialect) && dialect.policy.reuse.replaySeconds <= 30,
    )) {
      assertRefused(await one.site(dialect).refresh(b, {}, 'other'), dialect, 'refresh', 'refresh_token_used')
      assert.equal(await one.live(nextOfB.accessToken), !endsGrants(dialect))
    }
  })
})
