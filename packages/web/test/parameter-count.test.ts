/* How many parameters a request may have. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FastifyRequest } from 'fastify'
import { MOST_PARAMETERS, hasTooMany } from '../src/http/parameter-count.ts'

const asked = (body: string, type = '', url = '/'): FastifyRequest =>
  ({ raw: { url }, body: Buffer.from(body), headers: { 'content-type': type } }) as unknown as FastifyRequest

const form = 'application/x-www-form-urlencoded'
const pairs = (count: number) => Array.from({ length: count }, (_, nth) => `n${nth}=v`).join('&')
const members = (count: number) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, nth) => [`n${nth}`, ':,[{"'])))
const parts = (count: number, boundary: string) =>
  `${Array.from({ length: count }, (_, nth) => `--${boundary}\r\nContent-Disposition: form-data; name="n${nth}"\r\n\r\nv\r\n`).join('')}--${boundary}--\r\n`

for (const [name, request] of Object.entries({
  query: (count: number) => asked('', '', `/path?${pairs(count)}`),
  form: (count: number) => asked(pairs(count), form),
  'form that is called JSON': (count: number) => asked(pairs(count), 'application/json'),
  multipart: (count: number) => asked(parts(count, 'x y'), 'Multipart/Form-Data; boundary="x y"'),
  'multipart with a boundary of one letter': (count: number) =>
    asked(parts(count, 'q'), 'multipart/form-data; boundary=q'),
  'multipart with another parameter that ends like a boundary': (count: number) =>
    asked(parts(count, 'a'), 'multipart/form-data; xboundary=zzz; boundary=a'),
  JSON: (count: number) => asked(members(count), 'application/json'),
  'JSON behind blanks': (count: number) => asked(`${' '.repeat(70)}${members(count)}`, 'application/json'),
  'JSON behind a byte order mark': (count: number) => asked(`\uFEFF${members(count)}`, 'application/json'),
  'JSON that is called a form': (count: number) => asked(members(count), form),
})) {
  test(`${name}: ${MOST_PARAMETERS} parameters are read, one more is not`, () => {
    assert.equal(hasTooMany(request(MOST_PARAMETERS)), false)
    assert.equal(hasTooMany(request(MOST_PARAMETERS + 1)), true)
  })
}

test('a long text with signs in it is one parameter', () => {
  assert.equal(hasTooMany(asked(JSON.stringify({ a: ':,[{&"\\'.repeat(9000) }), 'application/json')), false)
  assert.equal(hasTooMany(asked(`a=${'x'.repeat(60_000)}`, form)), false)
  assert.equal(
    hasTooMany(
      asked(JSON.stringify({ shops: Array.from({ length: 1000 }, () => '6504159717') }), 'application/json'),
    ),
    false,
  )
})

test('tens of thousands of empty values are too many', () => {
  for (const body of [
    `{"a":[${'[],'.repeat(20_000)}1]}`,
    `{"a":[${'"",'.repeat(20_000)}1]}`,
    '['.repeat(65_000),
  ])
    assert.equal(hasTooMany(asked(body, 'application/json')), true)
})
