import { createHash, timingSafeEqual } from 'node:crypto'
import type { Signer } from '@hufu/dialects'

/** Upper-case hexadecimal MD5 of secret, text, secret. Other case is another signature. */
export function md5BetweenSecrets(secret: string): Signer {
  const sign = (text: string) =>
    createHash('md5').update(`${secret}${text}${secret}`).digest('hex').toUpperCase()
  return { sign, verify: (text, signature) => sameText(sign(text), signature) }
}

/** Takes a time that depends only on the length of the presented text. */
function sameText(expected: string, presented: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(presented)]
  return a.length === b.length && timingSafeEqual(a, b)
}
