/*
 * docs/security-rules.md, R4: a code is good once. A second use by its own application ends all that the first one gave; anybody
 * else's attempt costs the application nothing. At jd-finance nobody says who asks, so there every second use ends it.
 */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { generateKey } from '@hufu/crypto'
import { type Dialect, type TokenSet, authenticationOf } from '@hufu/dialects'
import { oneOfEach, triedDialects } from '../mechanisms.ts'
import { type Node, startNode } from './processes.ts'
import {
  type Site,
  type Target,
  CALLBACK,
  assertRefused,
  brokenSignature,
  granted,
  isRefused,
  newFile,
  secretOf,
  storeKinds,
  target,
} from './target.ts'
import { send } from './wire.ts'

/** Whether the answer to a code may be had again. */
const repeatsCode = ({ policy }: Dialect): boolean => (policy.codeReuse?.replaySeconds ?? 0) > 0
const named = triedDialects.filter(({ policy }) => policy.clientAuthentication !== 'none')

for (const store of storeKinds) {
  suite(`on ${store}`, () => {
    let attacked: Target
    before(async () => (attacked = await target({ store })))
    after(() => attacked.close())

    for (const dialect of oneOfEach('authentication', 'codeReuse')) {
      const { id, token } = dialect
      let site: Site
      before(() => (site = attacked.site(dialect)))

      if (repeatsCode(dialect)) repeatedCode(dialect)
      else usedOnce(dialect)

      if (!named.includes(dialect)) continue

      test(`${id}: another application's attempt neither consumes nor revokes`, async () => {
        const code = await site.code()
        assertRefused(await site.ask('token', { code }, 'other'), dialect, 'token', 'code_unknown')
        const tokens = granted(await site.ask('token', { code }))
        assertRefused(await site.ask('token', { code }, 'other'), dialect, 'token', 'code_unknown')
        assert.ok(await attacked.live(tokens.accessToken))
        granted(await site.refresh(tokens))
      })

      test(`${id}: without proof of who asks nothing is consumed or revoked`, async () => {
        const code = await site.code()
        const wrong: readonly (() => Promise<object>)[] =
          authenticationOf(token) === 'secret'
            ? [
                () => site.ask('token', { code, clientSecret: 'wrong' }),
                () => site.ask('token', { code, clientSecret: secretOf('other') }),
                () => site.ask('token', { code, clientSecret: `${secretOf('app')} ` }),
                () => site.ask('token', { code, clientId: 'KEY-nobody' }),
                () => site.ask('token', { code, clientId: 'KEY-other' }),
              ]
            : [
                async () => {
                  const wire = site.wire('token', { clientId: 'KEY-app', code }, site.speaking('app'))
                  return site.read(
                    'token',
                    await site.deliver('token', brokenSignature(dialect, 'token', wire)),
                  )
                },
                () => site.ask('token', { code, clientId: 'KEY-nobody' }),
              ]
        for (const attempt of wrong) assert.ok(isRefused(await attempt()))
        const tokens = granted(await site.ask('token', { code }))
        for (const attempt of wrong) assert.ok(isRefused(await attempt()))
        assert.ok(await attacked.live(tokens.accessToken))
        granted(await site.refresh(tokens))
      })
    }

    test('without client authentication: whoever presents it again, it is a second use', async () => {
      for (const dialect of triedDialects.filter((each) => !named.includes(each))) {
        const site = attacked.site(dialect)
        const code = await site.code()
        const tokens = granted(await site.ask('token', { code }))
        assertRefused(await site.ask('token', { code }, 'other'), dialect, 'token', 'code_used')
        assert.ok(!(await attacked.live(tokens.accessToken)))
      }
    })

    function usedOnce(dialect: Dialect): void {
      const { id, policy } = dialect
      let site: Site
      before(() => (site = attacked.site(dialect)))

      test(`${id}: a second use is refused, and ends every token since`, async () => {
        const code = await site.code()
        const first = granted(await site.ask('token', { code }))
        const second = granted(await site.refresh(first))
        assert.ok(await attacked.live(second.accessToken))
        assertRefused(await site.ask('token', { code }), dialect, 'token', 'code_used')
        for (const { accessToken, refreshToken = '' } of [first, second]) {
          assert.ok(!(await attacked.live(accessToken)))
          assert.ok(!(await attacked.live(refreshToken)))
        }
        assertRefused(await site.refresh(second), dialect, 'refresh', 'refresh_token_unknown')
        assertRefused(await site.refresh(first), dialect, 'refresh', 'refresh_token_unknown')
        assertRefused(await site.ask('token', { code }), dialect, 'token', 'code_used')
      })

      test(`${id}: a refresh that races with the second use leaves nothing alive`, async () => {
        for (let round = 0; round < 4; round++) {
          const code = await site.code()
          const first = granted(await site.ask('token', { code }))
          const [refreshed, , again] = await Promise.all([
            site.refresh(first),
            site.ask('token', { code }),
            site.refresh(first),
          ])
          const all = [first, refreshed, again].filter((each): each is TokenSet => 'accessToken' in each)
          for (const { accessToken, refreshToken = '' } of all) {
            assert.ok(!(await attacked.live(accessToken)))
            assert.ok(!(await attacked.live(refreshToken)))
          }
          assertRefused(await site.refresh(all.at(-1) ?? first), dialect, 'refresh', 'refresh_token_unknown')
        }
      })

      test(`${id}: of 24 at once exactly one gets tokens, and the others end them`, async () => {
        const code = await site.code()
        const answers = await Promise.all(Array.from({ length: 24 }, () => site.ask('token', { code })))
        const [won, ...more] = answers.filter((each): each is TokenSet => !isRefused(each))
        assert.ok(won && more.length === 0, `${more.length + 1} got tokens`)
        assert.ok(!(await attacked.live(won.accessToken)))
        for (const each of answers) if (each !== won) assertRefused(each, dialect, 'token', 'code_used')
      })

      test(`${id}: a code that is too old is refused, used or not`, async () => {
        const code = await site.code()
        const used = await site.code()
        const tokens = granted(await site.ask('token', { code: used }))
        attacked.later(policy.codeLifetime)
        assertRefused(await site.ask('token', { code }), dialect, 'token', 'code_expired')
        assertRefused(await site.ask('token', { code: used }), dialect, 'token', 'code_used')
        assert.ok(!(await attacked.live(tokens.accessToken)))
      })
    }

    /** For a while the answer to a code is repeated, as it may have been lost; the same rules hold of it as of a lost refresh. */
    function repeatedCode(dialect: Dialect): void {
      const { id, policy } = dialect
      let site: Site
      before(() => (site = attacked.site(dialect)))
      const pair = ({ accessToken, refreshToken }: TokenSet): string => `${accessToken} ${refreshToken}`

      test(`${id}: of 24 uses at once all have the same tokens, and they live on when the code is refused`, async () => {
        const code = await site.code()
        const answers = await Promise.all(Array.from({ length: 24 }, () => site.ask('token', { code })))
        const [first] = answers.map(granted)
        assert.ok(first)
        assert.deepEqual(new Set(answers.map((each) => pair(granted(each)))), new Set([pair(first)]))
        attacked.later(policy.codeReuse?.replaySeconds ?? 0)
        assertRefused(await site.ask('token', { code }), dialect, 'token', 'code_used')
        assert.equal(await attacked.live(first.accessToken), policy.codeReuse?.then === 'reject')
      })

      test(`${id}: once a refresh has replaced the tokens, and once they are revoked, the code has no answer`, async () => {
        const code = await site.code()
        const first = granted(await site.ask('token', { code }))
        attacked.later(1)
        assert.equal((await site.revoke(first.accessToken)).status, 200)
        assert.ok(isRefused(await site.ask('token', { code })))
        for (const token of [first.accessToken, first.refreshToken ?? ''])
          assert.ok(!(await attacked.live(token)))
        const late = await site.code()
        const second = granted(
          await site.refresh(await site.ripe(granted(await site.ask('token', { code: late })))),
        )
        assert.ok(isRefused(await site.ask('token', { code: late })))
        assert.equal(await attacked.live(second.accessToken), policy.codeReuse?.then === 'reject')
      })

      test(`${id}: a code that is too old is refused`, async () => {
        const code = await site.code()
        attacked.later(policy.codeLifetime)
        assertRefused(await site.ask('token', { code }), dialect, 'token', 'code_expired')
      })
    }
  })
}

