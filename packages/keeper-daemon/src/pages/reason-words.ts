/* Why there is no token, for the people who look after connections. English is the hint that came with the error. */
import type { ClientReason } from '@hufu/client'
import type { Retry } from '@hufu/dialects'
import type { KeeperFailure, KeeperReason, KeptError } from '@hufu/keeper'
import type { InEveryLanguage, Language } from '@hufu/web/design/language'
import { reasonWords } from '@hufu/reference/reason-words'

type Explained = Readonly<Partial<Record<KeeperReason | ClientReason, string>>>

const zh: Explained = {
  identity_changed:
    '平台答复的是另一家店铺或另一个用户的令牌，已另存：如果确实属于此连接，请接受；否则请让店铺重新授权。',
  nothing_to_accept: '没有为该连接另存的令牌，或它已有更新的令牌。',
  id_respelt: '该店铺在这里的编号只差前面的零：请按平台的写法填写。',
  refused_unclearly:
    'access_token 到期后，平台连续数小时拒绝刷新，且错误码无法识别：很可能需要店铺重新授权。',
  rate_reached: '应用的调用频率已达上限：请稍后再试。',
  app_unknown: '没有配置这个应用：请把它加入 apps。',
  app_ambiguous: '该平台有多个应用：请用 app 指明是哪一个。',
  connection_unknown: '该店铺尚未连接：请让店铺的人打开连接链接。',
  connection_disabled: '该连接在这里被停用：请启用它。',
  connection_revoked: '授权已结束：请让店铺重新连接。',
  reauth_required: '需要店铺重新授权：请把重新连接的链接发给店铺。',
  another_shop: '登录的是另一家店铺：没有任何改动。',
  alias_taken: '别名已被另一家店铺使用：请另选一个。',
  refresh_underway: '另一个进程正在刷新，用时较长：请稍后再看。',
  refresh_uncertain: '上次刷新是否已被处理尚不确定，现在再试可能使授权失效：access_token 到期时会再试一次。',
  refresh_too_soon: '现在还不能刷新：刚刷新过，或平台只允许在到期前不久刷新。',
  clock_skew: '平台的时钟与本机相差太大，签名请求无法通过：请校准时钟。',
  key_missing: '令牌由密钥环中缺少的密钥加密：请把那个密钥放回当前密钥之后。',
  seal_broken:
    '密钥环里这个编号的密钥不是当初加密的那个，或令牌在系统之外被改动：请先放回正确的密钥；只有密钥无误时才从备份恢复数据库，备份里的令牌更旧。',
  store_unavailable: '存储没有响应：请检查数据库是否在运行、能否连接。',
  platform_paused: '平台连续多次失败：暂时不再请求。',
  not_allowed: '该令牌有效，但不能用于这个操作。',
  token_unknown: '守护进程不认识这个令牌：请用 hufu keeper token new --admin 生成一个。',
  too_many_attempts: '来自该地址的错误令牌太多：请稍后再试。',
  closed: '守护进程正在停止。',
  unreachable: '无法连接平台，请求没有发出：请检查主机和网络。',
  tls_failed: '与平台的安全连接失败：请检查地址及其证书。',
  no_such_endpoint: '答复不是平台的格式，可能来自代理或防火墙，是否已处理尚不确定：请检查地址和途中的代理。',
  proxy_refused: '代理拒绝了连接，请求没有发出：请检查代理及其放行规则。',
  error_unknown: '平台返回了无法识别的错误：请查看平台的说明。',
  consent_required: '平台要求用户重新登录或重新同意。',
  answer_late: '平台没有按时答复，是否已处理尚不确定。',
  answer_lost: '连接在答复之前中断，是否已处理尚不确定。',
  answer_unreadable: '平台的答复无法识别，是否已处理尚不确定。',
  platform_unavailable: '平台暂时不可用。',
  aborted: '调用方中止了请求。',
  withheld: '请求在发出前被拦下，没有发出。',
  no_refresh_token: '应用没有得到 refresh_token，可能没有这项权限：令牌到期前需要店铺重新同意。',
  not_offered: '平台没有提供这个接口。',
}

