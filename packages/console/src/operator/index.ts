/* The operator console, at /operator. Each topic adds its pages. */
import type { SiteRoutes } from '@hufu/acts/site-routes'
import { appGrantRoutes } from './apps/app-grants.ts'
import { appHistoryRoutes } from './apps/app-history.ts'
import { appPages } from './apps/app-visit.ts'
import { appRoutes } from './apps/app.ts'
import { appListRoutes } from './apps/apps.ts'
import { auditRoutes } from './audit/audit.ts'
import { operatorConsole } from './console.ts'
import { dashboardRoutes } from './platform/dashboard.ts'
import { developerRoutes } from './people/developers.ts'
import { loginRoutes } from './people/login.ts'
import { merchantRoutes } from './people/merchant.ts'
import { merchantListRoutes } from './people/merchants.ts'
import { operatorRoutes } from './people/operators.ts'
import { organisationRoutes } from './people/organisations.ts'
import { platformRoutes } from './platform/platforms.ts'
import { reviewRoutes } from './apps/review.ts'

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
  for (const routes of [appRoutes, appGrantRoutes, appHistoryRoutes]) routes(pages, runtime)
}
