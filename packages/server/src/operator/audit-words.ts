import type { Actor } from '@hufu/engine'
import type { InEveryLanguage } from '../design/language.ts'

interface AuditWords {
  readonly title: string
  readonly about: (days: string) => string
  readonly text: string
  readonly actor: string
  readonly action: string
  readonly actionHint: string
  readonly subject: string
  readonly from: string
  readonly to: string
  readonly search: string
  readonly all: string
  readonly found: string
  readonly nothing: string
  readonly when: string
  readonly who: string
  readonly what: string
  readonly toWhat: string
  readonly detail: string
  readonly where: string
  readonly older: string
  readonly newest: string
  readonly exportCsv: string
  readonly exportLines: string
  readonly kinds: Readonly<Record<Actor['kind'], string>>
  readonly commandLine: string
}

export const auditWords: InEveryLanguage<AuditWords> = {
  'zh-CN': {
    title: '审计日志',
    about: (days) => `记录谁在何时何地对什么做了什么。任何人都不能修改或删除记录；满 ${days} 天后自动清除。`,
    text: '任意文字',
    actor: '操作人',
    action: '操作',
    actionHint: '例如 app.approve',
    subject: '对象',
    from: '从',
    to: '到（含当日）',
    search: '搜索',
    all: '清除条件',
    found: '审计记录',
    nothing: '没有符合条件的记录。',
    when: '时间',
    who: '操作人',
    what: '操作',
    toWhat: '对象',
    detail: '详情',
    where: '来源',
    older: '更早的记录',
    newest: '回到最新',
    exportCsv: '导出 CSV',
    exportLines: '导出 JSON Lines',
    kinds: { operator: '运营', developer: '开发者', merchant: '商家', system: '系统' },
    commandLine: '命令行',
  },
  en: {
    title: 'Audit log',
    about: (days) =>
      `Who did what to what, when, and from where. Nobody can change or remove an entry; after ${days} days it goes by itself.`,
    text: 'Any text',
    actor: 'Who',
    action: 'Action',
    actionHint: 'Such as app.approve',
    subject: 'To what',
    from: 'From',
    to: 'To (that day included)',
    search: 'Search',
    all: 'Clear the search',
    found: 'Entries of the audit log',
    nothing: 'Nothing fits.',
    when: 'When',
    who: 'Who',
    what: 'Action',
    toWhat: 'To what',
    detail: 'Detail',
    where: 'From where',
    older: 'Older entries',
    newest: 'Back to the newest',
    exportCsv: 'Export as CSV',
    exportLines: 'Export as JSON lines',
    kinds: { operator: 'operator', developer: 'developer', merchant: 'merchant', system: 'system' },
    commandLine: 'command line',
  },
  th: {
    title: 'บันทึกการตรวจสอบ',
    about: (days) => `ใครทำอะไรกับสิ่งใด เมื่อใด และจากที่ใด ไม่มีใครแก้ไขหรือลบรายการได้ รายการจะหมดไปเองหลัง ${days} วัน`,
    text: 'ข้อความใดก็ได้',
    actor: 'ผู้ทำ',
    action: 'การกระทำ',
    actionHint: 'เช่น app.approve',
    subject: 'ทำกับสิ่งใด',
    from: 'ตั้งแต่',
    to: 'ถึง (รวมวันนั้น)',
    search: 'ค้นหา',
    all: 'ล้างเงื่อนไข',
    found: 'รายการในบันทึก',
    nothing: 'ไม่พบรายการที่ตรงกัน',
    when: 'เมื่อ',
    who: 'ผู้ทำ',
    what: 'การกระทำ',
    toWhat: 'ทำกับสิ่งใด',
    detail: 'รายละเอียด',
    where: 'จากที่ใด',
    older: 'รายการที่เก่ากว่า',
    newest: 'กลับไปรายการล่าสุด',
    exportCsv: 'ส่งออกเป็น CSV',
    exportLines: 'ส่งออกเป็น JSON Lines',
    kinds: { operator: 'ผู้ดูแล', developer: 'นักพัฒนา', merchant: 'ร้านค้า', system: 'ระบบ' },
    commandLine: 'บรรทัดคำสั่ง',
  },
}
