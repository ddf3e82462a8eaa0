/* docs/security-rules.md, R1 and R2, on all three rules of registration. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { elsewhere, nowhere } from './hostile-redirect-uris.ts'
import { type RedirectRules, checkRedirectUri, checkRegistration } from '../src/index.ts'

const production = { httpsOnly: true, allowLoopback: false } as const
const rules = {
  exact: { ...production, redirectUri: 'exact' },
  host: { ...production, redirectUri: 'host' },
  'registrable-domain': { ...production, redirectUri: 'registrable-domain' },
} as const satisfies Record<string, RedirectRules>

type Rule = keyof typeof rules

/** The same callback, as each rule has it registered. */
const registered: Readonly<Record<Rule, readonly string[]>> = {
  exact: ['https://allowed.com/cb'],
  host: ['allowed.com'],
  'registrable-domain': ['https://allowed.com/cb'],
}

const everyRule = Object.keys(rules) as readonly Rule[]

const passes = (
  uri: string,
  rule: Rule,
  uris: readonly string[] = registered[rule],
  more: Partial<RedirectRules> = {},
) => checkRedirectUri(uri, { redirectUris: uris }, { ...rules[rule], ...more }) === undefined

for (const rule of everyRule) {
  suite(`a redirect URI under the rule "${rule}"`, () => {
    test('the registered callback passes', () => {
      assert.ok(passes('https://allowed.com/cb', rule))
    })
    for (const [why, ...uris] of [...elsewhere, ...nowhere]) {
      test(`refused: ${why}`, () => {
        for (const uri of uris) {
          assert.ok(!passes(uri, rule), `${JSON.stringify(uri)} passes`)
        }
      })
    }
    test('only https and http are ever schemes, also where http is allowed', () => {
      const schemes = nowhere.filter(([why]) => why.startsWith('schemes')).flatMap(([, ...uris]) => uris)
      assert.ok(schemes.length > 15)
      for (const uri of schemes) assert.ok(!passes(uri, rule, [uri], { httpsOnly: false }), uri)
    })
    test('whatever passes leads to the registered domain, by https, as it is written', () => {
      const pieces = fc.constantFrom(
        ...'https://allowed.com/cb'.split(''),
        '\\',
        '@',
        'evil.com',
        '%2e',
        '%00',
        '..',
        ';',
        '#',
        '?',
        ':',
        '443',
        '//',
      )
      const uri = fc.oneof(
        fc.array(pieces, { maxLength: 12 }).map((each) => `https://allowed.com${each.join('')}`),
        fc.array(pieces, { maxLength: 12 }).map((each) => `https://${each.join('')}allowed.com/cb`),
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
        fc.string({ unit: 'binary' }),
      )
      fc.assert(
        fc.property(uri, (each) => {
          if (!passes(each, rule)) return
          const url = new URL(each)
          assert.ok(
            url.hostname === 'allowed.com' ||
              (rule === 'registrable-domain' && url.hostname.endsWith('.allowed.com')),
          )
          assert.equal(url.protocol, 'https:')
          assert.ok(
            url.href === each ||
              url.href === each.replace(/^(https:\/\/[^/?]+)/, '$1/') ||
              url.href === `${each}/`,
          )
        }),
        { numRuns: 2000 },
      )
    })
  })
}

