/*
 * Events to the endpoints that want them, from the store: what was told in the transaction of a change is sent at least
 * once, whichever process dies. First each event becomes a message in an endpoint's outbox, once among all processes; then
 * each message is tried until it is taken. The order is not promised.
 */
import { randomBytes, randomInt } from 'node:crypto'
import type { KeeperEvent } from '@hufu/keeper-store/events'
import type { KeeperContext } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import { repeat } from '../repeat.ts'
import { countWebhook } from '../tally.ts'
import { deliver } from './deliver.ts'
import { type Endpoint, type WebhooksOptions, endpointsOf } from './endpoint.ts'
import type { Message, NewMessage, OutboxFigures } from '@hufu/keeper-store/outbox'

export interface EndpointView extends Omit<OutboxFigures, 'endpoint'> {
  readonly name: string
}

/** All endpoints of the store, including those that this process does not have, or that are no longer configured. */
export interface Webhooks {
  endpoints(): Promise<readonly EndpointView[]>
  /** In ascending order of id; 100 by default. */
  deadLetters(asked?: {
    readonly endpoint?: string | undefined
    /** The last id of the page before. */
    readonly after?: string | undefined
    readonly limit?: number | undefined
  }): Promise<readonly Message[]>
  /** Sends dead letters again, all tries from the begin: one, or all of an endpoint. How many. */
  resend(which: { readonly id: string } | { readonly endpoint: string }): Promise<number>
  /** Goes on with an endpoint that had answered 410, where it was. False where there is none of that name. */
  enable(name: string): Promise<boolean>
}

/** Seconds after each failed try (https://www.standardwebhooks.com, "Retry schedule"); then it is a dead letter. */
const RETRIES = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400] as const
/** Events that become messages in one act, and messages that are sent at once. */
const PAGE = 200
const AT_ONCE = 8
/** Seconds until a message of a process that died is sent again; more than a try takes. */
const LEASE = 60

export interface Sending {
  readonly webhooks: Webhooks
  /** There may be something to send. */
  wake(): void
  /** Cuts off attempts in progress; the next process sends these messages again. */
  stop(): Promise<void>
}

/** @throws {TypeError} when an option makes no sense. @throws {StoreError} when the store cannot be written. */
export async function sending(
  context: KeeperContext,
  asked: WebhooksOptions,
  pollSeconds: number,
): Promise<Sending> {
  const endpoints = endpointsOf(asked)
  const { store, warn } = context
  // From here on no event is missed.
  for (const { name } of endpoints) await store.endpoint(name)
  const stopping = new AbortController()
  const loops = endpoints.map((endpoint) =>
    repeat(
      async () => ((await round(context, endpoint, stopping.signal)) ? 0 : pollSeconds),
      (error) => {
        warn('webhooks that are due could not be read: the next run tries again', {
          endpoint: endpoint.name,
          reason: error instanceof Error ? error.message : 'unknown',
        })
        return pollSeconds
      },
    ),
  )
  const wake = () => {
    for (const loop of loops) loop.wake()
  }
  return {
    wake,
    async stop() {
      stopping.abort()
      await Promise.all(loops.map((loop) => loop.stop()))
    },
    webhooks: {
      endpoints: async () =>
        (await orUnavailable(store.outbox())).map(({ endpoint: name, ...figures }) => ({ name, ...figures })),
      deadLetters: ({ limit = 100, ...filter } = {}) =>
        orUnavailable(store.deadLetters({ ...filter, limit })),
      async resend(which) {
        const count = await orUnavailable(store.resend(which))
        if (count > 0) wake()
        return count
      },
      async enable(name) {
        const known = await orUnavailable(store.setEndpoint(name, undefined))
        wake()
        return known
      },
    },
  }
}

/** Whether there may be more at once. */
async function round(context: KeeperContext, endpoint: Endpoint, stopping: AbortSignal): Promise<boolean> {
  const { store, clock } = context
  const { seq, disabled } = await store.endpoint(endpoint.name)
  if (disabled) return false
  const events = await store.eventsAfter(seq, PAGE)
  const last = events.at(-1)
  if (last) await store.enqueue(endpoint.name, seq, last.seq, messagesOf(events, endpoint))
  if (stopping.aborted) return false
  const messages = await store.takeMessages(endpoint.name, LEASE, AT_ONCE)
  if (messages.length > 0) await clock.ask()
  await Promise.all(messages.map((message) => attempt(context, endpoint, message, stopping)))
  return !stopping.aborted && (events.length === PAGE || messages.length === AT_ONCE)
}

const messagesOf = (events: readonly KeeperEvent[], { wants }: Endpoint): readonly NewMessage[] =>
  events.filter(wants).map(({ type, at, connectionId, tenant, data }) => ({
    id: `msg_${randomBytes(12).toString('hex')}`,
    type,
    body: JSON.stringify({
      type,
      timestamp: new Date(at * 1000).toISOString(),
      data: { connectionId, tenant, ...data },
    }),
  }))

async function attempt(
  context: KeeperContext,
  endpoint: Endpoint,
  message: Message,
  stopping: AbortSignal,
): Promise<void> {
  const { store, clock, warn } = context
  const { name } = endpoint
  const delivery = await deliver(endpoint, message, clock.now(), stopping)
  if (delivery.outcome === 'broken_off') return store.messageUntried(message)
  countWebhook(context.tally, name, delivery.outcome)
  if (delivery.outcome === 'taken') return store.messageSent(message)
  const { outcome, error } = delivery
  if (outcome === 'gone') {
    await store.setEndpoint(name, 'it answered 410 Gone')
    warn(
      'a webhook endpoint answered 410 Gone and is disabled until you enable it (hufu keeper webhooks enable)',
      { endpoint: name },
    )
    return store.messageFailed(message, { error, seconds: 0 })
  }
  const wait = RETRIES[message.attempts - 1]
  if (wait === undefined)
    warn(
      'the last attempt of a webhook failed: it is a dead letter now (hufu keeper webhooks resend sends it again)',
      {
        endpoint: name,
        error,
      },
    )
  await store.messageFailed(message, {
    error,
    ...(wait !== undefined && { seconds: wait * (0.9 + randomInt(200) / 1000) }),
  })
}
