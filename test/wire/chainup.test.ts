/* Every fact of the page on ChainUp that shows from outside. */
import assert from 'node:assert/strict'
import { type KeyObject, createPrivateKey, createPublicKey } from 'node:crypto'
import { after, test } from 'node:test'
import { chainUp } from '@hufu/dialects'
import { logTo } from '@hufu/web/log'
import { serve } from '@hufu/platform'
import { visitor } from '@hufu/demo/visitor'
import { CALLBACK, PASSWORD } from '../both-halves.ts'
import { commonFacts, grantedBy, sharedPlatform } from './common-facts.ts'
import { type Pair, decrypt, encrypt, isSignature, newPair, signatureOf, spki } from './envelope.ts'
import {
  type Platform,
  type Reply,
  type Request,
  assertExactly,
  encoded,
  members,
  sendTo,
} from './platform.ts'
import type { Spoken, Tokens } from './spoken.ts'

const ours = newPair()
const another = newPair()

const paths = {
  link: '/platform/login.html',
  token: '/platformapi/chainup/open/auth/token',
  refresh: '/platformapi/chainup/open/auth/refreshToken',
}

const platformKey = ({ running }: Platform): KeyObject =>
  createPublicKey({
    key: Buffer.from(running.runtime.platforms.get('chainup')?.keys.publicKey ?? '', 'base64url'),
    format: 'der',
    type: 'spki',
  })

interface Making {
  readonly pair?: Pair
  readonly to?: KeyObject
  readonly pieceBytes?: number
}
type Body = Readonly<Record<string, unknown>>

/** The body of a call whose contents are this text. */
function sealed(
  of: Platform,
  plain: string | Buffer,
  { pair = ours, to = platformKey(of), pieceBytes }: Making = {},
) {
  const text = Buffer.from(plain)
  return {
    app_id: 'KEY-app',
    time: (of.now() * 1000) as unknown,
    data: encrypt(text, to, pieceBytes).toString('base64url'),
    sign: signatureOf(text, pair.privateKey).toString('base64url'),
  }
}
const post = (path: string, body: Body | string): Request => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

function opened(of: Platform, reply: Reply, { pair = ours, to = platformKey(of) }: Making = {}): string {
  const { code, data, sign } = members(reply)
  assert.equal(code, '0', reply.text)
  const plain = decrypt(Buffer.from(String(data), 'base64url'), pair.privateKey)
  assert.ok(isSignature(plain, Buffer.from(String(sign), 'base64url'), to), 'the platform’s signature')
  return plain.toString()
}

const contents = ({ refreshToken, accessToken: token, openId }: Tokens) => ({ refreshToken, token, openId })

const spoken: Spoken = {
  dialect: chainUp,
  app: { publicKeys: [spki(ours)] },
  paths,
  link: [
    ['appKey', 'KEY-app'],
    ['redirectUrl', CALLBACK],
  ],
  exchange: (of, code) => post(paths.token, sealed(of, JSON.stringify({ code }))),
  refresh: (of, tokens) => post(paths.refresh, sealed(of, JSON.stringify(contents(tokens)))),
  tokensOf(of, reply) {
    const {
      openId = '',
      refreshToken = '',
      token: accessToken = '',
    } = JSON.parse(opened(of, reply)) as Record<string, string>
    return { accessToken, refreshToken, openId }
  },
  codeOf: (reply) => members(reply)['code'],
  codes: {
    success: '0',
    transport: '50000',
    tooMany: '10005',
    codeRefused: '60003',
    refreshRefused: '60001',
  },
  allow: 'POST',
  otherMethods: ['GET'],
}

const platform = await sharedPlatform(spoken)
const link = encoded(spoken.link)
const granted = grantedBy(spoken)
commonFacts(spoken, platform)

const error = (code: string, words: string) => `{"code":"${code}","msg":"${words}","data":"","sign":""}`
const ask = (body: Body | string, path = paths.token) => platform.send(post(path, body))
const codeFor = async (body: Body | string, path = paths.token) => members(await ask(body, path))['code']
const fresh = async () => JSON.stringify({ code: await platform.code(link) })
/** Contents that pass every check but the last: no such code. */
const harmless = '{"code":"invented"}'

