/*
 * docs/security-rules.md, R8: who asks is proved, in one way at a time, and a stranger learns nothing by the time it takes. Times are
 * not measured: what is counted is the digests and comparisons that an answer costs. At jd-finance no call of the platform
 * asks for proof; its revocation does. The signatures of jos2's gateway and chainup are in r18.
 */
import assert from 'node:assert/strict'
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { after, before, suite, test } from 'node:test'
import { triedDialects } from '../mechanisms.ts'
import { type Dialect, authenticationOf, isOAuthError } from '@hufu/dialects'
import { digest } from '@hufu/engine'
import {
  type Site,
  type Target,
  GATEWAY,
  START,
  assertRefused,
  granted,
  isRefused,
  secretOf,
  target,
} from './target.ts'
import { type Answer, pairs, post } from './wire.ts'

let attacked: Target
before(async () => (attacked = await target()))
after(() => attacked.close())

const withSecret = triedDialects.filter(({ token, refresh }) =>
  [token, refresh].every((call) => authenticationOf(call) === 'secret'),
)

/** How many digests of client secrets and how many constant-time comparisons happen meanwhile. */
async function work(act: () => Promise<unknown>): Promise<{ digests: number; comparisons: number }> {
  const done = { digests: 0, comparisons: 0 }
  const { hash, timingSafeEqual } = crypto
  const counting = {
    hash: (...given: Parameters<typeof hash>) => {
      if (typeof given[1] === 'string' && given[1].startsWith('client ')) done.digests++
      return hash(...given)
    },
    timingSafeEqual: (...given: Parameters<typeof timingSafeEqual>) => {
      done.comparisons++
      return timingSafeEqual(...given)
    },
  }
  Object.assign(crypto, counting)
  syncBuiltinESMExports()
  try {
    await act()
  } finally {
    Object.assign(crypto, { hash, timingSafeEqual })
    syncBuiltinESMExports()
  }
  return done
}

for (const dialect of withSecret) {
  suite(dialect.id, () => {
    let site: Site
    before(() => (site = attacked.site(dialect)))

    test('the platform’s own codes for an unknown application and a wrong secret, at the same cost', async () => {
      const unknown = () => site.ask('token', { code: 'x', clientId: 'KEY-nobody' })
      const wrong = () => site.ask('token', { code: 'x', clientSecret: 'wrong' })
      assertRefused(await unknown(), dialect, 'token', 'client_unknown')
      assertRefused(await wrong(), dialect, 'token', 'client_unauthenticated')
      const cost = await work(wrong)
      assert.deepEqual(await work(unknown), cost)
      assert.deepEqual(cost, { digests: 1, comparisons: 1 })
      const atRefresh = await work(() => site.ask('refresh', { refreshToken: 'x', clientId: 'KEY-nobody' }))
      assert.deepEqual(atRefresh, cost)
    })

    test('a stranger does not learn that an application is suspended', async () => {
      await attacked.putApp(dialect.id, 'other', { status: 'suspended' })
      const answer = await site.ask('token', { code: 'x', clientSecret: 'wrong' }, 'other')
      assertRefused(answer, dialect, 'token', 'client_unauthenticated')
      await attacked.putApp(dialect.id, 'other', { status: 'online' })
    })

    test('a text that is not the application’s secret is refused', async () => {
      const tokens = await site.tokens()
      const kept = digest('client', secretOf('app'))
      for (const clientSecret of [
        kept,
        'KEY-app',
        secretOf('app').toUpperCase(),
        secretOf('app').slice(0, -1),
        `${secretOf('app')}\0`,
        '%00',
      ]) {
        assertRefused(
          await site.refresh(tokens, { clientSecret }),
          dialect,
          'refresh',
          'client_unauthenticated',
        )
      }
      await attacked.putApp(dialect.id, 'bare', { secrets: [] })
      for (const clientSecret of ['x', digest('client', '')]) {
        assertRefused(
          await site.ask('token', { code: 'x', clientSecret }, 'bare'),
          dialect,
          'token',
          'client_unauthenticated',
        )
      }
    })

    test('a header is no proof where the platform asks for parameters', async () => {
      const tokens = await site.tokens()
      const wire = site.wire(
        'refresh',
        { clientId: 'KEY-app', clientSecret: 'wrong', refreshToken: tokens.refreshToken ?? '' },
        site.speaking('app'),
      )
      const basic = `Basic ${Buffer.from(`KEY-app:${secretOf('app')}`).toString('base64')}`
      assert.ok(
        isRefused(site.read('refresh', await site.deliver('refresh', wire, { authorization: basic }))),
      )
    })
  })
}

