/* What a request may look like, on any platform: unknown parameters, repeated ones, empty ones, order, method. */
import assert from 'node:assert/strict'
import {
  type Bag,
  type Dialect,
  type PlatformRecord,
  type WireRequest,
  WireError,
  authenticationOf,
} from '@hufu/dialects'
import fc from 'fast-check'
import { type AnyCodec, type AnyRequest, anyRecord, callsOf, context, requestsOf } from './generators.ts'
import type { TakeLaw } from './law.ts'
import { refusedAs } from './refused.ts'

const FORM = 'application/x-www-form-urlencoded'

/** A request of pairs, as the text of its pairs, wherever they travel. */
const asPairs = (codec: AnyCodec<WireRequest>): AnyCodec<string> => ({
  fields: codec.fields,
  encode(value) {
    const { query, body } = codec.encode(value, context)
    return query + body
  },
  decode(pairs, at) {
    const asked = { method: 'GET', query: pairs, mediaType: '', body: '' }
    const posted = { method: 'POST', query: '', mediaType: FORM, body: pairs }
    return codec.decode(codec.encode(anyOne(codec), context).method === 'GET' ? asked : posted, at)
  },
})
const anyOne = (codec: AnyCodec<WireRequest>): Bag =>
  fc.sample(anyRecord(codec.fields), { numRuns: 1, seed: 7 })[0] ?? {}

function pairLawsOf(test: TakeLaw, name: string, codec: AnyCodec<string>): void {
  const isStrict = codec.orders !== undefined
  /** A signature over all parameters is over unknown ones too. */
  const isSigned = 'signings' in codec
  const anyQuery = anyRecord(codec.fields).map((value) => codec.encode(value, context))
  const decode = (pairs: readonly string[]) => codec.decode(pairs.join('&'), context)

  const outcome = (pairs: readonly string[]): unknown => {
    try {
      return decode(pairs)
    } catch (error) {
      return error
    }
  }

  test(`${name}: empty pairs mean nothing`, () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        const expected = decode([query])
        assert.deepEqual(decode(['', ...query.split('&').flatMap((pair) => [pair, '']), '']), expected)
      }),
      { numRuns: 20 },
    )
  })

  test(`${name}: unknown parameters are ${isStrict || isSigned ? 'refused' : 'ignored, even malformed ones'}`, () => {
    fc.assert(
      fc.property(
        anyQuery,
        fc.constantFrom('nobody_knows=1', '__proto__=1', 'a[]=1', '=', '%zz=1', 'x=%ff'),
        (query, other) => {
          if (isSigned && other === '=') return
          if (isStrict || isSigned) {
            assert.throws(() => decode([query, other]), WireError)
            assert.throws(() => decode([other, query]), WireError)
          } else {
            assert.deepEqual(decode([other, query, other]), decode([query]))
          }
        },
      ),
    )
  })

  test(`${name}: a repeated parameter is refused`, () => {
    fc.assert(
      fc.property(anyQuery, fc.nat(), (query, index) => {
        const pairs = query.split('&')
        const again = pairs[index % pairs.length] ?? ''
        const blamed = again.slice(0, again.indexOf('='))
        assert.throws(() => decode([...pairs, again]), refusedAs('repeated', blamed))
        assert.throws(() => decode([...pairs, `${blamed}=`]), refusedAs('repeated', blamed))
      }),
    )
  })

  test(`${name}: an empty parameter is an absent one`, () => {
    fc.assert(
      fc.property(anyQuery, fc.constantFrom(...codec.fields), (query, field) => {
        const pairs = query.split('&')
        const isIt = (pair: string) => pair.startsWith(`${field.name}=`)
        const [without, emptied] = [
          pairs.filter((pair) => !isIt(pair)),
          pairs.map((pair) => (isIt(pair) ? `${field.name}=` : pair)),
        ]
        if (name.endsWith('callback') || 'optional' in field)
          assert.deepEqual(outcome(emptied), outcome(without))
        else assert.throws(() => decode(emptied), refusedAs('missing', field.name))
      }),
    )
  })
  test(`${name}: percent escapes in either case, plus for a blank, no broken UTF-8`, () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        const lower = query.replace(/%[0-9A-F]{2}/g, (each) => each.toLowerCase())
        assert.deepEqual(decode([lower.replaceAll('%20', '+')]), decode([query]))
        const [first = ''] = query.split('&')
        for (const broken of ['%ff', '%c3%28', '%', '%ed%a0%80']) {
          assert.throws(() => decode([first + broken, ...query.split('&').slice(1)]), refusedAs('malformed'))
        }
      }),
      { numRuns: 20 },
    )
  })

  if (isStrict) return
  test(`${name}: order is free`, () => {
    const shuffled = anyQuery.chain((query) => {
      const pairs = query.split('&')
      return fc.record({
        query: fc.constant(query),
        pairs: fc.shuffledSubarray(pairs, { minLength: pairs.length }),
      })
    })
    fc.assert(fc.property(shuffled, ({ query, pairs }) => assert.deepEqual(decode(pairs), decode([query]))))
  })
}

