// Longer than others: two faces, each with tables of its own.
import { standardCallback } from '../authorize.ts'
import type { Dialect } from '../dialect.ts'
import type { WireRequest } from '../endpoint.ts'
import { type ErrorTable, errorTable } from '../error-table.ts'
import { beijingTime, timestamp } from '../fields/clocks.ts'
import type { Field, Fields } from '../fields/field.ts'
import { escaped, expiry, secondsOrNone, text, wholeNumber } from '../fields/field-types.ts'
import { type Params, also, alsoNamed, constant, field, optional, params, remark } from '../fields/params.ts'
import { DAY, usualPolicy } from '../policy.ts'
import type { NoteWords, PlatformRecord } from '../registry.ts'
import { standardReply } from '../standard-reply.ts'
import { urlEncoded } from '../wire/carriers.ts'
import { signedBy } from '../wire/proof.ts'
import { carried, parameter } from '../wire/request.ts'
import { jsonTextForm, reply } from '../wire/response.ts'
import type { Signing } from '../wire/signing.ts'

/** Of the plain endpoint: texts tell apart what one word says. */
const plainRows = [
  ['invalid_client', 'client_secret is invalidate', 'recalled', 'client_unauthenticated'],
  ['invalid_client', 'client_id is invalidate', 'ours', 'client_unknown'],
  ['invalid_client', 'redirect_uri is invalidate', 'recalled', 'redirect_uri_mismatch'],
  ['invalid_client', 'refresh times limit exceed', 'client', 'quota_exceeded', 'refresh_too_early'],
  ['invalid_request', 'parameter is invalidate', 'ours', 'any request'],
  [
    'unauthorized_client',
    'client is forbidden',
    'ours',
    'client_disabled',
    'client_address_denied',
    'any right',
  ],
  ['temporarily_unavailable', 'too many requests', 'ours', 'rate_limited'],
  ['server_error', 'server error', 'ours', 'server_error'],
] as const

/** The text of the real platform has the code in it. What is no other known text is read as this. */
const CODE = 'authorize code invalidate,please authorize again.'
const REFRESH_TOKEN = 'refresh token invalidate,please authorize again.'

const plainTokenErrors = errorTable(
  ['token', 'secret', 'redirectUri'],
  [['invalid_client', CODE, 'official', 'any code'], ...plainRows],
)
const plainRefreshErrors = errorTable(
  ['refresh', 'secret'],
  [['invalid_client', REFRESH_TOKEN, 'ours', 'any refresh token'], ...plainRows],
)

/** Of the gateway, the same for all of its methods. */
const gatewayRows = [
  [7, 'App Call Limited', 'official', 'quota_exceeded', 'refresh_too_early'],
  [8, 'App Call Exceeds Limited Frequency', 'official', 'rate_limited'],
  [10, 'Service Currently Unavailable', 'official', 'server_error'],
  [11, 'Insufficient ISV Permissions', 'official', 'scope_not_granted', 'flow_not_allowed'],
  [
    '11:isv.permission-ip-whitelist-limit',
    'Insufficient ISV Permissions',
    'official',
    'client_address_denied',
  ],
  [12, 'Insufficient User Permissions', 'official', 'user_not_permitted'],
  [21, 'Missing Method', 'official', 'missing:method'],
  [22, 'Invalid Method', 'official', 'malformed:method'],
  [23, 'Invalid Format', 'official', 'malformed:format', 'missing:format'],
  [24, 'Missing Signature', 'official', 'missing:sign'],
  [25, 'Invalid Signature', 'official', 'any proof'],
  [
    27,
    ['Invalid Session', '非法或过期的SessionKey参数，请使用有效的SessionKey参数'],
    'observed',
    'access_token_unknown',
  ],
  [28, 'Missing App Key', 'official', 'missing:app_key'],
  [29, 'Invalid App Key', 'official', 'client_unknown', 'client_disabled'],
  [30, 'Missing Timestamp', 'official', 'missing:timestamp'],
  [31, 'Invalid Timestamp', 'official', 'any time'],
  [40, 'Missing Required Arguments', 'official', 'missing:code', 'missing:refresh_token'],
  [41, 'Invalid Arguments', 'official', 'any request'],
] as const