const th: Explained = {
  identity_changed:
    'แพลตฟอร์มตอบด้วยโทเค็นของร้านหรือผู้ใช้อื่น ซึ่งเก็บแยกไว้ หากเป็นของการเชื่อมต่อนี้ให้ยอมรับ มิฉะนั้นให้ร้านยินยอมใหม่',
  nothing_to_accept: 'ไม่มีโทเค็นที่เก็บแยกไว้สำหรับการเชื่อมต่อนี้ หรือมีโทเค็นที่ใหม่กว่าแล้ว',
  id_respelt: 'ร้านนี้มีรหัสที่ต่างกันเพียงเลขศูนย์ข้างหน้า ให้เขียนรหัสตามแพลตฟอร์ม',
  refused_unclearly:
    'ตั้งแต่ access token หมดอายุ แพลตฟอร์มปฏิเสธการรีเฟรชมาหลายชั่วโมงด้วยคำที่ไม่รู้จักที่นี่ ส่วนใหญ่ต้องให้ร้านยินยอมใหม่',
  rate_reached: 'แอปเรียกถึงอัตราสูงสุดแล้ว ลองใหม่ภายหลัง',
  app_unknown: 'ยังไม่ได้ตั้งค่าแอปนี้ ให้เพิ่มไว้ใน apps',
  app_ambiguous: 'แพลตฟอร์มนี้มีหลายแอป ให้ระบุด้วย app',
  connection_unknown: 'ร้านนี้ยังไม่ได้เชื่อมต่อ ให้คนของร้านเปิดลิงก์เชื่อมต่อ',
  connection_disabled: 'การเชื่อมต่อนี้ถูกปิดใช้ที่นี่ ให้เปิดใช้',
  connection_revoked: 'การอนุญาตสิ้นสุดแล้ว ให้ร้านเชื่อมต่อใหม่',
  reauth_required: 'ต้องให้ร้านยินยอมใหม่เท่านั้น ส่งลิงก์เชื่อมต่อใหม่ให้ร้าน',
  another_shop: 'ร้านที่เข้าสู่ระบบเป็นอีกร้านหนึ่ง ไม่มีการเปลี่ยนแปลงใด ๆ',
  alias_taken: 'ชื่อเรียกนี้เป็นของร้านอื่นแล้ว ให้เลือกชื่ออื่น',
  refresh_underway: 'อีกโปรเซสกำลังรีเฟรชและใช้เวลานาน กลับมาดูใหม่ภายหลัง',
  refresh_uncertain:
    'ยังไม่ทราบว่าการรีเฟรชครั้งก่อนสำเร็จหรือไม่ หากลองตอนนี้การอนุญาตอาจสิ้นสุด ระบบจะลองอีกครั้งเมื่อ access token หมดอายุ',
  refresh_too_soon: 'ยังรีเฟรชตอนนี้ไม่ได้ เพิ่งรีเฟรชไป หรือแพลตฟอร์มให้รีเฟรชเฉพาะช่วงใกล้หมดอายุ',
  clock_skew: 'นาฬิกาของแพลตฟอร์มกับเครื่องนี้ต่างกันมากเกินไปสำหรับคำขอที่ลงลายเซ็น ให้ตั้งนาฬิกา',
  key_missing: 'โทเค็นถูกเข้ารหัสด้วยคีย์ที่ไม่อยู่ในพวงคีย์ ให้ใส่คีย์นั้นกลับไว้หลังคีย์ปัจจุบัน',
  seal_broken:
    'คีย์รหัสนี้ในพวงคีย์ไม่ใช่คีย์ที่ใช้เข้ารหัส หรือโทเค็นถูกแก้ไขจากภายนอก ให้ใส่คีย์ที่ถูกต้องกลับก่อน และกู้ฐานข้อมูลจากสำเนาสำรองซึ่งมีโทเค็นเก่ากว่า เฉพาะเมื่อคีย์ถูกต้องอยู่แล้ว',
  store_unavailable: 'ที่เก็บข้อมูลไม่ตอบ ตรวจดูว่าฐานข้อมูลทำงานอยู่และเชื่อมต่อได้',
  platform_paused: 'แพลตฟอร์มล้มเหลวหลายครั้งติดกัน จึงพักไว้ชั่วครู่',
  not_allowed: 'โทเค็นนี้ใช้ได้ แต่ไม่ใช่สำหรับสิ่งนี้',
  token_unknown: 'เดมอนไม่รู้จักโทเค็นนี้ สร้างใหม่ด้วย hufu keeper token new --admin',
  too_many_attempts: 'มีโทเค็นที่ไม่ถูกต้องจากที่อยู่นี้มากเกินไป ลองใหม่ภายหลัง',
  closed: 'เดมอนกำลังหยุดทำงาน',
  unreachable: 'เชื่อมต่อแพลตฟอร์มไม่ได้ ยังไม่ได้ส่งคำขอ ตรวจสอบโฮสต์และเครือข่าย',
  tls_failed: 'การเชื่อมต่อที่ปลอดภัยกับแพลตฟอร์มล้มเหลว ตรวจสอบ baseUrl และใบรับรอง',
  no_such_endpoint:
    'คำตอบไม่อยู่ในรูปแบบของแพลตฟอร์ม อาจมาจากพร็อกซีหรือไฟร์วอลล์ ยังไม่ทราบว่าดำเนินการแล้วหรือไม่ ตรวจสอบที่อยู่และพร็อกซีระหว่างทาง',
  proxy_refused: 'พร็อกซีปฏิเสธการเชื่อมต่อ ไม่มีการส่งสิ่งใด ตรวจสอบพร็อกซีและสิ่งที่อนุญาตให้ผ่าน',
  error_unknown: 'แพลตฟอร์มแจ้งข้อผิดพลาดที่ไม่รู้จัก ดูข้อความของแพลตฟอร์มเอง',
  consent_required: 'แพลตฟอร์มต้องการให้ผู้ใช้เข้าสู่ระบบหรือยินยอมอีกครั้ง',
  answer_late: 'แพลตฟอร์มไม่ตอบทันเวลา ยังไม่ทราบว่าดำเนินการแล้วหรือไม่',
  answer_lost: 'การเชื่อมต่อขาดก่อนได้คำตอบ ยังไม่ทราบว่าดำเนินการแล้วหรือไม่',
  answer_unreadable: 'อ่านคำตอบของแพลตฟอร์มไม่ได้ ยังไม่ทราบว่าดำเนินการแล้วหรือไม่',
  platform_unavailable: 'แพลตฟอร์มใช้งานไม่ได้ชั่วคราว',
  aborted: 'ผู้เรียกยกเลิกคำขอ',
  withheld: 'คำขอถูกระงับก่อนส่ง ไม่มีการส่งสิ่งใด',
  no_refresh_token: 'แอปไม่ได้รับ refresh token อาจไม่มีสิทธิ์นี้ ร้านต้องยินยอมใหม่ก่อนโทเค็นหมดอายุ',
  not_offered: 'แพลตฟอร์มไม่มีการเรียกนี้',
}

