import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bareAddress, isAddressRule, isAllowedAddress, networkOf, plainAddress } from '../src/index.ts'

test('an address rule is an address or a block of them', () => {
  for (const rule of [
    '192.0.2.1',
    '192.0.2.0/24',
    '0.0.0.0/0',
    '2001:db8::1',
    '2001:db8::/32',
    '::1',
    '::/0',
    '192.0.2.1/32',
  ]) {
    assert.ok(isAddressRule(rule), rule)
  }
  const wrong = [
    '',
    '192.0.2',
    '192.0.2.1/33',
    '192.0.2.1/-1',
    '192.0.2.1/',
    '192.0.2.1/8/8',
    '2001:db8::/129',
    '192.0.2.1/2x',
    'localhost',
    '192.0.2.*',
    '192.0.2.1-9',
    ' 192.0.2.1',
    '999.0.0.1',
    '/24',
  ]
  for (const rule of wrong) assert.ok(!isAddressRule(rule), rule)
})

test('an empty list allows every address, also one that is none', () => {
  for (const address of ['192.0.2.1', '::1', '', 'unknown']) assert.ok(isAllowedAddress([], address))
})

test('a list allows what is on it', () => {
  const rules = ['192.0.2.7', '198.51.100.0/24', '2001:db8:1::/48']
  for (const address of [
    '192.0.2.7',
    '198.51.100.0',
    '198.51.100.255',
    '2001:db8:1::9',
    '2001:db8:1:ffff::',
    '::ffff:192.0.2.7',
    '::FFFF:198.51.100.9',
  ]) {
    assert.ok(isAllowedAddress(rules, address), address)
  }
  for (const address of [
    '192.0.2.8',
    '198.51.101.0',
    '2001:db8:2::9',
    '::ffff:192.0.2.8',
    '::192.0.2.7',
    '',
    'unknown',
    '192.0.2.7, 192.0.2.8',
  ]) {
    assert.ok(!isAllowedAddress(rules, address), address)
  }
})

test('a rule that is none allows nothing', () => {
  assert.ok(!isAllowedAddress(['everything'], '192.0.2.1'))
  assert.ok(!isAllowedAddress(['192.0.2.1/99'], '192.0.2.1'))
})

test('an IPv4 address that came over an IPv6 socket is the IPv4 address', () => {
  assert.equal(plainAddress('::ffff:192.0.2.1'), '192.0.2.1')
  assert.equal(plainAddress('::1'), '::1')
  assert.equal(networkOf('::ffff:192.0.2.1'), networkOf('192.0.2.1'))
})

test('addresses of one /24 or /64 count as one source of guesses', () => {
  assert.equal(networkOf('192.0.2.1'), '192.0.2.0/24')
  assert.equal(networkOf('192.0.2.254'), '192.0.2.0/24')
  assert.notEqual(networkOf('192.0.3.1'), networkOf('192.0.2.1'))
  assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64')
  assert.equal(networkOf('2001:db8:1:2::'), '2001:db8:1:2::/64')
  assert.equal(networkOf('2001:DB8:0001:0002:ffff::1'), '2001:db8:1:2::/64')
  assert.equal(networkOf('::1'), '0:0:0:0::/64')
  assert.equal(networkOf('fe80::1%eth0'), 'fe80:0:0:0::/64')
  assert.equal(networkOf('no address'), undefined)
})

test('every address has a network, which all spellings and neighbours of it share', () => {
  fc.assert(
    fc.property(fc.ipV6(), fc.ipV6(), (address, other) => {
      const spelt = new URL(`http://[${address}]`).hostname.slice(1, -1)
      assert.equal(networkOf(address), networkOf(spelt))
      assert.match(
        networkOf(address) ?? '',
        /^([0-9a-f]{1,4}:){3}[0-9a-f]{1,4}::\/64$|^\d+\.\d+\.\d+\.0\/24$/,
      )
      if (networkOf(address) === networkOf(other)) assert.equal(groups(address), groups(other))
    }),
  )
})

const groups = (address: string): string | undefined =>
  networkOf(new URL(`http://[${address}]`).hostname.slice(1, -1))

test('an address is read as proxies write it: with a port, in brackets, in quotes', () => {
  for (const [written, address] of [
    ['203.0.113.7', '203.0.113.7'],
    [' 203.0.113.7:51234 ', '203.0.113.7'],
    ['2001:db8::7', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['[2001:db8::7]:443', '2001:db8::7'],
    ['"[2001:db8::7]:443"', '2001:db8::7'],
    ['::ffff:203.0.113.7', '::ffff:203.0.113.7'],
    ['[::ffff:203.0.113.7]:1', '::ffff:203.0.113.7'],
  ] as const) {
    assert.equal(bareAddress(written), address)
    assert.notEqual(networkOf(bareAddress(written)), undefined)
  }
  for (const written of [
    'unknown',
    '_hidden',
    '',
    '-',
    '203.0.113.999:1',
    '[203.0.113.7',
    '203.0.113.7:',
    '203.0.113.7:x',
    'a.example:80',
    '[x]:1',
  ])
    assert.equal(networkOf(bareAddress(written)), undefined, written)
})
