/* Every fact of the page on JOS that shows from outside: the documented flow, `jos`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jos } from '@hufu/dialects'
import { visitor } from '@hufu/demo/visitor'
import { CALLBACK } from '../both-halves.ts'
import { commonFacts, grantedBy, sharedPlatform } from './common-facts.ts'
import { type SpokenInPairs, pairFacts, sent } from './pair-facts.ts'
import { type Pairs, assertExactly, encoded, form, members, openPlatform } from './platform.ts'

const app: Pairs = [
  ['client_id', 'KEY-app'],
  ['client_secret', 'secret of app'],
]

const spoken: SpokenInPairs = {
  dialect: jos,
  paths: { link: '/oauth/authorize', token: '/oauth/token', refresh: '/oauth/token' },
  link: [
    ['response_type', 'code'],
    ['client_id', 'KEY-app'],
    ['redirect_uri', CALLBACK],
  ],
  exchangePairs: (code) => [
    ['grant_type', 'authorization_code'],
    ...app,
    ['redirect_uri', CALLBACK],
    ['code', code],
  ],
  refreshPairs: ({ refreshToken }) => [
    ...app,
    ['grant_type', 'refresh_token'],
    ['refresh_token', refreshToken],
  ],
  exchange: (_platform, code) => form('/oauth/token', spoken.exchangePairs(code)),
  refresh: (_platform, tokens) => form('/oauth/token', spoken.refreshPairs(tokens)),
  tokensOf(_platform, reply) {
    const { access_token: accessToken, refresh_token: refreshToken } = members(reply) as Record<
      string,
      string
    >
    return { accessToken: accessToken ?? reply.text, refreshToken: refreshToken ?? '', openId: '' }
  },
  codeOf: (reply) => members(reply)['code'],
  codes: { success: 0, transport: '402', tooMany: '429', codeRefused: '402', refreshRefused: '2011' },
  allow: 'POST, GET',
  otherMethods: [],
  ways: ['GET', 'POST, query', 'POST, form'],
  repeated: { otherwise: '402' },
  missing: {
    exchange: { grant_type: '401', client_id: '302', client_secret: '404', redirect_uri: '303', code: '402' },
    refresh: { grant_type: '401', client_id: '302', client_secret: '404', refresh_token: '402' },
  },
  unauthenticated: [
    [[['client_secret', 'wrong']], '404'],
    [[['client_secret', '']], '404'],
    [[['client_id', 'nobody']], '101'],
  ],
}

const platform = await sharedPlatform(spoken)
const link = encoded(spoken.link)
const granted = grantedBy(spoken)
commonFacts(spoken, platform)
pairFacts(spoken, platform)

const errorBody = (code: string, message: string) => `{"code":"${code}","error_description":"${message}"}`
const redeem = (pairs: Pairs) => platform.send(form('/oauth/token', pairs))
const changed = (pairs: Pairs, name: string, value: string): Pairs => [
  ...pairs.filter(([each]) => each !== name),
  [name, value],
]

test('jos: a granted reply, byte for byte: code is a number, time is text, tokens are UUIDs', async () => {
  const tokens =
    '{"access_token":"<uuid>","code":0,"expires_in":31536000,"refresh_token":"<uuid>","scope":"read",' +
    '"time":"1720501200000","token_type":"bearer","uid":"2000000001","user_nick":"demo of the shop"}'
  const reply = await redeem(spoken.exchangePairs(await platform.code(link)))
  assertExactly(reply.text, tokens)
  const refreshed = await platform.send(spoken.refresh(platform, spoken.tokensOf(platform, reply)))
  assertExactly(refreshed.text, tokens)
})

test('jos: a refusal, byte for byte: code is text', async () => {
  assert.equal((await redeem(spoken.exchangePairs('invented'))).text, errorBody('402', '错误的请求'))
  const made = { accessToken: '', refreshToken: 'df033f58-5850-41a3-9b09-5fa34ef3b7a2', openId: '' }
  assert.equal((await redeem(spoken.refreshPairs(made))).text, errorBody('2011', 'refresh_token过期'))
})

test('jos: the codes and words of the token call', async () => {
  const pairs = spoken.exchangePairs('invented')
  for (const [name, value, code, words] of [
    ['client_id', 'nobody', '101', '这个应用不存在'],
    ['client_id', '', '302', '缺少clientId 参数 或者为空'],
    ['redirect_uri', '', '303', '缺少redirectUri 参数 或者为空'],
    ['grant_type', 'password', '401', '没有此流程的认证权限'],
    ['grant_type', 'client_credentials', '401', '没有此流程的认证权限'],
    ['client_secret', 'wrong', '404', '错误客户端'],
  ] as const) {
    assert.equal((await redeem(changed(pairs, name, value))).text, errorBody(code, words), `${name}=${value}`)
  }
})

test('jos: 102 for an app that is not online yet, once it has proved itself', async () => {
  for (const status of ['draft', 'rejected', 'suspended'] as const) {
    await platform.putApp('offline', { status })
    const theirs = changed(spoken.exchangePairs('invented'), 'client_id', 'KEY-offline')
    const proven = await redeem(changed(theirs, 'client_secret', 'secret of offline'))
    assert.equal(proven.text, errorBody('102', '这个应用还没有上线'))
    assert.equal(members(await redeem(theirs))['code'], '404')
    const page = await platform.page(link.replace('KEY-app', 'KEY-offline'))
    assert.match(page.text, /<code>102<\/code> 这个应用还没有上线/)
  }
})

test('jos: 201 for an address that the app does not call from, and costs the code nothing', async () => {
  const pairs = spoken.exchangePairs(await platform.code(link))
  await platform.putApp('app', { addresses: ['10.0.0.0/8'] })
  assert.equal((await redeem(pairs)).text, errorBody('201', '您的IP服务受限,请联系客服解决'))
  await platform.putApp('app', { addresses: ['127.0.0.0/8'] })
  assert.equal(members(await redeem(pairs))['code'], 0)
  await platform.putApp('app')
})

test('jos: 305 for a redirect_uri that is not the one of the link, and costs the code nothing', async () => {
  const pairs = spoken.exchangePairs(await platform.code(link))
  const words = '拼写的redirect_uri和注册应用的“回调页面URL”不一致'
  for (const other of ['https://shop.example.com/callback', `${CALLBACK}&x=1`, CALLBACK.toUpperCase()]) {
    assert.equal((await redeem(changed(pairs, 'redirect_uri', other))).text, errorBody('305', words))
  }
  assert.equal(members(await redeem(pairs))['code'], 0)
})

test('jos: 405 for more scope than was agreed to', async () => {
  const pairs = spoken.exchangePairs(await platform.code(link))
  for (const joined of ['read,write', 'read write', 'read|write'])
    assert.equal((await redeem([...pairs, ['scope', joined]])).text, errorBody('405', '错误scope权限'))
  assert.equal(members(await redeem([...pairs, ['scope', 'read']]))['scope'], 'read')
})

test('jos: another app can neither redeem a code nor refresh, and costs nothing by trying', async () => {
  const theirs = (pairs: Pairs) =>
    changed(changed(pairs, 'client_id', 'KEY-other'), 'client_secret', 'secret of other')
  const pairs = spoken.exchangePairs(await platform.code(link))
  assert.equal(members(await redeem(theirs(pairs)))['code'], '402')
  const tokens = spoken.tokensOf(platform, await redeem(pairs))
  assert.equal(members(await redeem(theirs(spoken.refreshPairs(tokens))))['code'], '2011')
  assert.equal(members(await redeem(spoken.refreshPairs(tokens)))['code'], 0)
})

test('jos: the state of a call comes back in its reply, and only then', async () => {
  const odd = '1234 +&="京东'
  const pairs = spoken.exchangePairs(await platform.code(link))
  const first = await redeem([...pairs, ['state', odd]])
  assert.equal(members(first)['state'], odd)
  const tokens = spoken.tokensOf(platform, first)
  const second = await redeem([...spoken.refreshPairs(tokens), ['state', odd]])
  assert.equal(members(second)['state'], odd)
  const third = await redeem(spoken.refreshPairs(spoken.tokensOf(platform, second)))
  assert.ok(!('state' in members(third)))
})

test('jos: a refresh extends the same access token and hands out a new refresh token', async () => {
  const first = await granted(platform)
  const second = spoken.tokensOf(platform, await platform.send(spoken.refresh(platform, first)))
  assert.equal(second.accessToken, first.accessToken)
  assert.notEqual(second.refreshToken, first.refreshToken)
})

test('jos: the document’s sample: POST, all in the query, an empty body, a form’s content type', async () => {
  const request = sent(
    '/oauth/token',
    [...spoken.exchangePairs(await platform.code(link)), ['scope', 'read'], ['state', '1234']],
    'POST, query',
  )
  const headers = { 'accept-charset': 'utf-8', 'content-type': 'application/x-www-form-urlencoded' }
  const reply = await platform.send({ ...request, headers })
  assert.equal(members(reply)['state'], '1234')
})

test('jos: replies are UTF-8 whatever Accept-Charset says', async () => {
  const request = form('/oauth/token', spoken.exchangePairs('invented'))
  for (const charset of ['utf-8', 'GBK', 'GBK, *;q=0']) {
    const reply = await platform.send({
      ...request,
      headers: { ...request.headers, 'accept-charset': charset },
    })
    assert.equal(reply.text, errorBody('402', '错误的请求'))
  }
})

test('jos: an AppKey is any text: the document’s sample, leading zeros, 32 hexadecimal digits', async () => {
  for (const clientId of ['23234SDFSDGEW23234E', '0000000', 'A'.repeat(32), '京东 1']) {
    await platform.putApp('any', { clientId })
    const own = changed(spoken.link, 'client_id', clientId)
    const pairs = changed(spoken.exchangePairs(await platform.code(encoded(own))), 'client_id', clientId)
    const reply = await redeem(changed(pairs, 'client_secret', 'secret of any'))
    assert.equal(members(reply)['code'], 0, reply.text)
  }
})

test('jos: a uid keeps its leading zero', async () => {
  await platform.store.putShop({ id: '0201092577', name: 'Another', createdAt: platform.now() })
  await platform.putUser('zero', { shopId: '0201092577' })
  const code = await fresh('zero')
  assert.match((await redeem(spoken.exchangePairs(code))).text, /"uid":"0201092577"/)
})

/** In a browser of its own. */
async function fresh(username: string): Promise<string> {
  const browser = visitor(platform.origin)
  const page = await platform.visit(`${platform.baseUrl}/oauth/authorize?${link}`, username, browser)
  const { leftFor = '' } = await browser.submit(page, { decision: 'approve' })
  return decodeURIComponent(/[?&]code=([^&]+)/.exec(leftFor)?.[1] ?? assert.fail(page.html))
}

