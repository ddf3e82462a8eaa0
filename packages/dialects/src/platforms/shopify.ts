import { addressed } from '../addressing.ts'
import { callbackOf } from '../authorize.ts'
import type { Dialect } from '../dialect.ts'
import type { WireRequest } from '../endpoint.ts'
import { type ErrorTable, errorTable } from '../error-table.ts'
import { timestamp, unixSeconds } from '../fields/clocks.ts'
import type { FieldType, Fields } from '../fields/field.ts'
import { text, wholeNumber, words } from '../fields/field-types.ts'
import { labelBefore } from '../fields/labels.ts'
import { type Params, also, constant, field, optional, params, remark } from '../fields/params.ts'
import { DAY, usualPolicy } from '../policy.ts'
import type { NoteWords, PlatformRecord } from '../registry.ts'
import { urlEncoded } from '../wire/carriers.ts'
import { signedLink } from '../wire/link.ts'
import { signedBy } from '../wire/proof.ts'
import { carried, memberOfBody, parameter } from '../wire/request.ts'
import { reply } from '../wire/response.ts'
import type { Signing } from '../wire/signing.ts'

/** Of both calls; limits and texts of the last four are ours. */
const usual = [
  ['invalid_request', 'The request is invalid', 'ours', 'any request'],
  ['application_cannot_be_found', 'Could not find Shopify API application', 'observed', 'client_unknown'],
  ['invalid_client', 'Client authentication failed', 'observed', 'client_unauthenticated'],
  ['app_not_installed', 'The app is not installed', 'observed', 'any right'],
  ['access_denied', 'The app is not available', 'ours', 'client_disabled', 'client_address_denied'],
  ['throttled', 'Too many requests', 'ours', 'any limit'],
  ['server_error', 'Internal error', 'ours', 'server_error'],
] as const

const CODE = 'The authorization code was not found or was already used'
const codeErrors = errorTable(
  ['token', 'secret'],
  [['invalid_request', CODE, 'observed', 'any code', 'shop_mismatch'], ...usual],
)

/** A dead refresh token is told by the text alone, which has three forms. Any other text is no reason to give it up. */
const REFRESH = 'This request requires an active refresh_token'
const refreshErrors = errorTable(
  ['refresh', 'secret'],
  [
    ...usual,
    ['invalid_request', REFRESH, 'observed', 'any refresh token', 'shop_mismatch'],
    ['invalid_request', `${REFRESH}.`, 'observed', 'refresh_token_unknown'],
    ['invalid_request', `${REFRESH} to be present.`, 'observed', 'refresh_token_unknown'],
  ],
)

/** Shown as `Oauth error <code>: <text>`. */
const pageErrors = /* @__PURE__ */ errorTable(
  ['authorize'],
  [
    ['invalid_request', 'The redirect_uri is not whitelisted', 'observed', 'redirect_uri_mismatch'],
    ['invalid_request', 'The request is invalid', 'ours', 'any request', 'request_forged'],
    ['application_cannot_be_found', 'Could not find Shopify API application', 'observed', 'any app'],
    ['invalid_scope', 'The scope is invalid', 'observed', 'scope_not_granted'],
    [
      'access_denied',
      'You cannot install this app',
      'ours',
      'user_not_permitted',
      'flow_not_allowed',
      'access_denied',
    ],
    ['throttled', 'Too many requests', 'ours', 'rate_limited'],
    ['server_error', 'Internal error', 'ours', 'server_error'],
  ],
)

const scope = words(',', [', '])
const response = (errors: ErrorTable) =>
  reply(
    params(
      field('access_token', 'accessToken', text),
      optional('scope', 'scope', scope, 'of `write_` and `read_` the first alone'),
      optional('expires_in', 'expiresIn', wholeNumber),
      optional('refresh_token', 'refreshToken', text),
      optional('refresh_token_expires_in', 'refreshExpiresIn', wholeNumber),
    ),
    errors,
    {
      error: {
        code: 'error',
        messages: ['error_description'],
        status: (code, message) =>
          message === REFRESH
            ? 401
            : (({ throttled: 429, server_error: 500 } as Record<string, number>)[code] ?? 400),
      },
    },
  )

/** JSON by the official libraries, forms by the documentation's samples and by Python. */
const grantType = (wire: WireRequest) => memberOfBody('grant_type')(wire) ?? parameter('grant_type')(wire)
const app = [field('client_id', 'clientId', text), field('client_secret', 'clientSecret', text)] as const
const call = <const F extends Fields>(record: Params<F>) =>
  ({
    methods: ['POST'],
    path: '/admin/oauth/access_token',
    request: carried(record, { send: 'json', takes: ['json', 'form'] }),
  }) as const