/** What is looked up ahead of the proof tells a stranger of the application, and counts the stranger's calls as its own. */
function aheadLaw(dialect: Dialect, test: TakeLaw): void {
  test(`${dialect.id}: who asks is read ahead of the proof only where a key opens or verifies the request`, () => {
    for (const [call, endpoint] of callsOf(dialect))
      if (authenticationOf(endpoint) !== 'signature') assert.equal(endpoint.clientIdOf, undefined, call)
  })
}

export function pairLaws({ dialect }: PlatformRecord, test: TakeLaw): void {
  aheadLaw(dialect, test)
  const requests = requestsOf(dialect)
  /** Where every parameter is signed, an unknown one too: see gateway.test.ts. */
  const isPairs = ([, { carrier }]: (typeof requests)[number]) =>
    (carrier.in === 'query' || carrier.in === 'form') && !carrier.signings && !('query' in carrier)

  const ofPairs: readonly (readonly [string, AnyCodec<string>])[] = [
    [`${dialect.id} link`, dialect.authorize.request],
    [`${dialect.id} callback`, dialect.callback],
    ...requests.filter(isPairs).map(([name, codec]) => [name, asPairs(codec)] as const),
  ]

  for (const [name, codec] of ofPairs) pairLawsOf(test, name, codec)

  const byEither = callsOf(dialect)
    .filter(([, { methods }]) => methods.length === 2)
    .map(([call, { request }]) => [`${dialect.id} ${call} request`, request as AnyRequest] as const)
    .filter(isPairs)
  for (const [name, codec] of byEither) {
    test(`${name}: GET with query, POST with query, POST with form, and no mixture that repeats`, () => {
      const value = anyOne(codec)
      const pairs = asPairs(codec).encode(value, context)
      const decode = (request: Partial<WireRequest>) =>
        codec.decode({ method: 'POST', query: '', mediaType: '', body: '', ...request }, context)
      const half = pairs.indexOf('&')
      const [head, tail] = [pairs.slice(0, half), pairs.slice(half + 1)]
      for (const request of [
        { method: 'GET', query: pairs },
        { query: pairs },
        { query: pairs, mediaType: FORM },
        { query: pairs, mediaType: 'application/json' },
        { mediaType: FORM, body: pairs },
        { mediaType: FORM, query: head, body: tail },
      ]) {
        assert.deepEqual(decode(request), value)
      }
      assert.throws(() => decode({ mediaType: FORM, query: head, body: pairs }), refusedAs('repeated'))
      assert.throws(
        () => decode({ mediaType: 'text/plain', body: pairs }),
        refusedAs('unsupported', 'content-type'),
      )
      assert.throws(() => decode({ mediaType: 'application/json', body: '{}' }), refusedAs('unsupported'))
      assert.throws(() => decode({}), refusedAs('missing'))
    })
  }
}
