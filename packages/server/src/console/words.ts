/* What every page of the developer console says; each topic has words of its own beside it. */
import type { AppStatus } from '@hufu/engine'
import type { InEveryLanguage } from '../design/language.ts'
import type { AppTab } from './tabs.ts'

interface ConsoleWords {
  readonly brand: string
  readonly apps: string
  readonly account: string
  readonly noApps: string
  readonly name: string
  readonly platform: string
  readonly appKey: string
  readonly notIssued: string
  readonly status: string
  readonly created: string
  readonly refreshTokens: string
  /** Only some apps of this platform get refresh tokens. */
  readonly mayRefresh: string
  readonly mayNotRefresh: string
  readonly statuses: Readonly<Record<AppStatus, string>>
  readonly tabs: Readonly<Record<AppTab, string>>
  readonly tabsLabel: string
  /** By key of `visit.goTo(path, done)`. */
  readonly done: Readonly<Record<string, string>>
}

export const consoleWords: InEveryLanguage<ConsoleWords> = {
  'zh-CN': {
    brand: 'Hufu 开发者',
    apps: '应用',
    account: '账号',
    noApps: '还没有应用。',
    name: '名称',
    platform: '平台',
    appKey: 'AppKey',
    notIssued: '审核通过后发放',
    status: '状态',
    created: '创建于',
    refreshTokens: '刷新令牌',
    mayRefresh: '有权获得',
    mayNotRefresh: '没有权限：令牌到期后商家需要重新授权。如需要，请联系平台。',
    statuses: {
      draft: '草稿',
      online_test: '线上测试',
      submitted: '审核中',
      changes_requested: '需修改',
      online: '已上线',
      suspended: '已暂停',
      rejected: '未通过',
    },
    tabs: {
      overview: '概览',
      settings: '设置',
      try: '试一试',
      log: '日志',
      usage: '用量',
      reference: '参考',
    },
    tabsLabel: '此应用',
    done: {
      begun: '欢迎！您的账号已就绪。',
      password: '密码已更改。',
      name: '已保存。',
      factorRemoved: '两步验证已关闭。',
      sessionsEnded: '其他登录已退出。',
      invited: '邀请已发送。',
      removed: '已移出该开发者。',
      saved: '已保存。',
      proposed: '已提出更改，审核通过后生效。',
      test: '线上测试已开始。',
      submit: '已提交审核。',
      withdraw: '已撤回审核。',
      withdraw_changes: '已撤回更改。',
    },
  },
  en: {
    brand: 'Hufu developers',
    apps: 'Apps',
    account: 'Account',
    noApps: 'There are no apps yet.',
    name: 'Name',
    platform: 'Platform',
    appKey: 'AppKey',
    notIssued: 'issued on approval',
    status: 'Status',
    created: 'Created',
    refreshTokens: 'Refresh tokens',
    mayRefresh: 'The app gets them.',
    mayNotRefresh:
      'The app has no right to them: merchants authorise again when the access token ends. Ask the platform for the right.',
    statuses: {
      draft: 'draft',
      online_test: 'online test',
      submitted: 'in review',
      changes_requested: 'changes requested',
      online: 'online',
      suspended: 'suspended',
      rejected: 'rejected',
    },
    tabs: {
      overview: 'Overview',
      settings: 'Settings',
      try: 'Try it',
      log: 'Log',
      usage: 'Usage',
      reference: 'Reference',
    },
    tabsLabel: 'This app',
    done: {
      begun: 'Welcome: your account is ready.',
      password: 'The password was changed.',
      name: 'Saved.',
      factorRemoved: 'The second factor was removed.',
      sessionsEnded: 'Ended.',
      invited: 'The invitation was sent.',
      removed: 'The developer was removed.',
      saved: 'Saved.',
      proposed: 'Proposed: it is in force once it is approved.',
      test: 'The online test has started.',
      submit: 'Submitted for review.',
      withdraw: 'Withdrawn from review.',
      withdraw_changes: 'The changes are withdrawn.',
    },
  },
  th: {
    brand: 'Hufu สำหรับนักพัฒนา',
    apps: 'แอป',
    account: 'บัญชี',
    noApps: 'ยังไม่มีแอป',
    name: 'ชื่อ',
    platform: 'แพลตฟอร์ม',
    appKey: 'AppKey',
    notIssued: 'ออกให้เมื่อผ่านการตรวจสอบ',
    status: 'สถานะ',
    created: 'สร้างเมื่อ',
    refreshTokens: 'Refresh token',
    mayRefresh: 'แอปนี้ได้รับ',
    mayNotRefresh: 'แอปนี้ไม่มีสิทธิ์ได้รับ เมื่อ access token หมดอายุ ผู้ขายต้องอนุญาตใหม่ โปรดขอสิทธิ์จากแพลตฟอร์ม',
    statuses: {
      draft: 'ฉบับร่าง',
      online_test: 'ทดสอบออนไลน์',
      submitted: 'กำลังตรวจสอบ',
      changes_requested: 'ต้องแก้ไข',
      online: 'ออนไลน์',
      suspended: 'ถูกระงับ',
      rejected: 'ไม่ผ่าน',
    },
    tabs: {
      overview: 'ภาพรวม',
      settings: 'การตั้งค่า',
      try: 'ทดลองใช้',
      log: 'บันทึก',
      usage: 'การใช้งาน',
      reference: 'เอกสารอ้างอิง',
    },
    tabsLabel: 'แอปนี้',
    done: {
      begun: 'ยินดีต้อนรับ บัญชีของคุณพร้อมใช้งานแล้ว',
      password: 'เปลี่ยนรหัสผ่านแล้ว',
      name: 'บันทึกแล้ว',
      factorRemoved: 'ปิดการยืนยันสองขั้นตอนแล้ว',
      sessionsEnded: 'สิ้นสุดเซสชันแล้ว',
      invited: 'ส่งคำเชิญแล้ว',
      removed: 'นำนักพัฒนาออกแล้ว',
      saved: 'บันทึกแล้ว',
      proposed: 'เสนอแล้ว จะมีผลเมื่อผ่านการตรวจสอบ',
      test: 'เริ่มทดสอบออนไลน์แล้ว',
      submit: 'ส่งตรวจสอบแล้ว',
      withdraw: 'ถอนออกจากการตรวจสอบแล้ว',
      withdraw_changes: 'ถอนการเปลี่ยนแปลงแล้ว',
    },
  },
}
