/* Every fact of the page on JD Finance that shows from outside. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { jdFinance } from '@hufu/dialects'
import { CALLBACK } from '../both-halves.ts'
import { commonFacts, grantedBy, sharedPlatform } from './common-facts.ts'
import { type SpokenInPairs, pairFacts } from './pair-facts.ts'
import { type Pairs, type Reply, assertExactly, encoded, form, members, openPlatform } from './platform.ts'
import type { Tokens } from './spoken.ts'

const paths = {
  link: '/oauth2/authorization/forward',
  token: '/oauth2/code/c2t',
  refresh: '/oauth2/authorization/refresh_token',
}
const INFO = '/gw/generic/jimu/outside/m/getUserBaseInfo'

const spoken: SpokenInPairs = {
  dialect: jdFinance,
  paths,
  link: [
    ['appid', 'KEY-app'],
    ['redirect_uri', CALLBACK],
    ['scope', 'base'],
  ],
  exchangePairs: (code) => [['code', code]],
  refreshPairs: ({ openId, refreshToken }) => [
    ['appid', 'KEY-app'],
    ['openid', openId],
    ['refresh_token', refreshToken],
  ],
  exchange: (_platform, code) => ({ path: `${paths.token}?${encoded(spoken.exchangePairs(code))}` }),
  refresh: (_platform, tokens) => ({ path: `${paths.refresh}?${encoded(spoken.refreshPairs(tokens))}` }),
  tokensOf(_platform, reply) {
    const { result_data: granted, userToken: refreshed } = members(reply)
    const {
      user_token: accessToken = '',
      refresh_token: refreshToken = '',
      openid: openId = '',
    } = (granted ?? refreshed) as Record<string, string>
    return { accessToken, refreshToken, openId }
  },
  codeOf: (reply) => members(reply)['result_code'],
  codes: { success: 0, transport: 1001, tooMany: 1008, codeRefused: 1017, refreshRefused: 1015 },
  allow: 'GET',
  otherMethods: ['POST'],
  ways: ['GET'],
  repeated: { otherwise: 1001 },
  missing: { exchange: { code: 1001 }, refresh: { appid: 1001, openid: 1001, refresh_token: 1001 } },
  unauthenticated: [],
}

const platform = await sharedPlatform(spoken)
const link = encoded(spoken.link)
const granted = grantedBy(spoken)
commonFacts(spoken, platform)
pairFacts(spoken, platform)

/** In demo mode, as the page allows it to a developer alone. */
const demo = await openPlatform(jdFinance, paths.link, { config: { mode: 'demo' } })
after(() => demo.close())

/** What the platform shows for every link that does not open. */
const closed = ({ status, headers, text }: Reply): boolean =>
  status === 400 &&
  headers.location === undefined &&
  text.includes('该链接无法访问') &&
  !text.includes('name="password"')
const opens = ({ status, text }: Reply): boolean => status === 200 && text.includes('name="password"')

const orders = (names: readonly string[]): readonly (readonly string[])[] =>
  names.length === 0
    ? [[]]
    : names.flatMap((each) => orders(names.filter((other) => other !== each)).map((rest) => [each, ...rest]))
const values: Readonly<Record<string, string>> = {
  appid: 'KEY-app',
  redirect_uri: CALLBACK,
  scope: 'base',
  state: '321cba',
}
const inOrder = (names: readonly string[]): string => encoded(names.map((name) => [name, values[name] ?? '']))

test('jd-finance: of 24 orders of the link’s parameters two open: the template’s and the example’s', async () => {
  const all = orders(['appid', 'redirect_uri', 'scope', 'state'])
  assert.equal(all.length, 24)
  const opened: string[] = []
  for (const names of all) {
    const page = await platform.page(inOrder(names))
    assert.ok(opens(page) !== closed(page), names.join(', '))
    if (opens(page)) opened.push(names.join(', '))
  }
  assert.deepEqual(opened, ['appid, redirect_uri, scope, state', 'appid, scope, redirect_uri, state'])
})

test('jd-finance: without a state the same two orders open', async () => {
  const opened: string[] = []
  for (const names of orders(['appid', 'redirect_uri', 'scope'])) {
    if (opens(await platform.page(inOrder(names)))) opened.push(names.join(', '))
  }
  assert.deepEqual(opened, ['appid, redirect_uri, scope', 'appid, scope, redirect_uri'])
})

