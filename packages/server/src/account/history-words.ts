import type { LoginReason } from '@hufu/dialects'
import type { InEveryLanguage } from '../design/language.ts'

interface HistoryWords {
  readonly title: string
  readonly here: string
  readonly hereExplained: string
  readonly status: string
  readonly thisOne: string
  readonly began: string
  readonly network: string
  readonly browser: string
  readonly unknown: string
  readonly end: string
  readonly endOf: (browser: string, when: string) => string
  readonly endOthers: string
  readonly history: string
  readonly historyExplained: (days: number) => string
  readonly noLogins: string
  readonly when: string
  readonly outcome: string
  readonly outcomes: Readonly<Record<'in' | LoginReason, string>>
  readonly notYou: string
  readonly changePassword: string
}

export const historyWords: InEveryLanguage<HistoryWords> = {
  'zh-CN': {
    title: '登录记录',
    here: '已登录的设备',
    hereExplained: '发现陌生设备时，请将其退出，并修改密码。',
    status: '状态',
    thisOne: '本设备',
    began: '登录时间',
    network: '网络',
    browser: '浏览器',
    unknown: '未知',
    end: '退出',
    endOf: (browser, when) => `退出 ${browser}（${when} 登录）`,
    endOthers: '退出其他所有设备',
    history: '最近的登录',
    historyExplained: (days) => `登录记录最多保留 ${days} 天。网络地址的末段不保存。`,
    noLogins: '还没有登录记录。',
    when: '时间',
    outcome: '结果',
    outcomes: {
      in: '成功',
      address_denied: '网络不允许',
      username_missing: '未填用户名',
      username_unknown: '用户名不存在',
      password_missing: '未填密码',
      account_disabled: '账号已停用',
      password_wrong: '密码错误',
      account_frozen: '账号已冻结',
      user_not_permitted: '无权授权',
      login_check_failed: '校验服务不可用',
      login_check_unreadable: '校验服务不可用',
      form_forged: '页面已过期',
      unknown: '未能登录',
    },
    notYou: '不是您本人操作？',
    changePassword: '请立即修改密码',
  },
  en: {
    title: 'Logins',
    here: 'Where you are logged in',
    hereExplained: 'If you do not know one of them, log it out and change your password.',
    status: 'Status',
    thisOne: 'this one',
    began: 'Logged in',
    network: 'Network',
    browser: 'Browser',
    unknown: 'unknown',
    end: 'Log out',
    endOf: (browser, when) => `Log out ${browser}, logged in ${when}`,
    endOthers: 'Log out all others',
    history: 'Last logins',
    historyExplained: (days) =>
      `Kept for ${days} days at most. The last part of a network address is not kept.`,
    noLogins: 'There are none yet.',
    when: 'When',
    outcome: 'Outcome',
    outcomes: {
      in: 'logged in',
      address_denied: 'network not allowed',
      username_missing: 'no user name',
      username_unknown: 'unknown user name',
      password_missing: 'no password',
      account_disabled: 'account closed',
      password_wrong: 'wrong password',
      account_frozen: 'account frozen',
      user_not_permitted: 'may not authorise',
      login_check_failed: 'login service failed',
      login_check_unreadable: 'login service failed',
      form_forged: 'page too old',
      unknown: 'not let in',
    },
    notYou: 'Was that not you?',
    changePassword: 'Change your password now',
  },
  th: {
    title: 'ประวัติการเข้าสู่ระบบ',
    here: 'อุปกรณ์ที่เข้าสู่ระบบอยู่',
    hereExplained: 'หากมีอุปกรณ์ที่คุณไม่รู้จัก โปรดออกจากระบบบนอุปกรณ์นั้นแล้วเปลี่ยนรหัสผ่าน',
    status: 'สถานะ',
    thisOne: 'อุปกรณ์นี้',
    began: 'เข้าสู่ระบบเมื่อ',
    network: 'เครือข่าย',
    browser: 'เบราว์เซอร์',
    unknown: 'ไม่ทราบ',
    end: 'ออกจากระบบ',
    endOf: (browser, when) => `ออกจากระบบ ${browser} ที่เข้าเมื่อ ${when}`,
    endOthers: 'ออกจากระบบอุปกรณ์อื่นทั้งหมด',
    history: 'การเข้าสู่ระบบล่าสุด',
    historyExplained: (days) => `เก็บไว้ไม่เกิน ${days} วัน ไม่เก็บส่วนท้ายของที่อยู่เครือข่าย`,
    noLogins: 'ยังไม่มีประวัติ',
    when: 'เวลา',
    outcome: 'ผล',
    outcomes: {
      in: 'สำเร็จ',
      address_denied: 'เครือข่ายไม่ได้รับอนุญาต',
      username_missing: 'ไม่ได้กรอกชื่อผู้ใช้',
      username_unknown: 'ไม่มีชื่อผู้ใช้นี้',
      password_missing: 'ไม่ได้กรอกรหัสผ่าน',
      account_disabled: 'บัญชีถูกปิด',
      password_wrong: 'รหัสผ่านผิด',
      account_frozen: 'บัญชีถูกระงับ',
      user_not_permitted: 'ไม่มีสิทธิ์อนุญาต',
      login_check_failed: 'ระบบตรวจสอบไม่ตอบสนอง',
      login_check_unreadable: 'ระบบตรวจสอบไม่ตอบสนอง',
      form_forged: 'หน้าหมดอายุ',
      unknown: 'เข้าสู่ระบบไม่ได้',
    },
    notYou: 'ไม่ใช่คุณใช่ไหม',
    changePassword: 'เปลี่ยนรหัสผ่านทันที',
  },
}
