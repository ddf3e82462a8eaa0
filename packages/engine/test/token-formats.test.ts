/* Formats as templates: spelt and read back, found among others, and with room enough for what must not be guessed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type TokenFormat, type TokenTemplate, servedDialects } from '@hufu/dialects'
import {
  type TokenKeys,
  carriesId,
  codeFormatOf,
  find,
  mint,
  partsOfFormat,
  randomSecret,
  randomText,
  spellingOf,
} from '@hufu/engine'
import fc from 'fast-check'

const keys: TokenKeys = { current: 'k', ids: ['k'], derive: (purpose) => Buffer.alloc(32, purpose) }

const alphabets = ['hex', 'HEX', 'digits', 'base32', 'base62', 'base64url'] as const
const part = fc
  .tuple(fc.constantFrom(...alphabets), fc.integer({ min: 1, max: 40 }))
  .map(([alphabet, length]) => {
    const whole = { hex: 2 * length, HEX: 2 * length, base64url: 4 * length }
    return `{${alphabet}:${(whole as Partial<Record<string, number>>)[alphabet] ?? length}}`
  })
const text = fc.constantFrom('', '-', '_', '.', 'TTP_', '50000', 'a.b+c')
const templates = fc
  .array(fc.tuple(text, part), { minLength: 1, maxLength: 3 })
  .map((pieces) => pieces.flat().join('') as TokenTemplate)

test('what a format spells it reads, and writes again in the same way', () => {
  fc.assert(
    fc.property(templates, fc.uint8Array({ minLength: 400, maxLength: 400 }), (template, random) => {
      const { bytes, spell, read } = spellingOf(template)
      const token = spell(Buffer.from(random).subarray(0, bytes))
      const again = read(token)
      assert.ok(again)
      assert.equal(again.length, bytes)
      assert.equal(spell(again), token)
      assert.equal(read(`${token}x`), undefined)
    }),
  )
})

test('the names of an app and a shop stand where the format has them, and are read past', () => {
  const { spell, read, bytes } = spellingOf('0_{clientId}_{base62:22}-{shopId}')
  const random = Buffer.alloc(bytes, 9)
  const token = spell(random, { clientId: '123456', shopId: '2000000001' })
  assert.match(token, /^0_123456_\w{22}-2000000001$/)
  assert.deepEqual(read(token), random)
})

test('what is no part of a format is refused by name', () => {
  for (const wrong of [
    '{hex}',
    '{hex:0}',
    '{octal:8}',
    '{secret}',
    '{hex:-1}{hex:32}',
    '{hex:31}',
    '{base64url:41}',
  ])
    assert.throws(() => partsOfFormat(wrong as TokenFormat), /is no part of a format/)
})

test('a token is found whichever other formats could be read from it', () => {
  const formats: readonly TokenFormat[] = ['{base62:32}', '{hex:32}', 'uuid', 'TTP_{base64url:64}', 'opaque']
  for (const format of formats)
    for (const fresh of [randomSecret, undefined]) {
      const descent = { id: 77, generation: 3, keyId: 'k', expiresAt: 9 }
      const { token, digest, index } = mint('access', format, descent, fresh, keys)
      const found = find('access', formats, token, keys)
      assert.equal(found?.digest, digest, format)
      const leads = found?.id ?? index[0]?.id
      assert.equal(leads, 77, `${format} ${fresh ? 'random' : 'constant'}`)
      assert.equal(index.length, carriesId(format) || !fresh ? 0 : 1)
    }
})

test('codes and tokens of every platform have 128 random bits at least, and its AppSecrets too', () => {
  for (const { id, formats } of servedDialects) {
    const { accessToken, refreshToken, clientSecret = '{hex:64}' } = formats
    for (const format of [accessToken, refreshToken, codeFormatOf(formats), clientSecret])
      assert.ok(spellingOf(format).bytes >= 16, `${id}: ${format}`)
  }
})

test('an AppKey is of its format, and a number begins with no zero', () => {
  for (let nth = 0; nth < 500; nth++) {
    assert.match(randomText('{number:6}'), /^[1-9]\d{5}$/)
    assert.match(randomText('wx{hex:16}'), /^wx[0-9a-f]{16}$/)
  }
})
