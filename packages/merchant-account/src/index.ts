/* The merchant's account, at /account: what they have authorised, who has logged in, their password, their data. */
import { typedForms } from '@hufu/web/typed-forms'
import type { User } from '@hufu/engine'
import { site } from '@hufu/web/site'
import type { SiteRoutes } from '@hufu/acts/site-routes'
import { authorizationRoutes } from './authorizations.ts'
import { dataRoutes } from './data.ts'
import { forgottenRoutes } from './forgotten.ts'
import { historyRoutes } from './history.ts'
import { loginRoutes } from './login.ts'
import { passwordRoutes } from './password.ts'
import { accountWords } from './words.ts'
import { type Account, ACCOUNT } from './account.ts'

export const accountSite: SiteRoutes = (app, runtime, administration) => {
  const pages = site<User>(app, {
    commits: runtime,
    prefix: ACCOUNT,
    // A user who is logged in to authorise an app is logged in here too.
    sessions: runtime.sessions,
    loginPath: '/login',
    typed: typedForms(ACCOUNT, runtime),
    words: accountWords,
    nameOf: ({ displayName }) => displayName,
    sections(language) {
      const words = accountWords[language]
      return [
        { href: ACCOUNT, title: words.authorizations },
        { href: `${ACCOUNT}/logins`, title: words.logins },
        { href: `${ACCOUNT}/password`, title: words.password },
        { href: `${ACCOUNT}/data`, title: words.data },
      ]
    },
  })
  const account: Account = { site: pages, runtime, administration }
  loginRoutes(account)
  forgottenRoutes(account)
  authorizationRoutes(account)
  historyRoutes(account)
  passwordRoutes(account)
  dataRoutes(account)
}