test('jd-finance: an unknown name, wherever it stands, closes the link', async () => {
  for (const query of [
    `${link}&x=1`,
    `x=1&${link}`,
    `${link}&state=s&x=`,
    `${link}&x`,
    `${link}&State=s`,
    `${link}&response_type=code`,
  ]) {
    assert.ok(closed(await platform.page(query)), query)
  }
})

test('jd-finance: a parameter that is missing, empty or twice closes the link', async () => {
  for (const name of ['appid', 'redirect_uri', 'scope']) {
    const others = ['appid', 'redirect_uri', 'scope'].filter((each) => each !== name)
    assert.ok(closed(await platform.page(inOrder(others))), name)
    assert.ok(
      closed(
        await platform.page(
          inOrder(['appid', 'redirect_uri', 'scope']).replace(
            `${name}=${encodeURIComponent(values[name] ?? '')}`,
            `${name}=`,
          ),
        ),
      ),
      name,
    )
    assert.ok(closed(await platform.page(`${link}&${inOrder([name])}`)), name)
  }
})

test('jd-finance: an app that is unknown or not online closes the link', async () => {
  assert.ok(closed(await platform.page(link.replace('KEY-app', 'JD0000009'))))
  for (const status of ['draft', 'rejected', 'suspended'] as const) {
    await platform.putApp('offline', { status })
    assert.ok(closed(await platform.page(link.replace('KEY-app', 'KEY-offline'))), status)
  }
})

test('jd-finance: a scope that the app was not granted closes the link', async () => {
  await platform.putApp('base-only', { scopes: ['base'] })
  const asked = link.replace('KEY-app', 'KEY-base-only')
  assert.ok(opens(await platform.page(asked)))
  for (const scope of ['white', 'base%2Cwhite', 'everything', 'base%20', ',base', 'base%2C']) {
    assert.ok(closed(await platform.page(asked.replace('scope=base', `scope=${scope}`))), scope)
  }
  assert.ok(opens(await platform.page(link.replace('scope=base', 'scope=base%2Cwhite'))))
})

test('jd-finance: the document’s own example opens, and comes back to https://www.jd.com', async () => {
  await platform.putApp('sample', { clientId: 'JD0000004', redirectUris: ['www.jd.com'] })
  const example = 'appid=JD0000004&scope=white&redirect_uri=https://www.jd.com&state=321cba'
  assert.ok(opens(await platform.page(example)))
  assert.match(await platform.callback(example), /^https:\/\/www\.jd\.com\?code=[\w-]{64}&state=321cba$/)
  assert.equal(await platform.callback(example, 'deny'), 'https://www.jd.com?state=321cba')
})

test('jd-finance: the host must equal the registered domain, which covers every path there', async () => {
  await platform.putApp('sample', { clientId: 'JD0000004', redirectUris: ['www.jd.com'] })
  const at = (uri: string) =>
    platform.page(
      encoded([
        ['appid', 'JD0000004'],
        ['redirect_uri', uri],
        ['scope', 'base'],
      ]),
    )
  for (const good of [
    'https://www.jd.com',
    'https://www.jd.com/',
    'https://www.jd.com/index.html',
    'https://www.jd.com/a/b?c=d',
  ]) {
    assert.ok(opens(await at(good)), good)
  }
  for (const wrong of [
    'https://order.jd.com',
    'https://jinku.jd.com/',
    'https://jd.com',
    'https://a.www.jd.com',
    'https://www.jd.com.evil.org',
    'https://www.jd.com@evil.org',
    'https://evil.org/www.jd.com',
    'https://evil.org\\@www.jd.com',
    'https://www.jd.com:8443/',
    'https://WWW.JD.com/',
    'https://www.jd.com./',
    'https://www.jd.com/#x',
    '//www.jd.com/',
    'www.jd.com',
  ]) {
    assert.ok(closed(await at(wrong)), wrong)
  }
})

const LOOPBACK = ['http://127.0.0.1:8701/callback', 'http://localhost:3000/', 'http://[::1]:9/']

