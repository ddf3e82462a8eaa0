/* The operator console, at /operator. Each topic adds its pages. */
import type { SiteRoutes } from '@hufu/acts/site-routes'
import { appGrantRoutes } from './app-grants.ts'
import { appHistoryRoutes } from './app-history.ts'
import { appPages } from './app-visit.ts'
import { appRoutes } from './app.ts'
import { appListRoutes } from './apps.ts'
import { auditRoutes } from './audit.ts'
import { operatorConsole } from './console.ts'
import { dashboardRoutes } from './dashboard.ts'
import { developerRoutes } from './developers.ts'
import { loginRoutes } from './login.ts'
import { merchantRoutes } from './merchant.ts'
import { merchantListRoutes } from './merchants.ts'
import { operatorRoutes } from './operators.ts'
import { organisationRoutes } from './organisations.ts'
import { platformRoutes } from './platforms.ts'
import { reviewRoutes } from './review.ts'

export const operatorSite: SiteRoutes = (app, runtime, administration) => {
  const console = operatorConsole(app, runtime, administration)
  const topics = [
    loginRoutes,
    dashboardRoutes,
    reviewRoutes,
    appListRoutes,
    merchantListRoutes,
    merchantRoutes,
    organisationRoutes,
    developerRoutes,
    operatorRoutes,
    platformRoutes,
    auditRoutes,
  ]
  for (const routes of topics) routes(console)
  const pages = appPages(console)
  for (const routes of [appRoutes, appGrantRoutes, appHistoryRoutes]) routes(pages, runtime, administration)
}
