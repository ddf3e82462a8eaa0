import type { InEveryLanguage } from '../design/language.ts'

interface AuthorizationsWords {
  readonly explained: string
  readonly none: string
  readonly ofShop: (shop: string) => string
  readonly by: string
  readonly developer: string
  readonly since: string
  readonly until: string
  readonly mayExtend: (date: string) => string
  readonly lastUsed: string
  readonly notUsed: string
  readonly scopes: string
  readonly noScopes: string
  readonly times: (count: number) => string
  readonly more: (count: number) => string
  readonly revoke: string
  readonly revokeOf: (app: string) => string
  readonly consequences: (app: string) => string
  readonly notOthers: string
  readonly sure: string
  readonly keep: string
}

export const authorizationsWords: InEveryLanguage<AuthorizationsWords> = {
  'zh-CN': {
    explained: '以下应用可以访问您的店铺。您可以随时取消授权，立即生效。',
    none: '目前没有应用获得您的授权。',
    ofShop: (shop) => `店铺“${shop}”其他用户的授权`,
    by: '授权人',
    developer: '开发者',
    since: '授权时间',
    until: '有效期至',
    mayExtend: (date) => `${date}（应用可续期）`,
    lastUsed: '最近使用',
    notUsed: '尚未使用',
    scopes: '权限',
    noScopes: '平台的基本权限',
    times: (count) => `共授权 ${count} 次`,
    more: (count) => `仅显示最近的 ${count} 条授权。`,
    revoke: '取消授权',
    revokeOf: (app) => `取消对“${app}”的授权`,
    consequences: (app) =>
      `“${app}”的授权码、访问令牌和刷新令牌将立即全部失效，它不能再访问您的店铺。如需再次使用，应用须重新向您申请授权。`,
    notOthers: '其他应用和其他用户的授权不受影响。',
    sure: '确认取消授权',
    keep: '保留授权',
  },
  en: {
    explained:
      'These applications have access to your shop. You can end an authorization at any time; it takes effect at once.',
    none: 'You have not authorised any application.',
    ofShop: (shop) => `Authorised by other users of “${shop}”`,
    by: 'Authorised by',
    developer: 'Developer',
    since: 'Since',
    until: 'Until',
    mayExtend: (date) => `${date}; the application may extend it`,
    lastUsed: 'Last used',
    notUsed: 'not yet',
    scopes: 'It may',
    noScopes: 'use what the platform gives every application',
    times: (count) => `authorised ${count} times`,
    more: (count) => `Only the newest ${count} authorizations are shown.`,
    revoke: 'Revoke',
    revokeOf: (app) => `Revoke the authorization of “${app}”`,
    consequences: (app) =>
      `All codes, access tokens and refresh tokens of “${app}” end at once, and it has no more access to your shop. To use it again you would have to authorise it again.`,
    notOthers: 'Other applications, and what other users have authorised, go on.',
    sure: 'Revoke it',
    keep: 'Keep it',
  },
  th: {
    explained: 'แอปเหล่านี้เข้าถึงร้านค้าของคุณได้ คุณยกเลิกได้ทุกเมื่อและมีผลทันที',
    none: 'คุณยังไม่ได้อนุญาตแอปใด',
    ofShop: (shop) => `อนุญาตโดยผู้ใช้อื่นของร้าน “${shop}”`,
    by: 'อนุญาตโดย',
    developer: 'ผู้พัฒนา',
    since: 'ตั้งแต่',
    until: 'ถึง',
    mayExtend: (date) => `${date} (แอปต่ออายุได้)`,
    lastUsed: 'ใช้ล่าสุด',
    notUsed: 'ยังไม่ได้ใช้',
    scopes: 'สิทธิ์',
    noScopes: 'สิทธิ์พื้นฐานของแพลตฟอร์ม',
    times: (count) => `อนุญาต ${count} ครั้ง`,
    more: (count) => `แสดงเฉพาะการอนุญาตล่าสุด ${count} รายการ`,
    revoke: 'ยกเลิกการอนุญาต',
    revokeOf: (app) => `ยกเลิกการอนุญาตของ “${app}”`,
    consequences: (app) =>
      `รหัสอนุญาต โทเค็นเข้าถึง และโทเค็นต่ออายุทั้งหมดของ “${app}” จะใช้ไม่ได้ทันที และแอปจะเข้าถึงร้านค้าของคุณไม่ได้อีก หากต้องการใช้อีกต้องอนุญาตใหม่`,
    notOthers: 'แอปอื่นและการอนุญาตของผู้ใช้อื่นไม่ได้รับผลกระทบ',
    sure: 'ยืนยันการยกเลิก',
    keep: 'คงไว้',
  },
}
