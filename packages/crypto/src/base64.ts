/**
 * Base64 in either alphabet, with or without padding and line breaks, and nothing else: undefined for mixed alphabets,
 * other characters, padding that does not fit, and digits that no encoder writes. `Buffer` alone skips whatever it does
 * not know, so that many texts would mean the same bytes.
 */
export function bytesOfBase64(text: string): Buffer | undefined {
  const [, digits = '', padding = ''] = /^([\w+/-]*)(={0,2})$/.exec(text.replace(/[\r\n]/g, '')) ?? []
  const urlSafe = digits.replaceAll('+', '-').replaceAll('/', '_')
  if (digits === '' && text !== '') return undefined
  if (digits !== urlSafe && /[_-]/.test(digits)) return undefined
  if (padding !== '' && (digits.length + padding.length) % 4 !== 0) return undefined
  const bytes = Buffer.from(urlSafe, 'base64url')
  return bytes.toString('base64url') === urlSafe ? bytes : undefined
}
