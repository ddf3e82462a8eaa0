/* What three platforms of one house share: their table of errors, and the newer flow's requests. */
import { urlEncoded } from '../wire/carriers.ts'
import { errorTable } from '../error-table.ts'
import { text, words } from '../fields/field-types.ts'
import { constant, field, optional, params } from '../fields/params.ts'
import { inQueryOrForm } from '../wire/request.ts'

/**
 * The codes of the older flow's authorization page, in the document's words; the newer flow has no table of its own, and
 * borrows it. `clientId` is what the flow calls it. 403 and 404 are documented without a difference from 305 and 101:
 * understood, not sent.
 */
export const pageErrors = (clientId: 'client_id' | 'app_key', known: 'doc' | 'inferred') =>
  errorTable(
    ['authorize'],
    [
      [-1, '系统错误', known === 'doc' ? 'official' : known, 'server_error'],
      [101, '这个应用不存在', known, 'client_unknown'],
      [102, '这个应用还没有上线', known, 'client_disabled'],
      [201, '您的IP服务受限,请联系客服解决', known, 'client_address_denied'],
      [208, '容器检查登录用户不在应授权用户中', known, 'user_not_permitted'],
      [301, '缺少responsetype参数 或者为空', known, 'missing:response_type'],
      [302, '缺少clientId 参数 或者为空', known, `missing:${clientId}`],
      [303, '缺少redirectUri 参数 或者为空', known, 'missing:redirect_uri'],
      [304, '防止session伪造', known, 'request_forged'],
      [305, '拼写的redirect_uri和注册应用的“回调页面URL”不一致', known, 'redirect_uri_mismatch'],
      [401, '没有此流程的认证权限', known, 'flow_not_allowed', 'malformed:response_type'],
      [402, '错误的请求', known, 'any request'],
      [403, 'url不匹配', known, 'redirect_uri_mismatch'],
      [404, '错误客户端', known, 'client_unknown'],
      [405, '错误scope权限', known, 'scope_not_granted'],
      [406, '用户取消授权', 'ours', 'access_denied'],
      [429, '调用过于频繁,请稍后再试', 'ours', 'rate_limited'],
    ],
  )

/** The newer flow: 304 observed, 2011 met by clients, 1xx to 4xx from the older flow's table, the rest ours. */
export const newFlowErrors = /* @__PURE__ */ errorTable(
  ['token', 'refresh', 'secret'],
  [
    [304, '当前会话没有做过授权,请先授权', 'observed', 'any code', 'missing:code'],
    [2011, 'refresh_token过期', 'client', 'refresh_token_expired', 'any refresh token'],
    [2012, 'refresh_token本月调用次数超限', 'ours', 'quota_exceeded'],
    [2013, 'access_token到期前24小时内才能刷新', 'ours', 'refresh_too_early'],
    [-1, '系统错误', 'inferred', 'server_error'],
    [101, '这个应用不存在', 'inferred', 'client_unknown'],
    [102, '这个应用还没有上线', 'inferred', 'client_disabled'],
    [201, '您的IP服务受限,请联系客服解决', 'inferred', 'client_address_denied'],
    [302, '缺少clientId 参数 或者为空', 'inferred', 'missing:app_key'],
    [
      401,
      '没有此流程的认证权限',
      'inferred',
      'flow_not_allowed',
      'malformed:grant_type',
      'missing:grant_type',
    ],
    [402, '错误的请求', 'inferred', 'any request'],
    [404, '错误客户端', 'inferred', 'client_unauthenticated', 'missing:app_secret'],
    [405, '错误scope权限', 'inferred', 'scope_not_granted', 'user_not_permitted'],
    [429, '调用过于频繁,请稍后再试', 'ours', 'rate_limited'],
  ],
)

/** Beside the dialects, as clients see no pages. */
export const newFlowPageErrors = /* @__PURE__ */ pageErrors('app_key', 'inferred')

/** `{"code":304,"msg":"...","requestId":"..."}` [observed]. */
export const newFlowErrorShape = {
  code: 'code',
  spelling: Number,
  success: 0,
  messages: ['msg'],
  requestId: 'requestId',
} as const

/** The document writes a bar between them: one of the two. */
export const newFlowScopes = ['snsapi_base', 'snsapi_union_login'] as const

/** No document says what they open: ours, from their names. */
export const newFlowScopeWords = {
  snsapi_base: {
    'zh-CN': '识别您的身份，并访问您店铺的数据，例如商品和订单',
    en: 'Know who you are, and use the data of your shop, such as products and orders',
    th: 'รู้ว่าคุณคือใคร และใช้ข้อมูลร้านค้าของคุณ เช่น สินค้าและคำสั่งซื้อ',
  },
  snsapi_union_login: {
    'zh-CN': '使用您的平台账号登录该应用',
    en: 'Log you in to the application with your account on this platform',
    th: 'เข้าสู่ระบบแอปด้วยบัญชีของคุณบนแพลตฟอร์มนี้',
  },
} as const

/** Of the fields below, in the other languages. */
export const newFlowNotes = {
  '`snsapi_base` or `snsapi_union_login`': {
    'zh-CN': '`snsapi_base` 或 `snsapi_union_login`',
    th: '`snsapi_base` หรือ `snsapi_union_login`',
  },
  '`wap` for a phone, as in the older flow [ours]': {
    'zh-CN': '手机用 `wap`，与旧流程相同',
    th: '`wap` สำหรับโทรศัพท์ เช่นเดียวกับขั้นตอนเดิม',
  },
} as const

/** Of a request, joined by a comma. One client joins them by a blank, another sends the bar that the document means as "one of" [client]. */
export const familyWords = /* @__PURE__ */ words(',', [' ', '|'])

/** The scope is documented as required; it is missed by nobody [inferred]. */
export const newFlowLink = /* @__PURE__ */ urlEncoded(
  params(
    field('app_key', 'clientId', text),
    constant('response_type', 'code'),
    field('redirect_uri', 'redirectUri', text),
    optional('state', 'state', text),
    optional('scope', 'scope', familyWords, '`snsapi_base` or `snsapi_union_login`'),
    optional('view', 'view', text, '`wap` for a phone, as in the older flow [ours]'),
  ),
)

const app = [field('app_key', 'clientId', text), field('app_secret', 'clientSecret', text)] as const

/** Code to tokens; no redirect URI is asked for. */
export const newFlowToken = (send: 'query' | 'form') =>
  inQueryOrForm(
    params(...app, constant('grant_type', 'authorization_code'), field('code', 'code', text)),
    send,
  )

/** New life, or new tokens, for a refresh token. */
export const newFlowRefresh = (send: 'query' | 'form') =>
  inQueryOrForm(
    params(...app, constant('grant_type', 'refresh_token'), field('refresh_token', 'refreshToken', text)),
    send,
  )
