import { callbackOf } from '../authorize.ts'
import type { Dialect } from '../dialect.ts'
import { errorTable } from '../error-table.ts'
import { compactExpiry } from '../fields/compact-expiry.ts'
import type { Fields } from '../fields/field.ts'
import { digits, text } from '../fields/field-types.ts'
import { type Params, alsoNamed, constant, field, optional, params } from '../fields/params.ts'
import { DAY, usualPolicy } from '../policy.ts'
import type { NoteWords, PlatformRecord } from '../registry.ts'
import { urlEncoded } from '../wire/carriers.ts'
import { carried, parameter } from '../wire/request.ts'
import { reply } from '../wire/response.ts'

/** Codes are texts. What the call for tokens says of a bad code or refresh token is unknown [ours]. */
const errors = errorTable(
  ['token', 'refresh', 'secret', 'redirectUri', 'resource'],
  [
    ['400', 'bad request', 'observed', 'any request', 'refresh_too_early'],
    ['401', 'Request need user authorized', 'observed', 'access_token_unknown'],
    ['gw.CodeInvalid', 'The authorization code is invalid', 'ours', 'any code', 'redirect_uri_mismatch'],
    ['gw.RefreshTokenInvalid', 'The refresh token is invalid', 'ours', 'any refresh token'],
    ['403', 'no right', 'observed', 'any right', 'malformed:grant_type'],
    ['gw.AppKeyNotFound', 'AppKey is not found', 'observed', 'client_unknown'],
    [
      'gw.APIACLDecline',
      'AppKey is not allowed(acl)',
      'observed',
      'client_disabled',
      'client_address_denied',
    ],
    ['gw.SignatureInvalid', 'The secret is wrong', 'inferred', 'client_unauthenticated'],
    [
      'gw.QosAppFrequencyLimit',
      'App call exceeds limited frequency',
      'observed',
      'rate_limited',
      'quota_exceeded',
    ],
    ['500', 'internal error', 'ours', 'server_error'],
  ],
)

/** The first two texts are the page's, the codes ours. */
const pageErrors = /* @__PURE__ */ errorTable(
  ['authorize'],
  [
    ['400', '缺少必要参数', 'observed', 'any request', 'request_forged'],
    ['401', '非法请求', 'observed', 'redirect_uri_mismatch', 'client_unknown'],
    ['403', '没有权限', 'ours', 'client_disabled', 'client_address_denied', 'any right', 'access_denied'],
    ['429', '访问过于频繁，请稍后再试', 'ours', 'rate_limited'],
    ['500', '系统异常', 'ours', 'server_error'],
  ],
)

/** A refresh gives no refresh token: the one that was sent stays. */
const response = <const F extends Fields>(...own: F) =>
  reply(
    params(
      field('access_token', 'accessToken', text),
      ...own,
      optional('aliId', 'userId', text),
      alsoNamed(optional('resource_owner', 'userName', text), 'resourceOwner'),
      field('expires_in', 'expiresIn', digits, 'seconds, as text'),
      optional('memberId', 'openId', text),
    ),
    errors,
    {
      error: {
        code: 'error_code',
        spelling: String,
        messages: ['error_message', 'exception'],
        status: (code) =>
          String(code).startsWith('5') ? 500 : /^4\d\d$/.test(String(code)) ? Number(code) : 400,
      },
    },
  )

const app = [field('client_id', 'clientId', text), field('client_secret', 'clientSecret', text)] as const
const grantType = parameter('grant_type')

/** All in the query of a POST, or a form; the app key stands in the path too. */
const call = <const F extends Fields>(record: Params<F>) =>
  ({
    methods: ['POST', 'GET'],
    path: '/openapi/http/1/system.oauth2/getToken/{clientId}',
    request: carried(record, { send: 'form', takes: ['query', 'form'] }),
    errors,
  }) as const

/** Access tokens of ten hours for one refresh token, which stays for half a year. */
export const alibaba1688 = {
  id: 'alibaba1688',
  title: '1688 阿里巴巴开放平台',
  sources: ['protocols/alibaba1688.md'],
  origin: 'https://gw.open.1688.com',
  authorize: {
    origin: 'https://auth.1688.com',
    path: '/oauth/authorize',
    aliases: [],
    request: urlEncoded(
      params(
        field('client_id', 'clientId', text),
        constant('site', '1688', ['china', '']),
        field('redirect_uri', 'redirectUri', text, 'its domain is the registered one'),
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
    ...call(
      params(
        constant('grant_type', 'authorization_code'),
        constant('need_refresh_token', 'true', ['True', '1', '']),
        ...app,
        field('redirect_uri', 'redirectUri', text),
        field('code', 'code', text),
      ),
    ),
    response: response(
      optional('refresh_token', 'refreshToken', text),
      optional('refresh_token_timeout', 'refreshExpiresIn', compactExpiry, 'the moment at which it ends'),
    ),
    selects: (request) => grantType(request) !== 'refresh_token',
  },
  refresh: {
    ...call(
      params(
        constant('grant_type', 'refresh_token'),
        alsoNamed(field('refresh_token', 'refreshToken', text), 'refreshToken'),
        ...app,
      ),
    ),
    response: response(),
    selects: (request) => grantType(request) === 'refresh_token',
  },
  policy: {
    ...usualPolicy,
    codeLifetime: 120,
    accessTokenLifetime: 36_000,
    refreshTokenLifetime: 182 * DAY, // "half a year"
    refresh: { accessToken: 'new', refreshToken: 'same' },
    refreshDeadline: 'kept',
    previousAccessToken: { graceSeconds: 36_000 }, // it runs out [ours]
    redirectUri: 'registrable-domain',
  },
  formats: { accessToken: 'uuid', refreshToken: 'uuid', openId: 'base64url-43' },
} satisfies Dialect

const notes: NoteWords = {
  'seconds, as text': { 'zh-CN': '秒数，文本', th: 'วินาที แบบข้อความ' },
  'the moment at which it ends': { 'zh-CN': '到期时刻', th: 'เวลาที่หมดอายุ' },
  'its domain is the registered one': { 'zh-CN': '域名与登记的一致', th: 'โดเมนตรงกับที่ลงทะเบียนไว้' },
}

/** Beside the dialect, as clients have no use for them. */
export const platform: PlatformRecord = { dialect: alibaba1688, pageErrors, notes }
