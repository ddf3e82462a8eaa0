/* The demo's start page for newcomers. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { html } from 'ghtml'
import { code, facts } from '@hufu/web/design/components'
import { singlePage } from '@hufu/web/design/document'
import { inEveryLanguage, languageFor } from '@hufu/web/design/language'
import { pageHeaders } from '@hufu/web/page-headers'
import type { Runtime } from '../runtime.ts'

const indexWords = inEveryLanguage({
  en: {
    title: 'This is the platform half',
    what: 'Applications send merchants here to log in and to agree. To see the whole flow, open the demo application that was started with it.',
  },
  'zh-CN': {
    title: '这里是平台端',
    what: '应用把商家带到这里登录和授权。想看完整的流程，请打开与它一同启动的演示应用。',
  },
  th: {
    title: 'นี่คือฝั่งแพลตฟอร์ม',
    what: 'แอปพาผู้ขายมาที่นี่เพื่อเข้าสู่ระบบและอนุญาต หากต้องการดูการทำงาน โปรดเปิดแอปตัวอย่างที่เริ่มพร้อมกัน',
  },
})

export function showIndex(
  request: FastifyRequest,
  reply: FastifyReply,
  { platforms }: Runtime,
): FastifyReply {
  const language = languageFor(request)
  const words = indexWords[language]
  const body = html`<h1>${words.title}</h1>
<p>${words.what}</p>
!${facts(
    [...platforms.values()].map(({ dialect: { id, title, authorize, token } }) => [
      title,
      html`!${code(`/${id}${authorize.path}`)}<br>!${code(`/${id}${token.path}`)}`,
    ]),
  )}`
  const languageSwitch = { action: '/language', fields: { back: '/' } }
  return reply
    .headers(pageHeaders())
    .type('text/html; charset=utf-8')
    .send(singlePage({ language, base: '', title: words.title, platform: 'Hufu', languageSwitch }, body))
}
