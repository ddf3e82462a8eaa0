/* What each parameter means. English is the dialects' own; a note that is not translated yet is shown as it stands there. */
import type { NoteWords, Parameter, VocabularyKey } from '@hufu/dialects'
import type { Language } from '@hufu/web/design/language'

type Meanings = Readonly<Record<VocabularyKey, string>>

const zh: Meanings = {
  clientId: '哪个应用在请求',
  clientSecret: '证明应用的身份；只能放在服务器上',
  redirectUri: '浏览器返回的地址',
  scope: '应用申请的权限',
  state: '把回调与发起授权的浏览器绑定；原样返回',
  view: '显示哪种页面',
  locale: '页面的语言',
  code: '授权码：一次有效，时间很短',
  codeChallenge: '把授权码与申请者绑定：`code_verifier` 的哈希',
  codeChallengeMethod: '哈希的算法',
  codeVerifier: '`code_challenge` 即它的哈希',
  iss: '作出应答的平台',
  accessToken: '调用该店铺接口的令牌',
  refreshToken: '无需商家操作即可换取新令牌',
  token: '要作废的 access token 或 refresh token，整个授权随之结束',
  expiresIn: 'access token 的有效时间',
  refreshExpiresIn: 'refresh token 的有效时间',
  openId: '授权的用户，仅对此应用有效的标识',
  userId: '店铺编号',
  userName: '授权用户的名称',
  unionId: '用户在同一开发者所有应用中的标识',
  nickname: '用户昵称',
  avatarUrl: '用户头像',
  gender: '用户性别',
  accountId: '管理多个店铺的账号',
  region: '店铺所在的站点，按平台的写法',
  shops: '令牌所服务的店铺',
  name: '店铺名称',
  parameters: '该方法自身的参数',
  result: '该方法自身的返回',
}

const th: Meanings = {
  clientId: 'แอปใดเป็นผู้ขอ',
  clientSecret: 'พิสูจน์ตัวแอป ใช้บนเซิร์ฟเวอร์เท่านั้น',
  redirectUri: 'ที่อยู่ที่เบราว์เซอร์จะกลับไป',
  scope: 'สิทธิ์ที่แอปขอ',
  state: 'ผูกการเรียกกลับกับเบราว์เซอร์ที่เริ่ม ส่งกลับมาตามเดิม',
  view: 'แสดงหน้าแบบใด',
  locale: 'ภาษาของหน้า',
  code: 'รหัสอนุญาต ใช้ได้ครั้งเดียวและอายุสั้น',
  codeChallenge: 'ผูกรหัสกับผู้ขอ คือแฮชของ `code_verifier`',
  codeChallengeMethod: 'วิธีทำแฮช',
  codeVerifier: '`code_challenge` คือแฮชของค่านี้',
  iss: 'แพลตฟอร์มใดเป็นผู้ตอบ',
  accessToken: 'ใช้เรียก API ของร้านนี้',
  refreshToken: 'ขอโทเค็นใหม่โดยร้านค้าไม่ต้องทำอะไร',
  token: 'access token หรือ refresh token ที่จะยุติ พร้อมทั้งการอนุญาตทั้งหมด',
  expiresIn: 'อายุของ access token',
  refreshExpiresIn: 'อายุของ refresh token',
  openId: 'ผู้ใช้ที่อนุญาต สำหรับแอปนี้เท่านั้น',
  userId: 'หมายเลขร้าน',
  userName: 'ชื่อผู้ใช้ที่อนุญาต',
  unionId: 'ผู้ใช้ในทุกแอปของนักพัฒนารายเดียวกัน',
  nickname: 'ชื่อเล่นของผู้ใช้',
  avatarUrl: 'รูปของผู้ใช้',
  gender: 'เพศของผู้ใช้',
  accountId: 'บัญชีที่ดูแลหลายร้าน',
  region: 'ตลาดที่ร้านขาย ตามที่แพลตฟอร์มเขียน',
  shops: 'ร้านที่โทเค็นใช้ได้',
  name: 'ชื่อร้าน',
  parameters: 'พารามิเตอร์ของเมธอดเอง',
  result: 'คำตอบของเมธอดเอง',
}

