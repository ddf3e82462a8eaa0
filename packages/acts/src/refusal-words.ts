/* oxlint-disable max-lines -- a sentence for each refusal in three languages */
/* Why the engine refused an input, in the language of the person who made it. */
import type { Fault, LogoFault, PlainWrong } from '@hufu/accounts'
import { type PlainFault, type RedirectFault, isPlain } from '@hufu/engine'
import { type Language, inEveryLanguage, timeText } from '@hufu/web/design/language'
import type { Denied } from './denied.ts'

const refusalWords = inEveryLanguage({
  en: {
    simple: {
      empty: 'This field is empty.',
      spaces: 'It begins or ends with a space.',
      invisible: 'It has an invisible character.',
      twice: 'One entry is listed twice.',
      address: 'This is not an IP address or a network such as 192.0.2.0/24.',
      public_key:
        'This is not an RSA public key of 2048 to 8192 bits, in PEM or one line of Base64. Never paste a private key.',
      not_test_shop: 'This is not a test shop of your organisation. Ask the platform for one.',
      web_address: 'It has a web address, a domain or an e-mail address in it.',
      shown_to_merchants:
        'An app of your organisation is online or in review, so merchants see this name. Ask the platform to change it.',
      email: 'This is not an e-mail address such as shop@example.com.',
      username: 'It has a space, an invisible character, or a character in an unusual spelling.',
      picture_address: 'This is not a plain https address.',
      password_is_name: 'The password must differ from the user name.',
      password_before: 'This is the former password. Choose another one.',
      password_elsewhere: 'This account comes from another system. Change its password there.',
      disabled: 'This account is disabled.',
      own_account: 'This is your own account. Another administrator has to do this.',
      last_admin: 'This is the last active administrator: make another one first.',
      no_shop: 'There is no such shop.',
    } satisfies Record<PlainWrong, string>,
    /** Names of the fields on pages with more than one field. */
    fields: {
      name: 'Name',
      username: 'User name',
      displayName: 'Display name',
      email: 'E-mail',
      password: 'Password',
      addresses: 'Addresses',
      shopId: 'Shop',
      testShops: 'Test shops',
      organisation: 'Organisation',
    },
    taken: 'It is already in use.',
    unknown: 'It does not exist any more.',
    tooShort: (least: number) => `It has fewer than ${least} characters.`,
    tooLong: (most: number) => `It has more than ${most} characters.`,
    tooMany: (most: number) => `At most ${most} entries are allowed.`,
    wait: (until: string) =>
      `Two secrets are valid already; the former one expires on ${until}. Wait until then, or end both now.`,
    logo: {
      no_picture: 'This is not a PNG, JPEG or WebP picture. SVG is not accepted.',
      damaged: 'The picture is damaged.',
      too_many_bytes: 'The file is larger than 96 KB.',
      too_small: 'A side has fewer than 64 pixels.',
      too_large: 'A side has more than 1024 pixels.',
      moving: 'Animated pictures are not accepted.',
    } satisfies Record<LogoFault, string>,
    redirect: {
      not_native: 'this app is not registered as a native application',
      not_registered: 'differs from every registered callback address',
      character: 'has a character that is not allowed in an address',
      fragment: 'has a fragment (#)',
      not_absolute: 'is not a complete address',
      user_information: 'has a user name or password in it',
      not_normal: 'is not normalised: use lower case and leave out the default port',
      trailing_dot: 'has a dot after its host',
      path_changes: 'has characters in its path that a browser changes',
      path_ambiguous: 'has an ambiguous path',
      query_changes: 'has characters in its query that a browser changes',
      control_character: 'has a control character, or a % that escapes nothing',
      not_https: 'must begin with https',
      wildcard: 'has a wildcard, which cannot be registered',
      not_bare_host: 'must be only a host, without https:// or a path',
      not_a_host: 'is not a normalised host name',
    } satisfies Record<PlainFault, string>,
    answerInQuery: (name: string) => `has ${name} in its query, which is reserved for the answer`,
    scheme: (scheme: string) => `${scheme} is not https`,
    anotherHost: (host: string, registered: string) =>
      `the host ${host} differs from the registered host ${registered}`,
    anotherDomain: (host: string) => `the domain of ${host} differs from the registered domain`,
    changedMeanwhile: 'Somebody else has just changed this. Try again.',
    notPossible:
      'This is not possible in the current status. Withdraw an app from review before you change it.',
    notTaken: 'This was not accepted.',
  },
  'zh-CN': {
    simple: {
      empty: '不能为空。',
      spaces: '开头或结尾有空格。',
      invisible: '含有不可见字符。',
      twice: '有重复的一项。',
      address: '不是 IP 地址，也不是 192.0.2.0/24 这样的地址段。',
      public_key: '不是 2048 至 8192 位的 RSA 公钥（PEM 或一行 Base64）。切勿粘贴私钥。',
      not_test_shop: '不是您组织的测试店铺，请向平台申请。',
      web_address: '不能含有网址、域名或邮箱地址。',
      shown_to_merchants: '您的组织有已上线或审核中的应用，商家会看到此名称。如需更改，请联系平台。',
      email: '不是邮箱地址，例如 shop@example.com。',
      username: '含有空格、不可见字符或非规范写法的字符。',
      picture_address: '不是普通的 https 网址。',
      password_is_name: '不能与用户名相同。',
      password_before: '与之前的密码相同。',
      password_elsewhere: '此账号来自其他系统，密码不在此设置。',
      disabled: '此账号已停用。',
      own_account: '这是您自己的账号，请由另一位管理员操作。',
      last_admin: '这是最后一位有效的管理员，请先添加另一位管理员。',
      no_shop: '没有这个店铺。',
    },
    fields: {
      name: '名称',
      username: '用户名',
      displayName: '显示名',
      email: '邮箱',
      password: '密码',
      addresses: '地址',
      shopId: '店铺',
      testShops: '测试店铺',
      organisation: '组织',
    },
    taken: '已被使用。',
    unknown: '已不存在。',
    tooShort: (least) => `少于 ${least} 个字符。`,
    tooLong: (most) => `超过 ${most} 个字符。`,
    tooMany: (most) => `最多 ${most} 项。`,
    wait: (until) => `目前已有两个有效的密钥：旧密钥将于 ${until} 失效。请等待，或选择立即失效。`,
    logo: {
      no_picture: '不是 PNG、JPEG 或 WebP 图片（不接受 SVG）。',
      damaged: '图片已损坏。',
      too_many_bytes: '文件超过 96 KB。',
      too_small: '边长小于 64 像素。',
      too_large: '边长大于 1024 像素。',
      moving: '不接受动图。',
    },
    redirect: {
      not_native: '此应用未登记为本机应用',
      not_registered: '与所有已登记的回调地址都不同',
      character: '含有网址中不允许的字符',
      fragment: '含有 # 片段',
      not_absolute: '不是完整的网址',
      user_information: '含有用户名或密码',
      not_normal: '不是规范写法：应为小写，且不写默认端口',
      trailing_dot: '主机名末尾有一个点',
      path_changes: '路径中含有浏览器会改写的字符',
      path_ambiguous: '路径有歧义',
      query_changes: '查询参数中含有浏览器会改写的字符',
      control_character: '含有控制字符，或含有无效的 %',
      not_https: '必须使用 https',
      wildcard: '不能使用通配符',
      not_bare_host: '只登记主机名，不带协议和路径',
      not_a_host: '不是规范写法的主机名',
    },
    answerInQuery: (name) => `查询参数中含有 ${name}，它是留给授权结果的`,
    scheme: (scheme) => `${scheme} 不是 https`,
    anotherHost: (host, registered) => `${host} 与已登记的 ${registered} 不是同一主机`,
    anotherDomain: (host) => `${host} 不属于已登记的域名`,
    changedMeanwhile: '其他人正在修改，请重试。',
    notPossible: '当前状态下不能这样做。审核中的应用须先撤回，再修改受审核的内容。',
    notTaken: '未被接受。',
  },
  th: {
    simple: {
      empty: 'ต้องไม่เว้นว่าง',
      spaces: 'มีช่องว่างที่ต้นหรือท้าย',
      invisible: 'มีอักขระที่มองไม่เห็น',
      twice: 'มีรายการซ้ำกัน',
      address: 'ไม่ใช่ที่อยู่ IP หรือช่วงที่อยู่ เช่น 192.0.2.0/24',
      public_key: 'ไม่ใช่กุญแจสาธารณะ RSA ขนาด 2048 ถึง 8192 บิต (PEM หรือ Base64 หนึ่งบรรทัด) ห้ามวางกุญแจส่วนตัว',
      not_test_shop: 'ไม่ใช่ร้านค้าทดสอบขององค์กรคุณ โปรดขอจากแพลตฟอร์ม',
      web_address: 'มีที่อยู่เว็บ โดเมน หรืออีเมลอยู่ในชื่อ',
      shown_to_merchants:
        'องค์กรของคุณมีแอปที่ออนไลน์หรือกำลังรอตรวจสอบ และร้านค้าเห็นชื่อนี้ หากต้องการเปลี่ยน โปรดติดต่อแพลตฟอร์ม',
      email: 'ไม่ใช่ที่อยู่อีเมล เช่น shop@example.com',
      username: 'มีช่องว่าง อักขระที่มองไม่เห็น หรืออักขระที่ไม่อยู่ในรูปแบบมาตรฐาน',
      picture_address: 'ไม่ใช่ที่อยู่ https ธรรมดา',
      password_is_name: 'รหัสผ่านเหมือนชื่อผู้ใช้',
      password_before: 'เป็นรหัสผ่านเดิม',
      password_elsewhere: 'บัญชีนี้มาจากระบบอื่นซึ่งเก็บรหัสผ่านไว้',
      disabled: 'บัญชีนี้ถูกปิดใช้งาน',
      own_account: 'เป็นบัญชีของคุณเอง ต้องให้ผู้ดูแลคนอื่นดำเนินการ',
      last_admin: 'นี่คือผู้ดูแลที่ใช้งานได้คนสุดท้าย โปรดเพิ่มผู้ดูแลคนอื่นก่อน',
      no_shop: 'ไม่มีร้านค้านี้',
    },
    fields: {
      name: 'ชื่อ',
      username: 'ชื่อผู้ใช้',
      displayName: 'ชื่อที่แสดง',
      email: 'อีเมล',
      password: 'รหัสผ่าน',
      addresses: 'ที่อยู่',
      shopId: 'ร้านค้า',
      testShops: 'ร้านค้าทดสอบ',
      organisation: 'องค์กร',
    },
    taken: 'มีผู้ใช้แล้ว',
    unknown: 'ไม่มีอยู่แล้ว',
    tooShort: (least) => `สั้นกว่า ${least} อักขระ`,
    tooLong: (most) => `ยาวเกิน ${most} อักขระ`,
    tooMany: (most) => `มีได้ไม่เกิน ${most} รายการ`,
    wait: (until) => `ขณะนี้มีรหัสลับที่ใช้ได้สองชุดแล้ว ชุดเดิมจะหมดอายุเมื่อ ${until} โปรดรอ หรือเลือกให้สิ้นสุดทันที`,
    logo: {
      no_picture: 'ไม่ใช่ภาพ PNG, JPEG หรือ WebP (ไม่รับ SVG)',
      damaged: 'ไฟล์ภาพเสียหาย',
      too_many_bytes: 'ไฟล์ใหญ่เกิน 96 KB',
      too_small: 'ด้านหนึ่งเล็กกว่า 64 พิกเซล',
      too_large: 'ด้านหนึ่งใหญ่กว่า 1024 พิกเซล',
      moving: 'ไม่รับภาพเคลื่อนไหว',
    },
    redirect: {
      not_native: 'แอปนี้ไม่ได้ลงทะเบียนเป็นแอปพลิเคชันบนเครื่อง',
      not_registered: 'ไม่ตรงกับที่อยู่เรียกกลับที่ลงทะเบียนไว้',
      character: 'มีอักขระที่ใช้ในที่อยู่ไม่ได้',
      fragment: 'มีส่วน # ต่อท้าย',
      not_absolute: 'ไม่ใช่ที่อยู่แบบเต็ม',
      user_information: 'มีชื่อผู้ใช้หรือรหัสผ่านอยู่ในที่อยู่',
      not_normal: 'ไม่อยู่ในรูปแบบมาตรฐาน: ใช้ตัวพิมพ์เล็กและไม่ระบุพอร์ตเริ่มต้น',
      trailing_dot: 'มีจุดต่อท้ายชื่อโฮสต์',
      path_changes: 'มีอักขระในพาธที่เบราว์เซอร์จะเปลี่ยน',
      path_ambiguous: 'พาธกำกวม',
      query_changes: 'มีอักขระในคิวรีที่เบราว์เซอร์จะเปลี่ยน',
      control_character: 'มีอักขระควบคุม หรือ % ที่ไม่ถูกต้อง',
      not_https: 'ต้องเป็น https',
      wildcard: 'ลงทะเบียนแบบไวลด์การ์ดไม่ได้',
      not_bare_host: 'ลงทะเบียนเฉพาะชื่อโฮสต์ โดยไม่มี https:// หรือพาธ',
      not_a_host: 'ไม่ใช่ชื่อโฮสต์ในรูปแบบมาตรฐาน',
    },
    answerInQuery: (name) => `มี ${name} ในคิวรี ซึ่งสงวนไว้สำหรับคำตอบ`,
    scheme: (scheme) => `${scheme} ไม่ใช่ https`,
    anotherHost: (host, registered) => `${host} เป็นคนละโฮสต์กับ ${registered}`,
    anotherDomain: (host) => `${host} อยู่คนละโดเมนกับที่ลงทะเบียนไว้`,
    changedMeanwhile: 'มีผู้อื่นเพิ่งแก้ไข โปรดลองอีกครั้ง',
    notPossible: 'ทำไม่ได้ในสถานะปัจจุบัน โปรดถอนแอปออกจากการตรวจสอบก่อนแก้ไข',
    notTaken: 'ไม่ได้รับการยอมรับ',
  },
})

