/* The entry for Node brings what a dialect is sealed and signed with. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { generateRsaKeyPair, signerWith, privateKeyOf, publicKeyOf, rsaEnvelope } from '@hufu/crypto'
import { type CodecContext, chainUp, jdCentral, jos2, noEnvelope, noSigner } from '@hufu/dialects'
import { isFailure } from '../src/index.ts'
import { nodeClient } from '../src/node.ts'
import { listen, saying } from './tiny-server.ts'

type Pair = Awaited<ReturnType<typeof generateRsaKeyPair>>
let app: Pair
let platform: Pair
let older: Pair
before(async () => {
  ;[app, platform, older] = await Promise.all([
    generateRsaKeyPair(),
    generateRsaKeyPair(),
    generateRsaKeyPair(),
  ])
})

const tokens = { accessToken: 'A', refreshToken: 'R', openId: 'O', expiresIn: 3600 }

/** The platform's side of an exchange. */
const context = (own: Pair): CodecContext => ({
  now: Math.floor(Date.now() / 1000),
  requestId: '',
  signer: noSigner,
  envelope: rsaEnvelope({ own: [privateKeyOf(own.privateKey)], peer: [publicKeyOf(app.publicKey)] }),
})

const sealing = (baseUrl: string, platformPublicKey: string | readonly string[] = platform.publicKey) =>
  nodeClient(chainUp, { clientId: 'KEY', baseUrl, privateKey: app.privateKey, platformPublicKey })

test('a sealed exchange', async (t) => {
  const baseUrl = await listen(t, (wire, response) => {
    const theirs = context(platform)
    assert.deepEqual(chainUp.token.request.decode(wire, theirs), { clientId: 'KEY', code: 'C' })
    response.end(chainUp.token.response.encode(tokens, theirs).body)
  })
  const answer = await sealing(baseUrl).exchangeCode({ code: 'C' })
  assert.ok(!isFailure(answer), JSON.stringify(answer))
  assert.equal(answer.openId, 'O')
  assert.ok(Math.abs((answer.expiresIn ?? 0) - 3600) <= 2)
})

test('while the platform replaces its key, two are known, and exchanges of many shops run at once', async (t) => {
  let count = 0
  const baseUrl = await listen(t, (wire, response) => {
    // Requests are always sealed for the key named first; answers come under either.
    chainUp.refresh.request.decode(wire, context(platform))
    response.end(chainUp.refresh.response.encode(tokens, context(count++ % 2 === 0 ? platform : older)).body)
  })
  const client = sealing(baseUrl, [platform.publicKey, older.publicKey])
  for (let round = 0; round < 4; round++) {
    const answers = await Promise.all([client.refresh({ ...tokens }), client.refresh({ ...tokens })])
    for (const answer of answers) assert.ok(!isFailure(answer), JSON.stringify(answer))
  }
})

test('an answer that the platform did not seal is ambiguous: it may have acted', async (t) => {
  const forged = chainUp.token.response.encode(tokens, context(older)).body
  const answer = await sealing(await saying(t, 200, forged)).exchangeCode({ code: 'C' })
  assert.ok(isFailure(answer))
  assert.deepEqual(
    [answer.outcome, answer.error, answer.detail],
    ['ambiguous', 'answer_unreadable', 'sign: unauthentic'],
  )
})

test('a signed call', async (t) => {
  const signer = signerWith('s3cret')
  const baseUrl = await listen(t, (wire, response) => {
    const theirs = { now: Date.now() / 1000, requestId: '', envelope: noEnvelope, signer }
    const asked = jos2.userInfo.request.decode(wire, theirs) // throws unless the signature holds
    response.end(jos2.userInfo.response.encode({ nickname: asked.openId }, theirs).body)
  })
  const client = nodeClient(jos2, { clientId: 'KEY', clientSecret: 's3cret', baseUrl })
  assert.deepEqual(await client.userInfo({ accessToken: 'A', openId: 'O' }), { nickname: 'O' })
})

test('a missing option is named, and no message contains a key', () => {
  const made = (keys: object) => () =>
    nodeClient(chainUp, { clientId: 'KEY', baseUrl: 'https://a.test', ...keys })
  const { privateKey } = app
  const { publicKey } = platform
  assert.throws(made({}), /privateKey is missing/)
  assert.throws(made({ privateKey }), /platformPublicKey is missing/)
  const swapped = { privateKey: publicKey, platformPublicKey: privateKey }
  assert.throws(
    made(swapped),
    (error: Error) => ![privateKey, publicKey].some((key) => error.message.includes(key)),
  )
  assert.throws(made({ privateKey, platformPublicKey: [] }), /public/)
  assert.throws(() => nodeClient(jos2, { clientId: 'KEY' }), /clientSecret is missing/)
  assert.doesNotThrow(() => nodeClient(jdCentral, { clientId: 'KEY', clientSecret: 's' }))
})