suite('after a restart', () => {
  test('a code is good if it was not used, and a second use is known for what it is', async () => {
    const file = newFile()
    const key = generateKey()
    const clock = { at: 1_720_501_200 }
    const earlier = await target({ file, key, clock })
    const kept: { used: string; fresh: string; tokens: TokenSet }[] = []
    try {
      for (const site of earlier.sites) {
        // Of another application: some platforms end the earlier grants of the same.
        const [used, fresh] = [await site.code(), await site.code({ clientId: 'KEY-other' })]
        kept.push({ used, fresh, tokens: granted(await site.ask('token', { code: used })) })
      }
    } finally {
      await earlier.close()
    }
    const later = await target({ file, key, clock, seeded: true })
    try {
      for (const [index, { used, fresh, tokens }] of kept.entries()) {
        const site = later.sites[index] as Site
        assert.ok(await later.live(tokens.accessToken))
        granted(await site.ask('token', { code: fresh }, 'other'))
        if (repeatsCode(site.dialect)) {
          assert.equal(granted(await site.ask('token', { code: used })).accessToken, tokens.accessToken)
          continue
        }
        assertRefused(await site.ask('token', { code: used }), site.dialect, 'token', 'code_used')
        assert.ok(!(await later.live(tokens.accessToken)))
      }
    } finally {
      await later.close()
    }
  })
})

