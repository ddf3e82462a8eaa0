/* How an authorization ended, told to the shop's user. */
import type { KeeperFailure } from '@hufu/keeper-store/errors'
import type { InEveryLanguage } from './language.ts'

export type EndingKind =
  | 'connected'
  | 'paused'
  | 'denied'
  | 'again'
  | 'other_browser'
  | 'other_shop'
  | 'link'
  | 'later'
  | 'mend'

type Failed = Pick<KeeperFailure, 'error' | 'retry'>

const kinds: Partial<Record<Failed['error'], EndingKind>> = {
  access_denied: 'denied',
  state_of_another_browser: 'other_browser',
  another_shop: 'other_shop',
  link_unknown: 'link',
  link_withdrawn: 'link',
}

export function kindOf({ error, retry }: Failed): EndingKind {
  const known = kinds[error]
  if (known) return known
  switch (retry) {
    case 'reauth':
      return 'again'
    case 'after':
      return 'later'
    case 'fix_config':
    case 'never':
      return 'mend'
  }
}

/** HTTP status of each ending. */
export const statusOf: Readonly<Record<EndingKind, number>> = {
  connected: 200,
  paused: 200,
  denied: 403,
  again: 400,
  other_browser: 400,
  other_shop: 409,
  link: 400,
  later: 503,
  mend: 500,
}

export interface EndingWords {
  readonly title: string
  readonly text: string
}

export const endingWords: InEveryLanguage<Readonly<Record<EndingKind, EndingWords>>> = {
  'zh-CN': {
    connected: { title: '店铺已连接', text: '授权已完成。您可以关闭本页面。' },
    paused: {
      title: '授权已收到，但连接已暂停',
      text: '授权已保存，但本服务已停用此店铺的连接。请联系发送链接的人启用它。',
    },
    denied: {
      title: '未连接：您没有同意授权',
      text: '没有任何内容被更改。如果这不是您的本意，请重新打开链接并同意授权。',
    },
    again: {
      title: '未连接：请重新开始',
      text: '本页面打开得太晚，或者已经打开过一次。请重新打开链接，并在半小时内完成授权。',
    },
    other_browser: {
      title: '未连接：换了浏览器',
      text: '授权开始和返回时使用的不是同一个浏览器。请用手机或电脑自带的浏览器重新打开链接，并在其中完成所有步骤。',
    },
    other_shop: {
      title: '未连接：登录的是另一家店铺',
      text: '这个链接用于重新授权之前的店铺，原有连接没有改变。请在平台上退出登录，再打开链接，并用原来的店铺登录。',
    },
    link: {
      title: '链接无效',
      text: '链接已过期或不完整。请向发送链接的人索取新的链接。',
    },
    later: {
      title: '暂时无法连接',
      text: '平台或本服务暂时没有响应。请过几分钟再重新打开链接。',
    },
    mend: {
      title: '未连接：设置有误',
      text: '这不是您的问题。请把下面的代码告诉发送链接的人，由其修正设置。',
    },
  },
  en: {
    connected: {
      title: 'The shop is connected',
      text: 'The authorization is complete. You can close this page.',
    },
    paused: {
      title: 'Authorised, but the connection is paused',
      text: 'Your consent is saved, but this shop’s connection is disabled here. Ask the person who sent you the link to enable it.',
    },
    denied: {
      title: 'Not connected: you did not agree',
      text: 'Nothing was changed. If you did not mean to refuse, open the link again and agree.',
    },
    again: {
      title: 'Not connected: please start again',
      text: 'This page was opened too late, or for a second time. Open the link again and finish within 30 minutes.',
    },
    other_browser: {
      title: 'Not connected: this is another browser',
      text: 'The authorization started in one browser and came back in another. Open the link again in the main browser of your phone or computer, and finish in the same browser.',
    },
    other_shop: {
      title: 'Not connected: that was another shop',
      text: 'This link renews the authorization of the shop that was connected before. That connection is unchanged. Log out at the platform, open the link again, and log in as that shop.',
    },
    link: {
      title: 'The link does not work',
      text: 'The link has expired or is incomplete. Ask the person who sent it to you for a new one.',
    },
    later: {
      title: 'Not connected: please try later',
      text: 'The platform or this service does not answer. Open the link again in a few minutes.',
    },
    mend: {
      title: 'Not connected: a setting is wrong',
      text: 'This is not your fault. Send the code below to the person who sent you the link, so that they can correct the setting.',
    },
  },
  th: {
    connected: { title: 'เชื่อมต่อร้านค้าแล้ว', text: 'เสร็จเรียบร้อย คุณปิดหน้านี้ได้' },
    paused: {
      title: 'อนุญาตแล้ว แต่การเชื่อมต่อถูกพักไว้',
      text: 'บันทึกการอนุญาตแล้ว แต่การเชื่อมต่อของร้านค้านี้ถูกปิดใช้งานอยู่ โปรดติดต่อผู้ที่ส่งลิงก์ให้คุณเพื่อเปิดใช้งาน',
    },
    denied: {
      title: 'ยังไม่ได้เชื่อมต่อ: คุณไม่ได้อนุญาต',
      text: 'ไม่มีการเปลี่ยนแปลงใด ๆ หากคุณไม่ได้ตั้งใจปฏิเสธ โปรดเปิดลิงก์อีกครั้งแล้วกดอนุญาต',
    },
    again: {
      title: 'ยังไม่ได้เชื่อมต่อ: โปรดเริ่มใหม่',
      text: 'หน้านี้ถูกเปิดช้าเกินไปหรือถูกเปิดซ้ำ โปรดเปิดลิงก์อีกครั้งและทำให้เสร็จภายในครึ่งชั่วโมง',
    },
    other_browser: {
      title: 'ยังไม่ได้เชื่อมต่อ: เป็นคนละเบราว์เซอร์',
      text: 'คุณกลับมาด้วยเบราว์เซอร์คนละตัวกับตอนเริ่มต้น โปรดเปิดลิงก์อีกครั้งในเบราว์เซอร์หลักของโทรศัพท์หรือคอมพิวเตอร์ และใช้ตัวเดิมจนเสร็จ',
    },
    other_shop: {
      title: 'ยังไม่ได้เชื่อมต่อ: เป็นคนละร้านค้า',
      text: 'ลิงก์นี้ใช้ต่ออายุร้านค้าที่เชื่อมต่อไว้ก่อนหน้า การเชื่อมต่อเดิมไม่เปลี่ยนแปลง โปรดออกจากระบบบนแพลตฟอร์ม เปิดลิงก์อีกครั้ง แล้วเข้าสู่ระบบด้วยร้านค้าเดิม',
    },
    link: {
      title: 'ลิงก์ใช้งานไม่ได้',
      text: 'ลิงก์หมดอายุหรือไม่ครบถ้วน โปรดขอลิงก์ใหม่จากผู้ที่ส่งให้คุณ',
    },
    later: {
      title: 'ยังเชื่อมต่อไม่ได้ในขณะนี้',
      text: 'แพลตฟอร์มหรือบริการนี้ไม่ตอบสนอง โปรดเปิดลิงก์อีกครั้งในอีกไม่กี่นาที',
    },
    mend: {
      title: 'ยังไม่ได้เชื่อมต่อ: การตั้งค่าไม่ถูกต้อง',
      text: 'ไม่ได้เกิดจากคุณ โปรดแจ้งรหัสด้านล่างแก่ผู้ที่ส่งลิงก์ให้คุณเพื่อแก้ไข',
    },
  },
}
