import { inEveryLanguage } from '../design/language.ts'

export const dataWords = inEveryLanguage({
  en: {
    title: 'My data',
    explained: 'This is what is kept here about your account.',
    username: 'User name',
    displayName: 'Name that applications are told',
    shop: 'Shop',
    email: 'E-mail address',
    noEmail: 'none: a forgotten password cannot be replaced by mail',
    role: 'Authorising',
    mayAuthorise: 'may authorise applications for the shop',
    mayNotAuthorise: 'may not authorise applications for the shop',
    since: 'Since',
    wrong:
      'To have something corrected, or the account deleted, write to the administrator of this platform.',
    exportTitle: 'Export',
    exportExplained:
      'All that is kept about you: account, authorizations, logins and where you are logged in, as JSON, without passwords and tokens.',
    download: 'Download my data',
  },
  'zh-CN': {
    title: '我的数据',
    explained: '以下是本平台保存的您的账号资料。',
    username: '用户名',
    displayName: '显示名称（应用可见）',
    shop: '店铺',
    email: '邮箱',
    noEmail: '未登记：忘记密码时无法通过邮件重设',
    role: '授权权限',
    mayAuthorise: '可以为店铺授权应用',
    mayNotAuthorise: '不能为店铺授权应用',
    since: '创建日期',
    wrong: '资料有误或需要删除账号，请联系平台管理员。',
    exportTitle: '导出',
    exportExplained:
      '下载本平台保存的全部与您有关的数据：账号资料、授权、登录记录和已登录的设备（JSON 格式，不含密码和令牌）。',
    download: '下载我的数据',
  },
  th: {
    title: 'ข้อมูลของฉัน',
    explained: 'ข้อมูลบัญชีของคุณที่เก็บไว้ที่นี่',
    username: 'ชื่อผู้ใช้',
    displayName: 'ชื่อที่แสดงต่อแอป',
    shop: 'ร้านค้า',
    email: 'อีเมล',
    noEmail: 'ไม่มี: หากลืมรหัสผ่านจะตั้งใหม่ทางอีเมลไม่ได้',
    role: 'สิทธิ์อนุญาต',
    mayAuthorise: 'อนุญาตแอปให้ร้านได้',
    mayNotAuthorise: 'อนุญาตแอปให้ร้านไม่ได้',
    since: 'สร้างเมื่อ',
    wrong: 'หากต้องการแก้ไขข้อมูลหรือลบบัญชี โปรดติดต่อผู้ดูแลแพลตฟอร์ม',
    exportTitle: 'ส่งออก',
    exportExplained:
      'ข้อมูลทั้งหมดเกี่ยวกับคุณ: บัญชี การอนุญาต ประวัติการเข้าสู่ระบบ และอุปกรณ์ที่เข้าสู่ระบบอยู่ ในรูปแบบ JSON ไม่มีรหัสผ่านและโทเค็น',
    download: 'ดาวน์โหลดข้อมูลของฉัน',
  },
})
