import type { TokenFormat } from '@hufu/dialects'

export interface Spelling {
  readonly bytes: number
  spell(bytes: Buffer): string
  /** Undefined for what was never spelt so. */
  read(token: string): Buffer | undefined
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz012345'

function base64url(bytes: number): Spelling {
  const shape = new RegExp(`^[A-Za-z0-9_-]{${Math.ceil((bytes * 4) / 3)}}$`)
  return {
    bytes,
    spell: (each) => each.toString('base64url'),
    read(token) {
      if (!shape.test(token)) return undefined
      const read = Buffer.from(token, 'base64url')
      // The last character may have bits that no byte has: one token, one spelling.
      return read.toString('base64url') === token ? read : undefined
    },
  }
}

/** One row a format. */
export const spellings: Readonly<Record<TokenFormat, Spelling>> = {
  opaque: base64url(48),
  'base64url-43': base64url(32),
  hex32: {
    bytes: 16,
    spell: (bytes) => bytes.toString('hex'),
    read: (token) => (/^[0-9a-f]{32}$/.test(token) ? Buffer.from(token, 'hex') : undefined),
  },
  uuid: {
    bytes: 16,
    spell(bytes) {
      const hex = bytes.toString('hex')
      const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)]
      return groups.join('-')
    },
    read: (token) =>
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(token)
        ? Buffer.from(token.replaceAll('-', ''), 'hex')
        : undefined,
  },
  'hex32-and-four': {
    bytes: 20,
    // 32 letters for the low five bits of a byte: no letter is likelier than another.
    spell: (bytes) =>
      bytes.toString('hex', 0, 16) +
      Array.from(bytes.subarray(16), (byte) => LETTERS.charAt(byte & 31)).join(''),
    read: (token) =>
      /^[0-9a-f]{32}[a-z0-5]{4}$/.test(token)
        ? Buffer.concat([
            Buffer.from(token.slice(0, 32), 'hex'),
            Buffer.from(Array.from(token.slice(32), (letter) => LETTERS.indexOf(letter))),
          ])
        : undefined,
  },
}
