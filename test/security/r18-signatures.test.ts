/*
 * docs/security-rules.md, R18: the signed call of jos2's gateway and chainup's envelope; Lazada and Shopee are not here yet.
 *
 * jos2's signature covers the parameters, whatever carries them, and nothing that happens once: the same request within the
 * six minutes of its clock is the same question, and reading twice does no harm. chainup's covers the sealed text alone, so
 * the server remembers envelopes; the time outside of them is the sender's word (protocols/chainup.md says what follows).
 */
import { signatureOver, signingOf, textOver } from '../signing.ts'
import assert from 'node:assert/strict'
import { constants, createHash, privateEncrypt, publicEncrypt } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import {
  type EnvelopeKeys,
  envelopes,
  generateKey,
  generateRsaKeyPair,
  privateKeyOf,
  publicKeyOf,
} from '@hufu/crypto'
import { type OAuthError, type TokenSet } from '@hufu/dialects'
import {
  type Site,
  type Target,
  appKeys,
  assertRefused,
  granted,
  isRefused,
  newFile,
  secretOf,
  target,
} from './target.ts'
import { FORM, JSON_TYPE, pairs, post, send } from './wire.ts'
import { withSignedUserInfo, triedDialects } from '../mechanisms.ts'

let attacked: Target
before(async () => (attacked = await target()))
after(() => attacked.close())

type Parameters = Readonly<Record<string, string>>
type Reason = OAuthError['error']

