import type { Field, Fields } from '../fields/field.ts'
import { standardCallback } from '../authorize.ts'
import type { Dialect } from '../dialect.ts'
import { errorTable } from '../error-table.ts'
import { jsonText, memberOfJsonText, text, wholeNumber, words } from '../fields/field-types.ts'
import { type Params, constant, field, optional, params, remark } from '../fields/params.ts'
import { DAY, usualPolicy } from '../policy.ts'
import { carried, parameter } from '../wire/request.ts'
import { reply, wholeResult } from '../wire/response.ts'
import { signedBy } from '../wire/proof.ts'
import type { Signing } from '../wire/signing.ts'
import { beijingTime, timestamp } from '../fields/clocks.ts'
import {
  newFlowErrors,
  newFlowErrorShape,
  newFlowLink,
  newFlowNotes,
  newFlowPageErrors,
  newFlowRefresh,
  newFlowScopes,
  newFlowScopeWords,
  newFlowToken,
} from './jd-family.ts'
import type { PlatformRecord } from '../registry.ts'

const YEAR = 365 * DAY

/** Members and their order as observed. */
const response = reply(
  params(
    field('access_token', 'accessToken', text),
    field('expires_in', 'expiresIn', wholeNumber),
    optional('refresh_token', 'refreshToken', text),
    optional('scope', 'scope', words(',')),
    field('open_id', 'openId', text),
    optional('uid', 'userId', text),
    remark('time', "the platform's clock, a number of milliseconds", ({ now }) => Math.round(now * 1000)),
    remark('token_type', 'always `bearer`', () => 'bearer'),
    remark('code', 'number 0: success', () => 0),
    optional('xid', 'unionId', text),
  ),
  newFlowErrors,
  { error: newFlowErrorShape },
)

/** The gateway's own table, in Chinese and English: the same numbers mean other things there. */
const gatewayErrors = errorTable(
  ['resource', 'signature', 'time', 'openId', 'gateway'],
  [
    [1, ['服务暂不可用', 'Service unavailable'], 'ours', 'server_error'],
    [2, ['限制时间内调用失败次数', 'Call limit exceeded'], 'official', 'rate_limited'],
    [4, ['缺少版本参数', 'Missing version'], 'official', 'missing:v'],
    [5, ['不支持的版本号', 'Invalid version'], 'official', 'malformed:v'],
    [7, ['缺少时间戳参数', 'Missing timestamp'], 'official', 'missing:timestamp'],
    [
      8,
      ['非法的时间戳参数', 'Invalid timestamp'],
      'official',
      'request_time_invalid',
      'request_expired',
      'malformed:timestamp',
    ],
    [11, ['缺少签名参数', 'Missing signature'], 'official', 'missing:sign'],
    [12, ['无效签名', 'Invalid signature'], 'official', 'any proof'],
    [14, ['缺少方法名参数', 'Missing method'], 'official', 'missing:method'],
    [15, ['不存在的方法名', 'Invalid method'], 'official', 'method_unknown', 'malformed:method'],
    [18, ['缺少access_token参数', 'Missing access_token'], 'official', 'missing:access_token'],
    [19, ['无效access_token', 'Invalid access_token'], 'official', 'access_token_unknown'],
    [20, ['缺少app_key参数', 'Missing app_key'], 'official', 'missing:app_key'],
    [21, ['无效app_key', 'Invalid app_key'], 'official', 'client_unknown'],
    [
      24,
      ['无权调用API', 'API not allowed'],
      'official',
      'client_disabled',
      'client_address_denied',
      'user_not_permitted',
    ],
    [43, ['参数不合法', 'Invalid parameter'], 'ours', 'any request'],
    [44, ['openId与access_token不符', 'Invalid openId'], 'ours', 'open_id_mismatch'],
  ],
)

/** MD5 of secret, parameters, secret: empty ones are left out. */
const signing: Signing = {
  into: 'sign',
  parts: [{ secret: true }, { sorted: 'all', pair: '', join: '', empties: 'out' }, { secret: true }],
  mac: 'md5',
  spelt: 'HEX',
}

