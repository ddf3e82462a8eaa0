/* The developer console, at /developer. */
import type { Developer } from '@hufu/accounts'
import { developerSessions } from '@hufu/server'
import { site } from '@hufu/web/site'
import type { SiteRoutes } from '@hufu/acts/site-routes'
import { accountRoutes } from './account/account.ts'
import { appListRoutes } from './app/apps.ts'
import { consoleOf } from './console.ts'
import { createRoutes } from './app/create.ts'
import { enterRoutes } from './account/enter.ts'
import { factorRoutes } from './account/factor.ts'
import { historyRoutes } from './app/history.ts'
import { logRoutes } from './app/log.ts'
import { loginRoutes } from './account/login.ts'
import { organisationWords } from './account/organisation-words.ts'
import { organisationRoutes } from './account/organisation.ts'
import { overviewRoutes } from './app/overview.ts'
import { secretRoutes } from './app/secret.ts'
import { settingRoutes } from './app/settings.ts'
import { typedForms } from '@hufu/web/typed-forms'
import { usageRoutes } from './app/usage.ts'
import { referenceRoutes } from './app/reference.ts'
import { tryRoutes } from './try/routes.ts'
import { consoleWords } from './words.ts'

export const developerSite: SiteRoutes = (app, runtime, administration, whole) => {
  const own = developerSessions(runtime)
  const pages = site<Developer>(app, {
    commits: runtime,
    prefix: '/developer',
    sessions: own,
    loginPath: '/login',
    typed: typedForms('/developer', runtime),
    words: consoleWords,
    nameOf: ({ name }) => name,
    sections: (language) => [
      { href: '/developer', title: consoleWords[language].apps },
      { href: '/developer/organisation', title: organisationWords[language].organisation },
      { href: '/developer/account', title: consoleWords[language].account },
    ],
  })
  const console = consoleOf(pages, own, runtime, administration, whole)
  for (const routes of [
    loginRoutes,
    enterRoutes,
    accountRoutes,
    factorRoutes,
    organisationRoutes,
    appListRoutes,
    createRoutes,
    overviewRoutes,
    logRoutes,
    usageRoutes,
    settingRoutes,
    secretRoutes,
    historyRoutes,
    referenceRoutes,
    tryRoutes,
  ])
    routes(console)
}
