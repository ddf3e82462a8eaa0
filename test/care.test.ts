/* Answers that cannot be had again: what is odd in them never costs the tokens, on any platform. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Bag,
  type CodecContext,
  type Fields,
  type Oddity,
  WireError,
  type WireResponse,
  dialects,
  errorReasons,
  exactJson,
  isBag,
  isOAuthError,
  type Field,
  writeRefusal,
} from '@hufu/dialects'
import fc from 'fast-check'
import { type AnyResponse, anyRecord, context } from '../packages/dialect-laws/src/generators.ts'

/** With care, and what it told. */
function read(response: AnyResponse, wire: WireResponse, at: CodecContext = context) {
  const told: Oddity[] = []
  const value = response.decode(wire, { ...at, odd: (oddity) => void told.push(oddity) }) as Bag
  return { value, told }
}

/** The reply with its record changed, wherever the dialect puts it. `change` gives the record's JSON. */
function changed(response: AnyResponse, wire: WireResponse, change: (record: Bag) => string): WireResponse {
  const { carrier } = response as AnyResponse & {
    carrier: { at: readonly string[]; as?: string; code?: string }
  }
  const body = JSON.parse(wire.body) as Bag
  if (carrier.as === 'sealed') {
    const opened = JSON.parse(context.envelope.open(body as never) ?? '') as Bag
    return { ...wire, body: JSON.stringify({ ...body, ...context.envelope.seal(change(opened)) }) }
  }
  const [name] = carrier.at
  if (name === undefined) return { ...wire, body: change(body) }
  const mark = '"the record"'
  const around = JSON.stringify({ ...body, [name]: 'the record' })
  return { ...wire, body: around.replace(mark, () => change(body[name] as Bag)) }
}

const written = (record: Bag, name: string, json: string): string =>
  JSON.stringify({ ...record, [name]: 'what is odd' }).replace('"what is odd"', () => json)

/** Of a later lifetime than this no record is made here: it would be told itself. */
const anyTokens = (fields: Fields): fc.Arbitrary<Bag> =>
  anyRecord(fields).map((record) => ({
    ...record,
    ...('expiresIn' in record && { expiresIn: 3600 }),
    ...('refreshExpiresIn' in record && { refreshExpiresIn: 86_400 }),
    ...('scope' in record && { scope: ['one', 'two'] }),
  }))

const spoilt = [
  'null',
  '""',
  '[]',
  '{}',
  'true',
  '-1',
  '["a",1]',
  '{"toString":1}',
  '1e400',
  '[[1]]',
  '"\\ud800"',
]

/** Whether it is no spoilt value at all to this field: a list, where the platform has lists. */
const isSpelling = ({ type }: Field, json: string): boolean => {
  try {
    return typeof JSON.parse(json) === 'object' && type.decode(JSON.parse(json), context) !== undefined
  } catch {
    return false
  }
}