test('jd-finance: redirect_uri is https alone', async () => {
  await platform.putApp('plain', {
    redirectUris: ['shop.example.com', ...LOOPBACK.map((uri) => new URL(uri).host)],
  })
  for (const uri of [
    'http://shop.example.com/callback',
    ...LOOPBACK,
    'ftp://shop.example.com/',
    'jd://shop.example.com/',
  ]) {
    const query = encoded([
      ['appid', 'KEY-plain'],
      ['redirect_uri', uri],
      ['scope', 'base'],
    ])
    assert.ok(closed(await platform.page(query)), uri)
  }
})

test('jd-finance: in demo mode, and there alone, plain http to this machine passes', async () => {
  await demo.putApp('plain', {
    redirectUris: ['shop.example.com', ...LOOPBACK.map((uri) => new URL(uri).host)],
  })
  const at = (uri: string) =>
    demo.page(
      encoded([
        ['appid', 'KEY-plain'],
        ['redirect_uri', uri],
        ['scope', 'base'],
      ]),
    )
  for (const uri of LOOPBACK) assert.ok(opens(await at(uri)), uri)
  for (const uri of ['http://shop.example.com/callback', 'http://127.0.0.2/', 'http://127.0.0.1.evil.org/']) {
    assert.ok(closed(await at(uri)), uri)
  }
})

test('jd-finance: denied: the state alone, no error and no code; without a state nothing at all', async () => {
  assert.equal(await platform.callback(`${link}&state=321cba`, 'deny'), `${CALLBACK}&state=321cba`)
  assert.equal(await platform.callback(link, 'deny'), CALLBACK)
})

test('jd-finance: both scopes want the user’s consent by hand', async () => {
  for (const scope of ['base', 'white']) {
    await platform.callback(link)
    const query = link.replace('scope=base', `scope=${scope}`)
    const page = await platform.browser.open(`${platform.baseUrl}${paths.link}?${query}`)
    assert.ok(
      page.forms.some(({ fields }) => 'decision' in fields),
      scope,
    )
    assert.match(page.html, new RegExp(`<code>${scope}</code>`))
  }
})

test('jd-finance: the last hop is a 302', async () => {
  assert.equal((await platform.decide(link)).status, 302)
})

