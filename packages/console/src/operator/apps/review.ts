/* What waits for a reviewer. */
import type { App } from '@hufu/engine'
import type { Organisation, Store } from '@hufu/accounts'
import { html } from 'ghtml'
import { type Html, badge, link, table, text } from '@hufu/web/design/components'
import { type Language, timeText } from '@hufu/web/design/language'
import { waitingApps } from '@hufu/acts/review/review'
import { appWords } from './app-words.ts'
import { type OperatorConsole, PREFIX } from '../console.ts'

export function reviewRoutes({ page, runtime }: OperatorConsole): void {
  const { store, platforms } = runtime
  page('/review', 'apps.read', async (visit) => {
    const { language } = visit
    const words = appWords[language]
    const waiting = await waitingApps(store)
    const organisations = await organisationsOf(
      waiting.map(({ app }) => app),
      store,
    )
    const list = table(
      words.waiting,
      [
        { title: words.since, cell: ({ since }) => text(timeText(language, since)) },
        { title: words.name, cell: ({ app }) => link(`${PREFIX}/apps/${app.id}`, app.name) },
        { title: words.developer, cell: ({ app }) => makerOf(language, app, organisations) },
        {
          title: words.platform,
          cell: ({ app }) => text(platforms.get(app.platform)?.dialect.title ?? app.platform),
        },
        {
          title: words.kind,
          cell: ({ what }) => badge(words.kinds[what], what === 'first' ? 'plain' : 'wait'),
        },
      ],
      waiting,
      words.nothingWaits,
    )
    return visit.show({ title: words.waiting, body: list })
  })
}

/** Rows that are asked for at once are read in one turn of the event loop: a list comes in parts. */
const MOST_ONE_BY_ONE = 100

export async function organisationsOf(
  apps: readonly App[],
  store: Store,
): Promise<ReadonlyMap<string, Organisation>> {
  const ids = [...new Set(apps.flatMap(({ organisationId }) => organisationId ?? []))]
  if (ids.length > MOST_ONE_BY_ONE) {
    const wanted = new Set(ids)
    return new Map(
      (await store.organisations()).flatMap((each) => (wanted.has(each.id) ? [[each.id, each]] : [])),
    )
  }
  const found = await Promise.all(ids.map((id) => store.organisation(id)))
  return new Map(found.flatMap((each) => (each ? [[each.id, each]] : [])))
}

/** Whose it is, and whether somebody has made sure of that. */
export function makerOf(
  language: Language,
  { developer, organisationId }: App,
  organisations: ReadonlyMap<string, Organisation>,
): Html {
  const words = appWords[language]
  const organisation = organisationId === undefined ? undefined : organisations.get(organisationId)
  if (!organisation) return html`${developer} !${badge(words.noAccount)}`
  const said = organisation.verified ? badge(words.verified, 'good') : badge(words.notVerified, 'wait')
  return html`${organisation.name} !${said}`
}
