/* The developer console, at /developer. */
import type { Developer } from '@hufu/accounts'
import { developerSessions } from '@hufu/server'
import { site } from '@hufu/web/site'
import type { SiteRoutes } from '@hufu/acts/site-routes'
import { accountRoutes } from './account.ts'
import { appListRoutes } from './apps.ts'
import { consoleOf } from './console.ts'
import { createRoutes } from './create.ts'
import { enterRoutes } from './enter.ts'
import { factorRoutes } from './factor.ts'
import { historyRoutes } from './history.ts'
import { logRoutes } from './log.ts'
import { loginRoutes } from './login.ts'
import { organisationWords } from './organisation-words.ts'
import { organisationRoutes } from './organisation.ts'
import { overviewRoutes } from './overview.ts'
import { secretRoutes } from './secret.ts'
import { settingRoutes } from './settings.ts'
import { typedForms } from '@hufu/web/typed-forms'
import { usageRoutes } from './usage.ts'
import { referenceRoutes } from './reference.ts'
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
