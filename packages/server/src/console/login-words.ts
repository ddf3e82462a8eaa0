import type { SilentLoginFailure } from '@hufu/engine'
import type { InEveryLanguage } from '../design/language.ts'

interface LoginWords {
  readonly logIn: string
  readonly email: string
  readonly password: string
  readonly failed: Readonly<Record<SilentLoginFailure['failed'], string>>
  readonly forgotten: string
  readonly noAccount: string
  readonly codeTitle: string
  readonly codeHint: string
  readonly code: string
  readonly goOn: string
  readonly lostPhone: string
  readonly recovery: string
  readonly recoveryHint: string
  readonly lostAll: string
  readonly wrongCode: string
  readonly otherAccount: string
}

export const loginWords: InEveryLanguage<LoginWords> = {
  'zh-CN': {
    logIn: '开发者登录',
    email: '邮箱',
    password: '密码',
    failed: {
      wrong: '邮箱或密码不正确。',
      frozen: '错误次数过多，请两小时后再试。',
      network_limited: '来自此网络的尝试过多，请一刻钟后再试。',
      overloaded: '当前登录人数过多，请稍后再试。',
    },
    forgotten: '忘记密码',
    noAccount: '注册开发者账号',
    codeTitle: '第二步验证',
    codeHint: '打开身份验证器应用，输入其中显示的六位数字。',
    code: '验证码',
    goOn: '继续',
    lostPhone: '手机不在身边？使用恢复码',
    recovery: '恢复码',
    recoveryHint: '开启两步验证时保存的八个代码之一，每个只能使用一次。',
    lostAll: '恢复码也找不到时，请联系平台管理员为您重置两步验证。',
    wrongCode: '验证码不正确，或已经使用过。请等待下一个验证码。',
    otherAccount: '改用其他账号登录',
  },
  en: {
    logIn: 'Developer login',
    email: 'E-mail',
    password: 'Password',
    failed: {
      wrong: 'E-mail address or password is wrong.',
      frozen: 'Too many wrong attempts: try again in two hours.',
      network_limited: 'Too many attempts from this network: try again in a quarter of an hour.',
      overloaded: 'Too many logins at once: try again in a moment.',
    },
    forgotten: 'Forgotten your password?',
    noAccount: 'Register as a developer',
    codeTitle: 'Second step',
    codeHint: 'Open your authenticator app and type the six digits that it shows.',
    code: 'Code',
    goOn: 'Continue',
    lostPhone: 'No phone at hand? Use a recovery code',
    recovery: 'Recovery code',
    recoveryHint: 'One of the eight that you kept when you set this up; each is good once.',
    lostAll: 'Without any of them, ask the operator of this platform to reset your second factor.',
    wrongCode: 'The code is wrong or was used already. Wait for the next one.',
    otherAccount: 'Log in with another account',
  },
  th: {
    logIn: 'เข้าสู่ระบบนักพัฒนา',
    email: 'อีเมล',
    password: 'รหัสผ่าน',
    failed: {
      wrong: 'อีเมลหรือรหัสผ่านไม่ถูกต้อง',
      frozen: 'ลองผิดหลายครั้งเกินไป โปรดลองใหม่ในอีกสองชั่วโมง',
      network_limited: 'มีการลองจากเครือข่ายนี้มากเกินไป โปรดลองใหม่ในอีกสิบห้านาที',
      overloaded: 'มีผู้เข้าสู่ระบบพร้อมกันมากเกินไป โปรดลองใหม่ในอีกสักครู่',
    },
    forgotten: 'ลืมรหัสผ่าน?',
    noAccount: 'ลงทะเบียนเป็นนักพัฒนา',
    codeTitle: 'ขั้นตอนที่สอง',
    codeHint: 'เปิดแอปยืนยันตัวตน แล้วพิมพ์ตัวเลขหกหลักที่แสดง',
    code: 'รหัสยืนยัน',
    goOn: 'ดำเนินการต่อ',
    lostPhone: 'ไม่มีโทรศัพท์อยู่กับตัว? ใช้รหัสกู้คืน',
    recovery: 'รหัสกู้คืน',
    recoveryHint: 'หนึ่งในแปดรหัสที่คุณเก็บไว้ตอนตั้งค่า แต่ละรหัสใช้ได้ครั้งเดียว',
    lostAll: 'หากไม่มีรหัสใดเลย โปรดขอให้ผู้ดูแลแพลตฟอร์มรีเซ็ตการยืนยันสองขั้นตอนให้คุณ',
    wrongCode: 'รหัสไม่ถูกต้องหรือถูกใช้ไปแล้ว โปรดรอรหัสถัดไป',
    otherAccount: 'เข้าสู่ระบบด้วยบัญชีอื่น',
  },
}
