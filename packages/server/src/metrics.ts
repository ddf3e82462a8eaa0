/* Metrics of this process, in Prometheus's text format. Labels are bounded: platforms, steps and reasons, no app or shop. */
import { introspection } from '@hufu/dialects'
import { createHash, timingSafeEqual } from 'node:crypto'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refusalReasonOf } from '@hufu/engine'
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { Janitor } from './janitor.ts'

export interface Metrics {
  /** Call it when a request has been answered. */
  record(request: FastifyRequest, reply: FastifyReply): void
  readonly registry: Registry
  stop(): void
}

/** @param now seconds since the epoch, by the clock of the janitor. */
export function metrics(janitor: Pick<Janitor, 'lastTurn'>, now: () => number): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const seconds = new Histogram({
    name: 'hufu_request_duration_seconds',
    help: 'Requests of applications, merchants and gateways, by platform and step; introspection names no platform.',
    labelNames: ['platform', 'step'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  const refused = new Counter({
    name: 'hufu_refusals_total',
    help: 'Refused requests, by platform, step and reason.',
    labelNames: ['platform', 'step', 'reason'],
    registers,
  })
  const commits = new Histogram({
    name: 'hufu_commit_changes',
    help: 'Commits of the store, by how many changes each had.',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers,
  })
  const started = now()
  registry.registerMetric(
    new Gauge({
      name: 'hufu_janitor_lag_seconds',
      help: 'Seconds since the janitor last left nothing that had expired, or since the start.',
      registers: [],
      collect() {
        this.set(now() - (janitor.lastTurn() ?? started))
      },
    }),
  )
  const committed = (message: unknown) => commits.observe((message as { readonly changes: number }).changes)
  subscribe('hufu:commit', committed)

  return {
    registry,
    record({ outcome, refusal, routeOptions }, { elapsedTime }) {
      if (outcome) {
        const { platform, step } = outcome
        seconds.observe({ platform, step }, elapsedTime / 1000)
        if (refusal) refused.inc({ platform, step, reason: refusalReasonOf(step, refusal.error) })
      } else if (routeOptions.url === introspection.path)
        seconds.observe({ platform: '', step: 'introspection' }, elapsedTime / 1000)
    },
    stop() {
      unsubscribe('hufu:commit', committed)
      registry.clear()
    },
  }
}

/** @param tokenSha256 digest of the bearer token that it is asked with, in hexadecimal. */
export function metricsRoute(app: FastifyInstance, tokenSha256: string, registry: Registry): void {
  const wanted = Buffer.from(tokenSha256, 'hex')
  app.get('/metrics', async ({ headers }, reply) => {
    const [, token = ''] = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '') ?? []
    if (!timingSafeEqual(createHash('sha256').update(token).digest(), wanted))
      return reply.code(401).header('www-authenticate', 'Bearer').send({ error: 'invalid_token' })
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}
