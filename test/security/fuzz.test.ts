/*
 * Whatever comes, to any path of any dialect, by any method, in any query, form, JSON or bytes: an answer of the dialect (its
 * own envelope, or a page), never a failure of ours, and nothing lost: a code and a grant that were there before are good
 * afterwards. The short form is the same every time; `node test/security/fuzz.test.ts 20000` (or HUFU_FUZZ_RUNS) runs so
 * many of each, other ones each time, and prints the seed of what it finds.
 */
import { signatureOver, signingOf } from '../signing.ts'
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import fc from 'fast-check'
import { type Dialect, type TokenSet, isOAuthError } from '@hufu/dialects'
import { type Page, browser, consentForm, formWith } from './browser.ts'
import { type Site, type Target, CALLBACK, GATEWAY, PASSWORD, granted, secretOf, target } from './target.ts'
import { type Answer, FORM, JSON_TYPE, pairs, post, send } from './wire.ts'
import { withSignedUserInfo, triedDialects } from '../mechanisms.ts'

const runs = Number(process.argv[2] ?? process.env['HUFU_FUZZ_RUNS'] ?? 0)
const options = (short: number) => (runs > 0 ? { numRuns: runs } : { numRuns: short, seed: 20_240_709 })

let attacked: Target
before(async () => (attacked = await target({ store: 'memory' })))
after(() => attacked.close())

const namesOf = (dialect: Dialect): readonly string[] => [
  ...new Set(
    [
      dialect.authorize,
      dialect.token,
      dialect.refresh,
      ...(dialect.userInfo ? [dialect.userInfo] : []),
    ].flatMap(({ request }) => request.fields.map(({ name }) => name)),
  ),
]

/** Names of this dialect and others, and what is none. */
const names = (dialect: Dialect) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...namesOf(dialect)) },
    fc.constantFrom(
      'sign',
      'data',
      'token',
      'client_id',
      'client_secret',
      'username',
      'password',
      'request',
      'decision',
      'redirect_uri',
      'code',
    ),
    fc.constantFrom(
      '__proto__',
      'constructor',
      'toString',
      '',
      ' ',
      '\0',
      'a[]',
      'a[b]',
      '\u{1f600}',
      '\ufeff',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
  )

/** Values that are right somewhere, and what is right nowhere. What must not be lost is none of them. */
const values = (held: readonly string[]) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...held) },
    fc.constantFrom(
      '',
      ' ',
      '0',
      '-1',
      'null',
      'true',
      '{}',
      '[]',
      '\0',
      '\r\n',
      '%00',
      '%',
      '\ufffd',
      '../..',
      "'",
      '"',
      '<',
      '\u{10ffff}',
    ),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.json({ maxDepth: 3 }),
    fc.constantFrom(64, 255, 256, 2048, 2049, 9000).map((length) => 'x'.repeat(length)),
    fc.integer().map(String),
    fc.webUrl(),
  )

/** Escaped as it should be, as it should not, or not at all. */
const spelt = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, fc.nat(9)).map(([each, how]) => {
    if (how === 0) return each.replaceAll(/[^!-~]/g, '%')
    if (how === 1) return encodeURIComponent(encodeURIComponent(each))
    if (how === 2)
      return Array.from(
        new TextEncoder().encode(each.slice(0, 500)),
        (byte) => `%${byte.toString(16).padStart(2, '0')}`,
      ).join('')
    return encodeURIComponent(each)
  })

const queries = (name: fc.Arbitrary<string>, value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc
        .array(fc.tuple(spelt(name), fc.constantFrom('=', '=', '=', '=', '', '=='), spelt(value)), {
          maxLength: 12,
        })
        .chain((all) =>
          fc
            .constantFrom('&', '&', '&', '&', ';', '&&')
            .map((between) => all.map((each) => each.join('')).join(between)),
        ),
    },
    fc.string({ unit: fc.constantFrom(...'abc=&%?#;+./~01'.split('')), maxLength: 60 }),
  )

