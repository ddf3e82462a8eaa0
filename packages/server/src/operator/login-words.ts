import type { SilentLoginFailure } from '@hufu/engine'
import type { InEveryLanguage } from '../design/language.ts'

interface LoginWords {
  readonly title: string
  readonly logIn: string
  readonly username: string
  readonly password: string
  readonly failed: Readonly<Record<SilentLoginFailure['failed'], string>>
  readonly choose: string
  readonly why: string
  readonly change: string
  readonly present: string
  readonly fresh: string
  readonly again: string
  readonly rule: (least: number) => string
  readonly differ: string
  readonly wrongPresent: string
  readonly refused: string
  readonly save: string
}

export const loginWords: InEveryLanguage<LoginWords> = {
  'zh-CN': {
    title: '运营人员登录',
    logIn: '登录',
    username: '用户名',
    password: '密码',
    failed: {
      wrong: '用户名或密码错误。',
      frozen: '密码错误次数过多。请两小时后再试，或请管理员重置密码。',
      network_limited: '此网络的登录尝试过多，请一刻钟后再试。',
      overloaded: '登录的人太多，请稍后再试。',
    },
    choose: '设置您自己的密码',
    why: '一次性密码只能用于这一步。设置好之后才能继续。',
    change: '更改密码',
    present: '当前密码',
    fresh: '新密码',
    again: '再次输入新密码',
    rule: (least) => `至少 ${least} 个字符，不能包含用户名，也不能与当前密码相同。`,
    differ: '两次输入的密码不一致。',
    wrongPresent: '当前密码错误。',
    refused: '此密码不符合要求。',
    save: '保存密码',
  },
  en: {
    title: 'Operator login',
    logIn: 'Log in',
    username: 'User name',
    password: 'Password',
    failed: {
      wrong: 'User name or password is wrong.',
      frozen: 'Too many wrong passwords. Wait two hours, or have an administrator reset the password.',
      network_limited: 'Too many attempts from this network. Wait a quarter of an hour.',
      overloaded: 'Too many people are logging in. Try again in a moment.',
    },
    choose: 'Choose a password of your own',
    why: 'The one-time password is good for this alone. You can go on once you have chosen.',
    change: 'Change your password',
    present: 'Present password',
    fresh: 'New password',
    again: 'New password once more',
    rule: (least) => `At least ${least} characters, without your user name, and not the present one.`,
    differ: 'The two passwords differ.',
    wrongPresent: 'The present password is wrong.',
    refused: 'This password does not do.',
    save: 'Save password',
  },
  th: {
    title: 'เข้าสู่ระบบผู้ดูแล',
    logIn: 'เข้าสู่ระบบ',
    username: 'ชื่อผู้ใช้',
    password: 'รหัสผ่าน',
    failed: {
      wrong: 'ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง',
      frozen: 'ใส่รหัสผ่านผิดหลายครั้งเกินไป โปรดรอสองชั่วโมง หรือให้ผู้ดูแลตั้งรหัสผ่านใหม่',
      network_limited: 'มีการพยายามเข้าสู่ระบบจากเครือข่ายนี้มากเกินไป โปรดรอสิบห้านาที',
      overloaded: 'มีผู้เข้าสู่ระบบพร้อมกันมากเกินไป โปรดลองใหม่อีกครั้ง',
    },
    choose: 'ตั้งรหัสผ่านของคุณเอง',
    why: 'รหัสผ่านแบบใช้ครั้งเดียวใช้ได้เฉพาะขั้นตอนนี้ ตั้งรหัสผ่านแล้วจึงจะไปต่อได้',
    change: 'เปลี่ยนรหัสผ่าน',
    present: 'รหัสผ่านปัจจุบัน',
    fresh: 'รหัสผ่านใหม่',
    again: 'รหัสผ่านใหม่อีกครั้ง',
    rule: (least) => `อย่างน้อย ${least} อักขระ ไม่มีชื่อผู้ใช้ และไม่ซ้ำกับรหัสผ่านปัจจุบัน`,
    differ: 'รหัสผ่านทั้งสองไม่ตรงกัน',
    wrongPresent: 'รหัสผ่านปัจจุบันไม่ถูกต้อง',
    refused: 'รหัสผ่านนี้ใช้ไม่ได้',
    save: 'บันทึกรหัสผ่าน',
  },
}