test('chainup: a granted reply, byte for byte: code is text, one block of 342 characters, a signature of 342', async () => {
  const { text } = await ask(sealed(platform, await fresh()))
  assert.match(text, /^\{"code":"0","msg":"suc","data":"[\w-]{342}","sign":"[\w-]{342}"\}$/)
})

test('chainup: what is inside, byte for byte, to both calls: four texts; expireIn is a second, as text', async () => {
  const inner = '{"openId":"<openid>","expireIn":"1720508400","refreshToken":"<opaque>","token":"<opaque>"}'
  const reply = await ask(sealed(platform, await fresh()))
  assertExactly(opened(platform, reply), inner)
  const refreshed = await platform.send(spoken.refresh(platform, spoken.tokensOf(platform, reply)))
  assertExactly(opened(platform, refreshed), inner)
})

test('chainup: a refusal, byte for byte: data and sign are empty, never a sign without data', async () => {
  assert.equal((await ask(sealed(platform, harmless))).text, error('60003', 'code already used'))
  const made = contents({ accessToken: 't', refreshToken: 'r', openId: 'o' })
  assert.equal(
    (await ask(sealed(platform, JSON.stringify(made)), paths.refresh)).text,
    error('60001', 'refresh token no longer valid'),
  )
  const body = sealed(platform, harmless)
  for (const [asked, code, words] of [
    ['{', '10020', 'parameter error'],
    [{ ...body, app_id: 'nobody' }, '50004', 'appKey does not exist'],
    [{ ...body, sign: body.data }, '50005', 'signature error'],
    [{ ...body, time: (platform.now() - 301) * 1000 }, '50009', 'request timeout'],
    [{ ...body, time: (platform.now() + 301) * 1000 }, '50010', 'illegal request time'],
  ] as const) {
    const { status, text } = await ask(asked)
    assert.deepEqual([status, text], [200, error(code, words)])
  }
})

test('chainup: a refresh gives a new token and a new refresh token', async () => {
  const first = await granted(platform)
  const second = spoken.tokensOf(platform, await platform.send(spoken.refresh(platform, first)))
  assert.equal(second.openId, first.openId)
  assert.notEqual(second.accessToken, first.accessToken)
  assert.notEqual(second.refreshToken, first.refreshToken)
})

test('chainup: refresh wants the grant’s own openId (60004) and last token (60002), and costs nothing else', async () => {
  const tokens = await granted(platform)
  const said = async (changes: Partial<Tokens>) =>
    codeFor(sealed(platform, JSON.stringify(contents({ ...tokens, ...changes }))), paths.refresh)
  assert.equal(await said({ refreshToken: 'made up' }), '60001')
  assert.equal(await said({ refreshToken: tokens.accessToken }), '60001')
  assert.equal(await said({ openId: 'another' }), '60004')
  assert.equal(await said({ accessToken: 'another' }), '60002')
  assert.equal(await said({}), '0')
})

test('chainup: refresh takes a token that has expired, if it is the last', async () => {
  const first = await granted(platform)
  platform.later(7201)
  assert.equal(await platform.live(first.accessToken), false)
  const reply = await platform.send(spoken.refresh(platform, first))
  const inner = JSON.parse(opened(platform, reply)) as Record<string, string>
  assert.equal(inner['expireIn'], String(platform.now() + 7200))
  platform.later(-7201)
})

test('chainup: openId is of the user and the app: the same again, and another for another app', async () => {
  await platform.putApp('second', { publicKeys: [spki(another)] })
  const first = await granted(platform)
  assert.equal((await granted(platform)).openId, first.openId)
  const code = await platform.code(link.replace('KEY-app', 'KEY-second'))
  const body = { ...sealed(platform, JSON.stringify({ code }), { pair: another }), app_id: 'KEY-second' }
  const inner = JSON.parse(opened(platform, await ask(body), { pair: another })) as Record<string, string>
  assert.match(inner['openId'] ?? '', /^[\w-]{43}$/)
  assert.notEqual(inner['openId'], first.openId)
})