const mediaTypes = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(FORM, JSON_TYPE) },
  fc.constantFrom(
    `${FORM}; charset=utf-8`,
    `${JSON_TYPE};charset=UTF-8`,
    `${FORM}; charset=gbk`,
    'multipart/form-data; boundary=x',
    'multipart/form-data',
    'text/plain',
    '',
    '*/*',
    ';',
    'x/y; charset',
  ),
  fc.string({ unit: fc.constantFrom(...'abz/;=" ,-+.*'.split('')), maxLength: 30 }),
)

const multipart = (parts: readonly (readonly [string, string])[]): string =>
  `${parts.map(([name, value]) => `--x\r\ncontent-disposition: form-data; name="${name.replaceAll(/["\r\n]/g, '')}"\r\n\r\n${value}\r\n`).join('')}--x--\r\n`

const bodies = (name: fc.Arbitrary<string>, value: fc.Arbitrary<string>): fc.Arbitrary<Buffer> =>
  fc.oneof(
    { weight: 4, arbitrary: queries(name, value).map((text) => Buffer.from(text)) },
    {
      weight: 3,
      arbitrary: fc
        .dictionary(name, fc.oneof(value, fc.jsonValue({ maxDepth: 3 })), { maxKeys: 8 })
        .map((bag) => Buffer.from(JSON.stringify(bag))),
    },
    fc.array(fc.tuple(name, value), { maxLength: 6 }).map((parts) => Buffer.from(multipart(parts))),
    fc.json().map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc.constantFrom('', '{', '[[[[', '"', '\ufeff{}', '{"a":1,"a":2}').map((text) => Buffer.from(text)),
  )

const methods = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('GET', 'POST') },
  fc.constantFrom('HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'SEARCH'),
)

const headers = fc.dictionary(
  fc.constantFrom(
    'authorization',
    'cookie',
    'accept',
    'accept-language',
    'accept-encoding',
    'origin',
    'referer',
    'x-forwarded-for',
    'x-forwarded-host',
    'range',
    'if-none-match',
    'content-encoding',
    'expect',
    'upgrade',
  ),
  fc.oneof(
    fc.constantFrom('Basic QTpC', 'Basic !', 'Bearer x', 'hufu_session=x', 'gzip', '*', 'x'),
    fc.string({
      unit: fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code)),
      maxLength: 40,
    }),
  ),
  { maxKeys: 3 },
)

const pathsOf = ({ base, dialect }: Site): readonly string[] => [
  ...[
    dialect.authorize.path,
    ...dialect.authorize.aliases,
    dialect.token.path,
    dialect.refresh.path,
    ...(dialect.userInfo ? [dialect.userInfo.path] : []),
  ].map((path) => base + path),
  ...['/oauth/revoke', '/login', '/consent', '/logout', '/assets/pages.css', '', '/', '/nothing'].map(
    (path) => base + path,
  ),
]

const paths = (site: Site): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...pathsOf(site)),
      fc.oneof(
        { weight: 12, arbitrary: fc.constant('') },
        fc.constantFrom(
          '/',
          '//',
          '/.',
          '/..',
          '%',
          '%2f',
          '%00',
          '%zz',
          ';x=1',
          '/x',
          '.json',
          '#x',
          '%c0%af',
          '\\',
        ),
      ),
    )
    .map(([path, more]) => path + more)

/** In the dialect's own envelope, whichever of its endpoints it is of. */
function assertOfDialect(site: Site, answer: Answer, method: string): void {
  const { status, headers, body } = answer
  const told = `${status} ${JSON.stringify(headers)} ${body.slice(0, 300)}`
  assert.ok(status >= 200 && status < 500, told)
  if (status >= 300 && status < 400) return assert.ok(headers.location !== undefined, told)
  if (method === 'HEAD' || status === 204) return
  const type = String(headers['content-type'])
  if (type.startsWith('text/css')) return
  if (type.startsWith('text/html'))
    return assert.ok(body.startsWith('<!doctype html>') && body.trimEnd().endsWith('</html>'), told)
  // Our own revocation, which no dialect has: RFC 7009.
  if (body === '' && status === 200) return
  const standard = JSON.parse(body) as Readonly<Record<string, unknown>>
  if (typeof standard['error'] === 'string' && typeof standard['error_description'] === 'string') return
  const own = (['token', 'refresh', 'userInfo'] as const).some((step) => {
    try {
      return site.dialect[step] !== undefined && site.read(step, answer) !== undefined
    } catch {
      return false
    }
  })
  assert.ok(own, `no envelope of ${site.dialect.id}: ${told}`)
}

