import { callbackOf } from '../authorize.ts'
import type { Dialect } from '../dialect.ts'
import { errorTable } from '../error-table.ts'
import { timestamp, unixSeconds } from '../fields/clocks.ts'
import type { Fields } from '../fields/field.ts'
import { numeral, secondsOrMoment, text } from '../fields/field-types.ts'
import { type Params, also, alsoNamed, constant, field, optional, params, remark } from '../fields/params.ts'
import { bareRecords } from '../fields/records.ts'
import { DAY, usualPolicy } from '../policy.ts'
import type { NoteWords, PlatformRecord } from '../registry.ts'
import { readPairs, urlEncoded } from '../wire/carriers.ts'
import { signedLink } from '../wire/link.ts'
import { signedBy } from '../wire/proof.ts'
import { carriedApart, parameter } from '../wire/request.ts'
import { reply } from '../wire/response.ts'
import type { Signing } from '../wire/signing.ts'

/** One name has several texts, and clients decide by both. Where two rows say one thing the first is sent. */
const errors = errorTable(
  ['token', 'refresh', 'resource', 'signature', 'time', 'shop'],
  [
    [
      'invalid_code',
      'The code is expired or used or invalid, please check the code.',
      'official',
      'any code',
    ],
    [
      'error_shop_refresh_token',
      'Your refresh token is error ,please check refresh token or shopid.',
      'official',
      'refresh_token_unknown',
      'refresh_token_used',
    ],
    ['refresh_token_expired', 'Your refresh_token expired.', 'official', 'refresh_token_expired'],
    [
      'invalid_shop_id',
      'The code or shop_id is wrong, please check the code or the shop_id.',
      'official',
      'shop_mismatch',
    ],
    ['error_sign', 'Wrong sign.', 'official', 'any proof'],
    ['error_param', 'There is no partner_id in query.', 'official', 'missing:partner_id'],
    ['error_param', 'Invalid partner_id.', 'official', 'malformed:partner_id'],
    ['error_param', 'no timestamp.', 'official', 'missing:timestamp'],
    ['error_param', 'There is no sign in query.', 'official', 'missing:sign'],
    ['error_param', 'parameter invalid', 'official', 'any request'],
    ['error_param', 'Timestamp is expired.', 'official', 'request_expired'],
    [
      'error_param',
      'Timestamp is invalid, should be an integer between 0 and 4294967295.',
      'official',
      'request_time_invalid',
    ],
    ['invalid_partner_id', 'Invalid partner_id, please have a check.', 'official', 'client_unknown'],
    ['api_suspended', 'Your API access is suspended.', 'official', 'client_disabled'],
    ['source_ip_undeclared', 'Source IP is undeclared.', 'official', 'client_address_denied'],
    ['invalid_acceess_token', 'Invalid access_token, please have a check.', 'client', 'access_token_unknown'],
    ['error_api_permission', 'No permission to current api.', 'official', 'any right'],
    ['error_rate_limit', 'Too many requests.', 'official', 'any limit'],
    ['error_server', 'Something wrong. Please try later.', 'official', 'server_error'],
    // Understood alone.
    ['error_auth', 'Invalid code', 'official', 'code_unknown'],
    ['error_auth', 'Invalid refresh_token.', 'official', 'refresh_token_unknown'],
    ['error_auth', 'Invalid access_token.', 'client', 'access_token_unknown'],
    ['error_auth', 'partner_id is invalid', 'official', 'client_unknown'],
    ['error_auth', 'Invalid partner_id or shopid.', 'official', 'shop_mismatch'],
    ['error_auth', 'No permission to current api.', 'official', 'flow_not_allowed'],
    ['invalid_main_acount_id', 'The main_account_id is wrong.', 'inferred', 'shop_mismatch'],
    [
      'error_param',
      'Your refresh token or shop_id is wrong, please check refresh token or shop_id.',
      'client',
      'refresh_token_unknown',
    ],
    ['error_merchant_refresh_token', 'Your refresh token is error.', 'inferred', 'refresh_token_unknown'],
    ['shop_access_expired', 'Your access to shop has expired.', 'official', 'refresh_token_expired'],
    ['merchant_access_expired', 'Your access to merchant has expired.', 'inferred', 'refresh_token_expired'],
    ['shop_no_linked', 'Partner and shop has no linked.', 'official', 'refresh_token_unknown'],
    ['merchant_no_linked', 'Partner and merchant has no linked.', 'inferred', 'refresh_token_unknown'],
    ['partner_shop_no_link', 'Partner and shop has no link.', 'inferred', 'access_token_unknown'],
    ['shop_banned', 'The shop is banned.', 'inferred', 'user_not_permitted'],
    ['error_partner_key_expired', 'The partner key has expired.', 'inferred', 'client_unauthenticated'],
    ['error_api_call_restricted', 'The call is restricted.', 'inferred', 'flow_not_allowed'],
    ['error_data', 'Wrong data.', 'inferred', 'request_malformed'],
    ['error_limit', 'The quota of the day is used up.', 'inferred', 'quota_exceeded'],
    ['error_network', 'Inner http call failed', 'official', 'server_error'],
  ],
)

