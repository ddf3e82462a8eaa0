/* One app at a glance: how it stands, what to do next, and what to put into one's own program. */
import { html } from 'ghtml'
import {
  type Html,
  card,
  copyable,
  facts,
  join,
  link,
  text,
  warning,
  when,
} from '@hufu/web/design/components'
import { dateText, timeText } from '@hufu/web/design/language'
import { logoPath } from '@hufu/server'
import { statusBadge } from './app-status.ts'
import type { AppVisit, Console } from '../console.ts'
import { createWords } from './create-words.ts'
import { endpointsOf } from './endpoints.ts'
import { historyLink, historyTable } from './history.ts'
import { noteIn } from '@hufu/reference/tables/parameter-words'
import { overviewWords } from './overview-words.ts'
import { proposedCard, reviewCard, reviewRoutes } from './review.ts'
import { formerSecretEndsAt } from './secret.ts'
import { consoleWords } from '../words.ts'

const EVENTS = 5

export function overviewRoutes(console: Console): void {
  const { runtime } = console

  async function show(visit: AppVisit, wrong: Html = '') {
    const { app, platform, language } = visit
    const words = overviewWords[language]
    const endpoints = endpointsOf(platform, runtime).map(
      ([name, url, face]) =>
        [
          `${words.endpoint[name]}${face === undefined ? '' : ` (${noteIn(language, face, platform.notes)})`}`,
          copyable(url, words),
        ] as const,
    )
    const body = join([
      wrong,
      statusPart(visit),
      await reviewCard(visit, console),
      proposedCard(visit),
      credentialCard(visit, runtime.store.now()),
      card(words.endpoints, facts(endpoints)),
      card(words.history, `${await historyTable(visit, runtime.store, EVENTS)}${historyLink(visit)}`),
    ])
    return visit.showApp({ title: app.name, body, status: wrong === '' ? 200 : 409 })
  }
  console.appPage('', (visit) => show(visit))
  reviewRoutes(console, show)
}

function statusPart({ app, language }: AppVisit): Html {
  const words = overviewWords[language]
  const logo = when(
    app.logo,
    () => html`<img class="logo" src="${logoPath(app, app.logo ?? '')}" width="56" height="56" alt="">`,
  )
  return html`<div class="row">!${logo}<p>!${statusBadge(language, app)} ${words.next[app.status]}</p></div>
!${when(app.statusReason, () => warning(`${words.reason}: ${app.statusReason ?? ''}`))}`
}

function credentialCard(visit: AppVisit, now: number): Html {
  const { app, platform, language, appPath } = visit
  const words = overviewWords[language]
  const ends = formerSecretEndsAt(visit, now)
  const secret = html`<p>${words.secretKept}</p>
!${when(ends, () => warning(createWords[language].formerEnds(timeText(language, ends ?? 0))))}
!${link(`/developer${appPath}/secret`, words.replaceSecret)}`
  const site = consoleWords[language]
  const { appKey, created, platform: platformTitle } = site
  const isByRight = platform.grants.policy.refreshTokenGranted === 'by-right'
  const right = app.mayRefresh ? text(site.mayRefresh) : warning(site.mayNotRefresh)
  return card(
    appKey,
    facts([
      [appKey, app.clientId === undefined ? text(words.keyLater) : copyable(app.clientId, words)],
      ...(app.clientId === undefined ? [] : ([[words.secret, secret]] as const)),
      [platformTitle, text(platform.dialect.title)],
      ...(isByRight ? ([[site.refreshTokens, right]] as const) : []),
      [created, text(dateText(language, app.createdAt))],
    ]),
  )
}
