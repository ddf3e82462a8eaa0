import type { InEveryLanguage, Language } from '../design/language.ts'
import { accountWords } from './account-words.ts'

interface DeveloperWords {
  readonly title: string
  readonly find: string
  readonly findHint: string
  readonly search: string
  readonly none: string
  readonly more: (count: string) => string
  readonly organisation: string
  readonly name: string
  readonly verified: string
  readonly notVerified: string
  readonly verifiedEffect: string
  readonly notVerifiedEffect: string
  readonly verify: string
  readonly unverify: string
  readonly testShops: string
  readonly testShopsField: string
  readonly testShopsHint: string
  readonly noTestShops: string
  readonly save: string
  readonly developers: string
  readonly noDevelopers: string
  readonly apps: string
  readonly noApps: string
  readonly platform: string
  readonly secondFactor: string
  readonly on: string
  readonly off: string
  readonly invite: string
  readonly inviteInto: string
  readonly inviteHint: (days: number) => string
  readonly inviteClosed: string
  readonly linkTitle: string
  readonly linkHelp: (email: string, days: number) => string
  readonly copy: string
  readonly copied: string
  readonly disableEffect: string
  readonly reset: string
  readonly resetEffect: string
  readonly eraseEffect: string
  readonly eraseSure: string
}

const developerWords: InEveryLanguage<DeveloperWords> = {
  'zh-CN': {
    title: '开发者',
    find: '查找',
    findHint: '组织名称、开发者姓名或邮箱',
    search: '查找',
    none: '没有符合条件的组织。',
    more: (count) => `只显示前 ${count} 个，请缩小查找范围。`,
    organisation: '组织',
    name: '姓名',
    verified: '已认证',
    notVerified: '未认证',
    verifiedEffect: '商家在授权页上看到「已认证」标志。组织改名后，标志自动取消，需重新核实。',
    notVerifiedEffect: '商家在授权页上看到「未认证」提示。核实组织身份之后再认证。',
    verify: '标记为已认证',
    unverify: '取消认证',
    testShops: '测试店铺',
    testShopsField: '店铺编号',
    testShopsHint:
      '该组织的开发者可以用这些店铺测试未上线的应用，店铺的商家会看到授权页。请先确认店铺归属。每行一个。已设在应用上的店铺不受影响。',
    noTestShops: '还没有测试店铺。',
    save: '保存',
    developers: '开发者',
    noDevelopers: '还没有开发者，请邀请一位。',
    apps: '应用',
    noApps: '还没有应用。',
    platform: '平台',
    secondFactor: '两步验证',
    on: '已开启',
    off: '未开启',
    invite: '邀请新组织',
    inviteInto: '邀请开发者加入',
    inviteHint: (days) => `向此邮箱发送一个 ${days} 天内有效的链接，邮件使用本页的语言。`,
    inviteClosed: '配置中已关闭开发者注册，因此无法邀请。',
    linkTitle: '邀请链接',
    linkHelp: (email, days) =>
      `尚未配置邮件，请把链接转交给 ${email}。链接 ${days} 天内有效，只能使用一次，此处只显示这一次。`,
    copy: '复制',
    copied: '已复制',
    disableEffect: '立即退出登录，无法再登录；所在组织的应用照常运行。',
    reset: '重置两步验证',
    resetEffect:
      '用于丢失验证器的开发者。请先核实身份：之后仅凭密码即可登录。所有登录会退出，并发邮件通知本人。',
    eraseEffect:
      '账号、姓名、邮箱、密码和两步验证将被删除。组织及其应用保留；如果他是最后一位开发者，请另行邀请他人加入。审计日志按期限保留。此操作无法恢复。',
    eraseSure: '请输入邮箱以确认',
  },
  en: {
    title: 'Developers',
    find: 'Find',
    findHint: 'Name of the organisation, name or e-mail of a developer',
    search: 'Find',
    none: 'No organisation fits.',
    more: (count) => `Only the first ${count} are shown: say more.`,
    organisation: 'Organisation',
    name: 'Name',
    verified: 'verified',
    notVerified: 'not verified',
    verifiedEffect:
      'Merchants see the badge “verified” where they are asked to authorise. It goes when the organisation changes its name, until somebody has looked again.',
    notVerifiedEffect:
      'Merchants are told “not verified” where they are asked to authorise. Look at who it is before you change that.',
    verify: 'Mark as verified',
    unverify: 'Take the badge away',
    testShops: 'Test shops',
    testShopsField: 'Numbers of shops',
    testShopsHint:
      'Its developers may test apps in them before they are online, and merchants of these shops are asked to authorise them. Ask whose they are before. One a line. What is set of an app already stays.',
    noTestShops: 'There is no test shop yet.',
    save: 'Save',
    developers: 'Developers',
    noDevelopers: 'There is no developer yet: invite one.',
    apps: 'Apps',
    noApps: 'There is no app yet.',
    platform: 'Platform',
    secondFactor: 'Second factor',
    on: 'on',
    off: 'off',
    invite: 'Invite a new organisation',
    inviteInto: 'Invite a developer into it',
    inviteHint: (days) =>
      `A link that is good for ${days} days is sent to this address, in the language of this page.`,
    inviteClosed: 'Nobody can be invited: the configuration has closed the registration of developers.',
    linkTitle: 'Link of the invitation',
    linkHelp: (email, days) =>
      `Mail is not configured: pass this link on to ${email}. It is good for ${days} days, and once. It is shown here this once.`,
    copy: 'Copy',
    copied: 'Copied',
    disableEffect: 'Logged out at once, and no login any more. The apps of the organisation go on.',
    reset: 'Reset the second factor',
    resetEffect:
      'For one who has lost it. Make sure who asks: a password alone will do then. All sessions end, and a letter says what happened.',
    eraseEffect:
      'Account, name, address, password and second factor are deleted. The organisation stays, and its apps; where this was its last developer, invite somebody else into it. The audit log goes by its age. There is no way back.',
    eraseSure: 'Type the e-mail address to go on',
  },
  th: {
    title: 'นักพัฒนา',
    find: 'ค้นหา',
    findHint: 'ชื่อองค์กร ชื่อหรืออีเมลของนักพัฒนา',
    search: 'ค้นหา',
    none: 'ไม่พบองค์กรที่ตรงกัน',
    more: (count) => `แสดงเพียง ${count} รายการแรก โปรดระบุเพิ่ม`,
    organisation: 'องค์กร',
    name: 'ชื่อ',
    verified: 'ยืนยันแล้ว',
    notVerified: 'ยังไม่ยืนยัน',
    verifiedEffect:
      'ผู้ขายเห็นเครื่องหมาย “ยืนยันแล้ว” ในหน้าขออนุญาต เครื่องหมายจะหายไปเมื่อองค์กรเปลี่ยนชื่อ จนกว่าจะตรวจสอบใหม่',
    notVerifiedEffect: 'ผู้ขายเห็นข้อความ “ยังไม่ยืนยัน” ในหน้าขออนุญาต โปรดตรวจสอบตัวตนขององค์กรก่อนยืนยัน',
    verify: 'ทำเครื่องหมายว่ายืนยันแล้ว',
    unverify: 'ยกเลิกการยืนยัน',
    testShops: 'ร้านค้าทดสอบ',
    testShopsField: 'หมายเลขร้านค้า',
    testShopsHint:
      'นักพัฒนาขององค์กรนี้ทดสอบแอปที่ยังไม่ออนไลน์กับร้านเหล่านี้ได้ และผู้ค้าของร้านจะเห็นหน้าอนุญาต โปรดตรวจสอบเจ้าของร้านก่อน บรรทัดละหนึ่งรายการ ร้านที่ตั้งไว้ในแอปแล้วไม่เปลี่ยน',
    noTestShops: 'ยังไม่มีร้านค้าทดสอบ',
    save: 'บันทึก',
    developers: 'นักพัฒนา',
    noDevelopers: 'ยังไม่มีนักพัฒนา โปรดเชิญหนึ่งคน',
    apps: 'แอป',
    noApps: 'ยังไม่มีแอป',
    platform: 'แพลตฟอร์ม',
    secondFactor: 'การยืนยันสองขั้นตอน',
    on: 'เปิด',
    off: 'ปิด',
    invite: 'เชิญองค์กรใหม่',
    inviteInto: 'เชิญนักพัฒนาเข้าร่วม',
    inviteHint: (days) => `ส่งลิงก์ที่ใช้ได้ ${days} วันไปยังอีเมลนี้ ด้วยภาษาของหน้านี้`,
    inviteClosed: 'เชิญไม่ได้ เพราะการตั้งค่าปิดการลงทะเบียนนักพัฒนาไว้',
    linkTitle: 'ลิงก์คำเชิญ',
    linkHelp: (email, days) =>
      `ยังไม่ได้ตั้งค่าอีเมล โปรดส่งลิงก์นี้ให้ ${email} ใช้ได้ ${days} วันและครั้งเดียว แสดงที่นี่เพียงครั้งนี้`,
    copy: 'คัดลอก',
    copied: 'คัดลอกแล้ว',
    disableEffect: 'ออกจากระบบทันทีและเข้าสู่ระบบไม่ได้อีก แอปขององค์กรทำงานต่อไป',
    reset: 'รีเซ็ตการยืนยันสองขั้นตอน',
    resetEffect:
      'สำหรับผู้ที่ทำอุปกรณ์หาย โปรดตรวจสอบตัวตนก่อน เพราะหลังจากนี้ใช้เพียงรหัสผ่าน ทุกเซสชันจะสิ้นสุด และมีจดหมายแจ้งให้ทราบ',
    eraseEffect:
      'บัญชี ชื่อ อีเมล รหัสผ่าน และการยืนยันสองขั้นตอนจะถูกลบ องค์กรและแอปยังอยู่ หากเป็นนักพัฒนาคนสุดท้าย โปรดเชิญผู้อื่นเข้าร่วม บันทึกการตรวจสอบจะหมดไปตามอายุ ไม่สามารถย้อนกลับได้',
    eraseSure: 'พิมพ์อีเมลเพื่อยืนยัน',
  },
}

/** With what is said of every account. */
export const wordsOf = (language: Language) => ({ ...accountWords[language], ...developerWords[language] })
