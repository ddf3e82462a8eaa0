import { standardCallback } from '../authorize.ts'
import type { Dialect } from '../dialect.ts'
import { errorTable } from '../error-table.ts'
import { expiry, seconds, text, wholeNumber } from '../fields/field-types.ts'
import { also, constant, field, optional, params, remark } from '../fields/params.ts'
import { DAY, usualPolicy } from '../policy.ts'
import type { NoteWords, PlatformRecord } from '../registry.ts'
import { urlEncoded } from '../wire/carriers.ts'
import { reply } from '../wire/response.ts'
import { lazopCall, lazopError, lazopGateway, lazopSeller } from './lazop-family.ts'

/** The signature is checked before the code. Rows that were not met here are inferred from the sister platform. */
const errors = errorTable(
  ['token', 'refresh', 'resource', 'signature', 'time'],
  [
    [
      'IncompleteSignature',
      'The request signature does not conform to platform standards',
      'observed',
      'any proof',
    ],
    ['InvalidCode', 'Invalid authorization code', 'client', 'any code'],
    [
      'IllegalRefreshToken',
      'The specified refresh token is invalid or expired',
      'inferred',
      'any refresh token',
    ],
    [
      'IllegalAccessToken',
      'The specified access token is invalid or expired',
      'observed',
      'access_token_unknown',
    ],
    [
      'MissingParameter',
      'the input parameter that is mandatory for processing this request is not supplied',
      'inferred',
      'any request',
    ],
    ['InsufficientPermission', 'App does not have permission to call this API', 'inferred', 'any right'],
    ['InvalidAppKey', 'The specified App Key is invalid', 'inferred', 'client_unknown', 'client_disabled'],
    ['AppWhiteIpLimit', 'The IP is not in the whitelist of the app', 'inferred', 'client_address_denied'],
    ['InvalidTimestamp', 'The specified timestamp is expired', 'ours', 'any time'],
    [
      'ApiCallLimit',
      'Api access frequency exceeds the limit. this ban will last 1 seconds',
      'client',
      'any limit',
    ],
    ['SystemError', 'System error', 'ours', 'server_error'],
  ],
  { ISP: ['InvalidCode'], SYSTEM: ['SystemError'], ISV: 'others' },
)

/** All ours: the page's own texts were not found. */
const pageErrors = /* @__PURE__ */ errorTable(
  ['authorize'],
  [
    [
      'redirect_uri',
      'Redirect uri does not match the callback URL of the app',
      'inferred',
      'redirect_uri_mismatch',
      'client_unknown',
    ],
    ['parameter', 'Missing parameter', 'inferred', 'any request', 'request_forged'],
    ['app', 'The app is not available', 'ours', 'any app', 'any right', 'access_denied'],
    ['limit', 'Too many requests', 'ours', 'rate_limited'],
    ['system', 'System error', 'ours', 'server_error'],
  ],
)

const ENDS = 'the millisecond at which it ends'

/** Deadlines both ways: lifetimes in seconds, and the milliseconds at which they end. */
const response = reply(
  params(
    also('refresh_token_valid_time', 'refreshExpiresIn', expiry(wholeNumber, 1000), ENDS),
    also('expire_time', 'expiresIn', expiry(wholeNumber, 1000), ENDS),
    remark('locale', 'the language of the seller', () => 'zh_CN'),
    optional('user_nick', 'userName', text),
    field('access_token', 'accessToken', text),
    field('refresh_token', 'refreshToken', text),
    also('user_id', 'userId', text),
    remark('account_platform', 'always as shown', () => 'buyerApp'),
    optional('refresh_expires_in', 'refreshExpiresIn', seconds, '0: the tokens cannot be renewed'),
    field('expires_in', 'expiresIn', seconds),
    remark('sp', 'always as shown', () => 'ae'),
    optional('seller_id', 'userId', text),
    remark('code', 'text `0`: success', () => '0'),
    remark('request_id', 'names the exchange', ({ requestId }) => requestId),
  ),
  errors,
  { error: lazopError },
)

/** The gateway of a family, with words of its own. New tokens with every refresh, under the deadline of the first. */
export const aliexpress = {
  id: 'aliexpress',
  title: 'AliExpress',
  sources: ['protocols/aliexpress.md', 'vectors/aliexpress.json'],
  origin: 'https://api-sg.aliexpress.com',
  authorize: {
    path: '/oauth/authorize',
    aliases: [],
    request: urlEncoded(
      params(
        constant('response_type', 'code'),
        constant('force_auth', 'true', ['']), // a fresh session of the browser; clients leave it out
        field('redirect_uri', 'redirectUri', text, 'equal to the registered one'),
        field('client_id', 'clientId', text, 'the App Key'),
        optional('state', 'state', text),
      ),
    ),
    errorsGo: 'on-page',
  },
  callback: standardCallback, // how a refusal is told is unknown [ours]
  token: { ...lazopCall('/auth/token/create', field('code', 'code', text), errors), response },
  refresh: {
    ...lazopCall('/auth/token/refresh', field('refresh_token', 'refreshToken', text), errors),
    response,
  },
  userInfo: lazopSeller(errors),
  gateway: lazopGateway(errors),
  policy: {
    ...usualPolicy,
    codeLifetime: 1800, // the sister platform's [inferred]
    accessTokenLifetime: { onlineTest: DAY, online: 30 * DAY },
    refreshTokenLifetime: { onlineTest: 2 * DAY, online: 60 * DAY },
    refresh: { accessToken: 'new', refreshToken: 'new' },
    refreshDeadline: 'kept',
    previousAccessToken: { graceSeconds: 30 * DAY }, // it lives to its end [ours]
  },
  formats: { accessToken: 'opaque', refreshToken: 'opaque', openId: 'base64url-43', clientId: '{number:6}' },
} satisfies Dialect

const notes: NoteWords = {
  [ENDS]: { 'zh-CN': '到期时刻（毫秒）', th: 'มิลลิวินาทีที่หมดอายุ' },
  'the language of the seller': { 'zh-CN': '卖家语言', th: 'ภาษาของผู้ขาย' },
  '0: the tokens cannot be renewed': { 'zh-CN': '0：不能刷新', th: '0: ต่ออายุไม่ได้' },
  'equal to the registered one': { 'zh-CN': '与登记的一致', th: 'ตรงกับที่ลงทะเบียนไว้' },
  'the App Key': { 'zh-CN': '即 App Key', th: 'คือ App Key' },
  'text `0`: success': { 'zh-CN': '文本 `0`：成功', th: 'ข้อความ `0`: สำเร็จ' },
  'names the exchange': { 'zh-CN': '本次请求的编号', th: 'หมายเลขของคำขอ' },
}

/** Beside the dialect, as clients have no use for them. */
export const platform: PlatformRecord = { dialect: aliexpress, pageErrors, notes }
