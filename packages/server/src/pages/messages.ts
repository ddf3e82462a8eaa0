/* Every word that a merchant reads, in three languages; a language that lacks one does not compile. */
import type { LoginReason } from '@hufu/dialects'
import type { InEveryLanguage } from '../design/language.ts'

interface Messages {
  readonly logIn: string
  readonly username: string
  readonly password: string
  readonly never: string
  readonly asks: (app: string) => string
  readonly scopes: string
  readonly shop: string
  readonly developer: string
  readonly until: (date: string) => string
  readonly approve: string
  readonly deny: string
  readonly notYou: string
  readonly deniedTitle: string
  readonly denied: (app: string) => string
  readonly codeTitle: string
  readonly codeHelp: (app: string, minutes: number) => string
  readonly errorTitle: string
  readonly errorHelp: string
  readonly forDevelopers: string
  readonly platformCode: string
  readonly parameter: string
  readonly reason: string
  readonly requestId: string
  readonly notPermitted: (shop: string) => string
  readonly login: Readonly<Record<LoginReason, (triesLeft: number) => string>>
}

const zh: Messages = {
  logIn: '登录',
  username: '用户名',
  password: '密码',
  never: '请只在本页面输入密码。任何第三方应用都不会、也不应向您索要密码。',
  asks: (app) => `“${app}”申请访问您的店铺`,
  scopes: '申请的权限',
  shop: '店铺',
  developer: '开发者',
  until: (date) => `授权有效期至 ${date}`,
  approve: '同意授权',
  deny: '拒绝',
  notYou: '不是您？切换账号',
  deniedTitle: '您已拒绝授权',
  denied: (app) => `“${app}”没有得到任何权限。您可以关闭本页面。`,
  codeTitle: '授权码',
  codeHelp: (app, minutes) => `请将此授权码复制到“${app}”中。${minutes} 分钟内有效，只能使用一次。`,
  errorTitle: '无法继续',
  errorHelp: '请返回应用重新发起授权。如仍有问题，请把下面的信息发给应用的开发者。',
  forDevelopers: '给开发者的信息',
  platformCode: '错误码',
  parameter: '参数',
  reason: '原因',
  requestId: '请求编号',
  notPermitted: (shop) => `此账号无权为店铺“${shop}”授权该应用。请使用店铺主账号或有授权权限的账号登录。`,
  login: {
    address_denied: () => '当前网络不允许登录，请联系客服。',
    username_missing: () => '请输入用户名。',
    username_unknown: () => '用户名不存在。',
    password_missing: () => '请输入密码。',
    account_disabled: () => '此账号已停用，请联系店铺管理员。',
    password_wrong: (left) => `密码不正确，还可尝试 ${left} 次，之后账号将被冻结 2 小时。`,
    account_frozen: () => '登录失败次数过多，账号已冻结 2 小时，请稍后再试。',
    user_not_permitted: () => '此账号无权授权该应用。',
    login_check_failed: () => '登录校验服务暂时不可用，请稍后再试。',
    login_check_unreadable: () => '登录校验服务返回的内容无法识别，请联系客服。',
    form_forged: () => '页面已过期，请重新登录。',
    unknown: () => '发生未知错误，请联系管理员。',
  },
}

const en: Messages = {
  logIn: 'Log in',
  username: 'User name',
  password: 'Password',
  never: 'Enter your password on this page only. No third-party application will ever ask for it.',
  asks: (app) => `“${app}” asks for access to your shop`,
  scopes: 'It asks for',
  shop: 'Shop',
  developer: 'Developer',
  until: (date) => `The authorization lasts until ${date}`,
  approve: 'Approve',
  deny: 'Deny',
  notYou: 'Not you? Use another account',
  deniedTitle: 'You have denied access',
  denied: (app) => `“${app}” was given nothing. You can close this page.`,
  codeTitle: 'Authorization code',
  codeHelp: (app, minutes) => `Copy this code into “${app}”. It works once, within ${minutes} minutes.`,
  errorTitle: 'This cannot go on',
  errorHelp:
    'Go back to the application and start again. If it happens again, send what stands below to its developer.',
  forDevelopers: 'For developers',
  platformCode: 'Code',
  parameter: 'Parameter',
  reason: 'Reason',
  requestId: 'Request',
  notPermitted: (shop) =>
    `This account may not authorise the application for the shop “${shop}”. Log in with the shop's main account, or one that has the right.`,
  login: {
    address_denied: () => 'You cannot log in from this network. Please contact support.',
    username_missing: () => 'Enter your user name.',
    username_unknown: () => 'There is no such user.',
    password_missing: () => 'Enter your password.',
    account_disabled: () => 'This account is closed. Ask the administrator of your shop.',
    password_wrong: (left) =>
      `Wrong password. ${left} ${left === 1 ? 'try' : 'tries'} left before the account is frozen for 2 hours.`,
    account_frozen: () => 'Too many failed attempts: the account is frozen for 2 hours.',
    user_not_permitted: () => 'This account may not authorise the application.',
    login_check_failed: () => 'The login service does not answer. Please try again later.',
    login_check_unreadable: () =>
      'The login service gave an answer that cannot be read. Please contact support.',
    form_forged: () => 'This page was too old. Please log in again.',
    unknown: () => 'Something went wrong. Please contact the administrator.',
  },
}

