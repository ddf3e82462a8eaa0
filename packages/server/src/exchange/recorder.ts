/*
 * What the apps' developers may look into, collected in memory and written every second: a request pays for a look into
 * a map and a count. Of what comes faster than a log can be read the counts stay right, and the log has the first of
 * each second; how many it has not is counted too.
 */
import type { Explanation, OAuthError } from '@hufu/dialects'
import {
  type Directory,
  type ExchangeStep,
  type NewExchange,
  type Usage,
  type UsageKind,
  refusalReasonOf,
} from '@hufu/engine'
import type { Store } from '@hufu/accounts'
import { KEPT_EXCHANGES } from '@hufu/store'
import type { FastifyRequest } from 'fastify'
import { claimReader } from './claim.ts'
import type { Logger } from '@hufu/web/log'
import type { Platform } from '../settings/platform.ts'

const EVERY_MS = 1000
const DAY = 86_400
/** Logged of one app in one second. */
export const LOGGED_SUCCESSES = 20
/** Logged of all apps together in one second. Successes leave half of it to refusals. */
const MOST_ENTRIES = 1000
/** AppKeys that nobody vouches for have to be looked up: so many in a second. */
const MOST_CLAIMS = 200
/** Rows a transaction, so that no request waits for all of them. */
const BATCH = 100
/** Characters of a signed text that are kept: it is as long as whoever sent it likes. */
const LONGEST_SIGNED = 4000

export interface Recorder {
  /** Call it when a request has been answered: it records the outcome that was noted. */
  record(request: FastifyRequest, ms: number): void
  introspected(appId: string): void
  /** Writes what is remembered. */
  flush(): Promise<void>
  /** Ends the writing, after what is remembered has been written. */
  stop(): Promise<void>
}

/** An app, or whoever a request says it is of, since the last write. */
interface Owner {
  readonly appId?: string
  readonly claim?: { readonly platform: string; readonly clientId: string }
  successes: number
  refusals: number
  readonly counts: Map<UsageKind, number>
}

interface Remembered {
  readonly owners: Map<string, Owner>
  readonly entries: { readonly owner: Owner; readonly entry: Omit<NewExchange, 'appId'> }[]
  claims: number
}
const nothing = (): Remembered => ({ owners: new Map(), entries: [], claims: 0 })

/** The counter of a step's success. A link counts when the merchant has agreed. */
const kinds: Readonly<Partial<Record<ExchangeStep, UsageKind>>> = {
  consent: 'authorization',
  token: 'token',
  refresh: 'refresh',
  'user info': 'user info',
  revoke: 'revoke',
}
/** Steps of the merchant's browser, whose address is no developer's business. */
const inBrowser: ReadonlySet<ExchangeStep> = new Set(['authorize', 'login', 'consent'])

/** The log's record of a refusal. */
const whyOf = ({ error, parameter, problem, detail, explanation }: OAuthError) => ({
  error,
  ...(parameter !== undefined && { parameter }),
  ...(problem && { problem }),
  ...(detail !== undefined && { detail }),
  ...(explanation && { explanation: bounded(explanation) }),
})

const bounded = (explanation: Explanation): Explanation =>
  'signed' in explanation && explanation.signed.length > LONGEST_SIGNED
    ? { signed: `${explanation.signed.slice(0, LONGEST_SIGNED)}***` }
    : explanation

export function recorder(
  store: Store,
  directory: Directory,
  platforms: ReadonlyMap<string, Platform>,
  log: Logger,
): Recorder {
  const readers = new Map([...platforms].map(([id, { dialect }]) => [id, claimReader(dialect)]))
  let held = nothing()

  function ownerOf(key: string, of: Pick<Owner, 'appId' | 'claim'>): Owner {
    const owner = { ...of, successes: 0, refusals: 0, counts: new Map<UsageKind, number>() }
    held.owners.set(key, owner)
    return owner
  }
  const appOwner = (appId: string): Owner => held.owners.get(appId) ?? ownerOf(appId, { appId })

  function claimant(request: FastifyRequest, platform: string): Owner | undefined {
    const clientId = readers.get(platform)?.(request)
    if (clientId === undefined) return undefined
    const key = `${platform} ${clientId}`
    const known = held.owners.get(key)
    if (known || held.claims >= MOST_CLAIMS) return known
    held.claims++
    return ownerOf(key, { claim: { platform, clientId } })
  }

  const count = ({ counts }: Owner, kind: UsageKind): void =>
    void counts.set(kind, (counts.get(kind) ?? 0) + 1)

  /** Whether the log has room for one more. */
  function admit(owner: Owner, refused: boolean): boolean {
    if (held.entries.length >= (refused ? MOST_ENTRIES : MOST_ENTRIES / 2)) return false
    return refused ? owner.refusals++ < KEPT_EXCHANGES : owner.successes++ < LOGGED_SUCCESSES
  }

  async function appIdOf({ appId, claim }: Owner): Promise<string | undefined> {
    return appId ?? (claim && (await directory.app(claim.platform, claim.clientId))?.id)
  }

  async function write({ owners, entries }: Remembered): Promise<void> {
    if (owners.size === 0) return
    const day = Math.floor(store.now() / DAY)
    const appIds = new Map<Owner, string>()
    for (const owner of owners.values()) {
      const appId = await appIdOf(owner)
      if (appId !== undefined) appIds.set(owner, appId)
    }
    const rows = entries.flatMap(({ owner, entry }): NewExchange[] => {
      const appId = appIds.get(owner)
      return appId === undefined ? [] : [{ appId, ...entry }]
    })
    const usage = [...appIds].flatMap(([{ counts }, appId]) =>
      [...counts].map(([kind, more]): Usage => ({ appId, day, kind, count: more })),
    )
    await store.recordExchanges(rows.slice(0, BATCH), usage)
    for (let from = BATCH; from < rows.length; from += BATCH)
      await store.recordExchanges(rows.slice(from, from + BATCH), [])
  }

  let writing: Promise<void> = Promise.resolve()
  function flush(): Promise<void> {
    const written = held
    held = nothing()
    writing = writing
      .then(() => write(written))
      .catch((error: unknown) =>
        log.error(
          { err: error },
          'log entries of apps, of about one second, could not be stored and are lost',
        ),
      )
    return writing
  }
  const timer = setInterval(() => void flush(), EVERY_MS)
  timer.unref()

  return {
    record(request, ms) {
      const { outcome, refusal } = request
      if (!outcome) return
      const { step, platform } = outcome
      const owner = request.appId === undefined ? claimant(request, platform) : appOwner(request.appId)
      if (!owner) return
      const kind = refusal ? (`refused ${refusalReasonOf(step, refusal.error)}` as const) : kinds[step]
      if (kind !== undefined) count(owner, kind)
      if (!admit(owner, refusal !== undefined)) return count(owner, 'unlogged')
      const entry = {
        at: store.now(),
        step,
        requestId: request.id,
        ms: Math.round(ms * 10) / 10,
        ...(!inBrowser.has(step) && { address: request.ip }),
        ...(refusal && whyOf(refusal)),
      }
      held.entries.push({ owner, entry })
    },
    introspected: (appId) => count(appOwner(appId), 'introspection'),
    flush,
    async stop() {
      clearInterval(timer)
      await flush()
    },
  }
}
