/*
 * The apps' own logs: every refusal is in them under the request id that the caller got, nothing secret is, and nothing
 * of anybody else's; they stay small whatever comes; a refused signature is explained as far as that gives nothing away.
 */
import { withSignedUserInfo, triedDialects } from '../mechanisms.ts'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, suite, test } from 'node:test'
import { fingerprintOf, generateRsaKeyPair, privateKeyOf, publicKeyOf, envelopes } from '@hufu/crypto'
import { type Dialect, servedDialects } from '@hufu/dialects'
import type { Exchange, ExchangeFilter } from '@hufu/engine'
import { oneOfEach } from '../mechanisms.ts'
import { browser, consentForm, formWith } from './browser.ts'
import { bearerOf, consoleOf } from './operators.ts'
import {
  CALLBACK,
  GATEWAY,
  PASSWORD,
  type Target,
  appKeys,
  granted,
  newFile,
  secretOf,
  storeKinds,
  target,
} from './target.ts'
import { type Answer, JSON_TYPE, pairs, post, send } from './wire.ts'

const DAY = 86_400

async function logOf(at: Target, appId: string, which: Partial<ExchangeFilter> = {}) {
  await at.running.runtime.recorder.flush()
  return at.store.exchanges({ appId, limit: 999, ...which })
}
const one = async (at: Target, appId: string, { headers }: Answer): Promise<Exchange> => {
  const [entry, ...more] = await logOf(at, appId, { requestId: String(headers['x-request-id']) })
  assert.ok(entry && more.length === 0, `${more.length} more than one, or none`)
  return entry
}
const countsOf = async (at: Target, appId: string) => {
  await at.running.runtime.recorder.flush()
  const today = Math.floor(at.clock.at / DAY)
  const usage = await at.store.usage(appId, today, today)
  return Object.fromEntries(usage.map(({ kind, count }) => [kind, count]))
}

for (const kind of storeKinds) {
  suite(`the apps’ logs, ${kind}`, () => {
    let attacked: Target
    before(async () => (attacked = await target({ store: kind })))
    after(() => attacked.close())

    for (const dialect of oneOfEach('authentication', 'refresh')) {
      test(`${dialect.id}: each step is there, in its order, with the caller’s request id`, async () => {
        const site = attacked.site(dialect)
        const appId = `app-${dialect.id}`
        const tokens = await site.tokens()
        granted(await site.refresh(tokens))
        const revoked = await site.revoke(tokens.accessToken)
        assert.equal(revoked.status, 200)
        const log = await logOf(attacked, appId)
        const steps = log.map(({ step, error }) => `${step}${error === undefined ? '' : ` ${error}`}`)
        assert.deepEqual(
          steps.toReversed().filter((step) => step !== 'authorize' && step !== 'login'),
          ['consent', 'token', 'refresh', 'revoke'],
        )
        assert.ok(steps.includes('authorize'))
        assert.equal((await one(attacked, appId, revoked)).address, '127.0.0.1')
        for (const { step, address } of log)
          assert.equal(address === undefined, ['authorize', 'login', 'consent'].includes(step), step)
        assert.deepEqual(await countsOf(attacked, appId), {
          authorization: 1,
          refresh: 1,
          revoke: 1,
          token: 1,
        })
        await attacked.introspect(granted(await site.ask('token', { code: await site.code() })).accessToken)
        assert.equal((await countsOf(attacked, appId))['introspection'], 1)
      })

      test(`${dialect.id}: every refusal is there, whoever came to know the app`, async () => {
        for await (const [answer, ...expected] of refusals(attacked, dialect)) {
          const { error, step, parameter } = await one(attacked, `app-${dialect.id}`, answer)
          assert.deepEqual([step, error, ...(expected.length > 2 ? [parameter] : [])], expected)
        }
      })
    }

    test('an unknown AppKey is logged for nobody, and an app sees nothing of another app', async () => {
      const [site] = attacked.sites
      assert.ok(site)
      const others = (await logOf(attacked, `other-${site.dialect.id}`)).length
      await send(attacked.origin, site.link({ clientId: 'KEY-nobody' }))
      await site.ask('refresh', { refreshToken: 'x'.repeat(40), openId: 'x' }, 'nobody')
      assert.equal((await logOf(attacked, `other-${site.dialect.id}`)).length, others)
    })
  })
}

