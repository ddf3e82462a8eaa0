/* What a sample does, whatever language it is in: read out of the dialect, and out of nothing else. */
import type {
  Dialect,
  Endpoint,
  Field,
  Fields,
  ImpliedField,
  PlatformModule,
  PlatformRecord,
  ReplyCarrier,
  RequestCarrier,
  Signings,
  WithFields,
} from '@hufu/dialects'
import { type Placed, type PlannedSigning, plannedSigning } from './signing.ts'
import {
  type Pair,
  type Path,
  type Spelling,
  type Value,
  clockValue,
  flattened,
  knownValue,
  partsOf,
  placeOf,
  spelledBy,
} from './values.ts'

/** Parameters and their signature. A place that there are none in is absent. */
export interface PlannedParameters extends Placed {
  readonly signing?: PlannedSigning
}

/** `in`: how the body is written; `query` where there is none. */
export interface PlainRequest extends PlannedParameters {
  readonly in: 'query' | 'form' | 'json'
}

/** JSON with `clear` beside an envelope of `inside`. */
export interface SealedRequest {
  readonly in: 'sealed-json'
  readonly clear: readonly Pair[]
  readonly inside: readonly Pair[]
}

/** One call, in the order of its parameters. */
export interface PlannedCall {
  readonly step: 'token' | 'userInfo' | 'refresh'
  readonly url: string
  readonly request: PlainRequest | SealedRequest
  readonly reply: ReplyCarrier
}

export interface SamplePlan {
  readonly dialect: Dialect
  /** Where the dialect is imported from; absent where it comes with Hufu. */
  readonly module?: PlatformModule
  readonly app: SampleApp
  readonly link: PlannedParameters & { readonly url: string; readonly query: readonly Pair[] }
  readonly calls: readonly PlannedCall[]
  /** Where the reply has the access token and the refresh token. */
  readonly paths: { readonly accessToken: Path; readonly refreshToken: Path }
  /** Whether the sample takes the whole address that the browser came back to, as it needs more of it than the code. */
  readonly takesCallback: boolean
  /** Whether there is a secret in it, or something that a secret signs. */
  readonly secret: boolean
  readonly sealed: boolean
  /** The signatures, in the order in which they are made. */
  readonly signings: readonly PlannedSigning[]
}

/** What an app fills into a sample. Nothing of it is a secret. */
export interface SampleApp {
  /** Without a trailing slash. */
  readonly baseUrl: string
  readonly clientId: string
  readonly redirectUri: string
  readonly scope: readonly string[]
  /** The platform's; empty where nothing is sealed. */
  readonly platformPublicKey: string
}

/** Secrets of a sample are in the environment, by these names. */
export const environment = { secret: 'HUFU_APP_SECRET', privateKey: 'HUFU_PRIVATE_KEY' } as const

export function planOf(
  { dialect, module }: Pick<PlatformRecord, 'dialect' | 'module'>,
  app: SampleApp,
): SamplePlan {
  const { authorize, token, refresh, userInfo } = dialect
  const before: Sources = { app, callback: dialect.callback }
  const after: Sources = { ...before, tokens: token.response }
  const call = <Asked, Answer>(
    step: PlannedCall['step'],
    { path, request: { carrier, fields }, response }: Endpoint<Asked, Answer>,
  ): PlannedCall => ({
    step,
    url: app.baseUrl + path.replace('{clientId}', app.clientId),
    request: requestOf(carrier, fields, (some) =>
      pairsOf(some, fields, step === 'token' ? before : after, isOfShop),
    ),
    reply: response.carrier,
  })
  const calls = [
    call('token', token),
    ...(userInfo ? [call('userInfo', userInfo)] : []),
    call('refresh', refresh),
  ]
  const asked = pairsOf(authorize.request.fields, authorize.request.fields, before, isOfLink)
  const link = {
    url: app.baseUrl + authorize.path,
    ...withSigning({ query: asked.map(flat) }, authorize.request.signings),
  }
  const signings = [link, ...calls.map(({ request }) => request)].flatMap((each) =>
    'signing' in each && each.signing ? [each.signing] : [],
  )
  const sent = valuesIn(calls.flatMap(({ request }) => pairsIn(request)))
  return {
    dialect,
    ...(module && { module }),
    app,
    link: { ...link, query: link.query ?? [] },
    calls,
    paths: {
      accessToken: replyPlace(token.response, 'accessToken').path,
      refreshToken: replyPlace(token.response, 'refreshToken').path,
    },
    takesCallback: sent.some(({ from }) => from === 'callback'),
    secret: signings.length > 0 || sent.some(({ from }) => from === 'secret'),
    sealed: calls.some(({ request }) => request.in === 'sealed-json'),
    signings,
  }
}

/** All parameters of a request, or of a link. */
export const pairsIn = (request: PlannedParameters | PlainRequest | SealedRequest): readonly Pair[] =>
  'clear' in request
    ? [...request.clear, ...request.inside]
    : [...(request.query ?? []), ...(request.body ?? [])]

/** All values in these, however deep. */
export const valuesIn = (pairs: readonly Pair[]): readonly Value[] =>
  pairs.flatMap(({ value }) => partsOf(value))

