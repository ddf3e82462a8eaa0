import { standardCallback } from '../authorize.ts'
import { urlEncoded } from '../wire/carriers.ts'
import type { Dialect } from '../dialect.ts'
import type { WireRequest } from '../endpoint.ts'
import { errorTable } from '../error-table.ts'
import { digits, expiry, text } from '../fields/field-types.ts'
import { timestamp } from '../fields/clocks.ts'
import type { Field } from '../fields/field.ts'
import { alsoNamed, field, optional, params, remark } from '../fields/params.ts'
import { DAY, usualPolicy } from '../policy.ts'
import { signedBy } from '../wire/proof.ts'
import { carried, memberOfBody, sealedJson } from '../wire/request.ts'
import { reply, sealedForm } from '../wire/response.ts'
import type { Signing } from '../wire/signing.ts'
import type { PlatformRecord } from '../registry.ts'

/** Codes and words are the vendor's, from its other documents. They do not say when each is sent: our reading. */
const chainUpErrors = errorTable(
  ['authorize', 'token', 'refresh', 'resource', 'openId', 'signature', 'time', 'replay'],
  [
    ['10001', 'system exception', 'official', 'server_error'],
    ['10005', 'too often', 'official', 'rate_limited', 'refresh_too_early'],
    ['10015', 'operation failure', 'official', 'access_denied', 'request_forged'],
    ['10020', 'parameter error', 'official', 'request_malformed'],
    ['50000', 'method not supported', 'official', 'request_unsupported', 'flow_not_allowed'],
    ['50001', 'appKey illegal', 'official', 'client_disabled'],
    ['50002', 'redirect URL mismatch', 'official', 'redirect_uri_mismatch'],
    ['50003', 'permission missing', 'official', 'scope_not_granted'],
    ['50004', 'appKey does not exist', 'official', 'client_unknown'],
    ['50005', 'signature error', 'official', 'any proof', 'request_replayed'],
    ['50009', 'request timeout', 'official', 'request_expired'],
    ['50010', 'illegal request time', 'official', 'request_time_invalid'],
    ['50012', 'no permission', 'official', 'client_address_denied'],
    ['50013', 'traffic limit today', 'official', 'quota_exceeded'],
    ['50014', 'account type not supported', 'official', 'user_not_permitted'],
    ['60001', 'refresh token no longer valid', 'official', 'any refresh token'],
    ['60002', 'token no longer valid', 'official', 'access_token_unknown'],
    ['60003', 'code already used', 'official', 'code_used', 'any code'],
    ['60004', 'invalid openId', 'official', 'open_id_mismatch'],
  ],
)

const clear = params(field('app_id', 'clientId', text, "the login page's appKey"), timestamp('time'))

const response = reply(
  params(
    field('openId', 'openId', text),
    // The document says "expiry time, seconds"; its sample, 1720492073, is a second of the year 2024 [inferred].
    field('expireIn', 'expiresIn', expiry(digits), 'the second at which the token ends, as text'),
    field('refreshToken', 'refreshToken', text),
    field('token', 'accessToken', text),
  ),
  chainUpErrors,
  {
    as: sealedForm,
    before: [remark('code', '`0`: success', () => '0'), remark('msg', 'in words', () => 'suc')],
    // An error is not sealed: a signature without data crashes the vendor's client.
    error: { code: 'code', success: '0', messages: ['msg'], rest: { data: '', sign: '' } },
  },
)

/** Sorted, without separators, and the secret behind it; senders differ in empty members and in the case of the digest. */
const signing: Signing = {
  into: 'sign',
  parts: [{ sorted: 'all', pair: '', join: '', empties: 'either' }, { secret: true }],
  mac: 'md5',
  spelt: 'hex',
}

/** Who calls in the first version; the second names itself `app_id`, at the same addresses. */
const appKey = memberOfBody('appKey')

const plainResponse = reply(
  params(
    field('openId', 'openId', text),
    field('expireIn', 'expiresIn', expiry(digits), 'the second at which the token ends, as text'),
    alsoNamed(field('refreshToken', 'refreshToken', text), 'refersh_token'), // spelt so in the schema of 2020
    field('token', 'accessToken', text),
  ),
  chainUpErrors,
  {
    before: [remark('code', '`0`: success', () => '0'), remark('msg', 'in words', () => 'suc')],
    at: ['data'],
    error: { code: 'code', success: '0', messages: ['msg'], rest: { data: null } },
  },
)

