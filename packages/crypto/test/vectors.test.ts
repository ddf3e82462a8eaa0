import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import type { Envelope, Sealed } from '@hufu/dialects'
import fc from 'fast-check'
import { ofApplication, ofPlatform, vectors } from './vendor-vectors.ts'

/** `data` differs with every sealing, `sign` never does. */
function bothWays(name: string, from: Envelope, to: Envelope, plain: string, sealed: Sealed): void {
  test(`${name} of ${Buffer.byteLength(plain)} bytes: opened, and sealed to the same signature and length`, () => {
    assert.equal(to.open(sealed), plain)
    const ours = from.seal(plain)
    assert.equal(ours.sign, sealed.sign)
    assert.equal(ours.data.length, sealed.data.length)
    assert.equal(to.open(ours), plain)
    if (plain !== '') assert.notEqual(from.seal(plain).data, ours.data)
  })
}

for (const { plain, requestData, requestSign, responseData, responseSign } of vectors.cases) {
  bothWays('request', ofApplication(), ofPlatform(), plain, { data: requestData, sign: requestSign })
  bothWays('response', ofPlatform(), ofApplication(), plain, { data: responseData, sign: responseSign })
}

test('the signed value is the lower-case hex MD5 of the text', () => {
  for (const { plain, md5hex } of vectors.cases) {
    assert.equal(createHash('md5').update(plain).digest('hex'), md5hex)
  }
})

test('a block takes 245 bytes at 2048 bits; empty text has empty data; a signature has 342 characters', () => {
  const blocks = new Map([
    [0, 0],
    [1, 1],
    [244, 1],
    [245, 1],
    [246, 2],
    [490, 2],
    [491, 3],
    [16 * 245, 16],
  ])
  for (const [bytes, count] of blocks) {
    const { data, sign } = ofApplication().seal('x'.repeat(bytes))
    assert.equal(data.length, Math.ceil((count * 256 * 4) / 3))
    assert.equal(sign.length, 342)
    assert.match(data + sign, /^[\w-]*$/)
  }
})

test('a character may lie across two blocks', () => {
  for (const offset of [242, 243, 244, 245]) {
    const plain = `${'x'.repeat(offset)}😀中文`
    assert.equal(ofPlatform().open(ofApplication().seal(plain)), plain)
  }
})

test('any text opens as it was sealed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (plain) => {
      assert.equal(ofPlatform().open(ofApplication().seal(plain)), plain)
    }),
    { numRuns: 50, examples: [['\ufeff{}'], ['\0'], ['\r\n']] },
  )
})

test('text with half a surrogate pair is not sealed, as it would open as another', () => {
  assert.throws(() => ofApplication().seal('\ud83d'), TypeError)
})
