import type { Role } from '@hufu/engine'
import type { InEveryLanguage } from '../design/language.ts'

interface OperatorWords {
  readonly title: string
  readonly none: string
  readonly username: string
  readonly role: string
  readonly roles: Readonly<Record<Role, string>>
  readonly roleEffect: string
  readonly status: string
  readonly active: string
  readonly disabled: string
  readonly oneTime: string
  readonly you: string
  readonly since: string
  readonly add: string
  readonly addHint: string
  readonly save: string
  readonly reset: string
  readonly resetEffect: string
  readonly disable: string
  readonly enable: string
  readonly endSessions: string
  readonly passwordTitle: string
  readonly passwordHelp: (username: string) => string
  readonly copy: string
  readonly copied: string
  readonly back: string
}

export const operatorWords: InEveryLanguage<OperatorWords> = {
  'zh-CN': {
    title: '运营人员',
    none: '没有运营人员。',
    username: '用户名',
    role: '角色',
    roles: {
      admin: '管理员：全部权限',
      reviewer: '审核：审核、暂停应用',
      support: '客服：商家、开发者与授权',
      auditor: '审计：只看不改',
    },
    roleEffect: '立即生效，他的会话继续有效。',
    status: '状态',
    active: '正常',
    disabled: '已停用',
    oneTime: '尚未设置自己的密码',
    you: '您自己',
    since: '创建时间',
    add: '新增运营人员',
    addHint: '将显示一次性密码，仅可用于首次登录。',
    save: '保存',
    reset: '重置密码',
    resetEffect: '结束他的会话，并生成新的一次性密码。',
    disable: '停用',
    enable: '恢复',
    endSessions: '全部退出登录',
    passwordTitle: '一次性密码',
    passwordHelp: (username) =>
      `请用安全的方式交给“${username}”。此密码不会再显示，首次登录时须改为自己的密码。`,
    copy: '复制',
    copied: '已复制',
    back: '返回列表',
  },
  en: {
    title: 'Operators',
    none: 'There is no operator.',
    username: 'User name',
    role: 'Role',
    roles: {
      admin: 'Admin: everything',
      reviewer: 'Reviewer: judges and suspends apps',
      support: 'Support: merchants, developers, grants',
      auditor: 'Auditor: sees all, changes nothing',
    },
    roleEffect: 'In force at once; his sessions go on.',
    status: 'Status',
    active: 'active',
    disabled: 'disabled',
    oneTime: 'has not chosen a password yet',
    you: 'you',
    since: 'Since',
    add: 'Add an operator',
    addHint: 'A one-time password is shown, which is good for the first login alone.',
    save: 'Save',
    reset: 'Reset the password',
    resetEffect: 'Ends his sessions, and makes a new one-time password.',
    disable: 'Disable',
    enable: 'Enable',
    endSessions: 'Log out everywhere',
    passwordTitle: 'One-time password',
    passwordHelp: (username) =>
      `Give it to “${username}” by a safe way. It is not shown again; at the first login a password of his own takes its place.`,
    copy: 'Copy',
    copied: 'Copied',
    back: 'Back to the list',
  },
  th: {
    title: 'ผู้ดูแลระบบ',
    none: 'ไม่มีผู้ดูแลระบบ',
    username: 'ชื่อผู้ใช้',
    role: 'บทบาท',
    roles: {
      admin: 'ผู้ดูแล: ทุกอย่าง',
      reviewer: 'ผู้ตรวจ: ตรวจและระงับแอป',
      support: 'ฝ่ายช่วยเหลือ: ผู้ขาย นักพัฒนา การอนุญาต',
      auditor: 'ผู้ตรวจสอบ: ดูทั้งหมด ไม่แก้ไข',
    },
    roleEffect: 'มีผลทันที เซสชันของเขายังอยู่',
    status: 'สถานะ',
    active: 'ใช้งานอยู่',
    disabled: 'ปิดใช้งาน',
    oneTime: 'ยังไม่ได้ตั้งรหัสผ่านของตนเอง',
    you: 'คุณ',
    since: 'ตั้งแต่',
    add: 'เพิ่มผู้ดูแลระบบ',
    addHint: 'จะแสดงรหัสผ่านแบบใช้ครั้งเดียวสำหรับการเข้าสู่ระบบครั้งแรก',
    save: 'บันทึก',
    reset: 'ตั้งรหัสผ่านใหม่',
    resetEffect: 'สิ้นสุดเซสชันของเขา และสร้างรหัสผ่านแบบใช้ครั้งเดียวใหม่',
    disable: 'ปิดใช้งาน',
    enable: 'เปิดใช้งาน',
    endSessions: 'ออกจากระบบทุกที่',
    passwordTitle: 'รหัสผ่านแบบใช้ครั้งเดียว',
    passwordHelp: (username) =>
      `ส่งให้ “${username}” ด้วยวิธีที่ปลอดภัย จะไม่แสดงอีก และต้องตั้งรหัสผ่านของตนเองเมื่อเข้าสู่ระบบครั้งแรก`,
    copy: 'คัดลอก',
    copied: 'คัดลอกแล้ว',
    back: 'กลับไปที่รายการ',
  },
}
