import { callbackOf } from '../authorize.ts'
import type { Dialect } from '../dialect.ts'
import { errorTable } from '../error-table.ts'
import { inText, timestamp, unixSeconds } from '../fields/clocks.ts'
import type { Field } from '../fields/field.ts'
import { expiry, text, wholeNumber } from '../fields/field-types.ts'
import { constant, field, optional, params, remark } from '../fields/params.ts'
import { DAY, usualPolicy } from '../policy.ts'
import type { NoteWords, PlatformRecord } from '../registry.ts'
import { urlEncoded } from '../wire/carriers.ts'
import { signedBy } from '../wire/proof.ts'
import { carried, memberOfBody } from '../wire/request.ts'
import { reply } from '../wire/response.ts'
import type { Signing } from '../wire/signing.ts'

/** No table of the gateway was found: the shape is the platform's, codes and words are ours. */
const errors = errorTable(
  ['token', 'refresh', 'resource', 'signature', 'time'],
  [
    [-1000001, '参数错误', 'ours', 'any request', 'malformed:method'],
    [-1000002, '应用不存在', 'ours', 'client_unknown'],
    [-1000003, '应用不可用', 'ours', 'client_disabled', 'client_address_denied'],
    [-1000004, '签名错误', 'ours', 'any proof'],
    [-1000005, '请求已过期', 'ours', 'any time'],
    [-1000006, 'code无效或已过期', 'ours', 'any code'],
    [-1000007, 'refreshToken无效或已过期', 'ours', 'any refresh token'],
    [-1000008, 'accessToken无效或已过期', 'ours', 'access_token_unknown'],
    [-1000009, '没有权限', 'ours', 'any right'],
    [-1000010, '请求过于频繁', 'ours', 'any limit'],
    [-1000099, '系统异常', 'ours', 'server_error'],
  ],
)

const pageErrors = /* @__PURE__ */ errorTable(
  ['authorize'],
  [
    [-1000001, '参数错误', 'ours', 'any request', 'request_forged'],
    [-1000002, '应用不存在', 'ours', 'client_unknown', 'client_disabled', 'client_address_denied'],
    [-1000011, '回调地址与应用登记的不一致', 'ours', 'redirect_uri_mismatch'],
    [-1000009, '仅主账号可以授权', 'official', 'user_not_permitted', 'any right', 'access_denied'],
    [-1000010, '请求过于频繁', 'ours', 'rate_limited'],
    [-1000099, '系统异常', 'ours', 'server_error'],
  ],
)

/** Deadlines are absolute, in milliseconds. */
const response = reply(
  params(
    field('accessToken', 'accessToken', text),
    field('accessTokenExpiresAt', 'expiresIn', expiry(wholeNumber, 1000), 'the millisecond at which it ends'),
    field('refreshToken', 'refreshToken', text),
    optional(
      'refreshTokenExpiresAt',
      'refreshExpiresIn',
      expiry(wholeNumber, 1000),
      'the millisecond at which it ends',
    ),
    optional('sellerId', 'userId', text),
    optional('sellerName', 'userName', text),
  ),
  errors,
  {
    before: [remark('error_code', 'number 0: success', () => 0)],
    at: ['data'],
    after: [remark('success', 'whether all is well', () => true)],
    error: {
      code: 'error_code',
      spelling: Number,
      success: 0,
      messages: ['error_msg'],
      rest: { data: null, success: false },
    },
  },
)

/** The system's parameters alone, in a fixed order: neither the body nor the token is signed. */
const signing: Signing = {
  into: 'sign',
  parts: [
    { value: 'method' },
    { text: '?appId=' },
    { value: 'appId' },
    { text: '&timestamp=' },
    { value: 'timestamp' },
    { text: '&version=' },
    { value: 'version' },
    { secret: true },
  ],
  mac: 'md5',
  spelt: 'hex',
}

const method = memberOfBody('method')
const REFRESH = 'oauth.refreshToken'

/** One address for every method, which the body names. */
const call = <const F extends Field>(name: string, own: F) =>
  ({
    methods: ['POST'],
    path: '/ark/open_api/v3/common_controller',
    request: carried(
      params(
        field('appId', 'clientId', text),
        inText(timestamp('timestamp', 600, unixSeconds)), // the tolerance is ours
        constant('version', '2.0', ['1.0']), // one client sends the older [client]
        constant('method', name),
        own,
      ),
      { send: 'json', proof: signedBy(signing) },
    ),
    response,
    errors,
    clientIdOf: memberOfBody('appId'),
  }) as const

/** Tokens stay until half an hour before they end; then a refresh gives new ones. */
export const xiaohongshu = {
  id: 'xiaohongshu',
  title: '小红书电商开放平台',
  sources: ['protocols/xiaohongshu.md', 'vectors/xiaohongshu.json'],
  origin: 'https://ark.xiaohongshu.com',
  authorize: {
    path: '/ark/authorization',
    aliases: ['/thor/open/authorization'],
    request: urlEncoded(
      params(
        field('appId', 'clientId', text),
        field('redirectUri', 'redirectUri', text),
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
  token: {
    ...call('oauth.getAccessToken', field('code', 'code', text)),
    // A call of any other method is answered here: something must say that there is none.
    selects: (request) => method(request) !== REFRESH,
  },
  refresh: {
    ...call(REFRESH, field('refreshToken', 'refreshToken', text)),
    selects: (request) => method(request) === REFRESH,
  },
  policy: {
    ...usualPolicy,
    codeLifetime: 600,
    codeReuse: { replaySeconds: 600, then: 'reject' }, // each exchange within its life gives the same tokens
    accessTokenLifetime: 7 * DAY,
    refreshTokenLifetime: 14 * DAY,
    refresh: { accessToken: 'new', refreshToken: 'new' },
    earlyRefresh: [{ whileLeft: 1800, accessToken: 'kept', refreshToken: 'kept' }],
    previousAccessToken: { graceSeconds: 300 },
  },
  formats: {
    accessToken: 'opaque',
    refreshToken: 'opaque',
    openId: 'base64url-43',
    clientId: '{hex:20}',
    clientSecret: '{hex:32}',
  },
} satisfies Dialect

const notes: NoteWords = {
  'the millisecond at which it ends': { 'zh-CN': '到期时刻（毫秒）', th: 'มิลลิวินาทีที่หมดอายุ' },
  'whether all is well': { 'zh-CN': '是否成功', th: 'สำเร็จหรือไม่' },
}

/** Beside the dialect, as clients have no use for them. */
export const platform: PlatformRecord = { dialect: xiaohongshu, pageErrors, notes }