/** The kinds of values, the clocks and the places that a sample has to do with. */
export function usedBy({ link, calls, signings }: SamplePlan) {
  const requests = calls.map(({ request }) => request)
  const values = [...requests, link].flatMap((each) => valuesIn(pairsIn(each)))
  const signed = signings.flatMap(({ pieces }) => pieces)
  return {
    values: new Set(values.map(({ from }) => from)),
    clocks: new Set(values.flatMap((each) => (each.from === 'clock' ? [each.spelling] : []))),
    carriers: new Set(requests.map((request) => request.in)),
    macs: new Set(signings.map(({ mac }) => mac)),
    spellings: new Set(signings.map(({ spelt }) => spelt)),
    pieces: new Set(signed.map(({ is }) => is)),
    replies: new Set(calls.map(({ reply }) => reply.as ?? 'object')),
  }
}

function requestOf(
  carrier: RequestCarrier,
  fields: Fields,
  pairs: (of: Fields) => readonly Pair[],
): PlannedCall['request'] {
  switch (carrier.in) {
    case 'header':
      throw new Error('no sample is written for a call with a header')
    case 'sealed-json': {
      const isClear = ({ name }: Pair) => carrier.clear.includes(name)
      const all = pairs(fields)
      return { in: carrier.in, clear: all.filter(isClear), inside: all.filter((each) => !isClear(each)) }
    }
    case 'query':
      return { in: carrier.in, ...withSigning({ query: pairs(fields).map(flat) }, carrier.signings) }
    case 'form':
    case 'json': {
      // A name may stand in both, so the fields of the query are told by their place: they come first.
      const inQuery = carrier.query?.length
      const body = pairs(fields.slice(inQuery ?? 0))
      const placed: Placed = {
        ...(inQuery !== undefined && { query: pairs(fields.slice(0, inQuery)).map(flat) }),
        body: carrier.in === 'form' ? body.map(flat) : body,
      }
      return { in: carrier.in, ...withSigning(placed, carrier.signings) }
    }
  }
}

const flat = ({ name, value, ...rest }: Pair): Pair => ({ name, value: flattened(name, value), ...rest })

const withSigning = (placed: Placed, signings: Signings | undefined): PlannedParameters => ({
  ...placed,
  ...(signings && { signing: plannedSigning(signings[0], placed) }),
})

/** What values come from. */
interface Sources {
  readonly app: SampleApp
  readonly callback: WithFields
  /** Absent before there are any. */
  readonly tokens?: WithFields
}

/** What a link says wherever it may. */
const isOfLink = (key: string): boolean => ['redirectUri', 'scope', 'state'].includes(key)

/** What names the shop: sent wherever it may be, and is known. */
const isOfShop = (key: string): boolean => ['userId', 'accountId', 'region'].includes(key)

/** What is required, and of what may be absent what is wanted and known. `all`: the fields of the whole message. */
function pairsOf(
  some: Fields,
  all: Fields,
  sources: Sources,
  isWanted: (key: string) => boolean,
): readonly Pair[] {
  const pairOf = (name: string, key: string, type: Spelling): readonly Pair[] => {
    const value = valueOf(key, type, sources)
    return value ? [{ name, value: value.value, ...(value.optional && { optional: true }) }] : []
  }
  return some.flatMap((each) => {
    const said = 'key' in each ? each : each.again
    if (!said) return [{ name: each.name, value: impliedValue(each as ImpliedField) }]
    const { key, type }: { readonly key: string; readonly type: Spelling } = said
    const field = fieldOf({ fields: all }, key)
    if (!field || (field.optional && !isWanted(key))) return []
    const pairs = pairOf(each.name, key, type)
    if (field.optional) return pairs
    // A scope that no app has is none, whatever the platform says of it.
    if (pairs.length === 0 && key !== 'scope') throw new Error(`${each.name}: no sample knows a value for it`)
    return pairs.map(required)
  })
}

const required = ({ name, value }: Pair): Pair => ({ name, value })

function impliedValue({ name, value, clock, imply }: ImpliedField): Value {
  if (value !== undefined) return { from: 'text', text: value }
  if (clock !== undefined) return clockValue(clock, imply)
  throw new Error(`${name}: a request has a field that says neither a constant nor a clock`)
}

/** Undefined where nothing says it. `optional`: its source may not say it. */
function valueOf(
  key: string,
  type: Spelling,
  { app, callback, tokens }: Sources,
): { readonly value: Value; readonly optional?: boolean } | undefined {
  switch (key) {
    case 'clientId':
    case 'redirectUri':
      return { value: knownValue(type, app[key]) }
    case 'scope':
      return app.scope.length === 0 ? undefined : { value: knownValue(type, app.scope) }
    case 'clientSecret':
      return { value: spelledBy(key, type, { from: 'secret' }) }
    case 'code':
    case 'state':
      return { value: spelledBy(key, type, { from: key }) }
  }
  const held = tokens && fieldOf(tokens, key)
  const brought = fieldOf(callback, key)
  if (held) {
    const value = { from: 'tokens', ...placeOf(held.name, held.type) } as const
    return { value: spelledBy(key, type, value), optional: held.optional === true }
  }
  return (
    brought && {
      value: spelledBy(key, type, { from: 'callback', name: brought.name }),
      optional: brought.optional === true,
    }
  )
}

const fieldOf = ({ fields }: WithFields, key: string): Field | undefined =>
  fields.find((each): each is Field => 'key' in each && each.key === key)

function replyPlace(tokens: WithFields, key: string): ReturnType<typeof placeOf> {
  const found = fieldOf(tokens, key)
  if (!found) throw new Error(`the reply with the tokens has no ${key}`)
  return placeOf(found.name, found.type)
}
