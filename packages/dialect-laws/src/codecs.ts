/* What holds for every codec of every dialect. */
import assert from 'node:assert/strict'
import {
  type Bag,
  type Codec,
  type ErrorReason,
  type Fields,
  type OAuthError,
  type PlatformRecord,
  WireError,
  isWireError,
  type WireRequest,
  type WireResponse,
  type WithFields,
  authenticationOf,
  errorReasons,
  introspection,
  isBag,
  isOAuthError,
  parseJson,
  revocation,
  stateOfCallback,
  replyCodec,
} from '@hufu/dialects'
import fc from 'fast-check'
import {
  type AnyRequest,
  type AnyResponse,
  anyRecord,
  anyText,
  anyUnits,
  callsOf,
  context,
  requestsOf,
  responsesOf,
} from './generators.ts'
import type { TakeLaw } from './law.ts'
import { anyBody, anyCredentials, anyPairs } from './any-wire.ts'

const reasons = Object.keys(errorReasons) as ErrorReason[]

/** A name that comes again is in another place of the same message. */
const namesOf = (fields: Fields) =>
  fields.flatMap((each) => ('again' in each && each.again ? [] : [each.name]))
const keysOf = (fields: Fields) => fields.flatMap((each) => ('key' in each ? [each.key] : []))

/** Both laws, for any value that the codec's own fields describe. */
function obeysLaws<Wire>(test: TakeLaw, name: string, codec: Codec<unknown, Wire> & WithFields): void {
  test(`${name}: decode undoes encode, encode undoes decode`, () => {
    fc.assert(
      fc.property(anyRecord(codec.fields), (value) => {
        const wire = codec.encode(value, context)
        const back = codec.decode(wire, context)
        assert.deepEqual(back, value)
        assert.deepEqual(codec.encode(back, context), wire)
      }),
    )
  })
  test(`${name}: no name and no key has two fields`, () => {
    for (const all of [namesOf(codec.fields), keysOf(codec.fields)])
      assert.equal(new Set(all).size, all.length)
  })
}

/** An error comes back as one that is spelt the same: a platform may tell fewer apart than we do. */
function keepsErrors<Wire>(
  test: TakeLaw,
  name: string,
  codec: Codec<object, Wire>,
  blamed: readonly string[],
): void {
  test(`${name}: every error is said, and understood as far as the platform tells errors apart`, () => {
    const ofParameters = blamed.flatMap((parameter) =>
      (['missing', 'malformed', 'repeated'] as const).map((problem): OAuthError => {
        return { error: 'request_malformed', parameter, problem }
      }),
    )
    for (const error of [...reasons.map((each): OAuthError => ({ error: each })), ...ofParameters]) {
      const wire = codec.encode({ ...error, detail: 'for the log alone' }, context)
      assert.ok(!JSON.stringify(wire).includes('for the log'), 'a detail never reaches the wire')
      const back = codec.decode(wire, context)
      assert.ok(isOAuthError(back), error.error)
      assert.deepEqual(codec.encode(back, context), wire, error.error)
    }
  })
}

