/* What the page of webhooks says. */
import type { InEveryLanguage } from '@hufu/server/design'

interface WebhookWords {
  readonly about: string
  readonly endpoint: string
  readonly state: string
  readonly works: string
  readonly failing: string
  readonly failingWhy: (count: string, error: string) => string
  readonly late: string
  readonly lateWhy: string
  readonly stopped: string
  readonly stoppedWhy: (at: string, why: string) => string
  readonly enable: string
  readonly waiting: string
  readonly since: (at: string) => string
  readonly dead: string
  readonly resendAll: string
  readonly noEndpoints: string
  readonly letters: string
  readonly noLetters: string
  readonly event: string
  readonly happened: string
  readonly tries: string
  readonly error: string
  readonly resend: string
}

export const webhookWords: InEveryLanguage<WebhookWords> = {
  'zh-CN': {
    about:
      '事件会签名后发到配置中的接收地址；没有收下的，约三天内重试十次，仍不成功就留在这里，可以再次发送。',
    endpoint: '接收地址',
    state: '状态',
    works: '正常',
    failing: '发送失败',
    failingWhy: (count, error) =>
      `${count} 条没有被接收方收下，最近的错误：${error}。系统会按间隔重试，请检查接收方。`,
    late: '积压',
    lateWhy: '消息超过五分钟没有发送：请确认配置了该接收地址的 keeper 在运行。',
    stopped: '已停止',
    stoppedWhy: (at, why) => `${at}：${why}。接收方恢复后请点“恢复发送”。`,
    enable: '恢复发送',
    waiting: '待发送',
    since: (at) => `最早的一条：${at}`,
    dead: '未送达',
    resendAll: '全部重发',
    noEndpoints: '还没有接收地址：在配置的 webhooks 中添加。',
    letters: '未送达的消息',
    noLetters: '没有：每条消息都已收下，或还在重试。',
    event: '事件',
    happened: '发生时间',
    tries: '已尝试次数',
    error: '最近的错误',
    resend: '重发',
  },
  en: {
    about:
      'Events are sent, signed, to the endpoints of the configuration. What is not taken is tried ten times within some three days; then it lies here, and can be sent again.',
    endpoint: 'Endpoint',
    state: 'State',
    works: 'in use',
    failing: 'failing',
    failingWhy: (count, error) =>
      `Messages that were not taken: ${count}. The last error: ${error}. Each is tried again, with growing pauses. See to the receiver.`,
    late: 'late',
    lateWhy:
      'Messages have waited for more than five minutes. See that a keeper runs that has this endpoint in its configuration.',
    stopped: 'stopped',
    stoppedWhy: (at, why) => `${at}: ${why}. Enable it when its receiver is there again.`,
    enable: 'Enable',
    waiting: 'Waiting',
    since: (at) => `the oldest since ${at}`,
    dead: 'Dead letters',
    resendAll: 'Send all again',
    noEndpoints: 'There is no endpoint: add one to webhooks in the configuration.',
    letters: 'Dead letters',
    noLetters: 'None: each message was taken, or is still tried.',
    event: 'Event',
    happened: 'Happened',
    tries: 'Tries',
    error: 'Last error',
    resend: 'Send again',
  },
  th: {
    about:
      'เหตุการณ์จะถูกลงลายเซ็นและส่งไปยังปลายทางในการตั้งค่า หากไม่มีผู้รับจะลองสิบครั้งภายในราวสามวัน จากนั้นจะเก็บไว้ที่นี่และส่งอีกครั้งได้',
    endpoint: 'ปลายทาง',
    state: 'สถานะ',
    works: 'ใช้งานอยู่',
    failing: 'ส่งไม่สำเร็จ',
    failingWhy: (count, error) =>
      `ผู้รับไม่รับ ${count} ข้อความ ข้อผิดพลาดล่าสุด: ${error} ระบบจะลองใหม่โดยเว้นช่วงนานขึ้น ตรวจสอบผู้รับ`,
    late: 'ค้างส่ง',
    lateWhy: 'มีข้อความรอนานกว่าห้านาที ตรวจสอบว่ามี keeper ที่ตั้งค่าปลายทางนี้ทำงานอยู่',
    stopped: 'หยุดแล้ว',
    stoppedWhy: (at, why) => `${at}: ${why} เมื่อผู้รับกลับมาแล้วให้เปิดส่งอีกครั้ง`,
    enable: 'เปิดส่งอีกครั้ง',
    waiting: 'รอส่ง',
    since: (at) => `เก่าที่สุดตั้งแต่ ${at}`,
    dead: 'ส่งไม่สำเร็จ',
    resendAll: 'ส่งทั้งหมดอีกครั้ง',
    noEndpoints: 'ยังไม่มีปลายทาง ให้เพิ่มใน webhooks ของการตั้งค่า',
    letters: 'ข้อความที่ส่งไม่สำเร็จ',
    noLetters: 'ไม่มี ทุกข้อความมีผู้รับแล้ว หรือยังลองส่งอยู่',
    event: 'เหตุการณ์',
    happened: 'เกิดเมื่อ',
    tries: 'จำนวนครั้งที่ลอง',
    error: 'ข้อผิดพลาดล่าสุด',
    resend: 'ส่งอีกครั้ง',
  },
}