for (const dialect of triedDialects) {
  test(`${dialect.id}: a replaced secret is good until its time, and not a second longer`, async () => {
    const site = attacked.site(dialect)
    const until = attacked.clock.at + 100
    const [fresh, former] = ['a new secret', secretOf('app')]
    const appId = `app-${dialect.id}`
    const secrets = [
      attacked.keptSecret(fresh, dialect.id, appId),
      attacked.keptSecret(former, dialect.id, appId, until),
    ]
    await attacked.putApp(dialect.id, 'app', { secrets })
    const works = async (clientSecret: string): Promise<boolean> => {
      const revoked = (await site.revoke('x', 'app', clientSecret)).status === 200
      if (authenticationOf(dialect.token) === 'secret') {
        const answer = await site.ask('token', { code: 'x', clientSecret })
        assertRefused(answer, dialect, 'token', revoked ? 'code_unknown' : 'client_unauthenticated')
      }
      if (dialect.userInfo && authenticationOf(dialect.userInfo) === 'signature') {
        const signed = await site.ask('userInfo', { accessToken: 'x', openId: 'x', clientSecret })
        assertRefused(signed, dialect, 'userInfo', revoked ? 'access_token_unknown' : 'signature_invalid')
      }
      return revoked
    }
    assert.ok((await works(former)) && (await works(fresh)))
    attacked.later(99)
    assert.ok((await works(former)) && (await works(fresh)))
    attacked.later(1)
    assert.ok(!(await works(former)) && (await works(fresh)))
    await attacked.putApp(dialect.id, 'app', { secrets: [attacked.keptSecret(former, dialect.id, appId)] })
  })
}

/** Ids and secrets that are spelt differently raw and percent-encoded. */
const odd = { id: 'gate+way%41 é', secret: 'p+a%41:ss wörd/=&?%zz' }

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const formEncoded = (text: string): string => encodeURIComponent(text).replaceAll('%20', '+')

/** The header, or the form, of the good credentials. */
const good = ({ id, secret }: typeof odd): readonly (readonly [why: string, authorization: string])[] => [
  ['raw', `Basic ${base64(`${id}:${secret}`)}`],
  ['percent-encoded', `Basic ${base64(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}`],
  ['form-encoded, as the RFC says', `Basic ${base64(`${formEncoded(id)}:${formEncoded(secret)}`)}`],
  ['the scheme in another case', `bAsIc ${base64(`${id}:${secret}`)}`],
  ['more than one blank', `Basic   ${base64(`${id}:${secret}`)}`],
  ['base64 without padding', `Basic ${base64(`${id}:${secret}`).replaceAll('=', '')}`],
]

const malformed = ({
  id,
  secret,
}: typeof odd): readonly (readonly [why: string, authorization: string])[] => [
  ['empty', ''],
  ['no value', 'Basic'],
  ['a blank value', 'Basic  '],
  ['no base64', 'Basic !!!'],
  ['no colon', `Basic ${base64(id)}`],
  ['no id', `Basic ${base64(`:${secret}`)}`],
  ['no secret', `Basic ${base64(`${id}:`)}`],
  ['not encoded at all', `Basic ${encodeURIComponent(`${id}:${secret}`)}`],
  ['encoded twice', `Basic ${base64(base64(`${id}:${secret}`))}`],
  ['another scheme', `Bearer ${base64(`${id}:${secret}`)}`],
  ['no scheme', base64(`${id}:${secret}`)],
  ['two', `Basic ${base64(`${id}:${secret}`)}, Basic ${base64(`${id}:${secret}`)}`],
  ['a parameter behind', `Basic ${base64(`${id}:${secret}`)}; x`],
  ['a NUL', `Basic ${base64(`${id}\0:${secret}`)}`],
  ['a line end', `Basic ${base64(`${id}:${secret}\n`)}`],
  ['a wrong secret', `Basic ${base64(`${id}:wrong`)}`],
  ['the secret in another case', `Basic ${base64(`${id}:${secret.toUpperCase()}`)}`],
  ['nobody', `Basic ${base64(`nobody:${secret}`)}`],
]

interface Endpoint {
  readonly name: string
  ask(authorization: string | undefined, form?: Readonly<Record<string, string>>): Promise<Answer>
}

const endpoints: readonly Endpoint[] = [
  { name: 'introspection', ask: (authorization, form) => posted('/introspect', authorization, form) },
  ...triedDialects.map(({ id }: Dialect) => ({
    name: `${id}'s revocation`,
    ask: (authorization: string | undefined, form?: Readonly<Record<string, string>>) =>
      posted(`/${id}/oauth/revoke`, authorization, form),
  })),
]

const posted = (
  path: string,
  authorization: string | undefined,
  form: Readonly<Record<string, string>> = {},
): Promise<Answer> =>
  post(
    attacked.origin,
    path,
    pairs({ token: 'x', ...form }),
    undefined,
    authorization === undefined ? {} : { authorization },
  )

