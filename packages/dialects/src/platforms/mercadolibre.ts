import { addressed } from '../addressing.ts'
import { standardCallback } from '../authorize.ts'
import type { Dialect } from '../dialect.ts'
import { errorTable } from '../error-table.ts'
import type { Fields } from '../fields/field.ts'
import { headerToken, numeral, text, wholeNumber, words } from '../fields/field-types.ts'
import { type Params, constant, field, optional, params, remark } from '../fields/params.ts'
import { DAY, usualPolicy } from '../policy.ts'
import type { NoteWords, PlatformRecord } from '../registry.ts'
import { withBearer } from '../wire/authorization-header.ts'
import { urlEncoded } from '../wire/carriers.ts'
import { carried, parameter } from '../wire/request.ts'
import { type ReplyShape, reply } from '../wire/response.ts'

const GRANT =
  'Error validating grant. Your authorization code or refresh token may be expired or it was already used'

/** The text of a wrong client is unknown [ours]. */
const errors = errorTable(
  ['token', 'refresh', 'secret', 'redirectUri', 'resource'],
  [
    ['invalid_grant', GRANT, 'official', 'any code'],
    ['invalid_grant', `${GRANT}.`, 'official', 'any refresh token', 'redirect_uri_mismatch'],
    [
      'invalid_client',
      'invalid client_id or client_secret.',
      'ours',
      'client_unauthenticated',
      'client_unknown',
    ],
    ['invalid_request', 'The request is missing a required parameter.', 'official', 'any request'],
    ['invalid_scope', 'The scope is invalid.', 'official', 'scope_not_granted'],
    [
      'unsupported_grant_type',
      'The grant type is not supported.',
      'official',
      'flow_not_allowed',
      'malformed:grant_type',
    ],
    ['unauthorized_application', 'The application is blocked.', 'official', 'client_disabled'],
    ['forbidden', 'Access denied.', 'official', 'client_address_denied', 'user_not_permitted'],
    ['not_found', 'invalid_token', 'observed', 'access_token_unknown'],
    ['local_rate_limited', 'Too many requests.', 'official', 'any limit'],
    ['internal_error', 'Internal error.', 'observed', 'server_error'],
  ],
)

/** What is not RFC 6749's is the platform's. */
const pageErrors = /* @__PURE__ */ errorTable(
  ['authorize'],
  [
    [
      'redirect_uri_mismatch',
      'Your client callback must be the same as your redirect_uri',
      'observed',
      'redirect_uri_mismatch',
    ],
    [
      'invalid_operator_user_id',
      'Only the administrator of the account can authorize.',
      'official',
      'user_not_permitted',
    ],
    [
      'invalid_request',
      'The request is missing a required parameter.',
      'ours',
      'any request',
      'request_forged',
    ],
    ['invalid_client', 'The client_id is not known.', 'ours', 'client_unknown'],
    ['unauthorized_application', 'The application is blocked.', 'ours', 'client_disabled'],
    [
      'access_denied',
      'Access denied.',
      'ours',
      'access_denied',
      'scope_not_granted',
      'flow_not_allowed',
      'client_address_denied',
    ],
    ['local_rate_limited', 'Too many requests.', 'ours', 'rate_limited'],
    ['internal_error', 'Internal error.', 'ours', 'server_error'],
  ],
)

const statuses: Readonly<Record<string, number>> = {
  forbidden: 403,
  not_found: 401,
  local_rate_limited: 429,
  internal_error: 500,
}

/** An older and a newer member have the words; `cause` is always empty. */
const shape: ReplyShape = {
  error: {
    code: 'error',
    messages: ['message', 'error_description'],
    status: (code) => statuses[code] ?? 400,
    statusInto: 'status',
    rest: { cause: [] },
  },
}

const response = reply(
  params(
    field('access_token', 'accessToken', text),
    remark('token_type', 'always `Bearer`', () => 'Bearer'),
    field('expires_in', 'expiresIn', wholeNumber),
    optional('scope', 'scope', words(' ')),
    field('user_id', 'userId', numeral),
    optional('refresh_token', 'refreshToken', text, 'only with the scope `offline_access`'),
  ),
  errors,
  shape,
)

const app = [field('client_id', 'clientId', text), field('client_secret', 'clientSecret', text)] as const
const grantType = parameter('grant_type')

/** A form; older clients put all of it into the query of the POST [client]. */
const call = <const F extends Fields>(record: Params<F>) =>
  ({
    methods: ['POST'],
    path: '/oauth/token',
    request: carried(record, { send: 'form', takes: ['query', 'form', 'json'] }),
    response,
    errors,
  }) as const

