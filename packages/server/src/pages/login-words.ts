import type { LoginReason } from '@hufu/dialects'
import { counted, hoursText, inEveryLanguage } from '@hufu/web/design/language'

export const loginWords = inEveryLanguage({
  en: {
    logIn: 'Log in',
    toConnect: (app: string) =>
      `“${app}” asks for access to your shop. Log in to see what it asks for, then decide.`,
    username: 'User name',
    password: 'Password',
    forgotten: 'Forgot your password?',
    logInWith: (provider: string) => `Log in with ${provider}`,
    never: 'Enter your password on this page only. No third-party application will ever ask for it.',
    code: 'Code',
    wrong: (left: number) =>
      `Wrong password. You have ${counted('en', left, { one: '# try', other: '# tries' })} left before the account is frozen for 2 hours.`,
    /** The wait as well: the reader's clock may be in another time zone than the server's. */
    frozen: (until: string, minutes: number) =>
      `Too many failed attempts: the account is frozen. Try again after ${until}, in ${hoursText('en', minutes)}.`,
    frozenAWhile: 'Too many failed attempts: the account is frozen for 2 hours.',
    /** For a browser that refuses cookies. */
    noCookies:
      'Your browser did not send a cookie, so it cannot log in. Allow cookies for this site in the settings of your browser, and log in again.',
    failures: {
      address_denied: 'You cannot log in from this network. Please contact support.',
      username_missing: 'Enter your user name.',
      username_unknown: 'There is no such user.',
      password_missing: 'Enter your password.',
      account_disabled: 'This account is disabled. Ask the administrator of your shop.',
      user_not_permitted: 'This account may not authorise the application.',
      login_check_failed: 'The login service does not answer. Please try again later.',
      login_check_unreadable: 'The reply of the login service cannot be read. Please contact support.',
      form_forged: 'This page has expired. Please log in again.',
      unknown: 'The login failed. Please contact the administrator.',
    } satisfies Record<Exclude<LoginReason, 'password_wrong' | 'account_frozen'>, string>,
  },
  'zh-CN': {
    logIn: '登录',
    toConnect: (app) => `“${app}”申请访问您的店铺。登录后查看它申请的权限，再决定是否授权。`,
    username: '用户名',
    password: '密码',
    forgotten: '忘记密码？',
    logInWith: (provider) => `使用 ${provider} 登录`,
    never: '请只在本页面输入密码。任何第三方应用都不会、也不应向您索要密码。',
    code: '错误码',
    wrong: (left) => `密码不正确，还可尝试 ${left} 次，之后账号将被冻结 2 小时。`,
    frozen: (until, minutes) =>
      `登录失败次数过多，账号已冻结。请在 ${until} 之后再试（还有 ${hoursText('zh-CN', minutes)}）。`,
    frozenAWhile: '登录失败次数过多，账号已冻结 2 小时，请稍后再试。',
    noCookies:
      '您的浏览器没有发送 Cookie，没有它就无法登录。请在浏览器设置中允许本网站使用 Cookie，然后重新登录。',
    failures: {
      address_denied: '当前网络不允许登录，请联系客服。',
      username_missing: '请输入用户名。',
      username_unknown: '用户名不存在。',
      password_missing: '请输入密码。',
      account_disabled: '此账号已停用，请联系店铺管理员。',
      user_not_permitted: '此账号无权授权该应用。',
      login_check_failed: '登录校验服务暂时不可用，请稍后再试。',
      login_check_unreadable: '登录校验服务返回的内容无法识别，请联系客服。',
      form_forged: '页面已过期，请重新登录。',
      unknown: '发生未知错误，请联系管理员。',
    },
  },
  th: {
    logIn: 'เข้าสู่ระบบ',
    toConnect: (app) => `“${app}” ขอเข้าถึงร้านค้าของคุณ เข้าสู่ระบบเพื่อดูสิทธิ์ที่ขอ แล้วจึงตัดสินใจ`,
    username: 'ชื่อผู้ใช้',
    password: 'รหัสผ่าน',
    forgotten: 'ลืมรหัสผ่าน?',
    logInWith: (provider) => `เข้าสู่ระบบด้วย ${provider}`,
    never: 'กรอกรหัสผ่านในหน้านี้เท่านั้น แอปภายนอกจะไม่ขอรหัสผ่านของคุณ',
    code: 'รหัส',
    wrong: (left) => `รหัสผ่านไม่ถูกต้อง เหลืออีก ${left} ครั้งก่อนบัญชีจะถูกระงับ 2 ชั่วโมง`,
    frozen: (until, minutes) =>
      `ลองผิดหลายครั้งเกินไป บัญชีถูกระงับ โปรดลองใหม่หลัง ${until} (อีก ${hoursText('th', minutes)})`,
    frozenAWhile: 'ลองผิดหลายครั้งเกินไป บัญชีถูกระงับ 2 ชั่วโมง',
    noCookies:
      'เบราว์เซอร์ของคุณไม่ได้ส่ง Cookie จึงเข้าสู่ระบบไม่ได้ โปรดอนุญาต Cookie สำหรับเว็บไซต์นี้ในการตั้งค่าเบราว์เซอร์ แล้วเข้าสู่ระบบอีกครั้ง',
    failures: {
      address_denied: 'ไม่สามารถเข้าสู่ระบบจากเครือข่ายนี้ โปรดติดต่อฝ่ายสนับสนุน',
      username_missing: 'โปรดกรอกชื่อผู้ใช้',
      username_unknown: 'ไม่มีชื่อผู้ใช้นี้',
      password_missing: 'โปรดกรอกรหัสผ่าน',
      account_disabled: 'บัญชีนี้ถูกปิด โปรดติดต่อผู้ดูแลร้านของคุณ',
      user_not_permitted: 'บัญชีนี้ไม่มีสิทธิ์อนุญาตแอปนี้',
      login_check_failed: 'ระบบตรวจสอบการเข้าสู่ระบบไม่ตอบสนอง โปรดลองใหม่ภายหลัง',
      login_check_unreadable: 'ระบบตรวจสอบการเข้าสู่ระบบตอบกลับมาไม่ถูกต้อง โปรดติดต่อฝ่ายสนับสนุน',
      form_forged: 'หน้านี้หมดอายุแล้ว โปรดเข้าสู่ระบบอีกครั้ง',
      unknown: 'เกิดข้อผิดพลาด โปรดติดต่อผู้ดูแลระบบ',
    },
  },
})
