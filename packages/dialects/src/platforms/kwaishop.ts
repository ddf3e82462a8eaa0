import { callbackOf } from '../authorize.ts'
import type { Dialect } from '../dialect.ts'
import { errorTable } from '../error-table.ts'
import type { Fields } from '../fields/field.ts'
import { list, text, wholeNumber, words } from '../fields/field-types.ts'
import { type Params, alsoNamed, constant, field, optional, params, remark } from '../fields/params.ts'
import { DAY, type ScopeWords, usualPolicy } from '../policy.ts'
import { type NoteWords, type PlatformRecord } from '../registry.ts'
import { urlEncoded } from '../wire/carriers.ts'
import { carried } from '../wire/request.ts'
import { reply } from '../wire/response.ts'

/** A number, an RFC 6749 word and a reason in words at once; texts of a wrong secret and of a code are unknown [ours]. */
const errors = errorTable(
  ['token', 'refresh', 'secret'],
  [
    ['100200100:invalid_request', 'invalid parameter', 'official', 'any request'],
    [
      '100200101:unauthorized_client',
      'invalid app',
      'official',
      'client_unknown',
      'client_unauthenticated',
      'any app',
    ],
    ['100200102:access_denied', 'invalid refresh_token', 'official', 'refresh_token_unknown'],
    ['100200102:access_denied', 'refreshToken.discarded', 'official', 'refresh_token_used'],
    ['100200113:access_denied', 'refresh token expired', 'client', 'refresh_token_expired'],
    ['100200103:unsupported_response_type', 'unsupported response_type', 'official', 'user_not_permitted'],
    [
      '100200104:unsupported_grant_type',
      'unsupported grant_type',
      'official',
      'flow_not_allowed',
      'malformed:grant_type',
    ],
    ['100200105:invalid_grant', 'invalid code', 'official', 'any code'],
    ['100200106:invalid_scope', 'invalid scope', 'official', 'scope_not_granted'],
    ['100200410:access_denied', 'rate limited', 'client', 'any limit'],
    ['100200500:server_error', 'server error', 'official', 'server_error'],
  ],
)

/** Shown, and never sent back; texts are the platform's, codes ours. */
const pageErrors = /* @__PURE__ */ errorTable(
  ['authorize'],
  [
    [100200101, 'Invalid url', 'official', 'redirect_uri_mismatch', 'client_unknown'],
    [100200100, '参数错误', 'ours', 'any request', 'request_forged'],
    [100200201, '不属于此应用的授权用户或测试用户', 'official', 'user_not_permitted', 'access_denied'],
    [
      100200102,
      '当前应用不允许此用户授权',
      'official',
      'client_disabled',
      'client_address_denied',
      'flow_not_allowed',
    ],
    [100200106, '应用没有此权限', 'ours', 'scope_not_granted'],
    [100200410, '访问过于频繁，请稍后再试', 'ours', 'rate_limited'],
    [100200500, '系统异常', 'ours', 'server_error'],
  ],
)

const response = reply(
  params(
    remark('result', 'number 1: success', () => 1),
    field('access_token', 'accessToken', text),
    field('expires_in', 'expiresIn', wholeNumber),
    optional('refresh_token', 'refreshToken', text),
    optional('refresh_token_expires_in', 'refreshExpiresIn', wholeNumber),
    optional('open_id', 'openId', text, 'the user to the developer, and not the shop'),
    optional('scopes', 'scope', list),
  ),
  errors,
  { error: { code: 'result', spelling: Number, success: 1, subCode: 'error', messages: ['error_msg'] } },
)

const app = [
  field('app_id', 'clientId', text, 'the appKey'),
  field('app_secret', 'clientSecret', text),
] as const

/** The document gets tokens by GET and refreshes by POST; clients send all shapes to both [client]. */
const call = <const F extends Fields>(path: string, record: Params<F>, send: 'query' | 'form') =>
  ({
    methods: ['GET', 'POST'],
    path,
    request: carried(record, { send, takes: ['query', 'form'] }),
    response,
    errors,
  }) as const

/** A refresh gives a new pair under the first deadline; access tokens live side by side. */
export const kwaishop = {
  id: 'kwaishop',
  title: '快手电商开放平台',
  sources: ['protocols/kwaishop.md'],
  origin: 'https://openapi.kwaixiaodian.com',
  authorize: {
    origin: 'https://open.kwaixiaodian.com',
    path: '/oauth/authorize',
    aliases: [],
    request: urlEncoded(
      params(
        alsoNamed(field('app_id', 'clientId', text), 'appId'),
        alsoNamed(field('redirect_uri', 'redirectUri', text), 'redirectUri'),
        optional('scope', 'scope', words(',')),
        constant('response_type', 'code'),
        optional('state', 'state', text),
      ),
    ),
    errorsGo: 'on-page',
  },
  // What a refusal sends is unknown: the state alone [ours].
  callback: callbackOf(
    urlEncoded(params(field('code', 'code', text), optional('state', 'state', text))),
    'no-code',
  ),
  token: call(
    '/oauth2/access_token',
    params(app[0], constant('grant_type', 'code'), field('code', 'code', text), app[1]),
    'query',
  ),
  refresh: call(
    '/oauth2/refresh_token',
    params(constant('grant_type', 'refresh_token'), field('refresh_token', 'refreshToken', text), ...app),
    'form',
  ),
  policy: {
    ...usualPolicy,
    codeLifetime: 120,
    accessTokenLifetime: 2 * DAY,
    refreshTokenLifetime: { onlineTest: 10 * DAY, online: 180 * DAY },
    refresh: { accessToken: 'new', refreshToken: 'new' },
    refreshDeadline: 'kept',
    previousAccessToken: { graceSeconds: 2 * DAY }, // valid side by side, each to its own end
    httpsOnly: true,
    scopes: ['user_info', 'merchant_item', 'merchant_order', 'merchant_refund'],
    defaultScope: ['user_info'],
  },
  formats: { accessToken: 'opaque', refreshToken: 'opaque', openId: 'hex32', clientId: 'ks{number:18}' },
} satisfies Dialect

const scopeWords: ScopeWords = {
  user_info: { 'zh-CN': '识别您的账号', en: 'Know which account you have', th: 'รู้ว่าคุณใช้บัญชีใด' },
  merchant_item: {
    'zh-CN': '读取和管理您的商品',
    en: 'Read and manage your products',
    th: 'อ่านและจัดการสินค้าของคุณ',
  },
  merchant_order: {
    'zh-CN': '读取和处理您的订单',
    en: 'Read and handle your orders',
    th: 'อ่านและจัดการคำสั่งซื้อของคุณ',
  },
  merchant_refund: { 'zh-CN': '处理售后与退款', en: 'Handle refunds', th: 'จัดการการคืนเงิน' },
}

const notes: NoteWords = {
  'number 1: success': { 'zh-CN': '数字 1：成功', th: 'เลข 1: สำเร็จ' },
  'the user to the developer, and not the shop': {
    'zh-CN': '用户对该开发者的标识，不是店铺',
    th: 'ผู้ใช้ต่อผู้พัฒนา ไม่ใช่ร้าน',
  },
  'the appKey': { 'zh-CN': '即 appKey', th: 'คือ appKey' },
}

/** Beside the dialect, as clients have no use for them. */
export const platform: PlatformRecord = { dialect: kwaishop, pageErrors, scopeWords, notes }
