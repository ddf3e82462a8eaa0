/* Private-key work for strangers: one operation a turn of the event loop, fair, and bounded. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Steps } from '@hufu/crypto'
import { type KeyWork, MOST_WAITING, MOST_WORTHLESS, keyWork } from '../src/keys/key-work.ts'

/** Turns and a clock of its own: nothing is done before the test says so. */
function turned() {
  let next: (() => void) | undefined
  let now = 0
  const done: string[] = []
  const work = keyWork(
    (act) => (next = act),
    () => now,
  )
  return {
    work,
    done,
    pass: (milliseconds: number) => (now += milliseconds),
    /** What was done in one turn. */
    turn(): readonly string[] {
      const act = next
      next = undefined
      act?.()
      return done.splice(0)
    },
    isQuiet: () => next === undefined,
    /** An envelope of so many operations. */
    envelope: (name: string, operations: number) => ({
      *openInSteps(): Steps {
        for (let nth = 1; nth <= operations; nth++) {
          yield
          done.push(`${name}${nth}`)
        }
        return name
      },
      operations: () => operations,
      open: () => undefined,
      seal: () => sealed,
    }),
  }
}
const sealed = { data: '', sign: '' }
const from = (network: string, appId = 'app') => ({ appId, network })

async function settled<Value>(outcome: Promise<Value>, turn: () => unknown, isQuiet: () => boolean) {
  while (!isQuiet()) turn()
  return outcome
}

test('each turn does one operation, however many wait, and networks take turns', async () => {
  const { work, envelope, turn, isQuiet } = turned()
  const all = [
    work.open(from('a'), envelope('a', 16), sealed),
    work.open(from('a'), envelope('b', 16), sealed),
    work.open(from('b'), envelope('c', 2), sealed),
  ]
  const turns: (readonly string[])[] = []
  while (!isQuiet()) turns.push(turn())
  assert.ok(turns.every(({ length }) => length <= 1))
  assert.equal(turns.flat().length, 34)
  assert.ok(turns.flat().indexOf('c2') < 5, 'the second network waits for no more than the first one’s turns')
  for (const each of all) assert.ok(!('refused' in (await each)))
})

test('the queue of a network is limited, and other networks are still served', async () => {
  const { work, envelope, turn, isQuiet } = turned()
  const fits = MOST_WAITING.network / 16
  const flood = Array.from({ length: fits + 1 }, () => work.open(from('a', 'x'), envelope('a', 16), sealed))
  const other = work.open(from('b', 'y'), envelope('b', 1), sealed)
  assert.deepEqual(await flood.at(-1), {
    refused: { error: 'overloaded', detail: 'envelopes wait to be opened' },
  })
  await settled(Promise.all(flood), turn, isQuiet)
  assert.ok('text' in (await other))
  assert.ok(
    'text' in (await settled(work.open(from('a', 'x'), envelope('a', 16), sealed), turn, isQuiet)),
    'there is room again',
  )
})

/** So many operations by this app from this network, all for nothing. */
async function waste(
  turned_: ReturnType<typeof turned>,
  asker: Parameters<KeyWork['open']>[0],
  operations: number,
) {
  for (let left = operations; left > 0; left -= 16) {
    const opening = await settled(
      turned_.work.open(asker, turned_.envelope('x', 16), sealed),
      turned_.turn,
      turned_.isQuiet,
    )
    if ('text' in opening) opening.judge(false)
  }
}

test('a network whose envelopes do not open is refused for the rest of the second', async () => {
  const clock = turned()
  await waste(clock, from('a'), MOST_WORTHLESS.network)
  const { work, envelope, turn, isQuiet } = clock
  const again = () => settled(work.open(from('a', 'another'), envelope('a', 1), sealed), turn, isQuiet)
  const refused = await again()
  assert.ok('refused' in refused)
  assert.equal(refused.refused.error, 'rate_limited')
  assert.ok('text' in (await settled(work.open(from('b'), envelope('b', 1), sealed), turn, isQuiet)))
  clock.pass(1000)
  assert.ok('text' in (await again()))
})

test('strangers who know an AppKey do not shut its app out where it has proved itself', async () => {
  const clock = turned()
  const { work, envelope, turn, isQuiet } = clock
  const own = await settled(work.open(from('own'), envelope('own', 1), sealed), turn, isQuiet)
  assert.ok('text' in own)
  own.judge(true)
  for (const network of ['a', 'b', 'c', 'd']) await waste(clock, from(network), MOST_WORTHLESS.app / 4)
  const asks = (network: string) =>
    settled(work.open(from(network), envelope('own', 1), sealed), turn, isQuiet)
  assert.ok('refused' in (await asks('new')))
  assert.ok('text' in (await asks('own')))
  clock.pass(3_600_001)
  assert.ok('text' in (await asks('own')), 'forgotten, and the second is another')
})

test('an answer for somebody who is proven waits for one stranger’s operation, and is never refused', async () => {
  const { work, envelope, turn, done, isQuiet } = turned()
  const flood = Array.from({ length: 40 }, (_, nth) =>
    work.open(from(`n${nth}`, `app${nth}`), envelope('x', 16), sealed),
  )
  const answers = Array.from({ length: 100 }, () => work.inTurn(from('own'), () => done.push('answer')))
  const order: string[] = []
  while (!isQuiet()) order.push(...turn())
  assert.ok(order.slice(0, 210).filter((each) => each === 'answer').length === 100)
  await Promise.all([...flood, ...answers])
})
