/* What an envelope must not open. Every way of being wrong gives the same: undefined. */
import assert from 'node:assert/strict'
import { type KeyObject, constants, createHash, publicEncrypt, sign } from 'node:crypto'
import { test } from 'node:test'
import type { Sealed } from '@hufu/dialects'
import { application, ofApplication, ofPlatform, platform, vectors } from './vendor-vectors.ts'

const [first, second] = vectors.cases
assert.ok(first && second)
const good: Sealed = { data: first.requestData, sign: first.requestSign }

const standard = (wire: string) => Buffer.from(wire, 'base64url').toString('base64')
const changed = (wire: string, at: number) =>
  wire.slice(0, at) + (wire[at] === 'A' ? 'B' : 'A') + wire.slice(at + 1)
const signed = (plain: Buffer, key: KeyObject = application.privateKey) =>
  sign('sha256', Buffer.from(createHash('md5').update(plain).digest('hex')), key).toString('base64url')

/** One block of these very bytes, with no padding put around them. */
const rawBlock = (bytes: Buffer) =>
  publicEncrypt({ key: platform.publicKey, padding: constants.RSA_NO_PADDING }, bytes).toString('base64url')

function refuses(cases: Readonly<Record<string, Sealed>>): void {
  for (const [name, sealed] of Object.entries(cases)) {
    test(`refused without a reason: ${name}`, () => {
      assert.equal(ofPlatform().open(sealed), undefined)
    })
  }
}

test('what is refused below differs from something that opens', () => {
  assert.equal(ofPlatform().open(good), first.plain)
})

refuses({
  'the signature of another text': { ...good, sign: second.requestSign },
  'the data of another text': { ...good, data: second.requestData },
  'a changed signature': { ...good, sign: changed(good.sign, 100) },
  'changed data': { ...good, data: changed(good.data, 100) },
  'no signature': { ...good, sign: '' },
  'no data': { ...good, data: '' },
  'data and signature swapped': { data: good.sign, sign: good.data },
  'what is meant for the other side': { data: first.responseData, sign: first.responseSign },
  'our own signature': { data: good.data, sign: first.responseSign },
  'a block less': { data: ofApplication().seal('x'.repeat(300)).data.slice(0, 342), sign: good.sign },
  'half a block': { ...good, data: good.data.slice(0, 171) },
  'a byte too many': {
    ...good,
    data: Buffer.concat([Buffer.from(good.data, 'base64url'), Buffer.alloc(1)]).toString('base64url'),
  },
  'a number above the modulus': { ...good, data: Buffer.alloc(256, 0xff).toString('base64url') },
  'more line breaks than data': { ...good, data: good.data + '\n'.repeat(10_000) },
  zero: { ...good, data: Buffer.alloc(256).toString('base64url') },
})

const text = Buffer.from(first.plain)
const around = (start: readonly number[], padding: number, zero: boolean) => {
  const head = Buffer.from(start)
  const tail = zero ? Buffer.concat([Buffer.alloc(1), text]) : text
  const filling = Buffer.alloc(Math.max(padding, 256 - head.length - tail.length), 7)
  return Buffer.concat([head, filling, tail]).subarray(0, 256)
}
const short = Buffer.concat([Buffer.from([0, 2, 7, 7, 7, 7, 7, 7, 7, 0]), Buffer.alloc(246, 0x20)])

test('a block padded by hand opens where the padding is right', () => {
  assert.equal(
    ofPlatform().open({ data: rawBlock(around([0, 2], 8, true)), sign: signed(text) }),
    first.plain,
  )
})

