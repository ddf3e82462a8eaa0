/* What the reference says around its tables. */
import type { EndpointReference, EnvelopeScheme, ParameterType, SignatureScheme } from '@hufu/dialects'
import type { InEveryLanguage } from '../../design/language.ts'

type Step = EndpointReference['step']

interface ReferenceWords {
  readonly title: string
  readonly of: (platform: string) => string
  readonly all: string
  readonly intro: string
  readonly parts: string
  readonly addresses: string
  readonly yours: string
  readonly platformKey: string
  readonly promises: string
  readonly securing: string
  readonly steps: Readonly<Record<Step, string>>
  readonly request: string
  readonly answer: string
  readonly errors: string
  readonly example: string
  readonly exampleReply: string
  readonly order: string
  readonly name: string
  readonly type: string
  readonly required: string
  readonly yes: string
  readonly no: string
  readonly meaning: string
  readonly code: string
  readonly message: string
  readonly reason: string
  readonly wayOut: string
  readonly missing: (parameter: string) => string
  readonly malformed: (parameter: string) => string
  readonly types: Readonly<Record<ParameterType, string>>
  readonly samples: string
  readonly sampleIntro: string
  readonly sampleSecret: (name: string) => string
  readonly sampleKey: (name: string) => string
  readonly language: string
  readonly download: string
  readonly copy: string
  readonly copied: string
  readonly envelopes: Readonly<Record<EnvelopeScheme, string>>
  readonly signatures: Readonly<Record<SignatureScheme, string>>
}

