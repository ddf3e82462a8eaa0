/*
 * docs/security-rules.md, R9: whatever is not letter for letter a token of this kind, of this platform, is none; and in the platform's
 * own format (`opaque`) what this server did not make never reaches the store. Formats without room for a proof (uuid,
 * hex32, hex32-and-four) cost one look into the index when they are well-formed, and nothing when they are not.
 */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Dialect, TokenSet } from '@hufu/dialects'
import { oneOfEach } from '../mechanisms.ts'
import { type Site, type Target, assertRefused, granted, target } from './target.ts'

const READS = ['code', 'grant', 'redeemCode', 'refreshGrant', 'revokeGrant']

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** One bit of a letter turned over, at every place. */
const flipped = (token: string): readonly string[] =>
  Array.from(token, (letter, at) => {
    const value = LETTERS.indexOf(letter)
    return (
      token.slice(0, at) + (value < 0 ? 'A' : LETTERS.charAt(value ^ (1 << (at % 6)))) + token.slice(at + 1)
    )
  })

/** No token, however it is looked at. */
const misshapen = (token: string): readonly string[] => [
  token.slice(0, -1),
  token.slice(1),
  token.slice(0, token.length / 2),
  token.slice(0, 1),
  `${token}A`,
  `A${token}`,
  `${token}=`,
  `${token}==`,
  `${token} `,
  ` ${token}`,
  `${token}\n`,
  `${token}\0`,
  `${token}.`,
  token + token,
  token.replace(/.$/, '*'),
  token.replace(/./, 'é'),
  `Bearer ${token}`,
  `"${token}"`,
  'null',
  'undefined',
  '0',
  '[]',
  '{}',
  "' or 1=1 --",
  '../../etc/passwd',
  'x'.repeat(3000),
]

let attacked: Target
before(async () => (attacked = await target()))
after(() => attacked.close())

for (const dialect of oneOfEach('formats')) {
  const { id, formats } = dialect
  suite(id, () => {
    let site: Site
    before(() => (site = attacked.site(dialect)))

    /** How often the store was asked for a token while each of these was tried, all of which must be refused. */
    async function reads(
      texts: readonly string[],
      attempt: (text: string) => Promise<void>,
    ): Promise<number> {
      attacked.calls.reset()
      for (const text of texts) await attempt(text)
      return attacked.calls.of(...READS)
    }
    const asCode = async (code: string) =>
      assertRefused(await site.ask('token', { code }), dialect, 'token', 'code_unknown')
    const asRefresh = (tokens: TokenSet) => async (refreshToken: string) =>
      assertRefused(await site.refresh(tokens, { refreshToken }), dialect, 'refresh', 'refresh_token_unknown')
    const asAccess = (tokens: TokenSet) => async (accessToken: string) => {
      if (dialect.userInfo) {
        const answer = await site.ask('userInfo', { openId: 'x', ...tokens, accessToken })
        assertRefused(answer, dialect, 'userInfo', 'access_token_unknown')
      }
      assert.ok(!(await attacked.live(accessToken)), accessToken)
    }
    const asRevoked = async (token: string) => assert.equal((await site.revoke(token)).status, 200)

    test('a code that was changed', async () => {
      const code = await site.code()
      const wrong = [...misshapen(code), ...flipped(code), swapped(code)]
      assert.equal(await reads(wrong, asCode), 0)
      granted(await site.ask('token', { code }))
    })

    test('a refresh token that was changed', async () => {
      const tokens = await site.tokens()
      const token = tokens.refreshToken ?? ''
      assert.equal(await reads(misshapen(token), asRefresh(tokens)), 0)
      const changed = [...flipped(token), swapped(token)].filter((each) => each !== token)
      const cost = await reads(changed, asRefresh(tokens))
      if (formats.refreshToken === 'opaque') assert.equal(cost, 0)
      assert.ok(cost <= changed.length)
      assert.equal(await reads(misshapen(token), asRevoked), 0)
      granted(await site.refresh(tokens))
    })

    test('an access token that was changed', async () => {
      const tokens = await site.tokens()
      const token = tokens.accessToken
      assert.equal(await reads(misshapen(token), asAccess(tokens)), 0)
      const changed = [...flipped(token), swapped(token)].filter((each) => each !== token)
      const cost = await reads(changed, asAccess(tokens))
      if (formats.accessToken === 'opaque') assert.equal(cost, 0)
      await reads(changed, asRevoked)
      assert.ok(await attacked.live(token))
    })

    test('a token of one kind is none of another', async () => {
      const code = await site.code()
      const tokens = await site.tokens()
      const refreshToken = tokens.refreshToken ?? ''
      await asCode(tokens.accessToken)
      await asCode(refreshToken)
      await asRefresh(tokens)(tokens.accessToken)
      await asRefresh(tokens)(code)
      await asAccess(tokens)(code)
      if (dialect.userInfo) {
        const answer = await site.ask('userInfo', { openId: 'x', ...tokens, accessToken: refreshToken })
        assertRefused(answer, dialect, 'userInfo', 'access_token_unknown')
      }
      await asRevoked(code)
      if (tokens.openId !== undefined) await asRefresh(tokens)(tokens.openId)
      granted(await site.ask('token', { code }))
      granted(await site.refresh(tokens))
    })

    test('the pieces of two tokens make no third', async () => {
      const [one, two] = [await site.tokens(), await site.tokens()]
      const [a = '', b = ''] = [one.refreshToken, two.refreshToken]
      const mixed = Array.from(
        { length: a.length - 1 },
        (_, at) => a.slice(0, at + 1) + b.slice(at + 1),
      ).filter((each) => each !== a && each !== b)
      const cost = await reads(mixed, asRefresh(one))
      if (formats.refreshToken === 'opaque') assert.equal(cost, 0)
      granted(await site.refresh(one))
      granted(await site.refresh(two))
    })

    test('a token in another spelling of the same bytes is none', async () => {
      const tokens = await site.tokens()
      const others = otherSpellings(tokens.refreshToken ?? '', formats.refreshToken)
      assert.equal(await reads(others, asRefresh(tokens)), 0)
      for (const each of otherSpellings(tokens.accessToken, formats.accessToken)) await asAccess(tokens)(each)
      granted(await site.refresh(tokens))
    })

    test('tokens of a server with other keys', async () => {
      const elsewhere = await target()
      try {
        const there = elsewhere.site(dialect)
        const code = await there.code()
        const tokens = await there.tokens()
        await asCode(code)
        const mine = await site.tokens()
        await asRefresh({ ...mine, openId: mine.openId ?? 'x' })(tokens.refreshToken ?? '')
        await asAccess(mine)(tokens.accessToken)
      } finally {
        await elsewhere.close()
      }
    })
  })
}

/** The two halves of the token changed for one another. */
const swapped = (token: string): string => token.slice(token.length / 2) + token.slice(0, token.length / 2)

function otherSpellings(token: string, format: Dialect['formats']['accessToken']): readonly string[] {
  switch (format) {
    case 'opaque':
    case 'base64url-43':
      return [
        token.replaceAll('-', '+').replaceAll('_', '/'),
        Buffer.from(token, 'base64url').toString('hex'),
      ].filter((each) => each !== token)
    case 'uuid':
      return [token.toUpperCase(), token.replaceAll('-', ''), `{${token}}`, `urn:uuid:${token}`]
    case 'hex32':
    case 'hex32-and-four':
      return [token.toUpperCase()]
    default:
      return [token.toUpperCase(), token.toLowerCase()].filter((each) => each !== token)
  }
}
