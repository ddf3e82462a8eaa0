import type { Dialect } from '../dialect.ts'
import { standardDialect } from './rfc6749.ts'

/** Of a secret that went otherwise and is refused. */
export const inFormInstead =
  'It went by HTTP Basic, form-encoded (RFC 6749, section 2.3.1): a server that does not decode it needs `oauth2-post`.'

/** For servers that want the credentials in the form. */
export const oauth2Post = {
  id: 'oauth2-post',
  title: 'OAuth 2.0, credentials in the form',
  ...standardDialect('client_secret_post'),
} satisfies Dialect
