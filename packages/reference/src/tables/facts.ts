/* What a platform promises and demands, as rows of a table in words. */
import {
  type ClientAuthentication,
  type Dialect,
  type EarlyRefresh,
  type Lifetime,
  type Policy,
  authenticationOf,
  facesOf,
  formulasOf,
} from '@hufu/dialects'
import { type Language, durationText, inEveryLanguage, numberText } from '@hufu/web/design/language'

import { formulaWords } from './formula-words.ts'

type Rule = Policy['redirectUri']
/** What a refresh gives, early or not. */
interface Gives {
  readonly accessToken: EarlyRefresh['accessToken']
  readonly refreshToken: EarlyRefresh['refreshToken'] | 'either'
}

const words = inEveryLanguage({
  en: {
    perStatus: (test: string, online: string) => `${test} under online test, ${online} online`,
    lives: (long: string) => `expires after ${long}`,
    endless: 'does not expire',
    repeats: (long: string) => `; it repeats its answer for ${long}`,
    kept: '; a refresh does not renew this deadline',
    usableByRight: '; of use only to applications that have the right to it',
    early: 'early refresh',
    earlyOf: (left: string | undefined, gives: string) =>
      `${left === undefined ? 'while the access token lives' : `while the access token has more than ${left} left`}: ${gives}`,
    reauthorization: 'new authorization',
    endsEarlier: 'ends the earlier ones of the same shop and application',
    authorization: 'authorization',
    grantLives: (choices: string) => `ends after ${choices}, as the merchant chooses`,
    code: 'code',
    codeLives: (long: string) => `expires after ${long}, single use`,
    accessToken: 'access token',
    refreshToken: 'refresh token',
    byRight: '; only for applications that have the right to it',
    refresh: 'refresh',
    refreshGives: ({ accessToken, refreshToken }: Gives) => {
      const which = { new: 'new', same: 'same', either: 'new or same', kept: 'same' }
      const ends = accessToken === 'kept' ? ', whose deadline stays' : ''
      return `returns the ${which[accessToken]} access token${ends} and the ${which[refreshToken]} refresh token`
    },
    repetition: 'repeated refresh',
    repeated: (seconds: number, then: Policy['reuse']['then']) =>
      `the same answer for ${seconds} s; after that ${then === 'reject' ? 'it is refused' : 'the authorization is revoked'}`,
    quota: 'refresh quota',
    quotaOf: (count: string, per: 'month' | 'day', zone: string) => `${count} a ${per}, ${zone}`,
    window: 'refresh window',
    windowOf: (long: string) => `the last ${long} of the access token`,
    rate: 'rate limit',
    rateOf: (count: string, seconds: number) => `${count} calls in ${seconds} s`,
    redirectUri: 'redirect URI',
    rule: {
      exact: 'exactly as registered',
      host: 'on the registered host and port',
      'registrable-domain': 'on the same registrable domain as a registered one',
    } satisfies Record<Rule, string>,
    httpsOnly: ', https only',
    outOfBand: 'code shown on a page',
    scopes: 'scopes',
    none: 'none',
    application: 'application',
    issued: {
      'on-creation': 'gets its AppKey on creation',
      'on-approval': 'gets its AppKey on approval',
    } satisfies Record<Policy['clientIdIssued'], string>,
    proves: {
      secret: 'authenticates with its AppSecret',
      signature: 'authenticates with a signature',
      none: 'does not authenticate when it calls',
    } satisfies Record<ClientAuthentication, string>,
    envelope: 'envelope',
    signature: 'signature',
  },
  'zh-CN': {
    perStatus: (test, online) => `线上测试时 ${test}，上线后 ${online}`,
    lives: (long) => `有效期 ${long}`,
    endless: '长期有效',
    repeats: (long) => `；${long}内重复使用返回同样的结果`,
    kept: '；刷新不会延长此期限',
    usableByRight: '；只有有此权限的应用可以使用',
    early: '提前刷新',
    earlyOf: (left, gives) =>
      `${left === undefined ? 'access token 仍有效时' : `access token 剩余超过 ${left} 时`}：${gives}`,
    reauthorization: '再次授权',
    endsEarlier: '同一店铺对同一应用此前的授权立即结束',
    authorization: '授权期限',
    grantLives: (choices) => `${choices}，由商家选择`,
    code: '授权码 code',
    codeLives: (long) => `有效期 ${long}，只能使用一次`,
    accessToken: '访问令牌 access token',
    refreshToken: '刷新令牌 refresh token',
    byRight: '；只发给有此权限的应用',
    refresh: '刷新',
    refreshGives: ({ accessToken, refreshToken }) => {
      const which = { new: '新的', same: '原来的', either: '新的或原来的', kept: '原来的' }
      const ends = accessToken === 'kept' ? '（期限不变）' : ''
      return `返回${which[accessToken]} access token${ends} 和${which[refreshToken]} refresh token`
    },
    repetition: '重复刷新',
    repeated: (seconds, then) =>
      `${seconds} 秒内返回同样的结果，之后${then === 'reject' ? '拒绝' : '作废整个授权'}`,
    quota: '刷新配额',
    quotaOf: (count, per, zone) => `每${per === 'month' ? '月' : '天'} ${count} 次（时区 ${zone}）`,
    window: '刷新时间窗',
    windowOf: (long) => `只在 access token 到期前 ${long}内`,
    rate: '调用频率',
    rateOf: (count, seconds) => `${seconds} 秒内 ${count} 次`,
    redirectUri: '回调地址',
    rule: {
      exact: '必须与登记的地址完全一致',
      host: '主机（含端口）必须与登记的一致',
      'registrable-domain': '必须与登记的地址同属一个主域名',
    },
    httpsOnly: '，只接受 https',
    outOfBand: '在页面上显示授权码',
    scopes: '权限 scope',
    none: '无',
    application: '应用',
    issued: { 'on-creation': '创建时发放 AppKey', 'on-approval': '审核通过后发放 AppKey' },
    proves: { secret: '以 AppSecret 证明身份', signature: '以签名证明身份', none: '调用不需要证明身份' },
    envelope: '信封',
    signature: '签名',
  },
  th: {
    perStatus: (test, online) => `ระหว่างทดสอบ ${test} เมื่อออนไลน์ ${online}`,
    lives: (long) => `ใช้ได้ ${long}`,
    endless: 'ไม่หมดอายุ',
    repeats: (long) => ` ใช้ซ้ำภายใน ${long} ได้คำตอบเดิม`,
    kept: ' การรีเฟรชไม่ต่ออายุกำหนดนี้',
    usableByRight: ' ใช้ได้เฉพาะแอปที่ได้รับสิทธิ์',
    early: 'การรีเฟรชก่อนกำหนด',
    earlyOf: (left, gives) =>
      `${left === undefined ? 'ขณะที่ access token ยังใช้ได้' : `ขณะที่ access token เหลือมากกว่า ${left}`}: ${gives}`,
    reauthorization: 'การอนุญาตอีกครั้ง',
    endsEarlier: 'ยกเลิกการอนุญาตก่อนหน้าของร้านค้าและแอปเดียวกัน',
    authorization: 'การอนุญาต',
    grantLives: (choices) => `สิ้นสุดหลัง ${choices} ตามที่ผู้ขายเลือก`,
    code: 'รหัสอนุญาต code',
    codeLives: (long) => `ใช้ได้ ${long} ครั้งเดียว`,
    accessToken: 'access token',
    refreshToken: 'refresh token',
    byRight: ' เฉพาะแอปที่ได้รับสิทธิ์',
    refresh: 'การรีเฟรช',
    refreshGives: ({ accessToken, refreshToken }) => {
      const which = { new: 'ใหม่', same: 'เดิม', either: 'ใหม่หรือเดิม', kept: 'เดิม' }
      const ends = accessToken === 'kept' ? ' (กำหนดเดิม)' : ''
      return `ให้ access token ${which[accessToken]}${ends} และ refresh token ${which[refreshToken]}`
    },
    repetition: 'การรีเฟรชซ้ำ',
    repeated: (seconds, then) =>
      `ภายใน ${seconds} วินาทีได้คำตอบเดิม หลังจากนั้น${then === 'reject' ? 'ถูกปฏิเสธ' : 'การอนุญาตถูกเพิกถอน'}`,
    quota: 'โควตารีเฟรช',
    quotaOf: (count, per, zone) => `${count} ครั้งต่อ${per === 'month' ? 'เดือน' : 'วัน'} (${zone})`,
    window: 'ช่วงเวลารีเฟรช',
    windowOf: (long) => `เฉพาะ ${long} สุดท้ายของ access token`,
    rate: 'อัตราการเรียก',
    rateOf: (count, seconds) => `${count} ครั้งใน ${seconds} วินาที`,
    redirectUri: 'redirect URI',
    rule: {
      exact: 'ต้องตรงกับที่ลงทะเบียนทุกตัวอักษร',
      host: 'โฮสต์ (รวมพอร์ต) ต้องตรงกับที่ลงทะเบียน',
      'registrable-domain': 'ต้องอยู่ในโดเมนหลักเดียวกับที่ลงทะเบียน',
    },
    httpsOnly: ' เฉพาะ https',
    outOfBand: 'แสดงรหัสบนหน้าเว็บ',
    scopes: 'สโคป',
    none: 'ไม่มี',
    application: 'แอป',
    issued: { 'on-creation': 'ได้ AppKey เมื่อสร้าง', 'on-approval': 'ได้ AppKey เมื่อผ่านการอนุมัติ' },
    proves: {
      secret: 'ยืนยันตัวด้วย AppSecret',
      signature: 'ยืนยันตัวด้วยลายเซ็น',
      none: 'ไม่ต้องยืนยันตัวเมื่อเรียก',
    },
    envelope: 'ซอง',
    signature: 'ลายเซ็น',
  },
})