/** What the gateway says of a code is unknown: a failure of the service behind it, with the text of the plain endpoint [ours]. */
const gatewayTokenErrors = errorTable(
  ['token', 'signature', 'time'],
  [[15, ['Remote Service Error', CODE], 'ours', 'any code'], ...gatewayRows],
)
const gatewayRefreshErrors = errorTable(
  ['refresh', 'signature', 'time'],
  [[15, ['Remote Service Error', REFRESH_TOKEN], 'ours', 'any refresh token'], ...gatewayRows],
)

/** Shown, and never sent back; the first and the code 1001 are the platform's. */
const pageErrors = /* @__PURE__ */ errorTable(
  ['authorize'],
  [
    [
      'invalid_client',
      'application callback can not match the redirect_uri',
      'official',
      'redirect_uri_mismatch',
    ],
    ['invalid_client', 'client_id is invalidate', 'ours', 'any app'],
    [
      '1001',
      'the user is not in the list of the application',
      'official',
      'user_not_permitted',
      'access_denied',
    ],
    ['invalid_request', 'parameter is invalidate', 'ours', 'any request', 'request_forged'],
    ['unauthorized_client', 'client is forbidden', 'ours', 'flow_not_allowed', 'scope_not_granted'],
    ['temporarily_unavailable', 'too many requests', 'ours', 'rate_limited'],
    ['server_error', 'server error', 'ours', 'server_error'],
  ],
)

const END = 'the millisecond at which it ends'
const CLASS = 'for one class of methods, to read or to write; 0: not granted'

/** A class of methods has a clock of its own, in both spellings. */
const clocksOf = (each: string) => [
  also(`${each}_expires_in`, 'expiresIn', wholeNumber, CLASS),
  also(`${each}_valid`, 'expiresIn', expiry(wholeNumber, 1000), END),
]

const record = params(
  field('access_token', 'accessToken', text),
  field('expires_in', 'expiresIn', wholeNumber),
  optional('refresh_token', 'refreshToken', text),
  optional('re_expires_in', 'refreshExpiresIn', secondsOrNone, '0: the refresh token is of no use'),
  remark('token_type', 'always `Bearer`', () => 'Bearer'),
  ...['r1', 'r2', 'w1', 'w2'].flatMap(clocksOf),
  also('expire_time', 'expiresIn', expiry(wholeNumber, 1000), END),
  also('refresh_token_valid_time', 'refreshExpiresIn', expiry(wholeNumber, 1000), END),
  alsoNamed(optional('taobao_user_id', 'userId', text), 'user_id'),
  alsoNamed(
    optional('taobao_user_nick', 'userName', escaped, 'percent-encoded inside of the JSON'),
    'user_nick',
  ),
  alsoNamed(optional('taobao_open_uid', 'openId', text), 'open_uid'),
)

const app = [field('client_id', 'clientId', text), field('client_secret', 'clientSecret', text)] as const
const grantType = parameter('grant_type')

/** The first wire: a form, or a query by POST, with the secret. */
const plain = <const F extends Fields>(own: Params<F>, errors: ErrorTable) =>
  ({
    methods: ['POST'],
    path: '/token',
    request: carried(own, { send: 'form', takes: ['query', 'form'] }),
    response: standardReply(record, errors),
    errors,
  }) as const

const hashed = { sorted: 'all', pair: '', join: '', empties: 'either' } as const
const signing = (mac: Signing['mac'], ...is: readonly string[]): Signing => ({
  into: 'sign',
  parts: mac === 'md5' ? [{ secret: true }, hashed, { secret: true }] : [hashed],
  mac,
  spelt: 'HEX',
  when: { parameter: 'sign_method', is },
})

const method = parameter('method')
const REFRESH = 'taobao.top.auth.token.refresh'

/** The second wire: methods of the signed gateway, which answer with JSON in a text. */
const gateway = <const F extends Field>(name: string, own: F, wrapper: string, errors: ErrorTable) =>
  ({
    methods: ['GET', 'POST'],
    path: '/router/rest',
    request: carried(
      params(
        constant('method', name),
        field('app_key', 'clientId', text),
        timestamp('timestamp', 600, beijingTime),
        constant('v', '2.0'),
        constant('format', 'json'),
        constant('sign_method', 'md5', ['hmac', 'hmac-sha256', '']),
        own,
      ),
      {
        send: 'form',
        takes: ['query', 'form'],
        proof: signedBy(
          signing('md5', 'md5', ''),
          signing('hmac-md5', 'hmac'),
          signing('hmac-sha256', 'hmac-sha256'),
        ),
      },
    ),
    response: reply(record, errors, {
      at: [wrapper, 'token_result'],
      as: jsonTextForm,
      error: {
        at: 'error_response',
        code: 'code',
        spelling: Number,
        messages: ['msg', 'sub_msg'],
        subCode: 'sub_code',
        requestId: 'request_id',
      },
    }),
    errors,
    clientIdOf: parameter('app_key'),
    selects: (request: WireRequest) => (method(request) === REFRESH) === (name === REFRESH),
  }) as const

