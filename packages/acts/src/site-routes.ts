import type { FastifyInstance } from 'fastify'
import type { AdminContext } from './api/context.ts'
import type { Runtime } from '@hufu/server'

/** `inject`: asks the whole server, as from outside. */
export type Whole = Pick<FastifyInstance, 'inject'>

export type SiteRoutes = (
  app: FastifyInstance,
  runtime: Runtime,
  administration: AdminContext,
  whole: Whole,
) => void
