/* Login of an operator, and the choice of a password. A one-time password opens no other page. */
import {
  type Operator,
  SHORTEST_PASSWORD,
  checkOperatorLogin,
  chooseOperatorPassword,
  isRefusal,
} from '@hufu/accounts'
import { html } from 'ghtml'
import { appendAuditEntry } from '@hufu/acts/auditing'
import {
  accountName,
  button,
  currentPassword,
  field,
  hidden,
  join,
  newPassword,
  problem,
  when,
} from '@hufu/web/design/components'
import { noteFailedLogin } from '@hufu/acts/failed-logins'
import type { OpenVisit, Visit } from '@hufu/web/site'
import { type OperatorConsole, PREFIX } from '../console.ts'
import { loginWords } from './login-words.ts'

export function loginRoutes({ site, sessions, runtime }: OperatorConsole): void {
  const { store, rates } = runtime

  function showLogin(visit: OpenVisit<Operator>, next: string, failed?: string, username?: string) {
    const words = loginWords[visit.language]
    const body = join([
      hidden({ next }),
      field({
        name: 'username',
        label: words.username,
        value: username ?? '',
        autocomplete: 'username',
        required: true,
        autofocus: username === undefined,
      }),
      currentPassword('password', words.password, { autofocus: username !== undefined }),
      button(words.logIn, { kind: 'main' }),
    ])
    return visit.show({
      title: words.title,
      body: html`!${when(failed, () => problem(failed ?? ''))}!${visit.form('/login', body)}`,
      status: failed === undefined ? 200 : 401,
    })
  }

  site.openPage('/login', (visit) =>
    visit.account ? visit.goTo('') : showLogin(visit, visit.query.get('next') ?? ''),
  )
  site.openAction('/login', async (visit, form) => {
    const { request, reply } = visit
    const [username = '', password = '', next = ''] = ['username', 'password', 'next'].map(
      (name) => form.get(name) ?? '',
    )
    const result = await checkOperatorLogin(
      { username, password, address: request.ip },
      { store, rates },
      (account) => sessions.known?.(request, account),
    )
    if ('failed' in result) {
      noteFailedLogin(request, username, result, runtime)
      return showLogin(visit, next, loginWords[visit.language].failed[result.failed], username)
    }
    const actor = { kind: 'operator', id: result.operator.username } as const
    await sessions.begin(request, reply, result.operator)
    await appendAuditEntry(request, store, actor, 'operator.login', actor.id)
    if (result.operator.oneTime) return visit.goTo('/password')
    return reply.redirect(site.placeToGo(next) ?? PREFIX, 303)
  })

  function showPassword(visit: Visit<Operator>, wrong: { present?: string; fresh?: string; again?: string }) {
    const words = loginWords[visit.language]
    const { oneTime, username } = visit.account
    const least = SHORTEST_PASSWORD.operator
    const body = join([
      accountName('username', username),
      when(!oneTime, () => currentPassword('present', words.present, { wrong: wrong.present })),
      newPassword('fresh', words.fresh, { hint: words.rule(least), wrong: wrong.fresh }),
      newPassword('again', words.again, { wrong: wrong.again }),
      button(words.save, { kind: 'main' }),
    ])
    return visit.show({
      title: oneTime ? words.choose : words.change,
      body: html`!${when(oneTime, () => html`<p>${words.why}</p>`)}!${visit.form('/password', body)}`,
      status: Object.keys(wrong).length === 0 ? 200 : 400,
    })
  }

  site.page('/password', (visit) => showPassword(visit, {}))
  site.action('/password', async (visit, form) => {
    const { account, request, reply } = visit
    const words = loginWords[visit.language]
    const { username } = account
    const fresh = form.get('fresh') ?? ''
    let checked = account
    if (!account.oneTime) {
      const password = form.get('present') ?? ''
      const result = await checkOperatorLogin(
        { username, password, address: request.ip },
        { store, rates },
        (account) => sessions.known?.(request, account),
      )
      if ('failed' in result) {
        noteFailedLogin(request, username, result, runtime)
        return showPassword(visit, {
          present: result.failed === 'wrong' ? words.wrongPresent : words.failed[result.failed],
        })
      }
      checked = result.operator
    }
    if (fresh !== form.get('again')) return showPassword(visit, { again: words.differ })
    const changed = await chooseOperatorPassword(checked, fresh, { store })
    if (isRefusal(changed))
      return showPassword(visit, { fresh: `${words.refused} ${words.rule(SHORTEST_PASSWORD.operator)}` })
    await sessions.begin(request, reply, changed)
    await appendAuditEntry(request, store, { kind: 'operator', id: username }, 'operator.password', username)
    return visit.goTo('', 'password')
  })
}