suite('two processes on one file', () => {
  let attacked: Target
  let nodes: readonly Node[]
  before(async () => {
    const file = newFile()
    attacked = await target({ file, clock: { at: Math.floor(Date.now() / 1000) } })
    nodes = await Promise.all([startNode(file, attacked.key), startNode(file, attacked.key)])
  })
  after(async () => {
    await Promise.all(nodes.map((node) => node.stop()))
    await attacked.close()
  })

  for (const dialect of oneOfEach('authentication', 'codeReuse')) {
    test(`${dialect.id}: of 16 at each, at once, exactly one gets tokens, or all the same`, async () => {
      const site = attacked.site(dialect)
      const at = (node: Node, wire: ReturnType<Site['wire']>) =>
        send(node.url, `${site.base}${dialect.token.path}${wire.query && `?${wire.query}`}`, {
          method: wire.method,
          headers: wire.body === '' ? {} : { 'content-type': wire.mediaType },
          ...(wire.body !== '' && { body: wire.body }),
        })
      for (let round = 0; round < 3; round++) {
        const code = await site.code()
        const context = site.speaking('app')
        const asked = { clientId: 'KEY-app', clientSecret: secretOf('app'), redirectUri: CALLBACK, code }
        const wires = Array.from({ length: 16 }, () =>
          nodes.map((node) => [node, site.wire('token', asked, context)] as const),
        )
        const answers = await Promise.all(
          wires.flat().map(async ([node, wire]) => site.read('token', await at(node, wire))),
        )
        const won = answers.filter((each): each is TokenSet => !isRefused(each))
        assert.equal(new Set(won.map(({ accessToken }) => accessToken)).size, 1)
        assert.equal(won.length, repeatsCode(dialect) ? answers.length : 1)
        if (repeatsCode(dialect)) continue
        for (const each of answers) if (isRefused(each)) assertRefused(each, dialect, 'token', 'code_used')
        assert.ok(!(await attacked.live(won[0]?.accessToken ?? '')))
      }
    })
  }
})
