/* The operator console, at /operator. Each topic adds its pages. */
import type { SiteRoutes } from '../sites.ts'
import { auditRoutes } from './audit.ts'
import { operatorConsole } from './console.ts'
import { dashboardRoutes } from './dashboard.ts'
import { loginRoutes } from './login.ts'
import { merchantRoutes } from './merchant.ts'
import { merchantListRoutes } from './merchants.ts'
import { operatorRoutes } from './operators.ts'
import { platformRoutes } from './platforms.ts'

export const operatorSite: SiteRoutes = (app, runtime, administration) => {
  const console = operatorConsole(app, runtime, administration)
  for (const routes of [
    loginRoutes,
    dashboardRoutes,
    merchantListRoutes,
    merchantRoutes,
    operatorRoutes,
    platformRoutes,
    auditRoutes,
  ])
    routes(console)
}
