/* The history of logins, and the open sessions. */
import { LOGIN_DAYS, type LoginRecord } from '@hufu/accounts'
import type { Session, User } from '@hufu/engine'
import { html } from 'ghtml'
import { appendAuditEntry } from '@hufu/acts/auditing'
import { type Column, type Html, badge, button, link, table, text, when } from '@hufu/web/design/components'
import { timeText } from '@hufu/web/design/language'
import type { Visit } from '@hufu/web/site'
import { historyWords } from './history-words.ts'
import type { Account } from './account.ts'

export function historyRoutes({ site, runtime: { store } }: Account): void {
  site.page('/logins', async (visit) => {
    const words = historyWords[visit.language]
    const { id } = visit.account
    const [sessions, logins] = await Promise.all([store.sessions(id, store.now()), store.logins(id)])
    const thisFirst = sessions.toSorted(
      (a, b) => Number(b.id === visit.sessionId) - Number(a.id === visit.sessionId),
    )
    const body = html`<h2>${words.here}</h2>
!${table(words.here, sessionColumns(visit), thisFirst, words.unknown)}
!${when(
      sessions.length > 1,
      () => html`<p class="soft">${words.hereExplained}</p>
!${visit.form('/logins/end-others', button(words.endOthers))}`,
    )}
<h2>${words.history}</h2>
!${table(words.history, loginColumns(visit), logins, words.noLogins)}
<p class="soft">${words.historyExplained(LOGIN_DAYS)} ${words.notYou} !${link('/account/password', words.changePassword)}</p>`
    return visit.show({ title: words.title, body })
  })

  site.action('/logins/end', async (visit, sent) => {
    const sessions = await store.sessions(visit.account.id, store.now())
    const wanted = sent.get('session') ?? ''
    const found = sessions.find((each) => nameOf(each) === wanted && each.id !== visit.sessionId)
    if (!found) return visit.goTo('/logins')
    await store.endSession(found.id)
    await said(visit, 'user.end-session')
    return visit.goTo('/logins', 'ended')
  })

  site.action('/logins/end-others', async (visit) => {
    await store.endSessions(visit.account.id, visit.sessionId)
    await said(visit, 'user.end-sessions')
    return visit.goTo('/logins', 'others')
  })

  const said = ({ request, account }: Visit<User>, action: string) =>
    appendAuditEntry(request, store, { kind: 'merchant', id: account.id }, action, account.id)
}

/** The beginning of the session's digest: enough to tell a few sessions apart. */
const nameOf = ({ id }: Session): string => id.slice(0, 16)

const sessionColumns = (visit: Visit<User>): readonly Column<Session>[] => {
  const words = historyWords[visit.language]
  const began = ({ createdAt }: Session) => timeText(visit.language, createdAt)
  const own = ({ id }: Session): boolean => id === visit.sessionId
  const end = (session: Session): Html =>
    visit.form(
      '/logins/end',
      html`<input type="hidden" name="session" value="${nameOf(session)}"><button class="link" aria-label="${words.endOf(session.browser || words.unknown, began(session))}">${words.end}</button>`,
    )
  return [
    { title: words.browser, cell: (session) => text(session.browser || words.unknown) },
    { title: words.network, cell: ({ network }) => text(networkText(network) || words.unknown) },
    { title: words.began, cell: (session) => text(began(session)) },
    { title: words.status, cell: (session) => (own(session) ? badge(words.thisOne, 'good') : end(session)) },
  ]
}

const loginColumns = ({ language }: Visit<User>): readonly Column<LoginRecord>[] => {
  const words = historyWords[language]
  return [
    { title: words.when, cell: ({ at }) => text(timeText(language, at)) },
    {
      title: words.outcome,
      cell: ({ outcome }) => badge(words.outcomes[outcome], outcome === 'in' ? 'good' : 'bad'),
    },
    { title: words.network, cell: ({ network }) => text(networkText(network) || words.unknown) },
    { title: words.browser, cell: ({ browser }) => text(browser || words.unknown) },
  ]
}

/** `192.0.2.0/24` as people write it; empty where it is not known. */
const networkText = (network = ''): string =>
  network === 'unknown' ? '' : network.replace(/\.0\/24$/, '.*').replace(/::\/64$/, ':*')
