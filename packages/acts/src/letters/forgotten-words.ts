import { inEveryLanguage } from '@hufu/web/design/language'

export const forgottenWords = inEveryLanguage({
  en: {
    title: 'Reset your password',
    off: 'This site does not send e-mail, so you cannot reset a password here. Ask the administrator of your shop, or support.',
    explained:
      'Enter your user name or e-mail address. We send a link to the e-mail address of the account. With it you choose a new password.',
    nameOrEmail: 'User name or e-mail address',
    send: 'Send the link',
    tooOften: 'Too many requests came from your network. Try again in 15 minutes.',
    sentTitle: 'Check your e-mail',
    sent: 'If there is such an account with an e-mail address, we have sent a link. It works once, within an hour. If you asked for several links, only the latest works.',
    notArrived: 'If nothing arrives, check your spam folder, or ask the administrator of your shop.',
    backToLogin: 'Back to the login',
    resetTitle: 'Choose a new password',
    resetFor: (username: string) => `For the user “${username}”`,
    reset: 'Set the password',
    notGood: 'This link does not work any more: it was used, has expired, or a newer one was sent.',
    again: 'Send a new link',
    welcomeTitle: 'Welcome: choose a password',
    invitationNotGood:
      'This invitation does not work any more: it was used, has expired, or a newer one was sent. Ask the administrator of the platform for a new one.',
    invitationSubject: 'Choose a password for your account',
    invitation: (name: string, username: string, days: number, link: string) =>
      `Dear ${name},\n\nthe platform has sent you a link to choose the password of your account "${username}". Open it within ${days} days:\n\n${link}\n\nThe link works once. Do not share it.\n`,
    subject: 'Your new password',
    letter: (name: string, username: string, link: string) =>
      `Dear ${name},\n\nsomebody, probably you, has asked for a new password for the user "${username}". To choose one, open this link within an hour:\n\n${link}\n\nIf you did not ask for it, do nothing: your password does not change. Do not share this link.\n`,
  },
  'zh-CN': {
    title: '忘记密码',
    off: '本站没有开通邮件服务，无法通过邮件重设密码。请联系店铺管理员或平台客服。',
    explained: '请输入用户名或邮箱地址，我们会向该账号的邮箱发送一个链接，用于设置新密码。',
    nameOrEmail: '用户名或邮箱',
    send: '发送链接',
    tooOften: '来自您网络的请求过多，请一刻钟后再试。',
    sentTitle: '请查收邮件',
    sent: '如果该账号存在并且登记了邮箱，我们已发送一个链接。链接 1 小时内有效，只能使用一次，以最后收到的为准。',
    notArrived: '没有收到？请检查垃圾邮件，或联系店铺管理员。',
    backToLogin: '返回登录',
    resetTitle: '设置新密码',
    resetFor: (username) => `用户“${username}”`,
    reset: '设置新密码',
    notGood: '此链接已失效：它已被使用、已过期，或者之后又发送了新的链接。',
    again: '重新发送链接',
    welcomeTitle: '欢迎，请设置密码',
    invitationNotGood:
      '此邀请已失效：它已被使用、已过期，或者之后又发送了新的邀请。请联系平台管理员重新发送。',
    invitationSubject: '请设置账号密码',
    invitation: (name, username, days, link) =>
      `${name}，您好：\n\n平台管理员请您为账号“${username}”设置密码。请在 ${days} 天内打开以下链接：\n\n${link}\n\n链接只能使用一次，请勿转发给任何人。\n`,
    subject: '重设您的密码',
    letter: (name, username, link) =>
      `${name}，您好：\n\n有人（可能是您）申请重设用户“${username}”的密码。请在 1 小时内打开以下链接设置新密码：\n\n${link}\n\n如果不是您本人申请，请忽略本邮件，密码不会改变。请勿将此链接转发给任何人。\n`,
  },
  th: {
    title: 'ลืมรหัสผ่าน',
    off: 'เว็บไซต์นี้ไม่ส่งอีเมล จึงตั้งรหัสผ่านใหม่ทางอีเมลไม่ได้ โปรดติดต่อผู้ดูแลร้านหรือฝ่ายสนับสนุน',
    explained: 'กรอกชื่อผู้ใช้หรืออีเมล เราจะส่งลิงก์ตั้งรหัสผ่านใหม่ไปยังอีเมลของบัญชีนั้น',
    nameOrEmail: 'ชื่อผู้ใช้หรืออีเมล',
    send: 'ส่งลิงก์',
    tooOften: 'มีคำขอจากเครือข่ายของคุณมากเกินไป โปรดลองใหม่ในอีก 15 นาที',
    sentTitle: 'โปรดตรวจอีเมล',
    sent: 'หากมีบัญชีนี้และมีอีเมลบันทึกไว้ เราได้ส่งลิงก์แล้ว ลิงก์ใช้ได้ครั้งเดียวภายใน 1 ชั่วโมง หากได้รับหลายฉบับให้ใช้ฉบับล่าสุด',
    notArrived: 'ไม่ได้รับใช่ไหม โปรดดูในอีเมลขยะ หรือติดต่อผู้ดูแลร้าน',
    backToLogin: 'กลับไปเข้าสู่ระบบ',
    resetTitle: 'ตั้งรหัสผ่านใหม่',
    resetFor: (username) => `สำหรับผู้ใช้ “${username}”`,
    reset: 'ตั้งรหัสผ่าน',
    notGood: 'ลิงก์นี้ใช้ไม่ได้แล้ว: ถูกใช้ไปแล้ว หมดอายุ หรือมีลิงก์ใหม่กว่า',
    again: 'ส่งลิงก์ใหม่',
    welcomeTitle: 'ยินดีต้อนรับ โปรดตั้งรหัสผ่าน',
    invitationNotGood: 'คำเชิญนี้ใช้ไม่ได้แล้ว: ถูกใช้ไปแล้ว หมดอายุ หรือมีคำเชิญใหม่กว่า โปรดขอใหม่จากผู้ดูแลแพลตฟอร์ม',
    invitationSubject: 'โปรดตั้งรหัสผ่านของบัญชี',
    invitation: (name, username, days, link) =>
      `เรียน ${name}\n\nผู้ดูแลแพลตฟอร์มขอให้คุณตั้งรหัสผ่านของบัญชี “${username}” โปรดเปิดลิงก์นี้ภายใน ${days} วัน:\n\n${link}\n\nลิงก์ใช้ได้ครั้งเดียว อย่าให้แก่ผู้ใด\n`,
    subject: 'ตั้งรหัสผ่านใหม่',
    letter: (name, username, link) =>
      `เรียน ${name}\n\nมีผู้ขอตั้งรหัสผ่านใหม่ให้ผู้ใช้ “${username}” (อาจเป็นคุณ) โปรดเปิดลิงก์นี้ภายใน 1 ชั่วโมง:\n\n${link}\n\nหากคุณไม่ได้ขอ ไม่ต้องทำอะไร รหัสผ่านจะไม่เปลี่ยน อย่าให้ลิงก์นี้แก่ผู้ใด\n`,
  },
})