function manglesNothing<Wire>(test: TakeLaw, name: string, codec: Codec<unknown, Wire> & WithFields): void {
  const ofKind = (kind: string) =>
    codec.fields.flatMap((each) => ('key' in each && each.type.holds.kind === kind ? [each.key] : []))
  const separatorsOf = (key: string): readonly string[] => {
    const found = codec.fields.find((each) => 'key' in each && each.key === key)
    const holds = found && 'key' in found ? found.type.holds : undefined
    return holds?.kind === 'words' && holds.separator !== undefined
      ? [holds.separator, ...(holds.alsoRead ?? [])]
      : []
  }
  test(`${name}: text that cannot be carried is refused, not mangled`, () => {
    const [texts, words] = [ofKind('text'), ofKind('words')]
    const only = (mark: 'token' | 'label') =>
      codec.fields.flatMap((each) => ('key' in each && mark in each.type.holds ? [each.key] : []))
    const [tokens, labels] = [only('token'), only('label')]
    if (texts.length + words.length === 0) return
    fc.assert(
      fc.property(
        anyRecord(codec.fields),
        fc.constantFrom(...texts, ...words),
        anyUnits,
        (record, key, units) => {
          const isText = texts.includes(key)
          const value: Bag = { ...record, [key]: isText ? units : [units] }
          const speakable =
            units !== '' &&
            units.isWellFormed() &&
            (isText || !separatorsOf(key).some((each) => units.includes(each))) &&
            (!tokens.includes(key) || /^[\w\-.~+/]+=*$/.test(units)) &&
            (!labels.includes(key) || /^[a-z0-9](?:[\w-]*[a-z0-9])?$/i.test(units))
          if (speakable) assert.deepEqual(codec.decode(codec.encode(value, context), context), value)
          else assert.throws(() => codec.encode(value, context), WireError)
        },
      ),
    )
  })
  test(`${name}: no words, and numbers that are no seconds, are refused`, () => {
    fc.assert(
      fc.property(anyRecord(codec.fields), (record) => {
        for (const key of ofKind('words')) {
          assert.throws(() => codec.encode({ ...record, [key]: [] }, context), WireError)
        }
        for (const key of ofKind('number')) {
          for (const wrong of [-1, 0.5, Number.NaN, Infinity, 2 ** 60]) {
            assert.throws(() => codec.encode({ ...record, [key]: wrong }, context), WireError)
          }
        }
      }),
      { numRuns: 5 },
    )
  })
}

/** The server sends every reply as `application/json`. */
function repliesInJson(test: TakeLaw, name: string, response: AnyResponse): void {
  test(`${name}: a reply is a JSON object, empty where it has no fields`, () => {
    const isJson = ({ body }: WireResponse) => assert.ok(isBag(parseJson(body)), `no JSON object: ${body}`)
    isJson(response.encode({ error: 'server_error' }, context))
    if (response.fields.length === 0) return
    const record = anyRecord(response.fields)
    fc.assert(fc.property(record, (value) => isJson(response.encode(value, context))))
  })
}

/** Whatever comes, decoding gives a value or says what is wrong with the wire. */
function failsOnlyAsWireError<Wire>(
  test: TakeLaw,
  name: string,
  codec: Codec<unknown, Wire>,
  anyWire: fc.Arbitrary<Wire>,
): void {
  test(`${name}: any wire at all is read, or refused as a wire`, () => {
    fc.assert(
      fc.property(anyWire, (wire) => {
        try {
          codec.decode(wire, context)
        } catch (error) {
          assert.ok(isWireError(error), String(error))
        }
      }),
    )
  })
}

/** Whatever is signed or sealed is anybody else's. */
const distrusting = {
  ...context,
  envelope: { ...context.envelope, open: () => undefined },
  signer: { ...context.signer, verify: () => false },
}

function obeysLawsOfRequests(test: TakeLaw, name: string, request: AnyRequest): void {
  obeysLaws(test, name, request)
  manglesNothing(test, name, request)
  const anyWire: fc.Arbitrary<WireRequest> = fc.record({
    method: fc.constantFrom('GET', 'POST'),
    query: anyPairs(request.fields),
    mediaType: fc.constantFrom('', 'application/json', 'application/x-www-form-urlencoded', 'text/plain'),
    body: fc.oneof(anyBody([...namesOf(request.fields), 'data', 'sign']), anyPairs(request.fields)),
    headers: fc.record({ authorization: anyCredentials }, { requiredKeys: [] }),
  })
  failsOnlyAsWireError(test, name, request, anyWire)
}

function obeysLawsOfResponses(test: TakeLaw, name: string, response: AnyResponse): void {
  obeysLaws(test, name, response)
  manglesNothing(test, name, response)
  repliesInJson(test, name, response)
  const said = parseJson(response.encode({ error: 'server_error' }, context).body)
  const names = [...namesOf(response.fields), ...(isBag(said) ? Object.keys(said) : [])]
  failsOnlyAsWireError(test, name, response, fc.record({ status: fc.constant(200), body: anyBody(names) }))
}

