/* What a client is made with, checked at once: a wrong option is a bug of the caller, not an event of the network. */
import { parsedUrl } from './http/address.ts'
import { type Dialect, type Where, needsSecret, revocationCall } from '@hufu/dialects'
import { known } from './known.ts'
import type { Tools } from './http/request.ts'
import type { Transport } from './http/send.ts'
import type { StateStore } from './browser/state.ts'

/** Addresses, by the dialect's names: paths below the base URL, or whole URLs. Null where the platform has no such endpoint. */
export type Endpoints = { readonly [Name in 'authorize' | 'token' | 'refresh']?: string | undefined } & {
  readonly [Name in 'userInfo' | 'gateway' | 'revocation']?: string | null | undefined
}

/** The dialect with its endpoints where this platform has them. A secret never goes to an address that nobody documents. */
export function located(dialect: Dialect, baseUrl: string, endpoints: Endpoints = {}): Dialect {
  const all: { [name: string]: unknown } = {
    ...(baseUrl !== dialect.origin && { revocation: revocationCall }),
    ...dialect,
  }
  for (const [name, path] of Object.entries(known(endpoints))) {
    const at = (all[name] ?? (name === 'revocation' && revocationCall)) as
      | Dialect['token']
      | Dialect['gateway']
    if (!at || path === null) delete all[name]
    else
      all[name] = typeof at === 'function' ? (method: string) => ({ ...at(method), path }) : { ...at, path }
  }
  return all as unknown as Dialect
}

const types: { readonly [name: string]: string } = {
  clientId: 'string',
  clientSecret: 'string',
  baseUrl: 'string',
  endpoints: 'object',
  issuer: 'string',
  tenant: 'string',
  region: 'string',
  now: 'function',
  states: 'object',
  envelope: 'object',
  signer: 'object',
  fetch: 'function',
  timeoutSeconds: 'number',
} satisfies Record<keyof ClientOptions, string>
const endpointNames = /^(authorize|token|refresh|userInfo|gateway|revocation)$/

const LONGEST_TIMEOUT = 600

/**
 * The base URL, without a trailing slash.
 *
 * @throws {TypeError} when an option is missing or makes no sense. The message never holds the option's value.
 */
export function checkedBaseUrl(dialect: Dialect, options: ClientOptions): string {
  const {
    clientId,
    clientSecret,
    states,
    baseUrl = dialect.origin ?? '',
    envelope,
    timeoutSeconds = 1,
  } = options
  const must = (hold: unknown, message: string) => {
    if (!hold) throw new TypeError(`${dialect.title}: ${message}`)
  }
  for (const [name, value] of Object.entries(known(options)))
    must(typeof value === types[name], `${name} is no ${types[name] ?? 'option of a client'}`)
  for (const [name, path] of Object.entries(known(options.endpoints ?? {})))
    must(
      endpointNames.test(name) && (path === null || /^(\/|https?:\/\/.)/.test(path)),
      `endpoints.${name} is no endpoint, or no URL or path`,
    )
  must(!states || 'take' in states, 'states has no put and take')
  must(clientId, 'clientId is missing')
  must(clientSecret || !needsSecret(dialect), 'clientSecret is missing')
  must(envelope || !dialect.envelope, 'envelope is missing: nodeClient makes it')
  must(
    timeoutSeconds > 0 && timeoutSeconds <= LONGEST_TIMEOUT,
    `timeoutSeconds is not in 0 to ${LONGEST_TIMEOUT}`,
  )
  const url = parsedUrl(dialect.addressing ? baseUrl.replace(/[{}]/g, '') : baseUrl)
  const plain = url?.href.startsWith('http') && url.href === `${url.origin}${url.pathname}`
  must(plain, 'baseUrl is missing, or no http(s) URL of host and path alone')
  return (dialect.addressing ? baseUrl : String(url)).replace(/\/+$/, '')
}

/**
 * `envelope` is needed where the dialect names one, `signer` for user information where it names that; `nodeClient` makes
 * both, from keys and secret.
 */
export interface ClientOptions extends Transport, Tools, Where {
  readonly clientId: string
  /** For servers only. Needed where the platform wants it beside its requests. */
  readonly clientSecret?: string | undefined
  /**
   * Where the platform answers; the real platform's own address by default. Where its addresses hold `{tenant}` or `{region}`,
   * so may this; the options of these names stand for what a call does not name.
   */
  readonly baseUrl?: string | undefined
  /** What is elsewhere than the dialect says. By default revocation is Hufu's own below `baseUrl`, and none at the real platform. */
  readonly endpoints?: Endpoints | undefined
  /** What `iss` in the callback must be, where the platform names itself there (RFC 9207). */
  readonly issuer?: string | undefined
  /** Seconds since the epoch; the system's clock by default. */
  readonly now?: (() => number) | undefined
  /** Where states wait for their callback; by default in this process, which several processes cannot share. */
  readonly states?: StateStore | undefined
}
