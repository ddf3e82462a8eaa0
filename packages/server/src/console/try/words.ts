/* What the pages of Try it say. */
import type { WireProblem } from '@hufu/dialects'
import type { InEveryLanguage } from '../../design/language.ts'
import type { Slip, TrialStep } from './trials.ts'

interface TryWords {
  readonly title: string
  readonly intro: string
  readonly noKey: string
  readonly noShop: string
  readonly link: string
  readonly required: string
  readonly optional: string
  readonly check: string
  readonly good: string
  readonly open: string
  readonly openHint: string
  readonly ownCallback: string
  readonly back: string
  readonly paste: string
  readonly pasteHint: string
  readonly take: string
  readonly calls: string
  readonly held: string
  readonly secretHint: string
  readonly privateKey: string
  readonly keyHint: string
  readonly acts: Readonly<Record<'token' | 'refresh' | 'userInfo' | 'revoke', string>>
  readonly code: string
  readonly wire: string
  readonly accepted: string
  readonly refused: string
  readonly platformCode: string
  readonly reason: string
  readonly parameter: string
  readonly expected: string
  readonly detail: string
  readonly wayOut: string
  readonly noAnswer: string
  readonly request: string
  readonly response: string
  readonly name: string
  readonly meaning: string
  readonly over: string
  readonly steps: Readonly<Record<TrialStep, string>>
  readonly slips: Readonly<Record<Slip, string>>
  readonly problems: Readonly<Record<WireProblem, string>>
}

