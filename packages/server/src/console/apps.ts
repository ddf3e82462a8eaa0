/* The organisation's apps, and the overview of one. */
import { code, facts, link, table, text } from '../design/components.ts'
import { dateText } from '../design/language.ts'
import { statusBadge } from './app-status.ts'
import type { Console } from './console.ts'
import { factorOffer } from './factor.ts'
import { consoleWords } from './words.ts'

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
    return visit.show({ title: words.apps, body: `${factorOffer(visit)}${list}` })
  })
}

export function overviewRoutes(console: Console): void {
  console.appPage('', (visit) => {
    const { app, platform, language } = visit
    const words = consoleWords[language]
    const body = facts([
      [words.status, statusBadge(language, app)],
      [words.platform, text(platform.dialect.title)],
      [words.appKey, app.clientId === undefined ? text(words.notIssued) : code(app.clientId)],
      [words.created, text(dateText(language, app.createdAt))],
    ])
    return visit.showApp({ title: app.name, body })
  })
}
