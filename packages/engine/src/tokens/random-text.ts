import { randomInt } from 'node:crypto'
import type { TokenTemplate } from '@hufu/dialects'
import { alphabets, partsOfFormat } from './format-parts.ts'

/** A text of this format: each character of a random part is as likely as any other, a number begins with no zero. */
export const randomText = (format: TokenTemplate): string =>
  partsOfFormat(format)
    .map((part) => {
      if (!('alphabet' in part)) return 'text' in part ? part.text : ''
      const letters = alphabets[part.alphabet]
      const least = (at: number) => (part.alphabet === 'number' && at === 0 ? 1 : 0)
      return Array.from({ length: part.length }, (_, at) =>
        letters.charAt(randomInt(least(at), letters.length)),
      ).join('')
    })
    .join('')