/* The body in clear. */

test('chainup: time is a number or digits, 13 for milliseconds, 10 for seconds, at most 300 s off', async () => {
  const now = platform.now()
  const said = async (time: unknown) => codeFor({ ...sealed(platform, harmless), time })
  for (const good of [
    now * 1000,
    `${now * 1000}`,
    now,
    `${now}`,
    now - 300,
    now + 300,
    `${(now - 300) * 1000}`,
    (now + 300) * 1000,
  ]) {
    assert.equal(await said(good), '60003', JSON.stringify(good))
  }
  for (const old of [now - 301, (now - 300) * 1000 - 1, `${now - 86_400}`])
    assert.equal(await said(old), '50009', String(old))
  for (const wrong of [
    now + 301,
    (now + 300) * 1000 + 1,
    'yesterday',
    `${now}.0`,
    now + 0.5,
    `${now}00`,
    1,
    [now],
    {},
    true,
    -now,
    `+${now}`,
    ` ${now}`,
  ]) {
    assert.equal(await said(wrong), '50010', JSON.stringify(wrong))
  }
  for (const absent of [undefined, null, '']) assert.equal(await said(absent), '10020')
})

test('chainup: the order of members is free, unknown ones are ignored, a repeated one is refused', async () => {
  const body = sealed(platform, await fresh())
  const text = JSON.stringify(body)
  for (const [name, value] of Object.entries(body)) {
    assert.equal(
      await codeFor(`{${JSON.stringify(name)}:${JSON.stringify(value)},${text.slice(1)}`),
      '10020',
      name,
    )
  }
  const turned = Object.fromEntries(Object.entries(body).toReversed())
  assert.equal(await codeFor({ nobody_knows: { app_id: ['x'] }, ...turned, __proto__: null }), '0')
})

test('chainup: 10020 for what is no JSON object, and for a member that is missing or no text', async () => {
  for (const body of ['', '{', '[]', 'null', '"x"', '7', 'app_id=KEY-app'])
    assert.equal(await codeFor(body), '10020', body)
  for (const name of ['app_id', 'data', 'sign']) {
    for (const wrong of [undefined, null, '', 7, {}, ['x']]) {
      assert.equal(
        await codeFor({ ...sealed(platform, harmless), [name]: wrong }),
        '10020',
        `${name} ${JSON.stringify(wrong)}`,
      )
    }
  }
})

test('chainup: JSON is application/json, whatever charset its ASCII is said to be, and nothing else: 415 and 50000', async () => {
  for (const type of [
    'application/json',
    'application/json;charset=UTF-8',
    'application/json; charset=UTF-8',
    'Application/JSON',
    'application/json;charset=gbk',
  ]) {
    const request = post(paths.token, sealed(platform, harmless))
    const reply = await platform.send({ ...request, headers: { 'content-type': type } })
    assert.equal(members(reply)['code'], '60003', type)
  }
  for (const type of [
    'application/x-www-form-urlencoded',
    'text/plain',
    'text/json',
    '',
    'application/json;charset=utf-16le',
  ]) {
    const request = post(paths.token, sealed(platform, harmless))
    const reply = await platform.send({ ...request, headers: type === '' ? {} : { 'content-type': type } })
    assert.deepEqual([reply.status, members(reply)['code']], [415, '50000'], type)
  }
})

