import type { AppAction } from './app-status.ts'
import type { AppStatus } from './store.ts'

/** What an operator asked for and does not get: a value, in words that name the culprit and the way out. */
export type Refusal =
  | { readonly refused: 'unknown'; readonly message: string }
  | { readonly refused: 'invalid'; readonly field: string; readonly message: string }
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

export const isRefusal = (value: object): value is Refusal => 'refused' in value

export const invalid = (field: string, message: string): Refusal => ({
  refused: 'invalid',
  field,
  message: `${field}: ${message}`,
})

export const unknown = (what: string, id: string): Refusal => ({
  refused: 'unknown',
  message: `there is no ${what} ${id}`,
})

/** A line of text that people read: nothing in it that is invisible or turns the direction of writing. */
export function checkLine(field: string, text: string, most = 64): Refusal | undefined {
  if (text.trim() === '') return invalid(field, 'is empty')
  if (text.trim() !== text) return invalid(field, 'begins or ends with a space')
  if (text.length > most) return invalid(field, `has more than ${most} characters`)
  return /\p{C}|[\u2028\u2029]/u.test(text) ? invalid(field, 'has a character that is invisible') : undefined
}

/** The first that is refused, with its place in the list. */
export function firstRefusal<Item>(
  items: readonly Item[],
  check: (item: Item) => string | undefined,
  field: string,
  most: number,
): Refusal | undefined {
  if (items.length > most) return invalid(field, `has more than ${most} entries`)
  if (new Set(items).size < items.length) return invalid(field, 'has an entry twice')
  const problems = items.map(check)
  const index = problems.findIndex((problem) => problem !== undefined)
  return index === -1
    ? undefined
    : invalid(`${field}[${index}]`, `${shown(items[index])} ${problems[index] ?? ''}`)
}

const shown = (item: unknown): string => {
  const text = JSON.stringify(item)
  return text.length > 120 ? `${text.slice(0, 120)}...` : text
}
