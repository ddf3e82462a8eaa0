/* The page of a form whose session ended while it was filled in. */
import { html } from 'ghtml'
import type { FastifyReply } from 'fastify'
import { button, code, facts, hidden, join, link, text } from '../design/components.ts'
import { inEveryLanguage } from '../design/language.ts'
import type { Visit } from './visit.ts'
import type { TypedForm } from './typed-forms.ts'

const typedWords = inEveryLanguage({
  en: {
    title: 'Your entries are kept',
    explained:
      'Your login ended while you filled in the form, so nothing was changed yet. Check your entries below, then decide whether to send them.',
    send: 'Send now',
    back: 'Go back to the page without sending',
  },
  'zh-CN': {
    title: '您填写的内容还在',
    explained: '您填写表单时登录已失效，因此还没有任何改动。请核对下面的内容，再决定是否提交。',
    send: '现在提交',
    back: '不提交，返回原页面',
  },
  th: {
    title: 'ข้อมูลที่คุณกรอกยังอยู่',
    explained:
      'การเข้าสู่ระบบสิ้นสุดลงขณะที่คุณกรอกแบบฟอร์ม จึงยังไม่มีการเปลี่ยนแปลงใด ๆ โปรดตรวจสอบข้อมูลด้านล่าง แล้วเลือกว่าจะส่งหรือไม่',
    send: 'ส่งตอนนี้',
    back: 'ไม่ส่ง และกลับไปยังหน้าเดิม',
  },
})

export function typedPage<Account>(visit: Visit<Account>, { path, page, fields }: TypedForm): FastifyReply {
  const words = typedWords[visit.language]
  const inputs = join(fields.map(([name, value]) => hidden({ [name]: value })))
  const body = html`<p>${words.explained}</p>
!${facts([[page, code(path)], ...fields.map(([name, value]) => [name, text(value)] as const)])}
!${visit.form(path, html`!${inputs}!${button(words.send, { kind: 'main' })}`)}
<p>!${link(page, words.back)}</p>`
  return visit.show({ title: words.title, body })
}
