/* A signature as people read it: a formula, which needs no translation. */
import type { Signing } from './wire/signing.ts'

const macs = {
  md5: 'MD5',
  sha256: 'SHA256',
  'hmac-md5': 'HMAC_MD5',
  'hmac-sha1': 'HMAC_SHA1',
  'hmac-sha256': 'HMAC_SHA256',
} as const satisfies Record<Signing['mac'], string>

const spellings = { hex: 'hex', HEX: 'HEX', base64: 'base64' } as const

/** `sign = HEX(MD5(secret + Σ name value + secret))`: Σ runs over the parameters but the signature, names sorted. */
export function formulaOf({ into, parts, mac, spelt }: Signing): string {
  const text = parts
    .map((part) => {
      if ('text' in part) return JSON.stringify(part.text)
      if ('secret' in part) return 'secret'
      if ('raw' in part) return 'body'
      if ('value' in part) return part.named ? `"${part.value}" + ${part.value}` : part.value
      const place = part.sorted === 'all' ? '' : ` of the ${part.sorted}`
      const but = part.but === undefined ? '' : ` but ${part.but.join(', ')}`
      const empties = part.empties === 'out' ? ' that are not empty' : ''
      return `Σ name${part.pair ? ' "="' : ''} value${part.join ? ' joined by "&"' : ''}${place}${but}${empties}`
    })
    .join(' + ')
  const key = mac.startsWith('hmac') ? 'secret, ' : ''
  return `${into} = ${spellings[spelt]}(${macs[mac]}(${key}${text}))`
}