const pageErrors = /* @__PURE__ */ errorTable(
  ['authorize'],
  [
    [
      'error_param',
      'The domain of redirect_uri is not consistent with the Redirect URL Domain declared in console.',
      'official',
      'redirect_uri_mismatch',
    ],
    ['error_param', 'Wrong parameters.', 'official', 'any request', 'request_forged', 'scope_not_granted'],
    ['invalid_partner_id', 'Invalid partner_id, please have a check.', 'official', 'client_unknown'],
    [
      'error_auth',
      'The App is not available.',
      'ours',
      'client_disabled',
      'client_address_denied',
      'flow_not_allowed',
    ],
    ['error_permission', 'This account cannot authorize.', 'ours', 'user_not_permitted', 'access_denied'],
    ['error_sign', 'Wrong sign.', 'official', 'signature_invalid'],
    ['error_rate_limit', 'Too many requests.', 'ours', 'rate_limited'],
    ['error_server', 'Something wrong. Please try later.', 'official', 'server_error'],
  ],
)

const request = [
  remark('request_id', 'names the exchange', ({ requestId }) => requestId),
  remark('error', 'empty: success', () => ''),
  remark('message', 'in words', () => ''),
] as const
const tokens = [
  field('refresh_token', 'refreshToken', text),
  field('access_token', 'accessToken', text),
  field('expire_in', 'expiresIn', secondsOrMoment, 'seconds'),
] as const
const shape = {
  error: { code: 'error', prefix: 'common.', success: '', messages: ['message'], requestId: 'request_id' },
} as const

/** The partner, the path and the time, and nothing of the body. */
const signingOf = (path: string): Signing => ({
  into: 'sign',
  parts: [{ value: 'partner_id' }, { text: path }, { value: 'timestamp' }],
  mac: 'hmac-sha256',
  spelt: 'hex',
})

const call = <const F extends Fields>(path: string, body: Params<F>) =>
  ({
    methods: ['POST'],
    path,
    request: carriedApart(
      params(field('partner_id', 'clientId', numeral), timestamp('timestamp', 300, unixSeconds)),
      params(...body.fields, also('partner_id', 'clientId', numeral)),
      { send: 'json', proof: signedBy(signingOf(path)) },
    ),
    clientIdOf: parameter('partner_id'),
    errors,
  }) as const

const CLASSIC = '/api/v2/shop/auth_partner'
const partnerOf = (query: string): string | undefined => {
  const { partner_id } = readPairs(new Set(['partner_id']), query)
  return typeof partner_id === 'string' ? partner_id : undefined
}

