import type { AppAction } from './apps/app-action.ts'
import type { RedirectFault } from '@hufu/engine'
import type { AppStatus } from '@hufu/engine'

/** A request that an operator made and that is refused. The message names the member at fault and what to do. */
export type Refusal =
  | { readonly refused: 'unknown'; readonly message: string }
  | {
      readonly refused: 'invalid'
      readonly field: string
      readonly message: string
      /** A code for pages, which show it in their own language. */
      readonly why?: Fault
    }
  /** Another has it already. */
  | { readonly refused: 'taken'; readonly field: string; readonly message: string }
  | {
      readonly refused: 'not_possible'
      readonly status: AppStatus
      readonly possible: readonly AppAction[]
      readonly message: string
    }
  /** Others kept changing the same thing; it can be asked for again. */
  | { readonly refused: 'changed_meanwhile'; readonly message: string }

/** Why a value is refused. */
export type Fault =
  | { readonly fault: PlainWrong }
  | { readonly fault: 'too_long' | 'too_many'; readonly most: number }
  | { readonly fault: 'too_short'; readonly least: number }
  | { readonly fault: 'wait'; readonly until: number }
  | { readonly fault: 'callback'; readonly entry: string; readonly because: RedirectFault }
  | { readonly fault: 'logo'; readonly because: LogoFault }

/** Those that a word says. */
export type PlainWrong =
  | 'empty'
  | 'spaces'
  | 'invisible'
  | 'twice'
  | 'address'
  | 'public_key'
  | 'not_test_shop'
  | 'web_address'
  | 'shown_to_merchants'
  | 'email'
  | 'username'
  | 'picture_address'
  | 'password_is_name'
  | 'password_before'
  | 'password_elsewhere'
  | 'disabled'
  | 'own_account'
  | 'last_admin'
  | 'no_shop'

/** Why a picture is refused. */
export type LogoFault = 'no_picture' | 'damaged' | 'too_many_bytes' | 'too_small' | 'too_large' | 'moving'

/** The password that somebody proved is no longer the account's. */
export const changedMeanwhile: Refusal = {
  refused: 'changed_meanwhile',
  message: 'the password has just been changed: log in with the new one',
}

/** Somebody else was first. Works that are committed together never see it: they run again on what is there then. */
export const overtaken = (what: string): Refusal => ({
  refused: 'changed_meanwhile',
  message: `${what} was changed by another request at the same time: try again`,
})

export const isRefusal = (value: object): value is Refusal => 'refused' in value

export const invalid = (field: string, message: string, why?: Fault): Refusal => ({
  refused: 'invalid',
  field,
  message: `${field}: ${message}`,
  ...(why && { why }),
})

export const unknown = (what: string, id: string): Refusal => ({
  refused: 'unknown',
  message: `there is no ${what} ${id}`,
})

/** Fillers of Hangul and the empty Braille pattern too, which are letters and signs to Unicode, and blank to people. */
const invisible = /[\p{C}\u2028\u2029\u115F\u1160\u2800\u3164\uFFA0]/u

/** A line of text that people read: nothing in it that is invisible or turns the direction of writing. */
export function checkLine(field: string, text: string, most = 64): Refusal | undefined {
  if (text.trim() === '') return invalid(field, 'is empty', { fault: 'empty' })
  if (text.trim() !== text) return invalid(field, 'begins or ends with a space', { fault: 'spaces' })
  if (text.length > most)
    return invalid(field, `has more than ${most} characters`, { fault: 'too_long', most })
  return invisible.test(text) || /^[\p{DI}\p{Z}]+$/u.test(text)
    ? invalid(field, 'has a character that is invisible', { fault: 'invisible' })
    : undefined
}

/** Why one entry of a list is refused, in English and as a code for pages. */
export interface Problem {
  readonly text: string
  readonly why?: Fault
}

/** The first that is refused, with its place in the list. */
export function firstRefusal<Item>(
  items: readonly Item[],
  check: (item: Item) => Problem | undefined,
  field: string,
  most: number,
): Refusal | undefined {
  if (items.length > most) return invalid(field, `has more than ${most} entries`, { fault: 'too_many', most })
  if (new Set(items).size < items.length) return invalid(field, 'has an entry twice', { fault: 'twice' })
  for (const [index, item] of items.entries()) {
    const problem = check(item)
    if (problem) return invalid(`${field}[${index}]`, `${shown(item)} ${problem.text}`, problem.why)
  }
  return undefined
}

const shown = (item: unknown): string => {
  const text = JSON.stringify(item)
  return text.length > 120 ? `${text.slice(0, 120)}...` : text
}
