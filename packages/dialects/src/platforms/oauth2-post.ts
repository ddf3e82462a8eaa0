import type { Dialect } from '../dialect.ts'
import { standardDialect } from './rfc6749.ts'
import type { PlatformRecord } from '../registry.ts'

/** For servers that want the credentials in the form. */
export const oauth2Post = {
  id: 'oauth2-post',
  title: 'OAuth 2.0, credentials in the form',
  ...standardDialect('client_secret_post'),
} satisfies Dialect

export const platform: PlatformRecord = { dialect: oauth2Post }
