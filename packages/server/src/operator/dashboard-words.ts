import type { InEveryLanguage } from '../design/language.ts'
import type { Health, HealthOf } from './health.ts'

interface DashboardWords {
  readonly title: string
  readonly health: string
  readonly healthOf: Readonly<Record<HealthOf, string>>
  readonly states: Readonly<Record<HealthOf, Readonly<Record<Health['state'], string>>>>
  readonly answered: string
  readonly refused: string
  readonly waiting: string
  readonly frozen: string
  readonly thisProcess: string
  readonly reasons: string
  readonly reason: string
  readonly count: string
  readonly noRefusals: string
  readonly frozenNow: string
  readonly account: string
  readonly network: string
  readonly until: string
  readonly nobodyFrozen: string
  readonly expiring: string
  readonly nothingExpires: string
  readonly what: string
  readonly formerSecret: (app: string) => string
  readonly oneTime: (username: string) => string
  readonly notUsed: string
  readonly platformKeys: string
  readonly platform: string
  readonly rotated: string
  readonly neverRotated: string
  readonly sealsNothing: string
  readonly server: string
  readonly version: string
  readonly uptime: string
  readonly memory: string
  readonly mode: string
  readonly live: string
  readonly megabytes: (count: string) => string
}

export const dashboardWords: InEveryLanguage<DashboardWords> = {
  'zh-CN': {
    title: '概况',
    health: '健康状况',
    healthOf: { store: '数据库', janitor: '过期清理', keys: '密钥环', mail: '邮件' },
    states: {
      store: { good: '可写', wait: '可写', bad: '无法写入' },
      janitor: { good: '正常', wait: '正常', bad: '滞后' },
      keys: { good: '正常', wait: '有旧密钥待移除', bad: '不可用' },
      mail: { good: '已开启', wait: '未配置', bad: '不可用' },
    },
    answered: '一小时内成功请求',
    refused: '一小时内拒绝请求',
    waiting: '待审核应用',
    frozen: '已冻结账号',
    thisProcess: '仅此进程，自启动起最近一小时。',
    reasons: '拒绝原因',
    reason: '原因',
    count: '次数',
    noRefusals: '没有被拒绝的请求。',
    frozenNow: '当前冻结',
    account: '账号',
    network: '来自网络',
    until: '至',
    nobodyFrozen: '没有被冻结的账号。',
    expiring: '即将到期',
    nothingExpires: '七天内没有要到期的内容。',
    what: '内容',
    formerSecret: (app) => `${app} 的旧 AppSecret`,
    oneTime: (username) => `${username} 的一次性密码`,
    notUsed: '尚未使用',
    platformKeys: '平台密钥',
    platform: '平台',
    rotated: '上次更换',
    neverRotated: '日志中没有更换记录',
    sealsNothing: '没有平台使用密钥。',
    server: '服务器',
    version: '版本',
    uptime: '启动于',
    memory: '内存',
    mode: '模式',
    live: '每隔几秒自动更新',
    megabytes: (count) => `${count} MB`,
  },
  en: {
    title: 'Overview',
    health: 'Health',
    healthOf: { store: 'Store', janitor: 'Janitor', keys: 'Key ring', mail: 'Mail' },
    states: {
      store: { good: 'can be written', wait: 'can be written', bad: 'cannot be written' },
      janitor: { good: 'up to date', wait: 'up to date', bad: 'behind' },
      keys: { good: 'in order', wait: 'an old key is still there', bad: 'not to be used' },
      mail: { good: 'on', wait: 'not set up', bad: 'not to be used' },
    },
    answered: 'Answered in an hour',
    refused: 'Refused in an hour',
    waiting: 'Apps to review',
    frozen: 'Accounts frozen',
    thisProcess: 'In this process alone, in its last hour.',
    reasons: 'Why requests were refused',
    reason: 'Reason',
    count: 'How often',
    noRefusals: 'No request was refused.',
    frozenNow: 'Frozen now',
    account: 'Account',
    network: 'For the network',
    until: 'Until',
    nobodyFrozen: 'No account is frozen.',
    expiring: 'Soon to end',
    nothingExpires: 'Nothing ends within seven days.',
    what: 'What',
    formerSecret: (app) => `The former AppSecret of ${app}`,
    oneTime: (username) => `The one-time password of ${username}`,
    notUsed: 'not used yet',
    platformKeys: 'Keys of platforms',
    platform: 'Platform',
    rotated: 'Last replaced',
    neverRotated: 'not within the audit log',
    sealsNothing: 'No platform has a key.',
    server: 'This server',
    version: 'Version',
    uptime: 'Up since',
    memory: 'Memory',
    mode: 'Mode',
    live: 'Brought up to date every few seconds',
    megabytes: (count) => `${count} MB`,
  },
  th: {
    title: 'ภาพรวม',
    health: 'สถานะระบบ',
    healthOf: { store: 'ฐานข้อมูล', janitor: 'การล้างข้อมูลหมดอายุ', keys: 'พวงกุญแจ', mail: 'อีเมล' },
    states: {
      store: { good: 'เขียนได้', wait: 'เขียนได้', bad: 'เขียนไม่ได้' },
      janitor: { good: 'เป็นปัจจุบัน', wait: 'เป็นปัจจุบัน', bad: 'ล่าช้า' },
      keys: { good: 'ปกติ', wait: 'ยังมีกุญแจเก่าอยู่', bad: 'ใช้ไม่ได้' },
      mail: { good: 'เปิดอยู่', wait: 'ยังไม่ได้ตั้งค่า', bad: 'ใช้ไม่ได้' },
    },
    answered: 'ตอบแล้วในหนึ่งชั่วโมง',
    refused: 'ปฏิเสธในหนึ่งชั่วโมง',
    waiting: 'แอปที่รอตรวจ',
    frozen: 'บัญชีที่ถูกพัก',
    thisProcess: 'เฉพาะโพรเซสนี้ ในชั่วโมงที่ผ่านมา',
    reasons: 'เหตุผลที่ปฏิเสธ',
    reason: 'เหตุผล',
    count: 'จำนวนครั้ง',
    noRefusals: 'ไม่มีคำขอที่ถูกปฏิเสธ',
    frozenNow: 'ถูกพักอยู่ตอนนี้',
    account: 'บัญชี',
    network: 'สำหรับเครือข่าย',
    until: 'ถึง',
    nobodyFrozen: 'ไม่มีบัญชีที่ถูกพัก',
    expiring: 'ใกล้หมดอายุ',
    nothingExpires: 'ไม่มีอะไรหมดอายุภายในเจ็ดวัน',
    what: 'รายการ',
    formerSecret: (app) => `AppSecret เดิมของ ${app}`,
    oneTime: (username) => `รหัสผ่านใช้ครั้งเดียวของ ${username}`,
    notUsed: 'ยังไม่ได้ใช้',
    platformKeys: 'กุญแจของแพลตฟอร์ม',
    platform: 'แพลตฟอร์ม',
    rotated: 'เปลี่ยนครั้งล่าสุด',
    neverRotated: 'ไม่มีในบันทึก',
    sealsNothing: 'ไม่มีแพลตฟอร์มที่ใช้กุญแจ',
    server: 'เซิร์ฟเวอร์นี้',
    version: 'เวอร์ชัน',
    uptime: 'ทำงานตั้งแต่',
    memory: 'หน่วยความจำ',
    mode: 'โหมด',
    live: 'ปรับปรุงทุกไม่กี่วินาที',
    megabytes: (count) => `${count} MB`,
  },
}
