/* An app's grants, and the form that ends them all. */
import { acts } from '@hufu/acts'
import { html } from 'ghtml'
import { card, facts, link, table, text, when } from '@hufu/web/design/components'
import { type Language, dayText, numberText } from '@hufu/web/design/language'
import type { Runtime } from '@hufu/server'
import type { AppPages } from './app-visit.ts'
import { appWords } from './app-words.ts'
import { askBefore } from '../asking.ts'
import { PREFIX } from '../console.ts'

/** Live grants that are counted one by one. */
const MOST_GRANTS = 20_000
const MOST_DAYS = 60

export function appGrantRoutes({ page, action }: AppPages, { store }: Runtime): void {
  const liveGrants = async (language: Language, appId: string) => {
    const days = await store.liveGrantDays(appId, store.now(), MOST_GRANTS)
    const count = days.reduce((sum, each) => sum + each.count, 0)
    const said = numberText(language, count)
    return { days, count, said: count < MOST_GRANTS ? said : appWords[language].atLeast(said) }
  }

  page('/grants', 'grants.read', async (visit) => {
    const { app, language, appPath } = visit
    const words = appWords[language]
    const { days, count, said } = await liveGrants(language, app.id)
    const daily = table(
      words.byDay,
      [
        { title: words.day, cell: ({ day }) => text(dayText(language, day)) },
        { title: words.granted, number: true, cell: (each) => text(numberText(language, each.count)) },
      ],
      days.slice(0, MOST_DAYS),
      words.noGrants,
    )
    const body = html`!${facts([[words.alive, html`<strong class="figure">${said}</strong>`]])}
!${card(words.byDay, daily)}
!${when(
      count > 0 && visit.may('grants.revoke'),
      () => html`<p>!${link(`${PREFIX}${appPath}/revoke`, words.revoke)}</p>`,
    )}`
    return visit.showApp({ title: app.name, body })
  })

  askBefore({ page, action }, '/revoke', acts['app.revoke'], {
    input: ({ app }) => ({ app: app.id }),
    show(visit, { body, ...asked }) {
      const { app, language, appPath } = visit
      const words = appWords[language]
      const back = html`<p>!${link(PREFIX + appPath, words.back)}</p>`
      return visit.showApp({ title: words.revokeTitle(app.name), body: body + back, ...asked })
    },
    done: (visit) => visit.goTo(visit.appPath, 'app_revoke'),
  })
}
