/* A log that finds no room: a full disk, a reader that is slow or gone. */
import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { lossyOutput } from '../src/lossy-output.ts'

const failure = (code: string) => Object.assign(new Error(code), { code })

/** A file that takes so many bytes, and then fails as it is told. */
function place() {
  const state = { room: Number.POSITIVE_INFINITY, code: 'EAGAIN', text: '', tries: 0 }
  const write = (_fd: number, bytes: Buffer, offset: number): number => {
    state.tries++
    if (state.room === 0) throw failure(state.code)
    const taken = bytes.subarray(offset, offset + state.room)
    state.room -= taken.length
    state.text += taken.toString()
    return taken.length
  }
  return { state, output: lossyOutput(1, (lost) => `${lost} lost\n`, write) }
}

test('output is written at once, byte for byte', () => {
  const { state, output } = place()
  output.write('一\n')
  output.write('two\n')
  assert.equal(state.text, '一\ntwo\n')
  assert.equal(output.dropped(), 0)
})

test('a slow reader gets everything in order, up to a bound; what is more is dropped, counted and told', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { state, output } = place()
  state.room = 3
  const line = `${'x'.repeat(999)}\n`
  for (let count = 0; count < 5000; count++) output.write(line)
  assert.ok(output.dropped() > 3900 && output.dropped() < 4000, String(output.dropped()))
  assert.ok(state.tries < 10, 'it is not asked at every line')
  state.room = Number.POSITIVE_INFINITY
  t.mock.timers.tick(20)
  output.write('last\n')
  const told = output.dropped()
  assert.equal(state.text, `${line.repeat(5000 - told)}${told} lost\nlast\n`)
})

test('a full disk costs lines, and is tried again after a while; the torn line ends, and the number is told', () => {
  let now = 0
  const clock = mock.method(performance, 'now', () => now)
  const { state, output } = place()
  Object.assign(state, { room: 4, code: 'ENOSPC' })
  for (const line of ['first\n', 'second\n', 'third\n']) output.write(line)
  const { tries } = state
  assert.equal(output.dropped(), 3)
  now = 1500
  output.write('fourth\n')
  assert.equal(state.tries, tries + 1)
  assert.equal(output.dropped(), 4)
  state.room = Number.POSITIVE_INFINITY
  now = 3000
  output.write('fifth\n')
  clock.mock.restore()
  assert.equal(state.text, 'firs\n4 lost\nfifth\n')
})

test('a reader that has gone is no error', () => {
  const { state, output } = place()
  Object.assign(state, { room: 0, code: 'EPIPE' })
  for (let count = 0; count < 100; count++) output.write('line\n')
  assert.equal(output.dropped(), 100)
})
