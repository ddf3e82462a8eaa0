import type { Refusal } from '@hufu/engine'
import type { InEveryLanguage } from '../design/language.ts'
import type { Waiting } from '../review/review.ts'

interface AppWords {
  readonly review: string
  readonly waiting: string
  readonly nothingWaits: string
  readonly since: string
  readonly kind: string
  readonly kinds: Readonly<Record<Waiting['what'], string>>
  readonly apps: string
  readonly noApps: string
  readonly search: string
  readonly searchHint: string
  readonly find: string
  readonly every: string
  readonly more: (count: string) => string
  readonly name: string
  readonly developer: string
  readonly verified: string
  readonly notVerified: string
  readonly noAccount: string
  readonly platform: string
  readonly status: string
  readonly appKey: string
  readonly notIssued: string
  readonly created: string
  readonly reason: string
  readonly tabs: string
  readonly overview: string
  readonly grants: string
  readonly history: string
  readonly asks: string
  readonly none: string
  readonly anyAddress: string
  readonly yes: string
  readonly no: string
  readonly changes: string
  readonly changesNone: string
  readonly changesFirst: string
  readonly setting: string
  readonly before: string
  readonly now: string
  readonly checks: string
  readonly checked: string
  readonly result: string
  readonly decision: string
  readonly approve: string
  readonly approveNote: string
  readonly approveChanges: string
  readonly rejectChanges: string
  readonly forDeveloper: string
  readonly forDeveloperHint: string
  readonly askChanges: string
  readonly reject: string
  readonly suspend: string
  readonly suspendTitle: (app: string) => string
  readonly suspendNote: (seconds: string) => string
  readonly lift: string
  readonly liftNote: string
  readonly back: string
  readonly alive: string
  readonly atLeast: (count: string) => string
  readonly byDay: string
  readonly day: string
  readonly granted: string
  readonly noGrants: string
  readonly revoke: string
  readonly revokeTitle: (app: string) => string
  readonly revokeNote: (count: string, seconds: string) => string
  readonly revokeAll: string
  readonly when: string
  readonly what: string
  readonly who: string
  readonly noHistory: string
  readonly secretTitle: string
  readonly secretNote: string
  readonly copy: string
  readonly copied: string
  readonly refused: Readonly<Record<Refusal['refused'], string>>
  readonly kindOfActor: Readonly<Record<'operator' | 'developer' | 'merchant' | 'system', string>>
}