/** What was there before, and must be there afterwards. */
async function treasure(site: Site) {
  const { dialect } = site
  // Of applications of their own: some platforms end the earlier grants of the same.
  for (const name of ['kept', 'held']) await attacked.putApp(dialect.id, name)
  const code = await site.code({ clientId: 'KEY-kept' })
  const tokens = granted(await site.ask('token', { code: await site.code({ clientId: 'KEY-held' }) }, 'held'))
  return {
    async assertKept() {
      assert.ok(await attacked.live(tokens.accessToken))
      assert.ok(await attacked.live(tokens.refreshToken ?? ''))
      granted(await site.refresh(tokens, {}, 'held'))
      granted(await site.ask('token', { code }, 'kept'))
    },
    near: [tokens.accessToken.slice(0, -1), `${code}x`, code.toUpperCase()],
  }
}

/** Values that mean something, of grants that may be spent. */
async function heldBy(site: Site, near: readonly string[]): Promise<readonly string[]> {
  const other: TokenSet = await site.tokens()
  return [
    'KEY-app',
    'KEY-other',
    secretOf('app'),
    secretOf('other'),
    CALLBACK,
    'authorization_code',
    'refresh_token',
    'jingdong.user.getUserInfoByOpenId',
    '2.0',
    other.accessToken,
    other.refreshToken ?? 'x',
    other.openId ?? 'x',
    await site.code(),
    ...site.dialect.policy.scopes,
    String(attacked.clock.at * 1000),
    ...near,
  ]
}