refuses({
  'padding of type 1, the text rightly signed': {
    data: rawBlock(around([0, 1], 8, true)),
    sign: signed(text),
  },
  'padding of type 0': { data: rawBlock(around([0, 0], 8, true)), sign: signed(text) },
  'a first byte that is not 0': { data: rawBlock(around([1, 2], 8, true)), sign: signed(text) },
  'padding that never ends': { data: rawBlock(around([0, 2], 8, false)), sign: signed(text) },
  'padding of 7 bytes': { data: rawBlock(short), sign: signed(short.subarray(10)) },
  'text that is no UTF-8, rightly signed': {
    data: publicEncrypt(
      { key: platform.publicKey, padding: constants.RSA_PKCS1_PADDING },
      Buffer.from([0xc3, 0x28]),
    ).toString('base64url'),
    sign: signed(Buffer.from([0xc3, 0x28])),
  },
  'the signature of the text itself, not of its MD5': {
    data: good.data,
    sign: sign('sha256', text, application.privateKey).toString('base64url'),
  },
  'a signature with SHA-1': {
    data: good.data,
    sign: sign('sha1', Buffer.from(first.md5hex), application.privateKey).toString('base64url'),
  },
  'a signature over the upper-case MD5': {
    data: good.data,
    sign: sign('sha256', Buffer.from(first.md5hex.toUpperCase()), application.privateKey).toString(
      'base64url',
    ),
  },
  'a PSS signature': {
    data: good.data,
    sign: sign('sha256', Buffer.from(first.md5hex), {
      key: application.privateKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
    }).toString('base64url'),
  },
})

test('a block that opens to nothing is no piece: else an overheard request could be sent again as another', () => {
  const nothing = publicEncrypt(
    { key: platform.publicKey, padding: constants.RSA_PKCS1_PADDING },
    Buffer.alloc(0),
  )
  const overheard = Buffer.from(good.data, 'base64url')
  for (const blocks of [
    [overheard, nothing],
    [nothing, overheard],
  ]) {
    const data = Buffer.concat(blocks).toString('base64url')
    assert.equal(ofPlatform().open({ data, sign: good.sign }), undefined)
  }
})

test('16 blocks open, 17 do not, however small their pieces', () => {
  const blocks = (count: number): Sealed => {
    const block = () =>
      publicEncrypt({ key: platform.publicKey, padding: constants.RSA_PKCS1_PADDING }, Buffer.from('x'))
    return {
      data: Buffer.concat(Array.from({ length: count }, block)).toString('base64url'),
      sign: signed(Buffer.from('x'.repeat(count))),
    }
  }
  assert.equal(ofPlatform().open(blocks(16)), 'x'.repeat(16))
  assert.equal(ofPlatform().open(blocks(17)), undefined)
})

test('standard base64 opens too, with or without padding and line breaks', () => {
  const spellings = [
    standard,
    (wire: string) => standard(wire).replaceAll('=', ''),
    (wire: string) => standard(wire).replace(/.{76}/g, '$&\r\n'),
    (wire: string) => wire.replace(/.{64}/g, '$&\n'),
    (wire: string) => `${wire}==`,
    (wire: string) => `${wire}\n`,
  ]
  for (const spelt of spellings) {
    assert.equal(ofPlatform().open({ data: spelt(good.data), sign: good.sign }), first.plain)
    assert.equal(ofPlatform().open({ data: good.data, sign: spelt(good.sign) }), first.plain)
  }
})

const blank = (wire: string) => `${wire.slice(0, 9)} ${wire.slice(9)}`
const mixed = (wire: string) => {
  const digits = standard(wire)
    .replaceAll('=', '')
    .replace(/[+/]/, (each) => (each === '+' ? '-' : '_'))
  assert.match(digits, /[+/]/)
  return digits
}
const alphabets: Readonly<Record<string, (wire: string) => string>> = {
  'a blank': blank,
  'a blank at the end': (wire) => `${wire} `,
  'a tab': (wire) => `\t${wire}`,
  'a letter of no alphabet': (wire) => `${wire.slice(0, 5)}!${wire.slice(5)}`,
  NUL: (wire) => `${wire}\0`,
  'full-width letters': (wire) => `\uff21${wire.slice(1)}`,
  'percent escapes': (wire) => `${wire}%3D%3D`,
  'one sign of padding for two': (wire) => `${wire}=`,
  'three signs of padding': (wire) => `${wire}===`,
  'padding in the middle': (wire) => `${wire.slice(0, 4)}==${wire.slice(4)}`,
  'both alphabets at once': mixed,
  'bits that no encoder sets': (wire) =>
    `${wire.slice(0, -1)}${String.fromCharCode(wire.charCodeAt(wire.length - 1) + 1)}`,
  'a digit too many': (wire) => `${wire}A`,
}
for (const [name, spelt] of Object.entries(alphabets)) {
  test(`refused in base64: ${name}`, () => {
    assert.equal(ofPlatform().open({ ...good, data: spelt(good.data) }), undefined)
    assert.equal(ofPlatform().open({ ...good, sign: spelt(good.sign) }), undefined)
  })
}
