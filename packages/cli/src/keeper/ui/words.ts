/* What the pages of the keeper say. */
import type { ConnectionStatus, EventType, Severity } from '@hufu/keeper'
import type { InEveryLanguage } from '@hufu/server/design'

export interface Words {
  readonly brand: string
  readonly done: Readonly<
    Record<
      | 'refreshed'
      | 'accepted'
      | 'disabled'
      | 'enabled'
      | 'disconnected_revoked'
      | 'disconnected_not_offered'
      | 'disconnected_failed'
      | 'resent'
      | 'sent_to_again',
      string
    >
  >
  readonly connections: string
  readonly calendar: string
  readonly webhooks: string
  readonly states: Readonly<Record<ConnectionStatus, string>>
  readonly refreshing: string
  readonly shop: string
  readonly alias: string
  readonly tenant: string
  readonly platform: string
  readonly app: string
  readonly state: string
  readonly nextRefresh: string
  readonly reauthorizeBy: string
  readonly quotaLeft: string
  readonly lastError: string
  readonly never: string
  readonly noEnd: string
  readonly uncounted: string
  readonly none: string
  readonly all: string
  readonly shopHint: string
  readonly find: string
  readonly showAll: string
  readonly found: string
  readonly nothing: string
  readonly nothingYet: string
  readonly first: string
  readonly next: string
  readonly attention: (count: string) => string
  readonly overdue: string
  readonly zone: (zone: string) => string
}

export interface ConnectionWords {
  readonly facts: string
  readonly id: string
  readonly generation: string
  readonly accessEnds: string
  readonly refreshEnds: string
  readonly createdAt: string
  readonly userName: string
  readonly scope: string
  readonly quotaOf: (used: string, most: string, period: string) => string
  readonly platformSaid: string
  readonly failedAt: string
  readonly failures: string
  readonly healthy: string
  readonly ended: string
  readonly off: string
  readonly endsSoon: (at: string) => string
  readonly unproved: string
  readonly uncertain: string
  readonly actions: string
  readonly refresh: string
  readonly accept: string
  readonly disable: string
  readonly enable: string
  readonly disconnect: string
  readonly disconnectSure: string
  readonly disconnectHint: string
  readonly reconnect: string
  readonly reconnectHint: string
  readonly makeLink: string
  readonly linkTitle: string
  readonly linkHint: (until: string) => string
  readonly copy: string
  readonly copied: string
  readonly diagnosis: string
  readonly severities: Readonly<Record<Severity, string>>
  readonly story: string
  readonly noStory: string
  readonly when: string
  readonly what: string
  readonly detail: string
  readonly events: Readonly<Record<EventType, string>>
  readonly back: string
  /** Members of an event. */
  readonly members: Readonly<Record<string, string>>
}

export interface CalendarWords {
  readonly about: string
  readonly byMonth: string
  readonly byWeek: string
  readonly by: string
  readonly ending: (count: string) => string
  readonly more: (count: string) => string
  readonly nothing: string
  readonly earlier: string
  readonly later: string
  readonly today: string
  readonly tooMany: (count: string) => string
}

export interface LoginWords {
  readonly title: string
  readonly token: string
  readonly hint: string
  readonly enter: string
  readonly linkUsed: string
  readonly administrator: string
}

