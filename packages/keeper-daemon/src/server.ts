/* The daemon over HTTP: its calls for programs, and what operators look at. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { METRICS_TYPE } from '@hufu/keeper'
import { type Logger, logLinesDropped } from '@hufu/web/log'
import { readiness } from '@hufu/web/readiness'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { KeeperConfig } from './config.ts'
import type { Tokens } from './tokens.ts'
import { guard } from './api/access.ts'
import { type Kept, connectionCalls, lookingCalls } from './api/calls.ts'
import { frame } from './api/frame.ts'
import { linkCalls } from './api/link-calls.ts'
import { keeperDocument } from './api/openapi.ts'
import { type Described, callsOn } from './api/route.ts'
import { uiPages } from './pages/pages.ts'
import * as shapes from './api/shapes.ts'

const { version } = JSON.parse(readFileSync(new URL('../../cli/package.json', import.meta.url), 'utf8')) as {
  readonly version: string
}

export interface DaemonParts extends Kept {
  readonly config: KeeperConfig
  readonly tokens: Tokens
  readonly log: Logger
  /** A path of this daemon as browsers elsewhere reach it. */
  absolute(path: string): string
}

/** The path of the browser routes; the callbacks registered at platforms are below it. */
const OAUTH_PATH = '/oauth'

/** Whether browsers come by https. */
const isSecure = ({ publicUrl }: KeeperConfig): boolean => publicUrl?.startsWith('https:') ?? false

/** Not listening yet. */
export async function createDaemon(parts: DaemonParts): Promise<FastifyInstance> {
  const { config, context, log, tokens } = parts
  const now = context.clock.now
  const secure = isSecure(config)
  const app = frame({ config, log, secure, now })
  // A state that nobody asked for, and that has ended: the next sweep takes it away.
  const notReady = readiness(() => context.store.putState(`readiness ${randomUUID()}`, '', 0), log)
  const calls: Described[] = []
  const guarding = guard(tokens, now)
  const on = callsOn(app, guarding, (each) => void calls.push(each))
  connectionCalls(on, parts)
  lookingCalls(on, parts)
  linkCalls(on, parts)
  on(
    'GET',
    '/healthz',
    { summary: 'Check that the process runs', needs: 'nobody', answer: shapes.state },
    () => {
      const dropped = logLinesDropped()
      return { status: 'ok', ...(dropped > 0 && { logLinesDropped: dropped }) }
    },
  )
  on(
    'GET',
    '/readyz',
    { summary: 'Check that the store can be written', needs: 'nobody', answer: shapes.state },
    async ({ reply }) => {
      const because = await notReady()
      if (because === undefined) return { status: 'ready' }
      reply.code(503).header('retry-after', '1')
      return { status: 'not ready', because }
    },
  )
  on(
    'GET',
    '/metrics',
    { summary: 'Get metrics in the text format of Prometheus', needs: 'metrics', answer: 'text' },
    ({ reply }) => {
      reply.type(METRICS_TYPE)
      return parts.keeper.metrics()
    },
  )
  on(
    'GET',
    '/v1/openapi.json',
    { summary: 'Get this document', needs: 'nobody', answer: z.looseObject({}) },
    () => keeperDocument(calls, version),
  )
  await app.register(parts.keeper.routes(OAUTH_PATH).fastify)
  await uiPages(app, { ...parts, guard: guarding, secure })
  return app
}