test('chainup: cheap checks come first: method, content type, JSON, app, address, time, envelope, contents', async () => {
  await platform.putApp('suspended', { status: 'suspended' })
  await platform.putApp('far', { addresses: ['10.0.0.0/8'] })
  const junk = { app_id: 'nobody', time: 1, data: '!', sign: '!' }
  const json = { 'content-type': 'application/json' }
  const said = async (request: Request) => {
    const reply = await platform.send(request)
    return [reply.status, members(reply)['code']]
  }
  const text = { 'content-type': 'text/plain' }
  assert.deepEqual(await said({ method: 'PUT', path: paths.token, headers: text, body: '{' }), [405, '50000'])
  assert.deepEqual(await said({ method: 'POST', path: paths.token, headers: text, body: '{' }), [
    415,
    '50000',
  ])
  assert.deepEqual(await said({ method: 'POST', path: paths.token, headers: json, body: '{' }), [
    200,
    '10020',
  ])
  assert.equal(await codeFor(junk), '50004')
  assert.equal(await codeFor({ app_id: 'nobody' }), '50004')
  assert.equal(await codeFor({ ...junk, app_id: 'KEY-suspended' }), '50001')
  assert.equal(await codeFor({ ...junk, app_id: 'KEY-far' }), '50012')
  assert.equal(await codeFor({ ...junk, app_id: 'KEY-app' }), '50010')
  assert.equal(await codeFor({ ...junk, app_id: 'KEY-app', time: 1_000_000_000 }), '50009')
  assert.equal(await codeFor({ ...junk, app_id: 'KEY-app', time: platform.now() }), '50005')
  assert.equal(await codeFor(sealed(platform, '{"nothing":1}')), '10020')
  assert.equal(await codeFor(sealed(platform, harmless)), '60003')
})

/* The envelope. */

const uniform = error('50005', 'signature error')

test('chainup: one uniform 50005, byte for byte, for whatever is wrong with an envelope', async () => {
  const plain = await fresh()
  const good = sealed(platform, plain)
  const data = Buffer.from(good.data, 'base64url')
  const flipped = Buffer.concat([data.subarray(0, -1), Buffer.from([(data.at(-1) ?? 0) ^ 1])])
  const elsewhere = newPair()
  const broken: Readonly<Record<string, Body>> = {
    'bad padding': { ...good, data: flipped.toString('base64url') },
    'noise of one block': { ...good, data: Buffer.alloc(256, 7).toString('base64url') },
    'a number above the modulus': { ...good, data: Buffer.alloc(256, 255).toString('base64url') },
    'for another platform’s key': sealed(platform, plain, { to: elsewhere.publicKey }),
    'a signature by another key': sealed(platform, plain, { pair: elsewhere }),
    'a signature of another text': { ...good, sign: sealed(platform, harmless).sign },
    'a signature that is short': { ...good, sign: good.sign.slice(0, -2) },
    'a signature of nothing but zeros': { ...good, sign: Buffer.alloc(256).toString('base64url') },
    'half a block': { ...good, data: data.subarray(0, 128).toString('base64url') },
    'a block and a byte': { ...good, data: Buffer.concat([data, Buffer.from([1])]).toString('base64url') },
    'a block twice': { ...good, data: Buffer.concat([data, data]).toString('base64url') },
    'no JSON': sealed(platform, 'code=1'),
    'a JSON array': sealed(platform, '["code"]'),
    'a JSON text': sealed(platform, '"code"'),
    'bad UTF-8': sealed(platform, Buffer.from('7b22636f6465223a22ff227d', 'hex')),
    'seventeen blocks': sealed(platform, JSON.stringify({ code: 'x'.repeat(20) }), { pieceBytes: 1 }),
    'a kilobyte of the alphabet': { ...good, data: 'A'.repeat(1024) },
  }
  for (const [name, body] of Object.entries(broken)) {
    const { status, text } = await ask(body)
    assert.deepEqual([status, text], [200, uniform], name)
  }
  assert.equal(await codeFor(good), '0', 'and none of it cost the code anything')
})

test('chainup: an envelope is taken once, however its base64 is spelt', async () => {
  const good = sealed(platform, harmless)
  assert.equal(await codeFor(good), '60003')
  const standard = Buffer.from(good.data, 'base64url').toString('base64')
  for (const again of [
    good,
    { ...good, data: standard },
    { ...good, time: platform.now() },
    { ...good, data: standard.replace(/.{76}/g, '$&\n') },
  ]) {
    assert.equal((await ask(again)).text, uniform)
  }
  assert.equal(await codeFor(good, paths.refresh), '10020', 'contents of another call')
  assert.equal(await codeFor(sealed(platform, harmless)), '60003', 'the same contents encrypted anew')
})

