import type { InEveryLanguage } from '../design/language.ts'

interface CreateWords {
  readonly create: string
  readonly intro: string
  readonly platform: string
  readonly name: string
  readonly nameHint: string
  readonly tokens: (access: string, refresh: string) => string
  readonly tested: (access: string) => string
  readonly signed: string
  readonly sealed: string
  readonly onApproval: string
  readonly tooMany: (most: number) => string
  readonly choose: string
  /** Of the pages that show a secret. */
  readonly created: string
  readonly replaced: string
  readonly once: string
  readonly appKey: string
  readonly appSecret: string
  readonly laterTitle: string
  readonly later: string
  readonly next: string
  readonly copy: string
  readonly copied: string
  readonly replace: string
  readonly replaceIntro: string
  readonly overlap: string
  readonly overlapNow: string
  readonly overlapFor: (duration: string) => string
  readonly noSecret: string
  readonly formerEnds: (until: string) => string
  readonly formerEnded: string
}

export const createWords: InEveryLanguage<CreateWords> = {
  'zh-CN': {
    create: '创建应用',
    intro: '一个应用属于一个平台，只有一个 AppKey：审核前供您的测试商家使用，审核通过后供所有商家使用。',
    platform: '平台',
    name: '应用名称',
    nameHint: '商家在授权页看到的名称，最多 64 个字符。',
    tokens: (access, refresh) => `访问令牌有效期 ${access}，刷新令牌 ${refresh}。`,
    tested: (access) => `线上测试期间访问令牌有效期 ${access}。`,
    signed: 'API 调用用 AppSecret 签名。',
    sealed: '请求和应答用 RSA 密钥加密。',
    onApproval: 'AppKey 在审核通过后发放。',
    tooMany: (most) => `一个团队最多 ${most} 个应用。`,
    choose: '请选择一个平台。',
    created: '应用已创建',
    replaced: '新的 AppSecret',
    once: 'AppSecret 只显示这一次，我们不保存它。请现在复制到安全的地方。',
    appKey: 'AppKey',
    appSecret: 'AppSecret',
    laterTitle: '尚未发放 AppKey',
    later: '此平台在审核通过后发放 AppKey；届时请在此应用的页面上生成 AppSecret。',
    next: '继续设置应用',
    copy: '复制',
    copied: '已复制',
    replace: '更换 AppSecret',
    replaceIntro: '新密钥立即生效。旧密钥可以再用一段时间，之后自动失效，便于您不停机更换。',
    overlap: '旧密钥',
    overlapNow: '立即失效',
    overlapFor: (duration) => `再有效 ${duration}`,
    noSecret: '此平台在审核通过后才发放 AppKey 和 AppSecret。',
    formerEnds: (until) => `旧的 AppSecret 将于 ${until} 失效。`,
    formerEnded: '旧的 AppSecret 已失效。',
  },
  en: {
    create: 'Create an app',
    intro:
      'An app belongs to one platform and has one AppKey: for your test merchants before the review, for every merchant after it.',
    platform: 'Platform',
    name: 'Name of the app',
    nameHint: 'Merchants read it where they authorize. At most 64 characters.',
    tokens: (access, refresh) => `Access tokens live ${access}, refresh tokens ${refresh}.`,
    tested: (access) => `In the online test access tokens live ${access}.`,
    signed: 'API calls are signed with the AppSecret.',
    sealed: 'Requests and replies are sealed with RSA keys.',
    onApproval: 'The AppKey is issued on approval.',
    tooMany: (most) => `A team has ${most} apps at most.`,
    choose: 'Choose a platform.',
    created: 'The app is there',
    replaced: 'The new AppSecret',
    once: 'The AppSecret is shown this once and kept nowhere here. Copy it to a safe place now.',
    appKey: 'AppKey',
    appSecret: 'AppSecret',
    laterTitle: 'No AppKey yet',
    later: 'This platform issues the AppKey on approval; make an AppSecret on the app’s page then.',
    next: 'Go on to the app',
    copy: 'Copy',
    copied: 'Copied',
    replace: 'Replace the AppSecret',
    replaceIntro:
      'The new secret is good at once. The former one can stay good for a while and then ends by itself, so that nothing stands still.',
    overlap: 'The former secret',
    overlapNow: 'ends at once',
    overlapFor: (duration) => `stays good for ${duration}`,
    noSecret: 'This platform issues AppKey and AppSecret on approval.',
    formerEnds: (until) => `The former AppSecret ends on ${until}.`,
    formerEnded: 'The former AppSecret has ended.',
  },
  th: {
    create: 'สร้างแอป',
    intro: 'หนึ่งแอปอยู่บนหนึ่งแพลตฟอร์มและมี AppKey เดียว: ก่อนตรวจสอบใช้กับร้านค้าทดสอบ หลังผ่านแล้วใช้กับทุกร้าน',
    platform: 'แพลตฟอร์ม',
    name: 'ชื่อแอป',
    nameHint: 'ร้านค้าจะเห็นชื่อนี้ในหน้าอนุญาต ไม่เกิน 64 อักขระ',
    tokens: (access, refresh) => `โทเค็นเข้าถึงมีอายุ ${access} โทเค็นรีเฟรชมีอายุ ${refresh}`,
    tested: (access) => `ระหว่างทดสอบออนไลน์ โทเค็นเข้าถึงมีอายุ ${access}`,
    signed: 'การเรียก API ลงลายเซ็นด้วย AppSecret',
    sealed: 'คำขอและคำตอบเข้ารหัสด้วยกุญแจ RSA',
    onApproval: 'ออก AppKey เมื่อผ่านการตรวจสอบ',
    tooMany: (most) => `ทีมหนึ่งมีได้ไม่เกิน ${most} แอป`,
    choose: 'โปรดเลือกแพลตฟอร์ม',
    created: 'สร้างแอปแล้ว',
    replaced: 'AppSecret ใหม่',
    once: 'AppSecret จะแสดงเพียงครั้งนี้และไม่ถูกเก็บไว้ที่นี่ โปรดคัดลอกไปเก็บในที่ปลอดภัยเดี๋ยวนี้',
    appKey: 'AppKey',
    appSecret: 'AppSecret',
    laterTitle: 'ยังไม่มี AppKey',
    later: 'แพลตฟอร์มนี้ออก AppKey เมื่อผ่านการตรวจสอบ จากนั้นสร้าง AppSecret ได้ที่หน้าของแอป',
    next: 'ไปที่แอป',
    copy: 'คัดลอก',
    copied: 'คัดลอกแล้ว',
    replace: 'เปลี่ยน AppSecret',
    replaceIntro: 'รหัสลับใหม่ใช้ได้ทันที รหัสเดิมยังใช้ต่อได้ช่วงหนึ่งแล้วสิ้นสุดเอง ระบบของคุณจึงไม่ต้องหยุดทำงาน',
    overlap: 'รหัสลับเดิม',
    overlapNow: 'สิ้นสุดทันที',
    overlapFor: (duration) => `ใช้ต่อได้อีก ${duration}`,
    noSecret: 'แพลตฟอร์มนี้ออก AppKey และ AppSecret เมื่อผ่านการตรวจสอบ',
    formerEnds: (until) => `AppSecret เดิมจะสิ้นสุดเมื่อ ${until}`,
    formerEnded: 'AppSecret เดิมสิ้นสุดแล้ว',
  },
}