/** For the people who manage connections: the error's hint is for programmers. */
const en: Explained = {
  refused_unclearly:
    'Since the access token expired, the platform has refused every refresh for hours, with an error that is not known here. Most likely the shop has to consent again.',
  reauth_required: 'The shop has to consent again.',
  refresh_uncertain:
    'It is unknown whether the last refresh was carried out. Another try now could end the authorization, so the keeper tries again when the access token expires.',
  unreachable: 'The platform could not be reached, and nothing was sent. Check the host and the network.',
  answer_late: 'The platform did not answer in time. It is unknown whether it acted.',
  answer_lost: 'The connection broke before the answer. It is unknown whether the platform acted.',
  answer_unreadable: 'The platform’s answer could not be read. It is unknown whether it acted.',
  platform_unavailable: 'The platform is unavailable. It is unknown whether it acted.',
  no_refresh_token: 'The application did not get a refresh token; it may not have the right to one.',
}

const ours: InEveryLanguage<Explained> = { 'zh-CN': zh, en, th }

const wayOut: InEveryLanguage<Readonly<Record<Retry, string>>> = {
  'zh-CN': {
    never: '重试无用。',
    after: '系统会自动重试。',
    reauth: '请把重新授权的链接发给店铺。',
    fix_config: '请修改应用的配置。',
  },
  en: {
    never: 'Trying again does not help.',
    after: 'The keeper tries again by itself.',
    reauth: 'Send the shop a link for a new consent.',
    fix_config: 'Correct the configuration of the application.',
  },
  th: {
    never: 'ลองใหม่ไม่ช่วย',
    after: 'ระบบจะลองใหม่เอง',
    reauth: 'ส่งลิงก์ขอความยินยอมใหม่ให้ร้าน',
    fix_config: 'แก้ไขการตั้งค่าของแอป',
  },
}

export interface Reason {
  /** The event, and usually what to do. */
  readonly what: string
  /** The advice. */
  readonly then: string
}

/** The event in words; undefined if there are none for it. */
function knownOf(language: Language, error: string): string | undefined {
  const own: Readonly<Record<string, string>> = ours[language]
  const platforms: Readonly<Record<string, string>> = reasonWords[language]
  const said = (words: Readonly<Record<string, string>>) =>
    Object.hasOwn(words, error) ? words[error] : undefined
  return said(own) ?? said(platforms)
}

export const whatOf = (language: Language, error: string): string => knownOf(language, error) ?? error

/** An error in words: ours, the platform's, the network's. One that nobody translated is said as it came. */
export const reasonOf = (
  language: Language,
  { error, hint, retry }: Pick<KeeperFailure | KeptError, 'error' | 'hint' | 'retry'>,
): Reason => ({ what: knownOf(language, error) ?? hint, then: wayOut[language][retry] })
