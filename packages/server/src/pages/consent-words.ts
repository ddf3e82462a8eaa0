import type { InEveryLanguage } from '../design/language.ts'
import type { Asker } from './consent.ts'

interface ConsentWords {
  readonly asks: (app: string) => string
  readonly by: (developer: string) => string
  readonly standings: Readonly<Record<Asker['standing'], string>>
  readonly inTest: string
  readonly scopes: string
  readonly noScopes: string
  readonly shop: string
  readonly account: string
  readonly lasts: string
  readonly until: (date: string) => string
  readonly renewable: (date: string) => string
  readonly approve: string
  readonly deny: string
  readonly endAnyTime: string
  readonly myAuthorizations: string
  readonly notYou: string
}

export const consentWords: InEveryLanguage<ConsentWords> = {
  'zh-CN': {
    asks: (app) => `“${app}”申请访问您的店铺`,
    by: (developer) => `开发者：${developer}`,
    standings: { verified: '已认证', unverified: '未认证', registered: '由平台登记' },
    inTest: '该应用正在测试，尚未上线：只有它的测试店铺可以授权。',
    scopes: '同意后，它可以',
    noScopes: '同意后，它可以代表您使用本平台的接口，访问您店铺的数据。',
    shop: '店铺',
    account: '账号',
    lasts: '有效期',
    until: (date) => `授权有效期至 ${date}，到期后会重新征求您的同意`,
    renewable: (date) => `至 ${date}；在您取消授权之前，应用可以续期`,
    approve: '同意授权',
    deny: '拒绝',
    endAnyTime: '您可以随时取消授权：',
    myAuthorizations: '我的授权',
    notYou: '不是您？切换账号',
  },
  en: {
    asks: (app) => `“${app}” asks for access to your shop`,
    by: (developer) => `By ${developer}`,
    standings: { verified: 'Verified', unverified: 'Not verified', registered: 'Registered by the platform' },
    inTest: 'This application is being tested and is not online yet: only its test shops can authorise it.',
    scopes: 'If you approve, it can',
    noScopes:
      'If you approve, it can call this platform on your behalf, and reach the data of your shop there.',
    shop: 'Shop',
    account: 'Account',
    lasts: 'For how long',
    until: (date) => `Until ${date}, then you are asked again`,
    renewable: (date) => `Until ${date}; the application can renew it until you end it`,
    approve: 'Approve',
    deny: 'Deny',
    endAnyTime: 'You can end this at any time:',
    myAuthorizations: 'My authorizations',
    notYou: 'Not you? Use another account',
  },
  th: {
    asks: (app) => `“${app}” ขอเข้าถึงร้านค้าของคุณ`,
    by: (developer) => `โดย ${developer}`,
    standings: { verified: 'ยืนยันตัวตนแล้ว', unverified: 'ยังไม่ยืนยันตัวตน', registered: 'ลงทะเบียนโดยแพลตฟอร์ม' },
    inTest: 'แอปนี้อยู่ระหว่างการทดสอบและยังไม่เปิดใช้งาน เฉพาะร้านค้าทดสอบเท่านั้นที่อนุญาตได้',
    scopes: 'หากคุณอนุญาต แอปนี้จะสามารถ',
    noScopes: 'หากคุณอนุญาต แอปนี้จะเรียกใช้แพลตฟอร์มในนามของคุณ และเข้าถึงข้อมูลร้านค้าของคุณได้',
    shop: 'ร้านค้า',
    account: 'บัญชี',
    lasts: 'ระยะเวลา',
    until: (date) => `ถึง ${date} หลังจากนั้นจะขออนุญาตคุณอีกครั้ง`,
    renewable: (date) => `ถึง ${date} แอปต่ออายุได้จนกว่าคุณจะยกเลิก`,
    approve: 'อนุญาต',
    deny: 'ปฏิเสธ',
    endAnyTime: 'คุณยกเลิกได้ทุกเมื่อที่',
    myAuthorizations: 'การอนุญาตของฉัน',
    notYou: 'ไม่ใช่คุณใช่ไหม ใช้บัญชีอื่น',
  },
}
