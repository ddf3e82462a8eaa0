/* What the protocol pages say of all platforms, asked of one. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { addressFacts, transportFacts } from './http-facts.ts'
import { JSON_TYPE, type Platform, encoded, openPlatform } from './platform.ts'
import type { It, Spoken, Tokens } from './spoken.ts'
import { introspectionFacts, revocationFacts } from './standard-facts.ts'

/** States that some client or other has lost a character of: as sent in the link, and as meant. */
const states: readonly (readonly [name: string, sent: string, meant: string])[] = [
  ['a blank as %20', 'a%20b%20', 'a b '],
  ['a blank as +', '+a+b', ' a b'],
  ['a plus', 'a%2Bb%2b', 'a+b+'],
  ['characters of its own grammar', '%26state%3Dx%23%3F%25%3D%2541', '&state=x#?%=%41'],
  ['quotes and brackets', '%22%27%3Cscript%3E%60%7B%7D%5B%5D%7C%5C', '"\'<script>`{}[]|\\'],
  ['unescaped sub-delimiters', "a:b/c?d@e!f$g'(h)*i,j;k=l", "a:b/c?d@e!f$g'(h)*i,j;k=l"],
  ['UTF-8', '%E4%BA%AC%E4%B8%9C%F0%9F%90%AF%C3%A9', '京东🐯é'],
  ['line ends and a null', 'a%0D%0Ab%00', 'a\r\nb\0'],
  ['leading zeros', '00012', '00012'],
  ['JSON', '%7B%22a%22%3A%5B1%2C%22x%22%5D%7D', '{"a":[1,"x"]}'],
  ['2 kB', 'Az09-_~.'.repeat(256), 'Az09-_~.'.repeat(256)],
  ['2 kB of UTF-8', encodeURIComponent('虎符'.repeat(340)), '虎符'.repeat(340)],
]

/** Serves one platform for the tests of a file. */
export async function sharedPlatform({ dialect, paths, app = {} }: Spoken): Promise<Platform> {
  const platform = await openPlatform(dialect, paths.link, { app })
  after(() => platform.close())
  return platform
}

export const grantedBy =
  ({ link, exchange, tokensOf }: Spoken) =>
  async (platform: Platform): Promise<Tokens> =>
    tokensOf(platform, await platform.send(exchange(platform, await platform.code(encoded(link)))))

export function commonFacts(spoken: Spoken, platform: Platform): void {
  const { dialect, paths, codes } = spoken
  const link = encoded(spoken.link)
  const granted = grantedBy(spoken)
  const it: It = (fact, run) => void test(`${dialect.id}: ${fact}`, run)
  const exchange = async () => spoken.exchange(platform, await platform.code(link))
  const invented = () => spoken.exchange(platform, 'invented')

  for (const accept of ['application/json', 'text/html', 'application/xml;q=0.9', 'image/*', '']) {
    it(`replies are application/json;charset=utf-8 and no-store when Accept is "${accept}"`, async () => {
      for (const [request, code] of [
        [await exchange(), codes.success],
        [invented(), codes.codeRefused],
      ] as const) {
        const reply = await platform.send({ ...request, headers: { ...request.headers, accept } })
        assert.equal(reply.status, 200)
        assert.equal(spoken.codeOf(reply), code)
        assert.equal(reply.headers['content-type'], JSON_TYPE)
        assert.equal(reply.headers['cache-control'], 'no-store')
        assert.equal(reply.headers['pragma'], 'no-cache')
        assert.match(String(reply.headers['x-request-id']), /^[\da-f]{32}$/)
      }
    })
  }

  it('the way back has code first, then state, each once', async () => {
    const location = await platform.callback(`${link}&state=s1`)
    assert.match(location, /^https:\/\/shop\.example\.com\/callback\?from=platform&code=[^&]+&state=s1$/)
  })

  it('no state comes back where none came, nor where an empty one did', async () => {
    for (const query of [link, `${link}&state=`]) {
      assert.match(await platform.callback(query), /\?from=platform&code=[^&]+$/)
      assert.doesNotMatch(await platform.callback(query, 'deny'), /state/)
    }
  })

  for (const [name, sent, meant] of states) {
    it(`state comes back byte for byte: ${name}`, async () => {
      for (const decision of ['approve', 'deny']) {
        const location = await platform.callback(`${link}&state=${sent}`, decision)
        const [, returned = ''] = /[?&]state=([^&#]*)$/.exec(location) ?? []
        // A browser escapes the apostrophe before it sends it.
        assert.equal(returned, sent.replaceAll("'", '%27'))
        assert.equal(decodeURIComponent(returned.replaceAll('+', ' ')), meant)
      }
    })
  }

  it('only the characters of a state that the query of a URI cannot contain are escaped', async () => {
    const location = await platform.callback(`${link}&state=a+"{<b>}|c#`)
    assert.match(location, /&state=a\+%22%7B%3Cb%3E%7D%7Cc(?:%23)?$/)
  })

  it('a state that is no UTF-8 is refused on the page, not mangled', async () => {
    for (const state of ['%FF', '%C3', '%ED%A0%80', '%zz', '%']) {
      assert.equal((await platform.page(`${link}&state=${state}`)).status, 400)
    }
  })

  it('empty pairs in the link mean nothing', async () => {
    const reply = await platform.page(`&${link.replaceAll('&', '&&')}&&`)
    if (dialect.authorize.loginPath !== undefined) return assert.equal(reply.status, 302)
    assert.equal(reply.status, 200)
    assert.match(reply.text, /name="password"/)
  })

  it('a known parameter that comes twice in the link is refused on the page', async () => {
    for (const [name, value] of spoken.link) {
      const { status } = await platform.page(`${link}&${encoded([[name, value]])}`)
      assert.equal(status, 400, name)
    }
    assert.equal((await platform.page(`${link}&state=a&state=b`)).status, 400)
  })

  it('the consent is asked for every time, of who is logged in too', async () => {
    await platform.callback(link)
    const page = await platform.browser.open(`${platform.baseUrl}${paths.link}?${link}`)
    assert.ok(page.forms.some(({ fields }) => 'decision' in fields))
  })

  it('a code is good once; a second use ends its tokens', async () => {
    const code = await platform.code(link)
    const first = await platform.send(spoken.exchange(platform, code))
    assert.equal(spoken.codeOf(first), codes.success)
    const again = await platform.send(spoken.exchange(platform, code))
    assert.deepEqual([again.status, spoken.codeOf(again)], [200, codes.codeRefused])
    const refreshed = await platform.send(spoken.refresh(platform, spoken.tokensOf(platform, first)))
    assert.deepEqual([refreshed.status, spoken.codeOf(refreshed)], [200, codes.refreshRefused])
  })

  transportFacts(spoken, platform, it)
  addressFacts(spoken, platform, it)
  revocationFacts(platform, it, () => granted(platform), spoken)
  introspectionFacts(platform, it, () => granted(platform), dialect.id)
}
