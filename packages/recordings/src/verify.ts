/* A recording beside a dialect, exchange by exchange. Pure: reads no file, prints nothing. */
import type { Dialect } from '@hufu/dialects'
import type { Compared, Finding } from './comparing/finding.ts'
import type { Tools } from './keys.ts'
import type { PlacedExchange } from './reading/placed-exchange.ts'
import { printable } from './comparing/showing.ts'
import {
  type Addresses,
  type AnyEndpoint,
  type AnyLink,
  type Call,
  callOf,
  linksAt,
  located,
  refilled,
} from './steps.ts'
import { rowOfAnswer, verifyCall } from './verify-call.ts'
import { type Links, looksLikeCallback, redirectUriOf, verifyCallback, verifyLink } from './verify-browser.ts'
import { type Verified, markOf } from './comparing/verify-message.ts'
import { wireOf } from './reading/wire-of.ts'

export type Step = 'authorize' | 'callback' | Call['step']

/** A fact of the dialect that nobody had seen so far, seen here. */
export interface Observed {
  readonly step: Step
  readonly fact: string
  /** How we knew it: `inferred`, `ours`, `client` or `recalled`. */
  readonly mark: string
}

export interface VerifiedExchange {
  /** Of the file. */
  readonly line: number
  readonly step: Step
  readonly method: string
  /** Without query. */
  readonly address: string
  readonly status?: number
  readonly agrees: { readonly request: readonly string[]; readonly response: readonly string[] }
  readonly findings: readonly Finding[]
  /** What could not be checked, as the rest of "not checked: ...". */
  readonly unchecked: readonly string[]
}

export interface Report {
  readonly platform: string
  readonly exchanges: readonly VerifiedExchange[]
  /** What is not of this platform, by host and path, and how often it comes. */
  readonly elsewhere: readonly { readonly address: string; readonly count: number }[]
  readonly observed: readonly Observed[]
  /** Whether every exchange is as the dialect says. What could not be checked does not count. */
  readonly isClean: boolean
}

export interface VerifyOptions {
  readonly tools?: Tools
  /** Base addresses of the platform, without which any host's paths count. */
  readonly addresses?: Addresses
  /** What is elsewhere than the dialect says: a path, or a whole URL, by the name of the endpoint. */
  readonly endpoints?: Readonly<Record<string, string>>
}

/** What an exchange is, for verifying and for redacting. `address` is the callback's own, which a `Location` may have said. */
export type Read = { readonly exchange: PlacedExchange } & (
  | { readonly step: 'authorize'; readonly link: AnyLink; readonly compared: Compared }
  | {
      readonly step: 'callback'
      readonly address: string
      readonly redirectUri: string
      readonly compared: Verified<object, unknown>
    }
  | {
      readonly step: Call['step']
      readonly endpoint: AnyEndpoint
      readonly request: Verified<object, unknown>
      readonly response: Verified<object, unknown> | undefined
    }
)

/** Each exchange of the platform, read; and those that are of none. */
export function readExchanges(
  given: Dialect,
  exchanges: readonly PlacedExchange[],
  { tools = {}, addresses = [], endpoints }: VerifyOptions,
): { readonly read: readonly Read[]; readonly others: readonly PlacedExchange[] } {
  const dialect = located(given, endpoints)
  const links: Links = { redirectUris: new Set(), states: new Set() }
  const hosts = new Set<string>()
  const callbacks = new Set<string>()
  const read: Read[] = []
  const others: PlacedExchange[] = []

  const checkingOf = ({ time: now, redacted }: PlacedExchange) => ({
    now,
    signer: redacted ? undefined : tools.signer,
  })
  const readBack = (exchange: PlacedExchange, address: string): boolean => {
    const redirectUri = redirectUriOf(address, links)
    if (redirectUri === undefined) return false
    if (callbacks.has(address)) return true
    callbacks.add(address)
    const compared = verifyCallback(dialect, address, redirectUri, checkingOf(exchange), links)
    read.push({ exchange, step: 'callback', address, redirectUri, compared })
    return true
  }

  for (const exchange of exchanges) {
    const { request, response } = exchange
    const { url } = request
    const { origin } = new URL(url)
    const call = callOf(dialect, wireOf(request), url, addresses)
    let isRead = true
    if (call) {
      read.push({ exchange, ...call, response: undefined, ...verifyCall(call.endpoint, exchange, tools) })
      hosts.add(origin)
    } else {
      const pages = request.method === 'GET' ? linksAt(dialect, url, addresses) : []
      const link = verifyLink(pages, url, checkingOf(exchange), links)
      if (link) {
        read.push({ exchange, step: 'authorize', ...link })
        hosts.add(origin)
      } else isRead = readBack(exchange, url)
    }
    const location = response?.headers['location']
    const target =
      location !== undefined && URL.canParse(location, url) ? new URL(location, url).href : undefined
    if (target !== undefined) {
      // A link may leave out where it leads back to: the platform then sends the browser to the registered address.
      const isLeaving = hosts.has(origin) && !target.startsWith(`${origin}/`)
      if (isLeaving && redirectUriOf(target, links) === undefined && looksLikeCallback(dialect, target))
        links.redirectUris.add(target.split('?', 1)[0] ?? target)
      if (readBack(exchange, target)) isRead = true
    }
    if (!isRead) others.push(exchange)
  }
  return { read, others }
}