/** Tokens of merchants live for the term of the order; only applications of the service market can renew them. */
export const top = {
  id: 'top',
  title: '淘宝天猫开放平台',
  sources: ['protocols/top.md', 'vectors/top.json'],
  origin: 'https://oauth.taobao.com',
  authorize: {
    path: '/authorize',
    aliases: [],
    request: urlEncoded(
      params(
        constant('response_type', 'code'),
        field('client_id', 'clientId', text, 'the AppKey'),
        field('redirect_uri', 'redirectUri', text, 'on the domain of the registered callback'),
        optional('state', 'state', text),
        optional('view', 'view', text, '`web`, `tmall` or `wap`'),
      ),
    ),
    errorsGo: 'on-page',
  },
  callback: standardCallback,
  token: {
    ...plain(
      params(
        constant('grant_type', 'authorization_code'),
        field('code', 'code', text),
        ...app,
        field('redirect_uri', 'redirectUri', text),
      ),
      plainTokenErrors,
    ),
    selects: (request) => grantType(request) !== 'refresh_token',
  },
  refresh: {
    ...plain(
      params(constant('grant_type', 'refresh_token'), field('refresh_token', 'refreshToken', text), ...app),
      plainRefreshErrors,
    ),
    selects: (request) => grantType(request) === 'refresh_token',
  },
  faces: [
    {
      title: 'signed methods of the gateway',
      origin: 'https://gw.api.taobao.com',
      token: gateway(
        'taobao.top.auth.token.create',
        field('code', 'code', text),
        'top_auth_token_create_response',
        gatewayTokenErrors,
      ),
      refresh: gateway(
        REFRESH,
        field('refresh_token', 'refreshToken', text),
        'top_auth_token_refresh_response',
        gatewayRefreshErrors,
      ),
    },
  ],
  policy: {
    ...usualPolicy,
    codeLifetime: 1800,
    accessTokenLifetime: { onlineTest: DAY, online: 365 * DAY },
    refreshTokenLifetime: 30 * DAY,
    refreshTokenGranted: 'usable-by-right',
    refresh: { accessToken: 'new', refreshToken: 'new' }, // whether texts change is unknown [ours]
    redirectUri: 'registrable-domain',
  },
  formats: { accessToken: 'opaque', refreshToken: 'opaque', openId: 'base64url-43', clientId: '{number:8}' },
} satisfies Dialect

const notes: NoteWords = {
  [CLASS]: {
    'zh-CN': '某一级 API（读或写）的有效期；0 为未授权',
    th: 'สำหรับเมธอดชั้นหนึ่ง อ่านหรือเขียน; 0: ไม่ได้รับสิทธิ์',
  },
  [END]: { 'zh-CN': '到期时刻（毫秒）', th: 'มิลลิวินาทีที่หมดอายุ' },
  '0: the refresh token is of no use': { 'zh-CN': '0：刷新令牌不可用', th: '0: refresh token ใช้ไม่ได้' },
  'percent-encoded inside of the JSON': { 'zh-CN': 'JSON 内经过 URL 编码', th: 'เข้ารหัสแบบ URL ภายใน JSON' },
  'the AppKey': { 'zh-CN': '即 AppKey', th: 'คือ AppKey' },
  'on the domain of the registered callback': {
    'zh-CN': '与登记的回调地址同域',
    th: 'อยู่ในโดเมนเดียวกับ callback ที่ลงทะเบียน',
  },
  '`web`, `tmall` or `wap`': { 'zh-CN': '`web`、`tmall` 或 `wap`', th: '`web`, `tmall` หรือ `wap`' },
  'signed methods of the gateway': { 'zh-CN': '网关的签名方法', th: 'เมธอดของเกตเวย์ที่ลงลายเซ็น' },
}

/** Beside the dialect, as clients have no use for them. */
export const platform: PlatformRecord = { dialect: top, pageErrors, notes }