for (const dialect of withSignedUserInfo) {
  const signing = signingOf(dialect.userInfo)
  suite(`${dialect.id}, the gateway's signature`, () => {
    let site: Site
    let path: string
    let tokens: TokenSet
    let good: Parameters
    before(async () => {
      site = attacked.site(dialect)
      path = `${site.base}${dialect.userInfo?.path}`
      tokens = await site.tokens()
      good = parametersNow()
    })

    function parametersNow(): Parameters {
      const { accessToken, openId = '' } = tokens
      const { query, body } = site.wire(
        'userInfo',
        { clientId: 'KEY-app', accessToken, openId },
        site.speaking('app'),
      )
      return Object.fromEntries(new URLSearchParams(query || body))
    }
    const signed = ({ sign: _sign, ...rest }: Parameters, secret = secretOf('app')): Parameters => ({
      ...rest,
      sign: signatureOver(signing, rest, secret),
    })
    const ask = async (body: string, query = '') =>
      site.read('userInfo', await post(attacked.origin, `${path}${query && `?${query}`}`, body))
    const refused = async (body: string | Parameters, ...reasons: Reason[]) =>
      assertRefused(await ask(typeof body === 'string' ? body : pairs(body)), dialect, 'userInfo', ...reasons)

    test('as the protocol has it, by form, by query, by GET', async () => {
      assert.ok(!isRefused(await ask(pairs(good))))
      assert.ok(!isRefused(await ask('', pairs(good))))
      assert.ok(!isRefused(site.read('userInfo', await send(attacked.origin, `${path}?${pairs(good)}`))))
      assert.ok(!isRefused(await ask(pairs(Object.entries(good).toReversed()))), 'order is free')
    })

    test('a byte changed in any value, a value moved, a parameter added or taken away', async () => {
      for (const [name, value] of Object.entries(good)) {
        if (name === 'sign') continue
        const { [name]: _gone, ...without } = good
        for (const other of [
          `${value} `,
          ` ${value}`,
          `${value}\0`,
          value.slice(0, -1),
          value.replace(/.$/, (c) => (c === '0' ? '1' : '0')),
          '',
        ]) {
          assert.ok(isRefused(await ask(pairs({ ...good, [name]: other }))), `${name}=${other}`)
        }
        assert.ok(isRefused(await ask(pairs(without))), `no ${name}`)
        assert.ok(
          isRefused(await ask(pairs({ ...without, [`${name}${value.slice(0, 1)}`]: value.slice(1) }))),
          'a byte from value to name',
        )
      }
      for (const more of ['x', 'format', 'sign_method', 'aa', 'zz'])
        await refused({ ...good, [more]: 'x' }, 'signature_invalid')
    })

    test('what is added and signed is read past; what is empty is not signed', async () => {
      assert.ok(
        !isRefused(await ask(pairs(signed({ ...good, format: 'json', sign_method: 'md5', 中文: 'é' })))),
      )
      assert.ok(!isRefused(await ask(pairs({ ...good, format: '', nothing: '' }))))
      await refused({ ...good, format: ' ' }, 'signature_invalid')
    })

    test('a parameter twice, in one place or in two', async () => {
      for (const [name, value] of Object.entries(good)) {
        for (const other of [value, 'x', '']) {
          assert.ok(isRefused(await ask(`${pairs(good)}&${pairs({ [name]: other })}`)), name)
          assert.ok(isRefused(await ask(pairs(good), pairs({ [name]: other }))), name)
        }
      }
      assert.ok(isRefused(await ask(`${pairs(good)}&x=1&x=1`)), 'one that nobody knows')
    })

    test('the signature in another spelling, cut, of another secret, or none', async () => {
      const { sign = '', ...rest } = good
      for (const other of [
        sign.toLowerCase(),
        sign.slice(0, -1),
        `${sign}0`,
        ` ${sign}`,
        `0x${sign}`,
        sign.replace(/.$/, (c) => (c === '0' ? '1' : '0')),
        '0'.repeat(32),
        createHash('md5').update(textOver(signing, rest)).digest('hex').toUpperCase(),
        signed(rest, '')['sign'] ?? '',
        signed(rest, secretOf('other'))['sign'] ?? '',
        signed({ ...rest, sign: 'x' }, 'wrong')['sign'] ?? '',
      ]) {
        await refused({ ...rest, sign: other }, 'signature_invalid')
      }
      assert.ok(isRefused(await ask(pairs(rest))))
      assert.ok(isRefused(await ask(pairs({ ...rest, sign: '' }))))
      assert.ok(isRefused(await ask(pairs({ ...rest, 'sign[]': sign }))))
    })

    test('another method of the gateway, or version, signed or not', async () => {
      for (const method of ['jingdong.other', '', 'JINGDONG.USER.GETUSERINFOBYOPENID']) {
        assert.ok(isRefused(await ask(pairs({ ...good, method }))))
        assert.ok(isRefused(await ask(pairs(signed({ ...good, method })))))
      }
      assert.ok(isRefused(await ask(pairs(signed({ ...good, v: '3.0' })))))
    })

    test('the body of another question under this signature', async () => {
      const other = parametersNow()
      for (const name of Object.keys(good).filter((each) => each !== 'sign')) {
        const body = JSON.stringify({ openId: 'another' })
        const swapped = { ...other, [name]: name.endsWith('json') ? body : 'another' }
        assert.ok(isRefused(await ask(pairs({ ...swapped, sign: good['sign'] ?? '' }))), name)
      }
    })

    test('another application may not ask with this token, though it signs well', async () => {
      await refused(signed({ ...good, app_key: 'KEY-other' }, secretOf('other')), 'access_token_unknown')
      await refused(signed({ ...good, app_key: 'KEY-other' }), 'signature_invalid')
      await refused(signed({ ...good, app_key: 'KEY-nobody' }), 'client_unknown')
    })

    test('a clock that is late, early, or no clock; the same question until then, and not a second longer', async () => {
      const sent = parametersNow()
      assert.ok(!isRefused(await ask(pairs(sent))))
      assert.ok(!isRefused(await ask(pairs(sent))), 'asked twice, answered twice')
      attacked.later(360)
      assert.ok(!isRefused(await ask(pairs(sent))))
      attacked.later(1)
      await refused(sent, 'request_expired')
      attacked.later(-361)
      const { timestamp = '' } = sent
      const future = new Date(Date.parse(`${timestamp.replace(' ', 'T')}Z`) + 361_000)
        .toISOString()
        .slice(0, 19)
        .replace('T', ' ')
      for (const time of [
        future,
        '0000-00-00 00:00:00',
        '9999-12-31 23:59:59',
        String(attacked.clock.at),
        `${timestamp}Z`,
        timestamp.replace(' ', 'T'),
        `${timestamp}.000+0000`,
      ]) {
        await refused(signed({ ...sent, timestamp: time }), 'request_time_invalid', 'request_expired')
      }
    })
  })
}

