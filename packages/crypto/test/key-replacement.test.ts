/* Nothing on the wire names a key: while one is replaced, both are tried. */
import assert from 'node:assert/strict'
import { type KeyObject, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { generateRsaKeyPair, privateKeyOf, publicKeyOf, rsaEnvelope } from '@hufu/crypto'
import { application, platform } from './vendor-vectors.ts'

interface Pair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

async function anotherPair(): Promise<Pair> {
  const { publicKey, privateKey } = await generateRsaKeyPair()
  return { publicKey: publicKeyOf(publicKey), privateKey: privateKeyOf(privateKey) }
}
const [newApplication, newPlatform] = await Promise.all([anotherPair(), anotherPair()])

const server = () =>
  rsaEnvelope({
    own: [newPlatform.privateKey, platform.privateKey],
    peer: [newApplication.publicKey, application.publicKey],
  })
const client = (ours: Pair, theirs: Pair) => rsaEnvelope({ own: [ours.privateKey], peer: [theirs.publicKey] })

for (const [name, ours, theirs] of [
  ['old application, old platform', application, platform],
  ['old application, new platform', application, newPlatform],
  ['new application, old platform', newApplication, platform],
  ['new application, new platform', newApplication, newPlatform],
] as const) {
  test(`${name}: opened, and answered with the keys that verified`, () => {
    const asking = client(ours, theirs)
    const answering = server()
    assert.equal(answering.open(asking.seal('question')), 'question')
    assert.equal(asking.open(answering.seal('answer')), 'answer')
  })
}

test('before anything was opened, and after something did not open, the first keys seal', () => {
  const answering = server()
  assert.equal(client(newApplication, newPlatform).open(answering.seal('hello')), 'hello')
  const stranger = client({ ...application, privateKey: newPlatform.privateKey }, platform)
  assert.equal(answering.open(stranger.seal('question')), undefined)
  assert.equal(client(newApplication, newPlatform).open(answering.seal('hello')), 'hello')
})

test('keys of different sizes: each block is as long as its own key', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 })
  const answering = rsaEnvelope({ own: [privateKey, platform.privateKey], peer: [application.publicKey] })
  const old = client(application, platform)
  const next = rsaEnvelope({ own: [application.privateKey], peer: [publicKey] })
  for (const length of [1, 245, 246, 373, 374, 600]) {
    assert.equal(answering.open(old.seal('x'.repeat(length))), 'x'.repeat(length))
    assert.equal(answering.open(next.seal('x'.repeat(length))), 'x'.repeat(length))
    assert.equal(next.open(answering.seal('answer')), 'answer')
  }
})

test('one or two keys a side, private here and public there', () => {
  const { publicKey, privateKey } = platform
  assert.throws(() => rsaEnvelope({ own: [], peer: [publicKey] }), /one or two private keys/)
  assert.throws(() => rsaEnvelope({ own: [privateKey], peer: [] }), /one or two public keys/)
  assert.throws(
    () => rsaEnvelope({ own: [privateKey, privateKey, privateKey], peer: [publicKey] }),
    /given 3/,
  )
  assert.throws(() => rsaEnvelope({ own: [publicKey], peer: [publicKey] }), /takes a private key here/)
  assert.throws(() => rsaEnvelope({ own: [privateKey], peer: [privateKey] }), /takes a public key here/)
})

test('an envelope opens a private-key operation a step, and says before how many it takes', () => {
  const both = server()
  for (const length of [1, 245, 246, 16 * 245]) {
    const sealed = client(application, platform).seal('x'.repeat(length))
    const blocks = Math.ceil(length / 245)
    assert.equal(both.operations(sealed), 2 * blocks, 'each block is tried with both keys')
    const steps = both.openInSteps(sealed)
    let count = 0
    let last = steps.next()
    for (; !last.done; last = steps.next()) count++
    assert.equal(count, 2 * blocks)
    assert.equal(last.value, 'x'.repeat(length))
  }
  const { data, sign } = client(application, platform).seal('x')
  assert.equal(both.operations({ data: `${data}AAAA`, sign }), 0)
  assert.equal(both.operations({ data: Buffer.alloc(17 * 256).toString('base64url'), sign }), 0)
  assert.equal(both.operations({ data: '', sign }), 0)
})