export function codecLaws({ dialect }: PlatformRecord, test: TakeLaw): void {
  const { id, authorize, callback } = dialect
  const link = `${id} authorization link`

  obeysLaws(test, link, authorize.request)
  manglesNothing(test, link, authorize.request)
  failsOnlyAsWireError(test, link, authorize.request, anyPairs(authorize.request.fields))

  obeysLaws(test, `${id} callback`, callback)
  manglesNothing(test, `${id} callback`, callback)
  keepsErrors(test, `${id} callback`, callback, [])
  failsOnlyAsWireError(test, `${id} callback`, callback, anyPairs(callback.fields))
  test(`${id} callback: an error brings the state back as it came, and none where none came`, () => {
    fc.assert(
      fc.property(fc.constantFrom(...reasons), fc.option(anyText), (error, state) => {
        const value = { error, ...(state !== null && { state }) }
        const query = callback.encode(value, context)
        assert.equal(callback.decode(query, context).state, state ?? undefined)
        assert.equal(stateOfCallback(query), state ?? undefined)
        assert.equal(query.includes('state='), state !== null)
        assert.ok(
          isOAuthError(callback.decode(query, context)),
          'a platform may write fixed words for the code, and no code',
        )
      }),
    )
  })

  for (const [name, request] of requestsOf(dialect)) obeysLawsOfRequests(test, name, request)
  for (const [name, response] of responsesOf(dialect)) obeysLawsOfResponses(test, name, response)

  for (const [call, endpoint] of callsOf(dialect)) {
    const name = `${id} ${call}`
    keepsErrors(test, `${name} response`, replyCodec(endpoint), namesOf(endpoint.request.fields))
    test(`${name}: what is sent is a method that is taken`, () => {
      fc.assert(
        fc.property(anyRecord(endpoint.request.fields), (value) => {
          const { method } = endpoint.request.encode(value as never, context)
          assert.ok(endpoint.methods.some((each) => each === method))
        }),
        { numRuns: 5 },
      )
    })
    test(`${name}: it proves whose call it is, or the platform says that it asks for no proof`, () => {
      const proof = authenticationOf(endpoint)
      if (call === 'userInfo') assert.notEqual(proof, 'secret', 'its access token is the proof')
      else if (dialect.policy.clientAuthentication !== 'none') assert.notEqual(proof, 'none')
      if (proof !== 'signature') return
      assert.ok(endpoint.clientIdOf, 'whose key it is must be known before the rest is read')
      fc.assert(
        fc.property(anyRecord(endpoint.request.fields), (value) => {
          const wire = endpoint.request.encode(value as never, context)
          assert.throws(() => endpoint.request.decode(wire, distrusting), WireError)
        }),
        { numRuns: 5 },
      )
    })
    if (endpoint.clientIdOf) {
      test(`${name}: who is asking can be read before the rest`, () => {
        fc.assert(
          fc.property(anyRecord(endpoint.request.fields), (value) => {
            const wire = endpoint.request.encode(value as never, context)
            assert.equal(endpoint.clientIdOf?.(wire), value['clientId'])
          }),
        )
      })
    }
  }

  test(`${id}: of the calls that share a path, each request selects exactly its own`, () => {
    const calls = callsOf(dialect)
    for (const [call, endpoint] of calls) {
      const sharing = calls.filter(([, { path }]) => path === endpoint.path)
      fc.assert(
        fc.property(anyRecord(endpoint.request.fields), (value) => {
          const wire = endpoint.request.encode(value as never, context)
          const selected = sharing.filter(([, { selects }]) => selects?.(wire) ?? true)
          assert.deepEqual(
            selected.map(([name]) => name),
            [call],
          )
        }),
        { numRuns: 20 },
      )
    }
  })
}

/** Of the calls that Hufu's own servers answer beside those of the platform. */
export function ownEndpointLaws(test: TakeLaw): void {
  for (const [name, endpoint] of Object.entries({ introspection, revocation })) {
    obeysLawsOfRequests(test, `${name} request`, endpoint.request)
    obeysLawsOfResponses(test, `${name} response`, replyCodec(endpoint))
  }
}
