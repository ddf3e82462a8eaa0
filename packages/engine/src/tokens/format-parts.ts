/* A format, read: random parts, text, and names that something is put in for. */
import type { Alphabet, NamedFormat, TokenFormat, TokenTemplate } from '@hufu/dialects'

export const alphabets: Readonly<Record<Alphabet, string>> = {
  hex: '0123456789abcdef',
  HEX: '0123456789ABCDEF',
  digits: '0123456789',
  number: '0123456789',
  base32: 'abcdefghijklmnopqrstuvwxyz012345',
  base62: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  base64url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
}

export const namedFormats: Readonly<Record<NamedFormat, TokenTemplate>> = {
  opaque: '{base64url:64}',
  hex32: '{hex:32}',
  uuid: '{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}',
  'hex32-and-four': '{hex:32}{base32:4}',
  'base64url-43': '{base64url:43}',
}

/** Whose a token is, as far as a format has it. */
export interface FormatNames {
  readonly clientId?: string
  readonly shopId?: string
}

export interface RandomPart {
  readonly alphabet: Alphabet
  /** Characters. */
  readonly length: number
}

export type FormatPart = { readonly text: string } | { readonly name: keyof FormatNames } | RandomPart

const isNamed = (format: TokenFormat): format is NamedFormat => Object.hasOwn(namedFormats, format)

/** Hexadecimal digits come in pairs, and no byte is one character of base64url more. */
const isWhole = (alphabet: string, length: string): boolean =>
  alphabet === 'base64url' ? Number(length) % 4 !== 1 : !/^hex$/i.test(alphabet) || Number(length) % 2 === 0

/** @throws {TypeError} naming what is in braces and no part of a format. */
export function partsOfFormat(format: TokenFormat): readonly FormatPart[] {
  const template = isNamed(format) ? namedFormats[format] : format
  return template.split(/(\{[^}]*\})/).flatMap((piece): readonly FormatPart[] => {
    if (!piece.startsWith('{')) return piece === '' ? [] : [{ text: piece }]
    const name = piece.slice(1, -1)
    if (name === 'clientId' || name === 'shopId') return [{ name }]
    const [alphabet = '', length = ''] = name.split(':')
    if (!Object.hasOwn(alphabets, alphabet) || !/^[1-9]\d{0,2}$/.test(length) || !isWhole(alphabet, length))
      throw new TypeError(`the format ${template} has ${piece}, which is no part of a format`)
    return [{ alphabet: alphabet as Alphabet, length: Number(length) }]
  })
}
