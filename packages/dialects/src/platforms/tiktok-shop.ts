import { callbackOf } from '../authorize.ts'
import type { Dialect } from '../dialect.ts'
import { errorTable } from '../error-table.ts'
import type { Field } from '../fields/field.ts'
import { expiry, list, text, wholeNumber } from '../fields/field-types.ts'
import { constant, field, optional, params, remark } from '../fields/params.ts'
import { DAY, usualPolicy } from '../policy.ts'
import type { NoteWords, PlatformRecord } from '../registry.ts'
import { urlEncoded } from '../wire/carriers.ts'
import { inQuery } from '../wire/request.ts'
import { reply } from '../wire/response.ts'

/** Of the host for tokens. What a wrong app key or secret gets is unknown [ours]. */
const errors = errorTable(
  ['token', 'refresh', 'secret'],
  [
    [36004004, 'invalid auth code', 'observed', 'any code'],
    [36004005, 'can not find related auth record', 'observed', 'refresh_token_unknown', 'refresh_token_used'],
    [36004001, 'rt has expired', 'observed', 'refresh_token_expired'],
    [98001004, 'invalid params', 'client', 'any request', 'client_unauthenticated', 'client_unknown'],
    [
      36009033,
      'Access denied. Your IP address is not in the IP allow list configured for this app.',
      'official',
      'client_address_denied',
    ],
    [
      105005,
      'Access denied. The app is not authorized to access the endpoint.',
      'official',
      'client_disabled',
      'any right',
    ],
    [36009002, 'too many requests', 'official', 'any limit'],
    [36009003, 'internal error', 'official', 'server_error'],
  ],
)

/** The page's errors are ours: their texts were not found. */
const pageErrors = /* @__PURE__ */ errorTable(
  ['authorize'],
  [
    [98001004, 'invalid params', 'ours', 'any request', 'redirect_uri_mismatch', 'request_forged'],
    [
      36009004,
      'Invalid credentials. The service_id is invalid.',
      'ours',
      'client_unknown',
      'client_disabled',
      'client_address_denied',
    ],
    [
      105005,
      'Only the shop owner can authorize.',
      'ours',
      'user_not_permitted',
      'any right',
      'access_denied',
    ],
    [36009002, 'too many requests', 'ours', 'rate_limited'],
    [36009003, 'internal error', 'ours', 'server_error'],
  ],
)

const ENDS = 'the second at which it ends, despite its name'

const response = reply(
  params(
    field('access_token', 'accessToken', text),
    field('access_token_expire_in', 'expiresIn', expiry(wholeNumber), ENDS),
    field('refresh_token', 'refreshToken', text),
    optional('refresh_token_expire_in', 'refreshExpiresIn', expiry(wholeNumber), ENDS),
    field('open_id', 'openId', text),
    optional('seller_name', 'userName', text),
    optional('seller_base_region', 'region', text),
    remark('user_type', '0: a seller', () => 0),
    optional('granted_scopes', 'scope', list),
  ),
  errors,
  {
    before: [remark('code', 'number 0: success', () => 0), remark('message', 'in words', () => 'success')],
    at: ['data'],
    after: [remark('request_id', 'names the exchange', ({ requestId }) => requestId)],
    error: { code: 'code', spelling: Number, success: 0, messages: ['message'], requestId: 'request_id' },
  },
)

const call = <const F extends Field>(path: string, grantType: string, own: F) =>
  ({
    methods: ['GET'],
    path,
    request: inQuery(
      params(
        field('app_key', 'clientId', text),
        field('app_secret', 'clientSecret', text),
        own,
        constant('grant_type', grantType),
      ),
    ),
    response,
    errors,
  }) as const

/** A link that names no address: the registered one is meant. Tokens by GET, the secret in the query. */
export const tiktokShop = {
  id: 'tiktok-shop',
  title: 'TikTok Shop',
  sources: ['protocols/tiktok-shop.md'],
  origin: 'https://auth.tiktok-shops.com',
  authorize: {
    origin: 'https://services.tiktokshop.com',
    path: '/open/authorize',
    aliases: [],
    request: urlEncoded(
      params(
        field('service_id', 'clientId', text, 'an identifier of its own; here the app key [ours]'),
        optional('state', 'state', text),
      ),
    ),
    others: [
      {
        path: '/oauth/authorize', // the older form, which clients send still [client]
        request: urlEncoded(params(field('app_key', 'clientId', text), optional('state', 'state', text))),
      },
    ],
    errorsGo: 'on-page',
  },
  callback: callbackOf(
    urlEncoded(
      params(
        optional('app_key', 'clientId', text),
        field('code', 'code', text),
        remark('locale', 'the language of the page', () => 'en'),
        optional('shop_region', 'region', text),
        optional('state', 'state', text),
      ),
    ),
    { code: 'null', error: 'auth_denied' },
  ),
  token: call('/api/v2/token/get', 'authorized_code', field('auth_code', 'code', text)),
  refresh: call('/api/v2/token/refresh', 'refresh_token', field('refresh_token', 'refreshToken', text)),
  policy: {
    ...usualPolicy,
    codeLifetime: 1800,
    accessTokenLifetime: 7 * DAY,
    refreshTokenLifetime: 365 * DAY, // the period that the seller chose; ours
    refresh: { accessToken: 'new', refreshToken: 'new' }, // no page says it; every guide stores what comes
    refreshDeadline: 'kept', // it is the end of the authorization
    previousAccessToken: { graceSeconds: 7 * DAY },
    scopes: ['seller.order.info', 'seller.product.basic'],
    defaultScope: ['seller.order.info'],
  },
  formats: { accessToken: 'opaque', refreshToken: 'opaque', openId: 'base64url-43' },
} satisfies Dialect

const notes: NoteWords = {
  [ENDS]: { 'zh-CN': '到期时刻（秒），与名称不符', th: 'วินาทีที่หมดอายุ แม้ชื่อจะบอกอย่างอื่น' },
  '0: a seller': { 'zh-CN': '0：卖家', th: '0: ผู้ขาย' },
  'names the exchange': { 'zh-CN': '本次请求的编号', th: 'หมายเลขของคำขอ' },
  'the language of the page': { 'zh-CN': '页面语言', th: 'ภาษาของหน้า' },
  'an identifier of its own; here the app key [ours]': {
    'zh-CN': '单独的标识；这里即 app key',
    th: 'ตัวระบุเฉพาะ ที่นี่คือ app key',
  },
}

const scopeWords = {
  'seller.order.info': { 'zh-CN': '读取您的订单', en: 'Read your orders', th: 'อ่านคำสั่งซื้อของคุณ' },
  'seller.product.basic': { 'zh-CN': '读取您的商品', en: 'Read your products', th: 'อ่านสินค้าของคุณ' },
} as const

/** Beside the dialect, as clients have no use for them. */
export const platform: PlatformRecord = { dialect: tiktokShop, pageErrors, notes, scopeWords }
