/* The texts that every page of a merchant's account shares; each topic has its own file. */
import { inEveryLanguage } from '@hufu/web/design/language'

export const accountWords = inEveryLanguage({
  en: {
    brand: 'My account',
    authorizations: 'My authorizations',
    logins: 'Logins',
    password: 'Password',
    data: 'My data',
    /** Keys are those of `visit.goTo(path, done)`. */
    done: {
      revoked: 'The authorization has ended, and none of the application’s tokens work any more.',
      ended: 'The device is logged out.',
      others: 'All other devices are logged out.',
      password: 'Your password is changed, and all other devices are logged out.',
      reset: 'Your new password is set. Log in with it.',
    },
  },
  'zh-CN': {
    brand: '我的账号',
    authorizations: '我的授权',
    logins: '登录记录',
    password: '修改密码',
    data: '我的数据',
    done: {
      revoked: '授权已取消。该应用的令牌已全部失效。',
      ended: '已退出该设备。',
      others: '已退出其他所有设备。',
      password: '密码已修改。其他设备均已退出登录。',
      reset: '密码已重设，请用新密码登录。',
    },
  },
  th: {
    brand: 'บัญชีของฉัน',
    authorizations: 'การอนุญาตของฉัน',
    logins: 'ประวัติการเข้าสู่ระบบ',
    password: 'รหัสผ่าน',
    data: 'ข้อมูลของฉัน',
    done: {
      revoked: 'ยกเลิกการอนุญาตแล้ว โทเค็นทั้งหมดของแอปใช้ไม่ได้อีก',
      ended: 'ออกจากระบบบนอุปกรณ์นั้นแล้ว',
      others: 'ออกจากระบบบนอุปกรณ์อื่นทั้งหมดแล้ว',
      password: 'เปลี่ยนรหัสผ่านแล้ว อุปกรณ์อื่นทั้งหมดออกจากระบบแล้ว',
      reset: 'ตั้งรหัสผ่านใหม่แล้ว โปรดเข้าสู่ระบบด้วยรหัสผ่านใหม่',
    },
  },
})