test('jos: cancelled: error=access_denied, with the state if there was one', async () => {
  assert.equal(await platform.callback(link, 'deny'), `${CALLBACK}&error=access_denied`)
  assert.equal(
    await platform.callback(`${link}&state=1212`, 'deny'),
    `${CALLBACK}&error=access_denied&state=1212`,
  )
})

test('jos: the last hop is a 302 that no cache keeps', async () => {
  assert.equal((await platform.decide(link)).status, 302)
})

test('jos: the link takes view=wap, an empty view= and any order', async () => {
  for (const query of [
    `${link}&view=wap`,
    `${link}&view=`,
    encoded(spoken.link.toReversed()),
    `nobody_knows=1&${link}`,
  ]) {
    assert.match(await platform.callback(query), /[?&]code=/)
  }
})

test('jos: what is wrong with a link stands on the page, with the document’s codes and words', async () => {
  for (const [pairs, code, words] of [
    [changed(spoken.link, 'response_type', ''), 301, '缺少responsetype参数 或者为空'],
    [spoken.link.filter(([name]) => name !== 'response_type'), 301, '缺少responsetype参数 或者为空'],
    [changed(spoken.link, 'client_id', ''), 302, '缺少clientId 参数 或者为空'],
    [changed(spoken.link, 'redirect_uri', ''), 303, '缺少redirectUri 参数 或者为空'],
    [changed(spoken.link, 'client_id', 'nobody'), 101, '这个应用不存在'],
    [
      changed(spoken.link, 'redirect_uri', 'https://evil.example.org/'),
      305,
      '拼写的redirect_uri和注册应用的“回调页面URL”不一致',
    ],
    [changed(spoken.link, 'response_type', 'token'), 401, '没有此流程的认证权限'],
    [changed(spoken.link, 'response_type', 'code token'), 401, '没有此流程的认证权限'],
    [[...spoken.link, ['state', 'a'], ['state', 'b']], 402, '错误的请求'],
  ] as const) {
    const { status, headers, text } = await platform.page(encoded(pairs))
    assert.equal(status, 400)
    assert.equal(headers.location, undefined)
    assert.match(
      text.replaceAll('&#8220;', '“').replaceAll('&#8221;', '”'),
      new RegExp(`<code>${code}</code> ${words}`),
    )
  }
})

