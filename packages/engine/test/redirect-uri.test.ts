/* SECURITY.md R1 and R2, on all three rules of registration. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
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

type Row = readonly [why: string, ...uris: string[]]

/** Good addresses elsewhere, and wrong for an app that registered allowed.com. */
const elsewhere: readonly Row[] = [
  ['another host that begins alike', 'https://allowed.com.evil.com/cb', 'https://allowed.comevil.com/cb'],
  [
    'another host that ends alike',
    'https://evilallowed.com/cb',
    'https://evil.com/allowed.com',
    'https://evil.com/?allowed.com',
  ],
  ['a sibling under a public suffix', 'https://allowed.org/cb', 'https://com/cb'],
  ['names of other scripts, in ASCII', 'https://xn--llowed-3fg.com/cb', 'https://allowed.com.xn--p1ai/cb'],
  ['another port', 'https://allowed.com:8443/cb', 'https://allowed.com:80/cb'],
  [
    'loopback, where it is not registered',
    'http://127.0.0.1/cb',
    'http://localhost/cb',
    'https://127.0.0.1/cb',
    'http://[::1]/cb',
  ],
  ['two in one', 'https://allowed.com/cb,https://evil.com/cb', 'https://allowed.com/cb https://evil.com/cb'],
]

/** Good nowhere: no app may register them either. */
const nowhere: readonly Row[] = [
  [
    'user information',
    'https://allowed.com@evil.com/cb',
    'https://allowed.com:80@evil.com/cb',
    'https://user@allowed.com/cb',
  ],
  ['user information that is empty', 'https://@allowed.com/cb', 'https://:@allowed.com/cb'],
  ['user information, escaped', 'https://allowed.com%40evil.com/cb', 'https://allowed.com%2f@evil.com/cb'],
  [
    'dots in the path',
    'https://allowed.com/cb/../x',
    'https://allowed.com/./cb',
    'https://allowed.com/cb/..',
    'https://allowed.com/..',
  ],
  [
    'dots in the path, escaped',
    'https://allowed.com/cb/%2e%2e/x',
    'https://allowed.com/cb/.%2E/x',
    'https://allowed.com/%2e/cb',
  ],
  [
    'slashes in the path, escaped',
    'https://allowed.com/cb%2f..%2fx',
    'https://allowed.com/cb%2F',
    'https://allowed.com/cb%5c..%5cx',
  ],
  [
    'escapes of escapes',
    'https://allowed.com/cb%252f..%252fx',
    'https://allowed.com/%252e%252e/x',
    'https://allowed.com/cb%25',
  ],
  [
    'path parameters that are dots',
    'https://allowed.com/cb/..;/x',
    'https://allowed.com/.;/cb',
    'https://allowed.com/cb/..;a=b/x',
  ],
  ['the case of the host', 'https://ALLOWED.com/cb', 'https://Allowed.Com/cb'],
  ['the case of the scheme', 'HTTPS://allowed.com/cb', 'Https://allowed.com/cb'],
  [
    'a dot after the host',
    'https://allowed.com./cb',
    'https://allowed.com.:443/cb',
    'https://allowed.com../cb',
  ],
  [
    'more or fewer slashes',
    'https:///evil.com',
    'https:////allowed.com/cb',
    'https:/allowed.com/cb',
    'https:allowed.com/cb',
    'https://allowed.com//cb',
    '//allowed.com/cb',
    '///evil.com',
    '/cb',
    'cb',
    '',
  ],
  [
    'backslashes',
    'https:\\\\allowed.com\\cb',
    'https://allowed.com\\@evil.com/cb',
    'https://evil.com\\@allowed.com/cb',
    '\\/evil.com',
    'https:/\\evil.com',
    'https://allowed.com/\\evil',
  ],
  [
    'white space',
    ' https://allowed.com/cb',
    'https://allowed.com/cb ',
    'https://allowed.com/c b',
    'https://allo wed.com/cb',
    '\thttps://allowed.com/cb',
    'https://allowed.com/c\tb',
    'ht\ttps://allowed.com/cb',
  ],
  [
    'ends of lines and NUL',
    'https://allowed.com/cb\r\nSet-Cookie: a=b',
    'https://allowed.com/cb\n',
    'https://allowed.com/cb\0',
    'https://allowed.com\0.evil.com/cb',
  ],
  [
    'ends of lines and NUL, escaped',
    'https://allowed.com/cb%0d%0aSet-Cookie:a=b',
    'https://allowed.com/cb?x=%0A',
    'https://allowed.com/cb%00',
    'https://allowed.com/cb?x=%7f',
  ],
  [
    'a % that escapes nothing',
    'https://allowed.com/cb%',
    'https://allowed.com/cb?x=%zz',
    'https://allowed.com/cb%u002e',
  ],
  [
    'a fragment',
    'https://allowed.com/cb#x',
    'https://allowed.com/cb#',
    'https://evil.com#@allowed.com/cb',
    'https://evil.com#.allowed.com',
  ],
  [
    'an answer of its own',
    'https://allowed.com/cb?code=planted',
    'https://allowed.com/cb?a=b&state=x',
    'https://allowed.com/cb?%63ode=planted',
    'https://allowed.com/cb?error',
    'https://allowed.com/cb?iss=x',
  ],
  [
    'characters that a browser would change',
    'https://allowed.com/cb"',
    'https://allowed.com/<b>',
    'https://allowed.com/cb?x="><script>',
    "https://allowed.com/cb?x='",
    'https://allowed.com/{cb}',
  ],
  [
    'names of other scripts',
    'https://аllowed.com/cb',
    'https://allowed。com/cb',
    'https://ａllowed.com/cb',
    'https://bücher.example/cb',
    'https://allowed.com/回调',
  ],
  [
    'what is invisible',
    'https://allowed.com/c\u200bb',
    'https://allowed\u00ad.com/cb',
    'https://allowed.com/cb\u2028',
    '\ufeffhttps://allowed.com/cb',
  ],
  [
    'a host that is escaped',
    'https://%61llowed.com/cb',
    'https://allowed%2ecom/cb',
    'https://allowed.com%00.evil.com/cb',
  ],
  ['the default port, said', 'https://allowed.com:443/cb', 'https://allowed.com:/cb'],
  ['http', 'http://allowed.com/cb', 'http://allowed.com:443/cb'],
  [
    'addresses in odd spellings',
    'http://2130706433/cb',
    'http://0x7f.1/cb',
    'http://127.1/cb',
    'http://0177.0.0.1/cb',
    'http://[::ffff:127.0.0.1]/cb',
    'http://[0:0:0:0:0:0:0:1]/cb',
    'https://[::1%25eth0]/cb',
  ],
  [
    'more than 2048 characters',
    `https://allowed.com/cb?${'x'.repeat(8192)}`,
    `https://allowed.com/${'x'.repeat(8192)}`,
  ],
  // R2
  [
    'schemes that run',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    'java\rscript:alert(1)',
    'java\u200bscript:alert(1)',
    'javascript://allowed.com/%0aalert(1)',
    'javascript:https://allowed.com/cb',
    'data:text/html,x',
    'DATA:text/html;base64,eA==',
    'vbscript:x',
    'vbscript://allowed.com/cb',
  ],
  [
    'schemes that read',
    'file:///etc/passwd',
    'ftp://allowed.com/cb',
    'blob:https://allowed.com/x',
    'view-source:https://allowed.com/cb',
    'about:blank',
    'ws://allowed.com/cb',
  ],
  [
    'schemes of applications',
    'com.example.app:/cb',
    'com.example.app://allowed.com/cb',
    'intent://allowed.com/cb',
  ],
  [
    'an out-of-band code, where it is not offered',
    'urn:ietf:wg:oauth:2.0:oob',
    'urn:ietf:wg:oauth:2.0:oob:auto',
  ],
]

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
