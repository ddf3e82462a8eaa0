/* The merchant's login, outside of any authorization. The same checks, words and session as on the way of an app. */
import type { LoginFailure } from '@hufu/dialects'
import type { User } from '@hufu/engine'
import { checkLogin } from '@hufu/accounts'
import { noteLogin } from '@hufu/server'
import { OPENID_PATH } from '@hufu/server'
import { loginForm } from '@hufu/server'
import { loginWords } from '@hufu/server'
import { statusOfLogin } from '@hufu/server'
import type { OpenVisit } from '@hufu/web/site'
import type { Account } from './account.ts'

export function loginRoutes({ site, runtime }: Account): void {
  const { sessions, openid, store } = runtime
  /** Within the account, wherever the login was asked for. */
  const placeToGo = (next: string): string => site.placeToGo(next) ?? '/account'

  function show(
    visit: OpenVisit<User>,
    { next, username = '', failure }: { next: string; username?: string; failure?: LoginFailure },
  ) {
    const { language } = visit
    const place = placeToGo(next)
    const href = `${OPENID_PATH}?next=${encodeURIComponent(place)}`
    const body = loginForm({
      language,
      action: '/account/login',
      fields: { token: visit.formToken('/login'), next: place },
      username,
      now: store.now(),
      forgotten: '/account/forgot',
      ...(failure && { failure }),
      ...(openid && { provider: { name: openid.name, href } }),
    })
    const refused = failure && statusOfLogin(failure, store.now())
    return visit.show({ title: loginWords[language].logIn, body, single: true, ...refused })
  }

  site.openPage('/login', (visit) => {
    const next = visit.query.get('next') ?? ''
    return visit.account ? visit.reply.redirect(placeToGo(next), 303) : show(visit, { next })
  })
  site.openAction('/login', async (visit, sent) => {
    const { request, reply } = visit
    const [username = '', password = '', next = ''] = ['username', 'password', 'next'].map(
      (name) => sent.get(name) ?? '',
    )
    const result = await checkLogin({ username, password, address: request.ip }, runtime.login)
    noteLogin(request, username, result, runtime)
    if (!('user' in result)) return show(visit, { next, username, failure: result })
    await sessions.begin(request, reply, result.user)
    return reply.redirect(placeToGo(next), 303)
  })
}
