import type { Dialect } from '../dialect.ts'
import { standardDialect } from './rfc6749.ts'
import type { PlatformRecord } from '../registry.ts'

const id = 'oauth2'

/** Any server that keeps to the standards, with the credentials in the `Authorization` header. */
export const oauth2 = {
  id,
  title: 'OAuth 2.0 (RFC 6749)',
  ...standardDialect('client_secret_basic'),
  hints: {
    client_unauthenticated: `It went by HTTP Basic, form-encoded (RFC 6749, section 2.3.1): a server that does not decode it needs \`${id}-post\`.`,
  },
} satisfies Dialect

export const platform: PlatformRecord = { dialect: oauth2 }