export const words: InEveryLanguage<Words> = {
  'zh-CN': {
    brand: '令牌管家',
    done: {
      refreshed: '已刷新。',
      accepted: '已接受这些令牌。',
      disabled: '连接已停用：不再刷新，也不再发放令牌。',
      enabled: '连接已启用。',
      disconnected_revoked: '连接已断开，平台已撤销授权。',
      disconnected_not_offered: '连接已断开。该平台不提供撤销接口：店铺可以在平台自己的设置里取消授权。',
      disconnected_failed: '连接已在这里断开，但平台没有撤销授权：请稍后再次断开。',
      resent: '已排入发送：正在运行的管家会重新发送。',
      sent_to_again: '接收地址已恢复：管家会从中断处继续发送。',
    },
    connections: '连接',
    calendar: '日历',
    webhooks: '事件推送',
    states: {
      pending: '待验证',
      active: '正常',
      degraded: '刷新失败，正在重试',
      reauth_required: '需要重新授权',
      revoked: '已断开',
      disabled: '已停用',
    },
    refreshing: '正在刷新',
    shop: '店铺',
    alias: '别名',
    tenant: '租户',
    platform: '平台',
    app: '应用',
    state: '状态',
    nextRefresh: '下次刷新',
    reauthorizeBy: '最晚重新授权',
    quotaLeft: '剩余次数',
    lastError: '最近的错误',
    never: '不再刷新',
    noEnd: '无期限',
    uncounted: '不限次数',
    none: '无',
    all: '全部',
    shopHint: '店铺编号或别名的开头',
    find: '查找',
    showAll: '显示全部',
    found: '找到的连接',
    nothing: '没有符合条件的连接。',
    nothingYet: '还没有任何连接。',
    first: '回到第一页',
    next: '下一页',
    attention: (count) => `${count} 个连接需要店铺重新授权`,
    overdue: '已到时间',
    zone: (zone) => `时间均为 ${zone}。`,
  },
  en: {
    brand: 'Keeper',
    done: {
      refreshed: 'Refreshed.',
      accepted: 'The tokens are accepted.',
      disabled: 'The connection is disabled: nothing is refreshed or given out.',
      enabled: 'The connection is enabled.',
      disconnected_revoked: 'Disconnected, and the platform ended the authorization.',
      disconnected_not_offered:
        'Disconnected here. The platform cannot be asked to end the authorization: the shop may end it in its own settings there.',
      disconnected_failed:
        'Disconnected here, but the platform did not end the authorization: disconnect once more, later.',
      resent: 'To be sent again, by the keeper that runs.',
      sent_to_again: 'The endpoint is sent to again, from where it was left.',
    },
    connections: 'Connections',
    calendar: 'Calendar',
    webhooks: 'Webhooks',
    states: {
      pending: 'not proved yet',
      active: 'active',
      degraded: 'failing, tried again',
      reauth_required: 'needs consent',
      revoked: 'disconnected',
      disabled: 'disabled',
    },
    refreshing: 'refreshing now',
    shop: 'Shop',
    alias: 'Alias',
    tenant: 'Tenant',
    platform: 'Platform',
    app: 'Application',
    state: 'State',
    nextRefresh: 'Next refresh',
    reauthorizeBy: 'Re-authorize by',
    quotaLeft: 'Quota left',
    lastError: 'Last error',
    never: 'never',
    noEnd: 'no end',
    uncounted: 'not counted',
    none: 'none',
    all: 'all',
    shopHint: 'The beginning of its id or alias',
    find: 'Find',
    showAll: 'Show all',
    found: 'Connections found',
    nothing: 'No connection is like that.',
    nothingYet: 'There is no connection yet.',
    first: 'First page',
    next: 'Next page',
    attention: (count) => `Connections that need the shop’s consent: ${count}`,
    overdue: 'due now',
    zone: (zone) => `Times are in ${zone}.`,
  },
  th: {
    brand: 'ผู้ดูแลโทเค็น',
    done: {
      refreshed: 'รีเฟรชแล้ว',
      accepted: 'ยอมรับโทเค็นแล้ว',
      disabled: 'ปิดใช้การเชื่อมต่อแล้ว จะไม่รีเฟรชหรือจ่ายโทเค็น',
      enabled: 'เปิดใช้การเชื่อมต่อแล้ว',
      disconnected_revoked: 'ยกเลิกการเชื่อมต่อแล้ว และแพลตฟอร์มเพิกถอนการอนุญาตแล้ว',
      disconnected_not_offered: 'ยกเลิกที่นี่แล้ว แพลตฟอร์มนี้ไม่มีช่องทางเพิกถอน ร้านยกเลิกได้เองในการตั้งค่าของแพลตฟอร์ม',
      disconnected_failed: 'ยกเลิกที่นี่แล้ว แต่แพลตฟอร์มยังไม่ได้เพิกถอน ให้ยกเลิกอีกครั้งภายหลัง',
      resent: 'จะถูกส่งอีกครั้งโดยคีปเปอร์ที่ทำงานอยู่',
      sent_to_again: 'เปิดส่งไปยังปลายทางนี้อีกครั้ง โดยต่อจากที่ค้างไว้',
    },
    connections: 'การเชื่อมต่อ',
    calendar: 'ปฏิทิน',
    webhooks: 'เว็บฮุก',
    states: {
      pending: 'ยังไม่ได้ยืนยัน',
      active: 'ปกติ',
      degraded: 'ล้มเหลว กำลังลองใหม่',
      reauth_required: 'ต้องอนุญาตใหม่',
      revoked: 'ยกเลิกแล้ว',
      disabled: 'ปิดใช้',
    },
    refreshing: 'กำลังรีเฟรช',
    shop: 'ร้าน',
    alias: 'ชื่อเรียก',
    tenant: 'ลูกค้า',
    platform: 'แพลตฟอร์ม',
    app: 'แอป',
    state: 'สถานะ',
    nextRefresh: 'รีเฟรชครั้งถัดไป',
    reauthorizeBy: 'ต้องอนุญาตใหม่ภายใน',
    quotaLeft: 'โควตาคงเหลือ',
    lastError: 'ข้อผิดพลาดล่าสุด',
    never: 'ไม่มี',
    noEnd: 'ไม่มีกำหนด',
    uncounted: 'ไม่จำกัดจำนวน',
    none: 'ไม่มี',
    all: 'ทั้งหมด',
    shopHint: 'ส่วนต้นของรหัสหรือชื่อเรียก',
    find: 'ค้นหา',
    showAll: 'แสดงทั้งหมด',
    found: 'การเชื่อมต่อที่พบ',
    nothing: 'ไม่มีการเชื่อมต่อที่ตรงตามเงื่อนไข',
    nothingYet: 'ยังไม่มีการเชื่อมต่อ',
    first: 'หน้าแรก',
    next: 'หน้าถัดไป',
    attention: (count) => `มี ${count} การเชื่อมต่อที่ร้านต้องอนุญาตใหม่`,
    overdue: 'ถึงเวลาแล้ว',
    zone: (zone) => `เวลาทั้งหมดเป็น ${zone}`,
  },
}