test('chainup: an envelope of a grant is taken once', async () => {
  const asked = sealed(platform, await fresh())
  const first = await ask(asked)
  assert.equal((await ask(asked)).text, uniform)
  const tokens = spoken.tokensOf(platform, first)
  assert.ok(await platform.live(tokens.accessToken), 'a replay is not a second use of the code')
  const refreshing = sealed(platform, JSON.stringify(contents(tokens)))
  assert.equal(await codeFor(refreshing, paths.refresh), '0')
  assert.equal((await ask(refreshing, paths.refresh)).text, uniform)
})

test('chainup: of sixteen copies of an envelope at once one is taken', async () => {
  const asked = sealed(platform, await fresh())
  const replies = await Promise.all(Array.from({ length: 16 }, () => ask(asked)))
  assert.equal(replies.filter((each) => members(each)['code'] === '0').length, 1)
  assert.equal(replies.filter(({ text }) => text === uniform).length, 15)
})

test('chainup: what does not verify is not remembered', async () => {
  const good = sealed(platform, await fresh())
  assert.equal((await ask({ ...good, sign: sealed(platform, harmless).sign })).text, uniform)
  assert.equal((await ask({ ...good, app_id: 'KEY-other' })).text, uniform)
  assert.equal(await codeFor(good), '0')
})

test('chainup: either alphabet of base64, each for itself, with or without padding and line breaks', async () => {
  const spellings: Readonly<Record<string, (base64url: string) => string>> = {
    base64url: (text) => text,
    'base64url, padded': (text) => `${text}==`,
    base64: (text) => Buffer.from(text, 'base64url').toString('base64'),
    'base64 without padding': (text) => Buffer.from(text, 'base64url').toString('base64').replaceAll('=', ''),
    'base64 in lines': (text) =>
      Buffer.from(text, 'base64url').toString('base64').replace(/.{76}/g, '$&\r\n'),
    'base64url in lines': (text) => `${text.replace(/.{64}/g, '$&\n')}\n`,
  }
  for (const [name, spell] of Object.entries(spellings)) {
    for (const [other, spellOther] of Object.entries(spellings)) {
      const body = sealed(platform, harmless)
      const spelt = { ...body, data: spell(body.data), sign: spellOther(body.sign) }
      assert.equal(await codeFor(spelt), '60003', `data in ${name}, sign in ${other}`)
    }
  }
})

test('chainup: nothing else is base64: both alphabets in one, other characters, padding that does not fit', async () => {
  const mixed = (text: string) => `${text.slice(0, 100)}+-${text.slice(102)}`
  const wrong: readonly ((text: string) => string)[] = [
    mixed,
    (text) => `${text}=`,
    (text) => `${text}===`,
    (text) => ` ${text}`,
    (text) => `${text.slice(0, 50)} ${text.slice(50)}`,
    (text) => `${text.slice(0, 50)}=${text.slice(51)}`,
    (text) => `${text.slice(0, 50)}.${text.slice(51)}`,
    (text) => `${text}A`,
    (text) => text.slice(0, -1) + String.fromCharCode((text.at(-1) ?? 'A').charCodeAt(0) + 1),
  ]
  for (const [index, spoil] of wrong.entries()) {
    for (const name of ['data', 'sign'] as const) {
      const body = sealed(platform, harmless)
      assert.equal((await ask({ ...body, [name]: spoil(body[name]) })).text, uniform, `${name} ${index}`)
    }
  }
})

test('chainup: pieces of any size, up to 16 blocks', async () => {
  for (const pieceBytes of [245, 234, 117, 100, 64, 5]) {
    assert.equal(await codeFor(sealed(platform, await fresh(), { pieceBytes })), '0', String(pieceBytes))
  }
  const inBytes = (plain: string) => sealed(platform, plain, { pieceBytes: 1 })
  assert.equal(await codeFor(inBytes('{"code":"12345"}')), '60003', 'sixteen')
  assert.equal((await ask(inBytes('{"code":"123456"}'))).text, uniform, 'seventeen')
})

