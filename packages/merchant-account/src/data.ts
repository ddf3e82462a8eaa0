/* A merchant's personal data, to read and to export. */
import { personalDataOf } from '@hufu/accounts'
import { html } from 'ghtml'
import { card, facts, text } from '@hufu/web/design/components'
import { dateText } from '@hufu/web/design/language'
import { jsonInPieces } from '@hufu/web/json-pieces'
import { dataWords } from './data-words.ts'
import type { Account } from './account.ts'

export function dataRoutes({ site, runtime: { store } }: Account): void {
  site.page('/data', async (visit) => {
    const { account, language } = visit
    const words = dataWords[language]
    const shop = await store.shop(account.shopId)
    const body = html`<p class="soft">${words.explained}</p>
!${facts([
      [words.username, text(account.username)],
      [words.displayName, text(account.displayName)],
      [words.shop, text(shop ? `${shop.name} (${shop.id})` : account.shopId)],
      [words.email, text(account.email ?? words.noEmail)],
      [words.role, text(account.mayAuthorise ? words.mayAuthorise : words.mayNotAuthorise)],
      [words.since, text(dateText(language, account.createdAt))],
    ])}
<p>${words.wrong}</p>
!${card(
      words.exportTitle,
      html`<p>${words.exportExplained}</p>
<p class="row"><a class="button" href="/account/data.json" download>${words.download}</a></p>`,
    )}`
    return visit.show({ title: words.title, body })
  })

  site.page('/data.json', async ({ account, reply }) =>
    reply
      .headers({ 'content-disposition': 'attachment; filename="my-data.json"' })
      .type('application/json; charset=utf-8')
      .send(jsonInPieces({ ...(await personalDataOf(account, store)) })),
  )
}
