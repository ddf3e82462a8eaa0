import type { SilentLoginFailure } from '@hufu/engine'
import type { InEveryLanguage } from '../design/language.ts'

interface LoginWords {
  readonly logIn: string
  readonly email: string
  readonly password: string
  readonly failed: Readonly<Record<SilentLoginFailure['failed'], string>>
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
  },
}
