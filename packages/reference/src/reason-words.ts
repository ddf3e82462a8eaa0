/* Each of our reasons, explained to the developer who meets it. English is the dialects' own hint. */
import { type ErrorReason, type Retry, errorReasons } from '@hufu/dialects'
import type { InEveryLanguage } from '@hufu/web/design/language'

type Explained = Readonly<Record<ErrorReason, string>>

const zh: Explained = {
  request_malformed: '有参数缺失、重复或格式不对。',
  request_unsupported: '平台不接受这种请求方法或内容类型。',
  request_expired: '请求到达时已过期：请校准时钟，然后重新发送。',
  request_time_invalid: '请求中的时间无法识别，或晚于当前时间：请检查时钟和单位。',
  request_replayed: '完全相同的请求之前已收到过：请重新生成一个。',
  request_forged: '提交的表单不是此浏览器所打开的那一个：请从应用重新开始。',
  method_unknown: '网关没有这个方法。',
  client_unauthenticated: 'AppSecret 不正确。',
  client_unknown: '平台上没有这个应用。',
  signature_invalid: '签名或加密校验不通过：请检查密钥、AppSecret 和参与签名的字符串。',
  client_disabled: '应用尚未上线：请提交审核，或联系平台。',
  client_address_denied: '请求来源的 IP 不在应用的白名单中。',
  flow_not_allowed: '应用没有使用此流程的权限。',
  redirect_uri_mismatch: '回调地址与应用登记的不符。',
  scope_not_granted: '权限（scope）不存在，或应用、用户没有得到这一权限。',
  access_denied: '用户没有同意。',
  user_not_permitted: '此用户无权授权该应用：请由店铺中有权限的用户操作。',
  code_unknown: '此授权码从未发放，或不是发给您的。',
  code_expired: '授权码已过期。',
  code_used: '授权码已被使用；由它换得的令牌已全部作废。',
  refresh_token_unknown: '此 refresh_token 从未发放、已作废，或属于别的应用。',
  refresh_token_expired: 'refresh_token 已过期。',
  refresh_token_used: '此 refresh_token 已被新的取代；该授权已作废。',
  rate_limited: '请求过于频繁：请放慢速度。',
  refresh_too_early: '平台只允许在 access_token 临近到期时刷新。',
  access_token_unknown: '此 access_token 从未发放、已作废或已过期。',
  open_id_mismatch: 'openid 与令牌所属的用户不符。',
  shop_mismatch: '店铺不是授权的那一家。',
  quota_exceeded: '本周期的次数已用完；没有任何改动。',
  overloaded: '平台繁忙：请过几秒再试。',
  server_error: '平台内部出错。',
}

