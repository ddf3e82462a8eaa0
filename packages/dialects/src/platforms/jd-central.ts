import { standardCallback } from '../authorize.ts'
import type { Dialect } from '../dialect.ts'
import { text, wholeNumber, words } from '../fields/field-types.ts'
import { field, optional, params } from '../fields/params.ts'
import { usualPolicy } from '../policy.ts'
import { reply } from '../wire/response.ts'
import {
  newFlowErrors,
  newFlowErrorShape,
  newFlowLink,
  newFlowNotes,
  newFlowPageErrors,
  newFlowRefresh,
  newFlowScopes,
  newFlowScopeWords,
  newFlowToken,
} from './jd-family.ts'
import type { PlatformRecord } from '../registry.ts'

/** As documented, to both calls. Its sister platforms put more into it, which is read past. */
const response = reply(
  params(
    field('access_token', 'accessToken', text),
    field('expires_in', 'expiresIn', wholeNumber),
    field('refresh_token', 'refreshToken', text),
    optional('scope', 'scope', words(',')),
    field('open_id', 'openId', text),
  ),
  newFlowErrors, // none is documented [inferred]
  { error: newFlowErrorShape },
)

/** GET with the secret in the query, and a refresh that only makes the same tokens live longer. */
export const jdCentral = {
  id: 'jd-central',
  title: 'JD Central',
  sources: ['protocols/jd-central.md', 'protocols/jos.md'],
  origin: 'https://oauth.jd.co.th',
  authorize: {
    path: '/oauth2/to_login',
    aliases: [],
    request: newFlowLink,
    errorsGo: 'back',
    loginPath: '/login', // that there is a redirect is documented, its path is ours
  },
  callback: standardCallback,
  token: {
    methods: ['GET', 'POST'],
    path: '/oauth2/access_token',
    request: newFlowToken('query'),
    response,
    errors: newFlowErrors,
  },
  refresh: {
    methods: ['GET', 'POST'],
    path: '/oauth2/refresh_token',
    request: newFlowRefresh('query'),
    response,
    errors: newFlowErrors,
  },
  policy: {
    ...usualPolicy,
    accessTokenLifetime: 3_600_000,
    refreshTokenLifetime: 3_600_000, // unknown: as long as the access token
    refresh: { accessToken: 'same', refreshToken: 'same' },
    // The document says "500 times a month"; which month, and whose, is inferred.
    refreshQuota: { count: 500, per: 'month', timeZone: 'Asia/Bangkok' },
    scopes: newFlowScopes,
    defaultScope: ['snsapi_base'],
  },
  formats: { accessToken: 'hex32', refreshToken: 'hex32', openId: 'base64url-43' },
} satisfies Dialect

export const platform: PlatformRecord = {
  dialect: jdCentral,
  pageErrors: newFlowPageErrors,
  scopeWords: newFlowScopeWords,
  notes: newFlowNotes,
}
