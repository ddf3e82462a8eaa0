/* What merchants have granted to an app, and the end of all of it. */
import { STALE_SECONDS } from '@hufu/engine'
import { html } from 'ghtml'
import { button, card, facts, link, table, text, warning, when } from '@hufu/web/design/components'
import { type Language, dayText, numberText } from '@hufu/web/design/language'
import { grantsRevoked } from '@hufu/acts/audit-details'
import type { Runtime } from '@hufu/server'
import type { AppPages } from './app-visit.ts'
import { appWords } from './app-words.ts'
import { PREFIX } from './console.ts'

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

  page('/revoke', 'grants.revoke', async (visit) => {
    const { app, language, appPath } = visit
    const words = appWords[language]
    const { count, said } = await liveGrants(language, app.id)
    const body = html`!${warning(words.revokeNote(count, said, numberText(language, STALE_SECONDS)))}
!${visit.form(`${appPath}/revoke`, button(words.revokeAll, { kind: 'danger' }))}
<p>!${link(PREFIX + appPath, words.back)}</p>`
    return visit.showApp({ title: words.revokeTitle(app.name), body })
  })
  action('/revoke', 'grants.revoke', async (visit) => {
    const revoked = await store.revokeGrants({ appId: visit.app.id }, store.now(), 'operator')
    await visit.did('app.revoke', visit.app.id, grantsRevoked(revoked))
    return visit.goTo(visit.appPath, 'app_revoke')
  })
}
