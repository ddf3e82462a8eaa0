import { standardCallback } from '../authorize.ts'
import type { Dialect } from '../dialect.ts'
import { errorTable } from '../error-table.ts'
import { secondsOrNone, text, wholeNumber } from '../fields/field-types.ts'
import { also, alsoNamed, constant, field, optional, params, remark } from '../fields/params.ts'
import { records } from '../fields/records.ts'
import { DAY, usualPolicy } from '../policy.ts'
import type { NoteWords, PlatformRecord } from '../registry.ts'
import { urlEncoded } from '../wire/carriers.ts'
import { reply } from '../wire/response.ts'
import { lazopCall, lazopError, lazopGateway, lazopSeller } from './lazop-family.ts'

const errors = errorTable(
  ['token', 'refresh', 'resource', 'signature', 'time'],
  [
    [
      'MissingParameter',
      'the input parameter that is mandatory for processing this request is not supplied',
      'inferred',
      'any request',
    ],
    [
      'IncompleteSignature',
      'The request signature does not conform to lazop standards',
      'inferred',
      'any proof',
    ],
    ['InvalidCode', 'Invalid authorization code', 'observed', 'any code'],
    [
      'IllegalRefreshToken',
      'The specified refresh token is invalid or expired',
      'inferred',
      'any refresh token',
    ],
    [
      'AUTH_TYPE_UNSUPPORTED',
      'can only be authorized by market, not support refresh',
      'inferred',
      'flow_not_allowed',
    ],
    [
      'IllegalAccessToken',
      'The specified access token is invalid or expired',
      'observed',
      'access_token_unknown',
    ],
    [
      'InsufficientPermission',
      'App does not have permission to call this API',
      'client',
      'scope_not_granted',
      'user_not_permitted',
    ],
    ['InvalidAppKey', 'The specified App Key is invalid', 'client', 'client_unknown', 'client_disabled'],
    ['AppWhiteIpLimit', 'The IP is not in the whitelist of the app', 'client', 'client_address_denied'],
    ['InvalidTimestamp', 'The specified timestamp is expired', 'ours', 'any time'],
    [
      'ApiCallLimit',
      'Api access frequency exceeds the limit. this ban will last 1 seconds',
      'client',
      'any limit',
    ],
    ['SystemError', 'System error', 'ours', 'server_error'],
    // Understood alone: what clients have met beside those.
    ['InvalidParameter', 'Invalid parameter', 'client', 'request_malformed'],
    ['MissingPartner', 'partner_id is missing', 'client', 'request_malformed'],
    ['InvalidApi', 'The specified api is invalid', 'client', 'request_unsupported'],
    ['AppNotSubscribed', 'The seller has not subscribed to the app', 'client', 'user_not_permitted'],
    ['SellerNotActive', 'The seller is not active', 'client', 'user_not_permitted'],
    ['InvalidAccessToken', 'The access token is invalid', 'client', 'access_token_unknown'],
    ['AccessTokenExpired', 'The access token has expired', 'client', 'access_token_unknown'],
    ['AppCallLimit', 'Too many calls of the app', 'client', 'quota_exceeded'],
    ['ServiceCurrentlimit', 'Too many calls of the service', 'client', 'rate_limited'],
    ['901', 'Limit service request speed in server side temporarily.', 'client', 'rate_limited'],
  ],
  {
    ISP: ['InvalidCode'],
    SYSTEM: ['ApiCallLimit', 'AppCallLimit', 'ServiceCurrentlimit', '901', 'SystemError'],
    ISV: 'others',
  },
)

/** The faults that stay on the page; texts of the first two are the platform's, codes are ours. */
const pageErrors = /* @__PURE__ */ errorTable(
  ['authorize'],
  [
    [
      'redirect_uri',
      'Redirect uri does not match the callback URL of the app',
      'official',
      'redirect_uri_mismatch',
      'client_unknown',
    ],
    ['parameter', 'Missing parameter', 'official', 'any request', 'request_forged'],
    ['app', 'The app is not available', 'ours', 'any app', 'flow_not_allowed', 'scope_not_granted'],
    [
      'seller',
      'The seller is not in the whitelist of the app',
      'official',
      'user_not_permitted',
      'access_denied',
    ],
    ['limit', 'Too many requests', 'ours', 'rate_limited'],
    ['system', 'System error', 'ours', 'server_error'],
  ],
)