const BUSINESS = 'the business parameters, as JSON text'

/** One method of the API: its own parameters, and where its answer is below the wrapper that bears its name. */
const gatewayCall = <const Business extends Field, const F extends Fields>(
  method: string,
  business: Business,
  path: readonly string[],
  answer: Params<F>,
) => {
  const wrapper = method.replaceAll('.', '_')
  return {
    methods: ['POST', 'GET'],
    path: '/routerjson',
    request: carried(
      params(
        constant('method', method),
        field('access_token', 'accessToken', text, 'a parameter, never a header'),
        field('app_key', 'clientId', text),
        timestamp('timestamp', 360, beijingTime),
        constant('v', '2.0'),
        business,
      ),
      { send: 'form', takes: ['query', 'form'], proof: signedBy(signing) },
    ),
    response: reply(answer, gatewayErrors, {
      at: [`${wrapper}_response`, ...path],
      alsoNamed: [`${wrapper}_responce`], // the platform's older spelling
      exact: true,
      error: { at: 'error_response', code: 'code', spelling: String, messages: ['zh_desc', 'en_desc'] },
    }),
    errors: gatewayErrors,
    clientIdOf: parameter('app_key'),
  } as const
}

/** The flow in use since. */
export const jos2 = {
  id: 'jos2',
  title: '京东宙斯 open-oauth',
  sources: ['protocols/jos.md'],
  origin: 'https://open-oauth.jd.com',
  authorize: {
    path: '/oauth2/to_login',
    aliases: [],
    request: newFlowLink,
    errorsGo: 'back',
  },
  callback: standardCallback,
  token: {
    methods: ['POST', 'GET'],
    path: '/oauth2/access_token',
    request: newFlowToken('form'),
    response,
    errors: newFlowErrors,
  },
  refresh: {
    methods: ['POST', 'GET'],
    path: '/oauth2/refresh_token',
    request: newFlowRefresh('form'),
    response,
    errors: newFlowErrors,
  },
  userInfo: gatewayCall(
    'jingdong.user.getUserInfoByOpenId',
    field('360buy_param_json', 'openId', memberOfJsonText('openId'), BUSINESS),
    ['getuserinfobyappidandopenid_result', 'data'],
    params(
      optional('nickName', 'nickname', text),
      optional('imageUrl', 'avatarUrl', text),
      optional('gendar', 'gender', text),
    ),
  ),
  gateway: (method) =>
    gatewayCall(method, field('360buy_param_json', 'parameters', jsonText, BUSINESS), [], wholeResult),
  policy: {
    ...usualPolicy,
    accessTokenLifetime: { onlineTest: DAY, online: YEAR },
    refreshTokenLifetime: { onlineTest: 31 * DAY, online: YEAR + 30 * DAY }, // unknown
    refresh: { accessToken: 'same', refreshToken: 'new' },
    refreshWindow: { lastSeconds: DAY },
    redirectUri: 'registrable-domain',
    scopes: newFlowScopes,
    defaultScope: ['snsapi_base'],
  },
  formats: { accessToken: 'hex32-and-four', refreshToken: 'hex32-and-four', openId: 'base64url-43' },
} satisfies Dialect

const notes = /* @__PURE__ */ Object.assign(
  {
    "the platform's clock, a number of milliseconds": {
      'zh-CN': '平台时间，毫秒数',
      th: 'เวลาของแพลตฟอร์มเป็นมิลลิวินาที',
    },
    'a parameter, never a header': { 'zh-CN': '作为参数，不放在请求头里', th: 'เป็นพารามิเตอร์ ไม่ใช่เฮดเดอร์' },
    'the business parameters, as JSON text': {
      'zh-CN': '业务参数，JSON 文本',
      th: 'พารามิเตอร์ธุรกิจเป็นข้อความ JSON',
    },
  },
  newFlowNotes,
)

export const platform: PlatformRecord = {
  dialect: jos2,
  pageErrors: newFlowPageErrors,
  scopeWords: newFlowScopeWords,
  notes,
}