export const connectionWords: InEveryLanguage<ConnectionWords> = {
  'zh-CN': {
    facts: '连接信息',
    id: '编号',
    generation: '令牌代数',
    accessEnds: 'access_token 到期',
    refreshEnds: 'refresh_token 到期',
    createdAt: '连接时间',
    userName: '授权的用户',
    scope: '权限',
    quotaOf: (used, most, period) => `${period} 已用 ${used} 次，共 ${most} 次`,
    platformSaid: '平台的说法',
    failedAt: '发生时间',
    failures: '连续失败次数',
    healthy: '一切正常，无需处理。',
    ended: '授权已结束，令牌不再发放。要继续使用，请把下面的链接发给店铺。',
    endsSoon: (at) => `授权将于 ${at} 结束：请在此之前把重新授权的链接发给店铺。`,
    off: '该连接被停用：不再刷新，也不再发放令牌。',
    unproved: '令牌是导入的，尚未刷新过。',
    uncertain: '上次刷新是否已被平台处理尚不确定。',
    actions: '操作',
    refresh: '立即刷新',
    accept: '这些令牌属于此连接：接受',
    disable: '停用',
    enable: '启用',
    disconnect: '断开连接',
    disconnectSure: '确认断开',
    disconnectHint: '在平台撤销授权（如果平台支持），并停止发放令牌。要恢复只能由店铺重新授权。记录会保留。',
    reconnect: '重新授权',
    reconnectHint: '生成一个链接发给店铺。店铺的人打开它、登录并同意；连接的编号不变，别家店铺会被拒绝。',
    makeLink: '生成重新授权的链接',
    linkTitle: '重新授权的链接',
    linkHint: (until) => `发给店铺。打开它就能开始授权，请只发给该店铺的人。有效期至 ${until}。`,
    copy: '复制',
    copied: '已复制',
    diagnosis: '诊断',
    severities: { ok: '正常', info: '信息', warning: '注意', error: '需处理' },
    story: '经过',
    noStory: '还没有任何记录。',
    when: '时间',
    what: '事件',
    detail: '详情',
    events: {
      'connection.created': '已连接',
      'connection.refreshed': '已刷新',
      'connection.reauthorized': '店铺重新授权',
      'connection.reauth_due': '授权即将到期',
      'connection.reauth_required': '需要店铺重新授权',
      'connection.revoked': '已断开',
      'connection.refresh_failed': '刷新失败',
      'connection.changed': '设置已更改',
      'token.persist_failed': '令牌未能写入存储',
      'token.journaled': '令牌已写入日志',
      'connection.identity_changed': '平台答复的是另一家店铺的令牌，已另存',
      'token.unreadable': '平台的答复无法识别，已另存',
      'token.shared': '同一个 refresh_token 属于两个连接',
      'quota.low': '次数快用完',
      'clock.skew': '时钟有偏差',
    },
    back: '返回连接',
    members: {
      platform: '平台',
      app: '应用',
      shop: '店铺',
      alias: '别名',
      status: '状态',
      generation: '代数',
      accessExpiresAt: 'access_token 到期',
      endsAt: '到期',
      days: '剩余天数',
      platformCode: '平台代码',
      uncertain: '上次刷新是否生效尚不确定',
      outcome: '结果',
      retryAt: '不早于',
      reason: '原因',
      period: '周期',
      used: '已用',
      left: '剩余',
      seconds: '秒',
      refused: '平台已拒绝',
      by: '经由',
    },
  },
  en: {
    facts: 'About it',
    id: 'Id',
    generation: 'Generation of tokens',
    accessEnds: 'Access token ends',
    refreshEnds: 'Refresh token ends',
    createdAt: 'Connected',
    userName: 'User who consented',
    scope: 'Scope',
    quotaOf: (used, most, period) => `${used} of ${most} used in ${period}`,
    platformSaid: 'The platform said',
    failedAt: 'When',
    failures: 'Failures in a row',
    healthy: 'All is well: there is nothing to do.',
    ended: 'The authorization has ended, and no token is given out. To go on, send the shop the link below.',
    endsSoon: (at) => `The authorization ends on ${at}: send the shop a link for a new consent before.`,
    off: 'The connection is disabled here: nothing is refreshed or given out.',
    unproved: 'The tokens were imported and have not been refreshed yet.',
    uncertain: 'Whether the platform did the last refresh is unknown.',
    actions: 'What can be done',
    refresh: 'Refresh now',
    accept: 'These tokens are this connection’s: accept',
    disable: 'Disable',
    enable: 'Enable',
    disconnect: 'Disconnect',
    disconnectSure: 'Yes, disconnect',
    disconnectHint:
      'Ends the authorization at the platform, where it offers that, and gives out no token any more. Only the shop’s consent brings it back. The record stays.',
    reconnect: 'New consent',
    reconnectHint:
      'Make a link and send it to the shop. Somebody of the shop opens it, logs in and agrees. The connection keeps its id, and another shop is refused.',
    makeLink: 'Make a link',
    linkTitle: 'Link for a new consent',
    linkHint: (until) =>
      `Send it to the shop, and to nobody else: whoever opens it begins the authorization. Good until ${until}.`,
    copy: 'Copy',
    copied: 'Copied',
    diagnosis: 'How it is',
    severities: { ok: 'ok', info: 'to know', warning: 'soon', error: 'now' },
    story: 'What happened',
    noStory: 'Nothing is recorded yet.',
    when: 'When',
    what: 'What',
    detail: 'Detail',
    events: {
      'connection.created': 'connected',
      'connection.refreshed': 'refreshed',
      'connection.reauthorized': 'the shop consented again',
      'connection.reauth_due': 'the authorization ends soon',
      'connection.reauth_required': 'the shop has to consent again',
      'connection.revoked': 'disconnected',
      'connection.refresh_failed': 'a refresh failed',
      'connection.changed': 'settings were changed',
      'token.persist_failed': 'the store did not take tokens',
      'token.journaled': 'tokens went to the journal',
      'connection.identity_changed':
        'the platform answered with tokens of another shop, which are kept apart',
      'token.unreadable': 'an answer of the platform that could not be read is kept',
      'token.shared': 'its refresh token is under another connection too',
      'quota.low': 'the quota runs low',
      'clock.skew': 'the clocks differ',
    },
    back: 'All connections',
    members: {
      platform: 'platform',
      app: 'application',
      shop: 'shop',
      alias: 'alias',
      status: 'state',
      generation: 'generation',
      accessExpiresAt: 'access token ends',
      endsAt: 'ends',
      days: 'days left',
      platformCode: 'the platform’s code',
      uncertain: 'whether an earlier refresh was done is unknown',
      outcome: 'outcome',
      retryAt: 'not before',
      reason: 'reason',
      period: 'period',
      used: 'used',
      left: 'left',
      seconds: 'seconds',
      refused: 'the platform refused',
      by: 'by',
    },
  },
  th: {
    facts: 'ข้อมูลการเชื่อมต่อ',
    id: 'รหัส',
    generation: 'รุ่นของโทเค็น',
    accessEnds: 'access token หมดอายุ',
    refreshEnds: 'refresh token หมดอายุ',
    createdAt: 'เชื่อมต่อเมื่อ',
    userName: 'ผู้ใช้ที่อนุญาต',
    scope: 'สโคป',
    quotaOf: (used, most, period) => `ใช้ไป ${used} จาก ${most} ในรอบ ${period}`,
    platformSaid: 'แพลตฟอร์มแจ้งว่า',
    failedAt: 'เมื่อ',
    failures: 'ล้มเหลวติดต่อกัน',
    healthy: 'ทุกอย่างปกติ ไม่ต้องทำอะไร',
    ended: 'การอนุญาตสิ้นสุดแล้ว จะไม่จ่ายโทเค็น หากต้องการใช้ต่อให้ส่งลิงก์ด้านล่างให้ร้าน',
    endsSoon: (at) => `การอนุญาตจะสิ้นสุด ${at} ให้ส่งลิงก์ขอความยินยอมใหม่ให้ร้านก่อนเวลานั้น`,
    off: 'การเชื่อมต่อนี้ถูกปิดใช้ จะไม่รีเฟรชหรือจ่ายโทเค็น',
    unproved: 'โทเค็นถูกนำเข้ามาและยังไม่เคยรีเฟรช',
    uncertain: 'ยังไม่ทราบว่าแพลตฟอร์มรีเฟรชครั้งล่าสุดแล้วหรือไม่',
    actions: 'สิ่งที่ทำได้',
    refresh: 'รีเฟรชทันที',
    accept: 'โทเค็นเป็นของการเชื่อมต่อนี้: ยอมรับ',
    disable: 'ปิดใช้',
    enable: 'เปิดใช้',
    disconnect: 'ยกเลิกการเชื่อมต่อ',
    disconnectSure: 'ยืนยันการยกเลิก',
    disconnectHint:
      'เพิกถอนการอนุญาตที่แพลตฟอร์ม (หากแพลตฟอร์มรองรับ) และหยุดจ่ายโทเค็น จะกลับมาใช้ได้เมื่อร้านยินยอมใหม่เท่านั้น บันทึกยังคงอยู่',
    reconnect: 'ขอความยินยอมใหม่',
    reconnectHint: 'สร้างลิงก์แล้วส่งให้ร้าน คนของร้านเปิดลิงก์ เข้าสู่ระบบ และยินยอม รหัสการเชื่อมต่อคงเดิม และร้านอื่นจะถูกปฏิเสธ',
    makeLink: 'สร้างลิงก์',
    linkTitle: 'ลิงก์ขอความยินยอมใหม่',
    linkHint: (until) => `ส่งให้คนของร้านเท่านั้น ผู้ที่เปิดลิงก์จะเริ่มการอนุญาต ใช้ได้ถึง ${until}`,
    copy: 'คัดลอก',
    copied: 'คัดลอกแล้ว',
    diagnosis: 'ผลการตรวจ',
    severities: { ok: 'ปกติ', info: 'ข้อมูล', warning: 'ควรดู', error: 'ต้องแก้' },
    story: 'สิ่งที่เกิดขึ้น',
    noStory: 'ยังไม่มีบันทึก',
    when: 'เมื่อ',
    what: 'เหตุการณ์',
    detail: 'รายละเอียด',
    events: {
      'connection.created': 'เชื่อมต่อแล้ว',
      'connection.refreshed': 'รีเฟรชแล้ว',
      'connection.reauthorized': 'ร้านยินยอมใหม่แล้ว',
      'connection.reauth_due': 'การอนุญาตใกล้สิ้นสุด',
      'connection.reauth_required': 'ร้านต้องยินยอมใหม่',
      'connection.revoked': 'ยกเลิกแล้ว',
      'connection.refresh_failed': 'รีเฟรชล้มเหลว',
      'connection.changed': 'เปลี่ยนการตั้งค่าแล้ว',
      'token.persist_failed': 'บันทึกโทเค็นไม่สำเร็จ',
      'token.journaled': 'โทเค็นถูกบันทึกในเจอร์นัล',
      'connection.identity_changed': 'แพลตฟอร์มตอบด้วยโทเค็นของร้านอื่น ซึ่งเก็บแยกไว้แล้ว',
      'token.unreadable': 'เก็บคำตอบของแพลตฟอร์มที่อ่านไม่ได้ไว้แล้ว',
      'token.shared': 'refresh token เดียวกันอยู่ในการเชื่อมต่ออื่นด้วย',
      'quota.low': 'โควตาใกล้หมด',
      'clock.skew': 'นาฬิกาไม่ตรงกัน',
    },
    back: 'การเชื่อมต่อทั้งหมด',
    members: {
      platform: 'แพลตฟอร์ม',
      app: 'แอป',
      shop: 'ร้าน',
      alias: 'ชื่อเรียก',
      status: 'สถานะ',
      generation: 'รุ่น',
      accessExpiresAt: 'access token หมดอายุ',
      endsAt: 'สิ้นสุด',
      days: 'เหลือวัน',
      platformCode: 'รหัสของแพลตฟอร์ม',
      uncertain: 'ยังไม่ทราบผลของการรีเฟรชก่อนหน้า',
      outcome: 'ผล',
      retryAt: 'ไม่ก่อน',
      reason: 'สาเหตุ',
      period: 'รอบ',
      used: 'ใช้ไป',
      left: 'เหลือ',
      seconds: 'วินาที',
      refused: 'แพลตฟอร์มปฏิเสธ',
      by: 'โดย',
    },
  },
}

