/*
 * A client of `hufu keeper serve`, for any runtime that has fetch. It throws what the keeper throws inside an application:
 * a program can be moved from one to the other.
 */
import type { HeldTokens } from './connect/add.ts'
import type { Token } from './connection/cache.ts'
import type { ConnectionStatus } from '@hufu/keeper-store/connection'
import type { ConnectionView } from './connection/connection-view.ts'
import { KeeperError, type KeeperFailure } from '@hufu/keeper-store/errors'
import type { KeeperEvent } from '@hufu/keeper-store/events'

export { KeeperError, type KeeperFailure } from '@hufu/keeper-store/errors'
export type { ConnectionView } from './connection/connection-view.ts'
export type { KeeperEvent } from '@hufu/keeper-store/events'
export type { Token } from './connection/cache.ts'

export interface KeeperClientOptions {
  /** The URL of the daemon, such as `http://127.0.0.1:8710`. */
  readonly url: string
  /** A tenant's bearer token, or an administrator's. */
  readonly token: string
  /** Seconds until an answer must be there; 60 by default, as a refresh at a slow platform takes long. */
  readonly timeoutSeconds?: number | undefined
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined
}

/** Names a connection. `tenant` is needed with an administrator's token alone, `app` where a platform has several. */
export interface Shop {
  readonly tenant?: string | undefined
  readonly platform: string
  readonly app?: string | undefined
  readonly shop: string
}

/** Tokens that somebody already holds, and whose they are. */
export interface GivenTokens extends Omit<Shop, 'shop'>, HeldTokens {}

export interface LinkOptions {
  /** A path of the daemon's `publicUrl`, on its list of `returnPaths`. */
  readonly returnTo?: string | undefined
  readonly scope?: readonly string[] | undefined
  /** `zh-CN`, `en`, `th`. */
  readonly locale?: string | undefined
  readonly view?: string | undefined
  /** How long the link may be opened: a day by default, 90 at most. */
  readonly expiresInSeconds?: number | undefined
}

export interface Disconnected {
  readonly connection: ConnectionView
  /** `not_offered`: the platform cannot be asked to. `failed`: disconnect again. */
  readonly atPlatform: 'revoked' | 'not_offered' | 'failed'
  readonly failure?: KeeperFailure
}

export interface ConnectionFilter {
  readonly tenant?: string | undefined
  readonly platform?: string | undefined
  readonly app?: string | undefined
  readonly status?: ConnectionStatus | undefined
  /** A prefix of the shop's id or alias. */
  readonly shop?: string | undefined
  /** `next` of the page before. */
  readonly after?: string | undefined
  readonly limit?: number | undefined
}

export interface CalendarFilter extends Pick<ConnectionFilter, 'tenant' | 'platform' | 'app' | 'limit'> {
  /** Now by default. */
  readonly from?: number | undefined
  /** 90 days after `from` by default. */
  readonly until?: number | undefined
  readonly kind?: CalendarEntry['kind'] | undefined
  /** `next` of the page before. */
  readonly after?: string | undefined
}

/** Against the end of an authorization, and of an access token that nothing renews, only the shop's consent helps. */
export interface CalendarEntry {
  readonly kind: 'authorization' | 'access_token' | 'refresh_token'
  readonly at: number
  readonly connection: ConnectionView
  /** When `connection.reauth_due` is still to be told. */
  readonly notices: readonly number[]
}

export interface CalendarPage {
  readonly entries: readonly CalendarEntry[]
  readonly next?: string
}

export interface Diagnosis {
  readonly at: number
  readonly connection: ConnectionView
  /** The worst first. */
  readonly findings: readonly {
    readonly severity: 'ok' | 'info' | 'warning' | 'error'
    readonly code: string
    readonly facts: Readonly<Record<string, unknown>>
    readonly what: string
    readonly why?: string
    readonly todo?: string
  }[]
  /** The newest first. */
  readonly timeline: readonly KeeperEvent[]
}

export interface ConnectionPage {
  readonly connections: readonly ConnectionView[]
  /** Absent on the last page. */
  readonly next?: string
}

