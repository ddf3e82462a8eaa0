import { counted, inEveryLanguage } from '@hufu/web/design/language'

export const passwordWords = inEveryLanguage({
  en: {
    title: 'Change your password',
    elsewhere: 'This account comes from another system. Change its password there.',
    endsSessions: 'You are logged out on all other devices.',
    endsGrants: (count: number, apps: string) =>
      `${counted('en', count, { one: '# application loses', other: '# applications lose' })} access at once, and you would have to authorise again: ${apps}.`,
    endsNoGrants: 'No authorization ends.',
    keepsGrants: (platforms: string) => `Your authorizations on ${platforms} stay active.`,
    now: 'Current password',
    fresh: 'New password',
    again: 'Repeat the new password',
    rule: (shortest: number) => `Use at least ${shortest} characters, and not your user name.`,
    change: 'Change the password',
    differ: 'The two new passwords differ.',
    refused: 'This password does not follow the rules above.',
    sameAsBefore: 'This is your current password.',
    changedSubject: 'Your password was changed',
    changed: (name: string, when: string, link: string) =>
      `Dear ${name},\n\nthe password of your account was changed on ${when}.\n\nIf that was not you, set a new one now:\n${link}\n`,
    movedSubject: 'The e-mail address of your account was changed',
    moved: (name: string, when: string) =>
      `Dear ${name},\n\nthe e-mail address of your account was changed on ${when}. This address receives no more messages about it.\n\nIf you did not ask for this, contact the platform now.\n`,
  },
  'zh-CN': {
    title: '修改密码',
    elsewhere: '此账号由其他系统管理，请在该系统中修改密码。',
    endsSessions: '修改后，其他设备将全部退出登录。',
    endsGrants: (count, apps) => `修改后，您对以下 ${count} 个应用的授权将立即失效，需要重新授权：${apps}。`,
    endsNoGrants: '目前没有会因此失效的授权。',
    keepsGrants: (platforms) => `以下平台的授权不受影响：${platforms}。`,
    now: '当前密码',
    fresh: '新密码',
    again: '再次输入新密码',
    rule: (shortest) => `至少 ${shortest} 个字符，不能与用户名相同。`,
    change: '修改密码',
    differ: '两次输入的新密码不一致。',
    refused: '此密码不符合要求。',
    sameAsBefore: '新密码不能与当前密码相同。',
    changedSubject: '您的密码已修改',
    changed: (name, when, link) =>
      `${name}，您好：\n\n您账号的密码已于 ${when} 修改。\n\n如果不是您本人操作，请立即重设密码：\n${link}\n`,
    movedSubject: '您账号的邮箱已更改',
    moved: (name, when) =>
      `${name}，您好：\n\n您账号的邮箱已于 ${when} 更改，今后的邮件不再发送到此地址。\n\n如果这不是您要求的，请立即联系平台。\n`,
  },
  th: {
    title: 'เปลี่ยนรหัสผ่าน',
    elsewhere: 'บัญชีนี้จัดการโดยระบบอื่น โปรดเปลี่ยนรหัสผ่านในระบบนั้น',
    endsSessions: 'อุปกรณ์อื่นทั้งหมดจะถูกออกจากระบบ',
    endsGrants: (count, apps) => `แอป ${count} แอปจะเข้าถึงไม่ได้ทันทีและต้องอนุญาตใหม่: ${apps}`,
    endsNoGrants: 'ไม่มีการอนุญาตใดสิ้นสุดเพราะการเปลี่ยนนี้',
    keepsGrants: (platforms) => `การอนุญาตบน ${platforms} ยังคงมีผล`,
    now: 'รหัสผ่านปัจจุบัน',
    fresh: 'รหัสผ่านใหม่',
    again: 'รหัสผ่านใหม่อีกครั้ง',
    rule: (shortest) => `อย่างน้อย ${shortest} ตัวอักษร และไม่ใช่ชื่อผู้ใช้`,
    change: 'เปลี่ยนรหัสผ่าน',
    differ: 'รหัสผ่านใหม่สองช่องไม่ตรงกัน',
    refused: 'รหัสผ่านนี้ใช้ไม่ได้',
    sameAsBefore: 'นี่คือรหัสผ่านปัจจุบันของคุณ',
    changedSubject: 'รหัสผ่านของคุณถูกเปลี่ยนแล้ว',
    changed: (name, when, link) =>
      `เรียน ${name}\n\nรหัสผ่านบัญชีของคุณถูกเปลี่ยนเมื่อ ${when}\n\nหากไม่ใช่คุณ โปรดตั้งรหัสผ่านใหม่ทันที:\n${link}\n`,
    movedSubject: 'อีเมลของบัญชีคุณถูกเปลี่ยนแล้ว',
    moved: (name, when) =>
      `เรียน ${name}\n\nอีเมลของบัญชีคุณถูกเปลี่ยนเมื่อ ${when} จากนี้จะไม่มีจดหมายส่งมาที่อยู่นี้อีก\n\nหากคุณไม่ได้ขอ โปรดติดต่อแพลตฟอร์มทันที\n`,
  },
})