/** Of the kit's own notes, by their English text, and of those that several platforms have. A platform's record has its own. */
const shared: NoteWords = {
  'in words': { 'zh-CN': '文字说明', th: 'คำอธิบาย' },
  'always as shown': { 'zh-CN': '固定如示例', th: 'เป็นตามตัวอย่างเสมอ' },
  'what was asked for': { 'zh-CN': '所请求的内容', th: 'สิ่งที่ขอ' },
  'returned untouched': { 'zh-CN': '原样返回', th: 'ส่งกลับตามเดิม' },
  '`wap` for a phone': { 'zh-CN': '手机用 `wap`', th: '`wap` สำหรับโทรศัพท์' },
  'empty: success': { 'zh-CN': '空：成功', th: 'ว่าง: สำเร็จ' },
  'names the exchange': { 'zh-CN': '这次调用的编号', th: 'หมายเลขของการเรียกครั้งนี้' },
  seconds: { 'zh-CN': '秒', th: 'วินาที' },
  'the signature': { 'zh-CN': '签名', th: 'ลายเซ็น' },
  'the same once more': { 'zh-CN': '同一个值再写一次', th: 'ค่าเดียวกันอีกครั้ง' },
  "the fields of this call as JSON, encrypted under the receiver's key": {
    'zh-CN': '本次调用的字段组成 JSON，用接收方的公钥加密',
    th: 'ฟิลด์ของการเรียกนี้เป็น JSON เข้ารหัสด้วยกุญแจของผู้รับ',
  },
  "over that JSON, by the sender's key": {
    'zh-CN': '发送方用自己的私钥对该 JSON 签名',
    th: 'ลายเซ็นบน JSON นั้นด้วยกุญแจของผู้ส่ง',
  },
}

/** Notes that dialects put together, with what is filled in. */
const patterns: readonly (readonly [RegExp, zh: string, th: string])[] = [
  [/^always (`.+`)$/, '固定为 $1', '$1 เสมอ'],
  [/^number (\d+): success$/, '数字 $1：成功', 'เลข $1: สำเร็จ'],
  [/^text (`.+`): success$/, '文本 $1：成功', 'ข้อความ $1: สำเร็จ'],
  [/^(`.+`): success$/, '$1：成功', '$1: สำเร็จ'],
]

/** What is said of a clock, from what it is. */
const clocks = {
  'zh-CN': {
    off: (form: string, seconds: number) => `发送方的时间，${form}；误差不超过 ${seconds} 秒`,
    between: (form: string, back: number, ahead: number) =>
      `发送方的时间，${form}；最多慢 ${back} 秒或快 ${ahead} 秒`,
  },
  th: {
    off: (form: string, seconds: number) => `นาฬิกาของผู้ส่ง ${form} คลาดเคลื่อนได้ไม่เกิน ${seconds} วินาที`,
    between: (form: string, back: number, ahead: number) =>
      `นาฬิกาของผู้ส่ง ${form} ช้าได้ไม่เกิน ${back} วินาที หรือเร็วได้ไม่เกิน ${ahead} วินาที`,
  },
} as const satisfies Readonly<Record<Exclude<Language, 'en'>, object>>

type Noted = Pick<Parameter, 'note' | 'clock'>

/** A note of a dialect in the language of a page, as far as there are words for it. */
export function noteIn(language: Language, note: string, own: NoteWords = {}): string {
  if (language === 'en') return note
  const known = (own[note] ?? shared[note])?.[language]
  if (known !== undefined) return known
  const found = patterns.find(([form]) => form.test(note))
  return found ? note.replace(found[0], found[language === 'zh-CN' ? 1 : 2]) : note
}

/** Undefined where there is no note. */
function noteOf(language: Language, { note, clock }: Noted, own: NoteWords): string | undefined {
  if (note === undefined || language === 'en') return note
  if (!clock) return noteIn(language, note, own)
  const { form, back, ahead } = clock
  return back === ahead ? clocks[language].off(form, back) : clocks[language].between(form, back, ahead)
}

/** Whether the note of a parameter is shown in every language; true where it is code alone, or absent. */
export const isTranslated = (noted: Noted, own: NoteWords = {}): boolean =>
  noted.note === undefined || /^`[^`]+`$/.test(noted.note) || noteOf('th', noted, own) !== noted.note

/**
 * What a parameter is, and what this platform means by it; what stands between backticks is code.
 *
 * @param own the notes of the platform's record.
 */
export function meaningIn(language: Language, parameter: Parameter, own: NoteWords = {}): string {
  const { key, meaning } = parameter
  if (language === 'en') return meaning
  const general = key === undefined ? undefined : (language === 'zh-CN' ? zh : th)[key]
  const said = noteOf(language, parameter, own)
  return (
    [general, said].filter((each) => each !== undefined).join(language === 'zh-CN' ? '：' : ': ') || meaning
  )
}
