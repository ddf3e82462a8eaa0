/* Client authentication of endpoints that no platform documents: Basic, or the form (RFC 6749, section 2.3.1). */
import type { TokenShown } from '@hufu/dialects'

export interface Credentials {
  readonly id: string
  readonly secret: string
}

/**
 * None where there are none, or two, or they cannot be read. More than one are readings of the same header: it may be
 * percent-encoded, as the RFC says, or raw, as many clients send it, and only whoever knows the secret can tell.
 */
export function credentialsOf(
  header: string | undefined,
  { clientId: id, clientSecret: secret }: Pick<TokenShown, 'clientId' | 'clientSecret'>,
): readonly Credentials[] {
  if (header === undefined) return id === undefined || secret === undefined ? [] : [{ id, secret }]
  if (secret !== undefined) return []
  return readBasic(header).filter((each) => id === undefined || each.id === id)
}

function readBasic(header: string): readonly Credentials[] {
  const [, encoded] = /^basic +([A-Za-z0-9+/_-]+={0,2})$/i.exec(header) ?? []
  const text = Buffer.from(encoded ?? '', 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon <= 0) return []
  const raw = { id: text.slice(0, colon), secret: text.slice(colon + 1) }
  const decoded = { id: unescaped(raw.id), secret: unescaped(raw.secret) }
  return decoded.id === raw.id && decoded.secret === raw.secret ? [raw] : [decoded, raw]
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'))
  } catch {
    return text
  }
}
