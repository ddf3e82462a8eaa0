import type { WireProblem } from '@hufu/dialects'
import type { ExchangeStep } from '@hufu/engine'
import type { InEveryLanguage } from '../design/language.ts'

interface LogWords {
  readonly title: string
  readonly about: (kept: number, days: number) => string
  readonly unlogged: (count: string, perSecond: number) => string
  readonly outcome: string
  readonly any: string
  readonly accepted: string
  readonly refused: string
  readonly step: string
  readonly reason: string
  readonly requestId: string
  readonly requestIdHint: string
  readonly apply: string
  readonly refresh: string
  readonly all: string
  readonly none: string
  readonly time: string
  readonly why: string
  readonly parameter: string
  readonly milliseconds: (ms: string) => string
  readonly noRequestId: string
  readonly loginRefused: string
  readonly signed: string
  readonly signedHelp: string
  readonly keys: string
  readonly ownKeys: string
  readonly peerKeys: string
  readonly noKeys: string
  readonly reasons: string
  readonly steps: Readonly<Record<ExchangeStep, string>>
  /** What is wrong with a parameter. */
  readonly problems: Readonly<Record<WireProblem, string>>
}

export const logWords: InEveryLanguage<LogWords> = {
  'zh-CN': {
    title: '日志',
    about: (kept, days) =>
      `最近 ${kept} 条成功和 ${kept} 条被拒绝的请求，最多保留 ${days} 天。令牌、授权码、密钥和表单内容从不记录。`,
    unlogged: (count, perSecond) =>
      `今天另有 ${count} 次请求只计入用量、未列在这里：同一秒内过多的请求只列出最前面的（成功的 ${perSecond} 条）。`,
    outcome: '结果',
    any: '全部',
    accepted: '成功',
    refused: '被拒绝',
    step: '步骤',
    reason: '原因',
    requestId: '请求编号',
    requestIdHint: '响应头 x-request-id 的值',
    apply: '筛选',
    refresh: '刷新',
    all: '显示全部',
    none: '没有符合条件的请求。',
    time: '时间',
    why: '说明',
    parameter: '参数',
    milliseconds: (ms) => `${ms} 毫秒`,
    noRequestId: '请求编号由 1 到 64 个字母或数字组成。',
    loginRefused: '商家登录未成功：密码错误、账号冻结、停用或没有授权权限。详情见“说明”一栏。',
    signed: '服务器签名所用的字符串',
    signedHelp:
      '请与您签名的字符串逐字比较。{AppSecret} 代表您的密钥；*** 之处最多只显示开头四个字符，括号内为长度。',
    keys: '尝试过的密钥',
    ownKeys: '解密所用的平台密钥',
    peerKeys: '验签所用的应用公钥',
    noKeys: '应用尚未登记公钥',
    reasons: '原因说明',
    steps: {
      authorize: '授权链接',
      login: '商家登录',
      consent: '商家授权',
      token: '换取令牌',
      refresh: '刷新令牌',
      'user info': '用户信息',
      revoke: '撤销',
    },
    problems: {
      missing: '缺失',
      repeated: '重复',
      misplaced: '顺序不对',
      too_many: '过多',
      malformed: '格式不对',
      unsupported: '不支持',
      unauthentic: '校验不通过',
      too_old: '已过期',
      bad_time: '时间无法识别',
    },
  },
  en: {
    title: 'Log',
    about: (kept, days) =>
      `The last ${kept} requests that were accepted and the last ${kept} that were refused, for ${days} days. Tokens, codes, secrets and what forms held are never recorded.`,
    unlogged: (count, perSecond) =>
      `${count === '1' ? 'One more request of today is' : `${count} more requests of today are`} counted under Usage and not listed here: of what comes within one second only the first are (${perSecond} that were accepted).`,
    outcome: 'Outcome',
    any: 'any',
    accepted: 'accepted',
    refused: 'refused',
    step: 'Step',
    reason: 'Reason',
    requestId: 'Request',
    requestIdHint: 'The response had it as x-request-id',
    apply: 'Filter',
    refresh: 'Refresh',
    all: 'Show all',
    none: 'No request fits.',
    time: 'Time',
    why: 'Why',
    parameter: 'Parameter',
    milliseconds: (ms) => `${ms} ms`,
    noRequestId: 'A request id has 1 to 64 letters and digits.',
    loginRefused:
      'The merchant could not log in: the password was wrong, or the account is frozen, disabled or may not authorise apps. The row says which.',
    signed: 'The text that the server signed',
    signedHelp:
      'Compare it with yours, character by character. {AppSecret} stands for your secret; where *** stands the first four characters at most are shown, with the length in brackets.',
    keys: 'The keys that were tried',
    ownKeys: 'The platform’s, to open it',
    peerKeys: 'The app’s, to verify it',
    noKeys: 'the app has registered none',
    reasons: 'What the reasons mean',
    steps: {
      authorize: 'authorization link',
      login: 'merchant’s login',
      consent: 'merchant’s consent',
      token: 'code to tokens',
      refresh: 'refresh',
      'user info': 'user info',
      revoke: 'revocation',
    },
    problems: {
      missing: 'missing',
      repeated: 'repeated',
      misplaced: 'misplaced',
      too_many: 'too many',
      malformed: 'malformed',
      unsupported: 'unsupported',
      unauthentic: 'does not verify',
      too_old: 'too old',
      bad_time: 'no good time',
    },
  },
  th: {
    title: 'บันทึก',
    about: (kept, days) =>
      `คำขอที่สำเร็จ ${kept} รายการล่าสุดและที่ถูกปฏิเสธ ${kept} รายการล่าสุด เก็บไว้ ${days} วัน ไม่บันทึกโทเค็น รหัส ความลับ หรือเนื้อหาของแบบฟอร์ม`,
    unlogged: (count, perSecond) =>
      `วันนี้มีอีก ${count} คำขอที่นับในการใช้งานแต่ไม่แสดงที่นี่ ในแต่ละวินาทีแสดงเฉพาะรายการแรก ๆ (สำเร็จ ${perSecond} รายการ)`,
    outcome: 'ผลลัพธ์',
    any: 'ทั้งหมด',
    accepted: 'สำเร็จ',
    refused: 'ถูกปฏิเสธ',
    step: 'ขั้นตอน',
    reason: 'สาเหตุ',
    requestId: 'หมายเลขคำขอ',
    requestIdHint: 'ค่า x-request-id ในการตอบกลับ',
    apply: 'กรอง',
    refresh: 'รีเฟรช',
    all: 'แสดงทั้งหมด',
    none: 'ไม่มีคำขอที่ตรงเงื่อนไข',
    time: 'เวลา',
    why: 'คำอธิบาย',
    parameter: 'พารามิเตอร์',
    milliseconds: (ms) => `${ms} มิลลิวินาที`,
    noRequestId: 'หมายเลขคำขอมีตัวอักษรหรือตัวเลข 1 ถึง 64 ตัว',
    loginRefused: 'ผู้ขายเข้าสู่ระบบไม่สำเร็จ: รหัสผ่านผิด บัญชีถูกระงับ ถูกปิดใช้งาน หรือไม่มีสิทธิ์อนุญาตแอป ดูรายละเอียดในแถว',
    signed: 'ข้อความที่เซิร์ฟเวอร์ใช้ลงลายเซ็น',
    signedHelp:
      'เทียบกับข้อความของคุณทีละตัวอักษร {AppSecret} แทนความลับของคุณ ตรงที่มี *** แสดงไม่เกินสี่ตัวแรก ตัวเลขในวงเล็บคือความยาว',
    keys: 'คีย์ที่ลองใช้',
    ownKeys: 'คีย์ของแพลตฟอร์มสำหรับถอดรหัส',
    peerKeys: 'คีย์ของแอปสำหรับตรวจลายเซ็น',
    noKeys: 'แอปยังไม่ได้ลงทะเบียนคีย์',
    reasons: 'ความหมายของสาเหตุ',
    steps: {
      authorize: 'ลิงก์ขออนุญาต',
      login: 'ร้านค้าเข้าสู่ระบบ',
      consent: 'ร้านค้าอนุญาต',
      token: 'แลกรหัสเป็นโทเค็น',
      refresh: 'รีเฟรช',
      'user info': 'ข้อมูลผู้ใช้',
      revoke: 'เพิกถอน',
    },
    problems: {
      missing: 'ขาดหาย',
      repeated: 'ซ้ำ',
      misplaced: 'ผิดลำดับ',
      too_many: 'มากเกินไป',
      malformed: 'รูปแบบไม่ถูกต้อง',
      unsupported: 'ไม่รองรับ',
      unauthentic: 'ไม่ผ่านการตรวจสอบ',
      too_old: 'เก่าเกินไป',
      bad_time: 'เวลาไม่ถูกต้อง',
    },
  },
}
