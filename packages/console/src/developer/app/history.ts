/* What has been done to an app, by whom, and why. */
import type { Actor } from '@hufu/engine'
import type { AppEvent, Store } from '@hufu/accounts'
import { html } from 'ghtml'
import { type Html, join, link, table, text, when } from '@hufu/web/design/components'
import { timeText } from '@hufu/web/design/language'
import { statusBadge } from './app-status.ts'
import type { AppVisit, Console } from '../console.ts'
import { overviewWords } from './overview-words.ts'

const MOST_SHOWN = 200

export function historyRoutes(console: Console): void {
  console.appPage('/history', async (visit) => {
    const words = overviewWords[visit.language]
    return visit.showApp({
      title: words.history,
      body: await historyTable(visit, console.runtime.store, MOST_SHOWN),
    })
  })
}

/** The last events, the newest first. */
export async function historyTable(visit: AppVisit, store: Store, most: number): Promise<Html> {
  const { language, app } = visit
  const words = overviewWords[language]
  const events = await store.appHistory(app.id, most)
  const colleagues = await store.developers({ organisationId: visit.account.organisationId })
  /** Operators are not named to developers. */
  const nameOf = ({ kind, id }: Actor): string =>
    kind === 'developer'
      ? (colleagues.find((each) => each.id === id)?.name ?? words.formerColleague)
      : words.thePlatform
  return table<AppEvent>(
    words.history,
    [
      { title: words.time, cell: ({ at }) => text(timeText(language, at)) },
      { title: words.who, cell: ({ actor }) => text(nameOf(actor)) },
      { title: words.what, cell: (event) => whatOf(visit, event) },
    ],
    events,
    words.noHistory,
  )
}

export const historyLink = ({ language, appPath }: AppVisit): Html =>
  html`<p>!${link(`/developer${appPath}/history`, overviewWords[language].wholeHistory)}</p>`

function whatOf({ language }: AppVisit, { deed, from, to, changes, reason }: AppEvent): Html {
  const words = overviewWords[language]
  const lines = changes
    .filter(() => deed !== 'create')
    .map(({ setting, from: before, to: after }) =>
      // Keys and versions of pictures say nothing to people.
      setting === 'publicKeys' || setting === 'logo'
        ? html`<li>${words.settings[setting]}</li>`
        : html`<li>${words.settings[setting]}: ${before || words.nothing} → ${after || words.nothing}</li>`,
    )
  return html`${words.deeds[deed]}!${when(from !== to, () => html` !${statusBadge(language, { status: to })}`)}
!${when(lines.length > 0, () => html`<ul>!${join(lines)}</ul>`)}
!${when(reason, () => html`<blockquote>${reason ?? ''}</blockquote>`)}`
}