const th: Messages = {
  logIn: 'เข้าสู่ระบบ',
  username: 'ชื่อผู้ใช้',
  password: 'รหัสผ่าน',
  never: 'กรอกรหัสผ่านในหน้านี้เท่านั้น แอปภายนอกจะไม่ขอรหัสผ่านของคุณ',
  asks: (app) => `“${app}” ขอเข้าถึงร้านค้าของคุณ`,
  scopes: 'สิทธิ์ที่ขอ',
  shop: 'ร้านค้า',
  developer: 'ผู้พัฒนา',
  until: (date) => `การอนุญาตมีผลถึง ${date}`,
  approve: 'อนุญาต',
  deny: 'ปฏิเสธ',
  notYou: 'ไม่ใช่คุณใช่ไหม ใช้บัญชีอื่น',
  deniedTitle: 'คุณได้ปฏิเสธการอนุญาต',
  denied: (app) => `“${app}” ไม่ได้รับสิทธิ์ใด ๆ คุณปิดหน้านี้ได้`,
  codeTitle: 'รหัสอนุญาต',
  codeHelp: (app, minutes) => `คัดลอกรหัสนี้ไปยัง “${app}” ใช้ได้ครั้งเดียวภายใน ${minutes} นาที`,
  errorTitle: 'ไม่สามารถดำเนินการต่อได้',
  errorHelp: 'กลับไปที่แอปแล้วเริ่มใหม่ หากยังเกิดขึ้นอีก โปรดส่งข้อมูลด้านล่างให้ผู้พัฒนาแอป',
  forDevelopers: 'สำหรับนักพัฒนา',
  platformCode: 'รหัส',
  parameter: 'พารามิเตอร์',
  reason: 'สาเหตุ',
  requestId: 'หมายเลขคำขอ',
  notPermitted: (shop) => `บัญชีนี้ไม่มีสิทธิ์อนุญาตแอปให้ร้าน “${shop}” โปรดใช้บัญชีหลักของร้านหรือบัญชีที่มีสิทธิ์`,
  login: {
    address_denied: () => 'ไม่สามารถเข้าสู่ระบบจากเครือข่ายนี้ โปรดติดต่อฝ่ายสนับสนุน',
    username_missing: () => 'โปรดกรอกชื่อผู้ใช้',
    username_unknown: () => 'ไม่มีชื่อผู้ใช้นี้',
    password_missing: () => 'โปรดกรอกรหัสผ่าน',
    account_disabled: () => 'บัญชีนี้ถูกปิด โปรดติดต่อผู้ดูแลร้านของคุณ',
    password_wrong: (left) => `รหัสผ่านไม่ถูกต้อง เหลืออีก ${left} ครั้งก่อนบัญชีจะถูกระงับ 2 ชั่วโมง`,
    account_frozen: () => 'ลองผิดหลายครั้งเกินไป บัญชีถูกระงับ 2 ชั่วโมง',
    user_not_permitted: () => 'บัญชีนี้ไม่มีสิทธิ์อนุญาตแอปนี้',
    login_check_failed: () => 'ระบบตรวจสอบการเข้าสู่ระบบไม่ตอบสนอง โปรดลองใหม่ภายหลัง',
    login_check_unreadable: () => 'ระบบตรวจสอบการเข้าสู่ระบบตอบกลับมาไม่ถูกต้อง โปรดติดต่อฝ่ายสนับสนุน',
    form_forged: () => 'หน้านี้หมดอายุแล้ว โปรดเข้าสู่ระบบอีกครั้ง',
    unknown: () => 'เกิดข้อผิดพลาด โปรดติดต่อผู้ดูแลระบบ',
  },
}

export const messages: InEveryLanguage<Messages> = { 'zh-CN': zh, en, th }
