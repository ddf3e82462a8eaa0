import assert from 'node:assert/strict'
import { hkdfSync } from 'node:crypto'
import { test } from 'node:test'
import { type RingKey, UnknownKeyError, formatKeys, generateKey, keyRing, parseKeys } from '@hufu/crypto'

const [a, b]: readonly RingKey[] = [
  { id: 'a', key: new Uint8Array(32).fill(1) },
  { id: 'b', key: new Uint8Array(32).fill(2) },
]
assert.ok(a && b)
const ring = keyRing([a])
const place = 'app/secret/JD0000004'

test('sealed data is decrypted to what it was, bytes as bytes and text as text', () => {
  for (const plain of ['', 's3cret', '密钥 😀', 'x'.repeat(10_000)]) {
    assert.equal(ring.openText(ring.seal(plain, place), place), plain)
  }
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
  assert.deepEqual(ring.open(ring.seal(bytes, place), place), bytes)
})

test('a sealed text names its version and key, hides its contents, and differs every time', () => {
  const sealed = ring.seal('s3cret', place)
  assert.match(sealed, /^1\.a\.[\w-]{46}$/) // 12 bytes of nonce, 6 of text, 16 of tag
  assert.ok(!Buffer.from(sealed.slice(4), 'base64url').includes('s3cret'))
  assert.notEqual(ring.seal('s3cret', place), sealed)
})

test('a sealed value cannot be decrypted in another field', () => {
  const [one, two] = [ring.seal('one', 'app/secret/1'), ring.seal('two', 'app/secret/2')]
  assert.equal(ring.openText(one, 'app/secret/2'), undefined)
  assert.equal(ring.openText(two, 'app/secret/1'), undefined)
  assert.equal(ring.openText(one, ''), undefined)
  assert.equal(ring.openText(one, 'app/secret/1'), 'one')
})

test('any changed, missing or added character, and its text does not open', () => {
  const sealed = ring.seal('s3cret', place)
  for (let at = '1.a.'.length; at < sealed.length; at++) {
    const other = sealed[at] === 'A' ? 'B' : 'A'
    assert.equal(ring.open(sealed.slice(0, at) + other + sealed.slice(at + 1), place), undefined)
    assert.equal(ring.open(sealed.slice(0, at), place), undefined)
    assert.equal(ring.open(`${sealed.slice(0, at)}\n${sealed.slice(at)}`, place), undefined)
  }
  // The last digit of 34 bytes carries 4 bits that mean nothing.
  const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.indexOf(sealed.at(-1) ?? '')
  const other = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.at(last ^ 1) ?? ''
  assert.equal(ring.open(sealed.slice(0, -1) + other, place), undefined)
  for (const added of ['A', '=', ' ', '.', '\n']) assert.equal(ring.open(sealed + added, place), undefined)
  for (const never of ['', '1.a.', '2' + sealed.slice(1), 's3cret', sealed.slice(4)]) {
    assert.equal(ring.open(never, place), undefined)
  }
})

test('a text under the id of another key does not open: the id is bound too', () => {
  const twins = keyRing([a, { id: 'b', key: a.key }])
  assert.equal(twins.open(twins.seal('s3cret', place).replace('1.a.', '1.b.'), place), undefined)
})

test('a rotated ring opens what the old key sealed, and says what to seal again', () => {
  const old = ring.seal('s3cret', place)
  const rotated = keyRing([b, a])
  assert.equal(rotated.openText(old, place), 's3cret')
  assert.ok(rotated.needsReseal(old))
  assert.ok(!ring.needsReseal(old))
  const fresh = rotated.seal('s3cret', place)
  assert.ok(fresh.startsWith('1.b.'))
  assert.ok(!rotated.needsReseal(fresh))
  assert.equal(keyRing([b]).openText(fresh, place), 's3cret')
  assert.deepEqual([rotated.currentId, rotated.ids], ['b', ['b', 'a']])
})

test('a key that the ring lacks is named, and what to do is said', () => {
  const old = ring.seal('s3cret', place)
  const missing = (error: unknown) =>
    error instanceof UnknownKeyError &&
    error.keyId === 'a' &&
    /no key "a".*it has b\).*put it back/.test(error.message)
  assert.throws(() => keyRing([b]).open(old, place), missing)
  assert.throws(() => keyRing([b]).derive('access token', 'a'), missing)
})

test('another key with the same id decrypts nothing', () => {
  assert.equal(keyRing([{ id: 'a', key: b.key }]).open(ring.seal('s3cret', place), place), undefined)
})

test('derived keys: the same for one purpose and key id, unlike for any other, and not the sealing key', () => {
  const rotated = keyRing([b, a])
  const derived = ring.derive('access token')
  assert.equal(derived.length, 32)
  assert.deepEqual(rotated.derive('access token', 'a'), derived)
  const others = [
    rotated.derive('access token'),
    ring.derive('refresh token'),
    ring.derive('seal'),
    new Uint8Array(hkdfSync('sha256', a.key, '', 'hufu seal', 32)),
    a.key,
  ]
  for (const other of others) assert.notDeepEqual(other, derived)
  assert.equal(new Set([derived, ...others].map((each) => Buffer.from(each).toString('hex'))).size, 6)
})

test('derivation is HKDF-SHA256: other programs of the operator can follow it', () => {
  const expected = new Uint8Array(hkdfSync('sha256', a.key, '', 'hufu derive access token', 32))
  assert.deepEqual(ring.derive('access token'), expected)
})

test('keys as text: what is written is read', () => {
  const keys = [generateKey(), generateKey(), a]
  assert.deepEqual(parseKeys(formatKeys(keys)), keys)
  assert.deepEqual(parseKeys(` ${formatKeys(keys).replaceAll(',', ' ,\n')}\n`), keys)
  const [one, two] = keys
  assert.ok(one?.key.length === 32 && two?.key.length === 32)
  assert.notDeepEqual(one.key, two.key)
  assert.notEqual(one.id, two.id)
})

test('keys as text: what is wrong is named, and no key is repeated', () => {
  const good = formatKeys([a])
  const digits = good.slice(2)
  const wrong: readonly [string, RegExp][] = [
    ['', /key 1 is not written as id:base64url/],
    [digits, /key 1 is not written/],
    [`${good},`, /key 2 is not written/],
    [`${good}:${digits}`, /key 1 is not written/],
    [`${good},${good}`, /key id a comes twice/],
    [`a.b:${digits}`, /key id "a.b"/],
    [`:${digits}`, /key id ""/],
    [`${'k'.repeat(33)}:${digits}`, /key id "k{33}" is not/],
    [`a:${digits.slice(0, 22)}`, /not in base64url|16 bytes/],
    [`a:${digits}=`, /key 1 is not in base64url/],
    ['a:', /key a has 0 bytes, and must have 32/],
    ['a:c2hvcnQ', /key a has 5 bytes/],
  ]
  for (const [text, message] of wrong) {
    assert.throws(
      () => parseKeys(text),
      (error: Error) => message.test(error.message) && !error.message.includes(digits.slice(0, 8)),
      text,
    )
  }
  assert.throws(() => keyRing([]), /needs a key/)
  assert.throws(() => keyRing([a, a]), /comes twice/)
})
