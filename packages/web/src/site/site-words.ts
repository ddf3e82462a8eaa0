import { inEveryLanguage } from '../design/language.ts'

/** Texts of every site for requests that lead nowhere. */
export const siteWords = inEveryLanguage({
  en: {
    nothingHere: 'Page not found',
    failed: 'The request failed',
    overtaken: 'Somebody else has just changed the same thing. Look at it again, then try again.',
    unreadable: 'The request could not be read.',
    tooLarge: 'The request is too large. Nothing was changed.',
    tooOldTitle: 'This page has expired',
    tooOld:
      'The form has expired or came from another page. Nothing was changed. Go back, reload the page and try again.',
    busy: 'The server is busy. Nothing was changed. Try again in some seconds.',
    noCookiesTitle: 'Your browser did not send a cookie',
    noCookies:
      'This site needs cookies. Nothing was changed. Allow cookies for this site in the settings of your browser, and try again.',
    ourFault: (requestId: string) =>
      `The server had an internal error. Tell the administrator the request id ${requestId}.`,
    /** A filter in the page's address has an unknown value. */
    noChoice: (value: string) => `“${value}” is not an option. Choose one of the list.`,
    noDay: (value: string) => `“${value}” is not a date. Write it as 2026-11-30.`,
  },
  'zh-CN': {
    nothingHere: '没有这个页面',
    failed: '出错了',
    overtaken: '其他人刚刚修改了同一内容，请重新查看后再试。',
    unreadable: '无法读取该请求。',
    tooLarge: '发送的内容太大，没有任何改动。',
    tooOldTitle: '页面已过期',
    tooOld: '此表单已过期或来自其他页面，没有任何改动。请返回、刷新页面后重试。',
    busy: '系统繁忙，没有完成。请过几秒再试。',
    noCookiesTitle: '浏览器没有发送 Cookie',
    noCookies:
      '没有 Cookie 就无法使用本网站，没有任何改动。请在浏览器设置中允许本网站使用 Cookie，然后重试。',
    ourFault: (requestId) => `这是我们的问题。联系管理员时请提供请求编号 ${requestId}。`,
    noChoice: (value) => `没有“${value}”这一选项：请从列表中选择。`,
    noDay: (value) => `“${value}”不是日期，请按 2026-11-30 的格式填写。`,
  },
  th: {
    nothingHere: 'ไม่พบหน้านี้',
    failed: 'เกิดข้อผิดพลาด',
    overtaken: 'มีผู้อื่นเพิ่งแก้ไขสิ่งเดียวกัน โปรดตรวจดูอีกครั้งแล้วลองใหม่',
    unreadable: 'ไม่สามารถอ่านคำขอได้',
    tooLarge: 'ข้อมูลที่ส่งมีขนาดใหญ่เกินไป ไม่มีการเปลี่ยนแปลงใด ๆ',
    tooOldTitle: 'หน้านี้หมดอายุแล้ว',
    tooOld: 'แบบฟอร์มหมดอายุหรือมาจากหน้าอื่น ไม่มีการเปลี่ยนแปลงใด ๆ โปรดย้อนกลับ โหลดหน้าใหม่ แล้วลองอีกครั้ง',
    busy: 'ระบบไม่ว่างและยังไม่ได้ดำเนินการ โปรดลองใหม่อีกครั้งในอีกไม่กี่วินาที',
    noCookiesTitle: 'เบราว์เซอร์ไม่ได้ส่ง Cookie',
    noCookies:
      'เว็บไซต์นี้ต้องใช้ Cookie และไม่มีการเปลี่ยนแปลงใด ๆ โปรดอนุญาต Cookie สำหรับเว็บไซต์นี้ในการตั้งค่าเบราว์เซอร์ แล้วลองอีกครั้ง',
    ourFault: (requestId) => `เป็นความผิดพลาดของระบบ โปรดแจ้งหมายเลขคำขอ ${requestId} แก่ผู้ดูแล`,
    noChoice: (value) => `ไม่มีตัวเลือก “${value}” โปรดเลือกจากรายการ`,
    noDay: (value) => `“${value}” ไม่ใช่วันที่ โปรดเขียนแบบ 2026-11-30`,
  },
})
