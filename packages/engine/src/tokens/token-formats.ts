/* Random bytes as a format spells them, and back. */
import type { TokenFormat } from '@hufu/dialects'
import { type FormatNames, type RandomPart, alphabets, partsOfFormat } from './format-parts.ts'

export interface Spelling {
  readonly bytes: number
  spell(bytes: Buffer, names?: FormatNames): string
  /** Undefined for what was never spelt so. */
  read(token: string): Buffer | undefined
}

/** Of one random part. */
interface Digits {
  readonly bytes: number
  spell(bytes: Buffer): string
  read(text: string): Buffer | undefined
}

function base64url(length: number): Digits {
  return {
    bytes: Math.floor((length * 3) / 4),
    spell: (bytes) => bytes.toString('base64url'),
    read(text) {
      const bytes = Buffer.from(text, 'base64url')
      // The last character may have bits that no byte has: one token, one spelling.
      return bytes.toString('base64url') === text ? bytes : undefined
    },
  }
}

const hex = (length: number, upper: boolean): Digits => ({
  bytes: length / 2,
  spell: (bytes) => (upper ? bytes.toString('hex').toUpperCase() : bytes.toString('hex')),
  read: (text) => Buffer.from(text, 'hex'),
})

/** The low five bits of a byte: no letter is likelier than another. */
const base32 = (length: number): Digits => ({
  bytes: length,
  spell: (bytes) => Array.from(bytes, (byte) => alphabets.base32.charAt(byte & 31)).join(''),
  read: (text) => Buffer.from(Array.from(text, (letter) => alphabets.base32.indexOf(letter))),
})

/** As one number in the base of the alphabet, with as many bytes as always fit. */
function inBase(letters: string, length: number): Digits {
  const base = BigInt(letters.length)
  const bytes = Math.floor((length * Math.log2(letters.length)) / 8)
  const end = 256n ** BigInt(bytes)
  return {
    bytes,
    spell(each) {
      let rest = each.length === 0 ? 0n : BigInt(`0x${each.toString('hex')}`)
      let text = ''
      for (let at = 0; at < length; at++) {
        text = letters.charAt(Number(rest % base)) + text
        rest /= base
      }
      return text
    },
    read(text) {
      let number = 0n
      for (const letter of text) number = number * base + BigInt(letters.indexOf(letter))
      if (number >= end) return undefined
      return Buffer.from(number.toString(16).padStart(bytes * 2, '0'), 'hex')
    },
  }
}

function digitsOf({ alphabet, length }: RandomPart): Digits {
  switch (alphabet) {
    case 'base64url':
      return base64url(length)
    case 'hex':
    case 'HEX':
      return hex(length, alphabet === 'HEX')
    case 'base32':
      return base32(length)
    case 'digits':
    case 'number':
    case 'base62':
      return inBase(alphabets[alphabet], length)
  }
}

const escaped = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)

function spellingFrom(format: TokenFormat): Spelling {
  const parts = partsOfFormat(format).map((part) =>
    'alphabet' in part ? { ...part, ...digitsOf(part) } : part,
  )
  const random = parts.filter((part) => 'alphabet' in part)
  const shape = new RegExp(
    `^${parts
      .map((part) => {
        if ('text' in part) return escaped(part.text)
        return 'name' in part
          ? String.raw`[^\s]*?`
          : `([${alphabets[part.alphabet].replace('-', String.raw`\-`)}]{${part.length}})`
      })
      .join('')}$`,
  )
  return {
    bytes: random.reduce((sum, { bytes }) => sum + bytes, 0),
    spell(bytes, names = {}) {
      let taken = 0
      return parts
        .map((part) => {
          if ('text' in part) return part.text
          if ('name' in part) return names[part.name] ?? ''
          taken += part.bytes
          return part.spell(bytes.subarray(taken - part.bytes, taken))
        })
        .join('')
    },
    read(token) {
      const texts = shape.exec(token)?.slice(1)
      const read = texts?.map((text, at) => random[at]?.read(text))
      return read?.every((each) => each !== undefined) ? Buffer.concat(read) : undefined
    },
  }
}

const known = new Map<TokenFormat, Spelling>()

/** How a format is written and read. @throws {TypeError} for what is no format. */
export function spellingOf(format: TokenFormat): Spelling {
  const held = known.get(format) ?? spellingFrom(format)
  known.set(format, held)
  return held
}