for (const dialect of triedDialects) {
  suite(dialect.id, () => {
    let site: Site
    before(() => (site = attacked.site(dialect)))

    test('any request to any of its paths', async () => {
      const { assertKept, near } = await treasure(site)
      const name = names(dialect)
      const value = values(await heldBy(site, near))
      const requests = fc.record({
        method: methods,
        path: paths(site),
        query: queries(name, value),
        type: mediaTypes,
        body: bodies(name, value),
        headers,
      })
      await fc.assert(
        fc.asyncProperty(requests, async ({ method, path, query, type, body, headers }) => {
          const { pathname, search } = sendable(path, query)
          const withBody = !['GET', 'HEAD', 'TRACE'].includes(method)
          const answer = await send(attacked.origin, pathname + search, {
            method,
            headers: { ...withoutUpgrade(headers), ...(withBody && { 'content-type': type }) },
            ...(withBody && { body }),
          })
          if (headers['expect'] !== undefined && answer.status === 417) return
          assertOfDialect(site, answer, method)
        }),
        options(260),
      )
      await assertKept()
    })

    test('any parameters at its calls, by the right method', async () => {
      const { assertKept, near } = await treasure(site)
      const name = names(dialect)
      const value = values(await heldBy(site, near))
      const steps = (['token', 'refresh', 'userInfo'] as const).filter((step) => dialect[step])
      const call = fc.constantFrom(...steps)
      await fc.assert(
        fc.asyncProperty(
          call,
          fc.boolean(),
          queries(name, value),
          bodies(name, value),
          async (step, get, query, body) => {
            const endpoint = dialect[step]
            const path = `${site.base}${endpoint?.path}`
            const answer =
              get && endpoint?.methods.includes('GET')
                ? await send(attacked.origin, sendable(path, query).pathname + sendable(path, query).search)
                : await post(attacked.origin, path, body, dialect.envelope === undefined ? FORM : JSON_TYPE)
            assertOfDialect(site, answer, 'POST')
            const read = site.read(step, answer)
            assert.ok(isOAuthError(read) || step === 'userInfo' || 'accessToken' in read)
          },
        ),
        options(160),
      )
      await assertKept()
    })

    test('a good request with one thing wrong', async () => {
      const { assertKept, near } = await treasure(site)
      const value = values(await heldBy(site, near))
      const own = await site.tokens()
      const all = {
        clientId: 'KEY-app',
        clientSecret: secretOf('app'),
        redirectUri: CALLBACK,
        code: 'x',
        ...own,
        refreshToken: 'x',
      }
      const steps = (['token', 'refresh', 'userInfo'] as const).filter((step) => dialect[step])
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...steps),
          fc.nat(9),
          names(dialect),
          spelt(value),
          async (step, at, name, wrong) => {
            const wire = site.wire(step, all, site.speaking('app'))
            if (dialect.envelope !== undefined) {
              const body = { ...(JSON.parse(wire.body) as object), [name]: wrong }
              return assertOfDialect(
                site,
                await site.deliver(step, { ...wire, body: JSON.stringify(body) }),
                'POST',
              )
            }
            const change = (text: string): string =>
              text === ''
                ? ''
                : text
                    .split('&')
                    .map((pair, index) => (index === at ? `${pair.split('=', 1)[0]}=${wrong}` : pair))
                    .join('&')
            const changed = {
              ...wire,
              query: sendable('', change(wire.query)).search.slice(1),
              body: change(wire.body),
            }
            assertOfDialect(site, await site.deliver(step, changed), wire.method)
          },
        ),
        options(100),
      )
      await assertKept()
    })

    test('any forms of its pages, logged in or not', async () => {
      let kept = await treasure(site)
      let attempts = 0
      const value = values(await heldBy(site, kept.near))
      const merchant = browser(attacked.origin)
      const which = fc.constantFrom('login', 'consent', 'logout')
      const fields = fc.dictionary(
        fc.constantFrom('request', 'token', 'username', 'password', 'decision'),
        value,
        { maxKeys: 5 },
      )
      /** So many logins from one network take a while, in which a code would grow old. */
      const meanwhile = async (): Promise<void> => {
        attacked.later(4)
        if (++attempts % Math.min(50, Math.floor(dialect.policy.codeLifetime / 4) - 1) > 0) return
        await kept.assertKept()
        kept = await treasure(site)
      }
      await fc.assert(
        fc.asyncProperty(which, fields, fc.boolean(), fc.boolean(), async (form, changes, known, shown) => {
          const from = known ? merchant : browser(attacked.origin)
          const link = site.link({ state: 'fuzz' })
          const page: Page = known ? await from.login(link, 'demo', PASSWORD) : await from.get(link)
          const own = known && form !== 'login' ? consentForm(page) : formWith(page, 'password')
          // The right password of nobody: what a login's failures count is for other tests.
          const { username: _username, ...rest } = changes
          const all = {
            ...(shown && own?.fields),
            ...(form === 'logout' ? { token: 'x' } : {}),
            ...rest,
            username: `nobody ${rest['password'] ?? ''}`.slice(0, 60),
          }
          await meanwhile()
          const answer = await from.submit(`${site.base}/${form}`, all)
          assertOfDialect(site, answer, 'POST')
        }),
        options(60),
      )
      await kept.assertKept()
    })

    if (dialect.envelope !== undefined) {
      test('anything in an envelope that is well sealed and signed', async () => {
        const { assertKept, near } = await treasure(site)
        const value = values(await heldBy(site, near))
        const inside = fc.oneof(
          fc
            .dictionary(names(dialect), fc.oneof(value, fc.jsonValue({ maxDepth: 2 })), { maxKeys: 6 })
            .map((bag) => JSON.stringify(bag)),
          fc.json(),
          fc.string({ unit: 'binary', maxLength: 500 }),
        )
        const steps = fc.constantFrom('token' as const, 'refresh' as const)
        await fc.assert(
          fc.asyncProperty(steps, inside, async (step, text) => {
            const sealed = site.speaking('app').envelope.seal(text)
            const body = JSON.stringify({ app_id: 'KEY-app', time: attacked.clock.at * 1000, ...sealed })
            const answer = await site.deliver(step, { method: 'POST', query: '', mediaType: JSON_TYPE, body })
            assertOfDialect(site, answer, 'POST')
          }),
          options(50),
        )
        await assertKept()
      })
    }

    if (withSignedUserInfo.includes(dialect)) {
      test('anything that is well signed', async () => {
        const { assertKept, near } = await treasure(site)
        const value = values(await heldBy(site, near))
        const { accessToken, openId = 'x' } = await site.tokens()
        const wire = site.wire('userInfo', { clientId: 'KEY-app', accessToken, openId }, site.speaking('app'))
        const good = Object.fromEntries(new URLSearchParams(wire.query || wire.body))
        const changes = fc.dictionary(names(dialect), value, { maxKeys: 3 })
        await fc.assert(
          fc.asyncProperty(changes, async (change) => {
            const all: Record<string, string> = Object.assign(Object.create(null) as object, good, change)
            delete all['sign']
            const sign = signatureOver(signingOf(dialect.userInfo), all, secretOf('app'))
            const body = pairs({ ...all, sign }).replaceAll('\0', '%00')
            assertOfDialect(
              site,
              await post(attacked.origin, `${site.base}${dialect.userInfo?.path}`, body),
              'POST',
            )
          }),
          options(100),
        )
        await assertKept()
      })
    }
  })
}

