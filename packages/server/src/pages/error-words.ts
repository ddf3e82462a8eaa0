/* Errors of an authorization in two versions: for the merchant, and for the application's developer. */
import {
  type ErrorReason,
  type Policy,
  type ReasonSets,
  type WireProblem,
  errorReasons,
} from '@hufu/dialects'
import { inEveryLanguage } from '@hufu/web/design/language'

/** The errors that an authorization page can show. */
type PageReason = ReasonSets['always' | 'authorize'] | 'overloaded'

/** The advice to the merchant. */
type Help = 'tellDeveloper' | 'startAgain' | 'later'

export type DeveloperWords = (typeof developerWords)['en']

export const errorWords = inEveryLanguage({
  en: {
    title: 'The authorization cannot continue',
    again: 'Show the request again',
    help: {
      tellDeveloper:
        'This is not your fault, and no data of your shop was shared. Contact the developer of the application, and send them the part “For developers” below.',
      startAgain:
        'Nothing was changed. Read the request again and decide, or go back to the application and start again.',
      later: 'Nothing was changed. Wait a while, then go back to the application and start again.',
    } satisfies Record<Help, string>,
    reasons: {
      request_malformed: ['The link that led you here is incomplete or damaged.', 'tellDeveloper'],
      request_unsupported: ['The link that led you here is incomplete or damaged.', 'tellDeveloper'],
      client_unknown: ['There is no such application on this platform.', 'tellDeveloper'],
      client_disabled: [
        'This application cannot be used at present: it is not online yet, or the platform has suspended it.',
        'tellDeveloper',
      ],
      client_address_denied: ['This application cannot be used from this network.', 'tellDeveloper'],
      flow_not_allowed: [
        'The application asked for an authorization flow that it may not use.',
        'tellDeveloper',
      ],
      redirect_uri_mismatch: [
        'The application asked us to send you to an address that is not registered. For your safety, we did not.',
        'tellDeveloper',
      ],
      scope_not_granted: ['The application asked for more than it is allowed to have.', 'tellDeveloper'],
      access_denied: ['You did not agree.', 'startAgain'],
      user_not_permitted: ['Your account cannot authorise this application.', 'startAgain'],
      request_forged: [
        'This page was used before, has expired, or was opened in another browser. The Back button can cause this, too.',
        'startAgain',
      ],
      rate_limited: ['The application sends too many requests.', 'later'],
      overloaded: ['The platform is busy.', 'later'],
      server_error: ['The platform had an internal error.', 'later'],
    } satisfies Record<PageReason, readonly [what: string, help: Help]>,
  },
  'zh-CN': {
    title: '无法继续',
    again: '重新查看授权申请',
    help: {
      tellDeveloper:
        '这不是您的问题，您的店铺没有任何信息被分享。请联系应用的开发者，并把下面“给开发者的信息”发给对方。',
      startAgain: '没有任何改动。请重新查看后再决定；如仍有问题，请返回应用重新发起授权。',
      later: '没有任何改动。请稍后返回应用，重新发起授权。',
    },
    reasons: {
      request_malformed: ['把您带到这里的链接不完整或有错误。', 'tellDeveloper'],
      request_unsupported: ['把您带到这里的链接不完整或有错误。', 'tellDeveloper'],
      client_unknown: ['本平台没有这个应用。', 'tellDeveloper'],
      client_disabled: ['这个应用目前不能使用：尚未上线，或已被平台暂停。', 'tellDeveloper'],
      client_address_denied: ['这个应用不能从当前网络使用。', 'tellDeveloper'],
      flow_not_allowed: ['应用请求了它不能使用的授权方式。', 'tellDeveloper'],
      redirect_uri_mismatch: [
        '应用要把您带往一个没有登记过的地址，为了安全，我们没有跳转。',
        'tellDeveloper',
      ],
      scope_not_granted: ['应用申请了它没有资格获得的权限。', 'tellDeveloper'],
      access_denied: ['您没有同意授权。', 'startAgain'],
      user_not_permitted: ['您的账号不能授权这个应用。', 'startAgain'],
      request_forged: [
        '这个页面已经用过、已过期，或不是从本浏览器打开的（例如您按了“后退”）。',
        'startAgain',
      ],
      rate_limited: ['应用的请求过于频繁。', 'later'],
      overloaded: ['平台繁忙。', 'later'],
      server_error: ['平台出现了故障，这是我们的问题。', 'later'],
    },
  },
  th: {
    title: 'ไม่สามารถดำเนินการต่อได้',
    again: 'ดูคำขออีกครั้ง',
    help: {
      tellDeveloper:
        'นี่ไม่ใช่ความผิดของคุณ และไม่มีข้อมูลร้านค้าของคุณถูกเปิดเผย โปรดแจ้งผู้พัฒนาแอป พร้อมส่งข้อมูลใน “สำหรับนักพัฒนา” ด้านล่าง',
      startAgain: 'ไม่มีการเปลี่ยนแปลงใด ๆ โปรดดูคำขออีกครั้งแล้วตัดสินใจ หรือกลับไปที่แอปแล้วเริ่มใหม่',
      later: 'ไม่มีการเปลี่ยนแปลงใด ๆ โปรดกลับไปที่แอปแล้วเริ่มใหม่ภายหลัง',
    },
    reasons: {
      request_malformed: ['ลิงก์ที่พาคุณมาที่นี่ไม่สมบูรณ์หรือเสียหาย', 'tellDeveloper'],
      request_unsupported: ['ลิงก์ที่พาคุณมาที่นี่ไม่สมบูรณ์หรือเสียหาย', 'tellDeveloper'],
      client_unknown: ['ไม่มีแอปนี้บนแพลตฟอร์มนี้', 'tellDeveloper'],
      client_disabled: ['ขณะนี้ใช้แอปนี้ไม่ได้ แอปยังไม่เปิดใช้งาน หรือถูกแพลตฟอร์มระงับ', 'tellDeveloper'],
      client_address_denied: ['ใช้แอปนี้จากเครือข่ายนี้ไม่ได้', 'tellDeveloper'],
      flow_not_allowed: ['แอปขอการอนุญาตในรูปแบบที่แอปไม่มีสิทธิ์ใช้', 'tellDeveloper'],
      redirect_uri_mismatch: [
        'แอปต้องการส่งคุณไปยังที่อยู่ที่ไม่ได้ลงทะเบียน เพื่อความปลอดภัยเราจึงไม่ส่งคุณไป',
        'tellDeveloper',
      ],
      scope_not_granted: ['แอปขอสิทธิ์เกินกว่าที่ได้รับอนุญาต', 'tellDeveloper'],
      access_denied: ['คุณไม่ได้อนุญาต', 'startAgain'],
      user_not_permitted: ['บัญชีของคุณไม่มีสิทธิ์อนุญาตแอปนี้', 'startAgain'],
      request_forged: ['หน้านี้ถูกใช้ไปแล้ว หมดอายุ หรือเปิดจากเบราว์เซอร์อื่น (เช่น เมื่อคุณกดปุ่มย้อนกลับ)', 'startAgain'],
      rate_limited: ['แอปส่งคำขอบ่อยเกินไป', 'later'],
      overloaded: ['แพลตฟอร์มไม่ว่าง', 'later'],
      server_error: ['แพลตฟอร์มขัดข้อง เป็นความผิดพลาดของเรา', 'later'],
    },
  },
})

