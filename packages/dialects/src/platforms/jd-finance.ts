import { codeOrNothing } from '../authorize.ts'
import { inOrder } from '../wire/carriers.ts'
import type { Dialect } from '../dialect.ts'
import { errorTable } from '../error-table.ts'
import { text, wholeNumber, words } from '../fields/field-types.ts'
import { field, optional, params, remark } from '../fields/params.ts'
import { DAY, type ScopeWords, usualPolicy } from '../policy.ts'
import type { PlatformRecord } from '../registry.ts'
import { inForm, inQuery } from '../wire/request.ts'
import { type ReplyShape, reply } from '../wire/response.ts'

/** 1015 and 1017 are printed, the leading space too. The others were in an image that is lost. */
const errors = errorTable(
  ['authorize', 'token', 'refresh', 'resource', 'openId'],
  [
    [1017, ' code失效', 'doc', 'any code'],
    [1015, 'refreshTokenBean None', 'doc', 'any refresh token'],
    [1001, '参数错误', 'ours', 'any request'],
    [1002, 'appid错误', 'ours', 'client_unknown'],
    [1003, '应用不可用', 'ours', 'client_disabled'],
    [1004, 'redirect_uri与授权回调域名不一致', 'ours', 'redirect_uri_mismatch'],
    [1005, 'scope错误', 'ours', 'scope_not_granted', 'flow_not_allowed'],
    [1006, '用户禁止授权', 'ours', 'access_denied', 'user_not_permitted', 'request_forged'],
    [1007, 'openid错误', 'ours', 'open_id_mismatch'],
    [1008, '调用次数超限', 'ours', 'any limit'],
    [1009, 'IP不在白名单中', 'ours', 'client_address_denied'],
    [1016, 'user_token失效', 'ours', 'access_token_unknown'],
    [9999, '系统异常', 'ours', 'server_error'],
  ],
)

/** The document's own words for every link that does not open. */
const pageErrors = /* @__PURE__ */ errorTable(
  ['authorize'],
  [
    [1006, '用户禁止授权', 'ours', 'access_denied', 'user_not_permitted'],
    // The words are printed, the number is ours.
    [
      1000,
      '该链接无法访问',
      'doc',
      'any request',
      'any app',
      'any right',
      'redirect_uri_mismatch',
      'request_forged',
    ],
    [1008, '调用次数超限', 'ours', 'rate_limited'],
    [9999, '系统异常', 'ours', 'server_error'],
  ],
)

const tokens = [
  field('user_token', 'accessToken', text),
  field('timeout', 'expiresIn', wholeNumber),
  field('refresh_token', 'refreshToken', text),
  field('openid', 'openId', text),
] as const

/** The two calls for tokens name the payload, and its absence, in ways of their own. */
const ofTokens = (payload: string, message: string, nothing: '' | null): ReplyShape => {
  const signature = remark('signature', 'always as shown', () => nothing)
  return {
    before: [success('result_code'), remark('result_msg', 'in words', () => message), signature],
    at: [payload],
    error: {
      code: 'result_code',
      success: 0,
      messages: ['result_msg'],
      rest: { signature: nothing, [payload]: nothing },
    },
  }
}

const success = (name: string) => remark(name, '`0`: success', () => 0)

/** Camel case here alone [client]; what an error looks like is unknown: ours. */
const ofUserInfo: ReplyShape = {
  before: [success('resultCode')],
  at: ['resultData'],
  error: { code: 'resultCode', success: 0, messages: ['resultMsg'], rest: { resultData: null } },
}

