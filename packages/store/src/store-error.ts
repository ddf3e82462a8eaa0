/** Why a store cannot do what it is asked: never the caller's fault, always something for the operator. */
export type StoreErrorReason =
  | 'busy'
  | 'full'
  | 'read_only'
  | 'io'
  | 'corrupt'
  | 'unopenable'
  | 'foreign'
  | 'newer_schema'
  | 'replaced'
  | 'closed'
  | 'unreachable'
  | 'denied'

/** The message names what is wrong and ends with the hint; `cause` has the database's own words. */
export class StoreError extends Error {
  readonly reason: StoreErrorReason
  /** The advice to the operator. */
  readonly hint: string

  constructor(reason: StoreErrorReason, what: string, hint: string, options?: ErrorOptions) {
    super(`${what}: ${hint}`, options)
    this.name = 'StoreError'
    this.reason = reason
    this.hint = hint
  }
}
