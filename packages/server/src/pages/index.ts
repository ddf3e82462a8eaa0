/* What a newcomer sees at the root of the demo. */
import type { FastifyReply } from 'fastify'
import { html } from 'ghtml'
import { singlePage } from '../design/document.ts'
import { pageHeaders } from '../page-headers.ts'
import type { Runtime } from '../runtime.ts'

export function showIndex(reply: FastifyReply, { platforms }: Runtime): FastifyReply {
  const rows = [...platforms.values()].map(
    ({ dialect: { id, title, authorize, token } }) =>
      html`<dt>${title}</dt><dd><code>/${id}${authorize.path}</code><br><code>/${id}${token.path}</code></dd>`,
  )
  const body = html`<h1>This is the platform half</h1>
<p>Applications send merchants here to log in and to agree. To see it work, open the demo application that was started with it.</p>
<dl>!${rows.join('\n')}</dl>`
  return reply
    .headers(pageHeaders())
    .type('text/html; charset=utf-8')
    .send(singlePage({ language: 'en', base: '', title: 'The platform half', platform: 'Hufu' }, body))
}
