import type { AppDeed, AppStatus, ShownSetting } from '@hufu/engine'
import type { InEveryLanguage } from '../design/language.ts'

/** What has to be there before an app is submitted, and what would be good to have. */
export type ReviewItem = 'callback' | 'keys' | 'testShops' | 'logo' | 'tried'

export type Endpoint = 'authorize' | 'token' | 'refresh' | 'userInfo' | 'revoke'

interface OverviewWords {
  /** What a status means, and what to do next. */
  readonly next: Readonly<Record<AppStatus, string>>
  readonly reason: string
  readonly keyLater: string
  readonly secret: string
  readonly secretKept: string
  readonly replaceSecret: string
  readonly copy: string
  readonly copied: string
  readonly review: string
  readonly items: Readonly<Record<ReviewItem, string>>
  readonly there: string
  readonly missing: string
  readonly advised: string
  readonly test: string
  readonly submit: string
  readonly withdraw: string
  readonly incomplete: string
  readonly proposed: string
  readonly proposedSince: (date: string) => string
  readonly withdrawChanges: string
  readonly endpoints: string
  readonly endpoint: Readonly<Record<Endpoint, string>>
  readonly history: string
  readonly wholeHistory: string
  readonly noHistory: string
  readonly time: string
  readonly who: string
  readonly what: string
  readonly thePlatform: string
  readonly formerColleague: string
  readonly deeds: Readonly<Record<AppDeed, string>>
  readonly settings: Readonly<Record<ShownSetting, string>>
  readonly nothing: string
}

