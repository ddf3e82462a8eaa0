/* Tokens come in files and go out in files, and nothing is lost, made up or shown on the way. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import {
  type ExportOptions,
  type ImportOptions,
  type Keeper,
  type KeeperOptions,
  type KeeperStore,
  sqliteKeeperStore,
} from '@hufu/keeper'
import { keeperOf, ofClient } from './browsing.ts'
import { type SandboxApp, type TestSandbox, startSandbox } from './sandbox.ts'

const app = { clientId: 'APP', clientSecret: 'SECRET' }
const both = { jos: app, 'jd-central': app }

async function keeping(
  apps: KeeperOptions['apps'] = both,
  options: Partial<KeeperOptions> = {},
): Promise<Keeper> {
  const { keeper } = await keeperOf(apps, options)
  after(() => keeper.close())
  return keeper
}

async function textOf(keeper: Keeper, options: ExportOptions): Promise<string> {
  const pieces = []
  for await (const piece of keeper.export(options)) pieces.push(piece)
  return pieces.join('')
}
const csv = (keeper: Keeper, text: string, more: Partial<ImportOptions> = {}) =>
  keeper.import([text], { format: 'csv', ...more })

const HEAD = 'tenant,platform,shop,access_token,refresh_token,expires_at'
const END = '2027-01-01T00:00:00Z'

describe('import', () => {
  test('takes over a file, and its tokens are given out', async () => {
    const keeper = await keeping()
    const text = `\uFEFF${HEAD},alias\r\nacme,jos,1001,TOKEN1,REFRESH1,${END},first\r\n\r\nacme,jd-central,1002,TOKEN2,,1798761600,"the ""second"", shop"\r\n`
    const done = await csv(keeper, text)
    assert.deepEqual(done, {
      length: text.length,
      lines: 2,
      created: 2,
      renewed: 0,
      unchanged: 0,
      refused: 0,
      problems: [],
    })
    assert.equal(
      (await keeper.token({ tenant: 'acme', platform: 'jos', shop: 'first' })).accessToken,
      'TOKEN1',
    )
    const second = { tenant: 'acme', platform: 'jd-central', shop: 'the "second", shop' }
    assert.equal((await keeper.token(second)).accessToken, 'TOKEN2')
    const view = await keeper.connection(second)
    assert.equal(view.status, 'pending')
    assert.equal(view.accessExpiresAt, Date.parse(END) / 1000)
  })

  test('reads times in seconds, in milliseconds and as ISO 8601, and no other', async () => {
    const keeper = await keeping()
    const second = Date.parse(END) / 1000
    const good = [
      `${second}`,
      `${second * 1000}`,
      `${second}.0`,
      END,
      '2027-01-01T07:00:00+07:00',
      '2027-01-01 00:00:00.000Z',
    ]
    const bad = [
      '2027-01-01',
      '2027-01-01T00:00:00',
      'tomorrow',
      '-1',
      '0',
      '1e9',
      '99999999999',
      '',
      'NaN',
      '2027-13-01T00:00:00Z',
    ]
    const line = (time: string, at: number) => `acme,jos,${at},T,R,${time}`
    const done = await csv(keeper, [HEAD, ...[...good, ...bad].map(line)].join('\n'))
    assert.equal(done.created, good.length)
    assert.deepEqual(
      done.problems.map((each) => each.line),
      bad.map((_, at) => at + good.length + 2),
    )
    assert.ok(done.problems.every(({ column }) => column === 'expires_at'))
    for (const at of good.keys())
      assert.equal(
        (await keeper.connection({ tenant: 'acme', platform: 'jos', shop: String(at) })).accessExpiresAt,
        second,
      )
  })

  test('tells each bad line by its number and reason, and never a token', async () => {
    const keeper = await keeping()
    const lines = [
      HEAD,
      `,jos,1,SECRET1,R,${END}`,
      `acme,nowhere,1,SECRET2,R,${END}`,
      `acme,jos,"1\n2",SECRET3,R,${END}`,
      `acme,jos,1,SECRET4,R,${END},more`,
      `acme,jos,1,SECRET\u00e95,R,${END}`,
      `acme,jos,1,"SECRET6"x,R,${END}`,
      `acme,jos,,SECRET7,R,${END}`,
      `acme,jos,1,,R,${END}`,
      `acme,jos,good,SECRET8,R,${END}`,
      `acme,jos,1,${'SECRET9'.repeat(10_000)},R,${END}`,
      `acme,jos,1,"SECRET10,R,${END}`,
    ]
    const told: number[] = []
    const done = await csv(keeper, lines.join('\n'), { onProblem: ({ line }) => told.push(line) })
    assert.deepEqual(
      done.problems.map(({ line, reason, column }) => [line, reason, column]),
      [
        [2, 'missing', 'tenant'],
        [3, 'app_unknown', undefined],
        [4, 'unfit', 'shop'],
        [6, 'malformed', undefined],
        [7, 'unfit', 'access_token'],
        [8, 'malformed', undefined],
        [9, 'shop_unknown', undefined],
        [10, 'missing', 'access_token'],
        [12, 'too_long', undefined],
        [13, 'malformed', undefined],
      ],
    )
    assert.deepEqual(
      told,
      done.problems.map(({ line }) => line),
    )
    assert.equal(done.created, 1)
    assert.doesNotMatch(JSON.stringify(done), /SECRET/)
  })

  test('takes no file with columns that it does not know', async () => {
    const keeper = await keeping()
    for (const head of ['', `${HEAD},pasword`, `${HEAD},shop`, '{"tenant":1}', '__proto__'])
      await assert.rejects(csv(keeper, `${head}\nacme,jos`), { error: 'file_unfit' }, head)
    const lines = [
      { tenant: 'a', platform: 'jos', shop: '1', access_token: 'T', expires_at: END, pasword: 'SECRET' },
      {
        tenant: 'a',
        platform: 'jos',
        shop: 2,
        access_token: 'T',
        expires_at: Date.parse(END),
        scope: ['read', 'write'],
      },
      [1],
      null,
      { tenant: {}, platform: 'jos', shop: '3', access_token: 'T', expires_at: END },
    ].map((each) => JSON.stringify(each))
    const done = await keeper.import([[...lines, '{', ' ', '{"__proto__":1}'].join('\r\n')], {
      format: 'jsonl',
    })
    assert.equal(done.created, 1)
    assert.deepEqual(
      done.problems.map(({ line, reason }) => [line, reason]),
      [
        [1, 'unknown_column'],
        [3, 'malformed'],
        [4, 'malformed'],
        [5, 'unfit'],
        [6, 'malformed'],
        [8, 'unknown_column'],
      ],
    )
    assert.deepEqual((await keeper.connection({ tenant: 'a', platform: 'jos', shop: '2' })).facts.scope, [
      'read',
      'write',
    ])
  })

  test('takes no file that is not UTF-8, and never a name that its letters were lost of', async () => {
    const keeper = await keeping()
    const file = (name: readonly number[], rest = `,T,R,${END}`) =>
      Buffer.concat([Buffer.from(`${HEAD}\nacme,jos,`), Buffer.from(name), Buffer.from(rest)])
    const bytesOf = (whole: Buffer) => Array.from(whole, (byte) => Uint8Array.of(byte))
    const gbk = [0xb5, 0xea, 0xc6, 0xcc, 0xd2, 0xbb]
    const cutOff = [0xe5, 0xba]
    const unfit = [file(gbk), file(cutOff, ''), Buffer.from(`\uFEFF${HEAD}\nacme`, 'utf16le')]
    for (const whole of unfit)
      for (const pieces of [[whole], bytesOf(whole)])
        await assert.rejects(keeper.import(pieces, { format: 'csv' }), { error: 'file_unfit', hint: /UTF-8/ })
    assert.deepEqual(await keeper.connections({}), [])
    const sound = bytesOf(file([...Buffer.from('店铺')]))
    assert.equal((await keeper.import(sound, { format: 'csv' })).created, 1)
    assert.equal((await keeper.connections({}))[0]?.shop, '店铺')
  })

  test('replaces nothing that is newer, unless that is asked for', async () => {
    const keeper = await keeping()
    const name = { tenant: 'acme', platform: 'jos', shop: '1' }
    const at = (token: string, issued: string) =>
      `${HEAD},issued_at\nacme,jos,1,${token},R,${END},2026-0${issued}-01T00:00:00Z`
    const counts = async (text: string, more: Partial<ImportOptions> = {}) => {
      const { created, renewed, unchanged } = await csv(keeper, text, more)
      return { created, renewed, unchanged, token: (await keeper.token(name)).accessToken }
    }
    assert.deepEqual(await counts(at('FIRST', '3')), { created: 1, renewed: 0, unchanged: 0, token: 'FIRST' })
    assert.deepEqual(await counts(at('SAME', '3')), { created: 0, renewed: 0, unchanged: 1, token: 'FIRST' })
    assert.deepEqual(await counts(at('OLD', '2')), { created: 0, renewed: 0, unchanged: 1, token: 'FIRST' })
    assert.deepEqual(await counts(at('NEW', '4')), { created: 0, renewed: 1, unchanged: 0, token: 'NEW' })
    const { id } = await keeper.connection(name)
    assert.deepEqual(await counts(at('OLD', '2'), { replace: true }), {
      created: 0,
      renewed: 1,
      unchanged: 0,
      token: 'OLD',
    })
    assert.equal((await keeper.connection(name)).id, id)
    // In one file, the newest of a shop, whatever their order.
    const rows = ['5', '7', '6'].map((month) => at(`M${month}`, month).split('\n')[1])
    assert.deepEqual(await counts([at('', '1').split('\n')[0], ...rows].join('\n')), {
      created: 0,
      renewed: 2,
      unchanged: 1,
      token: 'M7',
    })
    await keeper.disconnect(name)
    const { problems } = await csv(keeper, at('LATE', '8'))
    assert.equal(problems[0]?.reason, 'connection_revoked')
    assert.equal((await csv(keeper, at('LATE', '8'), { replace: true })).renewed, 1)
    assert.equal((await keeper.token(name)).accessToken, 'LATE')
  })

  test('leaves tokens unproved, also where a later line brings others', async () => {
    const keeper = await keeping()
    const name = { tenant: 'acme', platform: 'jos', shop: '1' }
    await csv(keeper, `${HEAD},status\nacme,jos,1,T,R,2026-12-01T00:00:00Z,active`)
    assert.equal((await keeper.connection(name)).status, 'active')
    assert.equal((await csv(keeper, `${HEAD}\nacme,jos,1,garbage,R2,${END}`)).renewed, 1)
    assert.equal((await keeper.connection(name)).status, 'pending')
  })

  test('says ahead what it would do, and does nothing', async () => {
    const keeper = await keeping()
    const text = `${HEAD},alias\nacme,jos,1,T,R,${END},x\nacme,jos,2,T,R,${END},x\nacme,nowhere,2,T,R,${END},`
    await csv(keeper, `${HEAD},alias\nacme,jos,2,T0,R0,2026-12-01T00:00:00Z,\nacme,jos,3,T,R,${END},`)
    const planned = await csv(keeper, text, { dryRun: true })
    assert.deepEqual([planned.created, planned.renewed, planned.refused], [1, 1, 1])
    assert.equal((await keeper.connections({})).length, 2)
    assert.equal((await keeper.connection({ tenant: 'acme', platform: 'jos', shop: '2' })).generation, 1)
  })

  const drawn = {
    tenant: fc.constantFrom('acme', 'a\u200Bb'),
    platform: fc.constantFrom('jos', 'jos', 'jos', 'jd-central', 'nowhere'),
    app: fc.constantFrom('APP', 'main', undefined),
    shop: fc.constantFrom('A', 'B', 'C', 'D', undefined),
    alias: fc.constantFrom('A', 'B', 'x', 'y', ' ', undefined, undefined),
    status: fc.constantFrom('active', 'disabled', 'revoked', undefined, undefined),
    access_token: fc.constantFrom('T1', 'T2', 'T3'),
    refresh_token: fc.constantFrom('R1', 'R2', 'R3', undefined),
    expires_at: fc.constantFrom('2027-01-01T00:00:00Z', '2027-02-01T00:00:00Z', '2027-03-01T00:00:00Z'),
    issued_at: fc.constantFrom('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z', undefined),
  }
  const file = (most: number) =>
    fc
      .array(
        fc.record({
          ...drawn,
          tenant: fc.oneof({ weight: 9, arbitrary: fc.constant('acme') }, drawn.tenant),
        }),
        {
          maxLength: most,
        },
      )
      .map((lines) => lines.map((each) => JSON.stringify(each)).join('\n'))

  test('says ahead of each line what becomes of it, whatever the lines before it make', async () => {
    await fc.assert(
      fc.asyncProperty(file(4), file(8), fc.boolean(), async (first, second, replace) => {
        const keeper = await keeping(both, { store: 'sqlite::memory:' })
        await keeper.import([first], { format: 'jsonl' })
        const before = await textOf(keeper, { format: 'jsonl', secrets: true })
        const planned = await keeper.import([second], { format: 'jsonl', replace, dryRun: true })
        assert.equal(await textOf(keeper, { format: 'jsonl', secrets: true }), before)
        assert.deepEqual(await keeper.import([second], { format: 'jsonl', replace }), planned)
        await keeper.close()
      }),
      { numRuns: 200 },
    )
  })

  test('of many lines goes in batches, with progress, as they come', async () => {
    const keeper = await keeping()
    const encoder = new TextEncoder()
    const LINES = 3000
    let sent = 0
    let most = 0
    function* file() {
      yield encoder.encode(`${HEAD}\n`)
      for (; sent < LINES; sent++) {
        const line = encoder.encode(`acme,jos,ร้าน${sent},TOKEN${sent},R,${END}\n`)
        // In two pieces, the first of which ends within a letter.
        yield line.slice(0, 11)
        yield line.slice(11)
      }
    }
    const done = await keeper.import(file(), {
      format: 'csv',
      onProgress: ({ lines }) => (most = Math.max(most, sent - lines)),
    })
    assert.equal(done.created, LINES)
    assert.ok(most <= 501, `${most} lines were read and not written`)
    assert.equal(
      (await keeper.token({ tenant: 'acme', platform: 'jos', shop: 'ร้าน2999' })).accessToken,
      'TOKEN2999',
    )
  })

  test('asks the store a few times for many lines, new or known, and not once a line', async () => {
    const store = sqliteKeeperStore(':memory:')
    let asked = 0
    const counting = Object.fromEntries(
      Object.entries(store).map(([name, verb]: [string, (...given: unknown[]) => unknown]) => [
        name,
        (...given: unknown[]) => {
          asked++
          return verb(...given)
        },
      ]),
    ) as unknown as KeeperStore
    const keeper = await keeping(both, { store: counting })
    const text = [
      `${HEAD},alias`,
      ...Array.from({ length: 400 }, (_, nth) => `acme,jos,S${nth},TOKEN${nth},R,${END},alias ${nth}`),
      // What somebody has the name of does not keep the others waiting.
      `acme,jos,S400,TOKEN,R,${END},alias 1`,
      `acme,jos,S1,TOKEN,R,${END},`,
    ].join('\n')
    for (const [options, outcome] of [
      [{}, [400, 1, 1]],
      [{}, [0, 401, 1]],
      [{ dryRun: true }, [0, 401, 1]],
    ] as const) {
      asked = 0
      const { created, unchanged, refused, problems } = await csv(keeper, text, options)
      assert.deepEqual([created, unchanged, refused], outcome)
      assert.deepEqual(
        problems.map(({ line, reason }) => [line, reason]),
        [[402, 'alias_taken']],
      )
      assert.ok(asked < 20, `${asked} times`)
    }
    const events = await store.eventsAfter(0, 1000)
    assert.equal(events.filter(({ type }) => type === 'connection.created').length, 400)
  })
})

describe('import beside a keeper that refreshes', () => {
  let sandbox: TestSandbox
  let client: SandboxApp
  before(async () => {
    sandbox = await startSandbox()
    client = await sandbox.app('chainup')
  })
  after(() => sandbox.close())

  test('never puts older tokens over those of a refresh', async () => {
    const keeper = await keeping({ chainup: ofClient(client) })
    const [grant] = await sandbox.grants(client, 1)
    assert.ok(grant)
    const { accessToken, refreshToken = '', expiresIn, openId = '' } = grant.tokens
    const now = Math.floor(Date.now() / 1000)
    const line = (issued: number) =>
      `${HEAD},open_id,issued_at\nacme,chainup,${openId},${accessToken},${refreshToken},${now + expiresIn},${openId},${issued}`
    await csv(keeper, line(now - 100))
    const name = { tenant: 'acme', platform: 'chainup', shop: openId }
    await sandbox.fault({
      kind: 'slow',
      seconds: 1,
      when: 'after',
      platform: 'chainup',
      endpoint: 'refresh',
      times: 1,
    })
    const refreshing = keeper.refresh(name)
    await new Promise((later) => setTimeout(later, 300))
    // Newer than what is kept as it is read, and older than what the refresh under way brings.
    const done = await csv(keeper, line(now - 50))
    const { generation } = await refreshing
    assert.equal(generation, 2)
    assert.deepEqual([done.renewed, done.unchanged], [0, 1])
    assert.notEqual((await keeper.token(name)).accessToken, accessToken)
  })
})

describe('export', () => {
  test('has no token unless that is asked for', async () => {
    const keeper = await keeping()
    await csv(keeper, `${HEAD}\nacme,jos,1,SECRET1,SECRET2,${END}`)
    for (const format of ['csv', 'jsonl'] as const) {
      assert.doesNotMatch(await textOf(keeper, { format }), /SECRET|_token/)
      assert.match(await textOf(keeper, { format, secrets: true }), /SECRET1.*SECRET2/s)
    }
    assert.equal(await textOf(keeper, { format: 'jsonl', tenant: 'other' }), '')
  })

  test('is no formula of a spreadsheet', async () => {
    const keeper = await keeping()
    const cells = ['=1+1', '+1', '-1', '@SUM(A1)', "'=1"]
    for (const [at, shop] of cells.entries())
      await keeper.add({
        tenant: '=cmd|x',
        platform: 'jos',
        shop: `${shop} ${at}`,
        accessToken: '-token',
        expiresAt: Date.parse(END) / 1000,
      })
    const text = await textOf(keeper, { format: 'csv', secrets: true })
    for (const line of text.split('\r\n'))
      for (const cell of line.split(',')) assert.doesNotMatch(cell.replace(/^"/, ''), /^[=+\-@\t\r]/)
    const other = await keeping()
    assert.equal((await csv(other, text)).created, cells.length)
    assert.equal(
      (await other.token({ tenant: '=cmd|x', platform: 'jos', shop: "'=1 4" })).accessToken,
      '-token',
    )
  })

  const name = fc
    .string({ unit: fc.constantFrom(...Array.from('ab,"\'=+-@ ;|店ร้漢é1')), minLength: 1, maxLength: 12 })
    .map((text) => `n${text}n`)
    .chain((text) => fc.constantFrom(text, `=${text}`, `'${text}`, `''-${text}`))
  const token = fc.string({
    unit: fc.constantFrom(...Array.from('aZ09-_.~+/=", \'')),
    minLength: 1,
    maxLength: 40,
  })
  const when = fc
    .integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 })
    .map((ms) => new Date(ms).toISOString())
  const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })
  const line = fc.record({
    tenant: name,
    platform: fc.constantFrom('jos', 'jd-central'),
    app: fc.constant('APP'),
    alias: optional(name),
    status: fc.constantFrom('pending', 'active', 'degraded', 'reauth_required', 'revoked', 'disabled'),
    access_token: token,
    refresh_token: optional(token),
    expires_at: when,
    issued_at: when,
    open_id: optional(name),
    user_id: optional(name),
    user_name: optional(name),
    union_id: optional(name),
    scope: optional(fc.array(fc.constantFrom('read', 'a,b', 'x:y', '"q"'), { minLength: 1, maxLength: 3 })),
    authorization_expires_at: optional(when),
  })

  test('is what was imported: import(export(x)) = x', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 8 }),
        fc.constantFrom('csv', 'jsonl'),
        async (lines, format) => {
          const first = await keeping(both, { store: 'sqlite::memory:' })
          const given = lines.map((each, at) =>
            JSON.stringify({
              ...each,
              shop: `shop ${at}`,
              ...(each.alias && { alias: `${each.alias}${at}` }),
            }),
          )
          const taken = await first.import([given.join('\n')], { format: 'jsonl' })
          assert.deepEqual(taken.problems, [])
          const shown = async (keeper: Keeper) =>
            (await textOf(keeper, { format: 'jsonl', secrets: true })).split('\n').toSorted().join('\n')
          const text = await textOf(first, { format, secrets: true })
          const second = await keeping(both, { store: 'sqlite::memory:' })
          // In pieces of any length.
          const pieces = text.match(/[^]{1,7}/g) ?? []
          const again = await second.import(pieces, { format })
          assert.equal(again.created, lines.length, JSON.stringify(again.problems))
          assert.equal(await shown(second), await shown(first))
          assert.equal((await first.import(pieces, { format })).unchanged, lines.length)
          await Promise.all([first.close(), second.close()])
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('what a spreadsheet makes of a file', () => {
  const head = 'tenant;platform;shop;open_id;access_token;expires_at'
  const imported = async (text: string) => {
    const { keeper } = await keeperOf({ jos: { clientId: 'APP', clientSecret: 'S' } })
    after(() => keeper.close())
    const done = await keeper.import([text], { format: 'csv' })
    return { keeper, done }
  }

  test('semicolons and tabs separate as commas do, where the first line has them', async () => {
    for (const [separator, other] of [
      [';', '\t'],
      ['\t', ';'],
    ] as const) {
      const rows = [head.split(';'), ['acme', 'jos', '"S 1"', `o,${other === '\t' ? '' : other}1`, 'A', END]]
      const { keeper, done } = await imported(rows.map((row) => row.join(separator)).join('\r\n'))
      assert.deepEqual([done.created, done.problems], [1, []])
      const [view] = await keeper.connections({})
      assert.equal(view?.shop, 'S 1')
    }
  })

  test('an id that it made a number of is refused by its column', async () => {
    const spoilt = [
      '2.01E+8',
      '2,01E+08',
      '2E+9',
      '201.0',
      '2.01e8',
      '2E8',
      '-2.01E+8',
      "'2.01E+8",
      '201.',
      '####',
    ]
    for (const id of [...spoilt, '"1,234,567"', '1.234.567']) {
      const { done } = await imported(`${head}\nacme;jos;${id};;A;${END}\nacme;jos;S;${id};A;${END}\n`)
      assert.deepEqual(
        done.problems.map(({ reason, column }) => [reason, column]),
        [
          ['spoilt', 'shop'],
          ['spoilt', 'open_id'],
        ],
        id,
      )
    }
  })
})