/** One entry for each site that the tokens serve. */
const sites = records(
  params(
    optional('country', 'region', text),
    also('user_id', 'userId', text),
    field('seller_id', 'userId', text),
    optional('short_code', 'name', text),
  ),
)

/** Members and their order as observed. The list has another name in each of the two answers; either is read in both. */
const response = (list: string, otherList: string) =>
  reply(
    params(
      field('access_token', 'accessToken', text),
      optional('country', 'region', text, 'the site that the seller chose, or `cb`'),
      field('refresh_token', 'refreshToken', text),
      remark('account_platform', 'always as shown', () => 'seller_center'),
      optional('refresh_expires_in', 'refreshExpiresIn', secondsOrNone, '0: the tokens cannot be renewed'),
      alsoNamed(optional(list, 'shops', sites, 'the sites that the tokens serve'), otherList),
      field('expires_in', 'expiresIn', wholeNumber),
      optional('account', 'userName', text),
      remark('code', 'text `0`: success', () => '0'),
      remark('request_id', 'names the exchange', ({ requestId }) => requestId),
    ),
    errors,
    { error: lazopError },
  )

/** New tokens with every refresh, under the deadline of the first. */
export const lazada = {
  id: 'lazada',
  title: 'Lazada',
  sources: ['protocols/lazada.md'],
  origin: 'https://auth.lazada.com',
  authorize: {
    path: '/oauth/authorize',
    aliases: [],
    request: urlEncoded(
      params(
        constant('response_type', 'code'),
        // Every official link has it: a fresh session of the browser. It is missed by nobody.
        constant('force_auth', 'true', ['1', '']),
        field('redirect_uri', 'redirectUri', text, 'equal to the callback URL of the app'),
        field('client_id', 'clientId', text, 'the App Key'),
        optional('state', 'state', text),
        optional('country', 'region', text, 'sites to choose from, joined by commas'),
      ),
    ),
    errorsGo: 'on-page',
  },
  callback: standardCallback, // how a refusal is told is unknown; one client expects this [client]
  token: {
    ...lazopCall('/auth/token/create', field('code', 'code', text), errors),
    response: response('country_user_info', 'country_user_info_list'),
  },
  refresh: {
    ...lazopCall('/auth/token/refresh', field('refresh_token', 'refreshToken', text), errors),
    response: response('country_user_info_list', 'country_user_info'),
  },
  userInfo: lazopSeller(errors),
  gateway: lazopGateway(errors),
  policy: {
    ...usualPolicy,
    codeLifetime: 1800,
    accessTokenLifetime: { onlineTest: 7 * DAY, online: 30 * DAY },
    refreshTokenLifetime: { onlineTest: 30 * DAY, online: 180 * DAY },
    refresh: { accessToken: 'new', refreshToken: 'new' },
    severalShops: { tokens: 'together', region: 'cb' },
    refreshDeadline: 'kept', // observed in 2020 and 2026
    // Which of the earlier tokens a refresh ends is unknown: the refresh token alone [ours].
    previousAccessToken: { graceSeconds: 30 * DAY },
  },
  formats: { accessToken: 'opaque', refreshToken: 'opaque', openId: 'base64url-43', clientId: '{number:6}' },
} satisfies Dialect

const notes: NoteWords = {
  'equal to the callback URL of the app': {
    'zh-CN': '与应用登记的回调地址一致',
    th: 'ตรงกับ callback URL ของแอป',
  },
  'the App Key': { 'zh-CN': '即 App Key', th: 'คือ App Key' },
  'sites to choose from, joined by commas': {
    'zh-CN': '可选的站点，以逗号分隔',
    th: 'ไซต์ที่ให้เลือก คั่นด้วยจุลภาค',
  },
  'the site that the seller chose, or `cb`': {
    'zh-CN': '卖家选择的站点，或 `cb`',
    th: 'ไซต์ที่ผู้ขายเลือก หรือ `cb`',
  },
  '0: the tokens cannot be renewed': { 'zh-CN': '0：令牌不能刷新', th: '0: รีเฟรชโทเค็นไม่ได้' },
  'the sites that the tokens serve': { 'zh-CN': '令牌所服务的站点', th: 'ไซต์ที่โทเค็นใช้ได้' },
}

/** Beside the dialect, as clients see no pages. */
export const platform: PlatformRecord = { dialect: lazada, notes, pageErrors }
