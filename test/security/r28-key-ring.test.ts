/* R28: several processes of one store, of which some do not have a new key yet. None gives a final answer out of ignorance. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { triedDialects } from '../mechanisms.ts'
import { type RingKey, generateKey, keyRing, renewedKeyRing } from '@hufu/crypto'
import { type TokenSet, isOAuthError, encodeError } from '@hufu/dialects'
import { type Target, newFile, target } from './target.ts'
import { send } from './wire.ts'

const old = generateKey()
const fresh = generateKey()

/** Has the new key and makes tokens with it. */
let maker: Target
/** Read its ring when the new key was not in it, and can read it again. */
let renewed: Target
/** Cannot. */
let ignorant: Target
let added: readonly RingKey[] | undefined

before(async () => {
  const file = newFile()
  const clock = { at: 1_720_501_200 }
  ignorant = await target({ file, clock, key: old })
  const again = () => {
    const keys = added
    added = undefined
    return keys
  }
  renewed = await target({ file, clock, seeded: true, ring: renewedKeyRing([old], again) })
  maker = await target({ file, clock, seeded: true, ring: keyRing([fresh, old]) })
})
after(async () => {
  await maker.close()
  await renewed.close()
  await ignorant.close()
})

for (const dialect of triedDialects)
  suite(`${dialect.id}: what another process made with a new key`, () => {
    const tokensOf = async (): Promise<TokenSet> => maker.site(dialect).tokens()

    test('is known to a process that reads its ring again', async () => {
      added = [old, fresh]
      const code = await maker.site(dialect).code()
      const tokens = await renewed.site(dialect).ask('token', { code })
      assert.ok(!isOAuthError(tokens), JSON.stringify(tokens))
      assert.equal(await renewed.live((await tokensOf()).accessToken), true)
      const again = await renewed.site(dialect).refresh(await tokensOf())
      assert.ok(!isOAuthError(again), JSON.stringify(again))
    })

    test('is no final answer of one that does not', async () => {
      const site = ignorant.site(dialect)
      const code = await maker.site(dialect).code()
      const tokens = await tokensOf()
      const answers = [
        await site.ask('token', { code }),
        ...(tokens.refreshToken === undefined ? [] : [await site.refresh(tokens)]),
      ]
      const busy = String(encodeError(dialect.token.errors, { error: 'overloaded' }).code)
      for (const answer of answers) {
        assert.ok(isOAuthError(answer), JSON.stringify(answer))
        assert.equal(String(answer.platformCode), busy, JSON.stringify(answer))
      }
      const asked = await ignorant.introspect(tokens.accessToken)
      assert.equal(asked.status, 503)
      assert.equal(asked.active, undefined)
      // Nothing was spent or ended by it.
      assert.equal(await maker.live(tokens.accessToken), true)
      assert.ok(!isOAuthError(await maker.site(dialect).ask('token', { code })))
    })
  })

test('a process that lacks a key in use is not ready, but knows its own tokens; one that has it is ready', async () => {
  const ready = async ({ origin }: Target) => {
    const { status, body } = await send(origin, '/readyz')
    return [status, (JSON.parse(body) as { readonly because?: string }).because]
  }
  assert.deepEqual(await ready(maker), [200, undefined])
  assert.deepEqual(await ready(renewed), [200, undefined])
  assert.deepEqual(await ready(ignorant), [503, 'key_missing'])
  assert.match(ignorant.log(), /"because":"key_missing"/)
  assert.match(ignorant.log(), new RegExp(`no key .*${fresh.id}`))
  const [own] = ignorant.sites
  assert.ok(own)
  const tokens = await own.tokens()
  assert.equal(await ignorant.live(tokens.accessToken), true)
})