/** What agrees with the dialect and what does not. See `readRecording` for the exchanges. */
export function verifyRecording(
  dialect: Dialect,
  exchanges: readonly PlacedExchange[],
  options: VerifyOptions = {},
): Report {
  const { read, others } = readExchanges(dialect, exchanges, options)
  const verified = read.map(verifiedOf)
  return {
    platform: dialect.id,
    exchanges: verified,
    elsewhere: countedBy(others),
    observed: unique(read.flatMap((each) => observedIn(dialect, each))),
    isClean: verified.every(({ findings }) => findings.length === 0),
  }
}

function verifiedOf(each: Read): VerifiedExchange {
  const { exchange, step } = each
  const { request, response, line } = exchange
  const isCallback = each.step === 'callback'
  const { origin, pathname } = new URL(isCallback ? each.address : request.url)
  const whole = `${origin}${pathname}`
  const [asked, answered] = sidesOf(each)
  return {
    line,
    step,
    method: isCallback ? 'GET' : printable(request.method, 20),
    address: printable('endpoint' in each ? refilled(each.endpoint.path, whole, () => '***') : whole, 200),
    ...(response && !isCallback && { status: response.status }),
    agrees: { request: asked?.agrees ?? [], response: answered?.agrees ?? [] },
    findings: [...(asked?.findings ?? []), ...(answered?.findings ?? [])],
    unchecked: [...new Set([...(asked?.unchecked ?? []), ...(answered?.unchecked ?? [])])],
  }
}

/** The callback is the answer to the link. */
function sidesOf(each: Read): readonly [request?: Compared | undefined, response?: Compared | undefined] {
  if (each.step === 'callback') return [undefined, each.compared]
  return each.step === 'authorize' ? [each.compared] : [each.request, each.response]
}

function countedBy(exchanges: readonly PlacedExchange[]): Report['elsewhere'] {
  const groups = Map.groupBy(exchanges, ({ request }) => {
    const { host, pathname } = new URL(request.url)
    // A segment with digits in it, or a long one, may name a person or be a key.
    const path = pathname.replace(/[^/]+/g, (segment) => (/\d|.{24}/.test(segment) ? '***' : segment))
    return printable(`${host}${path}`, 120)
  })
  return [...groups].map(([address, { length }]) => ({ address, count: length }))
}

function observedIn(dialect: Dialect, each: Read): readonly Observed[] {
  const { step } = each
  const marked = (
    fields: Parameters<typeof markOf>[0],
    { agrees }: Compared,
    of: string,
  ): readonly Observed[] =>
    agrees.flatMap((path) => {
      const name = path.split('.').at(-1) ?? ''
      const mark = markOf(fields, name)
      return mark === undefined ? [] : [{ step, fact: `${name} of the ${of}`, mark }]
    })
  if (each.step === 'authorize') return marked(each.link.request.fields, each.compared, 'link')
  if (each.step === 'callback') return marked(dialect.callback.fields, each.compared, 'callback')
  const { endpoint, request, response } = each
  const row = response && rowOfAnswer(endpoint, response)
  const isNew = row && ['inferred', 'ours', 'client'].includes(row[2])
  return [
    ...marked(endpoint.request.fields, request, 'request'),
    ...(response ? marked(endpoint.response.fields, response, 'answer') : []),
    ...(isNew ? [{ step, fact: `the error code ${row[0]}`, mark: row[2] }] : []),
  ]
}

const unique = (all: readonly Observed[]): readonly Observed[] => [
  ...new Map(all.map((each) => [JSON.stringify(each), each])).values(),
]
