import assert from 'node:assert/strict'
import { afterEach, beforeEach, mock, test } from 'node:test'
import { saidOnce } from '../src/said-once.ts'

let said: unknown[][] = []
beforeEach(() => {
  said = []
  mock.timers.enable({ apis: ['setTimeout'] })
})
afterEach(() => mock.timers.reset())
const say = (message: string, about: object) => void said.push([message, about])

test('equal warnings are one line, and one more with their count', () => {
  const { warn } = saidOnce(say)
  for (let nth = 0; nth < 500; nth++) warn('the store is away', { reason: 'ENOENT' })
  assert.deepEqual(said, [['the store is away', { reason: 'ENOENT' }]])
  mock.timers.tick(60_000)
  assert.deepEqual(said[1], ['the store is away', { reason: 'ENOENT', times: 499, seconds: 60 }])
  warn('the store is away', { reason: 'ENOENT' })
  assert.equal(said.length, 2, 'the stretch goes on')
  mock.timers.tick(60_000)
  assert.deepEqual(said[2], ['the store is away', { reason: 'ENOENT', times: 1, seconds: 60 }])
  mock.timers.tick(120_000)
  assert.equal(said.length, 3)
  warn('the store is away', { reason: 'ENOENT' })
  assert.equal(said.length, 4, 'a new stretch is said at once')
})

test('another reason is another warning; connections of one reason are named together', () => {
  const { warn, flush } = saidOnce(say)
  warn('not stored', { reason: 'full', connectionId: 'cn_1' })
  warn('not stored', { reason: 'busy', connectionId: 'cn_1' })
  warn('not stored', { reason: 'full', connectionId: 'cn_2' })
  warn('not stored', { reason: 'full', connectionId: 'cn_3' })
  assert.equal(said.length, 2)
  flush()
  assert.deepEqual(said.slice(2), [
    ['not stored', { reason: 'full', times: 2, seconds: 60, connections: ['cn_2', 'cn_3'] }],
  ])
  flush()
  assert.equal(said.length, 3)
})