test('jos: a scope that the app was not granted comes back to the application', async () => {
  const { status, headers } = await platform.page(`${link}&scope=read,write&state=s`)
  assert.equal(status, 302)
  assert.equal(headers.location, `${CALLBACK}&error=invalid_scope&state=s`)
  await platform.putApp('none', { scopes: [] })
  const refused = await platform.page(`${link.replace('KEY-app', 'KEY-none')}&scope=read`)
  assert.equal(refused.headers.location, `${CALLBACK}&error=invalid_scope`)
})

test('jos: the redirect_uri must share the main domain of the registered callback', async () => {
  const opens = async (uri: string) => {
    const { status, text } = await platform.page(encoded(changed(spoken.link, 'redirect_uri', uri)))
    return status === 200 && text.includes('name="password"')
  }
  for (const good of [
    'https://shop.example.com/other',
    'https://example.com/',
    'https://a.b.example.com/x?y=z',
  ]) {
    assert.ok(await opens(good), good)
  }
  for (const wrong of [
    'http://shop.example.com/callback',
    'https://shop.example.com:8443/callback',
    'https://example.org/',
    'https://evil-example.com/',
    'https://example.com.evil.org/',
    'https://shop.example.com@evil.org/',
    'https://evil.org/#.example.com',
    'javascript:alert(1)//example.com',
    '//example.com/',
    '/callback',
    'https://example.com./',
  ]) {
    assert.ok(!(await opens(wrong)), wrong)
  }
})

