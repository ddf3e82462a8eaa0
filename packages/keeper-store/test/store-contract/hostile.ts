import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Open } from '../store-contract.ts'
import { T0, asked, claimed, connected, entryFor, named, present, told, tokens } from './rows.ts'

const texts = [
  `'; drop table connections; --`,
  `"quoted" \\'back\\' \\x00 \\u0000`,
  '?1 $1 :now :lock ?',
  '店铺🏪𠮷',
  '\u202e\u200b\r\n\t\u007f',
  '{"json":true}',
  '{a,b,NULL}',
  'NULL',
  '',
  ' ',
  '😀'.repeat(200),
]

export function hostileContract(open: Open): void {
  test('text is kept as it came, wherever it comes', async () => {
    const { store } = await open()
    for (const [nth, text] of texts.entries()) {
      const facts = { openId: text, scope: [text], userName: `${text}\0` }
      const one = await connected(store, text, { alias: `${text}${nth}`, tenant: text, access: text, facts })
      assert.deepEqual(
        [one.shop, one.tenant, one.alias, one.access, one.facts],
        [text, text, `${text}${nth}`, text, facts],
      )
      assert.deepEqual(await store.find({ ...named(text), tenant: text }), one)
      assert.ok((await store.list({ tenant: text, shop: text, limit: 99 })).some(({ id }) => id === one.id))
      const lastError = {
        error: 'server_error',
        retry: 'after',
        hint: text,
        outcome: 'rejected',
        at: T0,
        platformMessage: `${text}\0`,
      } as const
      const event = told('connection.refresh_failed', one.id, { text: `${text}\0` })
      const lease = await claimed(store, one.id, text || 'x', { intent: { attempt: 1, refreshHash: text } })
      const released = await store.release(lease, { status: 'degraded', nextAllowedAt: 0, lastError }, [
        event,
      ])
      assert.deepEqual(released?.lastError, lastError)
      assert.deepEqual((await store.story(one.id, 1))[0]?.data, event.data)
      const entry = { ...entryFor(one, nth), refreshHash: text }
      await store.journal(entry)
      assert.deepEqual(await store.journaled(one.id), [entry])
    }
    assert.equal((await store.list({ limit: 99 })).length, texts.length)
  })

  test('what is very long is kept whole', async () => {
    const { store } = await open()
    const long = '长'.repeat(100_000)
    const one = await connected(store, 'S1', { access: long, refresh: long, facts: { userName: long } })
    const kept = await store.persist(await claimed(store, one.id), tokens(1, { access: `${long}1` }), [
      told('connection.refreshed', one.id, { long }),
    ])
    assert.deepEqual([kept?.access, kept?.previousRefresh], [`${long}1`, long])
    assert.deepEqual(await present(store, one.id), kept)
    assert.deepEqual((await store.story(one.id, 1))[0]?.data, { long })
  })

  test('no name holds a NUL: such a one is not found, and not made', async () => {
    const { store } = await open()
    await connected(store, 'S1', { alias: 'main' })
    for (const shop of ['S1\0', '\0', 'main\0x']) {
      assert.equal(await store.find(named(shop)), undefined)
      assert.deepEqual(await store.list({ shop, limit: 9 }), [])
      await assert.rejects(
        store.connect(asked(shop), () => []),
        /NUL/,
      )
    }
    assert.equal(await store.connection('cn_\0'), undefined)
    await assert.rejects(store.putState('a\0b', 's', T0 * 2), /NUL/)
    assert.equal((await store.list({ limit: 9 })).length, 1)
  })
}
