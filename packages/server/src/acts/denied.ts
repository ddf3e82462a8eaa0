/* Why an act is not performed. */
import type { Permission, Refusal } from '@hufu/engine'

export type Denied =
  | Refusal
  /** By its shape, before the engine is asked. `field`: the member, with the place in it, such as `addresses.3`. */
  | { readonly refused: 'malformed'; readonly field: string; readonly message: string }
  | { readonly refused: 'not_allowed'; readonly permission?: Permission; readonly message: string }

export const isDenied = (value: unknown): value is Denied =>
  typeof value === 'object' && value !== null && 'refused' in value