export const tryWords: InEveryLanguage<TryWords> = {
  'zh-CN': {
    title: '试一试',
    intro: '对自己的应用走一遍授权，逐步看到每个请求和返回。只有应用的测试店铺可以在这里授权。',
    noKey: '应用还没有 AppKey，暂时无法试用。',
    noShop: '应用还没有测试店铺：请先登记一个测试店铺，否则没有人可以同意授权。',
    link: '第 1 步：授权链接',
    required: '必填',
    optional: '选填',
    check: '检查链接',
    good: '链接没有问题。',
    open: '打开授权页面',
    openHint: '用测试店铺的账号登录并同意，浏览器会带着授权码回到这里。',
    ownCallback: '回调地址是您自己的：同意之后，把浏览器最后到达的地址粘贴到下面。',
    back: '第 2 步：带回授权码',
    paste: '浏览器最后到达的地址，或授权码',
    pasteHint: '整个地址，或只有 code 的值。',
    take: '使用它',
    calls: '第 3 步：调用接口',
    held: '现在持有',
    secretHint: '只用于这一次调用，不保存。',
    privateKey: '应用的私钥',
    keyHint: 'PEM 或一行 base64。只用于这一次调用，不保存。请使用测试用的密钥。',
    acts: { token: '用授权码换令牌', refresh: '刷新令牌', userInfo: '查询用户信息', revoke: '作废令牌' },
    code: '授权码',
    wire: '请求与返回',
    accepted: '已接受',
    refused: '被拒绝',
    platformCode: '平台错误码',
    reason: '原因',
    parameter: '出错的参数',
    expected: '问题',
    detail: '详情',
    wayOut: '怎么办',
    noAnswer: '没有得到可以识别的返回。',
    request: '请求',
    response: '返回',
    name: '参数',
    meaning: '含义',
    over: '重新开始',
    steps: {
      authorize: '浏览器打开的链接',
      callback: '浏览器带回的内容',
      token: '用授权码换令牌',
      refresh: '刷新令牌',
      userInfo: '用户信息',
      revoke: '作废令牌',
    },
    slips: {
      no_code: '没有授权码：请先完成授权。',
      wrong_state: '回调中的 state 与链接中的不同，因此不可信。真实的应用也必须这样检查。',
      wrong_key: '私钥无法识别：需要 2048 位以上的 RSA 私钥（PKCS#8）。',
      no_secret: '请输入 AppSecret。',
      no_refresh_token: '没有可用的令牌。',
    },
    problems: {
      missing: '缺失',
      repeated: '重复',
      misplaced: '顺序不对，或有平台没有的参数',
      too_many: '参数过多',
      malformed: '格式不对',
      unsupported: '不支持',
      unauthentic: '校验不通过',
      too_old: '太旧',
      bad_time: '时间不对',
    },
  },
  en: {
    title: 'Try it',
    intro:
      'Go through an authorization of your own app, and see each request and answer. Only test shops of the app can agree here.',
    noKey: 'The app has no AppKey yet, so there is nothing to try.',
    noShop: 'The app has no test shop: name one first, else nobody can agree.',
    link: 'Step 1: the link',
    required: 'required',
    optional: 'optional',
    check: 'Check the link',
    good: 'This link is good.',
    open: 'Open the authorization page',
    openHint: 'Log in as a user of a test shop and agree: the browser comes back here with the code.',
    ownCallback:
      'The callback is your own: when you have agreed, paste the address that the browser came to below.',
    back: 'Step 2: back with the code',
    paste: 'The address that the browser came to, or the code',
    pasteHint: 'The whole address, or the value of code alone.',
    take: 'Use it',
    calls: 'Step 3: the calls',
    held: 'What is held now',
    secretHint: 'For this call alone; it is not kept.',
    privateKey: "The app's private key",
    keyHint:
      'PEM or one line of base64. For this call alone; it is not kept. Take a key pair that is for tests.',
    acts: {
      token: 'Exchange the code',
      refresh: 'Refresh',
      userInfo: 'Ask for user information',
      revoke: 'Revoke',
    },
    code: 'code',
    wire: 'Requests and answers',
    accepted: 'accepted',
    refused: 'refused',
    platformCode: "Platform's code",
    reason: 'Reason',
    parameter: 'Parameter to blame',
    expected: 'What is wrong with it',
    detail: 'Detail',
    wayOut: 'What to do',
    noAnswer: 'There was no answer that could be read.',
    request: 'Request',
    response: 'Answer',
    name: 'Name',
    meaning: 'What it means',
    over: 'Start over',
    steps: {
      authorize: 'The link, in the browser',
      callback: 'The way back, in the browser',
      token: 'Code to tokens',
      refresh: 'Refresh',
      userInfo: 'User information',
      revoke: 'Revocation',
    },
    slips: {
      no_code: 'There is no code: finish the authorization first.',
      wrong_state:
        'The state that came back is not that of the link, so the callback is not believed. A real application must check that too.',
      wrong_key: 'The private key cannot be read: an RSA key of at least 2048 bits in PKCS#8 is needed.',
      no_secret: 'Type the AppSecret.',
      no_refresh_token: 'There is no token to do that with.',
    },
    problems: {
      missing: 'it is missing',
      repeated: 'it comes twice',
      misplaced: 'the order is another, or a name is not known',
      too_many: 'more parameters than any call has',
      malformed: 'it is malformed',
      unsupported: 'it is not supported',
      unauthentic: 'it does not verify',
      too_old: 'it is too old',
      bad_time: 'its time is wrong',
    },
  },
  th: {
    title: 'ทดลอง',
    intro: 'ทดลองขออนุญาตกับแอปของคุณทีละขั้น และดูคำขอกับคำตอบทุกครั้ง เฉพาะร้านทดสอบของแอปเท่านั้นที่อนุญาตที่นี่ได้',
    noKey: 'แอปยังไม่มี AppKey จึงยังทดลองไม่ได้',
    noShop: 'แอปยังไม่มีร้านทดสอบ ต้องระบุร้านก่อน มิฉะนั้นจะไม่มีใครอนุญาตได้',
    link: 'ขั้นที่ 1: ลิงก์ขออนุญาต',
    required: 'จำเป็น',
    optional: 'ไม่บังคับ',
    check: 'ตรวจลิงก์',
    good: 'ลิงก์นี้ใช้ได้',
    open: 'เปิดหน้าขออนุญาต',
    openHint: 'เข้าสู่ระบบด้วยผู้ใช้ของร้านทดสอบแล้วกดอนุญาต เบราว์เซอร์จะกลับมาที่นี่พร้อมรหัส',
    ownCallback: 'ที่อยู่เรียกกลับเป็นของคุณเอง เมื่ออนุญาตแล้วให้วางที่อยู่ที่เบราว์เซอร์ไปถึงด้านล่าง',
    back: 'ขั้นที่ 2: รับรหัสกลับมา',
    paste: 'ที่อยู่ที่เบราว์เซอร์ไปถึง หรือรหัส',
    pasteHint: 'ที่อยู่ทั้งหมด หรือเฉพาะค่าของ code',
    take: 'ใช้ค่านี้',
    calls: 'ขั้นที่ 3: เรียก API',
    held: 'สิ่งที่ถืออยู่ตอนนี้',
    secretHint: 'ใช้กับการเรียกครั้งนี้เท่านั้น ไม่เก็บไว้',
    privateKey: 'กุญแจส่วนตัวของแอป',
    keyHint: 'PEM หรือ base64 หนึ่งบรรทัด ใช้กับการเรียกครั้งนี้เท่านั้น ไม่เก็บไว้ โปรดใช้กุญแจสำหรับทดสอบ',
    acts: {
      token: 'แลกรหัสเป็นโทเค็น',
      refresh: 'รีเฟรช',
      userInfo: 'ขอข้อมูลผู้ใช้',
      revoke: 'เพิกถอน',
    },
    code: 'รหัสอนุญาต',
    wire: 'คำขอและคำตอบ',
    accepted: 'ยอมรับ',
    refused: 'ถูกปฏิเสธ',
    platformCode: 'รหัสของแพลตฟอร์ม',
    reason: 'สาเหตุ',
    parameter: 'พารามิเตอร์ที่ผิด',
    expected: 'ปัญหา',
    detail: 'รายละเอียด',
    wayOut: 'ทำอย่างไร',
    noAnswer: 'ไม่ได้รับคำตอบที่อ่านได้',
    request: 'คำขอ',
    response: 'คำตอบ',
    name: 'ชื่อ',
    meaning: 'ความหมาย',
    over: 'เริ่มใหม่',
    steps: {
      authorize: 'ลิงก์ที่เบราว์เซอร์เปิด',
      callback: 'สิ่งที่เบราว์เซอร์นำกลับมา',
      token: 'แลกรหัสเป็นโทเค็น',
      refresh: 'รีเฟรช',
      userInfo: 'ข้อมูลผู้ใช้',
      revoke: 'เพิกถอน',
    },
    slips: {
      no_code: 'ไม่มีรหัส โปรดขออนุญาตให้เสร็จก่อน',
      wrong_state: 'state ที่กลับมาไม่ตรงกับของลิงก์ จึงไม่เชื่อถือ แอปจริงก็ต้องตรวจเช่นนี้',
      wrong_key: 'อ่านกุญแจส่วนตัวไม่ได้ ต้องเป็น RSA อย่างน้อย 2048 บิตแบบ PKCS#8',
      no_secret: 'โปรดใส่ AppSecret',
      no_refresh_token: 'ไม่มีโทเค็นสำหรับทำสิ่งนี้',
    },
    problems: {
      missing: 'ขาดไป',
      repeated: 'ซ้ำ',
      misplaced: 'ลำดับไม่ถูก หรือมีชื่อที่แพลตฟอร์มไม่รู้จัก',
      too_many: 'มีพารามิเตอร์มากเกินไป',
      malformed: 'รูปแบบไม่ถูกต้อง',
      unsupported: 'ไม่รองรับ',
      unauthentic: 'ตรวจสอบไม่ผ่าน',
      too_old: 'เก่าเกินไป',
      bad_time: 'เวลาไม่ถูกต้อง',
    },
  },
}
