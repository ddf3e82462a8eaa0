/* docs/security-rules.md, R21: codes, tokens, sessions and form tokens are of the system's generator, all bits of them, and never twice. */
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { triedDialects } from '../mechanisms.ts'
import { generateKey, keyRing } from '@hufu/crypto'
import { type NamedFormat, type TokenFormat, servedDialects } from '@hufu/dialects'
import { type TokenKeys, mint, namedFormats, randomSecret, rotatedSecret, spellingOf } from '@hufu/engine'
import { browser, consentForm, formWith } from './browser.ts'
import { type Target, PASSWORD, granted, target } from './target.ts'

const MANY = 10_000

const ring = keyRing([generateKey()])
const derived = new Map<string, Uint8Array>()
const keys: TokenKeys = {
  current: ring.currentId,
  ids: ring.ids,
  derive(purpose, keyId) {
    const held = derived.get(purpose) ?? ring.derive(purpose, keyId)
    derived.set(purpose, held)
    return held
  },
}

/** Where each bit of so many strings of bytes is one about half of the time: six standard deviations. */
function assertEven(all: readonly Buffer[], from: number, to: number): void {
  const bound = 6 * Math.sqrt(all.length) * 0.5
  for (let bit = from * 8; bit < to * 8; bit++) {
    const ones = all.reduce((sum, bytes) => sum + (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1), 0)
    assert.ok(Math.abs(ones - all.length / 2) < bound, `bit ${bit} is one ${ones} times of ${all.length}`)
  }
}

/** Each letter of an alphabet comes as often as any other. */
function assertEvenLetters(texts: readonly string[], at: number, letters: number): void {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text.charAt(at), (counts.get(text.charAt(at)) ?? 0) + 1)
  assert.equal(counts.size, letters)
  const expected = texts.length / letters
  for (const [letter, count] of counts)
    assert.ok(Math.abs(count - expected) < 6 * Math.sqrt(expected), `${letter} at ${at}: ${count}`)
}

/** Those that have names, and some as platforms have them. */
const formats: readonly TokenFormat[] = [
  ...(Object.keys(namedFormats) as NamedFormat[]),
  'shpat_{hex:32}',
  'token-{hex:32}-{hex:32}',
  'TTP_{base64url:64}',
  '50000{base62:55}',
  '0_{clientId}_{base62:22}',
  '{HEX:16}{HEX:24}',
  '{digits:40}',
  ...servedDialects.flatMap(({ formats: { accessToken, refreshToken, code = 'opaque' } }) => [
    accessToken,
    refreshToken,
    code,
  ]),
]

for (const format of new Set(formats)) {
  for (const [how, secretOf] of [
    ['random', () => randomSecret],
    [
      'of a salt and the presented token',
      (index: number) => rotatedSecret('salt', `presented ${index}`, { keyId: keys.current }, keys),
    ],
  ] as const) {
    test(`10,000 tokens of the format ${format}, ${how}: all different, every bit as often one as zero`, () => {
      const descent = { id: 1, generation: 0, keyId: keys.current, expiresAt: 0 }
      const tokens = Array.from(
        { length: MANY },
        (_, index) => mint('access', format, descent, secretOf(index), keys).token,
      )
      assert.equal(new Set(tokens).size, MANY)
      const bytes = tokens.map((token) => spellingOf(format).read(token) ?? Buffer.alloc(0))
      assert.equal(new Set(bytes.map((each) => each.length)).size, 1)
      assert.ok((bytes[0]?.length ?? 0) * 8 >= 128, 'at least 128 bits')
      // The last four letters of this one stand for five bits each, the low ones of a byte.
      assertEven(bytes, 0, format === 'hex32-and-four' ? 16 : (bytes[0]?.length ?? 0))
      if (format === 'hex32-and-four') for (const at of [32, 33, 34, 35]) assertEvenLetters(tokens, at, 32)
      // The same grant each time: nothing of its number shows.
      const beginnings = new Set(bytes.map((each) => each.toString('hex', 0, 4)))
      assert.ok(beginnings.size > MANY * 0.99)
    })
  }
}

suite('over HTTP', () => {
  let attacked: Target
  before(async () => (attacked = await target({ store: 'memory' })))
  after(() => attacked.close())

  for (const dialect of triedDialects) {
    test(`${dialect.id}: codes, tokens, form tokens, sessions`, async () => {
      const site = attacked.site(dialect)
      const seen = new Set<string>()
      const add = (text: string | undefined, least: number): void => {
        assert.ok(text !== undefined && text.length >= least, `${text} is too short`)
        assert.ok(!seen.has(text), `${text} came twice`)
        seen.add(text)
      }
      for (let round = 0; round < 30; round++) {
        const opened = browser(attacked.origin)
        const login = formWith(await opened.get(site.link()), 'password')
        add(login?.fields['token'], 22 + 1 + 43)
        add(opened.cookies.get('hufu_form'), 22)
        const page = await opened.login(site.link(), 'demo', PASSWORD)
        add(opened.cookies.get('hufu_session'), 43)
        const { action, fields } = consentForm(page)
        add(fields['token'], 22 + 1 + 43)
        const left = await opened.submit(action, { ...fields, decision: 'approve' })
        const code = new URL(String(left.headers.location)).searchParams.get('code') ?? ''
        add(code, 64)
        const tokens = granted(await site.ask('token', { code }))
        add(tokens.accessToken, 32)
        add(tokens.refreshToken, 32)
        if (dialect.policy.refresh.refreshToken === 'new')
          add(granted(await site.refresh(tokens)).refreshToken, 32)
      }
    })
  }
})

test('no source takes numbers that can be guessed', () => {
  const root = resolve(import.meta.dirname, '../..')
  const folders = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name, 'src'))
  const sources = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  )
  assert.ok(sources.length > 100)
  for (const source of sources) {
    const code = readFileSync(source, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
    assert.ok(!/Math\s*\.\s*random|Math\[|pseudoRandomBytes|insecure/.test(code), source)
    // A remainder of random bytes favours the small numbers, unless it is of a power of two.
    assert.ok(!/(randomBytes|getRandomValues|randomFill)[^\n]*%/.test(code), source)
  }
})
