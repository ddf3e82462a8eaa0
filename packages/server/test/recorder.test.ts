/* The recorder alone: what it keeps of too much, what becomes of it when the store fails, and what it costs. */
import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { jdCentral } from '@hufu/dialects'
import { type Directory, type ExchangeStep, directoryOf } from '@hufu/engine'
import { KEPT_EXCHANGES, memoryStore } from '@hufu/store'
import type { FastifyRequest } from 'fastify'
import { logTo } from '@hufu/web/log'
import { noteOutcome } from '../src/exchange/outcome.ts'
import type { Platform } from '../src/settings/platform.ts'
import { LOGGED_SUCCESSES, recorder } from '../src/exchange/recorder.ts'

const NOW = 1_800_000_000
const TODAY = Math.floor(NOW / 86_400)

function setUp() {
  const lines: string[] = []
  const sink = new Writable({ write: (chunk, _encoding, done) => done(void lines.push(String(chunk))) })
  const store = memoryStore({ now: () => NOW })
  let lookedUp = 0
  const directory: Directory = {
    ...directoryOf(store),
    app: async () => void lookedUp++,
  }
  const platforms = new Map([[jdCentral.id, { dialect: jdCentral } as unknown as Platform]])
  const recording = recorder(store, directory, platforms, logTo('info', sink))
  return { store, recording, lines, lookedUp: () => lookedUp }
}

/** As fastify has it once it is answered. */
function answered(
  step: ExchangeStep,
  error?: 'code_unknown',
  more: object = { appId: 'app-1' },
): FastifyRequest {
  const request = { id: 'r', ip: '192.0.2.1', headers: {}, raw: { url: '/' }, ...more } as FastifyRequest
  noteOutcome(request, jdCentral.id, step, error && { error })
  return request
}

test('the first exchanges of a busy second are logged, all are counted, and refusals keep room', async () => {
  const { store, recording } = setUp()
  for (let nth = 0; nth < 5000; nth++) recording.record(answered('refresh'), 1.234)
  for (let nth = 0; nth < 300; nth++) recording.record(answered('token', 'code_unknown'), 1)
  await recording.stop()
  const log = await store.exchanges({ appId: 'app-1', limit: 9999 })
  assert.equal(log.filter(({ error }) => error === undefined).length, LOGGED_SUCCESSES)
  assert.equal(log.filter(({ error }) => error !== undefined).length, KEPT_EXCHANGES)
  assert.equal(log.at(-1)?.ms, 1.2)
  const counts = (await store.usage('app-1', TODAY, TODAY)).map(({ kind, count }) => [kind, count])
  assert.deepEqual(Object.fromEntries(counts), {
    refresh: 5000,
    'refused code_unknown': 300,
    unlogged: 5300 - LOGGED_SUCCESSES - KEPT_EXCHANGES,
  })
})

test('many apps at once fill no more than one write may hold', async () => {
  const { store, recording } = setUp()
  for (let app = 0; app < 100; app++) {
    for (let nth = 0; nth < 50; nth++)
      recording.record(answered('token', 'code_unknown', { appId: `app-${app}` }), 1)
  }
  await recording.stop()
  const all = await Promise.all(
    Array.from({ length: 100 }, (_, app) => store.exchanges({ appId: `app-${app}`, limit: 999 })),
  )
  assert.equal(all.flat().length, 1000)
})

test('AppKeys that nobody vouches for are looked up, so many in a second', async () => {
  const { recording, lookedUp } = setUp()
  for (let nth = 0; nth < 1000; nth++) {
    const raw = { url: `/oauth2/access_token?app_key=made-up-${nth % 500}` }
    recording.record(answered('token', 'code_unknown', { raw }), 1)
  }
  recording.record(answered('token', 'code_unknown', {}), 1)
  await recording.stop()
  assert.equal(lookedUp(), 200)
})

test('where the store fails, a second of the logs is lost, which the server’s own log tells; then it goes on', async () => {
  const { store, recording, lines } = setUp()
  const { recordExchanges } = store
  Object.assign(store, { recordExchanges: () => Promise.reject(new Error('the disk is gone')) })
  recording.record(answered('token'), 1)
  await recording.flush()
  assert.match(lines.join(''), /the disk is gone/)
  Object.assign(store, { recordExchanges })
  recording.record(answered('token'), 1)
  await recording.stop()
  assert.equal((await store.exchanges({ appId: 'app-1', limit: 9 })).length, 1)
})

test('what recording costs a request', async (context) => {
  const { recording } = setUp()
  const cost = (request: FastifyRequest): number => {
    const times = 200_000
    const begun = process.hrtime.bigint()
    for (let nth = 0; nth < times; nth++) recording.record(request, 1.5)
    return Math.round(Number(process.hrtime.bigint() - begun) / times)
  }
  const [good, bad] = [answered('refresh'), answered('refresh', 'code_unknown')]
  cost(good)
  cost(bad)
  context.diagnostic(`a success: ${cost(good)} ns, a refusal: ${cost(bad)} ns`)
  await recording.flush()
  const begun = process.hrtime.bigint()
  for (let nth = 0; nth < 1000; nth++)
    recording.record(answered('token', 'code_unknown', { appId: `app-${nth % 10}` }), 1)
  context.diagnostic(
    `a refusal that is logged: ${Math.round(Number(process.hrtime.bigint() - begun) / 1000)} ns`,
  )
  await recording.stop()
})

test('a form that carries itself a thousand times is counted as any other, at no greater cost', async () => {
  const { store, recording } = setUp()
  const body = Buffer.from('request='.repeat(7000))
  recording.record(answered('token', 'code_unknown', { body }), 1)
  recording.record(answered('token', 'code_unknown'), 1)
  await recording.stop()
  assert.equal((await store.exchanges({ appId: 'app-1', limit: 9 })).length, 1)
})
