/* Whatever is asked at once is answered, and written, as if it had been asked one after another. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Grant } from '@hufu/engine'
import type { Store } from '@hufu/accounts'
import { memoryStore, sqliteStore } from '@hufu/store'
import fc from 'fast-check'
import { newFolder } from './folders.ts'
import {
  DAY,
  T0,
  accessAt,
  appOf,
  codeAt,
  codeOf,
  digestOf,
  entry,
  indexed,
  redeem,
  refresh,
  refreshAt,
  userOf,
} from './rows.ts'

type Act = (store: Store) => Promise<unknown>

const few = fc.nat({ max: 4 })
const id = few.map((nth) => nth + 1)
const later = fc.oneof(
  fc.nat({ max: 600 }),
  fc.nat({ max: 40 }).map((days) => days * DAY),
)
const at = later.map((seconds) => T0 + seconds)
const name = fc.constantFrom('a', 'b', 'c')
const some = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: undefined })
const given = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

const mixed = (nth: number): Partial<Grant> => ({
  appId: `app-${nth % 2}`,
  userId: `user-${nth % 3}`,
  shopId: `shop-${nth % 2}`,
})
const which = fc
  .record({
    appId: some(fc.constantFrom('app-0', 'app-1')),
    userId: some(fc.constantFrom('user-0', 'user-1')),
    shopId: some(fc.constantFrom('shop-0', 'shop-1')),
  })
  .map(given)

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(id, at).map(
    ([nth, expiresAt]): Act =>
      (store) =>
        store.issueCode(codeOf(nth, { ...mixed(nth), expiresAt }), [
          entry(codeOf(nth).digest, nth, expiresAt),
        ]),
  ),
  fc.tuple(id, at, at).map(([nth, accessExpiresAt, refreshExpiresAt]): Act => (store) => {
    const index = [
      entry(accessAt(nth).digest, nth, accessExpiresAt),
      entry(refreshAt(nth).digest, nth, refreshExpiresAt),
    ]
    return store.redeemCode(codeAt(nth), redeem({ ...mixed(nth), accessExpiresAt, refreshExpiresAt }, index))
  }),
  fc.tuple(id, at).map(
    ([nth, when]): Act =>
      (store) =>
        store.redeemCode(indexed(codeAt(nth)), (code) => ({
          answer: code ?? null,
          ...(code?.usedAt !== undefined && { revoke: { at: when, because: 'code_reused' } }),
        })),
  ),
  fc.tuple(id, few, at).map(([nth, generation, until]): Act => (store) => {
    const found = indexed(refreshAt(nth, generation))
    return store.refreshGrant(
      found,
      refresh(found, [entry(refreshAt(nth, generation + 1).digest, nth, until)]),
    )
  }),
  fc.tuple(id, at).map(
    ([nth, refreshExpiresAt]): Act =>
      (store) =>
        store.refreshGrant(refreshAt(nth), (grant) =>
          grant
            ? { answer: true, write: { grant: { ...grant, refreshExpiresAt }, index: [] } }
            : { answer: false },
        ),
  ),
  fc.tuple(id, at).map(
    ([nth, when]): Act =>
      (store) =>
        store.revokeGrant(nth, when, 'client'),
  ),
  fc.tuple(which, at).map(
    ([criteria, when]): Act =>
      (store) =>
        store.revokeGrants(criteria, when, 'user'),
  ),
  fc.tuple(id, few).map(
    ([nth, day]): Act =>
      (store) =>
        store.markUsed(new Map([[nth, day]])),
  ),
  at.map(
    (now): Act =>
      (store) =>
        store.sweep(now, 1000).then(() => undefined),
  ),
  fc.tuple(few, at).map(
    ([nth, until]): Act =>
      (store) =>
        store.once(digestOf('once', `${nth}`), until),
  ),
  fc.tuple(name, few, some(name), fc.constantFrom('draft', 'online')).map(
    ([app, version, clientId, status]): Act =>
      (store) =>
        store.putApp(appOf(app, { version, status, ...(clientId !== undefined && { clientId }) })),
  ),
  fc.tuple(name, few, name, name).map(
    ([user, version, username, shopId]): Act =>
      (store) =>
        store.putUser(userOf(user, { version, username, shopId })),
  ),
  fc.tuple(name, at, at).map(
    ([key, when, until]): Act =>
      (store) =>
        store.countLoginFailure(key, when, T0, until),
  ),
  name.map(
    (key): Act =>
      (store) =>
        store.clearLoginFailures(key),
  ),
  fc.tuple(name, name, at).map(
    ([session, accountId, expiresAt]): Act =>
      (store) =>
        store.putSession({
          id: digestOf('session', session),
          kind: 'merchant',
          accountId,
          createdAt: T0,
          expiresAt,
        }),
  ),
  fc.tuple(name, name).map(
    ([accountId, but]): Act =>
      (store) =>
        store.endSessions(accountId, digestOf('session', but)),
  ),
  fc.tuple(name, fc.boolean(), at, few).map(
    ([appId, refused, when, nth]): Act =>
      (store) =>
        store.recordExchanges(
          [
            {
              appId,
              at: when,
              step: 'token',
              requestId: `${nth}`,
              ms: nth,
              ...(refused && { error: 'code_used' as const }),
            },
          ],
          [{ appId, day: nth, kind: refused ? 'refused code_used' : 'token', count: nth }],
        ),
  ),
  fc.tuple(name, few).map(
    ([setting, value]): Act =>
      (store) =>
        store.putSetting(setting, `${value}`),
  ),
)

/** Everything that can be read. */
async function view(store: Store): Promise<unknown> {
  const ids = [1, 2, 3, 4, 5]
  return {
    codes: await Promise.all(
      ids.flatMap((nth) => [store.code(codeAt(nth)), store.code(indexed(codeAt(nth)))]),
    ),
    grants: await store.grants({ limit: 99 }),
    lists: await Promise.all([
      store.grants({ appId: 'app-0', limit: 2 }),
      store.grants({ appId: 'app-1', userId: 'user-1', limit: 9 }),
    ]),
    tokens: await Promise.all(
      ids.flatMap((nth) => [
        store.grant(indexed(accessAt(nth))),
        ...[0, 1, 2, 3].map((generation) => store.grant(indexed(refreshAt(nth, generation)))),
      ]),
    ),
    keys: await Promise.all([T0, T0 + 9 * DAY].map((now) => store.keyIdsInUse(now))),
    apps: [await store.apps({}), await store.apps({ status: 'online' }), await store.app('tong', 'a')],
    users: [await store.users({}), await store.users({ shopId: 'a' }), await store.userByName('b')],
    sessions: await Promise.all(['a', 'b', 'c'].map((each) => store.session(digestOf('session', each)))),
    failures: await Promise.all(
      ['a', 'b'].flatMap((key) => [T0 - 1, T0 + 9].map((since) => store.loginFailures(key, since))),
    ),
    settings: await store.settings(''),
    // Ids are each store's own.
    exchanges: (await store.exchanges({ appId: 'a', limit: 9 })).map(({ id: _id, ...entry }) => entry),
    refused: (await store.exchanges({ appId: 'b', refused: true, limit: 2 })).map(
      ({ requestId }) => requestId,
    ),
    usage: await store.usage('a', 1, 3),
  }
}

const answer = (act: Act, store: Store) => act(store).catch(() => 'refused')

test('a file that is asked all at once answers as memory does that is asked one after another', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 40 }), async (acts) => {
      // Verbs that are several transactions let others in between.
      const whole = acts.filter((each) => !/sweep|revokeGrants|markUsed/.test(each.toString()))
      const [memory, file] = [memoryStore(), sqliteStore(join(newFolder(), 'hufu.db'))]
      const answers = await Promise.all(whole.map((each) => answer(each, file)))
      for (const [nth, each] of whole.entries()) assert.deepEqual(answers[nth], await answer(each, memory))
      assert.deepEqual(await view(file), await view(memory))
      await Promise.all([memory.close(), file.close()])
    }),
    { numRuns: Number(process.env['HUFU_RUNS'] ?? 150) },
  )
})