for (const dialect of triedDialects) {
  test(`${dialect.id}: an application that has no secret is proved by none, the empty one least of all`, async () => {
    const site = attacked.site(dialect)
    await attacked.putApp(dialect.id, 'bare', { secrets: [] })
    const expired = attacked.keptSecret('old', dialect.id, `expired-${dialect.id}`, START)
    await attacked.putApp(dialect.id, 'expired', { secrets: [expired] })
    for (const name of ['bare', 'expired']) {
      for (const secret of ['', ' ', 'old', digest('client', ''), 'undefined', 'null']) {
        assertUnauthenticated(await site.revoke('x', name, secret))
        const authorization = `Basic ${base64(`KEY-${name}:${secret}`)}`
        assertUnauthenticated(await posted(`${site.base}/oauth/revoke`, authorization))
      }
    }
  })
}

for (const { name, ask } of endpoints) {
  suite(`${name}, by Basic`, () => {
    before(async () => {
      const secret = digest('client', odd.secret)
      await attacked.store.putGateway({
        id: odd.id,
        secret,
        platforms: [],
        seesRefreshTokens: false,
        createdAt: START,
      })
      for (const { id } of triedDialects) {
        const secrets = [attacked.keptSecret(odd.secret, id, `odd-${id}`)]
        if (!(await attacked.store.appById(`odd-${id}`)))
          await attacked.putApp(id, 'odd', { clientId: odd.id, secrets })
      }
    })

    for (const [why, authorization] of good(odd)) {
      test(`let in: ${why}`, async () => assert.equal((await ask(authorization)).status, 200))
    }
    test('let in: the form', async () => {
      assert.equal((await ask(undefined, { client_id: odd.id, client_secret: odd.secret })).status, 200)
    })

    for (const [why, authorization] of malformed(odd)) {
      test(`refused: ${why}`, async () => assertUnauthenticated(await ask(authorization)))
    }
    test('refused: nothing, or half of it', async () => {
      assertUnauthenticated(await ask(undefined))
      assertUnauthenticated(await ask(undefined, { client_id: odd.id }))
      assertUnauthenticated(await ask(undefined, { client_secret: odd.secret }))
      assertUnauthenticated(await ask(undefined, { client_id: odd.id, client_secret: '' }))
      assertUnauthenticated(await ask(undefined, { client_id: '', client_secret: odd.secret }))
    })
    test('refused: two ways at once, even if both are right', async () => {
      const authorization = `Basic ${base64(`${odd.id}:${odd.secret}`)}`
      assertUnauthenticated(await ask(authorization, { client_id: odd.id, client_secret: odd.secret }))
      assertUnauthenticated(await ask('Basic !!!', { client_id: odd.id, client_secret: odd.secret }))
      assertUnauthenticated(await ask(authorization, { client_id: 'another' }))
    })

    test('a stranger and a wrong secret are answered alike, at the same cost', async () => {
      const unknown = () => ask(`Basic ${base64(`nobody:wrong`)}`)
      const wrong = () => ask(`Basic ${base64(`${odd.id}:wrong`)}`)
      const [a, b] = [await unknown(), await wrong()]
      assert.deepEqual(
        [a.status, a.body, a.headers['www-authenticate']],
        [b.status, b.body, b.headers['www-authenticate']],
      )
      const plain = [{ client_id: 'nobody' }, { client_id: GATEWAY.id }, { client_id: 'KEY-app' }].map(
        (each) => () => ask(undefined, { ...each, client_secret: 'wrong' }),
      )
      const costs = []
      for (const each of plain) costs.push(await work(each))
      assert.deepEqual(costs[1], costs[0])
      assert.deepEqual(costs[2], costs[0])
      assert.deepEqual(costs[0], { digests: 1, comparisons: 1 })
    })
  })
}

function assertUnauthenticated({ status, headers, body }: Answer): void {
  assert.equal(status, 401, body)
  assert.match(String(headers['www-authenticate']), /^Basic realm=/)
  assert.equal((JSON.parse(body) as { error: string }).error, 'invalid_client')
}

test('chainup: a stranger’s envelope is refused by the platform’s own code, and a wrong key by the uniform one', async () => {
  for (const dialect of triedDialects.filter(({ envelope }) => envelope !== undefined)) {
    const site = attacked.site(dialect)
    assertRefused(
      await site.ask('token', { code: 'x', clientId: 'KEY-nobody' }),
      dialect,
      'token',
      'client_unknown',
    )
    await attacked.putApp(dialect.id, 'keyless', { publicKeys: [] })
    const answer = await site.ask('token', { code: 'x' }, 'keyless')
    assertRefused(answer, dialect, 'token', 'signature_invalid')
    assert.ok(isOAuthError(answer))
    granted(await site.ask('token', { code: await site.code() }))
  }
})