const plainCall = <const F extends readonly Field[]>(path: string, ...own: F) =>
  ({
    methods: ['POST'],
    path,
    request: carried(params(field('appKey', 'clientId', text), ...own), {
      send: 'json',
      proof: signedBy(signing, { ...signing, spelt: 'HEX' }),
    }),
    response: plainResponse,
    errors: chainUpErrors,
    clientIdOf: appKey,
    selects: (request: WireRequest) => appKey(request) !== undefined,
  }) as const

const paths = {
  token: '/platformapi/chainup/open/auth/token',
  refresh: '/platformapi/chainup/open/auth/refreshToken',
} as const

const held = field('token', 'accessToken', text, "the grant's last one; it may have expired [ours]")

/** JSON in an RSA envelope, in both directions. An app belongs to one merchant. */
export const chainUp = {
  id: 'chainup',
  title: 'ChainUp',
  sources: ['protocols/chainup.md', 'vectors/chainup-v2.json', 'vectors/chainup1.json'],
  authorize: {
    path: '/platform/login.html',
    aliases: ['/platform/authorized.html'],
    request: urlEncoded(
      params(
        field('appKey', 'clientId', text),
        field('redirectUrl', 'redirectUri', text, 'equal to the back-office setting'),
        optional('state', 'state', text),
        optional('lan', 'locale', text, '`zh_CN` or `en_US`'),
      ),
    ),
    errorsGo: 'back',
  },
  callback: standardCallback, // the error is ours: the document knows no denial
  token: {
    methods: ['POST'],
    path: paths.token,
    request: sealedJson(clear, params(field('code', 'code', text))),
    response,
    errors: chainUpErrors,
    clientIdOf: memberOfBody('app_id'),
    selects: (request) => appKey(request) === undefined,
  },
  refresh: {
    methods: ['POST'],
    path: paths.refresh,
    request: sealedJson(
      clear,
      params(field('refreshToken', 'refreshToken', text), held, field('openId', 'openId', text)),
    ),
    response,
    errors: chainUpErrors,
    clientIdOf: memberOfBody('app_id'),
    selects: (request) => appKey(request) === undefined,
  },
  faces: [
    {
      title: 'version 1: AppKey and MD5',
      token: plainCall(paths.token, field('code', 'code', text)),
      refresh: plainCall(
        paths.refresh,
        field('refreshToken', 'refreshToken', text),
        held,
        optional('openId', 'openId', text), // a table of 2020 has none
      ),
    },
  ],
  // Lifetimes and rotation are unknown: ours.
  policy: {
    ...usualPolicy,
    accessTokenLifetime: 7200,
    refreshTokenLifetime: 30 * DAY,
    refresh: { accessToken: 'new', refreshToken: 'new' },
  },
  formats: { accessToken: 'opaque', refreshToken: 'opaque', openId: 'base64url-43' },
  envelope: 'rsa-pkcs1-md5-sha256',
} satisfies Dialect

const notes = {
  'version 1: AppKey and MD5': { 'zh-CN': 'v1：AppKey 与 MD5', th: 'รุ่น 1: AppKey และ MD5' },
  'equal to the back-office setting': { 'zh-CN': '与后台设置一致', th: 'ตรงกับที่ตั้งไว้หลังบ้าน' },
  '`zh_CN` or `en_US`': { 'zh-CN': '`zh_CN` 或 `en_US`', th: '`zh_CN` หรือ `en_US`' },
  "the login page's appKey": { 'zh-CN': '即登录页的 appKey', th: 'คือ appKey ของหน้าเข้าสู่ระบบ' },
  'the second at which the token ends, as text': {
    'zh-CN': '令牌到期的时刻（秒），文本',
    th: 'วินาทีที่โทเค็นหมดอายุ แบบข้อความ',
  },
  "the grant's last one; it may have expired [ours]": {
    'zh-CN': '该授权最近的一个；可以已过期',
    th: 'ตัวล่าสุดของการอนุญาต หมดอายุแล้วก็ได้',
  },
} as const

export const platform: PlatformRecord = { dialect: chainUp, pageErrors: chainUpErrors, notes }