for (const { id, token, refresh } of dialects)
  for (const [call, endpoint] of Object.entries({ token, refresh })) {
    const response = endpoint.response as AnyResponse
    const name = `${id} ${call}`
    const { fields } = response
    const nameOf = (key: string) => fields.find((each) => 'key' in each && each.key === key)?.name ?? ''

    test(`${name}: an answer as the platform gives it has nothing odd`, () => {
      fc.assert(
        fc.property(anyTokens(fields), (tokens) => {
          assert.deepEqual(read(response, response.encode(tokens, context)), { value: tokens, told: [] })
        }),
      )
    })

    test(`${name}: any member but the access token may be spoilt; the others are as they were`, () => {
      // One member is what tells an error: see below.
      const others = fields.filter((each) =>
        'key' in each
          ? each.key !== 'accessToken'
          : each.name !== (response as AnyResponse & { carrier: { code?: string } }).carrier.code,
      )
      fc.assert(
        fc.property(
          anyTokens(fields),
          fc.constantFrom(...others),
          fc.constantFrom(...spoilt),
          (tokens, spoiled, json) => {
            if ('key' in spoiled && isSpelling(spoiled, json)) return
            const wire = response.encode(tokens, context)
            const { value, told } = read(
              response,
              changed(response, wire, (record) => written(record, spoiled.name, json)),
            )
            const key = 'key' in spoiled ? spoiled.key : ''
            const { [key]: _, ...rest } = value
            const { [key]: __, ...expected } = tokens
            assert.deepEqual(rest, expected)
            if (!('key' in spoiled)) return
            const isEmpty = json === 'null' || json === '""'
            const isQuiet = isEmpty && spoiled.optional === true
            assert.equal(told.length > 0, !isQuiet, `${spoiled.name}: ${json}`)
            for (const { member } of told) assert.equal(member, spoiled.name)
            const strict = () =>
              response.decode(
                changed(response, wire, (record) => written(record, spoiled.name, json)),
                context,
              )
            if (!isEmpty) assert.throws(strict, WireError, 'without care it is refused')
          },
        ),
      )
    })

    test(`${name}: any member but the access token may be missing`, () => {
      const [tokens = {}] = fc.sample(anyTokens(fields), { numRuns: 1, seed: 3 })
      for (const each of fields) {
        if (!('key' in each) || each.key === 'accessToken') continue
        const wire = changed(response, response.encode(tokens, context), (record) =>
          JSON.stringify({ ...record, [each.name]: undefined }),
        )
        const { value, told } = read(response, wire)
        assert.equal(value['accessToken'], tokens['accessToken'])
        assert.equal(each.key in value, false)
        assert.deepEqual(told, each.optional ? [] : [{ member: each.name, problem: 'missing' }])
      }
    })

    test(`${name}: without a readable access token there is no answer`, () => {
      fc.assert(
        fc.property(anyTokens(fields), fc.constantFrom(...spoilt), (tokens, json) => {
          const wire = changed(response, response.encode(tokens, context), (record) =>
            written(record, nameOf('accessToken'), json),
          )
          assert.throws(() => read(response, wire), WireError)
        }),
      )
    })

    test(`${name}: a name that comes twice: the last one counts, and is told`, () => {
      const [tokens = {}] = fc.sample(anyTokens(fields), { numRuns: 1, seed: 4 })
      const member = nameOf('accessToken')
      const wire = changed(response, response.encode(tokens, context), (record) =>
        JSON.stringify(record).replace('{', `{${JSON.stringify(member)}:"before",`),
      )
      const { value, told } = read(response, wire)
      assert.equal(value['accessToken'], tokens['accessToken'])
      assert.deepEqual(told, [{ member, problem: 'repeated' }])
    })

    test(`${name}: text around the JSON is told, a byte order mark and blanks are not`, () => {
      const [tokens = {}] = fc.sample(anyTokens(fields), { numRuns: 1, seed: 5 })
      const { body } = response.encode(tokens, context)
      for (const [before, after, expected] of [
        ['\uFEFF', '\r\n', []],
        ['', '<!-- 7 ms -->', [{ member: 'body', problem: 'surrounded' }]],
        ['Warning: a notice\n', '', [{ member: 'body', problem: 'surrounded' }]],
      ] as const)
        assert.deepEqual(read(response, { status: 200, body: before + body + after }), {
          value: tokens,
          told: expected,
        })
    })

    test(`${name}: who or what a number names is its digits; with an exponent it is none`, () => {
      for (const each of fields) {
        if (!('key' in each) || each.type.holds.kind !== 'text') continue
        const [tokens = {}] = fc.sample(anyTokens(fields), { numRuns: 1, seed: 6 })
        const having = (json: string) =>
          read(
            response,
            changed(response, response.encode({ ...tokens, [each.key]: 'x' }, context), (record) =>
              written(record, each.name, json),
            ),
          )
        for (const digits of ['201', '300000000000000001', '300000000000000002', '9007199254740993']) {
          const { value, told } = having(digits)
          assert.equal(value[each.key], digits)
          assert.deepEqual(told, [{ member: each.name, problem: 'respelt' }])
        }
        if (each.key !== 'accessToken') assert.equal(having('2.01E+8').value[each.key], undefined)
      }
    })

    test(`${name}: an error is no tokens, and tokens beside an error are no answer`, () => {
      const [tokens = {}] = fc.sample(anyTokens(fields), { numRuns: 1, seed: 7 })
      const good = JSON.parse(response.encode(tokens, context).body) as Bag
      for (const error of Object.keys(errorReasons) as (keyof typeof errorReasons)[]) {
        const wire = writeRefusal(endpoint, { error }, context)
        assert.ok(isOAuthError(read(response, wire).value))
        if (wire.status >= 400) continue
        const said = JSON.parse(wire.body) as Bag
        const filled = Object.entries(said).filter(
          ([, value]) => value !== '' && value !== null && !(isBag(value) && Object.keys(value).length === 0),
        )
        const both = { status: 200, body: JSON.stringify({ ...good, ...Object.fromEntries(filled) }) }
        assert.throws(() => read(response, both), WireError, error)
        const surrounded = { ...wire, body: `<html>{}</html>${wire.body}` }
        assert.throws(() => read(response, surrounded), WireError)
      }
    })
  }