/** No request carries a secret: whoever holds the code has it redeemed, so codes are unguessable. */
export const jdFinance = {
  id: 'jd-finance',
  title: '京东金融开放平台',
  sources: ['protocols/jd-finance.md'],
  origin: 'https://open.jr.jd.com',
  authorize: {
    path: '/oauth2/authorization/forward',
    aliases: [],
    request: inOrder(
      params(
        field('appid', 'clientId', text, 'given after review, such as JD0000004'),
        field('redirect_uri', 'redirectUri', text, 'https; its host is the registered callback domain'),
        field(
          'scope',
          'scope',
          words(','),
          '`base` (openid, avatar, nickname) or `white` (credit information)',
        ),
        optional('state', 'state', text),
      ),
      // The document's template, then the order of its own example. The platform opens no other link.
      [
        ['appid', 'redirect_uri', 'scope', 'state'],
        ['appid', 'scope', 'redirect_uri', 'state'],
      ],
    ),
    errorsGo: 'on-page',
  },
  callback: codeOrNothing,
  token: {
    methods: ['GET'],
    path: '/oauth2/code/c2t',
    request: inQuery(
      params(field('code', 'code', text, 'all that is asked for: no application names itself')),
    ),
    response: reply(params(...tokens), errors, ofTokens('result_data', 'Success', '')),
    errors,
  },
  refresh: {
    methods: ['GET'],
    path: '/oauth2/authorization/refresh_token',
    request: inQuery(
      params(
        field('appid', 'clientId', text),
        field('openid', 'openId', text),
        field('refresh_token', 'refreshToken', text),
      ),
    ),
    response: reply(
      params(...tokens, optional('scope', 'scope', words(','))),
      errors,
      ofTokens('userToken', '成功', null),
    ),
    errors,
  },
  userInfo: {
    methods: ['POST'],
    path: '/gw/generic/jimu/outside/m/getUserBaseInfo',
    request: inForm(
      params(field('token', 'accessToken', text, 'the user_token'), field('openid', 'openId', text)),
    ),
    response: reply(
      // The members are unknown; these names follow the document's own sentence, "openId, avatar, nickname" [inferred].
      params(
        optional('openId', 'openId', text),
        optional('avatar', 'avatarUrl', text),
        optional('nickname', 'nickname', text),
      ),
      errors,
      ofUserInfo,
    ),
    errors,
  },
  policy: {
    ...usualPolicy,
    codeLifetime: 7200,
    accessTokenLifetime: 7200,
    refreshTokenLifetime: 30 * DAY,
    refresh: { accessToken: 'new', refreshToken: 'new' }, // unknown; the reply carries a refresh_token
    clientIdIssued: 'on-approval',
    clientAuthentication: 'none',
    redirectUri: 'host',
    httpsOnly: true,
    scopes: ['base', 'white'],
    defaultScope: ['base'],
    userInfoScope: 'base', // the flow of `white` ends with its tokens
  },
  formats: { accessToken: 'opaque', refreshToken: 'opaque', openId: 'base64url-43' },
} satisfies Dialect

const scopeWords = {
  // What both are for is documented; the words are ours.
  base: {
    'zh-CN': '获取您的基本信息：昵称、头像，以及您在该应用中的用户标识',
    en: 'See your basic information: nickname, avatar, and a user number for this application alone',
    th: 'ดูข้อมูลพื้นฐานของคุณ: ชื่อเล่น รูปโปรไฟล์ และหมายเลขผู้ใช้สำหรับแอปนี้เท่านั้น',
  },
  white: {
    'zh-CN': '查看您的小白信用信息',
    en: 'See your credit information (小白信用, Xiaobai Credit)',
    th: 'ดูข้อมูลเครดิตของคุณ (小白信用, Xiaobai Credit)',
  },
} as const satisfies ScopeWords

const notes = {
  'given after review, such as JD0000004': {
    'zh-CN': '审核通过后发放，如 JD0000004',
    th: 'ออกให้หลังผ่านการตรวจ เช่น JD0000004',
  },
  'https; its host is the registered callback domain': {
    'zh-CN': 'https；主机即登记的授权回调域名',
    th: 'https โฮสต์คือโดเมนเรียกกลับที่ลงทะเบียน',
  },
  '`base` (openid, avatar, nickname) or `white` (credit information)': {
    'zh-CN': '`base`（openid、头像、昵称）或 `white`（白条信息）',
    th: '`base` (openid รูป ชื่อเล่น) หรือ `white` (ข้อมูลเครดิต)',
  },
  'all that is asked for: no application names itself': {
    'zh-CN': '只需这一个参数：应用不说明自己是谁',
    th: 'ต้องการเพียงค่านี้ แอปไม่ต้องบอกว่าเป็นใคร',
  },
  'the user_token': { 'zh-CN': '即 user_token', th: 'คือ user_token' },
} as const

export const platform: PlatformRecord = { dialect: jdFinance, pageErrors, scopeWords, notes }
