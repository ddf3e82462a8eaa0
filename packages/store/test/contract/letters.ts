import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { QueuedLetter } from '@hufu/accounts'
import { T0, digestOf } from '../rows.ts'
import type { Open } from '../store-contract.ts'

const letterOf = (id: string, more: Partial<QueuedLetter> = {}): QueuedLetter => ({
  id,
  reader: digestOf('letter', 'li@example.com'),
  sealed: `sealed ${id}`,
  createdAt: T0,
  tries: 0,
  ...more,
})

export function letterContract(open: Open): void {
  test('one of many processes gets a due letter, and another gets it when the time is over', async () => {
    const { store } = await open()
    await store.putLetter(letterOf('b', { createdAt: T0 + 1 }))
    await store.putLetter(letterOf('a'))
    const taken = await Promise.all(Array.from({ length: 8 }, () => store.takeLetter(T0, T0 + 60)))
    assert.deepEqual(taken.filter(Boolean), [letterOf('a', { tries: 1 })])
    assert.equal((await store.takeLetter(T0 + 1, T0 + 60))?.id, 'b')
    assert.equal(await store.takeLetter(T0 + 59, T0 + 90), undefined)
    assert.deepEqual(await store.takeLetter(T0 + 60, T0 + 90), letterOf('a', { tries: 2 }))
    await store.delayLetter('a', T0 + 500)
    assert.equal((await store.takeLetter(T0 + 499, T0 + 500))?.id, 'b')
    assert.deepEqual([await store.removeLetter('a'), await store.removeLetter('a')], [true, false])
    assert.deepEqual(
      (await store.letters(9)).map(({ id }) => id),
      ['b'],
    )
  })

  test('letters to one mailbox go together, and those to others stay', async () => {
    const { store } = await open()
    const reader = digestOf('letter', 'other@example.com')
    for (const letter of [letterOf('a'), letterOf('b'), letterOf('c', { reader })])
      await store.putLetter(letter)
    await store.dropLetters(letterOf('a').reader)
    assert.deepEqual(await store.letters(9), [letterOf('c', { reader })])
  })
}