type Refused = readonly [Answer, Exchange['step'], Exchange['error'], parameter?: string]

/** They come to light at different depths: before the wire is read, by decoding it, by the rules. */
async function* refusals(at: Target, dialect: Dialect): AsyncGenerator<Refused> {
  const site = at.site(dialect)
  const { origin } = at
  const opened = browser(origin)
  const login = formWith(await opened.get(site.link()), 'password')
  assert.ok(login)
  const fields = { ...login.fields, username: 'demo' }
  yield [await opened.submit(login.action, { ...fields, password: 'wrong' }), 'login', 'access_denied']
  const page = await opened.login(site.link(), 'demo', PASSWORD)
  const consent = consentForm(page)
  const forged = { ...consent.fields, token: 'x', decision: 'approve' }
  yield [await opened.submit(consent.action, forged), 'authorize', 'request_forged']
  yield [
    await opened.submit(consent.action, { ...consent.fields, decision: 'deny' }),
    'consent',
    'access_denied',
  ]
  const elsewhere = { redirectUri: 'https://evil.example.net/x' }
  yield [await send(origin, site.link(elsewhere)), 'authorize', 'redirect_uri_mismatch', 'redirectUri']

  const asked = (more: object = {}) => ({
    clientId: 'KEY-app',
    clientSecret: secretOf('app'),
    redirectUri: CALLBACK,
    code: 'nonsense',
    refreshToken: 'nonsense',
    accessToken: 'nonsense',
    openId: 'nonsense',
    ...more,
  })
  const call = (step: 'token' | 'refresh', more: object = {}, as = site.speaking('app')) =>
    site.deliver(step, site.wire(step, asked(more), as))
  const tokens = granted(await site.ask('token', { code: await site.code() }))
  yield [await call('refresh'), 'refresh', 'refresh_token_unknown']
  yield [await site.revoke('x', 'app', 'wrong'), 'revoke', 'client_unauthenticated']
  // The code alone says whose it is, on the platform where it is all that is sent.
  const used = await site.code()
  await call('token', { code: used })
  yield [await call('token', { code: used }), 'token', 'code_used']
  await at.putApp(dialect.id, 'app', { status: 'suspended' })
  yield [await call('refresh', tokens), 'refresh', 'client_disabled']
  yield [await send(origin, site.link()), 'authorize', 'client_disabled']
  await at.putApp(dialect.id, 'app', { status: 'online' })

  const key =
    dialect.refresh.request.fields.find((each) => 'key' in each && each.key === 'clientId')?.name ?? ''
  const path = `${site.base}${dialect.token.path}`
  const named = `${key}=KEY-app`
  yield [await send(origin, `${path}?${named}`, { method: 'PATCH' }), 'token', 'request_unsupported']
  yield [await post(origin, `${path}?${named}`, 'x'.repeat(70_000)), 'token', 'request_unsupported']
  yield [
    await post(origin, `${path}?${named}`, 'x', 'text/plain; charset=latin1'),
    'token',
    'request_unsupported',
  ]
  if (dialect.envelope !== undefined)
    yield [await post(origin, path, `{"${key}":"KEY-app"}`, JSON_TYPE), 'token', 'request_malformed', 'time']
  else if (dialect.token.methods.includes('POST'))
    yield [await post(origin, path, named), 'token', 'request_malformed']
  else yield [await send(origin, `${path}?${named}`), 'token', 'request_malformed']
}

