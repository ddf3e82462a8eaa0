/* Pages that lead nowhere else: a code to copy, a denial. */
import { html } from 'ghtml'
import { copyable } from '@hufu/web/design/components'
import { hoursText, inEveryLanguage, timeText } from '@hufu/web/design/language'
import { type Place, merchantPage } from './place.ts'

const endingWords = inEveryLanguage({
  en: {
    deniedTitle: 'You have denied access',
    denied: (app: string) => `“${app}” did not get access. You can close this page.`,
    codeTitle: 'Authorization code',
    codeHelp: (app: string) => `Copy this code into “${app}”.`,
    codeEnds: (time: string, minutes: number) =>
      `It works once, until ${time} (${hoursText('en', minutes)}).`,
    codeWarning: 'Do not share it: anybody who has it can get access to your shop.',
    copy: 'Copy',
    copied: 'Copied',
  },
  'zh-CN': {
    deniedTitle: '您已拒绝授权',
    denied: (app) => `“${app}”没有得到任何权限。您可以关闭本页面。`,
    codeTitle: '授权码',
    codeHelp: (app) => `请将此授权码复制到“${app}”中。`,
    codeEnds: (time, minutes) => `只能使用一次，有效期至 ${time}（${hoursText('zh-CN', minutes)}）。`,
    codeWarning: '请不要把授权码告诉任何人：得到它的人可以访问您的店铺。',
    copy: '复制',
    copied: '已复制',
  },
  th: {
    deniedTitle: 'คุณได้ปฏิเสธการอนุญาต',
    denied: (app) => `“${app}” ไม่ได้รับสิทธิ์ใด ๆ คุณปิดหน้านี้ได้`,
    codeTitle: 'รหัสอนุญาต',
    codeHelp: (app) => `คัดลอกรหัสนี้ไปยัง “${app}”`,
    codeEnds: (time, minutes) => `ใช้ได้ครั้งเดียว จนถึง ${time} (${hoursText('th', minutes)})`,
    codeWarning: 'อย่าบอกรหัสนี้แก่ใคร ผู้ที่มีรหัสจะเข้าถึงร้านค้าของคุณได้',
    copy: 'คัดลอก',
    copied: 'คัดลอกแล้ว',
  },
})

interface Ending extends Place {
  readonly app: string
}

/** The answer to the decision itself: the code is on no other page, so a change of language would lose it. */
export function codePage(
  page: Ending & {
    readonly code: string
    /** Seconds since the epoch. */
    readonly until: number
    readonly seconds: number
  },
): string {
  const words = endingWords[page.language]
  const { language, app, code, until, seconds } = page
  const minutes = Math.floor(seconds / 60)
  const body = html`<h1>${words.codeTitle}</h1>
<p>${words.codeHelp(app)}</p>
!${copyable(code, words, 'code')}
<p>${words.codeEnds(timeText(language, until), minutes)}</p>
<p class="note">${words.codeWarning}</p>`
  return merchantPage(page, words.codeTitle, body, true)
}

export function deniedPage(page: Ending): string {
  const words = endingWords[page.language]
  const body = html`<h1>${words.deniedTitle}</h1>
<p>${words.denied(page.app)}</p>`
  return merchantPage(page, words.deniedTitle, body)
}