test('jos: an operator may have the registered callback itself and nothing else', async () => {
  const exact = await openPlatform(jos, '/oauth/authorize', {
    platform: { policy: { redirectUri: 'exact' } },
  })
  try {
    assert.equal((await exact.page(link)).status, 200)
    for (const uri of ['https://shop.example.com/callback', 'https://example.com/', `${CALLBACK}&a=b`]) {
      const { status, text } = await exact.page(encoded(changed(spoken.link, 'redirect_uri', uri)))
      assert.equal(status, 400)
      assert.match(text, /<code>305<\/code>/)
    }
  } finally {
    await exact.close()
  }
})

const OOB = 'urn:ietf:wg:oauth:2.0:oob'
const native = changed(changed(spoken.link, 'redirect_uri', OOB), 'client_id', 'KEY-native')

test('jos: a native application’s code is shown on the platform’s own page', async () => {
  await platform.putApp('native', { redirectUris: [OOB] })
  const page = await platform.decide(`response_type=code&client_id=KEY-native&redirect_uri=${OOB}&state=1212`)
  assert.deepEqual([page.status, page.leftFor], [200, undefined])
  const [, code = ''] = /<output id="code"[^>]*>([^<]+)<\/output>/.exec(page.html) ?? []
  const pairs = changed(changed(spoken.exchangePairs(code), 'client_id', 'KEY-native'), 'redirect_uri', OOB)
  const reply = await redeem(changed(pairs, 'client_secret', 'secret of native'))
  assert.equal(members(reply)['code'], 0, reply.text)
})

