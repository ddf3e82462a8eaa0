/* The server's half of a table of errors: which code says a reason, and with which words. Clients do not load it. */
import { type Cause, type ErrorTable, isReason } from './error-table.ts'
import { type OAuthError, errorReasons } from './oauth-error.ts'

/** How a platform says an error. */
export interface ErrorWords<Code extends string | number = string | number> {
  readonly code: Code
  /** The one by which the row is known, which is the last of `messages`. */
  readonly message: string
  readonly messages: readonly [string, ...string[]]
  /** The class that the code is in, where the platform has classes. */
  readonly kind?: string
}

/** Total: a reason without a row is said by a row of the same RFC 6749 class, else as a server error. */
export function encodeError<Code extends string | number>(
  { rows, written = [], classes = {} }: ErrorTable<Code>,
  { error, parameter, problem }: Pick<OAuthError, 'error' | 'parameter' | 'problem'>,
): ErrorWords<Code> {
  const rowWhere = (holds: (cause: Cause) => boolean) =>
    rows.find(([, , , ...causes]) => causes.some((each) => holds(each)))
  const rowOf = (cause: string) => rowWhere((each) => each === cause)
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
  const [code, message] = said
  const [, words] = written.find((row) => row[0] === code && [row[1]].flat().at(-1) === message) ?? []
  const messages = words === undefined || typeof words === 'string' ? ([message] as const) : words
  const kind = classOf(code, classes)
  return { code, message, messages, ...(kind !== undefined && { kind }) }
}

function classOf(code: string | number, classes: NonNullable<ErrorTable['classes']>): string | undefined {
  const all = Object.entries(classes)
  const [kind] =
    all.find(([, codes]) => codes !== 'others' && codes.includes(code)) ??
    all.find(([, codes]) => codes === 'others') ??
    []
  return kind
}
