import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { SignatureScheme, Signer } from '@hufu/dialects'

const macs: Record<SignatureScheme['mac'], (text: string, secret: string) => Buffer> = {
  md5: (text) => createHash('md5').update(text).digest(),
  sha256: (text) => createHash('sha256').update(text).digest(),
  'hmac-md5': (text, secret) => createHmac('md5', secret).update(text).digest(),
  'hmac-sha1': (text, secret) => createHmac('sha1', secret).update(text).digest(),
  'hmac-sha256': (text, secret) => createHmac('sha256', secret).update(text).digest(),
}

const spellings: Record<SignatureScheme['spelt'], (bytes: Buffer) => string> = {
  hex: (bytes) => bytes.toString('hex'),
  HEX: (bytes) => bytes.toString('hex').toUpperCase(),
  base64: (bytes) => bytes.toString('base64'),
}

/** Signs with an application's secret, as the scheme of each signature says. Text and secret count as UTF-8. */
export function signerWith(secret: string): Signer {
  const sign: Signer['sign'] = (text, { mac, spelt }) => spellings[spelt](macs[mac](text(secret), secret))
  return { sign, verify: (text, signature, scheme) => sameText(sign(text, scheme), signature) }
}

/** Takes a time that depends only on the length of the presented text. */
function sameText(expected: string, presented: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(presented)]
  return a.length === b.length && timingSafeEqual(a, b)
}
