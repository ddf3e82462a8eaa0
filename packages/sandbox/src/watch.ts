/* Hooks into the whole server: its date, faults on the way out, and what became of each exchange. */
import { performance } from 'node:perf_hooks'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { facesOf } from '@hufu/dialects'
import { claimReader } from '@hufu/server'
import { answerOutlined, parametersOutlined } from '@hufu/server'
import { pathOf } from '@hufu/server'
import type { Platform } from '@hufu/server'
import { queryOf } from '@hufu/web/wire'
import { spoilt } from './answering.ts'
import { attend, attendedOf, learn } from './attended.ts'
import type { SandboxClock } from './clock.ts'
import type { Exchanged, Exchanges } from './exchanges.ts'
import type { Tally } from './tally.ts'
import { whyRefused, whyStruck } from './why.ts'

/** Characters of an answer that are kept. */
const LONGEST_BODY = 2000

export interface Watching {
  readonly clock: SandboxClock
  readonly tally: Tally
  readonly exchanges: Exchanges
  /** Is called for each exchange that was refused, or changed by a fault. */
  readonly tell: (exchange: Exchanged) => void
}

/** Call it before any route is registered. */
export function watch(
  app: FastifyInstance,
  platforms: ReadonlyMap<string, Platform>,
  { clock, tally, exchanges, tell }: Watching,
): void {
  const readers = new Map([...platforms].map(([id, { dialect }]) => [id, claimReader(dialect)]))
  app.addHook('onRequest', (request, reply, done) => {
    attend(request, performance.now())
    reply.raw.once('close', () => {
      const { end, sent } = attendedOf(request) ?? {}
      end?.()
      learn(request, { closed: { whole: reply.raw.writableFinished } })
      if (sent) settle(request, reply)
    })
    done()
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const { outcome } = request
    if (clock.offset() !== 0) reply.header('date', new Date(clock.now() * 1000).toUTCString())
    const attended = attendedOf(request)
    if (!attended || !outcome || typeof payload !== 'string') {
      learn(request, { sent: true })
      return payload
    }
    if (attended.clientId === undefined) learn(request, await claimed(request, outcome.platform))
    const fault = attended.struck?.fault
    const body = fault ? spoilt(fault, request, reply, payload) : payload
    // A refusal is ours to the letter, and so is a page; anything else may hold tokens.
    const plain = request.refusal || fault?.kind === 'html' || fault?.kind === 'unavailable'
    learn(request, { sent: true, body: (plain ? body : answerOutlined(body)).slice(0, LONGEST_BODY) })
    if (attendedOf(request)?.closed) settle(request, reply)
    return body
  })

  /** A call that was refused before its app was known. */
  async function claimed(request: FastifyRequest, id: string): Promise<{ readonly clientId?: string }> {
    const named = readers.get(id)?.(request)
    if (named === undefined) return {}
    const known = await platforms.get(id)?.grants.directory.app(id, named)
    return known?.clientId === undefined ? {} : { clientId: known.clientId }
  }

  function settle(request: FastifyRequest, reply: FastifyReply): void {
    const { outcome, refusal } = request
    const attended = attendedOf(request)
    if (!attended || !outcome) return
    const { struck, grant, closed, processed = refusal ? 'refused' : 'read' } = attended
    const fault = struck?.fault
    // If a fault struck, the answer may be the fault's.
    const error = fault && attended.processed ? attended.refused : refusal
    const path = request.routeOptions.url ?? pathOf(request)
    const whole = closed?.whole === true
    if (grant && outcome.step === 'refresh' && (processed === 'committed' || processed === 'replayed')) {
      if (whole && !fault) tally.count(grant, 'answered')
      else if (processed === 'committed') tally.count(grant, 'committedNotAnswered')
    }
    const closedUnanswered = fault?.kind === 'dropped' || fault?.kind === 'lost'
    const exchange = exchanges.add({
      at: clock.now(),
      requestId: request.id,
      platform: outcome.platform,
      step: request.is404 ? 'no such path' : outcome.step,
      method: request.method,
      path,
      ...(attended.clientId !== undefined && { clientId: attended.clientId }),
      ...(grant && { grantId: grant.grantId, openId: grant.openId, shopId: grant.shopId }),
      parameters: parametersOf(request, platforms.get(outcome.platform)),
      faults: struck?.ids ?? [],
      ...(fault && { fault: fault.kind }),
      processed,
      answer: {
        ...(!closedUnanswered && { status: reply.statusCode }),
        whole,
        ...(!closedUnanswered && attended.body !== undefined && { body: attended.body }),
      },
      ms: Math.round(performance.now() - attended.begun),
      ...(error && { error: error.error }),
      why: [
        ...(request.is404 ? [`there is nothing at ${path}`] : []),
        ...(struck ? whyStruck(struck, processed) : []),
        ...(error ? whyRefused(error) : []),
      ],
    })
    if (exchange.why.length > 0) tell(exchange)
  }
}

const endpointOf = { token: 'token', refresh: 'refresh', 'user info': 'userInfo' } as const

/** Names and outlines of what came with a call; of other steps nothing, as browsers bring what is a person's. */
function parametersOf(request: FastifyRequest, platform: Platform | undefined): Record<string, unknown> {
  const { step } = request.outcome ?? {}
  if (!platform || (step !== 'token' && step !== 'refresh' && step !== 'user info')) return {}
  const fields = facesOf(platform.dialect).flatMap((each) => each[endpointOf[step]]?.request.fields ?? [])
  const body = Buffer.isBuffer(request.body) ? request.body.toString() : ''
  return parametersOutlined(queryOf(request), body, fields, attendedOf(request)?.clientId)
}
