/* What each parameter means. English is the dialects' own; a note that is not translated yet is shown as it stands there. */
import type { Parameter, VocabularyKey } from '@hufu/dialects'
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
  parameters: 'พารามิเตอร์ของเมธอดเอง',
  result: 'คำตอบของเมธอดเอง',
}

/** By the English text of the dialects. */
const notes: Readonly<Record<string, readonly [zh: string, th: string]>> = {
  'given after review, such as JD0000004': [
    '审核通过后发放，如 JD0000004',
    'ออกให้หลังผ่านการตรวจ เช่น JD0000004',
  ],
  'https; its host is the registered callback domain': [
    'https；主机即登记的授权回调域名',
    'https โฮสต์คือโดเมนเรียกกลับที่ลงทะเบียน',
  ],
  '`base` (openid, avatar, nickname) or `white` (credit information)': [
    '`base`（openid、头像、昵称）或 `white`（白条信息）',
    '`base` (openid รูป ชื่อเล่น) หรือ `white` (ข้อมูลเครดิต)',
  ],
  'all that is asked for: no application names itself': [
    '只需这一个参数：应用不说明自己是谁',
    'ต้องการเพียงค่านี้ แอปไม่ต้องบอกว่าเป็นใคร',
  ],
  'in words': ['文字说明', 'คำอธิบาย'],
  'always as shown': ['固定如示例', 'เป็นตามตัวอย่างเสมอ'],
  'what was asked for': ['所请求的内容', 'สิ่งที่ขอ'],
  'the user_token': ['即 user_token', 'คือ user_token'],
  'the AppKey': ['即 AppKey', 'คือ AppKey'],
  'or `urn:ietf:wg:oauth:2.0:oob`: the code is shown to the user': [
    '或 `urn:ietf:wg:oauth:2.0:oob`：授权码显示给用户',
    'หรือ `urn:ietf:wg:oauth:2.0:oob`: แสดงรหัสให้ผู้ใช้',
  ],
  'returned untouched': ['原样返回', 'ส่งกลับตามเดิม'],
  'API groups; the only value known is `read`': [
    'API 分组；已知的值只有 `read`',
    'กลุ่ม API ค่าที่รู้จักมีเพียง `read`',
  ],
  '`wap` for a phone': ['手机用 `wap`', '`wap` สำหรับโทรศัพท์'],
  'number 0: success': ['数字 0：成功', 'เลข 0: สำเร็จ'],
  'only for apps with the right to one; a new one with every refresh': [
    '只发给有此权限的应用；每次刷新都换新的',
    'เฉพาะแอปที่มีสิทธิ์ และเปลี่ยนใหม่ทุกครั้งที่รีเฟรช',
  ],
  "the platform's clock in milliseconds, as text": [
    '平台时间，毫秒，文本',
    'เวลาของแพลตฟอร์มเป็นมิลลิวินาที แบบข้อความ',
  ],
  "the platform's clock, a number of milliseconds": ['平台时间，毫秒数', 'เวลาของแพลตฟอร์มเป็นมิลลิวินาที'],
  'always `bearer`': ['固定为 `bearer`', '`bearer` เสมอ'],
  '`snsapi_base` or `snsapi_union_login`': [
    '`snsapi_base` 或 `snsapi_union_login`',
    '`snsapi_base` หรือ `snsapi_union_login`',
  ],
  '`wap` for a phone, as in the older flow [ours]': [
    '手机用 `wap`，与旧流程相同',
    '`wap` สำหรับโทรศัพท์ เช่นเดียวกับขั้นตอนเดิม',
  ],
  'over every other parameter that is not empty, names sorted': [
    '对其余所有非空参数按名称排序后签名',
    'ครอบคลุมพารามิเตอร์อื่นทั้งหมดที่ไม่ว่าง เรียงตามชื่อ',
  ],
  'a parameter, never a header': ['作为参数，不放在请求头里', 'เป็นพารามิเตอร์ ไม่ใช่เฮดเดอร์'],
  'the business parameters, as JSON text': ['业务参数，JSON 文本', 'พารามิเตอร์ธุรกิจเป็นข้อความ JSON'],
  'equal to the back-office setting': ['与后台设置一致', 'ตรงกับที่ตั้งไว้หลังบ้าน'],
  '`zh_CN` or `en_US`': ['`zh_CN` 或 `en_US`', '`zh_CN` หรือ `en_US`'],
  "the fields of this call as JSON, encrypted under the receiver's key": [
    '本次调用的字段组成 JSON，用接收方的公钥加密',
    'ฟิลด์ของการเรียกนี้เป็น JSON เข้ารหัสด้วยกุญแจของผู้รับ',
  ],
  "over that JSON, by the sender's key": [
    '发送方用自己的私钥对该 JSON 签名',
    'ลายเซ็นบน JSON นั้นด้วยกุญแจของผู้ส่ง',
  ],
  "the login page's appKey": ['即登录页的 appKey', 'คือ appKey ของหน้าเข้าสู่ระบบ'],
  'the second at which the token ends, as text': ['令牌到期的时刻（秒），文本', 'วินาทีที่โทเค็นหมดอายุ แบบข้อความ'],
  "the grant's last one; it may have expired [ours]": [
    '该授权最近的一个；可以已过期',
    'ตัวล่าสุดของการอนุญาต หมดอายุแล้วก็ได้',
  ],
}

/** Notes that dialects put together, with what is filled in. */
const patterns: readonly (readonly [RegExp, zh: string, th: string])[] = [
  [/^always (`.+`)$/, '固定为 $1', '$1 เสมอ'],
  [/^(`.+`): success$/, '$1：成功', '$1: สำเร็จ'],
  [
    /^the sender's clock in Beijing, (`.+`); at most (\d+) s off$/,
    '发送方的北京时间，$1；误差不超过 $2 秒',
    'นาฬิกาของผู้ส่งตามเวลาปักกิ่ง $1 คลาดเคลื่อนได้ไม่เกิน $2 วินาที',
  ],
  [
    /^the sender's clock: 13 digits for milliseconds, 10 for seconds; at most (\d+) s off$/,
    '发送方的时间：13 位为毫秒，10 位为秒；误差不超过 $1 秒',
    'นาฬิกาของผู้ส่ง 13 หลักเป็นมิลลิวินาที 10 หลักเป็นวินาที คลาดเคลื่อนได้ไม่เกิน $1 วินาที',
  ],
]

function noteIn(language: Language, note: string): string {
  if (language === 'en') return note
  const at = language === 'zh-CN' ? 0 : 1
  const known = notes[note]?.[at]
  if (known !== undefined) return known
  const found = patterns.find(([form]) => form.test(note))
  return found ? note.replace(found[0], found[at + 1] as string) : note
}

/** Whether a note of a dialect is shown in every language. */
export const isTranslated = (note: string): boolean => noteIn('th', note) !== note

/** What a parameter is, and what this platform means by it; what stands between backticks is code. */
export function meaningIn(language: Language, { key, note, meaning }: Parameter): string {
  if (language === 'en') return meaning
  const own = key === undefined ? undefined : (language === 'zh-CN' ? zh : th)[key]
  const said = note === undefined ? undefined : noteIn(language, note)
  return [own, said].filter((each) => each !== undefined).join(language === 'zh-CN' ? '：' : ': ') || meaning
}
