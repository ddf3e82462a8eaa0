import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { type CalendarEntry, type Keeper, calendarFile, createKeeper, sqliteKeeperStore } from '@hufu/keeper'
import { formatKeys, generateKey } from '@hufu/crypto'
import { newFile } from './kept.ts'

const DAY = 86_400
const now = Math.floor(Date.now() / 1000)
const keepers: Keeper[] = []
after(() => Promise.all(keepers.map((keeper) => keeper.close())))

async function open(): Promise<Keeper> {
  const app = { clientId: 'app-1', clientSecret: 's', baseUrl: 'http://127.0.0.1:1' }
  const keeper = await createKeeper({
    store: sqliteKeeperStore(newFile()),
    keys: formatKeys([generateKey()]),
    apps: { jos: app, 'jd-central': app },
    schedule: false,
  })
  keepers.push(keeper)
  return keeper
}
const add = (keeper: Keeper, shop: string, more: object = {}) =>
  keeper.add({
    tenant: 'acme',
    platform: 'jos',
    shop,
    accessToken: `a-${shop}`,
    refreshToken: `r-${shop}`,
    expiresAt: now + DAY,
    ...more,
  })
const shown = (entries: readonly CalendarEntry[]) =>
  entries.map(({ kind, at, connection }) => [connection.shop, kind, Math.round((at - now) / DAY)])

describe('the calendar', () => {
  test('says what ends when, soonest first', async () => {
    const keeper = await open()
    await add(keeper, 'S1', { authorizationExpiresAt: now + 80 * DAY })
    await add(keeper, 'S2', { refreshToken: undefined, expiresAt: now + 20 * DAY })
    await add(keeper, 'S3', { authorizationExpiresAt: now + 5 * DAY, tenant: 'other' })
    await add(keeper, 'S4', { authorizationExpiresAt: now + 900 * DAY, platform: 'jd-central' })
    await add(keeper, 'S5', { authorizationExpiresAt: now + 6 * DAY })
    await keeper.disconnect({ tenant: 'acme', platform: 'jos', shop: 'S5' })
    const { entries, next } = await keeper.calendar()
    assert.equal(next, undefined)
    const consents = entries.filter(({ kind }) => kind !== 'refresh_token')
    const asked = await keeper.calendar({ kinds: ['authorization', 'access_token'] })
    assert.deepEqual(shown(asked.entries), shown(consents))
    assert.deepEqual(shown(consents), [
      ['S3', 'authorization', 5],
      ['S2', 'access_token', 20],
      ['S1', 'authorization', 80],
    ])
    assert.deepEqual(
      consents.map(({ at, notices }) => notices.map((notice) => (at - notice) / DAY)),
      [
        [3, 1],
        [14, 7, 3, 1],
        [14, 7, 3, 1],
      ],
    )
    const ats = entries.map(({ at }) => at)
    assert.deepEqual(
      ats,
      ats.toSorted((a, b) => a - b),
    )
    assert.ok(entries.every(({ connection }) => connection.shop !== 'S5'))
    const of = async (asked: Parameters<Keeper['calendar']>[0]) =>
      shown((await keeper.calendar(asked)).entries.filter(({ kind }) => kind === 'authorization'))
    assert.deepEqual(await of({ tenant: 'other' }), [['S3', 'authorization', 5]])
    assert.deepEqual(await of({ platform: 'jd-central', until: now + 1000 * DAY }), [
      ['S4', 'authorization', 900],
    ])
    assert.deepEqual(await of({ from: now + 6 * DAY }), [['S1', 'authorization', 80]])
    assert.deepEqual(await of({ until: now + 80 * DAY }), [['S3', 'authorization', 5]], 'until is not in it')
    assert.deepEqual(await of({ app: 'app-2' }), [])
  })

  test('comes in pages, each end once', async () => {
    const keeper = await open()
    const expected: string[] = []
    for (let nth = 0; nth < 25; nth++) {
      await add(keeper, `S${nth}`, { refreshToken: undefined, expiresAt: now + DAY * (1 + (nth % 3)) })
      expected.push(`S${nth}`)
    }
    const seen: string[] = []
    for (let after: string | undefined; ;) {
      const { entries, next } = await keeper.calendar({ limit: 7, after })
      assert.ok(entries.length <= 7)
      seen.push(...entries.map(({ connection }) => connection.shop))
      if (next === undefined) break
      after = next
    }
    assert.deepEqual(seen.toSorted(), expected.toSorted())
    for (const after of ['', 'nonsense', 'W10', Buffer.from('["a",1,2]').toString('base64url')])
      await assert.rejects(keeper.calendar({ after }), TypeError)
    await assert.rejects(keeper.calendar({ from: Number.NaN }), TypeError)
  })

  test('as a file has lines that calendar programs take', async () => {
    const keeper = await open()
    const shop = `商店, ${'很长的名字'.repeat(12)}; ok`
    await add(keeper, shop, { accessToken: 'a', refreshToken: 'r', authorizationExpiresAt: now + 10 * DAY })
    const file = calendarFile((await keeper.calendar()).entries)
    assert.ok(file.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n') && file.endsWith('END:VCALENDAR\r\n'))
    for (const line of file.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line)
    const unfolded = file.replaceAll('\r\n ', '')
    assert.ok(unfolded.includes(shop.replace(',', '\\,').replace(';', '\\;')))
    assert.match(unfolded, /^UID:cn_[0-9a-f]{24}-authorization@hufu$/m)
    assert.match(unfolded, /^DTSTART:\d{8}T\d{6}Z$/m)
    assert.deepEqual(unfolded.match(/TRIGGER:-P\d+D/g), ['TRIGGER:-P7D', 'TRIGGER:-P3D', 'TRIGGER:-P1D'])
  })
})