test('chainup: blocks are joined before they are read as UTF-8; the signature is over the text as it was', async () => {
  const { code } = JSON.parse(await fresh()) as { code: string }
  const spelt = `{ "备注" : "京东🐯" ,\n "code" : "${code.replace(/^./, (first) => `\\u00${first.charCodeAt(0).toString(16)}`)}", "more": [1] }`
  assert.equal(await codeFor(sealed(platform, spelt, { pieceBytes: 10 })), '0')
})

test('chainup: contents that lack a member, or have it twice, empty or as no text, are 10020', async () => {
  for (const plain of [
    '{}',
    '{"code":""}',
    '{"code":null}',
    '{"code":7}',
    '{"Code":"x"}',
    '{"code":"a","code":"b"}',
  ]) {
    assert.equal(await codeFor(sealed(platform, plain)), '10020', plain)
  }
  const all = contents({ accessToken: 't', refreshToken: 'r', openId: 'o' })
  for (const name of Object.keys(all)) {
    const plain = JSON.stringify({ ...all, [name]: undefined })
    assert.equal(await codeFor(sealed(platform, plain), paths.refresh), '10020', name)
  }
})

test('chainup: a failed authentication never consumes a code or refresh token', async () => {
  await platform.putApp('second', { publicKeys: [spki(another)] })
  const plain = await fresh()
  const theirs = { ...sealed(platform, plain, { pair: another }), app_id: 'KEY-second' }
  assert.equal((await ask(sealed(platform, plain, { pair: another }))).text, uniform)
  assert.equal((await ask({ ...sealed(platform, plain), app_id: 'KEY-second' })).text, uniform)
  assert.equal(await codeFor(theirs), '60003', 'another app’s code')
  const first = await ask(sealed(platform, plain))
  const tokens = JSON.stringify(contents(spoken.tokensOf(platform, first)))
  assert.equal((await ask(sealed(platform, tokens, { pair: another }), paths.refresh)).text, uniform)
  assert.equal(
    await codeFor({ ...sealed(platform, tokens, { pair: another }), app_id: 'KEY-second' }, paths.refresh),
    '60001',
  )
  assert.equal(await codeFor(sealed(platform, tokens), paths.refresh), '0')
})

/* Keys. */

test('chainup: an application’s key as base64url or base64 in one line, or as PEM', async () => {
  const der = ours.publicKey.export({ type: 'spki', format: 'der' })
  const spellings = {
    base64url: der.toString('base64url'),
    base64: der.toString('base64'),
    PEM: ours.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    'PEM of PKCS#1': ours.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  }
  for (const [name, key] of Object.entries(spellings)) {
    await platform.putApp('app', { publicKeys: [key] })
    const reply = await ask(sealed(platform, await fresh()))
    assert.match(opened(platform, reply), /openId/, name)
  }
  await platform.putApp('app', spoken.app)
})

test('chainup: while an application’s key is replaced either verifies, and is answered to', async () => {
  await platform.putApp('app', { publicKeys: [spki(another), spki(ours)] })
  for (const pair of [another, ours, another]) {
    const reply = await ask(sealed(platform, await fresh(), { pair }))
    assert.match(opened(platform, reply, { pair }), /openId/)
  }
  assert.equal((await ask(sealed(platform, await fresh(), { pair: newPair() }))).text, uniform)
  await platform.putApp('app', { publicKeys: [spki(another)] })
  assert.equal((await ask(sealed(platform, await fresh()))).text, uniform, 'the old key has ended')
  await platform.putApp('app', spoken.app)
})

test('chainup: an application without a key is answered by 50005', async () => {
  await platform.putApp('keyless', { publicKeys: [] })
  assert.equal((await ask({ ...sealed(platform, harmless), app_id: 'KEY-keyless' })).text, uniform)
})

