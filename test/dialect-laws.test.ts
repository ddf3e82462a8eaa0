/* The laws tell a dialect that is wrong: each of these has one thing changed, and is told by the law that it breaks. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Dialect, type PlatformRecord, WireError, jdCentral } from '@hufu/dialects'
import { brokenLaws, holds } from '../packages/dialect-laws/src/index.ts'
import { recordOf } from './records.ts'

const good = recordOf(jdCentral)
const { token, refresh, callback } = jdCentral

const changed = (change: Partial<Dialect>): PlatformRecord => ({
  ...good,
  dialect: { ...jdCentral, ...change },
})

const cases: Readonly<Record<string, readonly [wrong: PlatformRecord, law: RegExp]>> = {
  'a callback that loses the state': [
    changed({
      callback: { ...callback, encode: (value, at) => callback.encode({ ...value, state: '' }, at) },
    }),
    /callback: (?:decode undoes encode|an error brings the state back)/,
  ],
  'a request that is read as another': [
    changed({
      token: {
        ...token,
        request: {
          ...token.request,
          decode: (wire, at) => ({ ...token.request.decode(wire, at), code: 'c' }),
        },
      },
    }),
    /token request: decode undoes encode/,
  ],
  'a secret whose application is looked up before the secret is': [
    changed({ token: { ...token, clientIdOf: () => 'KEY' } }),
    /who asks is read ahead of the proof/,
  ],
  'a decoder that fails otherwise than by a wire error': [
    changed({
      refresh: {
        ...refresh,
        request: {
          ...refresh.request,
          decode(wire, at) {
            try {
              return refresh.request.decode(wire, at)
            } catch {
              throw new RangeError('no')
            }
          },
        },
      },
    }),
    /refresh request: any wire at all is read, or refused as a wire/,
  ],
  'an encoder that writes what cannot be carried': [
    changed({
      token: {
        ...token,
        request: {
          ...token.request,
          encode(value, at) {
            try {
              return token.request.encode(value as never, at)
            } catch (error) {
              if (!(error instanceof WireError)) throw error
              return { method: 'GET', query: '', mediaType: '', body: '' }
            }
          },
        },
      },
    }),
    /token request: text that cannot be carried is refused, not mangled/,
  ],
  'a method that is not taken': [
    changed({ token: { ...token, methods: ['POST'] } }),
    /token: what is sent is a method that is taken/,
  ],
  'a call without proof': [
    changed({ token: { ...token, request: { ...token.request, fields: [] } } }),
    /token: it proves whose call it is/,
  ],
  'two calls that one request could be for': [
    changed({ refresh: { ...refresh, path: token.path } }),
    /of the calls that share a path, each request selects exactly its own/,
  ],
  'a table without a code for a reason': [
    changed({
      token: { ...token, errors: { ...token.errors, rows: token.errors.rows.slice(1) } },
    }),
    /token errors: no code twice, and a row of its own for every reason/,
  ],
  'a reply that is no JSON': [
    changed({
      refresh: {
        ...refresh,
        response: {
          ...refresh.response,
          encode: (value, at) => ({ ...refresh.response.encode(value as never, at), body: '<xml/>' }),
        },
      },
    }),
    /refresh response: a reply is a JSON object/,
  ],
}

for (const [what, [wrong, law]] of Object.entries(cases))
  test(`${what} is told`, () => {
    const told = brokenLaws(wrong).map((each) => each.law)
    assert.ok(
      told.some((each) => law.test(each)),
      told.join('\n'),
    )
  })

test('a platform that keeps every law holds; one that does not is refused with each law and what is wrong', () => {
  holds(good)
  assert.throws(
    () => holds(changed({ token: { ...token, methods: ['POST'] } })),
    (error: unknown) =>
      error instanceof AggregateError && /^\d+ laws do not hold\n.*token: what is sent/.test(error.message),
  )
})

test('an example is read as its value and written as it stands, or told', () => {
  const query = 'app_key=K&app_secret=S&grant_type=authorization_code&code=C'
  const value = { clientId: 'K', clientSecret: 'S', code: 'C' }
  const example = { what: 'code to token', at: 'token', request: { method: 'GET', query } } as const
  holds(good, [{ ...example, value }])
  const [broken] = brokenLaws(good, [{ ...example, value: { ...value, code: 'D' } }])
  assert.equal(broken?.law, 'jd-central, example: code to token')
})
