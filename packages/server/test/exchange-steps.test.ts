/* The steps of an exchange: their order, and what they cost before anything is proved. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { generateKey, keyRing } from '@hufu/crypto'
import { type Dialect, type WireRequest, noSigner, servedDialects, builtInPlatforms } from '@hufu/dialects'
import { type App, digest } from '@hufu/engine'
import { type Running, serve } from '@hufu/platform'
import { logTo } from '@hufu/web/log'
import { readConfig } from '@hufu/server'
import { memoryStore } from '@hufu/store'
import { appOf } from '../../store/test/rows.ts'
import { exchange, steps } from '../src/exchange/exchange.ts'

const ADDRESS = '192.0.2.1'
/** A dialect that seals its requests goes through every step. */
const sealing: Dialect =
  servedDialects.find(({ envelope }) => envelope !== undefined) ?? assert.fail('no dialect seals')
const real = memoryStore()
const asked: string[] = []
const counting = Object.fromEntries(
  Object.entries(real).map(([verb, act]) => [
    verb,
    (...given: readonly unknown[]): unknown => {
      if (verb !== 'now') asked.push(verb)
      return (act as (...given: readonly unknown[]) => unknown)(...given)
    },
  ]),
) as unknown as typeof real

const app = appOf('app', {
  platform: sealing.id,
  clientId: 'KEY',
  status: 'online',
  secrets: [{ digest: digest('client', 'x') }],
})
let running: Running

before(async () => {
  const config = readConfig(
    {
      listen: { port: 0 },
      store: 'memory:',
      platforms: { [sealing.id]: { policy: { rateLimit: { count: 1, perSeconds: 3600 } } } },
    },
    builtInPlatforms.filter(({ dialect }) => dialect === sealing),
  )
  running = await serve(config, keyRing([generateKey()]), logTo('error'), counting)
})
after(() => running.close())

/** A token request in an envelope that nobody sealed. */
function forged(): WireRequest {
  const envelope = { seal: () => ({ data: 'AAAA', sign: 'AAAA' }), open: () => undefined }
  return sealing.token.request.encode(
    { clientId: 'KEY', code: 'x' },
    {
      now: real.now(),
      requestId: '',
      envelope,
      signer: noSigner,
    },
  )
}

async function refusal(wire: WireRequest | undefined): Promise<string | undefined> {
  const platform = running.runtime.platforms.get(sealing.id)
  assert.ok(platform)
  running.runtime.directory.forget()
  const { error } = await exchange(
    sealing.token,
    wire,
    { address: ADDRESS },
    platform,
    '0'.repeat(32),
    () => assert.fail('it was not refused'),
    (thrown) => {
      throw thrown
    },
  )
  return error?.error
}

test('an exchange is refused by the first step that finds a fault, and writes nothing before a proof', async () => {
  const wire = forged()
  asked.length = 0
  const reasons = [await refusal(undefined), await refusal(wire)]
  const states: readonly Partial<App>[] = [
    { status: 'suspended', addresses: ['198.51.100.1'] },
    { addresses: ['198.51.100.1'] },
    {},
    {},
  ]
  for (const [version, state] of states.entries()) {
    assert.ok(await real.putApp({ ...app, ...state, version }))
    reasons.push(await refusal(wire))
  }
  assert.deepEqual(reasons, [
    'request_unsupported',
    'client_unknown',
    'client_disabled',
    'client_address_denied',
    'signature_invalid',
    'rate_limited',
  ])
  assert.deepEqual([...new Set(asked)], ['app'])
})

test('no step commits anything before the request has been read, and private-key work waits for all that is cheap', () => {
  const costs = steps.map(({ cost }) => cost)
  const proof = steps.findIndex(({ name }) => name === 'request')
  assert.ok(!costs.slice(0, proof + 1).includes('commit'))
  const dear = costs.indexOf('private-key operation')
  assert.deepEqual([...new Set(costs.slice(0, dear))], ['lookup', 'constant'])
})

test('docs/security.md lists the steps of an exchange in their order, with their costs', () => {
  const document = readFileSync(new URL('../../../docs/security.md', import.meta.url), 'utf8')
  const rows = [...document.matchAll(/^\| `(\w+)` \| [^|]+ \| ([^|]+?) \| [^|]+ \|$/gm)]
  assert.deepEqual(
    rows.map(([, name, cost]) => [name, cost]),
    steps.map(({ name, cost }) => [name, cost]),
  )
})