suite('what is of no platform', () => {
  const standard = ({ status, headers, body }: Answer, method: string): void => {
    assert.ok(status >= 200 && status < 500, `${status} ${body}`)
    if (
      method === 'HEAD' ||
      status === 204 ||
      body === '' ||
      String(headers['content-type']).startsWith('text/html')
    )
      return
    assert.match(String(headers['content-type']), /^application\/json/)
    JSON.parse(body)
  }

  test('introspection, health, administration and nothing', async () => {
    const name = fc.constantFrom('token', 'token_type_hint', 'client_id', 'client_secret', 'x', '__proto__')
    const value = values([
      GATEWAY.id,
      GATEWAY.secret,
      secretOf('app'),
      'KEY-app',
      'x'.repeat(64),
      'a'.repeat(32),
    ])
    const path = fc.constantFrom(
      '/introspect',
      '/',
      '/healthz',
      '/readyz',
      '/nothing',
      '/admin/api',
      '/admin/api/session',
      '/admin/api/apps',
      '/admin/api/x',
      '/%zz',
      '//',
      '/favicon.ico',
    )
    await fc.assert(
      fc.asyncProperty(
        methods,
        path,
        queries(name, value),
        mediaTypes,
        bodies(name, value),
        headers,
        async (method, path, query, type, body, headers) => {
          const { pathname, search } = sendable(path, query)
          const withBody = !['GET', 'HEAD', 'TRACE'].includes(method)
          const answer = await send(attacked.origin, pathname + search, {
            method,
            headers: { ...withoutUpgrade(headers), ...(withBody && { 'content-type': type }) },
            ...(withBody && { body }),
          })
          if (headers['expect'] !== undefined && answer.status === 417) return
          standard(answer, method)
        },
      ),
      options(250),
    )
  })
})

/** What Node's own client lets out: no blank, no control character; and what its server reads, 16 kB. */
const sendable = (path: string, query: string): { readonly pathname: string; readonly search: string } => ({
  pathname: path.replaceAll(/[^!-~]/g, '%'),
  search: `?${query.replaceAll(/[^!-~]/g, '%').slice(0, 12_000)}`,
})

const withoutUpgrade = ({
  upgrade: _upgrade,
  ...rest
}: Readonly<Record<string, string>>): Readonly<Record<string, string>> => rest
