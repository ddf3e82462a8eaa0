import type { InEveryLanguage } from '../design/language.ts'

interface OrganisationWords {
  readonly organisation: string
  readonly name: string
  readonly nameHint: string
  readonly nameShown: string
  readonly verified: string
  readonly notVerified: string
  readonly save: string
  readonly developers: string
  readonly email: string
  readonly factor: string
  readonly on: string
  readonly off: string
  readonly since: string
  readonly you: string
  readonly disabled: string
  readonly remove: string
  readonly leave: string
  readonly removeText: (name: string) => string
  readonly leaveText: string
  readonly lastStays: string
  readonly invite: string
  readonly inviteHint: (days: number) => string
  readonly sendInvitation: string
  readonly wrongEmail: string
  readonly alreadyHere: string
  readonly tooMany: string
  readonly linkTitle: string
  readonly linkText: (email: string) => string
  readonly back: string
  readonly copy: string
  readonly copied: string
}

export const organisationWords: InEveryLanguage<OrganisationWords> = {
  'zh-CN': {
    organisation: '组织',
    name: '名称',
    nameHint: '更改名称后，平台会重新认证。最多 60 个字符，不能含有网址或邮箱地址。',
    nameShown: '您的组织有已上线或审核中的应用，商家会看到此名称。如需更改，请联系平台。',
    verified: '平台已认证',
    notVerified: '平台未认证',
    save: '保存',
    developers: '开发者',
    email: '邮箱',
    factor: '两步验证',
    on: '已开启',
    off: '未开启',
    since: '加入时间',
    you: '您',
    disabled: '已停用',
    remove: '移出',
    leave: '离开组织',
    removeText: (name) => `${name} 将立即失去对所有应用的访问权限，其账号会被删除。`,
    leaveText: '您将失去对所有应用的访问权限，您的账号会被删除。',
    lastStays: '组织至少要有一名开发者。请先邀请他人。',
    invite: '邀请同事',
    inviteHint: (days) => `同事会收到一个 ${days} 天内有效的链接，加入后与您共同管理所有应用。`,
    sendInvitation: '发送邀请',
    wrongEmail: '这不是有效的邮箱地址，例如 li@example.com。',
    alreadyHere: '此邮箱的开发者已在组织中。',
    tooMany: '暂时无法发送更多邀请，请稍后再试。',
    linkTitle: '邀请链接',
    linkText: (email) => `本平台目前无法发送邮件。请将此链接转交给 ${email}，它只显示这一次：`,
    back: '返回组织',
    copy: '复制',
    copied: '已复制',
  },
  en: {
    organisation: 'Organisation',
    name: 'Name',
    nameHint:
      'Under another name, the platform looks at who you are again. At most 60 characters, no web or e-mail address.',
    nameShown:
      'An app of your organisation is online or in review, and merchants are shown this name: ask the platform to change it.',
    verified: 'verified by the platform',
    notVerified: 'not verified',
    save: 'Save',
    developers: 'Developers',
    email: 'E-mail',
    factor: 'Second factor',
    on: 'on',
    off: 'off',
    since: 'Since',
    you: 'you',
    disabled: 'disabled',
    remove: 'Remove',
    leave: 'Leave',
    removeText: (name) => `${name} loses access to all apps at once, and the account is deleted.`,
    leaveText: 'You lose access to all apps at once, and your account is deleted.',
    lastStays: 'An organisation has one developer at least. Invite another first.',
    invite: 'Invite a colleague',
    inviteHint: (days) =>
      `Your colleague is sent a link that is good for ${days} days, and then sees to all apps as you do.`,
    sendInvitation: 'Send the invitation',
    wrongEmail: 'This is no e-mail address, such as li@example.com.',
    alreadyHere: 'A developer with this address is here already.',
    tooMany: 'No more invitations can be sent for now: try again later.',
    linkTitle: 'Link of the invitation',
    linkText: (email) =>
      `This platform cannot send mail at present. Hand this link to ${email}; it is shown only now:`,
    back: 'Back to the organisation',
    copy: 'Copy',
    copied: 'Copied',
  },
  th: {
    organisation: 'องค์กร',
    name: 'ชื่อ',
    nameHint: 'เมื่อเปลี่ยนชื่อ แพลตฟอร์มจะตรวจสอบตัวตนอีกครั้ง ไม่เกิน 60 อักขระ ห้ามมีที่อยู่เว็บหรืออีเมล',
    nameShown: 'องค์กรของคุณมีแอปที่ออนไลน์หรือกำลังรอตรวจสอบ และร้านค้าเห็นชื่อนี้ หากต้องการเปลี่ยน โปรดติดต่อแพลตฟอร์ม',
    verified: 'แพลตฟอร์มยืนยันแล้ว',
    notVerified: 'ยังไม่ได้ยืนยัน',
    save: 'บันทึก',
    developers: 'นักพัฒนา',
    email: 'อีเมล',
    factor: 'สองขั้นตอน',
    on: 'เปิด',
    off: 'ปิด',
    since: 'ตั้งแต่',
    you: 'คุณ',
    disabled: 'ปิดใช้งาน',
    remove: 'นำออก',
    leave: 'ออกจากองค์กร',
    removeText: (name) => `${name} จะเสียสิทธิ์เข้าถึงแอปทั้งหมดทันที และบัญชีจะถูกลบ`,
    leaveText: 'คุณจะเสียสิทธิ์เข้าถึงแอปทั้งหมดทันที และบัญชีของคุณจะถูกลบ',
    lastStays: 'องค์กรต้องมีนักพัฒนาอย่างน้อยหนึ่งคน โปรดเชิญผู้อื่นก่อน',
    invite: 'เชิญเพื่อนร่วมงาน',
    inviteHint: (days) => `เพื่อนร่วมงานจะได้รับลิงก์ที่ใช้ได้ ${days} วัน และจะดูแลแอปทั้งหมดร่วมกับคุณ`,
    sendInvitation: 'ส่งคำเชิญ',
    wrongEmail: 'นี่ไม่ใช่อีเมลที่ถูกต้อง เช่น li@example.com',
    alreadyHere: 'มีนักพัฒนาที่ใช้อีเมลนี้อยู่แล้ว',
    tooMany: 'ยังส่งคำเชิญเพิ่มไม่ได้ในขณะนี้ โปรดลองใหม่ภายหลัง',
    linkTitle: 'ลิงก์คำเชิญ',
    linkText: (email) => `ขณะนี้แพลตฟอร์มส่งอีเมลไม่ได้ โปรดส่งลิงก์นี้ให้ ${email} ลิงก์จะแสดงเพียงครั้งนี้:`,
    back: 'กลับไปที่องค์กร',
    copy: 'คัดลอก',
    copied: 'คัดลอกแล้ว',
  },
}
