/* A keeper on a store in memory, whose platform is a function and whose process sleeps when a test says so. */
import type { TestContext } from 'node:test'
import type { Policy } from '@hufu/dialects'
import {
  type AppOptions,
  type Keeper,
  type KeeperOptions,
  type KeeperStore,
  createKeeper,
  sqliteKeeperStore,
} from '@hufu/keeper'
import { warningsTo } from './warnings.ts'

export const PLATFORM = 'oauth2-post'
export const NAME = { tenant: 'acme', platform: PLATFORM, shop: 'S1' } as const
export const KEYS = `k:${Buffer.alloc(32, 7).toString('base64url')}`
export const repeating: Partial<Policy> = { reuse: { replaySeconds: 12, then: 'revoke-family' } }
export const strict: Partial<Policy> = { reuse: { replaySeconds: 0, then: 'revoke-family' } }

/** Both clocks of the machine go on, while nothing else happens: so a process sleeps. */
export function sleeper(t: TestContext) {
  const [monotonic, wall] = [performance.now.bind(performance), Date.now]
  let slept = { monotonic: 0, wall: 0 }
  t.mock.method(performance, 'now', () => monotonic() + slept.monotonic * 1000)
  t.mock.method(Date, 'now', () => wall() + slept.wall * 1000)
  return {
    sleep: (seconds: number) => {
      slept = { monotonic: slept.monotonic + seconds, wall: slept.wall + seconds }
    },
    /** As a suspended machine does, whose monotonic clock stands still. */
    suspend: (seconds: number) => {
      slept = { ...slept, wall: slept.wall + seconds }
    },
  }
}

type Verb = Exclude<keyof KeeperStore, 'close'>

/** What happens after a verb of the store is done, and before the process hears its answer; by verb. */
export type After = Partial<Record<Verb, () => unknown>>

function withAfter(store: KeeperStore, after: After): KeeperStore {
  return new Proxy(store, {
    get(target, verb: Verb) {
      return async (...asked: readonly unknown[]) => {
        const answer = await (target[verb] as (...all: readonly unknown[]) => Promise<unknown>)(...asked)
        await after[verb]?.()
        return answer
      }
    },
  })
}

/** The nth answer to a refresh token; what is thrown breaks the connection. */
export type Platform = (refreshToken: string, nth: number) => Response | Promise<Response>

export const granted = (nth: number, expiresIn: number, headers: Readonly<Record<string, string>> = {}) =>
  Response.json(
    { access_token: `a${nth}`, token_type: 'Bearer', expires_in: expiresIn, refresh_token: `r${nth}` },
    { headers },
  )

export interface Scene {
  readonly policy?: Partial<Policy>
  readonly app?: Partial<AppOptions>
  readonly keeper?: Partial<KeeperOptions>
  readonly store?: KeeperStore
  readonly after?: After
  readonly platform?: Platform
}

/** A keeper with one connection, of `a0` and `r0`, unless the store has it already. */
export async function scene(
  t: TestContext,
  { policy, app, keeper: options, store: given, after = {}, platform = (_, nth) => granted(nth, 60) }: Scene,
) {
  const store = given ?? sqliteKeeperStore(':memory:')
  const sent: string[] = []
  const warnings: string[] = []
  const keeper: Keeper = await createKeeper({
    store: withAfter(store, after),
    keys: KEYS,
    apps: {
      [PLATFORM]: {
        clientId: 'app',
        clientSecret: 's',
        baseUrl: 'http://platform.test',
        timeoutSeconds: 8,
        ...(policy && { policy }),
        fetch: async (_, { body }) => {
          const token = new URLSearchParams(typeof body === 'string' ? body : '').get('refresh_token') ?? ''
          return platform(token, sent.push(token))
        },
        ...app,
      },
    },
    schedule: false,
    maxStaleSeconds: 0,
    log: warningsTo((message, about) => warnings.push(`${message} ${JSON.stringify(about)}`)),
    ...options,
  })
  t.after(() => keeper.close())
  const row = async () => (await store.find({ ...NAME, app: 'app' })) ?? Promise.reject(new Error('no row'))
  if (given === undefined) {
    const expiresAt = (await store.now()) + 600
    await keeper.add({ ...NAME, accessToken: 'a0', refreshToken: 'r0', expiresAt })
  }
  return { keeper, store, sent, warnings, row }
}
