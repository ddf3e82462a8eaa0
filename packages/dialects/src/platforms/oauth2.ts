import type { Dialect } from '../dialect.ts'
import { inFormInstead } from './oauth2-post.ts'
import { standardDialect } from './rfc6749.ts'

/** Any server that keeps to the standards, with the credentials in the `Authorization` header. */
export const oauth2 = {
  id: 'oauth2',
  title: 'OAuth 2.0 (RFC 6749)',
  ...standardDialect('client_secret_basic'),
  hints: { client_unauthenticated: inFormInstead },
} satisfies Dialect