export const overviewWords: InEveryLanguage<OverviewWords> = {
  'zh-CN': {
    next: {
      draft: '草稿。完善设置后提交审核。',
      online_test: '线上测试：您的测试商家现在就可以授权。测试完成后提交审核。',
      submitted: '审核中：测试商家仍可授权。如需修改受审核的内容，请先撤回。',
      changes_requested: '审核人员要求修改：请按下面的说明修改，然后重新提交。测试商家仍可授权。',
      online: '已上线：所有商家都可以授权。',
      suspended: '已暂停：不能授权，令牌全部无效。请联系平台。',
      rejected: '未通过审核：原因见下。修改后可以重新提交。',
    },
    reason: '审核意见',
    keyLater: '审核通过后发放',
    secret: 'AppSecret',
    secretKept: '只在生成时显示一次，我们不保存它。',
    replaceSecret: '更换 AppSecret',
    copy: '复制',
    copied: '已复制',
    review: '提交审核',
    items: {
      callback: '回调地址',
      keys: 'RSA 公钥',
      testShops: '测试商家',
      logo: '图标',
      tried: '至少完成一次授权测试',
    },
    there: '已完成',
    missing: '缺少',
    advised: '建议',
    test: '开始线上测试',
    submit: '提交审核',
    withdraw: '撤回审核',
    incomplete: '尚不能提交：缺少的内容见清单。',
    proposed: '等待审核的更改',
    proposedSince: (date) => `自 ${date} 起等待；审核通过前原设置继续有效。`,
    withdrawChanges: '撤回这些更改',
    endpoints: '接口地址',
    endpoint: {
      authorize: '授权页',
      token: '换取令牌',
      refresh: '刷新令牌',
      userInfo: '用户信息',
      revoke: '撤销令牌',
    },
    history: '历史',
    wholeHistory: '全部历史',
    noHistory: '还没有记录。',
    time: '时间',
    who: '操作人',
    what: '内容',
    thePlatform: '平台',
    formerColleague: '已离开的成员',
    deeds: {
      create: '创建',
      change: '修改设置',
      propose: '提出更改，等待审核',
      withdraw_changes: '撤回更改',
      approve_changes: '更改通过审核',
      reject_changes: '更改未通过审核',
      replace_secret: '更换 AppSecret',
      issue_keys: '生成 RSA 密钥',
      test: '开始线上测试',
      submit: '提交审核',
      withdraw: '撤回审核',
      approve: '审核通过，上线',
      reject: '审核未通过',
      ask_changes: '要求修改',
      suspend: '暂停',
      lift: '解除暂停',
    },
    settings: {
      name: '名称',
      developer: '开发者',
      redirectUris: '回调地址',
      scopes: '权限',
      addresses: 'IP 白名单',
      testShops: '测试商家',
      publicKeys: 'RSA 密钥',
      mayRefresh: '刷新令牌的权利',
      logo: '图标',
    },
    nothing: '无',
  },
  en: {
    next: {
      draft: 'A draft. Complete its settings, then submit it for review.',
      online_test:
        'Online test: your test merchants may authorize it now. When it works, submit it for review.',
      submitted:
        'In review: test merchants may still authorize it. Withdraw it if something that is reviewed has to change.',
      changes_requested:
        'The reviewer asks for changes: make those below, then submit it again. Test merchants may still authorize it.',
      online: 'Online: every merchant may authorize it.',
      suspended:
        'Suspended: nobody may authorize it, and its tokens are worth nothing. Talk to the platform.',
      rejected: 'Rejected, for the reason below. Change it and submit it again.',
    },
    reason: 'What the reviewer says',
    keyLater: 'issued on approval',
    secret: 'AppSecret',
    secretKept: 'Shown once, when it is made, and kept nowhere here.',
    replaceSecret: 'Replace the AppSecret',
    copy: 'Copy',
    copied: 'Copied',
    review: 'Review',
    items: {
      callback: 'Callback address',
      keys: 'RSA public key',
      testShops: 'Test merchants',
      logo: 'Logo',
      tried: 'One authorization, as a test',
    },
    there: 'done',
    missing: 'missing',
    advised: 'advised',
    test: 'Start the online test',
    submit: 'Submit for review',
    withdraw: 'Withdraw from review',
    incomplete: 'It cannot be submitted yet: the list says what is missing.',
    proposed: 'Changes that wait for review',
    proposedSince: (date) => `Since ${date}. What was reviewed stays in force until they are approved.`,
    withdrawChanges: 'Withdraw these changes',
    endpoints: 'Endpoints',
    endpoint: {
      authorize: 'Authorization page',
      token: 'Code to tokens',
      refresh: 'Refresh',
      userInfo: 'User information',
      revoke: 'Revocation',
    },
    history: 'History',
    wholeHistory: 'The whole history',
    noHistory: 'Nothing has been done yet.',
    time: 'Time',
    who: 'Who',
    what: 'What',
    thePlatform: 'the platform',
    formerColleague: 'a former colleague',
    deeds: {
      create: 'created',
      change: 'settings changed',
      propose: 'changes proposed, to be reviewed',
      withdraw_changes: 'changes withdrawn',
      approve_changes: 'changes approved',
      reject_changes: 'changes rejected',
      replace_secret: 'AppSecret replaced',
      issue_keys: 'RSA keys made',
      test: 'online test started',
      submit: 'submitted for review',
      withdraw: 'withdrawn from review',
      approve: 'approved, online',
      reject: 'rejected',
      ask_changes: 'changes asked for',
      suspend: 'suspended',
      lift: 'suspension lifted',
    },
    settings: {
      name: 'Name',
      developer: 'Developer',
      redirectUris: 'Callback addresses',
      scopes: 'Scopes',
      addresses: 'IP allow list',
      testShops: 'Test merchants',
      publicKeys: 'RSA keys',
      mayRefresh: 'Right to refresh',
      logo: 'Logo',
    },
    nothing: 'nothing',
  },
  th: {
    next: {
      draft: 'ฉบับร่าง ตั้งค่าให้ครบแล้วส่งตรวจสอบ',
      online_test: 'ทดสอบออนไลน์: ร้านค้าทดสอบของคุณอนุญาตได้แล้ว เมื่อใช้งานได้ให้ส่งตรวจสอบ',
      submitted: 'กำลังตรวจสอบ: ร้านค้าทดสอบยังอนุญาตได้ หากต้องแก้สิ่งที่ตรวจสอบ โปรดถอนออกก่อน',
      changes_requested: 'ผู้ตรวจสอบขอให้แก้ไข: แก้ตามที่ระบุด้านล่างแล้วส่งใหม่ ร้านค้าทดสอบยังอนุญาตได้',
      online: 'ออนไลน์: ทุกร้านค้าอนุญาตได้',
      suspended: 'ถูกระงับ: ไม่มีผู้ใดอนุญาตได้ และโทเค็นทั้งหมดใช้ไม่ได้ โปรดติดต่อแพลตฟอร์ม',
      rejected: 'ไม่ผ่านการตรวจสอบ ตามเหตุผลด้านล่าง แก้ไขแล้วส่งใหม่ได้',
    },
    reason: 'ความเห็นของผู้ตรวจสอบ',
    keyLater: 'ออกให้เมื่อผ่านการตรวจสอบ',
    secret: 'AppSecret',
    secretKept: 'แสดงเพียงครั้งเดียวตอนสร้าง และไม่ถูกเก็บไว้ที่นี่',
    replaceSecret: 'เปลี่ยน AppSecret',
    copy: 'คัดลอก',
    copied: 'คัดลอกแล้ว',
    review: 'การตรวจสอบ',
    items: {
      callback: 'ที่อยู่เรียกกลับ',
      keys: 'กุญแจสาธารณะ RSA',
      testShops: 'ร้านค้าทดสอบ',
      logo: 'โลโก้',
      tried: 'ทดสอบอนุญาตอย่างน้อยหนึ่งครั้ง',
    },
    there: 'เรียบร้อย',
    missing: 'ยังขาด',
    advised: 'แนะนำ',
    test: 'เริ่มทดสอบออนไลน์',
    submit: 'ส่งตรวจสอบ',
    withdraw: 'ถอนออกจากการตรวจสอบ',
    incomplete: 'ยังส่งไม่ได้ โปรดดูสิ่งที่ขาดในรายการ',
    proposed: 'การเปลี่ยนแปลงที่รอตรวจสอบ',
    proposedSince: (date) => `รอตั้งแต่ ${date} ค่าเดิมยังใช้ได้จนกว่าจะผ่านการตรวจสอบ`,
    withdrawChanges: 'ถอนการเปลี่ยนแปลงเหล่านี้',
    endpoints: 'ที่อยู่ปลายทาง',
    endpoint: {
      authorize: 'หน้าอนุญาต',
      token: 'แลกรหัสเป็นโทเค็น',
      refresh: 'รีเฟรชโทเค็น',
      userInfo: 'ข้อมูลผู้ใช้',
      revoke: 'เพิกถอนโทเค็น',
    },
    history: 'ประวัติ',
    wholeHistory: 'ประวัติทั้งหมด',
    noHistory: 'ยังไม่มีรายการ',
    time: 'เวลา',
    who: 'ผู้ทำ',
    what: 'รายการ',
    thePlatform: 'แพลตฟอร์ม',
    formerColleague: 'สมาชิกที่ออกไปแล้ว',
    deeds: {
      create: 'สร้าง',
      change: 'เปลี่ยนการตั้งค่า',
      propose: 'เสนอการเปลี่ยนแปลง รอตรวจสอบ',
      withdraw_changes: 'ถอนการเปลี่ยนแปลง',
      approve_changes: 'การเปลี่ยนแปลงผ่านการตรวจสอบ',
      reject_changes: 'การเปลี่ยนแปลงไม่ผ่าน',
      replace_secret: 'เปลี่ยน AppSecret',
      issue_keys: 'สร้างกุญแจ RSA',
      test: 'เริ่มทดสอบออนไลน์',
      submit: 'ส่งตรวจสอบ',
      withdraw: 'ถอนออกจากการตรวจสอบ',
      approve: 'ผ่านการตรวจสอบ ออนไลน์',
      reject: 'ไม่ผ่าน',
      ask_changes: 'ขอให้แก้ไข',
      suspend: 'ระงับ',
      lift: 'ยกเลิกการระงับ',
    },
    settings: {
      name: 'ชื่อ',
      developer: 'นักพัฒนา',
      redirectUris: 'ที่อยู่เรียกกลับ',
      scopes: 'สิทธิ์',
      addresses: 'รายการ IP ที่อนุญาต',
      testShops: 'ร้านค้าทดสอบ',
      publicKeys: 'กุญแจ RSA',
      mayRefresh: 'สิทธิ์รีเฟรช',
      logo: 'โลโก้',
    },
    nothing: 'ไม่มี',
  },
}