/** The host of each country's page, by its code; `CBT` is cross-border trade, one grant for all its sites. */
const pages = {
  AR: 'auth.mercadolibre.com.ar',
  BR: 'auth.mercadolivre.com.br',
  MX: 'auth.mercadolibre.com.mx',
  CL: 'auth.mercadolibre.cl',
  CO: 'auth.mercadolibre.com.co',
  UY: 'auth.mercadolibre.com.uy',
  PE: 'auth.mercadolibre.com.pe',
  EC: 'auth.mercadolibre.com.ec',
  VE: 'auth.mercadolibre.com.ve',
  PA: 'auth.mercadolibre.com.pa',
  DO: 'auth.mercadolibre.com.do',
  BO: 'auth.mercadolibre.com.bo',
  PY: 'auth.mercadolibre.com.py',
  CR: 'auth.mercadolibre.com.cr', // [client]; the site itself uses co.cr [recalled]
  CBT: 'global-selling.mercadolibre.com',
} as const

/** RFC 6749 with additions: a refresh token of one use, and a number for the user. */
export const mercadolibre = {
  id: 'mercadolibre',
  title: 'Mercado Libre',
  sources: ['protocols/mercadolibre.md'],
  origin: 'https://api.mercadolibre.com',
  addressing: addressed(pages),
  authorize: {
    origin: 'https://{region}',
    path: '/authorization',
    aliases: [],
    request: urlEncoded(
      params(
        constant('response_type', 'code'),
        field('client_id', 'clientId', text),
        field('redirect_uri', 'redirectUri', text, 'equal to the registered one'),
        optional('state', 'state', text),
        optional('code_challenge', 'codeChallenge', text),
        optional('code_challenge_method', 'codeChallengeMethod', text, '`S256` or `plain`'),
      ),
    ),
    errorsGo: 'on-page',
  },
  callback: standardCallback, // how a refusal is told is unknown [ours]
  token: {
    ...call(
      params(
        constant('grant_type', 'authorization_code'),
        ...app,
        field('code', 'code', text),
        field('redirect_uri', 'redirectUri', text),
        optional('code_verifier', 'codeVerifier', text),
      ),
    ),
    selects: (request) => grantType(request) !== 'refresh_token',
  },
  refresh: {
    ...call(
      params(constant('grant_type', 'refresh_token'), ...app, field('refresh_token', 'refreshToken', text)),
    ),
    selects: (request) => grantType(request) === 'refresh_token',
  },
  userInfo: {
    methods: ['GET'],
    path: '/users/me',
    request: withBearer(params(field('access_token', 'accessToken', headerToken))),
    response: reply(
      params(optional('id', 'userId', numeral), optional('nickname', 'nickname', text)),
      errors,
      shape,
    ),
    errors,
  },
  policy: {
    ...usualPolicy,
    codeLifetime: 600,
    accessTokenLifetime: 6 * 3600,
    refreshTokenLifetime: 182 * DAY, // "six months"
    refresh: { accessToken: 'new', refreshToken: 'new' },
    previousAccessToken: { graceSeconds: 6 * 3600 }, // it lives to its end [inferred]
    reuse: { replaySeconds: 0, then: 'reject' },
    pkce: 'supported',
    scopes: ['offline_access', 'read', 'write'],
    defaultScope: ['offline_access', 'read', 'write'],
  },
  formats: { accessToken: 'opaque', refreshToken: 'opaque', openId: 'base64url-43', clientId: '{number:16}' },
} satisfies Dialect

const notes: NoteWords = {
  'equal to the registered one': { 'zh-CN': '与登记的一致', th: 'ตรงกับที่ลงทะเบียนไว้' },
  'only with the scope `offline_access`': {
    'zh-CN': '仅当有 `offline_access` 权限时',
    th: 'เฉพาะเมื่อมีสโคป `offline_access`',
  },
  '`S256` or `plain`': { 'zh-CN': '`S256` 或 `plain`', th: '`S256` หรือ `plain`' },
  'always `Bearer`': { 'zh-CN': '固定为 `Bearer`', th: '`Bearer` เสมอ' },
}

const scopeWords = {
  offline_access: {
    'zh-CN': '在您离线时也能访问',
    en: 'Have access while you are away',
    th: 'เข้าถึงได้แม้คุณไม่อยู่',
  },
  read: { 'zh-CN': '读取您账号的数据', en: 'Read the data of your account', th: 'อ่านข้อมูลบัญชีของคุณ' },
  write: { 'zh-CN': '修改您账号的数据', en: 'Change the data of your account', th: 'แก้ไขข้อมูลบัญชีของคุณ' },
} as const

/** Beside the dialect, as clients have no use for them. */
export const platform: PlatformRecord = { dialect: mercadolibre, pageErrors, notes, scopeWords }