test('chainup: while the platform’s key is replaced either opens, and signs the answer', async () => {
  const { store, config, ring } = platform.running.runtime
  const next = newPair()
  const name = 'platform key chainup 0002'
  const pkcs8 = next.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64url')
  await store.putSettingOnce(name, ring.seal(pkcs8, name))
  // Another process on the same store: it closes nothing that is not its own.
  const later = await serve(config, ring, logTo('silent'), { ...store, close: async () => {} })
  after(() => later.close())
  const mount = `${later.url}${platform.mount}`
  const published = later.runtime.platforms.get('chainup')?.keys.publicKey
  assert.equal(published, spki(next), 'applications are handed the new one')
  for (const to of [platformKey(platform), next.publicKey]) {
    const request = post(platform.mount + paths.token, sealed(platform, await fresh(), { to }))
    assert.match(opened(platform, await sendTo(mount, request), { to }), /openId/)
  }
  const third = createPublicKey(
    createPrivateKey(newPair().privateKey.export({ type: 'pkcs8', format: 'pem' })),
  )
  const request = post(platform.mount + paths.token, sealed(platform, harmless, { to: third }))
  assert.equal((await sendTo(mount, request)).text, uniform)
})

/* The browser. */

test('chainup: the login page is at two addresses, with a language', async () => {
  for (const path of ['/platform/login.html', '/platform/authorized.html']) {
    for (const [lan, lang] of [
      ['', 'zh-CN'],
      ['&lan=', 'zh-CN'],
      ['&lan=zh_CN', 'zh-CN'],
      ['&lan=en_US', 'en'],
      ['&lan=xx_YY', 'zh-CN'],
    ] as const) {
      const { status, text } = await platform.send({ path: `${path}?${link}${lan}` })
      assert.equal(status, 200)
      assert.match(text, /name="password"/)
      assert.match(text, new RegExp(`<html lang="${lang}">`), lan)
    }
  }
})

test('chainup: the language of the link wins over the browser’s, on every page of the exchange', async () => {
  const browser = visitor(platform.origin)
  const login = await browser.open(`${platform.baseUrl}${paths.link}?${link}&lan=en_US`)
  const wrong = await browser.submit(login, { username: 'demo', password: 'wrong' })
  const consent = await browser.submit(wrong, { username: 'demo', password: PASSWORD })
  for (const { html } of [login, wrong, consent]) assert.match(html, /<html lang="en">/)
  const headers = { 'accept-language': 'th' }
  const { text } = await platform.send({ path: `${paths.link}?${link}&lan=zh_CN`, headers })
  assert.match(text, /<html lang="zh-CN">/)
  const thai = await platform.send({ path: `${paths.link}?${link}&lan=xx`, headers })
  assert.match(thai.text, /<html lang="th">/)
})

test('chainup: what is wrong with a link stands on the page', async () => {
  await platform.putApp('suspended', { status: 'suspended' })
  for (const [query, code, words] of [
    [link.replace('KEY-app', ''), '10020', 'parameter error'],
    ['appKey=KEY-app', '10020', 'parameter error'],
    [link.replace('appKey', 'app_id'), '10020', 'parameter error'],
    [link.replace('KEY-app', 'nobody'), '50004', 'appKey does not exist'],
    [link.replace('KEY-app', 'KEY-suspended'), '50001', 'appKey illegal'],
    [link.replace('callback', 'other'), '50002', 'redirect URL mismatch'],
    [`${link}%26x=y`, '50002', 'redirect URL mismatch'],
    [link.replace('https', 'http'), '50002', 'redirect URL mismatch'],
  ] as const) {
    const { status, headers, text } = await platform.page(query)
    assert.deepEqual([status, headers.location], [400, undefined], query)
    assert.match(text, new RegExp(`<code>${code}</code> ${words}`), query)
  }
})

test('chainup: unknown parameters of the link are ignored, its order is free', async () => {
  assert.match(
    await platform.callback(`response_type=code&scope=x&${encoded(spoken.link.toReversed())}`),
    /[?&]code=/,
  )
})

test('chainup: denied: error=access_denied, with the state if there was one', async () => {
  assert.equal(await platform.callback(link, 'deny'), `${CALLBACK}&error=access_denied`)
  assert.equal(await platform.callback(`${link}&state=s`, 'deny'), `${CALLBACK}&error=access_denied&state=s`)
})
