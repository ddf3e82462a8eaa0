/* Every fact of the page on JD Central that shows from outside. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jdCentral } from '@hufu/dialects'
import { CALLBACK } from '../both-halves.ts'
import { commonFacts, grantedBy, sharedPlatform } from './common-facts.ts'
import { changed, joinedScopeFacts, newFlow, refusal } from './new-flow.ts'
import { pairFacts } from './pair-facts.ts'
import { assertExactly, encoded, members, openPlatform } from './platform.ts'

const spoken = newFlow(jdCentral, 'GET', { success: undefined, allow: 'GET, POST' })
const platform = await sharedPlatform(spoken)
const link = encoded(spoken.link)
const granted = grantedBy(spoken)
commonFacts(spoken, platform)
pairFacts(spoken, platform)
joinedScopeFacts(spoken, platform)

const redeem = (code: string) => platform.send(spoken.exchange(platform, code))

test('jd-central: a granted reply, byte for byte, to both calls: no code, no time', async () => {
  const tokens =
    '{"access_token":"<hex32>","expires_in":3600000,"refresh_token":"<hex32>","scope":"snsapi_base","open_id":"<openid>"}'
  const reply = await redeem(await platform.code(link))
  assertExactly(reply.text, tokens)
  const refreshed = await platform.send(spoken.refresh(platform, spoken.tokensOf(platform, reply)))
  assertExactly(refreshed.text, tokens)
})

test('jd-central: a refusal, byte for byte: code is a number, requestId is the one of the header', async () => {
  const reply = await redeem('invented')
  assertExactly(reply.text, refusal(304, '当前会话没有做过授权,请先授权'))
  assert.equal(members(reply)['requestId'], reply.headers['x-request-id'])
  const made = { accessToken: '', refreshToken: '4ecbbab0e9e443159c518da1d10741ad', openId: '' }
  assertExactly(
    (await platform.send(spoken.refresh(platform, made))).text,
    refusal(2011, 'refresh_token过期'),
  )
})

test('jd-central: a refresh changes no token, and both live longer', async () => {
  const first = await granted(platform)
  for (const seconds of [1000, 3_000_000, 3_599_999]) {
    platform.later(seconds)
    const reply = await platform.send(spoken.refresh(platform, first))
    assert.deepEqual(spoken.tokensOf(platform, reply), first)
    assert.equal(members(reply)['expires_in'], 3_600_000)
  }
  assert.ok(await platform.live(first.accessToken))
  platform.later(3_600_000)
  assert.equal(await platform.live(first.accessToken), false)
  assert.equal(members(await platform.send(spoken.refresh(platform, first)))['code'], 2011)
})

test('jd-central: a refresh of the same token may be asked for many times at once', async () => {
  const first = await granted(platform)
  const replies = await Promise.all(
    Array.from({ length: 8 }, () => platform.send(spoken.refresh(platform, first))),
  )
  for (const reply of replies) assert.deepEqual(spoken.tokensOf(platform, reply), first)
})

test('jd-central: the link as the document writes it, with either scope, or none', async () => {
  for (const scope of ['snsapi_base', 'snsapi_union_login']) {
    const query = `app_key=KEY-app&response_type=code&redirect_uri=${CALLBACK}&state=20200428&scope=${scope}`
    const location = await platform.callback(query)
    assert.match(location, /&code=[\w-]+&state=20200428$/)
    const code = /code=([^&]+)/.exec(location)?.[1] ?? ''
    assert.equal(members(await redeem(code))['scope'], scope)
  }
  assert.equal(members(await redeem(await platform.code(link)))['scope'], 'snsapi_base')
})

test('jd-central: who is logged in goes straight to the consent', async () => {
  await platform.callback(link)
  const page = await platform.browser.open(`${platform.baseUrl}/oauth2/to_login?${link}`)
  assert.equal(page.status, 200)
  assert.ok(page.forms.some(({ fields }) => 'decision' in fields))
  assert.doesNotMatch(page.html, /name="password"/)
})

test('jd-central: the last hop is a 302, or the documented 301 where an operator wants it', async () => {
  assert.equal((await platform.decide(link)).status, 302)
  const documented = await openPlatform(jdCentral, '/oauth2/to_login', {
    platform: { policy: { callbackStatus: 301 } },
  })
  try {
    const { status, leftFor = '' } = await documented.decide(`${link}&state=s`)
    assert.equal(status, 301)
    assert.match(leftFor, /&code=[\w-]+&state=s$/)
    assert.equal((await documented.decide(link, 'deny')).status, 301)
  } finally {
    await documented.close()
  }
})

test('jd-central: denied: error=access_denied, with the state if there was one', async () => {
  assert.equal(await platform.callback(link, 'deny'), `${CALLBACK}&error=access_denied`)
  assert.equal(await platform.callback(`${link}&state=s`, 'deny'), `${CALLBACK}&error=access_denied&state=s`)
})

test('jd-central: the redirect_uri is the registered one, character for character', async () => {
  for (const uri of [
    'https://shop.example.com/callback',
    `${CALLBACK}&a=b`,
    'https://shop.example.com/callback?from=Platform',
    'https://shop.example.com/callback/?from=platform',
    'http://shop.example.com/callback?from=platform',
    'https://example.com/callback?from=platform',
  ]) {
    const { status, headers, text } = await platform.page(encoded(changed(spoken.link, 'redirect_uri', uri)))
    assert.deepEqual([status, headers.location], [400, undefined], uri)
    assert.match(text, /<code>305<\/code>/)
  }
})

test('jd-central: the code goes to the token call without a redirect_uri; one that is sent is ignored', async () => {
  const request = spoken.exchange(platform, await platform.code(link))
  const reply = await platform.send({ path: `${request.path}&redirect_uri=https://elsewhere.example/` })
  assert.ok(members(reply)['access_token'], reply.text)
})

test('jd-central: open_id is of the user and the app: the same again, and another for another app', async () => {
  const first = await granted(platform)
  assert.equal((await granted(platform)).openId, first.openId)
  const others = encoded(changed(spoken.link, 'app_key', 'KEY-other'))
  const pairs = changed(spoken.exchangePairs(await platform.code(others)), 'app_key', 'KEY-other')
  const query = encoded(changed(pairs, 'app_secret', 'secret of other'))
  const reply = await platform.send({ path: `/oauth2/access_token?${query}` })
  assert.match(String(members(reply)['open_id']), /^[\w-]{43}$/)
  assert.notEqual(members(reply)['open_id'], first.openId)
})

test('jd-central: no user info is offered', async () => {
  const { status } = await platform.send({ method: 'POST', path: '/routerjson' })
  assert.equal(status, 404)
})

test('jd-central: the link answers 302 to the login page; who is logged in is asked for consent at once', async () => {
  const { status, headers } = await platform.page(link)
  assert.equal(status, 302)
  assert.equal(headers.location, `${platform.mount}/login?${link}`)
  const page = await platform.browser.open(`${platform.baseUrl}/login?${link}`)
  assert.equal(page.status, 200)
})