export function redirectText(language: Language, fault: RedirectFault): string {
  const words = refusalWords[language]
  if (isPlain(fault)) return words.redirect[fault.fault]
  switch (fault.fault) {
    case 'too_long':
      return words.tooLong(fault.most)
    case 'answer_in_query':
      return words.answerInQuery(fault.name)
    case 'scheme':
      return words.scheme(fault.scheme)
    case 'another_host':
      return words.anotherHost(fault.host, fault.registered.join(', '))
    case 'another_domain':
      return words.anotherDomain(fault.host)
  }
}

function faultText(language: Language, why: Fault): string {
  const words = refusalWords[language]
  switch (why.fault) {
    case 'too_long':
      return words.tooLong(why.most)
    case 'too_many':
      return words.tooMany(why.most)
    case 'too_short':
      return words.tooShort(why.least)
    case 'wait':
      return words.wait(timeText(language, why.until))
    case 'logo':
      return words.logo[why.because]
    case 'callback':
      return `${shortened(why.entry)}: ${redirectText(language, why.because)}`
    case 'empty':
    case 'spaces':
    case 'invisible':
    case 'twice':
    case 'address':
    case 'public_key':
    case 'not_test_shop':
    case 'web_address':
    case 'shown_to_merchants':
    case 'email':
    case 'username':
    case 'picture_address':
    case 'password_is_name':
    case 'password_before':
    case 'password_elsewhere':
    case 'disabled':
    case 'own_account':
    case 'last_admin':
    case 'no_shop':
      return words.simple[why.fault]
  }
}

