import {
  type ErrorReason,
  type OAuthError,
  type StandardError,
  errorReasons,
  readStandard,
} from './oauth-error.ts'

/** How we know: the marks of the protocol pages, and `ours` where nobody says it and we chose. */
export type Evidence = 'doc' | 'official' | 'observed' | 'client' | 'inferred' | 'recalled' | 'ours'

/** A reason, or one problem of one parameter, for platforms that have a code for just that. */
export type Cause = ErrorReason | `missing:${string}` | `malformed:${string}`

/** Reasons that most platforms have one code for. */
const groups = {
  'any code': ['code_unknown', 'code_expired', 'code_used'],
  'any refresh token': ['refresh_token_unknown', 'refresh_token_expired', 'refresh_token_used'],
  'any request': ['request_malformed', 'request_unsupported'],
  'any time': ['request_expired', 'request_time_invalid'],
  'any proof': ['signature_invalid', 'client_unauthenticated'],
  'any app': ['client_unknown', 'client_disabled', 'client_address_denied'],
  'any right': ['scope_not_granted', 'flow_not_allowed', 'user_not_permitted'],
  'any limit': ['rate_limited', 'quota_exceeded', 'refresh_too_early'],
} as const satisfies Readonly<Record<string, readonly ErrorReason[]>>

type Groups = typeof groups

/** The name of a group of reasons. */
export type CauseGroup = keyof Groups

/** What a row is written with: causes, and names of groups of them. */
type Written = Cause | CauseGroup

/**
 * A code of the platform, its words, how we know, and what it stands for. The first cause is what the code decodes
 * to. Where two rows name one cause, the first row is sent and the second only understood. Where two rows have one code, its
 * words tell which is meant; else the first is.
 */
export type ErrorRow<Code> = readonly [
  code: Code,
  message: string,
  evidence: Evidence,
  first: Cause,
  ...more: Cause[],
]

/** A row as dialects write it. Several words are for several members, such as Chinese and English; a row is known by the last. */
export type WrittenRow = readonly [
  code: string | number,
  message: string | readonly [string, ...string[]],
  evidence: Evidence,
  first: Written,
  ...more: Written[],
]

/** A class that stands beside some codes: `others` has the codes that no other class names. */
export type ErrorClasses = Readonly<Record<string, readonly (string | number)[] | 'others'>>

/** The reasons that an endpoint must be able to say, by what it does and asks for. */
export interface ReasonSets {
  always:
    | 'request_malformed'
    | 'request_unsupported'
    | 'client_unknown'
    | 'client_disabled'
    | 'client_address_denied'
    | 'rate_limited'
    | 'server_error'
  authorize:
    | 'flow_not_allowed'
    | 'redirect_uri_mismatch'
    | 'scope_not_granted'
    | 'access_denied'
    | 'user_not_permitted'
    | 'request_forged'
  token: 'code_unknown' | 'code_expired' | 'code_used'
  refresh:
    | 'refresh_token_unknown'
    | 'refresh_token_expired'
    | 'refresh_token_used'
    | 'quota_exceeded'
    | 'refresh_too_early'
  resource: 'access_token_unknown'
  secret: 'client_unauthenticated'
  redirectUri: 'redirect_uri_mismatch'
  scope: 'scope_not_granted'
  openId: 'open_id_mismatch'
  shop: 'shop_mismatch'
  signature: 'signature_invalid'
  time: 'request_expired' | 'request_time_invalid'
  replay: 'request_replayed'
  gateway: 'method_unknown'
}
/** A set of reasons that an endpoint may have beside those that all have. */
export type ReasonSet = Exclude<keyof ReasonSets, 'always'>

