/* What a sample does, whatever language it is in: read out of the dialect, and out of nothing else. */
import {
  type Dialect,
  type Endpoint,
  type Field,
  type Fields,
  type ImpliedField,
  type PlatformModule,
  type PlatformRecord,
  type ReplyCarrier,
  type RequestCarrier,
  type WithFields,
  signingsOf,
} from '@hufu/dialects'

/** Where the value of a parameter comes from. */
export type Value =
  | { readonly from: 'text'; readonly text: string }
  | { readonly from: 'secret' | 'code' | 'state' }
  /** A member of the reply that brought the tokens. */
  | { readonly from: 'tokens'; readonly name: string }
  | { readonly from: 'clock'; readonly spelling: NonNullable<ImpliedField['clock']> }
  /** JSON as text, with one member. */
  | { readonly from: 'json'; readonly member: string; readonly value: Value }

export interface Pair {
  readonly name: string
  readonly value: Value
}

/** `languagesFor` has none for a header. */
type SampleCarrier = Exclude<RequestCarrier, { readonly in: 'header' }>

/** One call, in the order of its parameters. */
export interface PlannedCall {
  readonly step: 'token' | 'userInfo' | 'refresh'
  readonly url: string
  readonly carrier: SampleCarrier
  readonly pairs: readonly Pair[]
  readonly reply: ReplyCarrier
}

export interface SamplePlan {
  readonly dialect: Dialect
  /** Where the dialect is imported from; absent where it comes with Hufu. */
  readonly module?: PlatformModule
  readonly app: SampleApp
  readonly link: { readonly url: string; readonly pairs: readonly Pair[] }
  readonly calls: readonly PlannedCall[]
  /** What the reply calls the access token and the refresh token. */
  readonly names: { readonly accessToken: string; readonly refreshToken: string }
  /** Whether there is a secret in it, or something that a secret signs. */
  readonly secret: boolean
  readonly sealed: boolean
  readonly signed: boolean
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
  const call = <Asked, Answer>(
    step: PlannedCall['step'],
    endpoint: Endpoint<Asked, Answer>,
  ): PlannedCall => ({
    step,
    url: app.baseUrl + endpoint.path,
    carrier: sampleCarrier(endpoint.request.carrier),
    pairs: pairsOf(endpoint.request.fields, dialect, app, []),
    reply: endpoint.response.carrier,
  })
  const calls = [
    call('token', token),
    ...(userInfo ? [call('userInfo', userInfo)] : []),
    call('refresh', refresh),
  ]
  const signed = calls.some(({ carrier }) => signingsOf(carrier) !== undefined)
  return {
    dialect,
    ...(module && { module }),
    app,
    link: {
      url: app.baseUrl + authorize.path,
      pairs: pairsOf(authorize.request.fields, dialect, app, ['state', 'scope']),
    },
    calls,
    names: {
      accessToken: nameOf(token.response, 'accessToken'),
      refreshToken: nameOf(token.response, 'refreshToken'),
    },
    secret: signed || calls.some(({ pairs }) => pairs.some(({ value }) => value.from === 'secret')),
    sealed: calls.some(({ carrier }) => carrier.in === 'sealed-json'),
    signed,
  }
}

function sampleCarrier(carrier: RequestCarrier): SampleCarrier {
  if (carrier.in === 'header') throw new Error('no sample is written for a call with a header')
  return carrier
}

/** What is required, and of what may be absent what is named. */
const pairsOf = (fields: Fields, dialect: Dialect, app: SampleApp, optional: readonly string[]): Pair[] =>
  fields.flatMap((each) => {
    if (!('key' in each)) return [{ name: each.name, value: impliedValue(each) }]
    if (each.key === 'scope' && app.scope.length === 0) return []
    return each.optional && !optional.includes(each.key)
      ? []
      : [{ name: each.name, value: valueOf(each, dialect, app) }]
  })

function impliedValue({ name, value, clock }: ImpliedField): Value {
  if (value !== undefined) return { from: 'text', text: value }
  if (clock !== undefined) return { from: 'clock', spelling: clock }
  throw new Error(`${name}: a request has a field that says neither a constant nor a clock`)
}

function valueOf({ key, type: { holds } }: Field, { token }: Dialect, app: SampleApp): Value {
  const text = (value: string): Value => ({ from: 'text', text: value })
  switch (key) {
    case 'clientId':
      return text(app.clientId)
    case 'redirectUri':
      return text(app.redirectUri)
    case 'scope':
      return text(app.scope.join(holds.kind === 'words' ? holds.separator : ','))
    case 'clientSecret':
      return { from: 'secret' }
    case 'code':
    case 'state':
      return { from: key }
    default: {
      const value: Value = { from: 'tokens', name: nameOf(token.response, key) }
      const member = holds.kind === 'text' ? holds.member : undefined
      return member === undefined ? value : { from: 'json', member, value }
    }
  }
}

/** What the reply with the tokens calls this. */
function nameOf({ fields }: WithFields, key: string): string {
  const found = fields.find((each) => 'key' in each && each.key === key)
  if (!found) throw new Error(`the reply with the tokens has no ${key}, which a later call asks for`)
  return found.name
}

/** The pairs beside the envelope, and those in it. */
export const splitSealed = (
  { pairs }: Pick<PlannedCall, 'pairs'>,
  clear: readonly string[],
): { readonly clear: readonly Pair[]; readonly inside: readonly Pair[] } => ({
  clear: pairs.filter(({ name }) => clear.includes(name)),
  inside: pairs.filter(({ name }) => !clear.includes(name)),
})

/** `    ` before every line that says something. */
export const indented = (text: string, by: string): string => text.replace(/^(?=.)/gm, by)
