import type { InEveryLanguage } from '../design/language.ts'

interface AccountWords {
  readonly profile: string
  readonly email: string
  readonly organisation: string
  readonly name: string
  readonly save: string
  readonly password: string
  readonly present: string
  readonly fresh: string
  readonly passwordRule: (least: number) => string
  readonly changePassword: string
  readonly endsOthers: string
  readonly wrongPresent: string
  readonly factor: string
  readonly factorOff: string
  readonly factorOffer: string
  readonly factorOn: (since: string) => string
  readonly recoveryLeft: (count: string) => string
  readonly addFactor: string
  readonly newCodes: string
  readonly removeFactor: string
  readonly confirmPassword: string
  readonly confirmCode: string
  readonly scan: string
  readonly qr: string
  readonly orType: string
  readonly openApp: string
  readonly code: string
  readonly codeHint: string
  readonly turnOn: string
  readonly wrongCode: string
  readonly expired: string
  readonly codesTitle: string
  readonly codesText: string
  readonly codesKept: string
  readonly copy: string
  readonly copied: string
  readonly sessions: string
  readonly begun: string
  readonly until: string
  readonly where: string
  readonly thisOne: string
  readonly end: string
  readonly endOthers: string
  readonly noOthers: string
}

export const accountWords: InEveryLanguage<AccountWords> = {
  'zh-CN': {
    profile: '个人资料',
    email: '邮箱',
    organisation: '组织',
    name: '姓名',
    save: '保存',
    password: '密码',
    present: '当前密码',
    fresh: '新密码',
    passwordRule: (least) => `至少 ${least} 个字符，且不能与邮箱相同。`,
    changePassword: '更改密码',
    endsOthers: '更改后，您在其他设备上的登录将全部退出。',
    wrongPresent: '当前密码不正确。',
    factor: '两步验证',
    factorOff: '未开启：仅凭密码即可登录。',
    factorOffer: '开启两步验证，保护您的应用密钥：登录时还需输入手机上的验证码。',
    factorOn: (since) => `已于 ${since} 开启：登录时需要身份验证器应用中的验证码。`,
    recoveryLeft: (count) => `剩余 ${count} 个恢复码。`,
    addFactor: '开启两步验证',
    newCodes: '生成新的恢复码',
    removeFactor: '关闭两步验证',
    confirmPassword: '输入密码以确认',
    confirmCode: '验证码或恢复码',
    scan: '用身份验证器应用扫描此二维码。',
    qr: '身份验证器应用的二维码',
    orType: '无法扫描时，在应用中手动输入此密钥：',
    openApp: '在应用中打开',
    code: '应用显示的六位验证码',
    codeHint: '输入正确的验证码后才会开启。',
    turnOn: '开启',
    wrongCode: '验证码不正确。请确认手机时间准确，并等待下一个验证码。',
    expired: '页面停留过久，请重新扫描新的二维码。',
    codesTitle: '保存恢复码',
    codesText: '手机丢失时可用恢复码登录，每个只能使用一次。它们只显示这一次，请妥善保存。',
    codesKept: '我已保存，返回账号',
    copy: '复制',
    copied: '已复制',
    sessions: '登录状态',
    begun: '登录时间',
    until: '有效至',
    where: '设备与网络',
    thisOne: '当前',
    end: '退出',
    endOthers: '退出其他所有登录',
    noOthers: '没有其他登录。',
  },
  en: {
    profile: 'Profile',
    email: 'E-mail',
    organisation: 'Organisation',
    name: 'Name',
    save: 'Save',
    password: 'Password',
    present: 'Present password',
    fresh: 'New password',
    passwordRule: (least) => `At least ${least} characters, and not your e-mail address.`,
    changePassword: 'Change the password',
    endsOthers: 'Your sessions on other devices end with it.',
    wrongPresent: 'The present password is wrong.',
    factor: 'Second factor',
    factorOff: 'Off: the password alone is enough to log in.',
    factorOffer:
      'Protect the secrets of your apps: add a second factor, a code on your phone that a login asks for.',
    factorOn: (since) => `On since ${since}: a login asks for a code of your authenticator app.`,
    recoveryLeft: (count) => `Recovery codes left: ${count}.`,
    addFactor: 'Add a second factor',
    newCodes: 'Make new recovery codes',
    removeFactor: 'Remove the second factor',
    confirmPassword: 'Your password, to confirm',
    confirmCode: 'Code, or recovery code',
    scan: 'Scan this picture with an authenticator app.',
    qr: 'QR code for an authenticator app',
    orType: 'If you cannot scan, type this key into the app:',
    openApp: 'Open in an app',
    code: 'The six digits that the app shows',
    codeHint: 'Nothing is on before a right code was given.',
    turnOn: 'Turn on',
    wrongCode: 'The code is wrong. See that the clock of your phone is right, and wait for the next one.',
    expired: 'The page was open for too long: scan the new picture.',
    codesTitle: 'Keep your recovery codes',
    codesText:
      'With one of these you log in when your phone is lost; each is good once. They are shown only now.',
    codesKept: 'I have kept them: back to the account',
    copy: 'Copy',
    copied: 'Copied',
    sessions: 'Sessions',
    begun: 'Begun',
    until: 'Until',
    where: 'Device and network',
    thisOne: 'this one',
    end: 'End',
    endOthers: 'End all others',
    noOthers: 'There are no others.',
  },
  th: {
    profile: 'โปรไฟล์',
    email: 'อีเมล',
    organisation: 'องค์กร',
    name: 'ชื่อ',
    save: 'บันทึก',
    password: 'รหัสผ่าน',
    present: 'รหัสผ่านปัจจุบัน',
    fresh: 'รหัสผ่านใหม่',
    passwordRule: (least) => `อย่างน้อย ${least} ตัวอักษร และต้องไม่ใช่อีเมลของคุณ`,
    changePassword: 'เปลี่ยนรหัสผ่าน',
    endsOthers: 'เซสชันของคุณบนอุปกรณ์อื่นจะสิ้นสุดทั้งหมด',
    wrongPresent: 'รหัสผ่านปัจจุบันไม่ถูกต้อง',
    factor: 'การยืนยันสองขั้นตอน',
    factorOff: 'ปิดอยู่: เข้าสู่ระบบได้ด้วยรหัสผ่านเพียงอย่างเดียว',
    factorOffer: 'ปกป้องคีย์ลับของแอปของคุณ: เปิดการยืนยันสองขั้นตอนเพื่อให้การเข้าสู่ระบบต้องใช้รหัสจากโทรศัพท์',
    factorOn: (since) => `เปิดตั้งแต่ ${since}: การเข้าสู่ระบบต้องใช้รหัสจากแอปยืนยันตัวตน`,
    recoveryLeft: (count) => `รหัสกู้คืนที่เหลือ: ${count}`,
    addFactor: 'เปิดการยืนยันสองขั้นตอน',
    newCodes: 'สร้างรหัสกู้คืนชุดใหม่',
    removeFactor: 'ปิดการยืนยันสองขั้นตอน',
    confirmPassword: 'รหัสผ่านของคุณ เพื่อยืนยัน',
    confirmCode: 'รหัสยืนยันหรือรหัสกู้คืน',
    scan: 'สแกนภาพนี้ด้วยแอปยืนยันตัวตน',
    qr: 'คิวอาร์โค้ดสำหรับแอปยืนยันตัวตน',
    orType: 'หากสแกนไม่ได้ ให้พิมพ์คีย์นี้ในแอป:',
    openApp: 'เปิดในแอป',
    code: 'ตัวเลขหกหลักที่แอปแสดง',
    codeHint: 'จะเปิดใช้ต่อเมื่อกรอกรหัสถูกต้องแล้ว',
    turnOn: 'เปิดใช้',
    wrongCode: 'รหัสไม่ถูกต้อง โปรดตรวจสอบเวลาในโทรศัพท์และรอรหัสถัดไป',
    expired: 'เปิดหน้านี้นานเกินไป โปรดสแกนภาพใหม่',
    codesTitle: 'เก็บรหัสกู้คืนของคุณ',
    codesText: 'ใช้รหัสเหล่านี้เข้าสู่ระบบเมื่อโทรศัพท์หาย แต่ละรหัสใช้ได้ครั้งเดียว และจะแสดงเพียงครั้งนี้เท่านั้น',
    codesKept: 'เก็บแล้ว กลับไปที่บัญชี',
    copy: 'คัดลอก',
    copied: 'คัดลอกแล้ว',
    sessions: 'เซสชัน',
    begun: 'เริ่มเมื่อ',
    until: 'ถึง',
    where: 'อุปกรณ์และเครือข่าย',
    thisOne: 'เซสชันนี้',
    end: 'สิ้นสุด',
    endOthers: 'สิ้นสุดเซสชันอื่นทั้งหมด',
    noOthers: 'ไม่มีเซสชันอื่น',
  },
}