const th: Explained = {
  request_malformed: 'มีพารามิเตอร์ที่ขาด ซ้ำ หรือรูปแบบไม่ถูกต้อง',
  request_unsupported: 'แพลตฟอร์มไม่รับเมธอดหรือประเภทเนื้อหานี้',
  request_expired: 'คำขอเก่าเกินไปเมื่อมาถึง ตรวจสอบนาฬิกาแล้วส่งคำขอใหม่',
  request_time_invalid: 'เวลาในคำขออ่านไม่ได้หรืออยู่ในอนาคต ตรวจสอบนาฬิกาและหน่วยเวลา',
  request_replayed: 'เคยได้รับคำขอเดียวกันนี้แล้ว ให้สร้างคำขอใหม่',
  request_forged: 'แบบฟอร์มไม่ใช่ฉบับที่แสดงในเบราว์เซอร์นี้ ให้เริ่มใหม่จากแอป',
  method_unknown: 'เกตเวย์ไม่มีเมธอดนี้',
  client_unauthenticated: 'AppSecret ไม่ถูกต้อง',
  client_unknown: 'แพลตฟอร์มไม่รู้จักแอปนี้',
  signature_invalid: 'ลายเซ็นหรือการเข้ารหัสไม่ผ่านการตรวจสอบ ตรวจสอบคีย์ AppSecret และข้อความที่ใช้ลงลายเซ็น',
  client_disabled: 'แอปยังไม่ออนไลน์ ให้ส่งตรวจสอบหรือติดต่อแพลตฟอร์ม',
  client_address_denied: 'ที่อยู่ IP ของผู้เรียกไม่อยู่ในรายการที่แอปอนุญาต',
  flow_not_allowed: 'แอปไม่มีสิทธิ์ใช้ขั้นตอนนี้',
  redirect_uri_mismatch: 'URI ปลายทางไม่ตรงกับที่แอปลงทะเบียนไว้',
  scope_not_granted: 'ไม่มีสโคปนี้ หรือแอปหรือผู้ใช้ยังไม่ได้รับสิทธิ์',
  access_denied: 'ผู้ใช้ไม่ยินยอม',
  user_not_permitted: 'ผู้ใช้นี้ไม่มีสิทธิ์อนุญาตแอป ให้ผู้ใช้อื่นของร้านที่มีสิทธิ์ดำเนินการ',
  code_unknown: 'ไม่เคยออกรหัสอนุญาตนี้ หรือออกให้ผู้อื่น',
  code_expired: 'รหัสอนุญาตหมดอายุแล้ว',
  code_used: 'รหัสอนุญาตถูกใช้ไปแล้ว โทเค็นที่ได้จากรหัสนี้ถูกเพิกถอนทั้งหมด',
  refresh_token_unknown: 'ไม่เคยออก refresh token นี้ หรือถูกเพิกถอนแล้ว หรือเป็นของผู้อื่น',
  refresh_token_expired: 'refresh token หมดอายุแล้ว',
  refresh_token_used: 'refresh token นี้ถูกแทนที่แล้ว การอนุญาตถูกเพิกถอน',
  rate_limited: 'มีคำขอมากเกินไป ให้ช้าลง',
  refresh_too_early: 'แพลตฟอร์มให้รีเฟรชได้เฉพาะช่วงก่อน access token หมดอายุไม่นาน',
  access_token_unknown: 'ไม่เคยออก access token นี้ หรือถูกเพิกถอนหรือหมดอายุแล้ว',
  open_id_mismatch: 'openid ไม่ใช่ของผู้ใช้ที่เป็นเจ้าของโทเค็น',
  shop_mismatch: 'ไม่ใช่ร้านที่ได้อนุญาตไว้',
  quota_exceeded: 'โควตาของรอบนี้หมดแล้ว ไม่มีการเปลี่ยนแปลงใด ๆ',
  overloaded: 'แพลตฟอร์มไม่ว่าง โปรดลองใหม่อีกครั้งในอีกไม่กี่วินาที',
  server_error: 'แพลตฟอร์มขัดข้อง',
}

const en = Object.fromEntries(
  Object.entries(errorReasons).map(([reason, { hint }]) => [reason, hint]),
) as Explained

export const reasonWords: InEveryLanguage<Explained> = { 'zh-CN': zh, en, th }

/** What can be done about it. */
export const wayOut: InEveryLanguage<Readonly<Record<Retry, string>>> = {
  'zh-CN': {
    never: '重试无用。',
    after: '稍后可重试。',
    reauth: '需要商家重新授权。',
    fix_config: '请修改您的代码或设置。',
  },
  en: {
    never: 'Trying again does not help.',
    after: 'Try again later.',
    reauth: 'The merchant has to authorise again.',
    fix_config: 'Correct your code or your settings.',
  },
  th: {
    never: 'ลองใหม่ไม่ช่วย',
    after: 'ลองใหม่ภายหลังได้',
    reauth: 'ร้านค้าต้องอนุญาตใหม่',
    fix_config: 'แก้ไขโค้ดหรือการตั้งค่าของคุณ',
  },
}
