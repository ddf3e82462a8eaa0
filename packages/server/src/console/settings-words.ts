import type { Policy } from '@hufu/dialects'
import type { InEveryLanguage } from '../design/language.ts'

interface SettingsWords {
  readonly save: string
  readonly perLine: string
  readonly failed: string
  readonly online: string
  readonly reviewing: string
  readonly waiting: (value: string) => string
  readonly name: string
  readonly nameHint: string
  readonly logo: string
  readonly logoNow: (name: string) => string
  readonly logoFile: string
  readonly logoHint: string
  readonly logoWaits: string
  readonly upload: string
  readonly noFile: string
  readonly callbacks: string
  readonly callbackField: string
  readonly rules: Readonly<Record<Policy['redirectUri'], string>>
  readonly httpsOnly: string
  readonly outOfBand: (value: string) => string
  readonly tryAddress: string
  readonly tryAddressHint: string
  readonly check: string
  readonly addressFits: string
  readonly scopes: string
  readonly scopesHint: string
  readonly testShops: string
  readonly noTestShops: string
  readonly testShopsHint: string
  readonly addresses: string
  readonly addressesField: string
  readonly addressesHint: string
  readonly keys: string
  readonly keysHint: string
  readonly noKeys: string
  readonly fingerprint: string
  readonly removeKey: string
  readonly pair: string
  readonly pairHint: string
  readonly pairPem: string
  readonly pairLine: string
  readonly paste: string
  readonly publicKey: string
  readonly pasteHint: string
  readonly addKey: string
  readonly platformKey: string
}

