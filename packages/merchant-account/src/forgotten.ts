/* Forgotten password: a link by mail, and the page that it leads to. */
import { admitFrom, type User } from '@hufu/engine'
import { findTicket, isRefusal, resetPassword } from '@hufu/accounts'
import { html } from 'ghtml'
import { appendAuditEntry } from '@hufu/acts/auditing'
import { button, field, hidden, link, problem, when } from '@hufu/web/design/components'
import type { OpenVisit } from '@hufu/web/site'
import { forgottenWords } from '@hufu/acts/letters/forgotten-words'
import type { Account } from './account.ts'
import { type WrongPassword, newPasswordFields, sayRefusal, tellOwner } from '@hufu/acts/letters/new-password'
import { passwordWords } from '@hufu/acts/letters/password-words'
import { sendResetLinks } from '@hufu/acts/letters/reset-links'

/** The limit per network, whatever was requested: an office needs less. */
const FROM_NETWORK = { count: 20, perSeconds: 900 } as const

export function forgottenRoutes({ site, runtime, administration }: Account): void {
  const { store, rates, mail } = runtime

  const toLogin = ({ language }: OpenVisit<User>) =>
    html`<p class="beside">!${link('/account/login', forgottenWords[language].backToLogin)}</p>`

  function showForm(visit: OpenVisit<User>, wrong?: string) {
    const words = forgottenWords[visit.language]
    const { title } = words
    if (!mail.on)
      return visit.show({ title, body: html`!${problem(words.off)}!${toLogin(visit)}`, single: true })
    const name = { name: 'name', label: words.nameOrEmail, autocomplete: 'username', required: true } as const
    const body = html`<p>${words.explained}</p>
!${when(wrong, () => problem(wrong ?? ''))}
!${visit.form('/forgot', html`!${field(name)}!${button(words.send, { kind: 'main' })}`)}
!${toLogin(visit)}`
    const retryAfter = wrong === undefined ? {} : { retryAfter: FROM_NETWORK.perSeconds }
    return visit.show({ title, body, single: true, ...retryAfter })
  }

  site.openPage('/forgot', (visit) => showForm(visit))
  site.openAction('/forgot', async (visit, sent) => {
    const { request, language } = visit
    if (!mail.on) return showForm(visit)
    if (!admitFrom('forgotten', request.ip, FROM_NETWORK, rates, store.now()))
      return showForm(visit, forgottenWords[language].tooOften)
    // After the answer: it says and takes the same, whether or not there is such an account.
    setImmediate(() => {
      sendResetLinks(sent.get('name') ?? '', language, runtime).catch((error: unknown) =>
        request.log.error({ err: error, requestId: request.id }, 'a link to a new password was not sent'),
      )
    })
    return visit.goTo('/forgot/sent')
  })
  site.openPage('/forgot/sent', (visit) => {
    const words = forgottenWords[visit.language]
    const body = html`<p>${words.sent}</p>
<p class="soft">${words.notArrived}</p>
!${toLogin(visit)}`
    return visit.show({ title: words.sentTitle, body, single: true })
  })

  /** Both kinds of links lead to the same page, in other words. */
  for (const [path, purpose] of [
    ['/reset', 'user_password'],
    ['/welcome', 'user_invitation'],
  ] as const) {
    const invited = purpose === 'user_invitation'
    const titleOf = ({ language }: OpenVisit<User>) =>
      invited ? forgottenWords[language].welcomeTitle : forgottenWords[language].resetTitle

    function showNotGood(visit: OpenVisit<User>) {
      const words = forgottenWords[visit.language]
      const body = invited
        ? problem(words.invitationNotGood)
        : html`!${problem(words.notGood)}
<p><a class="button main" href="/account/forgot">${words.again}</a></p>`
      return visit.show({ title: titleOf(visit), body, status: 410, single: true })
    }

    async function showChoice(visit: OpenVisit<User>, ticket: string, wrong: WrongPassword = {}) {
      const words = forgottenWords[visit.language]
      const found = await findTicket(ticket, purpose, store)
      const user = found && (await store.user(found.subject))
      if (!user) return showNotGood(visit)
      const body = html`<p>${words.resetFor(user.username)}</p>
!${visit.form(
        path,
        html`!${hidden({ ticket })}
<input type="hidden" name="username" value="${user.username}" autocomplete="username">
!${newPasswordFields(visit.language, wrong)}
!${button(words.reset, { kind: 'main' })}`,
      )}`
      const status = Object.keys(wrong).length === 0 ? 200 : 400
      return visit.show({ title: titleOf(visit), body, status, single: true })
    }

    site.openPage(path, (visit) => showChoice(visit, visit.query.get('ticket') ?? ''))
    site.openAction(path, async (visit, sent) => {
      const { request, language } = visit
      const [ticket = '', wanted = '', again = ''] = ['ticket', 'fresh', 'again'].map(
        (name) => sent.get(name) ?? '',
      )
      if (wanted !== again) return showChoice(visit, ticket, { again: passwordWords[language].differ })
      const result = await resetPassword(ticket, purpose, { wanted, address: request.ip }, administration)
      if (!result) return showNotGood(visit)
      if (isRefusal(result)) return showChoice(visit, ticket, { fresh: sayRefusal(language) })
      const action = invited ? 'user.accept-invitation' : 'user.reset-password'
      await appendAuditEntry(request, store, { kind: 'merchant', id: result.id }, action, result.id)
      await tellOwner(result, language, runtime)
      return visit.goTo('/login', 'reset')
    })
  }
}
