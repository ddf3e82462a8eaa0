import assert from 'node:assert/strict'
import { type KeyObject, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import {
  assertImplicitRejection,
  fingerprintOf,
  generateRsaKeyPair,
  keyReader,
  privateKeyOf,
  publicKeyOf,
  rsaEnvelope,
} from '@hufu/crypto'
import { vectors } from './vendor-vectors.ts'

const { pub, pri } = vectors.rsa_third
const [publicKey, privateKey] = [publicKeyOf(pub), privateKeyOf(pri)]
const standard = (text: string) => Buffer.from(text, 'base64url').toString('base64')
const pem = (key: KeyObject, type: 'spki' | 'pkcs1' | 'pkcs8') =>
  String(key.export({ type, format: 'pem' } as never))

test('a public key in every spelling', () => {
  const spellings = [pub, standard(pub), `${pub}\n`, pem(publicKey, 'spki'), pem(publicKey, 'pkcs1')]
  for (const text of spellings) assert.ok(publicKeyOf(text).equals(publicKey))
})

test('a private key in every spelling', () => {
  const spellings = [pri, standard(pri), ` ${pri}`, pem(privateKey, 'pkcs8'), pem(privateKey, 'pkcs1')]
  for (const text of spellings) assert.ok(privateKeyOf(text).equals(privateKey))
})

test('one key for another is refused, and the message does not repeat it', () => {
  const wrong: readonly [() => KeyObject, RegExp][] = [
    [() => publicKeyOf(pri), /no public key/],
    [() => publicKeyOf(pem(privateKey, 'pkcs8')), /labelled PRIVATE KEY/],
    [() => publicKeyOf(pem(privateKey, 'pkcs1')), /labelled RSA PRIVATE KEY/],
    [() => privateKeyOf(pub), /no private key/],
    [() => privateKeyOf(pem(publicKey, 'spki')), /labelled PUBLIC KEY/],
    [() => publicKeyOf(''), /neither PEM nor/],
    [() => publicKeyOf(`${pub}!`), /neither PEM nor/],
    [() => publicKeyOf(pub.slice(0, 100)), /no public key/],
    [() => publicKeyOf(pem(publicKey, 'spki').replace('END PUBLIC', 'END RSA')), /neither PEM nor/],
  ]
  for (const [read, message] of wrong) {
    assert.throws(read, (error: Error) => message.test(error.message) && !/MII|[\w-]{40}/.test(error.message))
  }
})

test('keys under 2048 bits, and keys that are not RSA, are refused wherever they come from', () => {
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 })
  for (const [pair, message] of [
    [weak, /2048 to 8192 bits is needed, and this one has 1024/],
    [curve, /RSA key is needed, and this is ec/],
    [pss, /RSA key is needed, and this is rsa-pss/],
  ] as const) {
    assert.throws(() => publicKeyOf(pem(pair.publicKey, 'spki')), message)
    assert.throws(() => privateKeyOf(pem(pair.privateKey, 'pkcs8')), message)
    assert.throws(() => rsaEnvelope({ own: [privateKey], peer: [pair.publicKey] }), message)
    assert.throws(() => rsaEnvelope({ own: [pair.privateKey], peer: [publicKey] }), message)
  }
})

test('a public key so long that each use of it would stall the server is refused', () => {
  const modulus = Buffer.alloc(1025, 0xff).toString('base64url')
  const key = createPublicKey({ key: { kty: 'RSA', n: modulus, e: 'AQAB' }, format: 'jwk' })
  assert.throws(() => publicKeyOf(pem(key, 'spki')), /this one has 8200/)
})

test('a new pair is two lines of base64url, of 2048 bits, and fits itself alone', async () => {
  const [one, two] = await Promise.all([generateRsaKeyPair(), generateRsaKeyPair()])
  for (const text of Object.values(one)) assert.match(text, /^MI[\w-]+$/)
  assert.ok(createPublicKey(privateKeyOf(one.privateKey)).equals(publicKeyOf(one.publicKey)))
  assert.equal(publicKeyOf(one.publicKey).asymmetricKeyDetails?.modulusLength, 2048)
  assert.notEqual(one.publicKey, two.publicKey)
})

test('a fingerprint is the same for every spelling of a key and for its private half, and for no other', () => {
  const fingerprint = fingerprintOf(publicKey)
  assert.match(fingerprint, /^[\w-]{43}$/)
  for (const same of [pub, pem(publicKey, 'pkcs1'), privateKey])
    assert.equal(fingerprintOf(same), fingerprint)
  assert.notEqual(fingerprintOf(vectors.rsa_saas.pub), fingerprint)
})

test('a key reader reads each key once, and keeps the latest', () => {
  const keys = keyReader(2)
  const [a, b, c] = [pub, standard(pub), vectors.rsa_saas.pub] as const
  const first = keys.publicKeyOf(a)
  keys.publicKeyOf(b)
  assert.equal(keys.publicKeyOf(a), first)
  keys.publicKeyOf(c) // b is the oldest now
  assert.equal(keys.publicKeyOf(a), first)
  const again = keys.publicKeyOf(b)
  assert.equal(keys.publicKeyOf(b), again)
  assert.notEqual(keys.publicKeyOf(c), undefined)
  assert.notEqual(keys.publicKeyOf(a), first)
  assert.equal(keys.privateKeyOf(pri), keys.privateKeyOf(pri))
  assert.throws(() => keys.publicKeyOf(pri), /no public key/)
})

test('this runtime rejects wrong padding implicitly; one that does not is found out', () => {
  assertImplicitRejection()
  const failing = () => {
    throw new Error('padding check failed')
  }
  assert.throws(
    () => assertImplicitRejection(failing),
    /does not reject wrong RSA padding implicitly.*Run Node 24/,
  )
  let calls = 0
  assert.throws(() => assertImplicitRejection(() => Buffer.alloc(calls++)), /implicitly/)
})
