/* The organisation's apps. */
import { html } from 'ghtml'
import { code, link, table, text } from '@hufu/web/design/components'
import { statusBadge } from './app-status.ts'
import type { Console } from '../console.ts'
import { createWords } from './create-words.ts'
import { factorOffer } from '../account/factor.ts'
import { consoleWords } from '../words.ts'

export function appListRoutes({ site, runtime }: Console): void {
  site.page('', async (visit) => {
    const { language, account } = visit
    const words = consoleWords[language]
    const apps = await runtime.store.apps({ organisationId: account.organisationId })
    const titleOf = (id: string) => runtime.platforms.get(id)?.dialect.title
    const list = table(
      words.apps,
      [
        {
          title: words.name,
          cell: ({ id, name, platform }) =>
            runtime.platforms.has(platform) ? link(`/developer/apps/${id}`, name) : text(name),
        },
        { title: words.platform, cell: ({ platform }) => text(titleOf(platform) ?? platform) },
        {
          title: words.appKey,
          cell: ({ clientId }) => (clientId === undefined ? text(words.notIssued) : code(clientId)),
        },
        { title: words.status, cell: (app) => statusBadge(language, app) },
      ],
      apps,
      words.noApps,
    )
    const create = html`<p><a class="button main" href="/developer/apps/new">${createWords[language].create}</a></p>`
    return visit.show({ title: words.apps, body: `${factorOffer(visit)}${create}${list}` })
  })
}