suite('exact', () => {
  test('nothing may differ: path, its case, slash at the end, query', () => {
    const others = ['/CB', '/cb/', '/', '', '/cb?', '/cb?x=1', '/cbx', '/cb;x', '/cb.']
    for (const other of others) assert.ok(!passes(`https://allowed.com${other}`, 'exact'), other)
    assert.ok(!passes('https://www.allowed.com/cb', 'exact'))
  })
  test('a registered query is part of it', () => {
    const uris = ['https://allowed.com/cb?shop=1&lang=zh']
    assert.ok(passes('https://allowed.com/cb?shop=1&lang=zh', 'exact', uris))
    for (const query of ['', '?shop=1', '?lang=zh&shop=1', '?shop=1&lang=zh&x', '?shop=1&shop=1&lang=zh']) {
      assert.ok(!passes(`https://allowed.com/cb${query}`, 'exact', uris), query)
    }
  })
  test('the port floats on a loopback address, and nothing else does', () => {
    const floats = (uri: string, own: string) => passes(uri, 'exact', [own], { httpsOnly: false })
    assert.ok(floats('http://127.0.0.1:51004/cb', 'http://127.0.0.1/cb'))
    assert.ok(floats('http://127.0.0.1/cb', 'http://127.0.0.1:8701/cb'))
    assert.ok(floats('http://[::1]:51004/cb', 'http://[::1]/cb'))
    assert.ok(!floats('http://127.0.0.1:51004/other', 'http://127.0.0.1/cb'))
    assert.ok(!floats('https://127.0.0.1:51004/cb', 'http://127.0.0.1/cb'))
    assert.ok(!floats('http://[::1]:51004/cb', 'http://127.0.0.1/cb'))
    assert.ok(!floats('http://127.0.0.2:51004/cb', 'http://127.0.0.1/cb'))
    assert.ok(!floats('http://localhost:51004/cb', 'http://localhost/cb'))
    assert.ok(!floats('http://allowed.com:51004/cb', 'http://allowed.com/cb'))
  })
})

suite('host', () => {
  test('every path and query of the registered host passes, and no other host', () => {
    for (const rest of ['', '/', '/anything', '/cb?x=1', '?x=1'])
      assert.ok(passes(`https://allowed.com${rest}`, 'host'), rest)
    for (const host of ['www.allowed.com', 'a.b.allowed.com', 'com'])
      assert.ok(!passes(`https://${host}/cb`, 'host'), host)
  })
  test('a registered port is part of it', () => {
    assert.ok(passes('https://allowed.com:8443/cb', 'host', ['allowed.com:8443']))
    assert.ok(!passes('https://allowed.com/cb', 'host', ['allowed.com:8443']))
    assert.ok(!passes('https://allowed.com:8444/cb', 'host', ['allowed.com:8443']))
  })
  test('loopback passes by plain http in demo mode alone, on the host that is registered', () => {
    const uris = ['127.0.0.1:8701']
    assert.ok(passes('http://127.0.0.1:9999/cb', 'host', uris, { allowLoopback: true }))
    assert.ok(!passes('http://127.0.0.1:8701/cb', 'host', uris))
    assert.ok(!passes('http://localhost:8701/cb', 'host', uris, { allowLoopback: true }))
    assert.ok(!passes('http://allowed.com/cb', 'host', registered.host, { allowLoopback: true }))
  })
})

suite('registrable domain', () => {
  test('every host of the same registrable domain passes', () => {
    for (const host of ['allowed.com', 'www.allowed.com', 'a.b.allowed.com']) {
      assert.ok(passes(`https://${host}/anything?x=1`, 'registrable-domain'), host)
    }
  })
  test('the public-suffix list says where a domain begins', () => {
    const among = (uri: string, own: string) => passes(uri, 'registrable-domain', [own])
    assert.ok(among('https://x.a.co.th/cb', 'https://a.co.th/cb'))
    assert.ok(!among('https://b.co.th/cb', 'https://a.co.th/cb'))
    assert.ok(!among('https://co.th/cb', 'https://a.co.th/cb'))
    assert.ok(!among('https://a.co.th/cb', 'https://co.th/cb'))
    assert.ok(!among('https://b.github.io/cb', 'https://a.github.io/cb'))
    assert.ok(!among('https://b.com.cn/cb', 'https://a.com.cn/cb'))
    assert.ok(among('https://www.xn--fiq228c.com.cn/cb', 'https://xn--fiq228c.com.cn/cb'))
  })
  test('an address by number, or a bare name, is a domain by itself', () => {
    const among = (uri: string, own: string) => passes(uri, 'registrable-domain', [own])
    assert.ok(among('https://192.0.2.1/other', 'https://192.0.2.1/cb'))
    assert.ok(!among('https://192.0.2.2/cb', 'https://192.0.2.1/cb'))
    assert.ok(!among('https://1.192.0.2.1/cb', 'https://192.0.2.1/cb'))
    assert.ok(!among('https://[2001:db8::2]/cb', 'https://[2001:db8::1]/cb'))
    assert.ok(!among('https://intranet2/cb', 'https://intranet/cb'))
  })
  test('the port floats on a loopback address', () => {
    const demo = { allowLoopback: true }
    assert.ok(passes('http://127.0.0.1:51004/cb', 'registrable-domain', ['http://127.0.0.1/cb'], demo))
    assert.ok(!passes('http://127.0.0.2:51004/cb', 'registrable-domain', ['http://127.0.0.1/cb'], demo))
  })
  test('https is never left, and the port stays', () => {
    const loose = { httpsOnly: false }
    assert.ok(!passes('http://www.allowed.com/cb', 'registrable-domain', undefined, loose))
    assert.ok(passes('https://www.allowed.com/cb', 'registrable-domain', ['http://allowed.com/cb'], loose))
    assert.ok(!passes('https://www.allowed.com:444/cb', 'registrable-domain'))
  })
})

