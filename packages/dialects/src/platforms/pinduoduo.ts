// Longer than others: the table of codes is long, and there are two faces.
import { standardCallback } from '../authorize.ts'
import type { Dialect } from '../dialect.ts'
import type { ErrorShape, WireRequest } from '../endpoint.ts'
import { errorTable } from '../error-table.ts'
import { timestamp, unixSeconds } from '../fields/clocks.ts'
import type { Field, Fields } from '../fields/field.ts'
import { expiry, list, text, wholeNumber } from '../fields/field-types.ts'
import { type Params, also, constant, field, optional, params, remark } from '../fields/params.ts'
import { DAY, type ScopeWords, usualPolicy } from '../policy.ts'
import type { NoteWords, PlatformRecord } from '../registry.ts'
import { urlEncoded } from '../wire/carriers.ts'
import { signedBy } from '../wire/proof.ts'
import { carried, memberOfBody, parameter } from '../wire/request.ts'
import { reply } from '../wire/response.ts'

/** What its two methods say of a code and of a refresh token is unknown: 10000, with the cause in words [ours]. */
const errors = errorTable(
  ['token', 'refresh', 'resource', 'secret', 'signature', 'time'],
  [
    [10000, '参数错误', 'official', 'any request'],
    [10000, ['参数错误', 'code无效或已过期'], 'ours', 'any code'],
    [10000, ['参数错误', 'refresh_token无效或已过期'], 'ours', 'any refresh token'],
    [10001, '公共参数错误:client_id', 'official', 'missing:client_id'],
    [
      10001,
      '公共参数错误:timestamp',
      'official',
      'request_expired',
      'request_time_invalid',
      'missing:timestamp',
    ],
    [10001, '公共参数错误:data_type', 'official', 'malformed:data_type'],
    [10001, '公共参数错误:sign', 'official', 'missing:sign'],
    [10016, 'client下线或者clientId不正确', 'official', 'client_unknown', 'client_disabled'],
    [10017, 'type不正确', 'official', 'malformed:type', 'missing:type'],
    [10019, 'access_token已过期', 'official', 'access_token_unknown'],
    [10035, 'access_token已过期', 'official', 'access_token_unknown'],
    [10014, '授权已被取消', 'official', 'access_token_unknown'],
    [20004, '签名sign校验失败', 'official', 'any proof'],
    [20005, 'ip无权访问接口，请加入ip白名单', 'official', 'client_address_denied'],
    [20031, '用户没有授权访问此接口', 'official', 'scope_not_granted', 'user_not_permitted'],
    [20032, 'access_token或client_id错误', 'official', 'access_token_unknown'],
    [30000, '没有调用此target接口权限', 'official', 'flow_not_allowed'],
    [50000, '系统内部错误', 'official', 'server_error'],
    [52101, '当前接口被限流，请稍后重试', 'official', 'quota_exceeded', 'refresh_too_early'],
    [52102, '当前接口暂时不可用，请稍后重试', 'official', 'overloaded'],
    [70031, '调用过于频繁，请调整调用频率', 'official', 'rate_limited'],
  ],
)

/** All of it is ours: what the pages show is unknown. */
const pageErrors = /* @__PURE__ */ errorTable(
  ['authorize'],
  [
    [10000, '参数错误', 'ours', 'any request', 'request_forged'],
    [10002, '回调地址与应用设置的不一致', 'ours', 'redirect_uri_mismatch'],
    [10016, 'client下线或者clientId不正确', 'ours', 'any app'],
    [20031, '仅支持店铺主账号授权', 'official', 'user_not_permitted', 'access_denied', 'scope_not_granted'],
    [30000, '应用不能发起授权', 'ours', 'flow_not_allowed'],
    [70031, '调用过于频繁，请调整调用频率', 'ours', 'rate_limited'],
    [50000, '系统内部错误', 'ours', 'server_error'],
  ],
)

const END = 'the second at which it ends'
const CLASS = 'for one class of methods, to read or to write'

/** A class of methods has a clock of its own. Where both spellings disagree it is the moment that holds [client]. */
const clocksOf = (each: string) => [
  also(`${each}_expires_at`, 'expiresIn', expiry(wholeNumber), END),
  also(`${each}_expires_in`, 'expiresIn', wholeNumber, CLASS),
]

const record = params(
  field('access_token', 'accessToken', text),
  also('expires_at', 'expiresIn', expiry(wholeNumber), END),
  field('expires_in', 'expiresIn', wholeNumber),
  field('refresh_token', 'refreshToken', text),
  also('refresh_token_expires_at', 'refreshExpiresIn', expiry(wholeNumber), END),
  optional('refresh_token_expires_in', 'refreshExpiresIn', wholeNumber),
  optional('scope', 'scope', list, 'names of methods'),
  optional('owner_id', 'userId', text),
  optional('owner_name', 'userName', text),
  ...['r1', 'r2', 'w1', 'w2'].flatMap(clocksOf),
  remark('request_id', 'names the exchange', ({ requestId }) => requestId),
)

const error: ErrorShape = {
  at: 'error_response',
  code: 'error_code',
  spelling: Number,
  messages: ['error_msg', 'sub_msg'],
  requestId: 'request_id',
  rest: { sub_code: null },
}

const method = (request: WireRequest) => parameter('type')(request) ?? memberOfBody('type')(request)
const REFRESH = 'pdd.pop.auth.token.refresh'