export const referenceWords: InEveryLanguage<ReferenceWords> = {
  'zh-CN': {
    title: '参考',
    of: (platform) => `${platform} 接口参考`,
    all: '接口参考',
    intro: '以下内容由服务器正在使用的协议描述生成。',
    parts: '参考的各部分',
    addresses: '地址',
    yours: '您的应用',
    platformKey: '平台公钥',
    promises: '有效期、配额与规则',
    securing: '如何加密与签名',
    steps: {
      authorize: '授权链接',
      callback: '回调',
      token: '用授权码换令牌',
      refresh: '刷新令牌',
      userInfo: '用户信息',
      revocation: '作废令牌（RFC 7009）',
    },
    request: '请求参数',
    answer: '返回内容',
    errors: '错误码',
    example: '示例',
    exampleReply: '返回示例',
    order: '序号',
    name: '参数',
    type: '类型',
    required: '必填',
    yes: '是',
    no: '否',
    meaning: '含义',
    code: '错误码',
    message: '平台文字',
    reason: '原因',
    wayOut: '怎么办',
    missing: (parameter) => `缺少 ${parameter}`,
    malformed: (parameter) => `${parameter} 格式不对`,
    types: {
      text: '文本',
      number: '数字',
      json: 'JSON 对象',
      words: '逗号分隔的词',
      constant: '固定值',
      clock: '时间',
      remark: '附注',
      wrapper: '外层',
    },
    samples: '示例代码',
    sampleIntro: '一个文件，保存即可运行：不带参数打印授权链接；带上授权码则换取令牌、刷新并打印结果。',
    sampleSecret: (name) => `AppSecret 从环境变量 ${name} 读取。`,
    sampleKey: (name) => `私钥从环境变量 ${name} 读取。`,
    language: '语言',
    download: '下载',
    copy: '复制',
    copied: '已复制',
    envelopes: {
      'rsa-pkcs1-md5-sha256':
        'data：字段组成的 JSON（UTF-8）按块（模长减 11 字节）用对方公钥以 RSA PKCS#1 v1.5 加密，拼接后作 base64url（无填充）。sign：先求该 JSON 的 MD5（32 位小写十六进制），再用自己的私钥对其做 SHA256withRSA 签名，base64url。返回成功时用同样方式加密；出错时不加密。',
    },
    signatures: {
      'md5-between-secrets':
        '把除签名外的所有非空参数按名称排序，依次拼接“名称+值”，前后各加 AppSecret，取 MD5 的大写十六进制。',
    },
  },
  en: {
    title: 'Reference',
    of: (platform) => `${platform}: reference`,
    all: 'API reference',
    intro: 'Generated from the description of the protocol that this server runs on.',
    parts: 'Parts of the reference',
    addresses: 'Addresses',
    yours: 'Your app',
    platformKey: "Platform's public key",
    promises: 'Lifetimes, quotas and rules',
    securing: 'How to encrypt and sign',
    steps: {
      authorize: 'Authorization link',
      callback: 'Callback',
      token: 'Code to tokens',
      refresh: 'Refresh',
      userInfo: 'User information',
      revocation: 'Revocation (RFC 7009)',
    },
    request: 'Request',
    answer: 'Answer',
    errors: 'Errors',
    example: 'Example',
    exampleReply: 'Example of an answer',
    order: 'No.',
    name: 'Name',
    type: 'Type',
    required: 'Required',
    yes: 'yes',
    no: 'no',
    meaning: 'What it means',
    code: 'Code',
    message: 'Message',
    reason: 'Reason',
    wayOut: 'What to do',
    missing: (parameter) => `${parameter} is missing`,
    malformed: (parameter) => `${parameter} is malformed`,
    types: {
      text: 'text',
      number: 'number',
      json: 'JSON object',
      words: 'words, separated',
      constant: 'constant',
      clock: 'time',
      remark: 'remark',
      wrapper: 'wrapper',
    },
    samples: 'Samples',
    sampleIntro:
      'One file that runs as it is: without an argument it prints the authorization link; with a code it gets tokens, refreshes them and prints the replies.',
    sampleSecret: (name) => `The AppSecret is read from the environment variable ${name}.`,
    sampleKey: (name) => `The private key is read from the environment variable ${name}.`,
    language: 'Language',
    download: 'Download',
    copy: 'Copy',
    copied: 'Copied',
    envelopes: {
      'rsa-pkcs1-md5-sha256':
        "data: the fields as JSON (UTF-8), in pieces of the modulus less 11 bytes, each encrypted under the receiver's public key with RSA PKCS#1 v1.5; joined, in base64url without padding. sign: SHA256withRSA, by the sender's private key, over the 32 lower-case hexadecimal digits of that JSON's MD5; base64url. A successful answer is sealed the same way; an error is not.",
    },
    signatures: {
      'md5-between-secrets':
        'Sort all parameters by name, but the signature itself and those that are empty; join each name and its value; put the AppSecret before and after; take the MD5 in upper-case hexadecimal.',
    },
  },
  th: {
    title: 'อ้างอิง',
    of: (platform) => `เอกสารอ้างอิง ${platform}`,
    all: 'เอกสารอ้างอิง API',
    intro: 'สร้างจากคำอธิบายโพรโทคอลที่เซิร์ฟเวอร์นี้ใช้อยู่',
    parts: 'ส่วนของเอกสาร',
    addresses: 'ที่อยู่',
    yours: 'แอปของคุณ',
    platformKey: 'กุญแจสาธารณะของแพลตฟอร์ม',
    promises: 'อายุ โควตา และกฎ',
    securing: 'วิธีเข้ารหัสและลงลายเซ็น',
    steps: {
      authorize: 'ลิงก์ขออนุญาต',
      callback: 'การเรียกกลับ',
      token: 'แลกรหัสเป็นโทเค็น',
      refresh: 'รีเฟรช',
      userInfo: 'ข้อมูลผู้ใช้',
      revocation: 'เพิกถอน (RFC 7009)',
    },
    request: 'คำขอ',
    answer: 'คำตอบ',
    errors: 'ข้อผิดพลาด',
    example: 'ตัวอย่าง',
    exampleReply: 'ตัวอย่างคำตอบ',
    order: 'ลำดับ',
    name: 'ชื่อ',
    type: 'ชนิด',
    required: 'จำเป็น',
    yes: 'ใช่',
    no: 'ไม่',
    meaning: 'ความหมาย',
    code: 'รหัส',
    message: 'ข้อความ',
    reason: 'สาเหตุ',
    wayOut: 'ทำอย่างไร',
    missing: (parameter) => `ขาด ${parameter}`,
    malformed: (parameter) => `${parameter} รูปแบบไม่ถูกต้อง`,
    types: {
      text: 'ข้อความ',
      number: 'ตัวเลข',
      json: 'ออบเจกต์ JSON',
      words: 'คำที่คั่นด้วยเครื่องหมาย',
      constant: 'ค่าคงที่',
      clock: 'เวลา',
      remark: 'หมายเหตุ',
      wrapper: 'ชั้นนอก',
    },
    samples: 'ตัวอย่างโค้ด',
    sampleIntro: 'ไฟล์เดียวที่รันได้ทันที: ไม่ใส่อาร์กิวเมนต์จะพิมพ์ลิงก์ขออนุญาต ใส่รหัสจะขอโทเค็น รีเฟรช และพิมพ์คำตอบ',
    sampleSecret: (name) => `อ่าน AppSecret จากตัวแปรสภาพแวดล้อม ${name}`,
    sampleKey: (name) => `อ่านกุญแจส่วนตัวจากตัวแปรสภาพแวดล้อม ${name}`,
    language: 'ภาษา',
    download: 'ดาวน์โหลด',
    copy: 'คัดลอก',
    copied: 'คัดลอกแล้ว',
    envelopes: {
      'rsa-pkcs1-md5-sha256':
        'data: ฟิลด์เป็น JSON (UTF-8) แบ่งเป็นชิ้นขนาดโมดูลัสลบ 11 ไบต์ เข้ารหัสทีละชิ้นด้วยกุญแจสาธารณะของผู้รับแบบ RSA PKCS#1 v1.5 ต่อกันแล้วเป็น base64url ไม่มี padding  sign: SHA256withRSA ด้วยกุญแจส่วนตัวของผู้ส่งบนเลขฐานสิบหกตัวเล็ก 32 หลักของ MD5 ของ JSON นั้น เป็น base64url คำตอบที่สำเร็จปิดผนึกแบบเดียวกัน ข้อผิดพลาดไม่ปิดผนึก',
    },
    signatures: {
      'md5-between-secrets':
        'เรียงพารามิเตอร์ทั้งหมดตามชื่อ ยกเว้นลายเซ็นและค่าว่าง ต่อชื่อกับค่า ใส่ AppSecret ไว้หน้าและหลัง แล้วหา MD5 เป็นเลขฐานสิบหกตัวใหญ่',
    },
  },
}
