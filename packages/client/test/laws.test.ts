/* The client half against the dialect's other half, for every call of every dialect, with values derived from the fields. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  type Dialect,
  type Endpoint,
  dialects,
  errorReasons,
  isOAuthError,
  writeRefusal,
} from '@hufu/dialects'
import fc from 'fast-check'
import { anyRecord, codecsOf, context } from '../../dialect-laws/src/generators.ts'
import {
  type CallFailure,
  type HttpRequest,
  authorizationUrl,
  buildRequest,
  clientReasons,
  isFailure,
  readCallback,
  readResponse,
} from '../src/index.ts'

const BASE = 'https://platform.test/mount'
type AnyEndpoint = Endpoint<object, object>

/** A URL and a body back to what a server is given. */
function arrived({ method, url, headers, body = '' }: HttpRequest) {
  const { search, pathname, origin } = new URL(url)
  return {
    path: `${origin}${pathname}`,
    wire: {
      method,
      query: search.slice(1),
      mediaType: headers['content-type'] ?? '',
      body,
      headers: { authorization: headers['authorization'] },
    },
  }
}

for (const dialect of dialects) {
  describe(dialect.id, () => {
    for (const [name, each] of codecsOf(dialect)) {
      const endpoint = each as AnyEndpoint
      test(`${name}: the platform decodes what is built`, () => {
        fc.assert(
          fc.property(anyRecord(endpoint.request.fields), (asked) => {
            const request = buildRequest(endpoint, asked, BASE, context)
            assert.ok(!isFailure(request), JSON.stringify(request))
            const { path, wire } = arrived(request)
            const own = encodeURIComponent((asked as { readonly clientId?: string }).clientId ?? '')
            assert.equal(path, `${BASE}${endpoint.path.replace('{clientId}', () => own)}`)
            assert.ok(endpoint.methods.some((method) => method === wire.method))
            assert.deepEqual(endpoint.request.decode(wire, context), asked)
          }),
        )
      })

      test(`${name}: what cannot be spelt is blamed on its parameter, and not sent`, () => {
        const required = endpoint.request.fields.filter((field) => 'key' in field && !field.optional)
        for (const field of required) {
          assert.ok('key' in field)
          const [asked] = fc.sample(anyRecord(endpoint.request.fields), 1)
          for (const value of [undefined, '', '\ud800']) {
            const request: HttpRequest | CallFailure = buildRequest(
              endpoint,
              { ...asked, [field.key]: value },
              BASE,
              context,
            )
            assert.ok(isFailure(request))
            assert.equal(request.outcome, 'not_sent')
            assert.equal(request.parameter, field.name)
          }
        }
      })

      test(`${name}: reads every answer that the platform can give`, () => {
        fc.assert(
          fc.property(anyRecord(endpoint.response.fields), (answer) => {
            assert.deepEqual(
              readResponse(endpoint, endpoint.response.encode(answer, context), context),
              answer,
            )
          }),
        )
      })

      test(`${name}: reads every error that the platform can give, and what to do about it`, () => {
        for (const error of Object.keys(errorReasons) as (keyof typeof errorReasons)[]) {
          const wire = writeRefusal(endpoint, { error }, context)
          const said = endpoint.response.decode(wire, context)
          assert.ok(isOAuthError(said))
          const failure = readResponse(endpoint, wire, context)
          assert.ok(isFailure(failure))
          const { status } = wire
          const reason = status < 500 ? said.error : 'platform_unavailable' // no verdict, whatever it says
          const { retry, hint } = { ...errorReasons, ...clientReasons }[reason]
          const outcome = reason === 'server_error' || status >= 500 ? 'ambiguous' : 'rejected'
          assert.deepEqual(failure, { ...said, error: reason, retry, hint, outcome, status })
        }
      })

      test(`${name}: nothing that a server may say throws`, () => {
        fc.assert(
          fc.property(fc.nat({ max: 999 }), anyBody(endpoint), (status, body) => {
            const answer: object = readResponse(endpoint, { status, body }, context)
            if ('outcome' in answer) {
              const outcomes = status === 407 ? ['not_sent'] : ['rejected', 'ambiguous']
              assert.ok(outcomes.includes(String(answer.outcome)))
            }
          }),
        )
      })
    }

    test('authorize: the platform decodes the link', () => {
      fc.assert(
        fc.property(anyRecord(dialect.authorize.request.fields), (asked) => {
          const url = new URL(authorizationUrl(dialect, asked as never, BASE, context))
          assert.equal(`${url.origin}${url.pathname}`, `${BASE}${dialect.authorize.path}`)
          assert.deepEqual(dialect.authorize.request.decode(url.search.slice(1), context), asked)
        }),
      )
    })

    test('authorize: a scope that the platform wants named is its default where none is asked for', () => {
      const link = authorizationUrl(
        dialect,
        { clientId: 'c', redirectUri: 'https://a.test/cb', state: 's' },
        BASE,
        context,
      )
      const { scope } = dialect.authorize.request.decode(new URL(link).search.slice(1), context)
      assert.ok(
        scope === undefined ||
          scope === dialect.policy.defaultScope ||
          scope.join() === dialect.policy.defaultScope.join(),
      )
    })

    test('callback: reads what the platform appends, from a URL, a path, a query', () => callbackLaw(dialect))
  })
}

/** Text, JSON, and the platform's own answers with a part of them broken. */
const anyBody = (endpoint: AnyEndpoint) =>
  fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    anyRecord(endpoint.response.fields).chain((answer) => {
      const { body } = endpoint.response.encode(answer, context)
      return fc.nat({ max: body.length }).map((end) => body.slice(0, end))
    }),
    fc.tuple(anyRecord(endpoint.response.fields), fc.jsonValue(), fc.nat()).map(([answer, value, at]) => {
      const body = JSON.parse(endpoint.response.encode(answer, context).body || '{}') as Record<
        string,
        unknown
      >
      const names = Object.keys(body)
      return JSON.stringify({ ...body, [names[at % names.length] ?? 'code']: value })
    }),
  )

function callbackLaw(dialect: Dialect): void {
  fc.assert(
    fc.property(anyRecord(dialect.callback.fields), (answer) => {
      const query = dialect.callback.encode(answer as never, context)
      for (const form of [query, `?${query}`, `/cb?${query}`, `https://a.test/cb?${query}#_=_`])
        assert.deepEqual(readCallback(dialect, form, context), answer)
      const denied = readCallback(dialect, `?${dialect.callback.encode({ error: 'access_denied' }, context)}`)
      assert.ok(isFailure(denied))
      assert.equal(denied.error, 'access_denied')
      assert.equal(denied.retry, 'reauth')
    }),
  )
}

test('a callback of garbage is a failure', () => {
  for (const dialect of dialects) {
    for (const query of [
      '',
      '?',
      'code',
      '?code=',
      '?code=a&code=b',
      '?code=%ff',
      '?state=%zz&code=a',
      'https://a.test/',
    ])
      assert.ok(isFailure(readCallback(dialect, query)), query)
  }
})
