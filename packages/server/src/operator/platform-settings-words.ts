import type { InEveryLanguage } from '../design/language.ts'
import type { SettingKey } from './platform-fields.ts'

/** What a setting is called, and what changing it does to what is there already. */
interface SettingWords {
  readonly title: string
  readonly effect: string
}

interface PlatformWords {
  readonly title: string
  readonly none: string
  readonly name: string
  readonly changed: string
  readonly apps: string
  readonly asDocumented: string
  readonly documented: (value: string) => string
  readonly fixed: string
  readonly intro: string
  readonly noLimit: string
  readonly save: string
  readonly refused: string
  readonly parts: Readonly<Record<string, string>>
  readonly choices: Readonly<Record<string, string>>
  readonly lists: string
  readonly keys: string
  readonly keysHelp: string
  readonly current: string
  readonly before: string
  readonly fingerprint: string
  readonly publicKey: string
  readonly rotate: string
  readonly rotateTitle: string
  readonly rotateEffect: string
  readonly settings: Readonly<Record<SettingKey, SettingWords>>
}

export const platformWords: InEveryLanguage<PlatformWords> = {
  'zh-CN': {
    title: '平台',
    none: '没有启用任何平台。',
    name: '平台',
    changed: '已调整的设置',
    apps: '应用数',
    asDocumented: '与文档一致',
    documented: (value) => `文档：${value}`,
    fixed: '由配置文件设定，不能在此修改。',
    intro: '留空即与平台文档一致。保存后本进程立即生效，其他进程两秒内生效；已签发的令牌按签发时的规则到期。',
    noLimit: '不限制',
    save: '保存设置',
    refused: '设置有误，没有任何改动。',
    parts: {
      online: '上线应用（秒）',
      onlineTest: '在线测试应用（秒）',
      accessToken: '访问令牌',
      refreshToken: '刷新令牌',
      graceSeconds: '秒',
      replaySeconds: '可重取的秒数',
      then: '之后再用旧令牌',
      count: '次数',
      per: '周期',
      timeZone: '时区',
      lastSeconds: '到期前的秒数',
      perSeconds: '每多少秒',
      value: '值',
    },
    choices: {
      new: '换新',
      same: '不变',
      always: '总是发放',
      'by-right': '仅发给有权限的应用',
      'revoke-family': '撤销整个授权',
      reject: '仅拒绝',
      month: '每月',
      day: '每天',
      'end-grants': '结束其授权',
      'keep-grants': '保留其授权',
      'on-creation': '创建时',
      'on-approval': '审核通过时',
      exact: '完全一致',
      host: '主机一致',
      'registrable-domain': '主域名一致',
      true: '是',
      false: '否',
      301: '301',
      302: '302',
    },
    lists: '每行一个。',
    keys: '平台密钥',
    keysHelp: '平台用当前密钥签名和解密。轮换后上一把密钥仍可解密，请把新公钥发给各应用的开发者。',
    current: '当前',
    before: '上一把',
    fingerprint: '指纹',
    publicKey: '公钥（发给应用）',
    rotate: '生成新密钥',
    rotateTitle: '轮换平台密钥',
    rotateEffect: '新密钥立即用于签名；再上一把密钥将被删除，用它加密的请求从此无法解开。确定要继续吗？',
    settings: {
      codeLifetime: { title: '授权码有效期（秒）', effect: '只影响新签发的授权码。' },
      accessTokenLifetime: {
        title: '访问令牌有效期',
        effect: '新签发或下次刷新的令牌按新期限；已签发的令牌不变。',
      },
      refreshTokenLifetime: { title: '刷新令牌有效期', effect: '缩短后商家会更早被要求重新授权。' },
      refresh: { title: '刷新时的令牌', effect: '应用若按文档实现，改动可能使其丢失令牌。' },
      refreshTokenGranted: { title: '刷新令牌的发放', effect: '没有刷新令牌的应用，到期后商家须重新授权。' },
      previousAccessToken: { title: '旧访问令牌的宽限', effect: '刷新后旧令牌还可用多久；0 为立即失效。' },
      reuse: {
        title: '重复使用旧刷新令牌',
        effect: '可重取的时间内，同一请求得到同一答复，防止网络中断丢失令牌。',
      },
      refreshQuota: { title: '刷新配额', effect: '每个授权在一个周期内的刷新次数；用尽后按平台错误码拒绝。' },
      refreshWindow: { title: '刷新窗口', effect: '只允许在访问令牌到期前的这段时间内刷新。' },
      rateLimit: { title: '调用频率', effect: '单个应用所有接口合计；超出按平台错误码拒绝。' },
      passwordChange: { title: '商家修改密码', effect: '结束授权更安全，但商家须重新授权所有应用。' },
      clientIdIssued: { title: 'AppKey 发放时间', effect: '只影响之后创建的应用。' },
      redirectUri: { title: '回调地址规则', effect: '已登记的地址不变；放宽会让更多地址收到授权码。' },
      httpsOnly: { title: '回调必须为 https', effect: '设为“是”后，登记为 http 的应用将无法授权。' },
      callbackStatus: { title: '回跳状态码', effect: '301 会被浏览器缓存，可能重放旧授权码。' },
      scopes: { title: '权限', effect: '去掉的权限不能再申请；已授予的不受影响，但自省不再返回。' },
      defaultScope: { title: '默认权限', effect: '未申请权限时授予；必须在上面的权限之中。' },
      scopeWords: { title: '权限说明', effect: '商家在授权页看到的文字。' },
    },
  },
  en: {
    title: 'Platforms',
    none: 'No platform is enabled.',
    name: 'Platform',
    changed: 'Settings changed',
    apps: 'Apps',
    asDocumented: 'As documented',
    documented: (value) => `Documented: ${value}`,
    fixed: 'Set by the configuration file, and not to be changed here.',
    intro:
      'Leave empty what is to be as the platform documents it. Changes are in force here at once and in other processes within two seconds; tokens that were issued keep the end they were issued with.',
    noLimit: 'No limit',
    save: 'Save settings',
    refused: 'Some settings do not fit. Nothing was changed.',
    parts: {
      online: 'Online apps (seconds)',
      onlineTest: 'Apps under online test (seconds)',
      accessToken: 'Access token',
      refreshToken: 'Refresh token',
      graceSeconds: 'Seconds',
      replaySeconds: 'Seconds in which the same question gets the same answer',
      then: 'A former token after that',
      count: 'Times',
      per: 'Period',
      timeZone: 'Time zone',
      lastSeconds: 'Seconds before the end',
      perSeconds: 'In how many seconds',
      value: 'Value',
    },
    choices: {
      new: 'replaced',
      same: 'stays the same',
      always: 'always',
      'by-right': 'to apps that have the right',
      'revoke-family': 'ends the whole grant',
      reject: 'is refused, no more',
      month: 'a month',
      day: 'a day',
      'end-grants': 'ends what he authorised',
      'keep-grants': 'keeps what he authorised',
      'on-creation': 'on creation',
      'on-approval': 'on approval',
      exact: 'the whole address',
      host: 'the host',
      'registrable-domain': 'the main domain',
      true: 'yes',
      false: 'no',
      301: '301',
      302: '302',
    },
    lists: 'One a line.',
    keys: 'Platform keys',
    keysHelp:
      'The platform signs and opens with its current key. After a rotation the one before still opens; give developers the new public key.',
    current: 'Current',
    before: 'The one before',
    fingerprint: 'Fingerprint',
    publicKey: 'Public key, for applications',
    rotate: 'Make a new key',
    rotateTitle: 'Rotate the platform key',
    rotateEffect:
      'The new key signs from now on. The key before the present one is deleted: what applications still seal for it can never be opened again. Go on?',
    settings: {
      codeLifetime: { title: 'Code lifetime (seconds)', effect: 'Of codes that are issued from now on.' },
      accessTokenLifetime: {
        title: 'Access token lifetime',
        effect: 'Of tokens that are issued or refreshed from now on; others keep their end.',
      },
      refreshTokenLifetime: {
        title: 'Refresh token lifetime',
        effect: 'Shorter means that merchants are asked again sooner.',
      },
      refresh: {
        title: 'What a refresh replaces',
        effect: 'Applications that follow the platform’s document may lose their tokens if this changes.',
      },
      refreshTokenGranted: {
        title: 'Who gets refresh tokens',
        effect: 'Without one the merchant is asked again when the access token ends.',
      },
      previousAccessToken: {
        title: 'Grace of the former access token',
        effect: 'How long it still works after a refresh; 0 ends it at once.',
      },
      reuse: {
        title: 'A refresh token used again',
        effect:
          'The same question gets the same answer for a while, so that a lost answer costs nobody a connection.',
      },
      refreshQuota: {
        title: 'Refresh quota',
        effect: 'For each grant; when it is used up, refreshes are refused with the platform’s code.',
      },
      refreshWindow: {
        title: 'Refresh window',
        effect: 'Refreshes are refused earlier than this before the access token ends.',
      },
      rateLimit: {
        title: 'Rate limit',
        effect: 'All calls of one app together; beyond it they are refused with the platform’s code.',
      },
      passwordChange: {
        title: 'A merchant’s new password',
        effect: 'Ending grants is safer; the merchant then authorises every application again.',
      },
      clientIdIssued: { title: 'AppKey is issued', effect: 'For apps that are created from now on.' },
      redirectUri: {
        title: 'Callback rule',
        effect: 'What is registered stays; a wider rule lets more addresses receive codes.',
      },
      httpsOnly: {
        title: 'Callbacks must be https',
        effect: 'With yes, apps that are registered with http cannot be authorised.',
      },
      callbackStatus: {
        title: 'Status of the way back',
        effect: 'Browsers keep a 301, and may replay an old code.',
      },
      scopes: {
        title: 'Scopes',
        effect: 'One that is taken away cannot be asked for, and introspection no longer tells it.',
      },
      defaultScope: {
        title: 'Default scope',
        effect: 'What is granted when none is asked for: some of the above.',
      },
      scopeWords: { title: 'Words of the scopes', effect: 'What merchants read when they are asked.' },
    },
  },
  th: {
    title: 'แพลตฟอร์ม',
    none: 'ไม่มีแพลตฟอร์มที่เปิดใช้',
    name: 'แพลตฟอร์ม',
    changed: 'การตั้งค่าที่เปลี่ยน',
    apps: 'แอป',
    asDocumented: 'ตามเอกสาร',
    documented: (value) => `ตามเอกสาร: ${value}`,
    fixed: 'กำหนดในไฟล์การตั้งค่า เปลี่ยนที่นี่ไม่ได้',
    intro:
      'เว้นว่างไว้หากต้องการให้เป็นไปตามเอกสารของแพลตฟอร์ม การเปลี่ยนแปลงมีผลที่นี่ทันที และที่โปรเซสอื่นภายในสองวินาที โทเค็นที่ออกแล้วหมดอายุตามเดิม',
    noLimit: 'ไม่จำกัด',
    save: 'บันทึกการตั้งค่า',
    refused: 'การตั้งค่าบางรายการไม่ถูกต้อง ไม่มีการเปลี่ยนแปลงใด ๆ',
    parts: {
      online: 'แอปที่เปิดใช้แล้ว (วินาที)',
      onlineTest: 'แอปที่กำลังทดสอบ (วินาที)',
      accessToken: 'โทเค็นการเข้าถึง',
      refreshToken: 'โทเค็นรีเฟรช',
      graceSeconds: 'วินาที',
      replaySeconds: 'จำนวนวินาทีที่คำขอเดิมได้คำตอบเดิม',
      then: 'หลังจากนั้นโทเค็นเดิม',
      count: 'จำนวนครั้ง',
      per: 'รอบ',
      timeZone: 'เขตเวลา',
      lastSeconds: 'วินาทีก่อนหมดอายุ',
      perSeconds: 'ในกี่วินาที',
      value: 'ค่า',
    },
    choices: {
      new: 'ออกใหม่',
      same: 'คงเดิม',
      always: 'เสมอ',
      'by-right': 'เฉพาะแอปที่มีสิทธิ์',
      'revoke-family': 'ยกเลิกการอนุญาตทั้งหมด',
      reject: 'ถูกปฏิเสธเท่านั้น',
      month: 'ต่อเดือน',
      day: 'ต่อวัน',
      'end-grants': 'ยกเลิกการอนุญาตของเขา',
      'keep-grants': 'คงการอนุญาตของเขาไว้',
      'on-creation': 'เมื่อสร้าง',
      'on-approval': 'เมื่ออนุมัติ',
      exact: 'ที่อยู่ทั้งหมด',
      host: 'โฮสต์',
      'registrable-domain': 'โดเมนหลัก',
      true: 'ใช่',
      false: 'ไม่',
      301: '301',
      302: '302',
    },
    lists: 'บรรทัดละหนึ่งรายการ',
    keys: 'กุญแจของแพลตฟอร์ม',
    keysHelp:
      'แพลตฟอร์มลงลายมือชื่อและถอดรหัสด้วยกุญแจปัจจุบัน หลังหมุนเวียนแล้วกุญแจก่อนหน้ายังถอดรหัสได้ โปรดส่งกุญแจสาธารณะใหม่ให้นักพัฒนา',
    current: 'ปัจจุบัน',
    before: 'ก่อนหน้า',
    fingerprint: 'ลายนิ้วมือ',
    publicKey: 'กุญแจสาธารณะสำหรับแอป',
    rotate: 'สร้างกุญแจใหม่',
    rotateTitle: 'หมุนเวียนกุญแจของแพลตฟอร์ม',
    rotateEffect:
      'กุญแจใหม่จะใช้ลงลายมือชื่อทันที และกุญแจก่อนกุญแจปัจจุบันจะถูกลบ สิ่งที่แอปเข้ารหัสด้วยกุญแจนั้นจะเปิดไม่ได้อีก ต้องการดำเนินการต่อหรือไม่',
    settings: {
      codeLifetime: { title: 'อายุของรหัสอนุญาต (วินาที)', effect: 'มีผลกับรหัสที่ออกหลังจากนี้' },
      accessTokenLifetime: {
        title: 'อายุของโทเค็นการเข้าถึง',
        effect: 'มีผลกับโทเค็นที่ออกหรือรีเฟรชหลังจากนี้ โทเค็นอื่นหมดอายุตามเดิม',
      },
      refreshTokenLifetime: { title: 'อายุของโทเค็นรีเฟรช', effect: 'หากสั้นลง ผู้ขายจะถูกขออนุญาตใหม่เร็วขึ้น' },
      refresh: { title: 'สิ่งที่การรีเฟรชออกใหม่', effect: 'แอปที่ทำตามเอกสารอาจเสียโทเค็นหากเปลี่ยนค่านี้' },
      refreshTokenGranted: {
        title: 'ผู้ที่ได้โทเค็นรีเฟรช',
        effect: 'หากไม่มี ผู้ขายต้องอนุญาตใหม่เมื่อโทเค็นการเข้าถึงหมดอายุ',
      },
      previousAccessToken: {
        title: 'ระยะผ่อนผันของโทเค็นเดิม',
        effect: 'ใช้ต่อได้นานเท่าใดหลังรีเฟรช 0 คือหมดอายุทันที',
      },
      reuse: {
        title: 'การใช้โทเค็นรีเฟรชเดิมซ้ำ',
        effect: 'คำขอเดิมได้คำตอบเดิมชั่วระยะหนึ่ง เพื่อไม่ให้เสียการเชื่อมต่อเมื่อคำตอบหาย',
      },
      refreshQuota: {
        title: 'โควตาการรีเฟรช',
        effect: 'ต่อการอนุญาตหนึ่งรายการ เมื่อหมดจะถูกปฏิเสธด้วยรหัสของแพลตฟอร์ม',
      },
      refreshWindow: { title: 'ช่วงเวลารีเฟรช', effect: 'รีเฟรชได้เฉพาะช่วงนี้ก่อนโทเค็นการเข้าถึงหมดอายุ' },
      rateLimit: { title: 'อัตราการเรียก', effect: 'ทุกการเรียกของหนึ่งแอปรวมกัน เกินแล้วจะถูกปฏิเสธด้วยรหัสของแพลตฟอร์ม' },
      passwordChange: {
        title: 'เมื่อผู้ขายเปลี่ยนรหัสผ่าน',
        effect: 'การยกเลิกปลอดภัยกว่า แต่ผู้ขายต้องอนุญาตทุกแอปใหม่',
      },
      clientIdIssued: { title: 'ออก AppKey', effect: 'มีผลกับแอปที่สร้างหลังจากนี้' },
      redirectUri: { title: 'กฎของ callback', effect: 'ที่ลงทะเบียนไว้คงเดิม กฎที่กว้างขึ้นทำให้ที่อยู่อื่นได้รับรหัสได้' },
      httpsOnly: { title: 'callback ต้องเป็น https', effect: 'หากใช่ แอปที่ลงทะเบียนด้วย http จะขออนุญาตไม่ได้' },
      callbackStatus: { title: 'สถานะของการส่งกลับ', effect: 'เบราว์เซอร์จำ 301 ไว้ และอาจส่งรหัสเก่าซ้ำ' },
      scopes: { title: 'สิทธิ์', effect: 'สิทธิ์ที่ถูกถอนขอไม่ได้อีก และการตรวจโทเค็นจะไม่บอกสิทธิ์นั้น' },
      defaultScope: { title: 'สิทธิ์เริ่มต้น', effect: 'ให้เมื่อไม่ได้ขอสิทธิ์ใด ต้องอยู่ในรายการด้านบน' },
      scopeWords: { title: 'คำอธิบายสิทธิ์', effect: 'ข้อความที่ผู้ขายอ่านเมื่อถูกขออนุญาต' },
    },
  },
}