for (const dialect of withSignedUserInfo) {
  test(`${dialect.id}: a wrong signature is explained by the text that was signed, without secret and token`, async () => {
    const attacked = await target()
    try {
      const site = attacked.site(dialect)
      const { accessToken, openId = '' } = await site.tokens()
      const asked = { clientId: 'KEY-app', accessToken, openId }
      const { mediaType, body } = site.wire('userInfo', asked, site.speaking('app', 'another secret'))
      const path = `${site.base}${dialect.userInfo?.path}`
      const { explanation, ...entry } = await one(
        attacked,
        `app-${dialect.id}`,
        await post(attacked.origin, path, body, mediaType),
      )
      assert.deepEqual([entry.step, entry.error, entry.parameter], ['user info', 'signature_invalid', 'sign'])
      assert.ok(explanation && 'signed' in explanation)
      const { signed } = explanation
      const masked = (secret: string) => `${secret.slice(0, 4)}***(${secret.length})`
      const { timestamp = '' } = Object.fromEntries(new URLSearchParams(body))
      assert.equal(
        signed,
        `{AppSecret}360buy_param_json{"openId":"${masked(openId)}"}access_token${masked(accessToken)}app_keyKEY-appmethodjingdong.user.getUserInfoByOpenIdtimestamp${timestamp}v2.0{AppSecret}`,
      )
      // What is put where it does not belong is not told either.
      const misplaced = pairs([
        ...new URLSearchParams(body).entries(),
        ['app_secret', secretOf('app')],
        [accessToken, accessToken],
        ['x', `{"a":[{"b":"${secretOf('app')}"}]}`],
        ['password', 'pin-47'],
        ['y', '{"pin": 836152, "openId":"pin-47"}'],
      ])
      const again = await one(
        attacked,
        `app-${dialect.id}`,
        await post(attacked.origin, path, misplaced, mediaType),
      )
      const text = JSON.stringify(again)
      assert.ok(text.includes('app_secret'))
      assert.ok(text.includes('password***(6)'), text)
      assert.ok(again.explanation && 'signed' in again.explanation)
      assert.ok(again.explanation.signed.includes('y{"***(3)": ***(6), "openId":"***(6)"}'), text)
      for (const secret of [accessToken, secretOf('app'), openId, 'pin-47', '836152'])
        assert.ok(!text.includes(secret), text)
      const long = `${body}&long=${'x,'.repeat(20_000)}`
      const bounded = await one(
        attacked,
        `app-${dialect.id}`,
        await post(attacked.origin, path, long, mediaType),
      )
      assert.ok(JSON.stringify(bounded).length < 5000)
    } finally {
      await attacked.close()
    }
  })
}

for (const dialect of triedDialects.filter(({ envelope }) => envelope !== undefined)) {
  test(`${dialect.id}: of a bad envelope only the keys that were tried are told, the same whatever is wrong`, async () => {
    const attacked = await target()
    try {
      const site = attacked.site(dialect)
      const appId = `app-${dialect.id}`
      const { privateKey, publicKey } = await appKeys
      const platform = attacked.running.runtime.platforms.get(dialect.id)?.keys.publicKey ?? ''
      const stranger = await generateRsaKeyPair()
      const speaking = (own: string, peer: string) => ({
        ...site.speaking('app'),
        envelope: envelopes['rsa-pkcs1-md5-sha256']({ own: [privateKeyOf(own)], peer: [publicKeyOf(peer)] }),
      })
      const good = site.wire('token', { clientId: 'KEY-app', code: 'x' }, site.speaking('app'))
      const wires = [
        site.wire('token', { clientId: 'KEY-app', code: 'x' }, speaking(stranger.privateKey, platform)),
        site.wire('token', { clientId: 'KEY-app', code: 'x' }, speaking(privateKey, stranger.publicKey)),
        { ...good, body: good.body.replace(/"data":"[^"]{30}/, `"data":"${'A'.repeat(30)}`) },
        { ...good, body: good.body.replace(/"data":"[^"]*"/, '"data":"*"') },
      ]
      const told = new Set<string>()
      for (const wire of wires) {
        const {
          id: _id,
          requestId: _requestId,
          ms: _ms,
          ...entry
        } = await one(attacked, appId, await site.deliver('token', wire))
        told.add(JSON.stringify(entry))
      }
      const [entry, ...others] = [...told]
      assert.equal(others.length, 0)
      assert.deepEqual((JSON.parse(entry ?? '') as Exchange).explanation, {
        keys: { own: [fingerprintOf(platform)], peer: [fingerprintOf(publicKey)] },
      })
      // A replay is of an envelope that opened: nothing is explained.
      await site.deliver('token', good)
      const replayed = await one(attacked, appId, await site.deliver('token', good))
      assert.deepEqual([replayed.error, replayed.explanation], ['request_replayed', undefined])
    } finally {
      await attacked.close()
    }
  })
}