/** `policy`: the dialect's own, or what an operator has made of it. */
export function factsOf(
  language: Language,
  dialect: Dialect,
  policy: Policy,
): readonly (readonly [name: string, value: string])[] {
  const say = words[language]
  const long = (seconds: number) => durationText(language, seconds)
  const lives = (value: Lifetime): string =>
    value === 'endless'
      ? say.endless
      : say.lives(
          typeof value === 'number' ? long(value) : say.perStatus(long(value.onlineTest), long(value.online)),
        )
  const calls = facesOf(dialect).flatMap(({ token, refresh: renewal }) => [token, renewal])
  const proofs = [...new Set(calls.map((each) => say.proves[authenticationOf(each)]))]
  const { refresh, reuse, refreshQuota, refreshWindow, rateLimit, outOfBand } = policy
  const { earlyRefresh = [], refreshDeadline, codeReuse } = policy
  const codeReplay = codeReuse?.replaySeconds ?? 0
  const rights = { always: '', 'by-right': say.byRight, 'usable-by-right': say.usableByRight } as const
  const optional = (name: string, value: string | undefined) =>
    value === undefined ? [] : [[name, value] as const]
  const count = (value: number) => numberText(language, value)
  return [
    [
      say.code,
      `${say.codeLives(long(policy.codeLifetime))}${codeReplay > 0 ? say.repeats(long(codeReplay)) : ''}`,
    ],
    [say.accessToken, lives(policy.accessTokenLifetime)],
    [
      say.refreshToken,
      `${lives(refreshDeadline === 'none' ? 'endless' : policy.refreshTokenLifetime)}${refreshDeadline === 'kept' ? say.kept : ''}${rights[policy.refreshTokenGranted]}`,
    ],
    [say.refresh, say.refreshGives(refresh)],
    ...earlyRefresh.map(
      (row) =>
        [
          say.early,
          say.earlyOf(row.whileLeft > 0 ? long(row.whileLeft) : undefined, say.refreshGives(row)),
        ] as const,
    ),
    ...optional(
      say.authorization,
      policy.grantLifetime && say.grantLives(policy.grantLifetime.choices.map(long).join(', ')),
    ),
    ...optional(say.reauthorization, policy.reauthorization === 'end-grants' ? say.endsEarlier : undefined),
    [say.repetition, say.repeated(reuse.replaySeconds, reuse.then)],
    ...optional(
      say.quota,
      refreshQuota && say.quotaOf(count(refreshQuota.count), refreshQuota.per, refreshQuota.timeZone),
    ),
    ...optional(say.window, refreshWindow && say.windowOf(long(refreshWindow.lastSeconds))),
    ...optional(say.rate, rateLimit && say.rateOf(count(rateLimit.count), rateLimit.perSeconds)),
    [say.redirectUri, `${say.rule[policy.redirectUri]}${policy.httpsOnly ? say.httpsOnly : ''}`],
    ...optional(say.outOfBand, outOfBand),
    [say.scopes, policy.scopes.join(', ') || say.none],
    [say.application, [say.issued[policy.clientIdIssued], ...proofs].join('; ')],
    ...optional(say.envelope, dialect.envelope),
  ]
}

/** The same of its signatures. */
export const signaturesOf = (language: Language, dialect: Dialect): ReturnType<typeof factsOf> =>
  formulasOf(dialect, formulaWords[language]).map((formula) => [words[language].signature, formula])