const oauth2 = dialects.find(({ id }) => id === 'oauth2')
const jdFinance = dialects.find(({ id }) => id === 'jd-finance')
const chainUp = dialects.find(({ id }) => id === 'chainup')
assert.ok(oauth2 && jdFinance && chainUp)

test('what servers of the field write beside tokens', () => {
  const members = (more: Bag) => {
    const body = JSON.stringify({ access_token: 'A', token_type: 'bearer', refresh_token: 'R', ...more })
    const { value, told } = read(oauth2.refresh.response, { status: 200, body })
    assert.equal(value['accessToken'], 'A')
    assert.equal(value['refreshToken'], 'R')
    return [
      value['expiresIn'] ?? value['scope'] ?? value['refreshExpiresIn'],
      told.map(({ problem }) => problem),
    ]
  }
  assert.deepEqual(members({ expires_in: 3599.5 }), [3599, ['respelt']])
  assert.deepEqual(members({ expires_in: '86400' }), [86_400, ['respelt']])
  assert.deepEqual(members({ expires_in: 3_155_760_000 }), [3_155_760_000, []])
  for (const no of [-1, 0, '', '0', 'soon', 3_155_760_001, 9_223_372_036_854, '99999999999999999999', true])
    assert.deepEqual(members({ expires_in: no })[0], undefined, String(no))
  assert.deepEqual(members({ scope: ['read', 'write'] }), [['read', 'write'], ['respelt']])
  assert.deepEqual(members({ scope: 'read  write ' }), [['read', 'write'], ['respelt']])
  assert.deepEqual(members({ scope: '' }), [undefined, []])
  assert.deepEqual(members({ error: '' }), [undefined, ['malformed']])
  assert.deepEqual(members({ error: null, error_description: null }), [undefined, []])
  assert.deepEqual(members({ token_type: 'mac' }), [undefined, ['unsupported']])
  assert.deepEqual(members({ token_type: null }), [undefined, []])
  assert.deepEqual(members({ refresh_expires_in: 1800 }), [1800, []])
  assert.deepEqual(members({ refresh_token_expires_in: 1800 }), [1800, []])
})

test('codes that say success in another way', () => {
  const { response } = jdFinance.refresh
  const [tokens = {}] = fc.sample(anyTokens(response.fields), { numRuns: 1, seed: 8 })
  const good = JSON.parse(response.encode(tokens as never, context).body) as Bag
  const having = (code: unknown) =>
    read(response, { status: 200, body: JSON.stringify({ ...good, result_code: code }) }).value
  for (const code of [0, '0', '0000', '', null, true, 'OK', 'Success']) assert.deepEqual(having(code), tokens)
  assert.throws(() => having(1015), WireError, 'an error beside tokens')
  assert.throws(() => having(77), WireError, 'also one that nobody knows')
})

test('the second at which a token ends: in milliseconds, as a number, in the past', () => {
  const { response } = chainUp.token
  const wire = response.encode({ accessToken: 'A', refreshToken: 'R', openId: 'O', expiresIn: 60 }, context)
  const ending = (end: unknown) =>
    read(
      response,
      changed(response, wire, (record) => JSON.stringify({ ...record, expireIn: end })),
    ).value['expiresIn']
  const now = Math.floor(context.now)
  assert.equal(ending(String((now + 60) * 1000)), 60)
  assert.equal(ending((now + 60) * 1000 + 999), 60)
  assert.equal(ending(now + 60), 60)
  for (const no of [now, String(now - 100), 0, '7200', -1, 'x', now * 1_000_000])
    assert.equal(ending(no), undefined, String(no))
})

test('JSON with its numbers exact: as JSON.parse reads it, but for what a double cannot hold', () => {
  fc.assert(
    fc.property(fc.json({ stringUnit: 'binary' }), (json) => {
      const exact = (_: string, value: unknown, { source }: { source?: string } = {}) =>
        typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER ? source : value
      assert.deepEqual(exactJson(json), JSON.parse(json, exact as never))
    }),
  )
  assert.deepEqual(
    exactJson(
      '{"order_id":12345678901234567890,"s":"12345678901234567890 \\" 9e9","n":[-9007199254740993,1e400,2.5e3]}',
    ),
    {
      order_id: '12345678901234567890',
      s: '12345678901234567890 " 9e9',
      n: ['-9007199254740993', '1e400', 2500],
    },
  )
  for (const none of ['', '{', '{1234567890123456789:1}', '[01234567890123456789]', '"'.repeat(1000)])
    assert.equal(exactJson(none), undefined)
})
