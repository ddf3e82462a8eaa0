/* Other values of the same look: as long, of the same alphabet, and the same wherever the same value stands. */
import { createHmac, randomBytes } from 'node:crypto'

export type Pseudonym = (value: string) => string

const range = (first: string, last: string): string =>
  String.fromCharCode(
    ...Array.from(
      { length: last.charCodeAt(0) - first.charCodeAt(0) + 1 },
      (_, at) => first.charCodeAt(0) + at,
    ),
  )

const DIGITS = range('0', '9')
const LOWER = range('a', 'z')
const UPPER = range('A', 'Z')
/** Letters of other scripts. What is none of these stays: signs, blanks, emoji. */
const others: readonly (readonly [RegExp, string])[] = [
  [/\p{Script=Han}/u, range('\u4e00', '\u4fff')],
  [/\p{Script=Thai}/u, range('\u0e01', '\u0e2e')],
  [/\p{L}/u, range('\u00e0', '\u00f6')],
]

/** What a character of the value may become. */
function alphabetOf(value: string): (character: string, at: number) => string | undefined {
  const isHexadecimal = (letters: RegExp) => value.length >= 8 && /\d/.test(value) && !letters.test(value)
  const lower = isHexadecimal(/[g-z]/) ? 'abcdef' : LOWER
  const upper = isHexadecimal(/[G-Z]/) ? 'ABCDEF' : UPPER
  return (character, at) => {
    if (/\d/.test(character))
      return at === 0 && value.length > 1 && character !== '0'
        ? DIGITS.slice(1)
        : at === 0 && value.length > 1
          ? '0'
          : DIGITS
    if (/[a-z]/.test(character)) return lower
    if (/[A-Z]/.test(character)) return upper
    return others.find(([letters]) => letters.test(character))?.[1]
  }
}

/** Two values get two pseudonyms where their look leaves room for that. Short ones have few. */
const MOST_TRIES = 50

/** The key is forgotten with the function: nobody can try values out. */
export function pseudonyms(key: Uint8Array = randomBytes(32)): Pseudonym {
  const known = new Map<string, string>()
  const taken = new Set<string>()
  const make = (value: string, attempt: number): string => {
    const alphabet = alphabetOf(value)
    return Array.from(value)
      .map((character, at) => {
        const letters = alphabet(character, at)
        if (letters === undefined) return character
        const number = createHmac('sha256', key).update(`${attempt} ${at} ${value}`).digest().readUInt32BE(0)
        return letters[number % letters.length] ?? ''
      })
      .join('')
  }
  return (value) => {
    const held = known.get(value)
    if (held !== undefined) return held
    let made = make(value, 0)
    for (let attempt = 1; attempt < MOST_TRIES && (taken.has(made) || made === value); attempt++)
      made = make(value, attempt)
    known.set(value, made)
    taken.add(made)
    return made
  }
}

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])$/

/** An address of another host and path, with the same scheme, port, ending and names of parameters. */
export function addressPseudonym(address: string, pseudonym: Pseudonym): string {
  const [, scheme = '', host = '', port = '', path = '', query, fragment] =
    /^([a-z][a-z\d+.-]*:\/\/)((?:\[[^\]]*\])|[^/?#:]*)(:\d+)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/i.exec(
      address,
    ) ?? []
  if (scheme === '') return pseudonym(address)
  const labels = host.split('.')
  const other = LOOPBACK.test(host)
    ? host
    : labels.map((label, at) => (at === labels.length - 1 && at > 0 ? label : pseudonym(label))).join('.')
  const piece = (text: string): string => {
    try {
      return encodeURIComponent(pseudonym(decodeURIComponent(text.replaceAll('+', ' '))))
    } catch {
      return pseudonym(text.replaceAll('%', 'x'))
    }
  }
  const pairs = query?.replace(
    /(^|&)([^&=]*)=([^&]*)/g,
    (_, before: string, name: string, value: string) => `${before}${name}=${piece(value)}`,
  )
  return `${scheme}${other}${port}${path.replace(/[^/]+/g, piece)}${pairs === undefined ? '' : `?${pairs}`}${fragment === undefined ? '' : `#${pseudonym(fragment)}`}`
}
