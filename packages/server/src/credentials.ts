/* Who calls an endpoint that no platform documents: Basic, or the form (RFC 6749, section 2.3.1). */
import type { FastifyRequest } from 'fastify'

export interface Credentials {
  readonly id: string
  readonly secret: string
}

/** Undefined where there are none, or two, or they cannot be read. */
export function credentialsOf(
  request: FastifyRequest,
  form: Readonly<Record<string, unknown>>,
): Credentials | undefined {
  const { client_id: id, client_secret: secret } = form
  const inForm =
    typeof id === 'string' && typeof secret === 'string' && secret !== '' ? { id, secret } : undefined
  const header = request.headers.authorization
  if (header === undefined) return inForm
  return secret === undefined ? readBasic(header) : undefined
}

/** Percent-encoded as the RFC says, or raw as many clients send it: what does not decode is taken as it stands. */
function readBasic(header: string): Credentials | undefined {
  const [, encoded] = /^basic +([A-Za-z0-9+/_-]+={0,2})$/i.exec(header) ?? []
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon <= 0) return undefined
  return { id: unescaped(text.slice(0, colon)), secret: unescaped(text.slice(colon + 1)) }
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'))
  } catch {
    return text
  }
}