/** A platform's codes at one endpoint. The client reads them with `decode`, the server writes them with `encodeError`. */
export interface ErrorTable<Code extends string | number = string | number> {
  readonly rows: readonly ErrorRow<Code>[]
  /** The rows as the dialect has them, where several words stand beside a code. */
  readonly written?: readonly WrittenRow[]
  /** Where the platform has classes. */
  readonly classes?: ErrorClasses | undefined
  /** A code that has no row reads as `server_error`; the platform's own code and message are kept. */
  decode(code: string | number, message: string): OAuthError
}

type CausesOf<Row> = Row extends readonly [unknown, unknown, Evidence, ...infer Causes]
  ? Ungrouped<Causes[number]>
  : never
type Ungrouped<Each> = Each extends CauseGroup ? Groups[Each][number] : Each
type Wanted<Sets extends ReasonSet> = ReasonSets['always' | Sets]
type Forgotten<Rows extends readonly unknown[], Sets extends ReasonSet> = Exclude<
  Wanted<Sets>,
  CausesOf<Rows[number]>
>

/** Holds unless a reason is left without a row; then the compiler's message names it. */
type Complete<Rows extends readonly unknown[], Sets extends ReasonSet> = [Forgotten<Rows, Sets>] extends [
  never,
]
  ? unknown
  : { readonly 'no code for': Forgotten<Rows, Sets> }

/**
 * A platform's error codes, read both ways. `sets` says what the endpoint does; the table does not compile while a
 * reason of these sets has no code. Decoding gives the platform's distinctions back, which may be fewer than ours:
 * where 1017 covers three reasons, the client learns the first.
 */
export const errorTable = <const Sets extends readonly ReasonSet[], const Rows extends readonly WrittenRow[]>(
  _sets: Sets,
  rows: Rows & Complete<Rows, Sets[number]>,
  classes?: ErrorClasses,
): ErrorTable<Rows[number][0]> => {
  const table = rows.map((each) => ungrouped<Rows[number][0]>(each))
  return {
    rows: table,
    written: rows,
    classes,
    // The few rows are searched as they stand: an index of them would cost every browser more than it saves a server.
    decode(code, message) {
      const withCode = (wanted: string) => table.filter(([each]) => String(each) === wanted)
      const exactly = withCode(String(code))
      const ofCode = exactly.length > 0 ? exactly : withCode(String(code).split(':')[0] ?? '')
      const meant = ofCode.find((row) => row[1] === message) ?? ofCode[0]
      const cause = meant?.[3] ?? 'server_error'
      const said = { platformCode: code, platformMessage: message }
      if (isReason(cause)) return { error: cause, ...said }
      const [problem, parameter] = cause.split(':') as ['missing' | 'malformed', string]
      return { error: 'request_malformed', parameter, problem, ...said }
    },
  }
}

const isGroup = (cause: Written): cause is CauseGroup => Object.hasOwn(groups, cause)

const ungrouped = <Code extends string | number>([
  code,
  message,
  evidence,
  ...causes
]: WrittenRow): ErrorRow<Code> => {
  const [first = 'server_error', ...more] = new Set(
    causes.flatMap((each): readonly Cause[] => (isGroup(each) ? groups[each] : [each])),
  )
  return [code as Code, [message].flat().at(-1) ?? '', evidence, first, ...more]
}

/** Whether a cause is a reason, and not a problem of one parameter. */
export const isReason = (cause: Cause): cause is ErrorReason => Object.hasOwn(errorReasons, cause)

/** RFC 6749's own codes: complete by construction, and without words. */
export const standardErrors: ErrorTable<StandardError> = /* @__PURE__ */ standardTable()

function standardTable(): ErrorTable<StandardError> {
  const all = Object.keys(errorReasons) as readonly ErrorReason[]
  const rows = [...new Set(all.map((each) => errorReasons[each].standard))].map(
    (standard): ErrorRow<StandardError> => {
      const [first = 'server_error', ...more] = all.filter((each) => errorReasons[each].standard === standard)
      return [standard, '', 'official', first, ...more]
    },
  )
  return { rows, decode: readStandard }
}
