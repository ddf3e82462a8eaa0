/* What of a message may be printed. Values of a few fields that hold neither secret nor personal data; of all others the shape. */
import { type Field, type Fields, type ImpliedField, isBag } from '@hufu/dialects'
import { fieldsOf } from './named-fields.ts'

const openKeys: ReadonlySet<string> = new Set([
  'scope',
  'expiresIn',
  'refreshExpiresIn',
  'view',
  'locale',
  'codeChallengeMethod',
])

/** What is longer, or has so long a run of letters and digits, may be a token that stands where it should not. */
export const isShort = (text: string): boolean =>
  text.length <= 64 &&
  text.split(/[^\p{L}\p{N}]+/u).every((run) => run.length < (/\d/.test(run) && /\p{L}/u.test(run) ? 9 : 20))

/** Whether a value of this name is nobody's secret, wherever the name stands. */
export const isOpen = (fields: Fields, name: string, value: string): boolean => {
  const all = fieldsOf(fields, name)
  return isShort(value) && all.length > 0 && all.every((each) => isOpenField(each, value))
}

function isOpenField(each: Field | ImpliedField, value: string): boolean {
  const isNumber = /^[\d\s.:+TZ-]+$/.test(value)
  return 'key' in each
    ? openKeys.has(each.key) && (isNumber || each.type.holds.kind !== 'number')
    : value === each.value || (isNumber && each.clock !== undefined)
}

/** A name or a text of others, as a terminal may have it. */
export const printable = (text: string, longest = 80): string => {
  const clean = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?')
  return clean.length > longest ? `${clean.slice(0, longest)}...` : clean
}

/** `text`, `number`, `list` ... */
export const typeOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'list'
      : isBag(value)
        ? 'object'
        : typeof value === 'string'
          ? 'text'
          : typeof value

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

/** The shape of a value: nothing that could be a secret. */
export function shapeOf(value: unknown): string {
  if (typeof value === 'string')
    return value === '' ? 'an empty text' : `a text of ${counted(value.length, 'character')}`
  if (typeof value === 'number')
    return Math.abs(value) < 1000
      ? `the number ${value}`
      : `a number of ${counted(String(value).length, 'digit')}`
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (isBag(value)) return `an object of ${counted(Object.keys(value).length, 'member')}`
  return String(value)
}

/** A value where it may be seen, else its shape. */
export function shown(value: unknown, name: string, fields: Fields): string {
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined
  return text !== undefined && text !== '' && isOpen(fields, name, text)
    ? printable(JSON.stringify(value))
    : shapeOf(value)
}

/** Words of a platform without these values, and without what looks like a token: platforms repeat what they were sent. */
export function scrubbed(words: string, secrets: readonly string[]): string {
  const known = secrets.filter(({ length }) => length >= 4).toSorted((a, b) => b.length - a.length)
  const spared = known.reduce((rest, secret) => rest.replaceAll(secret, '***'), words)
  return printable(
    spared.replace(/[^\s"',;:=]+/g, (run) => (isShort(run) && !run.includes('@') ? run : '***')),
    200,
  )
}