const shortened = (entry: string): string => (entry.length > 80 ? `${entry.slice(0, 80)}...` : entry)

/** For a page that shows the message beside the field. */
export function refusalText(language: Language, refusal: Denied): string {
  const words = refusalWords[language]
  switch (refusal.refused) {
    case 'invalid':
      return refusal.why ? faultText(language, refusal.why) : words.notTaken
    case 'taken':
      return words.taken
    case 'unknown':
      return words.unknown
    case 'not_possible':
      return words.notPossible
    case 'changed_meanwhile':
      return words.changedMeanwhile
    case 'not_allowed':
      return words.notTaken
  }
}

/** For the head of a page: names the field, such as `addresses` in `addresses[2]`. */
function refusalLine(language: Language, refusal: Denied): string {
  const said = refusalText(language, refusal)
  if (refusal.refused !== 'invalid' && refusal.refused !== 'taken') return said
  const [key = ''] = refusal.field.split('[', 1)
  const names: Readonly<Record<string, string>> = refusalWords[language].fields
  const name = names[key]
  return name === undefined ? said : `${name}: ${said}`
}

/** The refusal of a form. Each field of the page takes its own message; the head shows the rest. */
export interface FormProblem {
  readonly head?: string
  at(field: string): string | undefined
}

export const problemAtHead = (head: string): FormProblem => ({ head, at: () => undefined })

/** `fields`: those that the page shows. What concerns another one, or none, stands at the page's head. */
export function problemOf(language: Language, refusal: Denied, fields: readonly string[]): FormProblem {
  const concerned = 'field' in refusal ? refusal.field.split('[', 1)[0] : undefined
  if (concerned === undefined || !fields.includes(concerned))
    return problemAtHead(refusalLine(language, refusal))
  const said = refusalText(language, refusal)
  return { at: (field) => (field === concerned ? said : undefined) }
}