export const appWords: InEveryLanguage<AppWords> = {
  'zh-CN': {
    review: '审核',
    waiting: '等待审核的应用',
    nothingWaits: '没有等待审核的应用。',
    since: '等待自',
    kind: '类型',
    kinds: { first: '首次审核', again: '重新提交', changes: '已上线应用的变更' },
    apps: '应用',
    noApps: '没有符合条件的应用。',
    search: '名称、开发者、AppKey 或编号',
    searchHint: '输入其中一部分即可',
    find: '查找',
    every: '全部',
    more: (count) => `另有 ${count} 个未显示，请缩小范围。`,
    name: '名称',
    developer: '开发者',
    verified: '已认证',
    notVerified: '未认证',
    noAccount: '无账号',
    platform: '平台',
    status: '状态',
    appKey: 'AppKey',
    notIssued: '审核通过后发放',
    created: '创建于',
    reason: '原因',
    tabs: '此应用',
    overview: '审核',
    grants: '授权',
    history: '历史',
    asks: '应用申请的内容',
    none: '无',
    anyAddress: '任意地址',
    yes: '是',
    no: '否',
    changes: '上次审核以来的变化',
    changesNone: '没有变化。',
    changesFirst: '此应用从未被审核过。',
    setting: '设置',
    before: '之前',
    now: '现在',
    checks: '自动检查',
    checked: '检查项',
    result: '结果',
    decision: '决定',
    approve: '通过',
    approveNote: '通过后，所有商家都可以授权此应用。',
    approveChanges: '通过变更',
    rejectChanges: '拒绝变更',
    forDeveloper: '给开发者的原因',
    forDeveloperHint: '开发者会原样看到。最多 500 个字符。',
    askChanges: '要求修改',
    reject: '不通过',
    suspend: '暂停此应用',
    suspendTitle: (app) => `暂停 ${app}？`,
    suspendNote: (seconds) =>
      `此应用的所有令牌在此服务器上立即失效，在其他服务器上最迟 ${seconds} 秒后失效，商家也不能再授权。解除暂停后，未过期的令牌恢复有效。`,
    lift: '解除暂停',
    liftNote: '应用回到暂停前的状态，未过期的令牌恢复有效。',
    back: '返回',
    alive: '有效授权',
    atLeast: (count) => `至少 ${count}`,
    byDay: '有效授权（按授权日期，UTC）',
    day: '日期',
    granted: '有效授权数',
    noGrants: '没有有效授权。',
    revoke: '撤销全部授权',
    revokeTitle: (app) => `撤销 ${app} 的全部授权？`,
    revokeNote: (count, seconds) =>
      `将结束 ${count} 个有效授权及其所有令牌，最迟 ${seconds} 秒后处处失效。此操作无法撤回，商家必须重新授权。`,
    revokeAll: '撤销全部',
    when: '时间',
    what: '事件',
    who: '操作人',
    noHistory: '没有记录。',
    secretTitle: 'AppSecret（仅显示这一次）',
    secretNote: '此应用的开发者没有账号，请把它安全地交给开发者。之后无法再次查看。',
    copy: '复制',
    copied: '已复制',
    refused: {
      unknown: '没有这个应用。',
      invalid: '请用一行文字填写原因，最多 500 个字符。',
      taken: '已被占用。',
      not_possible: '应用的状态已经改变，现在不能这样做。',
      changed_meanwhile: '您查看之后应用有了变化，没有任何改动。请重新查看后再决定。',
    },
    kindOfActor: { operator: '运营', developer: '开发者', merchant: '商家', system: '系统' },
  },
  en: {
    review: 'Review',
    waiting: 'Apps that wait for review',
    nothingWaits: 'No app waits for review.',
    since: 'Waits since',
    kind: 'Kind',
    kinds: { first: 'first review', again: 'submitted again', changes: 'changes of an online app' },
    apps: 'Apps',
    noApps: 'No app fits.',
    search: 'Name, developer, AppKey or id',
    searchHint: 'A part of it will do',
    find: 'Find',
    every: 'all',
    more: (count) =>
      `${count === '1' ? 'One more app is' : `${count} more apps are`} not shown. Narrow the search.`,
    name: 'Name',
    developer: 'Developer',
    verified: 'verified',
    notVerified: 'not verified',
    noAccount: 'no account',
    platform: 'Platform',
    status: 'Status',
    appKey: 'AppKey',
    notIssued: 'issued on approval',
    created: 'Created',
    reason: 'Reason',
    tabs: 'This app',
    overview: 'Review',
    grants: 'Grants',
    history: 'History',
    asks: 'What the app asks for',
    none: 'none',
    anyAddress: 'any address',
    yes: 'yes',
    no: 'no',
    changes: 'What changed since the last review',
    changesNone: 'Nothing.',
    changesFirst: 'It was never reviewed before.',
    setting: 'Setting',
    before: 'Before',
    now: 'Now',
    checks: 'Checks by machine',
    checked: 'Check',
    result: 'Result',
    decision: 'Decision',
    approve: 'Approve',
    approveNote: 'From then on every merchant may authorise it.',
    approveChanges: 'Approve the changes',
    rejectChanges: 'Reject the changes',
    forDeveloper: 'Reason, for the developer',
    forDeveloperHint: 'The developer reads it as it stands. At most 500 characters.',
    askChanges: 'Ask for changes',
    reject: 'Reject',
    suspend: 'Suspend this app',
    suspendTitle: (app) => `Suspend ${app}?`,
    suspendNote: (seconds) =>
      `All its tokens stop working at once on this server, and within ${seconds} seconds on every other one; no merchant can authorise it. When the suspension is lifted, tokens that have not expired work again.`,
    lift: 'Lift the suspension',
    liftNote: 'It goes back to where it was, and tokens that have not expired work again.',
    back: 'Back',
    alive: 'Live grants',
    atLeast: (count) => `at least ${count}`,
    byDay: 'Live grants by the day of their granting (UTC)',
    day: 'Day',
    granted: 'Live grants',
    noGrants: 'No grant is alive.',
    revoke: 'Revoke all grants',
    revokeTitle: (app) => `Revoke all grants of ${app}?`,
    revokeNote: (count, seconds) =>
      `This ends ${count} live ${count === '1' ? 'grant and its' : 'grants and their'} tokens, everywhere within ${seconds} seconds. It cannot be undone: merchants have to authorise again.`,
    revokeAll: 'Revoke all',
    when: 'When',
    what: 'What',
    who: 'Who',
    noHistory: 'Nothing was noted.',
    secretTitle: 'AppSecret, shown this once',
    secretNote:
      'The developer of this app has no account: hand it over safely. It cannot be looked at again.',
    copy: 'Copy',
    copied: 'Copied',
    refused: {
      unknown: 'There is no such app.',
      invalid: 'Give the reason in one line of at most 500 characters.',
      taken: 'This is taken.',
      not_possible: 'The app’s status has changed: this cannot be done now.',
      changed_meanwhile:
        'The app has changed since you looked at it. Nothing was done: look again, then decide.',
    },
    kindOfActor: { operator: 'operator', developer: 'developer', merchant: 'merchant', system: 'system' },
  },
  th: {
    review: 'ตรวจสอบ',
    waiting: 'แอปที่รอการตรวจสอบ',
    nothingWaits: 'ไม่มีแอปที่รอการตรวจสอบ',
    since: 'รอตั้งแต่',
    kind: 'ประเภท',
    kinds: { first: 'ตรวจครั้งแรก', again: 'ส่งใหม่', changes: 'การเปลี่ยนแปลงของแอปออนไลน์' },
    apps: 'แอป',
    noApps: 'ไม่พบแอปที่ตรงกัน',
    search: 'ชื่อ นักพัฒนา AppKey หรือรหัส',
    searchHint: 'ใส่เพียงบางส่วนก็ได้',
    find: 'ค้นหา',
    every: 'ทั้งหมด',
    more: (count) => `มีอีก ${count} รายการที่ไม่ได้แสดง โปรดค้นหาให้แคบลง`,
    name: 'ชื่อ',
    developer: 'นักพัฒนา',
    verified: 'ยืนยันแล้ว',
    notVerified: 'ยังไม่ยืนยัน',
    noAccount: 'ไม่มีบัญชี',
    platform: 'แพลตฟอร์ม',
    status: 'สถานะ',
    appKey: 'AppKey',
    notIssued: 'ออกให้เมื่อผ่านการตรวจสอบ',
    created: 'สร้างเมื่อ',
    reason: 'เหตุผล',
    tabs: 'แอปนี้',
    overview: 'ตรวจสอบ',
    grants: 'การอนุญาต',
    history: 'ประวัติ',
    asks: 'สิ่งที่แอปขอ',
    none: 'ไม่มี',
    anyAddress: 'ที่อยู่ใดก็ได้',
    yes: 'ใช่',
    no: 'ไม่',
    changes: 'สิ่งที่เปลี่ยนตั้งแต่ตรวจครั้งก่อน',
    changesNone: 'ไม่มีการเปลี่ยนแปลง',
    changesFirst: 'แอปนี้ยังไม่เคยถูกตรวจ',
    setting: 'การตั้งค่า',
    before: 'ก่อน',
    now: 'ตอนนี้',
    checks: 'การตรวจโดยระบบ',
    checked: 'รายการตรวจ',
    result: 'ผล',
    decision: 'การตัดสินใจ',
    approve: 'อนุมัติ',
    approveNote: 'หลังจากนี้ร้านค้าทุกแห่งจะอนุญาตแอปนี้ได้',
    approveChanges: 'อนุมัติการเปลี่ยนแปลง',
    rejectChanges: 'ไม่อนุมัติการเปลี่ยนแปลง',
    forDeveloper: 'เหตุผลถึงนักพัฒนา',
    forDeveloperHint: 'นักพัฒนาจะเห็นตามที่เขียน ไม่เกิน 500 อักขระ',
    askChanges: 'ขอให้แก้ไข',
    reject: 'ไม่อนุมัติ',
    suspend: 'ระงับแอปนี้',
    suspendTitle: (app) => `ระงับ ${app} หรือไม่`,
    suspendNote: (seconds) =>
      `โทเค็นทั้งหมดของแอปจะใช้ไม่ได้ทันทีบนเซิร์ฟเวอร์นี้ และภายใน ${seconds} วินาทีบนเซิร์ฟเวอร์อื่น ร้านค้าจะอนุญาตแอปนี้ไม่ได้ เมื่อยกเลิกการระงับ โทเค็นที่ยังไม่หมดอายุจะใช้ได้อีก`,
    lift: 'ยกเลิกการระงับ',
    liftNote: 'แอปกลับไปอยู่ในสถานะเดิม และโทเค็นที่ยังไม่หมดอายุจะใช้ได้อีก',
    back: 'กลับ',
    alive: 'การอนุญาตที่ยังมีผล',
    atLeast: (count) => `อย่างน้อย ${count}`,
    byDay: 'การอนุญาตที่ยังมีผล แยกตามวันที่อนุญาต (UTC)',
    day: 'วัน',
    granted: 'จำนวนที่ยังมีผล',
    noGrants: 'ไม่มีการอนุญาตที่ยังมีผล',
    revoke: 'เพิกถอนการอนุญาตทั้งหมด',
    revokeTitle: (app) => `เพิกถอนการอนุญาตทั้งหมดของ ${app} หรือไม่`,
    revokeNote: (count, seconds) =>
      `จะสิ้นสุดการอนุญาต ${count} รายการพร้อมโทเค็นทั้งหมด มีผลทุกที่ภายใน ${seconds} วินาที และย้อนกลับไม่ได้ ร้านค้าต้องอนุญาตใหม่`,
    revokeAll: 'เพิกถอนทั้งหมด',
    when: 'เมื่อ',
    what: 'เหตุการณ์',
    who: 'ผู้ทำ',
    noHistory: 'ไม่มีบันทึก',
    secretTitle: 'AppSecret แสดงครั้งนี้ครั้งเดียว',
    secretNote: 'นักพัฒนาของแอปนี้ไม่มีบัญชี โปรดส่งมอบอย่างปลอดภัย จะดูอีกไม่ได้',
    copy: 'คัดลอก',
    copied: 'คัดลอกแล้ว',
    refused: {
      unknown: 'ไม่มีแอปนี้',
      invalid: 'โปรดเขียนเหตุผลหนึ่งบรรทัด ไม่เกิน 500 อักขระ',
      taken: 'มีผู้ใช้แล้ว',
      not_possible: 'สถานะของแอปเปลี่ยนไปแล้ว ตอนนี้ทำไม่ได้',
      changed_meanwhile: 'แอปเปลี่ยนไปหลังจากที่คุณดู ยังไม่ได้ทำอะไร โปรดดูใหม่แล้วจึงตัดสินใจ',
    },
    kindOfActor: { operator: 'ผู้ดูแล', developer: 'นักพัฒนา', merchant: 'ร้านค้า', system: 'ระบบ' },
  },
}