suite('the out-of-band URI', () => {
  const outOfBand = 'urn:ietf:wg:oauth:2.0:oob'
  for (const rule of everyRule) {
    test(`passes where the platform has it and the app registered it, under the rule "${rule}"`, () => {
      assert.ok(passes(outOfBand, rule, [outOfBand], { outOfBand }))
      assert.ok(!passes(outOfBand, rule, undefined, { outOfBand }))
      assert.ok(!passes(outOfBand, rule, [outOfBand]))
      assert.ok(!passes(`${outOfBand}:auto`, rule, [outOfBand], { outOfBand }))
    })
  }
})

suite('registration', () => {
  test('the out-of-band URI, where the platform has one', () => {
    const outOfBand = 'urn:ietf:wg:oauth:2.0:oob'
    assert.equal(checkRegistration(outOfBand, { ...rules['registrable-domain'], outOfBand }), undefined)
    assert.equal(checkRegistration(outOfBand, rules.exact)?.error, 'redirect_uri_mismatch')
  })
  const registers = (entry: string, rule: Rule, more: Partial<RedirectRules> = {}) =>
    checkRegistration(entry, { ...rules[rule], ...more }) === undefined
  test('what would never pass is not registered either', () => {
    for (const rule of ['exact', 'registrable-domain'] as const) {
      assert.ok(registers('https://allowed.com/cb', rule))
      for (const [why, ...uris] of nowhere) {
        for (const uri of uris)
          assert.ok(!registers(uri, rule), `${why}: ${JSON.stringify(uri)} is registered`)
      }
    }
  })
  test('never a wildcard', () => {
    for (const entry of [
      'https://*.allowed.com/cb',
      'https://allowed.com/*',
      '*',
      '*.allowed.com',
      'https://*/cb',
    ]) {
      for (const rule of everyRule) assert.ok(!registers(entry, rule), entry)
    }
  })
  test('under the host rule a bare host, in its normal form', () => {
    for (const entry of [
      'allowed.com',
      'allowed.com:8443',
      '127.0.0.1:8701',
      '[::1]:8701',
      'xn--fiq228c.com.cn',
    ]) {
      assert.ok(registers(entry, 'host'), entry)
    }
    const wrong = [
      '',
      'https://allowed.com',
      'HTTPS://allowed.com',
      'allowed.com/',
      'allowed.com/cb',
      'ALLOWED.com',
      'allowed.com:443',
      'allowed.com.',
      'user@allowed.com',
      'allowed.com?x',
      'allowed.com#x',
      '允许.com',
      '127.1',
      ' allowed.com',
      'a b',
      'javascript:x',
    ]
    for (const entry of wrong) assert.ok(!registers(entry, 'host'), entry)
  })
  test('loopback by plain http in demo mode alone', () => {
    assert.ok(!registers('http://127.0.0.1:8701/cb', 'exact'))
    assert.ok(registers('http://127.0.0.1:8701/cb', 'exact', { allowLoopback: true }))
    assert.ok(!registers('http://allowed.com/cb', 'exact', { allowLoopback: true }))
  })
  test('a refusal names its reason and its parameter', () => {
    assert.deepEqual(checkRegistration('http://allowed.com/cb', rules.exact), {
      error: 'redirect_uri_mismatch',
      detail: 'must be https',
      parameter: 'redirectUri',
      why: { fault: 'not_https' },
    })
  })
})