/** The shop is named in the callback, and by every call. */
export const shopee = {
  id: 'shopee',
  title: 'Shopee',
  sources: ['protocols/shopee.md'],
  origin: 'https://partner.shopeemobile.com',
  authorize: {
    origin: 'https://open.shopee.com',
    path: '/auth',
    aliases: [],
    request: urlEncoded(
      params(
        field('partner_id', 'clientId', numeral),
        constant('auth_type', 'seller'),
        field('redirect_uri', 'redirectUri', text, 'its domain is the registered one'),
        constant('response_type', 'code'),
        optional('state', 'state', text),
      ),
    ),
    // The older link, which all official code makes still. It has no state; clients put one into the redirect.
    others: [
      {
        path: CLASSIC,
        request: signedLink(
          params(
            field('partner_id', 'clientId', numeral),
            timestamp('timestamp', 300, unixSeconds),
            field('redirect', 'redirectUri', text),
          ),
          signedBy(signingOf(CLASSIC)),
        ),
        clientIdOf: partnerOf,
      },
    ],
    errorsGo: 'on-page',
  },
  // What a refusal sends is unknown: nothing but the state [ours].
  callback: callbackOf(
    urlEncoded(
      params(
        field('code', 'code', text),
        optional('shop_id', 'userId', numeral),
        optional('main_account_id', 'accountId', numeral),
        optional('state', 'state', text),
      ),
    ),
    'no-code',
  ),
  token: {
    ...call(
      '/api/v2/auth/token/get',
      params(
        field('code', 'code', text),
        optional('shop_id', 'userId', numeral, 'of the callback; or `main_account_id`'),
        optional('main_account_id', 'accountId', numeral, 'of the callback; or `shop_id`'),
      ),
    ),
    response: reply(
      params(...tokens, ...request, optional('shop_id_list', 'shops', bareRecords('userId', numeral))),
      errors,
      shape,
    ),
  },
  refresh: {
    ...call(
      '/api/v2/auth/access_token/get',
      params(
        field('refresh_token', 'refreshToken', text),
        alsoNamed(optional('shop_id', 'userId', numeral, 'whose tokens are renewed'), 'merchant_id'),
      ),
    ),
    response: reply(params(...tokens, ...request, optional('shop_id', 'userId', numeral)), errors, shape),
  },
  policy: {
    ...usualPolicy,
    codeLifetime: 600,
    accessTokenLifetime: 4 * 3600,
    refreshTokenLifetime: 30 * DAY,
    refresh: { accessToken: 'new', refreshToken: 'new' },
    previousAccessToken: { graceSeconds: 300 },
    // The same token again within about 4 hours brings the same answer; what comes after that is unknown [ours].
    reuse: { replaySeconds: 4 * 3600, then: 'revoke-family' },
    severalShops: { tokens: 'apart' },
    reauthorization: 'end-grants',
    // The seller may choose a date within a year, too. Which of them is proposed is unknown [ours].
    grantLifetime: { choices: [365 * DAY, 180 * DAY, 90 * DAY, 30 * DAY, 7 * DAY] },
    redirectUri: 'host',
    httpsOnly: true, // the host is registered without a scheme [ours]
  },
  knownReuse: {
    replaySeconds: 4 * 3600,
    then: 'reject',
    evidence: 'client',
    source:
      'a comment in a client of 2022, and an answer of the platform as a survey quotes it: protocols/shopee.md',
  },
  formats: {
    accessToken: 'hex32',
    refreshToken: 'hex32',
    openId: 'base64url-43',
    clientId: '{number:7}',
    clientSecret: 'shpk{hex:60}',
  },
} satisfies Dialect

const notes: NoteWords = {
  'its domain is the registered one': { 'zh-CN': '域名即登记的域名', th: 'โดเมนตรงกับที่ลงทะเบียน' },
  'of the callback; or `main_account_id`': {
    'zh-CN': '来自回调；或用 `main_account_id`',
    th: 'จากการเรียกกลับ หรือใช้ `main_account_id`',
  },
  'of the callback; or `shop_id`': {
    'zh-CN': '来自回调；或用 `shop_id`',
    th: 'จากการเรียกกลับ หรือใช้ `shop_id`',
  },
  'whose tokens are renewed': { 'zh-CN': '要刷新其令牌的店铺', th: 'ร้านที่รีเฟรชโทเค็น' },
}

/** Beside the dialect, as clients see no pages. */
export const platform: PlatformRecord = { dialect: shopee, notes, pageErrors }