test('no secret stands in the store’s file, after good and bad of everything', async () => {
  const file = newFile()
  const attacked = await target({ file })
  const secrets = new Set([PASSWORD, GATEWAY.secret, secretOf('app')])
  for (const dialect of triedDialects) {
    const site = attacked.site(dialect)
    const code = await site.code()
    const tokens = granted(await site.ask('token', { code }))
    granted(await site.refresh(tokens))
    await site.ask('token', { code })
    await site.refresh(tokens, {}, 'other')
    await site.revoke(tokens.accessToken, 'app', 'wrong')
    for await (const _ of refusals(attacked, dialect));
    for (const secret of [code, tokens.accessToken, tokens.refreshToken ?? code]) secrets.add(secret)
  }
  await attacked.close()
  const bytes = [file, `${file}-wal`].flatMap((path) => {
    try {
      return [readFileSync(path).toString('latin1')]
    } catch {
      return []
    }
  })
  assert.ok(bytes.join('').includes('refresh_token_unknown'), 'the logs are in it')
  for (const secret of secrets) assert.ok(!bytes.join('').includes(secret), secret)
})

test('ten thousand requests: counted, bounded, and nothing is lost at the end', async () => {
  const file = newFile()
  const attacked = await target({ file, config: { log: { level: 'silent' } } })
  const dialect = servedDialects.find(({ envelope }) => envelope === undefined)
  assert.ok(dialect)
  const site = attacked.site(dialect)
  const appId = `app-${dialect.id}`
  const bad = site.link({ redirectUri: 'https://evil.example.net/' })
  for (let nth = 0; nth < 10_000; nth += 100)
    await Promise.all(Array.from({ length: 100 }, () => send(attacked.origin, bad)))
  const last = await send(
    attacked.origin,
    site.link({ clientId: 'KEY-other', redirectUri: 'https://evil.example.net/' }),
  )
  await attacked.close()
  const again = await target({ file, seeded: true, key: attacked.key })
  try {
    const log = await logOf(again, appId)
    assert.ok(log.length === 200, String(log.length))
    const counts = await countsOf(again, appId)
    assert.equal(counts['refused redirect_uri_mismatch'], 10_000)
    assert.ok((counts['unlogged'] ?? 0) < 9_800)
    await one(again, `other-${dialect.id}`, last)
  } finally {
    await again.close()
  }
})

test('operators read an app’s log and usage through administration, and nobody else does', async () => {
  const attacked = await target({ store: 'memory' })
  try {
    const site = attacked.sites[1]
    assert.ok(site)
    const appId = `app-${site.dialect.id}`
    await site.tokens()
    await site.ask('token', { code: 'nonsense' })
    await attacked.running.runtime.recorder.flush()
    const api = '/admin/api/apps'
    const authorization = bearerOf(await consoleOf(attacked, 'reader', 'auditor'))
    const read = async (path: string) => {
      const { status, body } = await send(attacked.origin, `${api}/${path}`, { headers: { authorization } })
      return {
        status,
        ...(JSON.parse(body) as { exchanges?: Exchange[]; usage?: { kind: string; count: number }[] }),
      }
    }
    const { exchanges } = await read(`${appId}/log?outcome=refused&step=token`)
    assert.deepEqual(
      exchanges?.map(({ error }) => error),
      ['code_unknown'],
    )
    assert.equal((await read(`${appId}/log?requestId=${exchanges?.[0]?.requestId}`)).exchanges?.length, 1)
    assert.equal((await read(`${appId}/log?limit=2`)).exchanges?.length, 2)
    const { usage } = await read(`${appId}/usage?days=1`)
    assert.equal(usage?.find(({ kind }) => kind === 'token')?.count, 1)
    for (const path of [`${appId}/log?step=x`, `${appId}/log?reason=__proto__`, `${appId}/usage?days=0`])
      assert.equal((await read(path)).status, 400, path)
    for (const path of ['nobody/log', 'nobody/usage']) assert.equal((await read(path)).status, 404, path)
    for (const path of ['log', 'usage'])
      assert.equal((await send(attacked.origin, `${api}/${appId}/${path}`)).status, 401)
  } finally {
    await attacked.close()
  }
})
