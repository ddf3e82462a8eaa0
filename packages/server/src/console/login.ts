/* A developer's login. */
import { type SilentLoginFailure, checkDeveloperLogin } from '@hufu/engine'
import { html } from 'ghtml'
import { type Html, button, field, hidden, problem, when } from '../design/components.ts'
import type { Sessions } from '../sessions.ts'
import { type OpenVisit, isOwnPath } from '../site.ts'
import type { Developer } from '@hufu/engine'
import type { Console } from './console.ts'
import { loginWords } from './login-words.ts'

export function loginRoutes(
  { site, runtime, administration }: Console,
  developers: Sessions<Developer>,
): void {
  site.openPage('/login', (visit) => {
    if (visit.account) return visit.goTo('')
    return show(visit, { next: visit.query.get('next') ?? '' })
  })

  site.openAction('/login', async (visit, form) => {
    const email = form.get('email') ?? ''
    const next = form.get('next') ?? ''
    const address = administration.addressOf(visit.request)
    const result = await checkDeveloperLogin(
      { email, password: form.get('password') ?? '', address },
      runtime,
    )
    if (!('developer' in result)) return show(visit, { next, email, failed: result.failed })
    await developers.begin(visit.request, visit.reply, result.developer.id)
    return visit.reply.redirect(placeToGo(next), 303)
  })
}

/** Within the console, wherever the login was asked for. */
const placeToGo = (next: string): string => (isOwnPath(next, '/developer') ? next : '/developer')

interface Given {
  readonly next: string
  readonly email?: string
  readonly failed?: SilentLoginFailure['failed']
}

const show = (visit: OpenVisit<Developer>, { next, email = '', failed }: Given) => {
  const words = loginWords[visit.language]
  const body: Html = html`!${when(failed, () => problem(words.failed[failed ?? 'wrong']))}
!${visit.form(
    '/login',
    html`!${hidden({ next })}
!${field({ name: 'email', label: words.email, type: 'email', value: email, autocomplete: 'username', required: true, autofocus: email === '' })}
!${field({ name: 'password', label: words.password, type: 'password', autocomplete: 'current-password', required: true, autofocus: email !== '' })}
!${button(words.logIn, { kind: 'main' })}`,
  )}`
  return visit.show({ title: words.logIn, body, status: failed === undefined ? 200 : 401 })
}
