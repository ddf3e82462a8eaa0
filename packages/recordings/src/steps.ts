/* Which exchange of a recording is which step of the platform: by path, method, `selects` and constants. */
import {
  type Codec,
  type Dialect,
  type ErrorTable,
  type ReplyCodec,
  type WireRequest,
  type WithFields,
  facesOf,
  revocationAt,
} from '@hufu/dialects'
import { membersOfRequest } from './reading/wire-of.ts'

/** An endpoint of any dialect, whatever its values are. */
export interface AnyEndpoint {
  readonly methods: readonly string[]
  readonly path: string
  readonly request: Codec<object, WireRequest> & WithFields
  readonly response: ReplyCodec<object>
  readonly errors: ErrorTable
  selects?(request: WireRequest): boolean
}

/** A call, by what it is for. */
export interface Call {
  readonly step: 'token' | 'refresh' | 'userInfo' | 'gateway' | 'revocation'
  readonly endpoint: AnyEndpoint
}

/** Where a platform is looked for: these addresses, or any host where none is given. */
export type Addresses = readonly string[]

const escapedPath = (path: string): string =>
  path.replace(/\{\w+\}|[^\w/]/g, (each) => (each.startsWith('{') ? '[^/?#]+' : `\\${each}`))

/** An address with other texts where the path of an endpoint has `{names}`: these name an application or a shop. */
export function refilled(path: string, address: string, refill: (value: string) => string): string {
  const filled = path.split('/').toReversed()
  const [before = '', after] = address.split('?', 2)
  const segments = before.split('/').toReversed()
  const changed = segments.map((each, at) => (filled[at]?.startsWith('{') ? refill(each) : each))
  return `${changed.toReversed().join('/')}${after === undefined ? '' : `?${after}`}`
}

/** How long the path is that an address ends with; undefined where the address has another. */
export function matchOf(path: string, address: string, addresses: Addresses): number | undefined {
  const { origin, pathname } = new URL(address)
  const whole = `${origin}${pathname}`
  const pattern = escapedPath(path)
  const holds = /^https?:/.test(path)
    ? new RegExp(`^${pattern}$`).test(whole)
    : addresses.length === 0
      ? new RegExp(`${pattern}$`).test(pathname)
      : addresses.some((each) => {
          const base = each.replace(/\/+$/, '')
          return whole.startsWith(`${base}/`) && new RegExp(`^${pattern}$`).test(whole.slice(base.length))
        })
  return holds ? path.length : undefined
}

/** A method's name that no platform has: the gateway's own spelling of it shows where methods are named. */
const PROBE = 'hufu.probe.method'

/** The endpoint of the method that a request to the gateway names; undefined where it names none. */
function gatewayCall({ gateway }: Dialect, wire: WireRequest, address: string, addresses: Addresses) {
  const probe = gateway?.(PROBE)
  if (!gateway || !probe) return undefined
  const named = probe.request.fields.find((each) => 'value' in each && each.value === PROBE)
  if (probe.path.includes(PROBE)) {
    const path = new URL(address).pathname
    const method = new RegExp(escapedPath(probe.path).replace(escapedPath(PROBE), '(.+)')).exec(path)?.[1]
    return method === undefined ? undefined : gateway(method)
  }
  const method = named && membersOfRequest(wire).bag[named.name]
  return typeof method === 'string' && method !== '' && matchOf(probe.path, address, addresses) !== undefined
    ? gateway(method)
    : undefined
}

/** Whether every constant that stands in a request is the endpoint's own. */
function hasConstantsOf({ request }: AnyEndpoint, wire: WireRequest): boolean {
  const { bag } = membersOfRequest(wire)
  return request.fields.every(
    (each) =>
      !('value' in each) || each.value === undefined || !(each.name in bag) || bag[each.name] === each.value,
  )
}

const movable = ['authorize', 'token', 'refresh', 'userInfo', 'revocation'] as const

/**
 * The dialect with its endpoints where this platform has them: each server of a standard has its own paths.
 *
 * @throws {TypeError} when the dialect has no such endpoint, or it is no path.
 */
export function located(dialect: Dialect, endpoints: Readonly<Record<string, string>> = {}): Dialect {
  return Object.entries(endpoints).reduce((all: Dialect, [given, path]) => {
    const name = movable.find((each) => each === given)
    const endpoint = name && all[name]
    if (!endpoint)
      throw new TypeError(
        `${dialect.id} has no endpoint ${given}; an endpoint is one of ${movable.join(', ')}`,
      )
    if (!/^(\/|https?:\/\/.)/.test(path)) throw new TypeError(`the endpoint ${given} is no path and no URL`)
    return { ...all, [name]: { ...endpoint, path } }
  }, dialect)
}

/** Which call of the platform a request is; undefined where it is none. */
export function callOf(
  dialect: Dialect,
  wire: WireRequest,
  address: string,
  addresses: Addresses,
): Call | undefined {
  const { userInfo, revocation } = dialect
  const gateway = gatewayCall(dialect, wire, address, addresses)
  const all: readonly Call[] = [
    ...facesOf(dialect).flatMap(({ token, refresh }): readonly Call[] => [
      { step: 'token', endpoint: token },
      { step: 'refresh', endpoint: refresh },
    ]),
    ...(userInfo ? [{ step: 'userInfo', endpoint: userInfo } as const] : []),
    // Hufu's own, beside every platform that documents none.
    { step: 'revocation', endpoint: revocation ?? revocationAt(dialect) },
  ]
  const matching = all.flatMap((call) => {
    const length = matchOf(call.endpoint.path, address, addresses)
    return length === undefined ? [] : [{ call, length }]
  })
  const longest = Math.max(...matching.map(({ length }) => length))
  const shared = matching.filter(({ length }) => length === longest).map(({ call }) => call)
  const selected = shared.filter(({ endpoint }) => endpoint.selects?.(wire) ?? true)
  const exact = selected.find(({ endpoint }) => hasConstantsOf(endpoint, wire))
  if (gateway && !exact) return { step: 'gateway', endpoint: gateway }
  return exact ?? selected[0] ?? shared[0]
}

/** A link of any dialect. */
export interface AnyLink {
  readonly path: string
  readonly request: Codec<object, string> & WithFields
}

/** The links that open the page at an address; none where it is no page of the platform's. */
export function linksAt({ authorize }: Dialect, address: string, addresses: Addresses): readonly AnyLink[] {
  const { origin, aliases, others = [] } = authorize
  const places = addresses.length > 0 && origin !== undefined ? [...addresses, origin] : addresses
  const isAt = (path: string) => matchOf(path, address, places) !== undefined
  return [
    ...([authorize.path, ...aliases].some(isAt) ? [authorize] : []),
    ...others.filter(({ path }) => isAt(path)),
  ]
}
