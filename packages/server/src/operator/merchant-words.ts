import type { RevocationCause } from '@hufu/engine'
import type { InEveryLanguage, Language } from '../design/language.ts'
import { accountWords } from './account-words.ts'

interface MerchantWords {
  readonly title: string
  readonly find: string
  readonly findHint: string
  readonly search: string
  readonly none: string
  readonly more: (count: string) => string
  readonly username: string
  readonly displayName: string
  readonly shop: string
  readonly rights: string
  readonly mayAuthorise: string
  readonly mayNot: string
  readonly source: Readonly<Record<'here' | 'hook' | 'openid', string>>
  readonly from: string
  readonly addShop: string
  readonly shopName: string
  readonly addUser: string
  readonly password: string
  readonly passwordHint: string
  readonly orInvited: string
  readonly passOn: string
  readonly settings: string
  readonly addresses: string
  readonly addressesHint: string
  readonly save: string
  readonly disableEffect: string
  readonly sendLink: string
  readonly sendLinkEffect: string
  readonly noMail: string
  readonly grants: string
  readonly noGrants: string
  readonly app: string
  readonly platform: string
  readonly lastUsed: string
  readonly state: string
  readonly alive: string
  readonly ended: string
  readonly expired: string
  /** Why a grant that has not expired is over. */
  readonly endedBecause: Readonly<Record<RevocationCause, string>>
  readonly revokeAll: string
  readonly revokeEffect: (count: number) => string
  readonly logins: string
  readonly noLogins: string
  readonly when: string
  readonly network: string
  readonly browser: string
  readonly outcome: string
  readonly in: string
  readonly eraseEffect: string
  readonly eraseSure: string
}

