import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkRegistering } from '../src/people/developer-invitations.ts'
import { checkName } from '../src/people/names.ts'

test('a name that a mail program would make a link of is refused', () => {
  for (const name of [
    'Unlock: https://evil.example/login now',
    'evil.example/login',
    'Visit EVIL.CN today',
    'support@evil',
    '京东evil。com',
    'evil．com',
    'ftp://1',
    'bücher.de',
    'x'.repeat(61),
  ])
    assert.ok(checkName('name', name), name)
})

test('an organisation cannot be registered under such a name', () => {
  const email = 'li@example.com'
  assert.ok(checkRegistering({ email, organisation: 'Unlock: https://evil.example/login now' }))
  assert.equal(checkRegistering({ email, organisation: 'Order keepers' }), undefined)
})

test('ordinary names of companies and people are accepted', () => {
  for (const name of [
    'Acme Co., Ltd.',
    'J. R. Smith',
    '北京订单科技有限公司',
    'บริษัท ออร์เดอร์ จำกัด',
    'Shop 2.0',
    'x'.repeat(60),
  ])
    assert.equal(checkName('name', name), undefined, name)
})
