import { type ErrorReason, type OAuthError, type StandardError, errorReasons } from './oauth-error.ts'

/** How we know: the marks of the protocol pages, and `ours` where nobody says it and we chose. */
export type Evidence = 'doc' | 'official' | 'observed' | 'client' | 'inferred' | 'ours'

/** A reason, or one problem of one parameter, for platforms that have a code for just that. */
export type Cause = ErrorReason | `missing:${string}` | `malformed:${string}`

/**
 * A code of the platform, its words, how we know, and what it stands for. The first cause is what the code decodes
 * to. Where two rows name one cause, the first row is sent and the second only understood.
 */
export type ErrorRow<Code> = readonly [
  code: Code,
  message: string,
  evidence: Evidence,
  first: Cause,
  ...more: Cause[],
]

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
  signature: 'signature_invalid'
  time: 'request_expired' | 'request_time_invalid'
  replay: 'request_replayed'
  gateway: 'method_unknown'
}
/** A set of reasons that an endpoint may have beside those that all have. */
export type ReasonSet = Exclude<keyof ReasonSets, 'always'>

/** A platform's codes at one endpoint, read both ways. */
export interface ErrorTable<Code extends string | number = string | number> {
  readonly rows: readonly ErrorRow<Code>[]
  /** Total: a reason without a row is said by a row of the same RFC 6749 class, else as a server error. */
  encode(error: OAuthError): readonly [code: Code, message: string]
  /** A code that has no row reads as `server_error`; the platform's own code and message are kept. */
  decode(code: string | number, message: string): OAuthError
}

type CausesOf<Row> = Row extends readonly [unknown, string, Evidence, ...infer Causes]
  ? Causes[number]
  : never
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
export const errorTable = <
  const Sets extends readonly ReasonSet[],
  const Rows extends readonly ErrorRow<string | number>[],
>(
  _sets: Sets,
  rows: Rows & Complete<Rows, Sets[number]>,
): ErrorTable<Rows[number][0]> => tableOf<Rows[number][0]>(rows)

const isReason = (cause: Cause): cause is ErrorReason => Object.hasOwn(errorReasons, cause)

/** The few rows are searched as they stand: an index of them would cost every browser more than it saves a server. */
function tableOf<Code extends string | number>(rows: readonly ErrorRow<Code>[]): ErrorTable<Code> {
  const rowWhere = (holds: (cause: Cause) => boolean) =>
    rows.find(([, , , ...causes]) => causes.some((each) => holds(each)))
  const rowOf = (cause: string) => rowWhere((each) => each === cause)
  return {
    rows,
    encode({ error, parameter, problem }) {
      const { standard } = errorReasons[error]
      const said =
        rowOf(`${problem}:${parameter}`) ??
        rowOf(error) ??
        // Busy is a failure of the platform's own: its class has the caller's rate and quota, which are not used up.
        (error === 'overloaded' ? rowOf('server_error') : undefined) ??
        // A code for one parameter is no word for its whole class.
        rowWhere((each) => isReason(each) && errorReasons[each].standard === standard) ??
        rowOf('server_error')
      if (!said) throw new Error(`no code for ${error}`)
      return [said[0], said[1]]
    },
    decode(code, message) {
      const cause = rows.find(([each]) => String(each) === String(code))?.[3] ?? 'server_error'
      const said = { platformCode: code, platformMessage: message }
      if (isReason(cause)) return { error: cause, ...said }
      const [problem, parameter] = cause.split(':') as ['missing' | 'malformed', string]
      return { error: 'request_malformed', parameter, problem, ...said }
    },
  }
}

const allReasons = Object.keys(errorReasons) as readonly ErrorReason[]

/** RFC 6749's own codes: complete by construction, and without words. */
export const standardErrors: ErrorTable<StandardError> = tableOf(
  [...new Set(allReasons.map((each) => errorReasons[each].standard))].map(
    (standard): ErrorRow<StandardError> => {
      // A class reads as its own name where that is a reason too, else as its first.
      const [first = 'server_error', ...more] = allReasons
        .filter((each) => errorReasons[each].standard === standard)
        .toSorted((one, other) => Number(other === standard) - Number(one === standard))
      return [standard, '', 'official', first, ...more]
    },
  ),
)
