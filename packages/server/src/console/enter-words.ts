import type { InEveryLanguage } from '../design/language.ts'

interface EnterWords {
  readonly register: string
  readonly organisation: string
  readonly organisationHint: string
  readonly email: string
  readonly emailHint: string
  readonly sendLink: string
  readonly invitationOnly: string
  readonly noMail: string
  readonly haveAccount: string
  readonly sent: string
  readonly sentText: string
  readonly welcome: (organisation: string) => string
  readonly joining: (organisation: string) => string
  readonly name: string
  readonly password: string
  readonly passwordRule: (least: number) => string
  readonly begin: string
  readonly forgotten: string
  readonly newPassword: string
  readonly save: string
  readonly linkOver: string
  readonly linkOverText: string
  readonly tooMany: string
  readonly wrongEmail: string
}

/** Of the pages by which somebody comes to an account, or back to it. */
export const enterWords: InEveryLanguage<EnterWords> = {
  'zh-CN': {
    register: '注册开发者账号',
    organisation: '组织名称',
    organisationHint: '公司或团队的名称，商家授权时会看到。',
    email: '邮箱',
    emailHint: '我们会发送一个链接，您打开后设置密码。',
    sendLink: '发送链接',
    invitationOnly: '本平台的开发者账号须由平台邀请开通。请联系平台管理员。',
    noMail: '本平台目前无法发送邮件，请联系平台管理员。',
    haveAccount: '已有账号？登录',
    sent: '请查收邮件',
    sentText: '我们已向该邮箱发送邮件，请打开其中的链接继续。几分钟后仍未收到时，请检查垃圾邮件并核对地址。',
    welcome: (organisation) => `创建「${organisation}」`,
    joining: (organisation) => `加入「${organisation}」`,
    name: '您的姓名',
    password: '密码',
    passwordRule: (least) => `至少 ${least} 个字符，且不能与邮箱相同。`,
    begin: '开始使用',
    forgotten: '忘记密码',
    newPassword: '新密码',
    save: '保存',
    linkOver: '链接已失效',
    linkOverText: '此链接已使用、已过期或被更新的链接取代。请重新申请。',
    tooMany: '来自此网络的申请过多，请一小时后再试。',
    wrongEmail: '这不是有效的邮箱地址，例如 li@example.com。',
  },
  en: {
    register: 'Register as a developer',
    organisation: 'Organisation',
    organisationHint: 'The name of your company or team. Merchants see it when they authorise.',
    email: 'E-mail',
    emailHint: 'We send a link there, by which you choose a password.',
    sendLink: 'Send the link',
    invitationOnly: 'Developers are invited here. Ask the operator of this platform.',
    noMail: 'This platform cannot send mail at present. Ask its operator.',
    haveAccount: 'Log in with an account that you have',
    sent: 'Look into your mail',
    sentText:
      'We have sent a letter to this address; go on by the link in it. If nothing has come within some minutes, look among the spam, and check the address.',
    welcome: (organisation) => `Begin with ${organisation}`,
    joining: (organisation) => `Join ${organisation}`,
    name: 'Your name',
    password: 'Password',
    passwordRule: (least) => `At least ${least} characters, and not your e-mail address.`,
    begin: 'Begin',
    forgotten: 'Forgotten password',
    newPassword: 'New password',
    save: 'Save',
    linkOver: 'This link is no longer good',
    linkOverText: 'It was used, it is too old, or a newer one has taken its place. Ask for another.',
    tooMany: 'Too many requests from this network: try again in an hour.',
    wrongEmail: 'This is no e-mail address, such as li@example.com.',
  },
  th: {
    register: 'ลงทะเบียนเป็นนักพัฒนา',
    organisation: 'องค์กร',
    organisationHint: 'ชื่อบริษัทหรือทีมของคุณ ผู้ค้าจะเห็นชื่อนี้เมื่ออนุญาต',
    email: 'อีเมล',
    emailHint: 'เราจะส่งลิงก์ไปที่อีเมลนี้เพื่อให้คุณตั้งรหัสผ่าน',
    sendLink: 'ส่งลิงก์',
    invitationOnly: 'แพลตฟอร์มนี้รับนักพัฒนาโดยการเชิญเท่านั้น โปรดติดต่อผู้ดูแลแพลตฟอร์ม',
    noMail: 'ขณะนี้แพลตฟอร์มไม่สามารถส่งอีเมลได้ โปรดติดต่อผู้ดูแล',
    haveAccount: 'มีบัญชีแล้ว? เข้าสู่ระบบ',
    sent: 'โปรดตรวจสอบอีเมล',
    sentText:
      'เราได้ส่งอีเมลไปยังที่อยู่นี้แล้ว โปรดดำเนินการต่อจากลิงก์ในอีเมล หากไม่ได้รับภายในไม่กี่นาที โปรดดูในกล่องสแปมและตรวจสอบที่อยู่อีกครั้ง',
    welcome: (organisation) => `เริ่มต้นกับ ${organisation}`,
    joining: (organisation) => `เข้าร่วม ${organisation}`,
    name: 'ชื่อของคุณ',
    password: 'รหัสผ่าน',
    passwordRule: (least) => `อย่างน้อย ${least} ตัวอักษร และต้องไม่ใช่อีเมลของคุณ`,
    begin: 'เริ่มใช้งาน',
    forgotten: 'ลืมรหัสผ่าน',
    newPassword: 'รหัสผ่านใหม่',
    save: 'บันทึก',
    linkOver: 'ลิงก์นี้ใช้ไม่ได้แล้ว',
    linkOverText: 'ลิงก์ถูกใช้ไปแล้ว หมดอายุ หรือมีลิงก์ใหม่กว่าแทนที่ โปรดขอลิงก์ใหม่',
    tooMany: 'มีคำขอจากเครือข่ายนี้มากเกินไป โปรดลองใหม่ในอีกหนึ่งชั่วโมง',
    wrongEmail: 'นี่ไม่ใช่อีเมลที่ถูกต้อง เช่น li@example.com',
  },
}
