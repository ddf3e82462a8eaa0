/* One application at one platform: how it is called, and what its platform promises. */
import type { CallFailure, Client, StateStore } from '@hufu/client'
import { nodeClient } from '@hufu/client/node'
import { type Dialect, type Policy, dialects } from '@hufu/dialects'
import { checkAppOptions } from './app-options.ts'
import { type Breaker, breaker } from './breaker.ts'
import { fetchThrough } from './egress.ts'
import { keeperError } from '@hufu/keeper-store/errors'
import { type Pace, pace, ratesOf } from './pace.ts'
import { pacedClient } from './paced-client.ts'
import type { KeeperStore } from '@hufu/keeper-store/store'
import type { AppOptions } from './app-options.ts'

export interface App {
  readonly platform: string
  /** The client id. */
  readonly id: string
  /** The configured name: `main` if only the platform was named. */
  readonly name: string
  readonly dialect: Dialect
  readonly policy: Policy
  readonly client: Client
  readonly options: AppOptions
  readonly concurrency: number
  readonly breaker: Breaker
  /** How fast its calls are sent. The client's calls have their turn by themselves, but for refreshes. */
  readonly pace: Pace
  /** Until an answer must be whole. */
  readonly timeoutSeconds: number
  readonly lease: LeaseTimes
}

/** Seconds. */
export interface LeaseTimes {
  readonly seconds: number
  /** A sign of life this often; absent where the lease outlives the deadline. */
  readonly beat?: number
}

const TIMEOUT = 30
/** Time to store the tokens, even on a slow disk. */
const MARGIN = 15

/** Seconds of repeating beyond which nobody hurries. */
export const LONG_REPLAY = 600

/**
 * Where a platform repeats its answer for a while, a process that died must be succeeded within that time: a short lease
 * with signs of life. Elsewhere a lease that outlives the deadline.
 */
function timesOf(policy: Policy, asked = TIMEOUT): { readonly timeout: number; readonly lease: LeaseTimes } {
  const replay = singleUse(policy) ? policy.reuse.replaySeconds : 0
  // Where an answer is repeated for hours, a successor comes in time after any call.
  if (replay <= 0 || replay > LONG_REPLAY) return { timeout: asked, lease: { seconds: asked + MARGIN } }
  // Short enough for several successors one after the other, and longer than a busy process stalls.
  const seconds = Math.max(Math.min(4, replay / 3), replay / 6)
  return { timeout: Math.min(asked, Math.max(1, (replay * 2) / 3)), lease: { seconds, beat: seconds / 3 } }
}

/** Whether a refresh token may be spent by its use. */
export const singleUse = ({ refresh }: Policy): boolean => refresh.refreshToken !== 'same'

/** Values that lose nothing if they are wrong. */
const CAREFUL: Policy['reuse'] = { replaySeconds: 0, then: 'revoke-family' }

/**
 * That a platform repeats an answer, or forgives reuse, is assumed only where the application's configuration says so, or
 * the dialect as a fact of the real platform. How the dialect's own policy has it is ours, and true of Hufu's servers; an
 * address does not tell whether it is one.
 */
function policyOf({ policy: ours, knownReuse }: Dialect, { policy = {} }: AppOptions): Policy {
  const { replaySeconds, then } = knownReuse ?? CAREFUL
  return { ...ours, reuse: { replaySeconds, then }, ...policy }
}

/**
 * Seconds for which versions before assumed, by the app's address, that the platform repeats lost answers, where nothing
 * says so; 0 where nothing changed.
 */
export function assumedBefore({ dialect, options, policy }: App): number {
  const { baseUrl } = options
  const byAddress = baseUrl !== undefined && baseUrl !== dialect.origin
  const said = options.policy?.reuse !== undefined || dialect.knownReuse !== undefined
  return byAddress && !said && singleUse(policy) ? dialect.policy.reuse.replaySeconds : 0
}

/** By `platform` or `platform/name`, as configured. */
export type AppsOptions = Readonly<Record<string, AppOptions>>

export interface Apps {
  readonly all: readonly App[]
  /** @throws {KeeperError} `app_unknown`, or `app_ambiguous` where the platform has several and none is named. */
  find(platform: string, app?: string): App
}

/**
 * @param now the keeper's clock, in seconds since the epoch.
 * @param takeRate the store's.
 * @throws {TypeError} when an option is missing or makes no sense; the message names it, and holds no secret.
 */
export function appsOf(
  asked: AppsOptions,
  now: () => number,
  states: StateStore,
  takeRate: KeeperStore['takeRate'],
): Apps {
  const all = Object.entries(asked).map(([key, options]) => appOf(key, options, { now, states, takeRate }))
  const found = new Map<string, App>()
  for (const app of all) {
    const { platform } = app
    for (const key of new Set([`${platform}\n${app.id}`, `${platform}\n${app.name}`])) {
      if (found.has(key))
        throw new TypeError(`apps: ${platform} has two applications ${key.split('\n')[1] ?? ''}`)
      found.set(key, app)
    }
  }
  const ofPlatform = Map.groupBy(all, ({ platform }) => platform)
  return {
    all,
    find(platform, name) {
      const several = name === undefined ? ofPlatform.get(platform) : undefined
      const app = name === undefined ? several?.[0] : found.get(`${platform}\n${name}`)
      if (app === undefined) throw keeperError('app_unknown')
      if (several !== undefined && several.length > 1) throw keeperError('app_ambiguous')
      return app
    },
  }
}

interface Surroundings {
  readonly now: () => number
  readonly states: StateStore
  readonly takeRate: KeeperStore['takeRate']
}

function appOf(key: string, options: AppOptions, { now, states, takeRate }: Surroundings): App {
  const [platform = '', name = 'main'] = key.split('/')
  const dialect = options.dialect ?? dialects.find(({ id }) => id === platform)
  if (!dialect) {
    const known = dialects.map(({ id }) => id).join(', ')
    throw new TypeError(
      `apps: ${JSON.stringify(platform)} is not a built-in platform (${known}): set its dialect`,
    )
  }
  checkAppOptions(key, options, dialect)
  const policy = policyOf(dialect, options)
  const { timeout, lease } = timesOf(policy, options.timeoutSeconds)
  const { policy: _, dialect: __, redirectUri: ___, rateLimit, concurrency = 8, proxy, ...ofClient } = options
  const fetch = proxy === undefined ? options.fetch : fetchThrough(proxy)
  const client = clientOf(
    key,
    { ...dialect, policy },
    { ...ofClient, fetch, timeoutSeconds: timeout, now, states },
  )
  const rates = ratesOf(policy.rateLimit, rateLimit)
  const paced = pace({ platform, app: options.clientId, rates }, takeRate, now)
  return {
    platform,
    id: options.clientId,
    name,
    dialect,
    policy,
    client: rates.length === 0 ? client : pacedClient(client, paced, now),
    options,
    concurrency,
    breaker: breaker(now),
    pace: paced,
    timeoutSeconds: timeout,
    lease,
  }
}

/** An error of the options names them as they were configured. */
function clientOf(key: string, ...given: Parameters<typeof nodeClient<Dialect>>): App['client'] {
  try {
    return nodeClient<Dialect>(...given)
  } catch (error) {
    throw error instanceof TypeError
      ? new TypeError(`apps.${key}: ${error.message}`, { cause: error })
      : error
  }
}

/** A refusal that says that the clocks are too far apart. */
export const isClockFailure = ({ error }: CallFailure): boolean =>
  error === 'request_expired' || error === 'request_time_invalid'
