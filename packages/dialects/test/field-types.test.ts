import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type CodecContext,
  type FieldType,
  WireError,
  digits,
  encodeError,
  errorTable,
  expiry,
  memberOfJsonText,
  noEnvelope,
  noSigner,
  text,
  wholeNumber,
  words,
} from '@hufu/dialects'

const context: CodecContext = { now: 1_720_492_073.9, requestId: '', envelope: noEnvelope, signer: noSigner }

function refuses(type: FieldType<never>, wires: readonly unknown[]): void {
  for (const wire of wires) assert.throws(() => type.decode(wire, context), WireError, JSON.stringify(wire))
}

test('text is text: no number, no empty text, no half of a surrogate pair', () => {
  refuses(text as FieldType<never>, ['', 7, null, {}, [], true, '\ud800'])
  assert.equal(text.decode('007', context), '007')
})

test('a whole number is a JSON number of 0 or more', () => {
  refuses(wholeNumber as FieldType<never>, ['7', -1, 0.5, 2 ** 53, null])
  assert.equal(wholeNumber.decode(0, context), 0)
})

test('digits are a text of at most 15 digits, without leading zeros, blanks or signs', () => {
  refuses(digits as FieldType<never>, [
    7,
    '',
    '07',
    '00',
    ' 7',
    '7 ',
    '+7',
    '-7',
    '7.0',
    '7e1',
    '1'.repeat(16),
  ])
  assert.deepEqual(
    [digits.decode('0', context), digits.decode('9'.repeat(15), context)],
    [0, 999_999_999_999_999],
  )
})

test('an expiry is a lifetime to us: none is left of what has ended', () => {
  const type = expiry(digits)
  assert.equal(type.encode(7200, context), '1720499273')
  assert.equal(type.decode('1720499273', context), 7200)
  assert.equal(type.decode('1720492073', context), 0)
  assert.equal(type.decode('1', context), 0)
  for (const lifetime of [-1, 0.5]) assert.throws(() => type.encode(lifetime, context), WireError)
})

test('words hold no separator and are not empty', () => {
  const type = words(',')
  assert.deepEqual(type.decode('base,white', context), ['base', 'white'])
  refuses(type as FieldType<never>, ['', ',', 'base,', ',base', 'base,,white', ['base'], 7])
  for (const value of [[], [''], ['a,b'], ['\udc00']])
    assert.throws(() => type.encode(value, context), WireError)
})

test('a member of JSON text is read past others, and never from a prototype', () => {
  const type = memberOfJsonText('openId')
  assert.equal(type.encode('o"1', context), '{"openId":"o\\"1"}')
  assert.equal(type.decode('{"x":1,"openId":"o"}', context), 'o')
  refuses(type as FieldType<never>, [
    '{}',
    '[]',
    'null',
    '{',
    '{"openId":""}',
    '{"__proto__":{"openId":"o"}}',
    7,
  ])
})

test('a reason without a row is said by another of its RFC 6749 class, never by a code for one parameter', () => {
  const table = errorTable(
    [],
    [
      [1, 'no version', 'ours', 'missing:v'],
      [2, 'app', 'ours', 'client_unknown', 'client_disabled', 'client_address_denied', 'rate_limited'],
      [3, 'request', 'ours', 'request_malformed', 'request_unsupported'],
      [4, 'failure', 'ours', 'server_error'],
    ],
  )
  assert.equal(encodeError(table, { error: 'redirect_uri_mismatch' }).code, 3)
  assert.equal(encodeError(table, { error: 'client_unauthenticated' }).code, 2)
  assert.equal(encodeError(table, { error: 'code_used' }).code, 4)
  assert.equal(encodeError(table, { error: 'request_malformed', parameter: 'v', problem: 'missing' }).code, 1)
  assert.equal(
    encodeError(table, { error: 'request_malformed', parameter: 'v', problem: 'malformed' }).code,
    3,
  )
  assert.deepEqual(table.decode('1', 'no version'), {
    error: 'request_malformed',
    parameter: 'v',
    problem: 'missing',
    platformCode: '1',
    platformMessage: 'no version',
  })
})