/** One address for every method, which a parameter names. What an answer is wrapped in follows from no name. */
const router = <const F extends Field>(name: string, own: F, wrapper: string) =>
  ({
    methods: ['POST'],
    path: '/api/router',
    request: carried(
      params(
        constant('type', name),
        field('client_id', 'clientId', text),
        timestamp('timestamp', 600, unixSeconds), // four clients send milliseconds
        constant('data_type', 'JSON', ['']),
        own,
      ),
      {
        send: 'form',
        takes: ['form', 'json', 'query'],
        proof: signedBy({
          into: 'sign',
          parts: [
            { secret: true },
            { sorted: 'all', pair: '', join: '', empties: 'either' },
            { secret: true },
          ],
          mac: 'md5',
          spelt: 'HEX',
        }),
      },
    ),
    response: reply(record, errors, { at: [wrapper], error }),
    errors,
    clientIdOf: (request: WireRequest) =>
      parameter('client_id')(request) ?? memberOfBody('client_id')(request),
    selects: (request: WireRequest) => (method(request) === REFRESH) === (name === REFRESH),
  }) as const

const grantType = memberOfBody('grant_type')
const app = [field('client_id', 'clientId', text), field('client_secret', 'clientSecret', text)] as const

/** The wire of 2018, in the official SDK: JSON with the secret, and the record without a wrapper. */
const plain = <const F extends Fields>(own: Params<F>) =>
  ({
    methods: ['POST'],
    path: '/oauth/token',
    request: carried(own, { send: 'json' }),
    response: reply(record, errors, { error }),
    errors,
  }) as const

/** A refresh changes nothing while the access token lives; a new authorization ends what was before. */
export const pinduoduo = {
  id: 'pinduoduo',
  title: '拼多多开放平台',
  sources: ['protocols/pinduoduo.md', 'vectors/pinduoduo.json'],
  origin: 'https://gw-api.pinduoduo.com',
  authorize: {
    // Of shops; the others are of other accounts, each on a host of its own.
    origin: 'https://fuwu.pinduoduo.com',
    path: '/service-market/auth',
    aliases: ['/h5-login.html', '/open.html', '/authorize/ktt', '/logistics/auth'],
    request: urlEncoded(
      params(
        constant('response_type', 'code'),
        field('client_id', 'clientId', text),
        field('redirect_uri', 'redirectUri', text),
        optional('state', 'state', text),
        optional('view', 'view', text, '`web`, or `h5` for a phone'),
      ),
    ),
    errorsGo: 'on-page',
  },
  callback: standardCallback, // what a refusal sends is unknown [ours]
  token: router('pdd.pop.auth.token.create', field('code', 'code', text), 'pop_auth_token_create_response'),
  refresh: router(REFRESH, field('refresh_token', 'refreshToken', text), 'pop_auth_token_refresh_response'),
  faces: [
    {
      title: 'plain JSON, as in 2018',
      origin: 'https://open-api.pinduoduo.com',
      token: {
        ...plain(params(...app, field('code', 'code', text), constant('grant_type', 'authorization_code'))),
        selects: (request) => grantType(request) !== 'refresh_token',
      },
      refresh: {
        ...plain(
          params(
            ...app,
            constant('grant_type', 'refresh_token'),
            field('refresh_token', 'refreshToken', text),
          ),
        ),
        selects: (request) => grantType(request) === 'refresh_token',
      },
    },
  ],
  policy: {
    ...usualPolicy,
    codeLifetime: 600,
    accessTokenLifetime: DAY, // a year for systems of a merchant's own
    refreshTokenLifetime: 30 * DAY,
    refreshDeadline: 'kept',
    refresh: { accessToken: 'new', refreshToken: 'new' },
    earlyRefresh: [{ whileLeft: 0, accessToken: 'kept', refreshToken: 'kept' }],
    reauthorization: 'end-grants',
    scopes: ['pdd.order.list.get', 'pdd.goods.list.get', 'pdd.refund.list.increment.get'],
    defaultScope: ['pdd.order.list.get', 'pdd.goods.list.get'], // no link names them; ours
  },
  formats: {
    accessToken: 'opaque',
    refreshToken: 'opaque',
    openId: 'base64url-43',
    clientId: '{hex:32}',
    clientSecret: '{hex:40}',
  },
} satisfies Dialect

const scopeWords: ScopeWords = {
  'pdd.order.list.get': { 'zh-CN': '读取您的订单', en: 'Read your orders', th: 'อ่านคำสั่งซื้อของคุณ' },
  'pdd.goods.list.get': { 'zh-CN': '读取您的商品', en: 'Read your products', th: 'อ่านสินค้าของคุณ' },
  'pdd.refund.list.increment.get': { 'zh-CN': '读取售后单', en: 'Read your refunds', th: 'อ่านการคืนเงินของคุณ' },
}

const notes: NoteWords = {
  [CLASS]: { 'zh-CN': '某一级接口（读或写）的有效期', th: 'สำหรับเมธอดชั้นหนึ่ง อ่านหรือเขียน' },
  [END]: { 'zh-CN': '到期时刻（秒）', th: 'วินาทีที่หมดอายุ' },
  'names of methods': { 'zh-CN': '接口名', th: 'ชื่อเมธอด' },
  '`web`, or `h5` for a phone': { 'zh-CN': '`web`，手机为 `h5`', th: '`web` หรือ `h5` สำหรับมือถือ' },
  'plain JSON, as in 2018': { 'zh-CN': '2018 年的 JSON 接口', th: 'JSON ธรรมดา แบบปี 2018' },
}

/** Beside the dialect, as clients have no use for them. */
export const platform: PlatformRecord = { dialect: pinduoduo, pageErrors, scopeWords, notes }
