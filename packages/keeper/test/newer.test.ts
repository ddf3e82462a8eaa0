/* Which tokens go before which, by one rule whichever way they come; and whose they are, however an id is spelt. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Given, NewEvent } from '@hufu/keeper'
import { keeperOf } from './browsing.ts'

const apps = { oauth2: { clientId: 'APP', clientSecret: 'SECRET', baseUrl: 'http://127.0.0.1:9' } }
const END = 2_000_000_000
const NOW = Math.floor(Date.now() / 1000)
const S1 = { tenant: 'acme', platform: 'oauth2', shop: 'S1' }
const tokens = (nth: number, more: Partial<Given> = {}): Given => ({
  ...S1,
  accessToken: `A${nth}`,
  refreshToken: `R${nth}`,
  expiresAt: END + nth,
  ...more,
})

async function keeping() {
  const { keeper, warned } = await keeperOf(apps)
  after(() => keeper.close())
  const told: NewEvent[] = []
  keeper.on('*', (event) => told.push(event))
  const held = async (shop = 'S1') => (await keeper.token({ ...S1, shop })).accessToken
  const imported = (given: Given, replace = false) =>
    keeper.import(
      [
        JSON.stringify({
          tenant: given.tenant,
          platform: given.platform,
          shop: given.shop,
          access_token: given.accessToken,
          refresh_token: given.refreshToken,
          expires_at: given.expiresAt,
          issued_at: given.issuedAt,
        }),
      ],
      { format: 'jsonl', replace },
    )
  return { keeper, warned, told, held, imported }
}

const entrances = ['add', 'import'] as const
type Keeping = Awaited<ReturnType<typeof keeping>>
const enter = async ({ keeper, imported }: Keeping, by: (typeof entrances)[number], given: Given) => {
  if (by === 'add') await keeper.add(given)
  else assert.deepEqual((await imported(given)).problems, [])
}

for (const by of entrances)
  describe(`by ${by}, tokens`, () => {
    test('are newer by when they were given out, whatever they say of their end', async () => {
      const kept = await keeping()
      await enter(kept, by, tokens(1, { issuedAt: NOW - 100 }))
      await enter(kept, by, tokens(2, { issuedAt: NOW - 200, expiresAt: END + 9 }))
      assert.equal(await kept.held(), 'A1')
      await enter(kept, by, tokens(3, { issuedAt: NOW - 50, expiresAt: END - 9 }))
      assert.equal(await kept.held(), 'A3')
    })

    test('are newer by when they end, where nothing else is said', async () => {
      const kept = await keeping()
      await enter(kept, by, tokens(2))
      await enter(kept, by, tokens(1))
      assert.equal(await kept.held(), 'A2')
      await enter(kept, by, tokens(3))
      assert.equal(await kept.held(), 'A3')
    })

    test('that came before change nothing, however often they come and whatever is said beside them', async () => {
      const kept = await keeping()
      for (const nth of [1, 2, 3]) await enter(kept, by, tokens(nth))
      for (let round = 0; round < 2; round++)
        for (const nth of [1, 2]) {
          await enter(kept, by, tokens(nth, { expiresAt: END + 100 }))
          await enter(kept, by, tokens(nth, { issuedAt: NOW }))
        }
      assert.equal(await kept.held(), 'A3')
      assert.equal((await kept.keeper.connection(S1)).generation, 3)
    })

    test('that say a time to come are no newer for ever', async () => {
      const kept = await keeping()
      await enter(kept, by, tokens(1, { issuedAt: NOW + 1_000_000 }))
      const [{ id } = assert.fail()] = await kept.keeper.connections({})
      await enter(kept, by, tokens(2, { issuedAt: NOW - 10 }))
      assert.equal(await kept.held(), 'A1')
      assert.ok((await kept.keeper.connection(S1)).id === id)
      await kept.keeper.add({ ...tokens(3), replace: true })
      assert.equal(await kept.held(), 'A3')
    })
  })

test('replace puts tokens of the past in place, by add and by import', async () => {
  const kept = await keeping()
  for (const nth of [1, 2]) await kept.keeper.add(tokens(nth))
  await kept.keeper.add({ ...tokens(1), replace: true })
  assert.equal(await kept.held(), 'A1')
  await kept.keeper.add(tokens(3))
  await kept.imported(tokens(2), true)
  assert.equal(await kept.held(), 'A2')
})

describe('one refresh token under two connections', () => {
  const shared = ({ told }: Keeping) => told.filter(({ type }) => type === 'token.shared')

  test('is told, once, also where the first has other tokens by now', async () => {
    for (const by of entrances) {
      const kept = await keeping()
      await enter(kept, by, tokens(1))
      await enter(kept, by, tokens(2))
      await enter(kept, by, tokens(1, { shop: 'S2' }))
      await enter(kept, by, tokens(1, { shop: 'S2' }))
      const [{ id } = assert.fail()] = await kept.keeper.connections({ shop: 'S1' })
      assert.deepEqual(
        shared(kept).map(({ data }) => [data['shop'], data['sharedWith']]),
        [['S2', id]],
      )
      assert.match(kept.warned.join(), /two connections have the same refresh token/)
    }
  })

  test('is told of lines of one file too, and names no connection of another tenant', async () => {
    const kept = await keeping()
    const line = (tenant: string, shop: string) =>
      JSON.stringify({
        tenant,
        platform: 'oauth2',
        shop,
        access_token: 'A',
        refresh_token: 'R',
        expires_at: END,
      })
    await kept.keeper.import([`${line('acme', 'S1')}\n${line('other', 'S2')}\n`], { format: 'jsonl' })
    assert.deepEqual(
      new Set(shared(kept).map(({ tenant, data }) => `${tenant} ${String(data['sharedWith'])}`)),
      new Set(['acme undefined', 'other undefined']),
    )
  })

  test('of one grant is as it should be', async () => {
    const kept = await keeping()
    await kept.keeper.add(tokens(1, { openId: 'seller-7' }))
    await kept.keeper.add(tokens(1, { openId: 'seller-7', shop: 'S2' }))
    assert.deepEqual(shared(kept), [])
  })
})

describe('an id of digits alone', () => {
  const shop = (id: string, nth: number, more: Partial<Given> = {}) => tokens(nth, { shop: id, ...more })

  test('is one shop in each spelling of its zeros, and keeps the first', async () => {
    const { keeper } = await keeping()
    const { id } = await keeper.add(shop('00201', 1))
    for (const [nth, spelt] of ['201', '0201', '000201'].entries()) {
      const view = await keeper.add(shop(spelt, nth + 2))
      assert.deepEqual([view.id, view.shop, view.generation], [id, '00201', nth + 2])
      assert.equal((await keeper.token({ ...S1, shop: spelt })).accessToken, `A${nth + 2}`)
    }
    assert.equal((await keeper.add(shop('301', 9))).shop, '301')
    assert.equal((await keeper.add(shop('0301', 10))).shop, '301')
    assert.equal((await keeper.connections({})).length, 2)
    const zero = await keeper.add(shop('0', 11))
    assert.equal((await keeper.add(shop('000', 12))).id, zero.id)
  })

  test('is another shop where it has letters, or other digits', async () => {
    const { keeper } = await keeping()
    for (const [nth, spelt] of ['A01', '0A01', 'A1', '2010', '201', '１'].entries())
      await keeper.add(shop(spelt, nth))
    assert.equal((await keeper.connections({})).length, 6)
  })

  test('is no alias of another shop, in any spelling of its zeros', async () => {
    const { keeper } = await keeping()
    const { id } = await keeper.add(shop('00201', 1))
    for (const alias of ['201', '0201', '00201'])
      await assert.rejects(keeper.add(shop('another', 2, { alias })), { error: 'alias_taken' }, alias)
    const lines = `tenant,platform,shop,alias,access_token,refresh_token,expires_at\n${S1.tenant},${S1.platform},third,201,A7,R7,2099-01-01T00:00:00Z\n`
    const { problems } = await keeper.import([lines], { format: 'csv' })
    assert.deepEqual(
      problems.map(({ reason }) => reason),
      ['alias_taken'],
    )
    assert.equal((await keeper.connection({ ...S1, shop: '201' })).id, id)
    assert.equal((await keeper.add(shop('00201', 3, { alias: '201' }))).id, id)
  })

  test('goes after an alias of that very spelling, and takes none away', async () => {
    const { keeper } = await keeping()
    const named = await keeper.add(tokens(1, { alias: '0201' }))
    const { id } = await keeper.add(shop('201', 2))
    assert.equal((await keeper.connection({ ...S1, shop: '0201' })).id, named.id)
    assert.equal((await keeper.connection({ ...S1, shop: '00201' })).id, id)
    assert.equal((await keeper.rename(id, '00201')).alias, undefined)
  })

  test('that is asked for in another spelling is not handed out once it is disabled', async () => {
    const { keeper } = await keeping()
    const { id } = await keeper.add(shop('00201', 1))
    await keeper.token({ ...S1, shop: '201' })
    await keeper.disable(id)
    await assert.rejects(keeper.token({ ...S1, shop: '201' }), { error: 'connection_disabled' })
  })

  test('is refused by the import in another spelling than the shop is known by, also within one file', async () => {
    const { keeper } = await keeping()
    await keeper.add(shop('00201', 1))
    const line = (id: string) => `acme,oauth2,${id},A,R,${END}`
    const file = [
      'tenant,platform,shop,access_token,refresh_token,expires_at',
      ...['201', '077', '77'].map(line),
    ]
    for (const dryRun of [true, false]) {
      const done = await keeper.import([file.join('\n')], { format: 'csv', dryRun })
      assert.deepEqual(
        [done.created, done.problems.map(({ line, reason }) => [line, reason])],
        [
          1,
          [
            [2, 'id_respelt'],
            [4, 'id_respelt'],
          ],
        ],
      )
    }
    assert.ok((await keeper.connections({})).every((each) => ['00201', '077'].includes(each.shop)))
  })
})
