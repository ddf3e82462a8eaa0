import { standardCallback } from '../authorize.ts'
import type { Dialect } from '../dialect.ts'
import { errorTable } from '../error-table.ts'
import { jsonText, memberOfJsonText, text, wholeNumber, words } from '../fields/field-types.ts'
import {
  type Field,
  type Fields,
  type Params,
  constant,
  field,
  optional,
  params,
  remark,
} from '../fields/params.ts'
import { DAY, usualPolicy } from '../policy.ts'
import { parameter, signedQueryOrForm } from '../wire/request.ts'
import { atPath, bare, wholeResult } from '../wire/response.ts'
import { beijingTime } from '../fields/time-text.ts'
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
const response = bare(
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
  newFlowErrorShape,
)

/** The gateway's own table: the same numbers mean other things there. */
const gatewayErrors = errorTable(
  ['resource', 'signature', 'time', 'openId', 'gateway'],
  [
    [1, 'Service unavailable', 'ours', 'server_error'],
    [2, 'Call limit exceeded', 'official', 'rate_limited'],
    [4, 'Missing version', 'official', 'missing:v'],
    [5, 'Invalid version', 'official', 'malformed:v'],
    [7, 'Missing timestamp', 'official', 'missing:timestamp'],
    [8, 'Invalid timestamp', 'official', 'request_time_invalid', 'request_expired', 'malformed:timestamp'],
    [11, 'Missing signature', 'official', 'missing:sign'],
    [12, 'Invalid signature', 'official', 'signature_invalid', 'client_unauthenticated'],
    [14, 'Missing method', 'official', 'missing:method'],
    [15, 'Invalid method', 'official', 'method_unknown', 'malformed:method'],
    [18, 'Missing access_token', 'official', 'missing:access_token'],
    [19, 'Invalid access_token', 'official', 'access_token_unknown'],
    [20, 'Missing app_key', 'official', 'missing:app_key'],
    [21, 'Invalid app_key', 'official', 'client_unknown'],
    [24, 'API not allowed', 'official', 'client_disabled', 'client_address_denied', 'user_not_permitted'],
    [43, 'Invalid parameter', 'ours', 'request_malformed', 'request_unsupported'],
    [44, 'Invalid openId', 'ours', 'open_id_mismatch'],
  ],
)

/** The same in Chinese: the platform's own words, but for the three codes that are ours. */
const gatewayWords = {
  1: '服务暂不可用',
  2: '限制时间内调用失败次数',
  4: '缺少版本参数',
  5: '不支持的版本号',
  7: '缺少时间戳参数',
  8: '非法的时间戳参数',
  11: '缺少签名参数',
  12: '无效签名',
  14: '缺少方法名参数',
  15: '不存在的方法名',
  18: '缺少access_token参数',
  19: '无效access_token',
  20: '缺少app_key参数',
  21: '无效app_key',
  24: '无权调用API',
  43: '参数不合法',
  44: 'openId与access_token不符',
} as const

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
    request: signedQueryOrForm(
      params(
        constant('method', method),
        field('access_token', 'accessToken', text, 'a parameter, never a header'),
        field('app_key', 'clientId', text),
        beijingTime('timestamp', 360),
        constant('v', '2.0'),
        business,
      ),
      'sign',
    ),
    // The second is the platform's older spelling.
    response: atPath(
      [`${wrapper}_response`, ...path],
      [`${wrapper}_responce`],
      answer,
      gatewayErrors,
      gatewayWords,
    ),
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
  signature: 'md5-between-secrets',
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
