import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rateLimit } from '../src/index.ts'

const limit = { count: 3, perSeconds: 60 } as const

test('so many in a window, then none until it ends', () => {
  const rates = rateLimit()
  const asked = [0, 1, 2, 3, 59].map((at) => rates.admit('a', limit, 1000 + at))
  assert.deepEqual(asked, [true, true, true, false, false])
  assert.ok(rates.admit('a', limit, 1060))
})

test('a refusal does not prolong the window', () => {
  const rates = rateLimit()
  for (let at = 0; at < 60; at++) rates.admit('a', limit, 1000 + at)
  assert.ok(rates.admit('a', limit, 1060))
})

test('the seconds left are those until the window admits again', () => {
  const rates = rateLimit()
  assert.equal(rates.secondsLeft('a', 1000), 0)
  for (let times = 0; times < 4; times++) rates.admit('a', limit, 1000)
  assert.deepEqual(
    [1000, 1020, 1060, 1070].map((now) => rates.secondsLeft('a', now)),
    [60, 40, 0, 0],
  )
})

test('every key has its own count', () => {
  const rates = rateLimit()
  for (let times = 0; times < 9; times++) rates.admit('a', limit, 1000)
  assert.ok(rates.admit('b', limit, 1000))
})

test('a limit of none admits none', () => {
  assert.ok(!rateLimit().admit('a', { count: 0, perSeconds: 60 }, 1000))
})

test('the memory is bounded: windows that have ended go first, and the oldest', () => {
  const rates = rateLimit(3)
  const long = { count: 1, perSeconds: 600 } as const
  rates.admit('oldest', long, 1000)
  rates.admit('short', { count: 1, perSeconds: 10 }, 1001)
  rates.admit('young', long, 1002)
  // A fourth key, when "short" has ended.
  rates.admit('fourth', long, 1020)
  assert.ok(!rates.admit('young', long, 1021), 'the youngest is remembered')
  assert.ok(rates.admit('short', long, 1021), 'what had ended was forgotten')
})

test('the latest key is counted, however many keys there are', () => {
  const rates = rateLimit(100)
  for (let key = 0; key < 1000; key++) {
    rates.admit(`key ${key}`, { count: 1, perSeconds: 600 }, 1000)
    assert.ok(!rates.admit(`key ${key}`, { count: 1, perSeconds: 600 }, 1000))
  }
})
