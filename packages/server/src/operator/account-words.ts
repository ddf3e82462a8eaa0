import type { InEveryLanguage } from '../design/language.ts'

interface AccountWords {
  readonly email: string
  readonly status: string
  readonly active: string
  readonly disabled: string
  readonly frozen: string
  readonly frozenFor: (network: string, until: string) => string
  readonly frozenForNew: (until: string) => string
  readonly since: string
  readonly add: string
  readonly account: string
  readonly disable: string
  readonly enable: string
  readonly thaw: string
  readonly thawEffect: string
  readonly sessions: string
  readonly noSessions: string
  readonly began: string
  readonly ends: string
  readonly endSessions: string
  readonly personalData: string
  readonly personalHelp: string
  readonly export: string
  readonly erase: string
  readonly back: string
}

/** What the console says of accounts, whoever's they are. */
export const accountWords: InEveryLanguage<AccountWords> = {
  'zh-CN': {
    email: '邮箱',
    status: '状态',
    active: '正常',
    disabled: '已停用',
    frozen: '已冻结',
    frozenFor: (network, until) => `密码错误次数过多：来自 ${network} 的登录冻结至 ${until}。`,
    frozenForNew: (until) => `密码错误次数过多：从未登录过此账号的网络冻结至 ${until}。`,
    since: '创建时间',
    add: '新增',
    account: '账号',
    disable: '停用账号',
    enable: '恢复账号',
    thaw: '解除冻结',
    thawEffect: '清除密码错误的计数，所有网络都可以重新尝试。',
    sessions: '登录会话',
    noSessions: '当前没有登录。',
    began: '开始',
    ends: '结束',
    endSessions: '全部退出登录',
    personalData: '个人信息',
    personalHelp: '导出此人的全部信息，或将其删除。保存期限见文档 personal-data。',
    export: '导出（JSON）',
    erase: '删除此人的信息',
    back: '返回',
  },
  en: {
    email: 'E-mail',
    status: 'Status',
    active: 'active',
    disabled: 'disabled',
    frozen: 'frozen',
    frozenFor: (network, until) =>
      `Too many wrong passwords: logins from ${network} are frozen until ${until}.`,
    frozenForNew: (until) =>
      `Too many wrong passwords: networks from which nobody has logged in to this account before are frozen until ${until}.`,
    since: 'Since',
    add: 'Add',
    account: 'Account',
    disable: 'Disable the account',
    enable: 'Enable the account',
    thaw: 'Thaw',
    thawEffect: 'Forgets wrong passwords: every network may try again.',
    sessions: 'Sessions',
    noSessions: 'Not logged in anywhere.',
    began: 'Began',
    ends: 'Ends',
    endSessions: 'Log out everywhere',
    personalData: 'Personal data',
    personalHelp:
      'Take along all that is kept about this person, or delete it. How long what is kept: docs/personal-data.md.',
    export: 'Export (JSON)',
    erase: 'Delete this person’s data',
    back: 'Back',
  },
  th: {
    email: 'อีเมล',
    status: 'สถานะ',
    active: 'ใช้งานอยู่',
    disabled: 'ปิดใช้งาน',
    frozen: 'ถูกระงับชั่วคราว',
    frozenFor: (network, until) => `ใส่รหัสผ่านผิดหลายครั้งเกินไป การเข้าสู่ระบบจาก ${network} ถูกระงับจนถึง ${until}`,
    frozenForNew: (until) => `ใส่รหัสผ่านผิดหลายครั้งเกินไป เครือข่ายที่ไม่เคยเข้าสู่ระบบบัญชีนี้ถูกระงับจนถึง ${until}`,
    since: 'ตั้งแต่',
    add: 'เพิ่ม',
    account: 'บัญชี',
    disable: 'ปิดใช้งานบัญชี',
    enable: 'เปิดใช้งานบัญชี',
    thaw: 'ยกเลิกการระงับ',
    thawEffect: 'ล้างจำนวนครั้งที่ใส่รหัสผ่านผิด ทุกเครือข่ายลองใหม่ได้',
    sessions: 'เซสชัน',
    noSessions: 'ไม่ได้เข้าสู่ระบบที่ใด',
    began: 'เริ่ม',
    ends: 'สิ้นสุด',
    endSessions: 'ออกจากระบบทุกที่',
    personalData: 'ข้อมูลส่วนบุคคล',
    personalHelp: 'ส่งออกข้อมูลทั้งหมดของบุคคลนี้ หรือลบออก ระยะเวลาเก็บอยู่ใน docs/personal-data.md',
    export: 'ส่งออก (JSON)',
    erase: 'ลบข้อมูลของบุคคลนี้',
    back: 'กลับ',
  },
}