const merchantWords: InEveryLanguage<MerchantWords> = {
  'zh-CN': {
    title: '商家',
    find: '查找',
    findHint: '用户名、显示名、邮箱、店铺名称或编号',
    search: '查找',
    none: '没有符合条件的账号。',
    more: (count) => `只显示前 ${count} 个，请缩小查找范围。`,
    username: '用户名',
    displayName: '显示名',
    shop: '店铺',
    rights: '授权权限',
    mayAuthorise: '可为店铺授权应用',
    mayNot: '不可授权',
    source: { here: '本系统', hook: '登录接口', openid: 'OpenID' },
    from: '账号来源',
    addShop: '新增店铺',
    shopName: '店铺名称',
    addUser: '新增用户',
    password: '初始密码',
    orInvited: '留空则邀请用户自行设置。',
    passOn: '未能发送邮件。请将此链接转交用户，三天内有效，仅可使用一次，且只显示这一次：',
    passwordHint: '至少 8 个字符。请让用户登录后自行修改。',
    settings: '设置',
    addresses: '允许登录的 IP',
    addressesHint: '每行一个地址或网段，例如 192.0.2.0/24；留空表示不限制。',
    save: '保存',
    disableEffect: '立即退出登录，他授权的应用两秒内全部失效；恢复后重新有效。',
    sendLink: '发送设置密码的邮件',
    sendLinkEffect: '向账号邮箱发送一个一小时内有效的链接。',
    noMail: '尚未配置邮件，或此账号没有邮箱。',
    grants: '授权',
    noGrants: '没有授权过任何应用。',
    app: '应用',
    platform: '平台',
    lastUsed: '最近使用',
    state: '状态',
    alive: '有效',
    ended: '已结束',
    expired: '已过期',
    endedBecause: {
      code_reused: '授权码被重复使用',
      refresh_token_reused: '刷新令牌被重复使用',
      client: '由应用撤销',
      user: '由商家撤销',
      operator: '由运营人员撤销',
      password_changed: '商家更改了密码',
    },
    revokeAll: '撤销全部授权',
    revokeEffect: (count) => `${count} 个有效授权及其令牌、未使用的授权码将立即失效，无法恢复。`,
    logins: '登录记录',
    noLogins: '没有记录。',
    when: '时间',
    network: '网络',
    browser: '浏览器',
    outcome: '结果',
    in: '成功',
    eraseEffect:
      '账号、姓名、邮箱、密码、登录记录将被删除，全部授权立即失效。审计日志按期限保留。此操作无法恢复。',
    eraseSure: '请输入用户名以确认',
  },
  en: {
    title: 'Merchants',
    find: 'Find',
    findHint: 'User name, display name, e-mail, name or number of the shop',
    search: 'Find',
    none: 'No account fits.',
    more: (count) => `Only the first ${count} are shown: say more.`,
    username: 'User name',
    displayName: 'Display name',
    shop: 'Shop',
    rights: 'Right',
    mayAuthorise: 'may authorise apps for the shop',
    mayNot: 'may not authorise',
    source: { here: 'this system', hook: 'login hook', openid: 'OpenID' },
    from: 'Comes from',
    addShop: 'Add a shop',
    shopName: 'Name of the shop',
    addUser: 'Add a user',
    password: 'First password',
    orInvited: 'Empty: he is invited to choose one.',
    passOn:
      'No letter could be sent. Pass this link on to the user: good once, for three days, and shown only now.',
    passwordHint: 'At least 8 characters. Ask him to change it once he has logged in.',
    settings: 'Settings',
    addresses: 'May log in from',
    addressesHint: 'One address or block a line, such as 192.0.2.0/24; empty for anywhere.',
    save: 'Save',
    disableEffect:
      'He is logged out at once, and all that he authorised stops within two seconds; it works again when he is enabled.',
    sendLink: 'Send a link to a new password',
    sendLinkEffect: 'To the address of the account; good for one hour.',
    noMail: 'Mail is not configured, or the account has no address.',
    grants: 'Authorizations',
    noGrants: 'No app was ever authorised.',
    app: 'App',
    platform: 'Platform',
    lastUsed: 'Last used',
    state: 'State',
    alive: 'in force',
    ended: 'ended',
    expired: 'expired',
    endedBecause: {
      code_reused: 'its code was used twice',
      refresh_token_reused: 'a replaced refresh token was used again',
      client: 'revoked by the app',
      user: 'revoked by the merchant',
      operator: 'revoked by an operator',
      password_changed: 'the merchant changed their password',
    },
    revokeAll: 'Revoke all',
    revokeEffect: (count) =>
      count === 1
        ? 'One authorization in force, its tokens, and unused codes end at once. This cannot be undone.'
        : `${count} authorizations in force, their tokens, and unused codes end at once. This cannot be undone.`,
    logins: 'Logins',
    noLogins: 'None is kept.',
    when: 'When',
    network: 'Network',
    browser: 'Browser',
    outcome: 'Outcome',
    in: 'logged in',
    eraseEffect:
      'Account, name, address, password and login history are deleted, and all that he authorised ends at once. The audit log goes by its age. There is no way back.',
    eraseSure: 'Type the user name to go on',
  },
  th: {
    title: 'ผู้ขาย',
    find: 'ค้นหา',
    findHint: 'ชื่อผู้ใช้ ชื่อที่แสดง อีเมล ชื่อหรือหมายเลขร้าน',
    search: 'ค้นหา',
    none: 'ไม่พบบัญชีที่ตรงกัน',
    more: (count) => `แสดงเพียง ${count} รายการแรก โปรดระบุเพิ่ม`,
    username: 'ชื่อผู้ใช้',
    displayName: 'ชื่อที่แสดง',
    shop: 'ร้านค้า',
    rights: 'สิทธิ์',
    mayAuthorise: 'อนุญาตแอปให้ร้านได้',
    mayNot: 'อนุญาตแอปไม่ได้',
    source: { here: 'ระบบนี้', hook: 'ระบบเข้าสู่ระบบ', openid: 'OpenID' },
    from: 'ที่มา',
    addShop: 'เพิ่มร้านค้า',
    shopName: 'ชื่อร้าน',
    addUser: 'เพิ่มผู้ใช้',
    password: 'รหัสผ่านแรก',
    orInvited: 'เว้นว่างเพื่อเชิญให้ผู้ใช้ตั้งเอง',
    passOn: 'ส่งจดหมายไม่ได้ โปรดส่งลิงก์นี้ให้ผู้ใช้ ใช้ได้ครั้งเดียวภายในสามวัน และแสดงเพียงครั้งนี้:',
    passwordHint: 'อย่างน้อย 8 อักขระ ให้ผู้ใช้เปลี่ยนเองเมื่อเข้าสู่ระบบแล้ว',
    settings: 'การตั้งค่า',
    addresses: 'เข้าสู่ระบบได้จาก',
    addressesHint: 'บรรทัดละหนึ่งที่อยู่หรือช่วง เช่น 192.0.2.0/24 เว้นว่างคือทุกที่',
    save: 'บันทึก',
    disableEffect: 'ออกจากระบบทันที และทุกแอปที่อนุญาตไว้หยุดภายในสองวินาที เมื่อเปิดใช้อีกครั้งจะกลับมาใช้ได้',
    sendLink: 'ส่งลิงก์ตั้งรหัสผ่านใหม่',
    sendLinkEffect: 'ส่งไปยังอีเมลของบัญชี ใช้ได้หนึ่งชั่วโมง',
    noMail: 'ยังไม่ได้ตั้งค่าอีเมล หรือบัญชีนี้ไม่มีอีเมล',
    grants: 'การอนุญาต',
    noGrants: 'ไม่เคยอนุญาตแอปใด',
    app: 'แอป',
    platform: 'แพลตฟอร์ม',
    lastUsed: 'ใช้ล่าสุด',
    state: 'สถานะ',
    alive: 'มีผล',
    ended: 'สิ้นสุดแล้ว',
    expired: 'หมดอายุ',
    endedBecause: {
      code_reused: 'รหัสอนุญาตถูกใช้ซ้ำ',
      refresh_token_reused: 'refresh token ที่ถูกแทนที่แล้วถูกใช้ซ้ำ',
      client: 'แอปเพิกถอน',
      user: 'ผู้ขายเพิกถอน',
      operator: 'ผู้ดูแลระบบเพิกถอน',
      password_changed: 'ผู้ขายเปลี่ยนรหัสผ่าน',
    },
    revokeAll: 'ยกเลิกทั้งหมด',
    revokeEffect: (count) => `การอนุญาตที่มีผล ${count} รายการ โทเค็น และรหัสที่รออยู่จะสิ้นสุดทันทีและถาวร`,
    logins: 'ประวัติการเข้าสู่ระบบ',
    noLogins: 'ไม่มีบันทึก',
    when: 'เวลา',
    network: 'เครือข่าย',
    browser: 'เบราว์เซอร์',
    outcome: 'ผล',
    in: 'สำเร็จ',
    eraseEffect:
      'บัญชี ชื่อ อีเมล รหัสผ่าน และประวัติการเข้าสู่ระบบจะถูกลบ การอนุญาตทั้งหมดสิ้นสุดทันที บันทึกการตรวจสอบจะหมดไปตามอายุ ไม่สามารถย้อนกลับได้',
    eraseSure: 'พิมพ์ชื่อผู้ใช้เพื่อยืนยัน',
  },
}

/** With what is said of every account. */
export const wordsOf = (language: Language) => ({ ...accountWords[language], ...merchantWords[language] })
