/* The queue of reviews. */
import type { App } from '@hufu/engine'
import type { OrganisationView } from '@hufu/accounts'
import { html } from 'ghtml'
import { type Html, badge, link, table, text } from '@hufu/web/design/components'
import { type Language, timeText } from '@hufu/web/design/language'
import { acts } from '@hufu/acts'
import { appWords } from './app-words.ts'
import { type OperatorConsole, type OperatorVisit, PREFIX } from '../console.ts'

export function reviewRoutes({ page, runtime }: OperatorConsole): void {
  const { platforms } = runtime
  page('/review', acts['review.list'], async (visit) => {
    const { language } = visit
    const words = appWords[language]
    const listed = await visit.read(acts['review.list'])
    if (!listed) return visit.nothingHere()
    const { waiting } = listed
    const organisations = await organisationsOf(
      waiting.map(({ app }) => app),
      visit,
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

/** Organisations that are asked for one by one: for more, the whole list is read. */
const MOST_ONE_BY_ONE = 100

export async function organisationsOf(
  apps: readonly Pick<App, 'organisationId'>[],
  visit: OperatorVisit,
): Promise<ReadonlyMap<string, OrganisationView>> {
  const ids = new Set(apps.flatMap(({ organisationId }) => organisationId ?? []))
  const found =
    ids.size > MOST_ONE_BY_ONE
      ? (await visit.read(acts['organisation.list']))?.organisations
      : await Promise.all(
          [...ids].map(
            async (organisation) =>
              (await visit.read(acts['organisation.show'], { organisation }))?.organisation,
          ),
        )
  return new Map((found ?? []).flatMap((each) => (each ? [[each.id, each]] : [])))
}

/** The organisation, and whether it is verified. */
export function makerOf(
  language: Language,
  { developer, organisationId }: Pick<App, 'developer' | 'organisationId'>,
  organisations: ReadonlyMap<string, OrganisationView>,
): Html {
  const words = appWords[language]
  const organisation = organisationId === undefined ? undefined : organisations.get(organisationId)
  if (!organisation) return html`${developer} !${badge(words.noAccount)}`
  const said = organisation.verified ? badge(words.verified, 'good') : badge(words.notVerified, 'wait')
  return html`${organisation.name} !${said}`
}
