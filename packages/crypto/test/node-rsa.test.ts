/* The protocol page's known-good independent implementation, which decrypts and signs in JavaScript of its own. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { NodeRSA } from 'node-rsa'
import { ofApplication, ofPlatform, vectors } from './vendor-vectors.ts'

const schemes = { encryptionScheme: 'pkcs1', signingScheme: 'pkcs1-sha256', environment: 'browser' } as const
const theirs = (text: string, format: 'pkcs8-public-der' | 'pkcs8-private-der') =>
  new NodeRSA(Buffer.from(text, 'base64url'), format, schemes)

const publicKey = theirs(vectors.rsa_third.pub, 'pkcs8-public-der')
const privateKey = theirs(vectors.rsa_third.pri, 'pkcs8-private-der')
const platformKey = theirs(vectors.rsa_saas.pub, 'pkcs8-public-der')

const md5Hex = (plain: string) => createHash('md5').update(plain).digest('hex')
const plain = `{"goods":"${'商品'.repeat(100)}"}`

test('node-rsa opens and verifies what we seal', () => {
  const { data, sign } = ofPlatform().seal(plain)
  const opened = Buffer.from(privateKey.decrypt(Buffer.from(data, 'base64url')))
  assert.equal(opened.toString(), plain)
  assert.ok(platformKey.verify(Buffer.from(md5Hex(plain)), Buffer.from(sign, 'base64url')))
  assert.ok(!publicKey.verify(Buffer.from(md5Hex(plain)), Buffer.from(sign, 'base64url')))
})

for (const size of [245, 117, 234]) {
  test(`we open what node-rsa seals in pieces of ${size} bytes`, () => {
    const bytes = Buffer.from(plain)
    const blocks: Buffer[] = []
    for (let at = 0; at < bytes.length; at += size) {
      blocks.push(Buffer.from(platformKey.encrypt(bytes.subarray(at, at + size))))
    }
    assert.equal(blocks.length, Math.ceil(bytes.length / size))
    const sign = Buffer.from(privateKey.sign(Buffer.from(md5Hex(plain))))
    const sealed = { data: Buffer.concat(blocks).toString('base64url'), sign: sign.toString('base64url') }
    assert.equal(ofPlatform().open(sealed), plain)
    assert.equal(ofApplication().seal(plain).sign, sealed.sign)
  })
}