export const isPageReason = (reason: ErrorReason): reason is PageReason =>
  Object.hasOwn(errorWords.en.reasons, reason)

export const developerWords = inEveryLanguage({
  en: {
    title: 'For developers',
    platformCode: 'Code',
    reason: 'Reason',
    expected: 'Expected',
    parameter: 'Parameter',
    parameters: 'Parameters of the link, in order',
    requestId: 'Request',
    problems: {
      missing: 'The parameter is required, but it is missing or empty.',
      repeated: 'Each parameter may occur only once.',
      too_many: 'There are too many parameters.',
      misplaced: 'The order or the name of the parameter differs from the platform’s documentation.',
      malformed: 'The platform does not accept this value.',
    } satisfies Record<
      Extract<WireProblem, 'missing' | 'repeated' | 'misplaced' | 'too_many' | 'malformed'>,
      string
    >,
    redirectUri: {
      exact: 'redirect_uri must equal a registered redirect URI, character for character.',
      host: 'The host of redirect_uri must be exactly the registered callback host, not a subdomain of it, and the scheme must be https.',
      'registrable-domain':
        'redirect_uri must have the same registrable domain as a registered redirect URI.',
    } satisfies Record<Policy['redirectUri'], string>,
    reasons: {
      request_malformed: errorReasons.request_malformed.hint,
      request_unsupported: errorReasons.request_unsupported.hint,
      client_unknown:
        'This platform does not have the AppKey of the link. Check its spelling, and whether it belongs to another platform.',
      client_disabled: errorReasons.client_disabled.hint,
      client_address_denied: errorReasons.client_address_denied.hint,
      flow_not_allowed:
        'The application does not have the right to this flow. Use the authorization code flow.',
      scope_not_granted: 'Each scope must exist on the platform and be granted to the application.',
      access_denied: errorReasons.access_denied.hint,
      user_not_permitted: errorReasons.user_not_permitted.hint,
      request_forged: errorReasons.request_forged.hint,
      rate_limited: errorReasons.rate_limited.hint,
      overloaded: errorReasons.overloaded.hint,
      server_error: 'The platform had an internal error. Try again later, and quote the request id.',
    } satisfies Record<Exclude<PageReason, 'redirect_uri_mismatch'>, string>,
  },
  'zh-CN': {
    title: '给开发者的信息',
    platformCode: '错误码',
    reason: '原因',
    expected: '要求',
    parameter: '参数',
    parameters: '链接的参数（按顺序）',
    requestId: '请求编号',
    problems: {
      missing: '该参数必填，但缺失或为空。',
      repeated: '每个参数只能出现一次。',
      too_many: '参数过多。',
      misplaced: '参数的顺序或名称与平台文档不符。',
      malformed: '参数的值不是平台接受的值。',
    },
    redirectUri: {
      exact: 'redirect_uri 必须与登记的回调地址逐字一致。',
      host: 'redirect_uri 的主机名必须与登记的回调域名完全一致（子域名不算），使用 https。',
      'registrable-domain': 'redirect_uri 必须与登记的回调地址属于同一主域名。',
    },
    reasons: {
      request_malformed: '缺少参数、参数重复或格式错误。',
      request_unsupported: '请求方法或内容类型不被平台接受。',
      client_unknown: '链接中的 AppKey 在本平台不存在：检查是否拼写错误，或属于另一个平台。',
      client_disabled: '应用须处于测试中或已上线：提交审核，或联系平台。',
      client_address_denied: '请求的来源地址须在应用的白名单中。',
      flow_not_allowed: '应用没有使用此流程的权限；请使用授权码流程。',
      scope_not_granted: 'scope 必须是平台已有并已授予该应用的权限。',
      access_denied: '用户没有同意。',
      user_not_permitted: '该用户不能授权此应用；店铺的其他用户可以。',
      request_forged: '表单须由本浏览器提交，且只能提交一次：请从应用重新发起授权。',
      rate_limited: '请求过多：请降低频率。',
      overloaded: '平台繁忙：请过几秒再试。',
      server_error: '平台故障：请稍后重试，并提供请求编号。',
    },
  },
  th: {
    title: 'สำหรับนักพัฒนา',
    platformCode: 'รหัส',
    reason: 'สาเหตุ',
    expected: 'ข้อกำหนด',
    parameter: 'พารามิเตอร์',
    parameters: 'พารามิเตอร์ของลิงก์ตามลำดับ',
    requestId: 'หมายเลขคำขอ',
    problems: {
      missing: 'พารามิเตอร์นี้จำเป็น แต่ไม่มีหรือว่างเปล่า',
      repeated: 'พารามิเตอร์แต่ละตัวมีได้เพียงครั้งเดียว',
      too_many: 'มีพารามิเตอร์มากเกินไป',
      misplaced: 'พารามิเตอร์ต้องมีลำดับและชื่อตามเอกสารของแพลตฟอร์ม',
      malformed: 'ค่าของพารามิเตอร์ไม่ใช่ค่าที่แพลตฟอร์มรับ',
    },
    redirectUri: {
      exact: 'redirect_uri ต้องตรงกับที่ลงทะเบียนไว้ทุกตัวอักษร',
      host: 'โฮสต์ของ redirect_uri ต้องตรงกับโฮสต์ที่ลงทะเบียนไว้ (ไม่รวมโดเมนย่อย) และใช้ https',
      'registrable-domain': 'redirect_uri ต้องอยู่ในโดเมนหลักเดียวกับที่ลงทะเบียนไว้',
    },
    reasons: {
      request_malformed: 'พารามิเตอร์ขาดหาย ซ้ำ หรือผิดรูปแบบ',
      request_unsupported: 'แพลตฟอร์มไม่รับเมธอดหรือชนิดเนื้อหานี้',
      client_unknown: 'AppKey ในลิงก์ต้องเป็นของแพลตฟอร์มนี้ โปรดตรวจตัวสะกด หรือตรวจว่าเป็นของแพลตฟอร์มอื่นหรือไม่',
      client_disabled: 'แอปต้องอยู่ระหว่างทดสอบหรือเปิดใช้งานแล้ว โปรดส่งตรวจหรือติดต่อแพลตฟอร์ม',
      client_address_denied: 'ที่อยู่ต้นทางของคำขอต้องอยู่ในรายการที่แอปอนุญาต',
      flow_not_allowed: 'แอปไม่มีสิทธิ์ใช้ขั้นตอนนี้ โปรดใช้ขั้นตอนรหัสอนุญาต (authorization code)',
      scope_not_granted: 'scope ต้องเป็นสิทธิ์ที่แพลตฟอร์มมีและให้แก่แอปแล้ว',
      access_denied: 'ผู้ใช้ไม่อนุญาต',
      user_not_permitted: 'ผู้ใช้นี้อนุญาตแอปนี้ไม่ได้ ผู้ใช้อื่นของร้านอนุญาตได้',
      request_forged: 'แบบฟอร์มต้องส่งจากเบราว์เซอร์นี้และส่งได้ครั้งเดียว โปรดเริ่มใหม่จากแอป',
      rate_limited: 'คำขอมากเกินไป โปรดลดความถี่',
      overloaded: 'แพลตฟอร์มไม่ว่าง โปรดลองใหม่อีกครั้งในอีกไม่กี่วินาที',
      server_error: 'แพลตฟอร์มขัดข้อง โปรดลองใหม่ภายหลังพร้อมแจ้งหมายเลขคำขอ',
    },
  },
})