/** Each verb throws a `KeeperError`: the daemon's own, or `unreachable`, `answer_late` and `answer_unreadable`. */
export interface KeeperClient {
  token(shop: Shop): Promise<Token>
  /** After the platform refused a token: a later one. Give it whole, as it was handed out. */
  invalidate(shop: Shop, refused: string | Pick<Token, 'accessToken' | 'generation'>): Promise<Token>
  add(given: GivenTokens): Promise<ConnectionView>
  connections(filter?: ConnectionFilter): Promise<ConnectionPage>
  connection(id: string): Promise<ConnectionView>
  refresh(id: string): Promise<ConnectionView>
  /** Until it is enabled again, its tokens are neither refreshed nor returned. */
  disable(id: string): Promise<ConnectionView>
  enable(id: string): Promise<ConnectionView>
  disconnect(id: string): Promise<Disconnected>
  /** A link to send a browser of the shop to. */
  connectUrl(
    asked: LinkOptions & Omit<Shop, 'shop'> & { readonly shop?: string | undefined },
  ): Promise<string>
  reconnectUrl(id: string, asked?: LinkOptions): Promise<string>
  /** The ends of authorizations and tokens, soonest first. Times are in seconds since the epoch. */
  calendar(asked?: CalendarFilter): Promise<CalendarPage>
  /** How it is, why, what to do, and what happened. */
  doctor(id: string, language?: 'en' | 'zh-CN' | 'th'): Promise<Diagnosis>
  /** The connection's events, newest first. */
  story(id: string, limit?: number): Promise<readonly KeeperEvent[]>
}

/** @throws {TypeError} when the URL is none. */
export function keeperClient(options: KeeperClientOptions): KeeperClient {
  const { url, token, timeoutSeconds = 60, fetch: ask = (to, init) => fetch(to, init) } = options
  const base = new URL(url).href.replace(/\/$/, '')

  async function call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const signal = AbortSignal.timeout(timeoutSeconds * 1000)
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body && { 'content-type': 'application/json' }),
    }
    let response: Response
    let text: string
    try {
      response = await ask(`${base}/v1${path}`, {
        method,
        headers,
        signal,
        redirect: 'error',
        ...(body && { body: JSON.stringify(body) }),
      })
      text = await response.text()
    } catch (cause) {
      throw signal.aborted
        ? failed('answer_late', 'after', `The daemon at ${base} did not answer in time.`, cause)
        : failed('unreachable', 'after', `The daemon at ${base} does not answer: is it running?`, cause)
    }
    const answer = jsonOf(text)
    if (response.ok && answer !== undefined) return answer as Answer
    if (isFailureBody(answer)) throw new KeeperError(answer)
    const hint = `The server at ${base} (HTTP ${response.status}) is not a keeper daemon: check the address.`
    throw failed('answer_unreadable', 'fix_config', hint)
  }
  const query = (members: object): string => {
    const pairs = Object.entries(members).flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
    )
    return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`
  }
  const at = (id: string, verb = '') => `/connections/${encodeURIComponent(id)}${verb}`

  return {
    token: ({ tenant, platform, app, shop }) =>
      call('GET', `/token${query({ tenant, platform, app, shop })}`),
    invalidate({ tenant, platform, app, shop }, refused) {
      const { accessToken, generation } =
        typeof refused === 'string' ? { accessToken: refused, generation: undefined } : refused
      return call('POST', '/invalidate', { tenant, platform, app, shop, accessToken, generation })
    },
    add: (given) => call('POST', '/connections', given),
    connections: (filter = {}) => call('GET', `/connections${query(filter)}`),
    connection: (id) => call('GET', at(id)),
    refresh: (id) => call('POST', at(id, '/refresh')),
    disable: (id) => call('POST', at(id, '/disable')),
    enable: (id) => call('POST', at(id, '/enable')),
    disconnect: (id) => call('POST', at(id, '/disconnect')),
    connectUrl: async (asked) => (await call<{ readonly url: string }>('POST', '/connect-url', asked)).url,
    reconnectUrl: async (id, asked = {}) =>
      (await call<{ readonly url: string }>('POST', at(id, '/reconnect'), asked)).url,
    calendar: (asked = {}) => call('GET', `/calendar${query(asked)}`),
    doctor: (id, language) => call('GET', at(id, `/doctor${query({ language })}`)),
    async story(id, limit) {
      const { events } = await call<{ readonly events: readonly KeeperEvent[] }>(
        'GET',
        at(id, `/story${query({ limit })}`),
      )
      return events
    },
  }
}

const failed = (
  error: KeeperFailure['error'],
  retry: KeeperFailure['retry'],
  hint: string,
  cause?: unknown,
): KeeperError => new KeeperError({ error, retry, hint }, { cause })

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isFailureBody = (answer: unknown): answer is KeeperFailure =>
  typeof answer === 'object' &&
  answer !== null &&
  ['error', 'retry', 'hint'].every((name) => typeof Reflect.get(answer, name) === 'string')
