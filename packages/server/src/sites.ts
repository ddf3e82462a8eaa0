/* The sites for people. Each is registered on an instance of its own, with cookies, at the root of the server. */
import type { FastifyInstance } from 'fastify'
import { accountSite } from './account/index.ts'
import type { AdminContext } from './admin/context.ts'
import { developerSite } from './console/index.ts'
import { operatorSite } from './operator/index.ts'
import type { Runtime } from './runtime.ts'

export type SiteRoutes = (app: FastifyInstance, runtime: Runtime, administration: AdminContext) => void

export const sites: readonly SiteRoutes[] = [accountSite, developerSite, operatorSite]