export const calendarWords: InEveryLanguage<CalendarWords> = {
  'zh-CN': {
    about: '授权在哪一天结束：到期之前，店铺需要重新同意。每次刷新都会延长的授权不在此列。',
    byMonth: '按月',
    byWeek: '按周',
    by: '显示方式',
    ending: (count) => `${count} 个`,
    more: (count) => `还有 ${count} 个`,
    nothing: '这段时间没有授权到期。',
    earlier: '往前',
    later: '往后',
    today: '今天',
    tooMany: (count) => `只显示最早的 ${count} 个：按周查看可以看到其余的。`,
  },
  en: {
    about:
      'The day on which an authorization ends: before that the shop has to consent again. Those that every refresh extends are not here.',
    byMonth: 'By month',
    byWeek: 'By week',
    by: 'Shown',
    ending: (count) => count,
    more: (count) => `${count} more`,
    nothing: 'No authorization ends in this time.',
    earlier: 'Earlier',
    later: 'Later',
    today: 'Today',
    tooMany: (count) => `Only the ${count} that end first are shown: see the others by week.`,
  },
  th: {
    about: 'วันที่การอนุญาตสิ้นสุด ร้านต้องยินยอมใหม่ก่อนวันนั้น รายการที่การรีเฟรชต่ออายุให้ทุกครั้งจะไม่แสดงที่นี่',
    byMonth: 'รายเดือน',
    byWeek: 'รายสัปดาห์',
    by: 'มุมมอง',
    ending: (count) => `${count} รายการ`,
    more: (count) => `อีก ${count} รายการ`,
    nothing: 'ไม่มีการอนุญาตที่สิ้นสุดในช่วงนี้',
    earlier: 'ก่อนหน้า',
    later: 'ถัดไป',
    today: 'วันนี้',
    tooMany: (count) => `แสดงเฉพาะ ${count} รายการแรกที่สิ้นสุด ดูรายการอื่นแบบรายสัปดาห์`,
  },
}

export const loginWords: InEveryLanguage<LoginWords> = {
  'zh-CN': {
    title: '登录',
    token: '管理员令牌',
    hint: '由 hufu keeper token new --admin 生成。',
    enter: '登录',
    linkUsed: '该链接已用过或已过期：请用管理员令牌登录，或重新启动以得到新的链接。',
    administrator: '管理员',
  },
  en: {
    title: 'Log in',
    token: 'Administrator token',
    hint: 'As hufu keeper token new --admin makes it.',
    enter: 'Log in',
    linkUsed:
      'The link was used, or is too old: log in with an administrator token, or start again for a new link.',
    administrator: 'Administrator',
  },
  th: {
    title: 'เข้าสู่ระบบ',
    token: 'โทเค็นผู้ดูแลระบบ',
    hint: 'สร้างด้วย hufu keeper token new --admin',
    enter: 'เข้าสู่ระบบ',
    linkUsed: 'ลิงก์นี้ถูกใช้แล้วหรือหมดอายุ เข้าสู่ระบบด้วยโทเค็นผู้ดูแลระบบ หรือเริ่มใหม่เพื่อรับลิงก์ใหม่',
    administrator: 'ผู้ดูแลระบบ',
  },
}
