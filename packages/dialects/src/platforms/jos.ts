import { standardCallback } from '../authorize.ts'
import { urlEncoded } from '../wire/carriers.ts'
import type { Dialect } from '../dialect.ts'
import { errorTable } from '../error-table.ts'
import { text, wholeNumber, words } from '../fields/field-types.ts'
import { constant, field, optional, params, remark } from '../fields/params.ts'
import { DAY, type ScopeWords, usualPolicy } from '../policy.ts'
import type { PlatformRecord } from '../registry.ts'
import { inQueryOrForm, parameter } from '../wire/request.ts'
import { reply } from '../wire/response.ts'
import { familyWords, pageErrors } from './jd-family.ts'

const YEAR = 365 * DAY

/** 402 is "bad request" in the document and "wrong code" in later official text; clients meet the second. */
const errors = errorTable(
  ['token', 'refresh', 'secret', 'redirectUri', 'scope'],
  [
    [-1, '系统错误', 'official', 'server_error'],
    [101, '这个应用不存在', 'doc', 'client_unknown'],
    [102, '这个应用还没有上线', 'doc', 'client_disabled'],
    [201, '您的IP服务受限,请联系客服解决', 'doc', 'client_address_denied'],
    [302, '缺少clientId 参数 或者为空', 'doc', 'missing:client_id'],
    [303, '缺少redirectUri 参数 或者为空', 'doc', 'missing:redirect_uri'],
    [305, '拼写的redirect_uri和注册应用的“回调页面URL”不一致', 'doc', 'redirect_uri_mismatch'],
    [401, '没有此流程的认证权限', 'doc', 'flow_not_allowed', 'missing:grant_type', 'malformed:grant_type'],
    [402, '错误的请求', 'official', 'any code', 'any request'],
    [403, 'url不匹配', 'doc', 'redirect_uri_mismatch'],
    [404, '错误客户端', 'doc', 'client_unauthenticated', 'missing:client_secret'],
    [405, '错误scope权限', 'doc', 'scope_not_granted', 'user_not_permitted'],
    [2011, 'refresh_token过期', 'inferred', 'refresh_token_expired', 'any refresh token'],
    [2012, 'refresh_token本月调用次数超限', 'ours', 'quota_exceeded'],
    [2013, '还没有到可以刷新的时间', 'ours', 'refresh_too_early'],
    [429, '调用过于频繁,请稍后再试', 'ours', 'rate_limited'],
  ],
)

const scope = optional('scope', 'scope', familyWords, 'API groups; the only value known is `read`')
const state = optional('state', 'state', text, 'returned untouched')

/** Members as observed, in the alphabet's order; `scope` and `state` only where there is something to say. */
const response = reply(
  params(
    field('access_token', 'accessToken', text),
    remark('code', 'number 0: success', () => 0),
    field('expires_in', 'expiresIn', wholeNumber),
    optional(
      'refresh_token',
      'refreshToken',
      text,
      'only for apps with the right to one; a new one with every refresh',
    ),
    optional('scope', 'scope', words(',')),
    state,
    remark('time', "the platform's clock in milliseconds, as text", ({ now }) =>
      String(Math.round(now * 1000)),
    ),
    remark('token_type', 'always `bearer`', () => 'bearer'),
    optional('uid', 'userId', text),
    optional('user_nick', 'userName', text),
  ),
  errors,
  { error: { code: 'code', spelling: String, success: 0, messages: ['error_description'] } },
)

const app = [field('client_id', 'clientId', text), field('client_secret', 'clientSecret', text)] as const
const grantType = parameter('grant_type')

/** One path for both calls. The document's sample puts all into the query of a POST; clients also send a form, and so do we, as it keeps the secret out of a URL. */
const call = { methods: ['POST', 'GET'], path: '/oauth/token', response, errors } as const

/** The flow of the seed document, from before the platform's open-oauth host. */
export const jos = {
  id: 'jos',
  title: '京东宙斯 JOS',
  sources: ['protocols/jos.md'],
  origin: 'https://oauth.jd.com',
  authorize: {
    path: '/oauth/authorize',
    aliases: [],
    request: urlEncoded(
      params(
        constant('response_type', 'code'),
        field('client_id', 'clientId', text, 'the AppKey'),
        field(
          'redirect_uri',
          'redirectUri',
          text,
          'or `urn:ietf:wg:oauth:2.0:oob`: the code is shown to the user',
        ),
        state,
        scope,
        optional('view', 'view', text, '`wap` for a phone'),
      ),
    ),
    errorsGo: 'back',
  },
  callback: standardCallback,
  token: {
    ...call,
    request: inQueryOrForm(
      params(
        constant('grant_type', 'authorization_code'),
        ...app,
        scope,
        field('redirect_uri', 'redirectUri', text),
        field('code', 'code', text),
        state,
      ),
      'form',
    ),
    // A call of neither grant type is answered here too: something must say that the flow is not allowed.
    selects: (request) => grantType(request) !== 'refresh_token',
  },
  refresh: {
    ...call,
    request: inQueryOrForm(
      params(
        ...app,
        constant('grant_type', 'refresh_token'),
        field('refresh_token', 'refreshToken', text),
        scope,
        state,
      ),
      'form',
    ),
    selects: (request) => grantType(request) === 'refresh_token',
  },
  policy: {
    ...usualPolicy,
    accessTokenLifetime: { onlineTest: DAY, online: YEAR },
    refreshTokenLifetime: { onlineTest: 31 * DAY, online: YEAR + 30 * DAY }, // unknown
    refresh: { accessToken: 'same', refreshToken: 'new' },
    refreshTokenGranted: 'by-right',
    redirectUri: 'registrable-domain',
    outOfBand: 'urn:ietf:wg:oauth:2.0:oob',
    scopes: ['read'],
    defaultScope: ['read'],
  },
  formats: { accessToken: 'uuid', refreshToken: 'uuid', openId: 'base64url-43' },
} satisfies Dialect

const scopeWords = {
  // No document says what it opens: ours, from its name.
  read: {
    'zh-CN': '读取您店铺的数据，例如商品和订单',
    en: 'Read the data of your shop, such as products and orders',
    th: 'อ่านข้อมูลร้านค้าของคุณ เช่น สินค้าและคำสั่งซื้อ',
  },
} as const satisfies ScopeWords

const notes = {
  'the AppKey': { 'zh-CN': '即 AppKey', th: 'คือ AppKey' },
  'or `urn:ietf:wg:oauth:2.0:oob`: the code is shown to the user': {
    'zh-CN': '或 `urn:ietf:wg:oauth:2.0:oob`：授权码显示给用户',
    th: 'หรือ `urn:ietf:wg:oauth:2.0:oob`: แสดงรหัสให้ผู้ใช้',
  },
  'API groups; the only value known is `read`': {
    'zh-CN': 'API 分组；已知的值只有 `read`',
    th: 'กลุ่ม API ค่าที่รู้จักมีเพียง `read`',
  },
  'only for apps with the right to one; a new one with every refresh': {
    'zh-CN': '只发给有此权限的应用；每次刷新都换新的',
    th: 'เฉพาะแอปที่มีสิทธิ์ และเปลี่ยนใหม่ทุกครั้งที่รีเฟรช',
  },
  "the platform's clock in milliseconds, as text": {
    'zh-CN': '平台时间，毫秒，文本',
    th: 'เวลาของแพลตฟอร์มเป็นมิลลิวินาที แบบข้อความ',
  },
} as const

export const platform: PlatformRecord = {
  dialect: jos,
  pageErrors: /* @__PURE__ */ pageErrors('client_id', 'doc'),
  scopeWords,
  notes,
}
