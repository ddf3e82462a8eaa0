/* Why an act is not performed. */
import type { Permission, Refusal } from '@hufu/accounts'

/** The input has not the shape of the act's. `field`: the first member that does not fit, with the place in it. */
export type Malformed = Extract<Refusal, { readonly refused: 'invalid' }> & { readonly isMalformed: true }

export interface NotAllowed {
  readonly refused: 'not_allowed'
  readonly permission?: Permission
  readonly message: string
}

export type Denied = Refusal | Malformed | NotAllowed

export const isDenied = (value: unknown): value is Denied =>
  typeof value === 'object' && value !== null && 'refused' in value