for (const dialect of triedDialects.filter(({ envelope }) => envelope !== undefined)) {
  suite(`${dialect.id}, the envelope`, () => {
    let site: Site
    let path: string
    before(() => {
      site = attacked.site(dialect)
      path = `${site.base}${dialect.token.path}`
    })
    type Body = Readonly<Record<'app_id' | 'time' | 'data' | 'sign', unknown>>

    const now = () => attacked.clock.at * 1000
    const enveloped = (text: string, keys?: EnvelopeKeys): Body => ({
      app_id: 'KEY-app',
      time: now(),
      ...(keys
        ? envelopes['rsa-pkcs1-md5-sha256'](keys).seal(text)
        : site.speaking('app').envelope.seal(text)),
    })
    const ask = async (body: object | string, to = path) =>
      site.read(
        'token',
        await post(attacked.origin, to, typeof body === 'string' ? body : JSON.stringify(body), JSON_TYPE),
      )
    const refused = async (body: object | string, ...reasons: Reason[]) =>
      assertRefused(await ask(body), dialect, 'token', ...reasons)
    const asking = (code: string): Body => enveloped(JSON.stringify({ code }))

    test('a byte changed, cut or added in data or sign, anywhere: one answer', async () => {
      const code = await site.code()
      const body = asking(code)
      const [data, sign] = [String(body.data), String(body.sign)]
      const turned = (text: string, at: number) =>
        text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
      const answers = new Set<string>()
      const tell = async (changed: object) =>
        answers.add(
          (await post(attacked.origin, path, JSON.stringify({ ...body, ...changed }), JSON_TYPE)).body,
        )
      for (const at of [0, 1, 10, 100, 200, 300, data.length - 2]) {
        await tell({ data: turned(data, at) })
        await tell({ sign: turned(sign, at) })
      }
      for (const text of [
        data.slice(1),
        data.slice(0, -4),
        data + data,
        `${data}AAAA`,
        '*',
        '=',
        'x',
        `${data}é`,
        sign,
      ])
        await tell({ data: text })
      for (const text of [sign.slice(1), sign.slice(0, -4), sign + sign, `${sign}AAAA`, '*', '=', 'x', data])
        await tell({ sign: text })
      assert.deepEqual(
        [...answers],
        [JSON.stringify({ code: '50005', msg: 'signature error', data: '', sign: '' })],
      )
      granted(await ask(body))
    })

    test('wrong padding, no UTF-8, no JSON: the same answer as a wrong signature', async () => {
      const { privateKey } = await appKeys
      const key = publicKeyOf(attacked.running.runtime.platforms.get(dialect.id)?.keys.publicKey ?? '')
      const raw = (bytes: Buffer) =>
        publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, bytes).toString('base64url')
      const wellSigned = enveloped('{"code":"x"}')
      const type1 = Buffer.alloc(256, 0xff)
      type1.set([0, 1])
      const noZero = Buffer.alloc(256, 7)
      noZero.set([0, 2])
      const seal = (bytes: Buffer) =>
        publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, bytes).toString('base64url')
      const sign = (bytes: Buffer) => {
        const digest = createHash('sha256').update(createHash('md5').update(bytes).digest('hex')).digest()
        const info = Buffer.concat([Buffer.from('3031300d060960864801650304020105000420', 'hex'), digest])
        return privateEncrypt(
          { key: privateKeyOf(privateKey), padding: constants.RSA_PKCS1_PADDING },
          info,
        ).toString('base64url')
      }
      const text = Buffer.from('{"code":"x"}')
      await refused({ ...wellSigned, data: seal(text), sign: sign(text) }, 'code_unknown') // the pieces are put together well
      const latin = Buffer.from('{"code":"\xff"}', 'latin1')
      for (const body of [
        { ...wellSigned, data: raw(type1) },
        { ...wellSigned, data: raw(noZero) },
        { ...wellSigned, data: raw(Buffer.concat([Buffer.alloc(255), Buffer.from([1])])) },
        { ...wellSigned, data: Buffer.alloc(256, 0xff).toString('base64url') },
        { ...wellSigned, data: seal(latin), sign: sign(latin) },
        ...['x', '[]', '"x"', 'null', '{"code":"x"', ''].map((each) => ({
          ...wellSigned,
          data: seal(Buffer.from(each)),
          sign: sign(Buffer.from(each)),
        })),
      ]) {
        await refused(body, 'signature_invalid')
      }
    })

    test('a text that is not the signed one: two messages mixed', async () => {
      const [one, two] = [asking(await site.code()), asking(await site.code())]
      await refused({ ...one, sign: two.sign }, 'signature_invalid')
      await refused({ ...two, data: one.data }, 'signature_invalid')
      await refused({ ...one, data: String(one.data) + String(two.data) }, 'signature_invalid')
      granted(await ask(one))
      granted(await ask(two))
    })

    test('signed by a key that is not the application’s, or sealed for another platform', async () => {
      const stranger = await generateRsaKeyPair()
      const { privateKey } = await appKeys
      const platform = publicKeyOf(attacked.running.runtime.platforms.get(dialect.id)?.keys.publicKey ?? '')
      const code = await site.code()
      const text = JSON.stringify({ code })
      await refused(
        enveloped(text, { own: [privateKeyOf(stranger.privateKey)], peer: [platform] }),
        'signature_invalid',
      )
      await refused(
        enveloped(text, { own: [privateKeyOf(privateKey)], peer: [publicKeyOf(stranger.publicKey)] }),
        'signature_invalid',
      )
      granted(await ask(asking(code)))
    })

    test('a replay, however it is spelt, at either endpoint, for another application, before and after a restart of the clock', async () => {
      const body = asking(await site.code())
      const tokens = granted(await ask(body))
      const bytes = Buffer.from(String(body.data), 'base64url')
      const spellings = [
        String(body.data),
        bytes.toString('base64'),
        bytes.toString('base64').replaceAll('=', ''),
        bytes.toString('base64').replace(/.{64}/g, '$&\n'),
        bytes.toString('base64').replace(/.{64}/g, '$&\r\n'),
        `${String(body.data)}==`,
      ]
      for (const data of spellings) {
        await refused({ ...body, data }, 'request_replayed')
        await refused({ ...body, data, time: now() + 1 }, 'request_replayed')
      }
      await refused({ ...body, app_id: 'KEY-other' }, 'request_replayed', 'code_unknown')
      assert.ok(isRefused(await ask(body, `${site.base}${dialect.refresh.path}`)))
      assert.ok(await attacked.live(tokens.accessToken), 'a replay is no second use of the code')
      attacked.later(599)
      await refused({ ...body, time: now() }, 'request_replayed')
      assert.ok(await attacked.live(tokens.accessToken))
    })

    test('a repetition with a later time, which nothing signs, ends no grant however late it comes', async () => {
      const exchange = asking(await site.code())
      const first = granted(await ask(exchange))
      const refreshing = (held: TokenSet) =>
        enveloped(
          JSON.stringify({ refreshToken: held.refreshToken, token: held.accessToken, openId: held.openId }),
        )
      const refreshPath = `${site.base}${dialect.refresh.path}`
      const one = refreshing(first)
      const second = granted(await ask(one, refreshPath))
      for (const seconds of [700, 3 * 86_400, 17 * 86_400]) {
        attacked.later(seconds)
        await refused({ ...exchange, time: now() }, 'request_replayed', 'code_unknown')
        assertRefused(await ask({ ...one, time: now() }, refreshPath), dialect, 'refresh', 'request_replayed')
      }
      const third = granted(await ask(refreshing(second), refreshPath))
      // By now the first is forgotten, and its token is not the last that was spent.
      attacked.later(25 * 86_400)
      await attacked.store.sweep(attacked.clock.at, 10_000)
      const late = await ask({ ...one, time: now() }, refreshPath)
      assertRefused(late, dialect, 'refresh', 'request_replayed', 'refresh_token_used')
      granted(await ask(refreshing(third), refreshPath))
    })

    test('sixteen of one envelope at once: one is answered, and the code is used once', async () => {
      const body = asking(await site.code())
      const answers = await Promise.all(Array.from({ length: 16 }, () => ask(body)))
      const won = answers.filter((each): each is TokenSet => !isRefused(each))
      assert.equal(won.length, 1)
      assert.ok(await attacked.live(won[0]?.accessToken ?? ''))
    })

    test('one envelope at two nodes at once, and at the other one later', async () => {
      const shared = { file: newFile(), key: generateKey() }
      const one = await target(shared)
      const two = await target({ ...shared, seeded: true })
      try {
        const here = one.site(dialect)
        const first = here.wire(
          'token',
          { clientId: 'KEY-app', code: await here.code() },
          here.speaking('app'),
        )
        const at = (node: Target) => node.site(dialect).deliver('token', first)
        const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => at(index % 2 ? one : two)))
        const won = answers
          .map((each) => here.read('token', each))
          .filter((each): each is TokenSet => !isRefused(each))
        assert.equal(won.length, 1)
        assertRefused(two.site(dialect).read('token', await at(two)), dialect, 'token', 'request_replayed')
        assert.ok(await two.live(won[0]?.accessToken ?? ''))
      } finally {
        await two.close()
        await one.close()
      }
    })

    test('an envelope that failed for its time or its place can be sent again, as nothing was spent', async () => {
      const body = asking(await site.code())
      await refused({ ...body, time: now() - 301_000 }, 'request_expired')
      await refused({ ...body, time: now() + 301_000 }, 'request_time_invalid')
      granted(await ask(body))
    })

    test('a time that is none', async () => {
      const body = asking(await site.code())
      const times = [
        0,
        -1,
        1,
        1e12,
        1e13,
        '1e12',
        '',
        null,
        true,
        [],
        {},
        `${now()} `,
        `+${now()}`,
        `0${now()}`,
        now() / 1000 + 0.5,
        9_999_999_999_999,
      ]
      for (const time of times)
        await refused({ ...body, time }, 'request_time_invalid', 'request_expired', 'request_malformed')
      granted(await ask({ ...body, time: String(now()) }))
    })

    test('the answer is for the application alone, and an error is neither sealed nor signed', async () => {
      const own = asking(await site.code())
      const answer = await post(attacked.origin, path, JSON.stringify(own), JSON_TYPE)
      const sealed = JSON.parse(answer.body) as { data: string; sign: string }
      assert.ok(!answer.body.includes('token') && !answer.body.includes('openId'))
      const stranger = await generateRsaKeyPair()
      const platform = publicKeyOf(attacked.running.runtime.platforms.get(dialect.id)?.keys.publicKey ?? '')
      const open = (key: string) =>
        envelopes['rsa-pkcs1-md5-sha256']({ own: [privateKeyOf(key)], peer: [platform] }).open(sealed)
      assert.equal(open(stranger.privateKey), undefined)
      assert.ok(open((await appKeys).privateKey)?.includes('token'))
      const failed = await post(attacked.origin, path, JSON.stringify(own), JSON_TYPE)
      const { data, sign } = JSON.parse(failed.body) as Body
      assert.deepEqual([data, sign], ['', ''])
    })

    test('method and content type', async () => {
      const body = JSON.stringify(asking(await site.code()))
      for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
        const { status } = await send(attacked.origin, path, {
          method,
          headers: { 'content-type': JSON_TYPE },
          ...(method !== 'GET' && { body }),
        })
        assert.equal(status, 405, method)
      }
      for (const type of [FORM, 'text/plain', 'application/xml'])
        assert.equal((await post(attacked.origin, path, body, type)).status, 415)
      granted(await ask(body))
    })

    test('a key that was taken away verifies nothing any more', async () => {
      const fresh = await generateRsaKeyPair()
      const { publicKey } = await appKeys
      const code = await site.code()
      await attacked.putApp(dialect.id, 'app', { publicKeys: [fresh.publicKey, publicKey] })
      assertRefused(await ask(asking('x')), dialect, 'token', 'code_unknown')
      await attacked.putApp(dialect.id, 'app', { publicKeys: [fresh.publicKey] })
      await refused(asking(code), 'signature_invalid')
      await attacked.putApp(dialect.id, 'app', { publicKeys: [publicKey] })
      granted(await ask(asking(code)))
    })
  })
}