test('jos: a native application’s denial and errors are shown on the platform’s own page', async () => {
  await platform.putApp('native', { redirectUris: [OOB] })
  const denied = await platform.decide(encoded(native), 'deny')
  assert.deepEqual([denied.status, denied.leftFor], [200, undefined])
  assert.doesNotMatch(denied.html, /<output/)
  const { status, text } = await platform.page(`${encoded(native)}&scope=write`)
  assert.equal(status, 400)
  assert.match(text, /<code>405<\/code> 错误scope权限/)
})

test('jos: only an app that is registered as native is shown its codes', async () => {
  const { status, text } = await platform.page(encoded(changed(spoken.link, 'redirect_uri', OOB)))
  assert.equal(status, 400)
  assert.match(text, /<code>305<\/code>/)
})

test('jos: the login page says that no third party ever asks for the password', async () => {
  const { text } = await platform.page(link)
  assert.match(text, /任何第三方应用都不会、也不应向您索要密码/)
})

test('jos: a failed login has the document’s code and words', async () => {
  const open = async () => {
    const browser = visitor(platform.origin)
    const page = await browser.open(`${platform.baseUrl}/oauth/authorize?${link}`)
    return (username: string, password: string) => browser.submit(page, { username, password })
  }
  await platform.putUser('closed', { status: 'disabled' })
  await platform.putUser('elsewhere', { addresses: ['10.0.0.0/8'] })
  await platform.putUser('clerk', { mayAuthorise: false })
  await platform.putUser('forgetful')
  const said = async (username: string, password: string, words: string) => {
    const page = await (await open())(username, password)
    assert.ok(page.html.includes(words), `${words}: ${page.html}`)
    assert.equal(page.leftFor, undefined)
  }
  await said('', 'x', '202 请输入用户名')
  await said('nobody', 'x', '203 用户名不存在')
  await said('demo', '', '204 请输入密码')
  await said('closed', 'x', '205 登录信息与密码不匹配')
  await said('elsewhere', 'x', '201 您的IP服务受限,请联系客服解决')
  for (const left of [5, 4, 3, 2, 1]) {
    await said('forgetful', 'wrong', `206 用户名与密码不匹配,还可尝试${left}次,如失败账户将被冻结2小时`)
  }
  await said('forgetful', 'wrong', '207 登录失败超过6次,账户已被冻结2个小时')
  await said('forgetful', 'demo-pass', '207 登录失败超过6次,账户已被冻结2个小时')
  await said('clerk', 'demo-pass', '208</code> 容器检查登录用户不在应授权用户中')
})

test('jos: 304 for a form that is not the one this browser was shown, and for one sent again after 10 s', async () => {
  const login = await visitor(platform.origin).open(`${platform.baseUrl}/oauth/authorize?${link}`)
  const forged = await visitor(platform.origin).submit(login, { username: 'demo', password: 'demo-pass' })
  assert.equal(forged.status, 403)
  assert.match(forged.html, /304 防止session伪造/)

  const consent = await platform.visit(`${platform.baseUrl}/oauth/authorize?${link}`)
  assert.ok((await platform.browser.submit(consent, { decision: 'approve' })).leftFor)
  platform.later(11)
  const back = await platform.browser.submit(consent, { decision: 'approve' })
  assert.deepEqual([back.status, back.leftFor], [403, undefined])
  assert.match(back.html, /<code>304<\/code> 防止session伪造/)
})