export const settingsWords: InEveryLanguage<SettingsWords> = {
  'zh-CN': {
    save: '保存',
    perLine: '每行一个。',
    failed: '没有保存，请看下面的说明。',
    online:
      '此应用已上线：更改名称、图标，新增回调主机或权限须经审核，审核期间原设置继续有效。其余更改立即生效。',
    reviewing: '此应用正在审核中：名称、图标、回调地址和权限须撤回审核后才能更改。',
    waiting: (value) => `等待审核：${value}`,
    name: '名称',
    nameHint: '商家在授权页看到的名称，最多 64 个字符。',
    logo: '图标',
    logoNow: (name) => `${name} 的图标`,
    logoFile: '图片文件',
    logoHint: 'PNG、JPEG 或 WebP，边长 64 至 1024 像素，不超过 96 KB。图片以外的信息（如拍摄地点）会被去除。',
    logoWaits: '新图标等待审核：',
    upload: '上传',
    noFile: '请选择一个文件。',
    callbacks: '回调地址',
    callbackField: '已登记',
    rules: {
      exact: '授权链接中的回调地址必须与此处登记的某一个完全相同，逐字符比较。',
      host: '只登记主机名，如 www.example.com。授权链接中的回调地址必须在该主机上，路径不限。',
      'registrable-domain': '登记完整地址。授权链接中的回调地址须属于同一主域名，子域名和路径不限。',
    },
    httpsOnly: '只接受 https。',
    outOfBand: (value) => `本机应用登记 ${value}：授权码显示在页面上，由用户复制。`,
    tryAddress: '检查一个回调地址',
    tryAddressHint: '填写您在授权链接中使用的地址，看看是否会被接受。',
    check: '检查',
    addressFits: '会被接受。',
    scopes: '权限',
    scopesHint: '应用可以向商家申请的权限。',
    testShops: '测试商家',
    noTestShops: '您的组织还没有测试店铺，请向平台申请。',
    testShopsHint: '应用上线前，只有这些店铺（uid）的商家可以授权：',
    addresses: 'IP 白名单',
    addressesField: 'IP 地址或地址段',
    addressesHint: '应用服务器的地址，每行一个，如 192.0.2.10 或 192.0.2.0/24。留空表示不限制。',
    keys: 'RSA 密钥',
    keysHint: '平台用您的公钥加密应答、验证您的请求。最多两个，便于更换：新密钥在前。',
    noKeys: '还没有密钥，应用无法与平台通信。',
    fingerprint: '指纹（SHA-256）',
    removeKey: '移除此密钥',
    pair: '生成一对新密钥',
    pairHint: '私钥只下载这一次，我们不保存它。下载后请重新加载此页，核对指纹。',
    pairPem: '生成并下载 PEM',
    pairLine: '生成并下载一行格式',
    paste: '或粘贴您自己的公钥',
    publicKey: '公钥',
    pasteHint: 'PEM 或一行 Base64。切勿粘贴私钥。',
    addKey: '添加公钥',
    platformKey: '平台公钥',
  },
  en: {
    save: 'Save',
    perLine: 'One a line.',
    failed: 'Nothing was saved: see below.',
    online:
      'This app is online: another name or logo, a new callback host and more scopes are reviewed first, and what was reviewed stays in force until then. Everything else is taken at once.',
    reviewing:
      'This app is in review: withdraw it before you change its name, logo, callback addresses or scopes.',
    waiting: (value) => `Waits for review: ${value}`,
    name: 'Name',
    nameHint: 'Merchants read it where they authorize. At most 64 characters.',
    logo: 'Logo',
    logoNow: (name) => `Logo of ${name}`,
    logoFile: 'Picture file',
    logoHint:
      'PNG, JPEG or WebP, 64 to 1024 pixels a side, at most 96 KB. What is in the file besides the picture, such as a place, is taken out.',
    logoWaits: 'The new logo waits for review:',
    upload: 'Upload',
    noFile: 'Choose a file.',
    callbacks: 'Callback addresses',
    callbackField: 'Registered',
    rules: {
      exact: 'The callback address of a link must be one of these, character for character.',
      host: 'Only the host is registered, such as www.example.com. The callback address of a link must be on it, with any path.',
      'registrable-domain':
        'Whole addresses are registered. The callback address of a link must be of the same main domain, with any subdomain and path.',
    },
    httpsOnly: 'https alone is accepted.',
    outOfBand: (value) =>
      `A native application registers ${value}: its code is shown on a page, and the user copies it.`,
    tryAddress: 'Check a callback address',
    tryAddressHint: 'Would the one that your links use be accepted?',
    check: 'Check',
    addressFits: 'It is accepted.',
    scopes: 'Scopes',
    scopesHint: 'What the app may ask merchants for.',
    testShops: 'Test merchants',
    noTestShops: 'Your organisation has no test shop yet: ask the platform for one.',
    testShopsHint: 'Before the app is online, merchants of these shops (uid) alone may authorize it:',
    addresses: 'IP allow list',
    addressesField: 'Addresses and blocks',
    addressesHint:
      'Where your servers call from, one a line, such as 192.0.2.10 or 192.0.2.0/24. Empty: from anywhere.',
    keys: 'RSA keys',
    keysHint:
      'The platform seals its replies for your public key, and proves your requests with it. Two at most, the new one first, so that one can be replaced.',
    noKeys: 'There is no key yet: the app cannot speak with the platform.',
    fingerprint: 'Fingerprint (SHA-256)',
    removeKey: 'Remove this key',
    pair: 'Make a new pair',
    pairHint:
      'The private half is downloaded this once and kept nowhere here. Load this page again afterwards to compare the fingerprint.',
    pairPem: 'Make and download as PEM',
    pairLine: 'Make and download as one line',
    paste: 'Or paste your own public key',
    publicKey: 'Public key',
    pasteHint: 'PEM or one line of Base64. Never paste a private key.',
    addKey: 'Add the public key',
    platformKey: 'Public key of the platform',
  },
  th: {
    save: 'บันทึก',
    perLine: 'บรรทัดละหนึ่งรายการ',
    failed: 'ยังไม่ได้บันทึก โปรดดูคำอธิบายด้านล่าง',
    online:
      'แอปนี้ออนไลน์แล้ว: การเปลี่ยนชื่อหรือโลโก้ เพิ่มโฮสต์เรียกกลับ หรือเพิ่มสิทธิ์ ต้องผ่านการตรวจสอบก่อน ระหว่างนั้นค่าเดิมยังใช้ได้ การเปลี่ยนแปลงอื่นมีผลทันที',
    reviewing: 'แอปนี้กำลังรอตรวจสอบ: ต้องถอนออกก่อนจึงจะเปลี่ยนชื่อ โลโก้ ที่อยู่เรียกกลับ หรือสิทธิ์ได้',
    waiting: (value) => `รอตรวจสอบ: ${value}`,
    name: 'ชื่อ',
    nameHint: 'ร้านค้าจะเห็นชื่อนี้ในหน้าอนุญาต ไม่เกิน 64 อักขระ',
    logo: 'โลโก้',
    logoNow: (name) => `โลโก้ของ ${name}`,
    logoFile: 'ไฟล์ภาพ',
    logoHint: 'PNG, JPEG หรือ WebP ด้านละ 64 ถึง 1024 พิกเซล ไม่เกิน 96 KB ข้อมูลอื่นในไฟล์ เช่น สถานที่ถ่าย จะถูกลบออก',
    logoWaits: 'โลโก้ใหม่รอตรวจสอบ:',
    upload: 'อัปโหลด',
    noFile: 'โปรดเลือกไฟล์',
    callbacks: 'ที่อยู่เรียกกลับ',
    callbackField: 'ที่ลงทะเบียนไว้',
    rules: {
      exact: 'ที่อยู่เรียกกลับในลิงก์ต้องตรงกับรายการใดรายการหนึ่งทุกอักขระ',
      host: 'ลงทะเบียนเฉพาะชื่อโฮสต์ เช่น www.example.com ที่อยู่เรียกกลับในลิงก์ต้องอยู่บนโฮสต์นั้น พาธใดก็ได้',
      'registrable-domain': 'ลงทะเบียนที่อยู่แบบเต็ม ที่อยู่เรียกกลับในลิงก์ต้องอยู่ในโดเมนหลักเดียวกัน โดเมนย่อยและพาธใดก็ได้',
    },
    httpsOnly: 'รับเฉพาะ https',
    outOfBand: (value) => `แอปพลิเคชันบนเครื่องลงทะเบียน ${value}: รหัสจะแสดงบนหน้าเว็บให้ผู้ใช้คัดลอก`,
    tryAddress: 'ตรวจที่อยู่เรียกกลับ',
    tryAddressHint: 'ที่อยู่ที่ลิงก์ของคุณใช้จะได้รับการยอมรับหรือไม่',
    check: 'ตรวจ',
    addressFits: 'ใช้ได้',
    scopes: 'สิทธิ์',
    scopesHint: 'สิ่งที่แอปขอจากร้านค้าได้',
    testShops: 'ร้านค้าทดสอบ',
    noTestShops: 'องค์กรของคุณยังไม่มีร้านค้าทดสอบ โปรดขอจากแพลตฟอร์ม',
    testShopsHint: 'ก่อนแอปออนไลน์ มีเพียงร้านเหล่านี้ (uid) ที่อนุญาตได้:',
    addresses: 'รายการ IP ที่อนุญาต',
    addressesField: 'ที่อยู่ IP หรือช่วงที่อยู่',
    addressesHint: 'ที่อยู่ของเซิร์ฟเวอร์ของคุณ บรรทัดละหนึ่งรายการ เช่น 192.0.2.10 หรือ 192.0.2.0/24 เว้นว่างคือไม่จำกัด',
    keys: 'กุญแจ RSA',
    keysHint: 'แพลตฟอร์มเข้ารหัสคำตอบและพิสูจน์คำขอด้วยกุญแจสาธารณะของคุณ มีได้สองกุญแจ กุญแจใหม่อยู่ก่อน เพื่อให้เปลี่ยนได้',
    noKeys: 'ยังไม่มีกุญแจ แอปจึงยังติดต่อกับแพลตฟอร์มไม่ได้',
    fingerprint: 'ลายนิ้วมือกุญแจ (SHA-256)',
    removeKey: 'ลบกุญแจนี้',
    pair: 'สร้างกุญแจคู่ใหม่',
    pairHint: 'กุญแจส่วนตัวดาวน์โหลดได้เพียงครั้งนี้และไม่ถูกเก็บไว้ที่นี่ จากนั้นโหลดหน้านี้ใหม่เพื่อเทียบลายนิ้วมือ',
    pairPem: 'สร้างและดาวน์โหลด PEM',
    pairLine: 'สร้างและดาวน์โหลดแบบบรรทัดเดียว',
    paste: 'หรือวางกุญแจสาธารณะของคุณเอง',
    publicKey: 'กุญแจสาธารณะ',
    pasteHint: 'PEM หรือ Base64 หนึ่งบรรทัด ห้ามวางกุญแจส่วนตัว',
    addKey: 'เพิ่มกุญแจสาธารณะ',
    platformKey: 'กุญแจสาธารณะของแพลตฟอร์ม',
  },
}
