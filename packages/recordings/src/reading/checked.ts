/* What a file says, believed only where it is of the type that it must be. */
import { isBag, type Bag } from '@hufu/dialects'

/** Undefined for what is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Says that a member is wrong, by its path. Throws. */
export type Refuse = (member: string, problem: string) => never

/** A text of these. */
export function textOf(bag: Bag, name: string, refuse: Refuse, at = ''): string {
  const value = bag[name]
  return typeof value === 'string'
    ? value
    : refuse(`${at}${name}`, value === undefined ? 'is missing' : 'is no text')
}

/** An object of these. */
export function bagOf(bag: Bag, name: string, refuse: Refuse, at = ''): Bag {
  const value = bag[name]
  return isBag(value) ? value : refuse(`${at}${name}`, value === undefined ? 'is missing' : 'is no object')
}

/** An address of the web. */
export function urlOf(bag: Bag, name: string, refuse: Refuse, at = ''): string {
  const url = textOf(bag, name, refuse, at)
  return URL.canParse(url) ? url : refuse(`${at}${name}`, 'is no URL')
}

/** A status of HTTP; `least` is 0 where a recorder says so that no answer came. */
export function statusOf(bag: Bag, refuse: Refuse, at: string, least: 0 | 100): number {
  const { status } = bag
  return typeof status === 'number' && Number.isInteger(status) && status >= least && status <= 999
    ? status
    : refuse(`${at}status`, status === undefined ? 'is missing' : 'is no HTTP status')
}
