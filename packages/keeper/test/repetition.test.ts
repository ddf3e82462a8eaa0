/* That a platform repeats a lost answer is assumed where somebody has said so, never by how its address is spelt. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generateRsaKeyPair } from '@hufu/crypto'
import { type Dialect, chainUp, jdCentral, jdFinance, jos, oauth2Post } from '@hufu/dialects'
import type { AppOptions, Keeper } from '@hufu/keeper'
import { openKeeper } from '../src/keeper.ts'
import { KEYS, NAME, repeating, scene } from './asleep.ts'
import { warningsTo } from './warnings.ts'

const { privateKey, publicKey: platformPublicKey } = await generateRsaKeyPair()

async function opened(dialect: Dialect, options: Partial<AppOptions>) {
  const warnings: string[] = []
  const given = {
    clientId: 'app',
    clientSecret: 's',
    ...(dialect.envelope && { privateKey, platformPublicKey }),
    dialect,
    ...options,
  }
  const { keeper, context }: { readonly keeper: Keeper } & Awaited<ReturnType<typeof openKeeper>> =
    await openKeeper({
      store: 'sqlite::memory:',
      keys: KEYS,
      apps: { [`${dialect.id}/shop`]: given },
      schedule: false,
      log: warningsTo((message, about) => warnings.push(`${message} ${JSON.stringify(about)}`)),
    })
  const { reuse } = context.apps.find(dialect.id).policy
  await keeper.close()
  return { reuse, warnings }
}

const originOf = ({ origin }: Dialect) => origin
const spellings = ({ origin = 'https://platform.example' }: Dialect) => {
  const { host } = new URL(origin)
  return [
    origin,
    `${origin}/`,
    `https://${host}:443`,
    `HTTPS://${host.toUpperCase()}`,
    'http://egress.internal:3128',
  ]
}

test('no repetition is assumed from an address; a warning names app and member where an earlier version assumed it', async () => {
  for (const dialect of [jdFinance, jos, jdCentral, chainUp])
    for (const baseUrl of spellings(dialect)) {
      const { reuse, warnings } = await opened(dialect, { baseUrl })
      assert.deepEqual(reuse, { replaySeconds: 0, then: 'revoke-family' }, `${dialect.id} at ${baseUrl}`)
      const before = dialect.policy.refresh.refreshToken !== 'same' && baseUrl !== originOf(dialect)
      assert.equal(warnings.length, before ? 1 : 0, `${dialect.id} at ${baseUrl}: ${warnings.join()}`)
      if (before)
        assert.match(warnings[0] ?? '', new RegExp(`policy.reuse.*${dialect.id}/shop.*"replaySeconds":30`))
    }
})

test('the configuration decides about repetition, without a warning', async () => {
  const { reuse } = repeating
  assert.deepEqual(await opened(chainUp, { baseUrl: 'https://a.example', policy: repeating }), {
    reuse,
    warnings: [],
  })
})

test('a fact about the real platform in its dialect counts at any address', async () => {
  const known = { replaySeconds: 14_400, then: 'reject', evidence: 'official', source: 'its FAQ' } as const
  const dialect: Dialect = { ...oauth2Post, knownReuse: known }
  const { reuse, warnings } = await opened(dialect, { baseUrl: 'https://a.example' })
  assert.deepEqual([reuse, warnings], [{ replaySeconds: 14_400, then: 'reject' }, []])
})

test('a lost answer is not requested again while the access token is valid, unless repetition is configured', async (t) => {
  const { keeper, sent } = await scene(t, {
    platform: () => Promise.reject(new TypeError('broken')),
  })
  await assert.rejects(keeper.refresh(NAME), { error: 'answer_lost' })
  assert.deepEqual(sent, ['r0'])
})
