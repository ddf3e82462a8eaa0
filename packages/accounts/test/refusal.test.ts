import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkLine } from '../src/refusal.ts'

test('a name that nobody sees is refused', () => {
  for (const name of ['\u3164', '\u115f\u1160', '\u2800', '\uffa0', '\u200b', '\ufe0f', '\u034f', '\u17b4']) {
    assert.ok(checkLine('name', name), encodeURIComponent(name))
    assert.ok(checkLine('name', `${name}${name}`), encodeURIComponent(name))
  }
  assert.ok(checkLine('name', 'Or\u3164ders'))
})

test('a name that people see is taken, in each of their scripts', () => {
  for (const name of ['Orders', '京东订单', 'ร้านค้า', '주문', '\u2764\ufe0f Shop', 'Café O’Neill & Co.'])
    assert.equal(checkLine('name', name), undefined, name)
})