/** Of all parameters, whatever more there come; JavaScript escapes what it signs, the others nearly nothing [client]. */
const signing = (escaped: boolean): Signing => ({
  into: 'hmac',
  parts: [
    { sorted: 'query', pair: '=', join: '&', empties: 'in', but: ['signature'], ...(escaped && { escaped }) },
  ],
  mac: 'hmac-sha256',
  spelt: 'hex',
})

const shopHost = labelBefore('.myshopify.com')
const inAdmin: FieldType<string> = {
  ...shopHost,
  encode: (name, context) => btoa(`${String(shopHost.encode(name, context))}/admin`).replace(/=+$/, ''),
}

/** A host for each shop, which the signed callback names. */
export const shopify = {
  id: 'shopify',
  title: 'Shopify',
  sources: ['protocols/shopify.md'],
  origin: 'https://{tenant}.myshopify.com',
  addressing: addressed(),
  authorize: {
    path: '/admin/oauth/authorize',
    aliases: [],
    request: urlEncoded(
      params(
        field('client_id', 'clientId', text),
        optional('scope', 'scope', scope, 'by default what the app is configured for'),
        field('redirect_uri', 'redirectUri', text),
        optional('state', 'state', text),
      ),
    ),
    errorsGo: 'on-page',
  },
  callback: callbackOf(
    signedLink(
      params(
        field('code', 'code', text),
        field('shop', 'tenant', shopHost, 'the host of the shop'),
        also('host', 'tenant', inAdmin, 'the page of the admin that the merchant comes from, in Base64'),
        optional('state', 'state', text),
        timestamp('timestamp', 90, unixSeconds),
      ),
      signedBy(signing(true), signing(false)),
    ),
    'error', // the real platform sends nobody back who refuses [recalled]; unsigned [ours]
  ),
  token: {
    ...call(
      params(
        ...app,
        field('code', 'code', text),
        remark('expiring', 'tokens that end, and a refresh token', () => '1'),
      ),
    ),
    response: response(codeErrors),
    errors: codeErrors,
    selects: (wire) => grantType(wire) !== 'refresh_token',
  },
  refresh: {
    ...call(
      params(...app, constant('grant_type', 'refresh_token'), field('refresh_token', 'refreshToken', text)),
    ),
    response: response(refreshErrors),
    errors: refreshErrors,
    selects: (wire) => grantType(wire) === 'refresh_token',
  },
  policy: {
    ...usualPolicy,
    accessTokenLifetime: 3600,
    refreshTokenLifetime: 90 * DAY,
    refresh: { accessToken: 'new', refreshToken: 'new' },
    previousAccessToken: { graceSeconds: 3600 }, // it lives to its own end
    reuse: { replaySeconds: 1800, then: 'reject' }, // until the successor is used; the time is ours
    scopes: ['read_products', 'write_products', 'read_orders', 'write_orders'],
    defaultScope: ['read_products', 'read_orders'],
  },
  // A used token works until its successor is used, for 30 days at most; within these minutes at any time.
  knownReuse: {
    replaySeconds: 300,
    then: 'reject',
    evidence: 'official',
    source: 'shopify.dev, changelog of 2026-08-28',
  },
  formats: { accessToken: 'hex32', refreshToken: 'hex32', openId: 'base64url-43' },
} satisfies Dialect

const notes: NoteWords = {
  'of `write_` and `read_` the first alone': {
    'zh-CN': '有 `write_` 时不再列出 `read_`',
    th: 'หากมี `write_` จะไม่แสดง `read_`',
  },
  'by default what the app is configured for': {
    'zh-CN': '默认为应用所配置的权限',
    th: 'ค่าเริ่มต้นคือที่ตั้งค่าไว้ในแอป',
  },
  'the page of the admin that the merchant comes from, in Base64': {
    'zh-CN': '商家所在的后台页面（Base64）',
    th: 'หน้าแอดมินที่ร้านค้ามา เป็น Base64',
  },
  'the host of the shop': { 'zh-CN': '店铺的域名', th: 'โฮสต์ของร้าน' },
  'tokens that end, and a refresh token': {
    'zh-CN': '会过期的令牌，附刷新令牌',
    th: 'โทเค็นที่หมดอายุ พร้อมโทเค็นรีเฟรช',
  },
}

const scopeWords = {
  read_products: { 'zh-CN': '读取您的商品', en: 'Read your products', th: 'อ่านสินค้าของคุณ' },
  write_products: { 'zh-CN': '修改您的商品', en: 'Change your products', th: 'แก้ไขสินค้าของคุณ' },
  read_orders: { 'zh-CN': '读取您的订单', en: 'Read your orders', th: 'อ่านคำสั่งซื้อของคุณ' },
  write_orders: { 'zh-CN': '修改您的订单', en: 'Change your orders', th: 'แก้ไขคำสั่งซื้อของคุณ' },
} as const

/** Beside the dialect, as clients have no use for them. */
export const platform: PlatformRecord = { dialect: shopify, pageErrors, notes, scopeWords }