test('jd-finance: the pages are for phones', async () => {
  assert.match((await platform.page(link)).text, /<meta name="viewport" content="width=device-width/)
})

test('jd-finance: c2t, byte for byte: result_code is a number, timeout is 7200, signature is ""', async () => {
  const reply = await platform.send(spoken.exchange(platform, await platform.code(link)))
  assertExactly(
    reply.text,
    '{"result_code":0,"result_msg":"Success","signature":"","result_data":' +
      '{"user_token":"<opaque>","timeout":7200,"refresh_token":"<opaque>","openid":"<openid>"}}',
  )
})

test('jd-finance: c2t’s refusal, byte for byte: a blank before the words, result_data is ""', async () => {
  const refused = '{"result_code":1017,"result_msg":" code失效","signature":"","result_data":""}'
  assert.equal((await platform.send(spoken.exchange(platform, 'CODE'))).text, refused)
  const code = await platform.code(link)
  await platform.send(spoken.exchange(platform, code))
  assert.equal((await platform.send(spoken.exchange(platform, code))).text, refused)
})

test('jd-finance: refresh, byte for byte: other words, userToken, signature is null', async () => {
  for (const scope of ['base', 'base%2Cwhite', 'white']) {
    const query = link.replace('scope=base', `scope=${scope}`)
    const first = await platform.send(spoken.exchange(platform, await platform.code(query)))
    const reply = await platform.send(spoken.refresh(platform, spoken.tokensOf(platform, first)))
    assertExactly(
      reply.text,
      '{"result_code":0,"result_msg":"成功","signature":null,"userToken":' +
        '{"user_token":"<opaque>","timeout":7200,"refresh_token":"<opaque>","openid":"<openid>",' +
        `"scope":"${decodeURIComponent(scope)}"}}`,
    )
  }
})

test('jd-finance: refresh’s refusal, byte for byte: userToken and signature are null', async () => {
  const made = { accessToken: '', refreshToken: 'REFRESH_TOKEN', openId: 'OPENID' }
  assert.equal(
    (await platform.send(spoken.refresh(platform, made))).text,
    '{"result_code":1015,"result_msg":"refreshTokenBean None","signature":null,"userToken":null}',
  )
})

test('jd-finance: a refresh gives a new token and a new refresh token', async () => {
  const first = await granted(platform)
  const second = spoken.tokensOf(platform, await platform.send(spoken.refresh(platform, first)))
  assert.notEqual(second.accessToken, first.accessToken)
  assert.notEqual(second.refreshToken, first.refreshToken)
  assert.equal(second.openId, first.openId)
})

test('jd-finance: no secret goes over the wire; appid and openid must be the refresh token’s own', async () => {
  const tokens = await granted(platform)
  const asked = (changes: Pairs) => {
    const names = new Map([...spoken.refreshPairs(tokens), ...changes])
    return platform.send({ path: `${paths.refresh}?${encoded([...names])}` })
  }
  assert.equal(spoken.codeOf(await asked([['appid', 'KEY-other']])), 1015)
  assert.equal(spoken.codeOf(await asked([['appid', 'JD0000009']])), 1002)
  assert.equal(spoken.codeOf(await asked([['openid', 'another']])), 1007)
  assert.equal(spoken.codeOf(await asked([])), 0)
})

test('jd-finance: 1009 for an address that the app does not call from, and costs the code nothing', async () => {
  const code = await platform.code(link)
  await platform.putApp('app', { addresses: ['10.0.0.0/8'] })
  const refused = await platform.send(spoken.exchange(platform, code))
  await platform.putApp('app')
  assert.equal(spoken.codeOf(refused), 1009)
  assert.equal(spoken.codeOf(await platform.send(spoken.exchange(platform, code))), 0)
})

const info = (tokens: Pick<Tokens, 'accessToken' | 'openId'>) =>
  form(INFO, [
    ['token', tokens.accessToken],
    ['openid', tokens.openId],
  ])

test('jd-finance: user info, byte for byte, in camel case', async () => {
  const tokens = await granted(platform)
  const reply = await platform.send(info(tokens))
  const said = `{"openId":"${tokens.openId}","nickname":"demo of the shop"}`
  assert.equal(reply.text, `{"resultCode":0,"resultData":${said}}`)
  assert.equal(reply.headers['content-type'], 'application/json;charset=utf-8')
})

test('jd-finance: user info takes a form, urlencoded or multipart, and nothing else', async () => {
  const tokens = await granted(platform)
  const body = (boundary: string) =>
    [
      ['token', tokens.accessToken],
      ['openid', tokens.openId],
    ]
      .map(
        ([name, value]) =>
          `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      )
      .join('') + `--${boundary}--\r\n`
  for (const type of [
    'multipart/form-data; boundary=xx',
    'multipart/form-data;boundary="xx"',
    'Multipart/Form-Data; boundary=xx',
  ]) {
    const headers = { 'content-type': type }
    const reply = await platform.send({ method: 'POST', path: INFO, headers, body: body('xx') })
    assert.match(reply.text, /^\{"resultCode":0,/, type)
  }
  const json = { 'content-type': 'application/json' }
  const refused = await platform.send({
    method: 'POST',
    path: INFO,
    headers: json,
    body: JSON.stringify(tokens),
  })
  assert.deepEqual([refused.status, members(refused)['resultCode']], [415, 1001])
  const gotten = await platform.send({ path: `${INFO}?token=${tokens.accessToken}&openid=${tokens.openId}` })
  assert.deepEqual([gotten.status, gotten.headers.allow, members(gotten)['resultCode']], [405, 'POST', 1001])
})

test('jd-finance: user info’s refusals, byte for byte', async () => {
  const tokens = await granted(platform)
  for (const [asked, code, words] of [
    [{ ...tokens, accessToken: 'made up' }, 1016, 'user_token失效'],
    [{ ...tokens, accessToken: tokens.refreshToken }, 1016, 'user_token失效'],
    [{ ...tokens, openId: 'another' }, 1007, 'openid错误'],
    [{ ...tokens, openId: '' }, 1001, '参数错误'],
  ] as const) {
    const { status, text } = await platform.send(info(asked))
    assert.equal(status, 200)
    assert.equal(text, `{"resultCode":${code},"resultMsg":"${words}","resultData":null}`)
  }
})

test('jd-finance: a body that is never read is answered in user info’s own envelope too', async () => {
  const reply = await platform.send(form(INFO, [['token', 'x'.repeat(70_000)]]))
  assert.deepEqual([reply.status, members(reply)['resultCode']], [413, 1001])
})
