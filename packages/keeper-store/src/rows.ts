/* A connection as a row, in the same columns whatever the database. */
import type { Connection, ConnectionStatus, Intent, KeptError } from './connection.ts'
import type { EventData, EventType, KeeperEvent } from './events.ts'
import type { JournalEntry } from './store.ts'

type Text = string | null
type Digits = number | null

/** In the order of `columns`. */
export type ConnectionRow = readonly [
  id: string,
  tenant: string,
  platform: string,
  app: string,
  shop: string,
  alias: Text,
  status: string,
  generation: number,
  access: string,
  refresh: Text,
  previousRefresh: Text,
  issuedAt: number,
  accessExpiresAt: number,
  refreshExpiresAt: Digits,
  authorizationExpiresAt: Digits,
  facts: string,
  leaseOwner: Text,
  leaseUntil: Digits,
  epoch: number,
  intentAttempt: Digits,
  intentPhase: Text,
  intentHash: Text,
  intentAt: Digits,
  dueAt: Digits,
  nextAllowedAt: number,
  noticeAt: Digits,
  quotaPeriod: Text,
  quotaCount: Digits,
  lastError: Text,
  failures: number,
  createdAt: number,
  updatedAt: number,
  enabledStatus: Text,
  quotaRetries: Digits,
  accessAssumed: Digits,
]

export const columns = `id, tenant, platform, app, shop, alias, status, generation, access_ct, refresh_ct, prev_refresh_ct,
  issued_at, access_expires_at, refresh_expires_at, authorization_expires_at, facts, lease_owner, lease_until, lease_epoch,
  intent_attempt, intent_phase, intent_refresh_hash, intent_at, due_at, next_allowed_at, notice_at, quota_period,
  quota_count, last_error, failures, created_at, updated_at, enabled_status,
  quota_retries, access_assumed`

/** Removes the members that are null. */
type Present<Value> = { [K in keyof Value]: Exclude<Value[K], null> }
const present = <Value extends object>(value: Value): Partial<Present<Value>> =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null)) as Partial<Present<Value>>

/** The object that a text holds; undefined where somebody or something has damaged it. */
function objectIn(text: string): object | undefined {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null ? read : undefined
  } catch {
    return undefined
  }
}

/** The connection of a row. Of a damaged row, all that can be read, so that no list stops at it. */
export function connectionOf([
  id,
  tenant,
  platform,
  app,
  shop,
  alias,
  status,
  generation,
  access,
  refresh,
  previousRefresh,
  issuedAt,
  accessExpiresAt,
  refreshExpiresAt,
  authorizationExpiresAt,
  facts,
  leaseOwner,
  leaseUntil,
  epoch,
  attempt,
  phase,
  refreshHash,
  at,
  dueAt,
  nextAllowedAt,
  noticeAt,
  quotaPeriod,
  quotaCount,
  lastError,
  failures,
  createdAt,
  updatedAt,
  enabledStatus,
  quotaRetries,
  accessAssumed,
]: ConnectionRow): Connection {
  const knownFacts = objectIn(facts)
  const knownError = lastError === null ? undefined : objectIn(lastError)
  const damaged = [
    ...(knownFacts ? [] : ['facts']),
    ...(lastError === null || knownError ? [] : ['last_error']),
  ]
  return {
    id,
    tenant,
    platform,
    app,
    shop,
    generation,
    access,
    issuedAt,
    accessExpiresAt,
    epoch,
    nextAllowedAt,
    failures,
    createdAt,
    updatedAt,
    status: status as ConnectionStatus,
    facts: knownFacts ?? {},
    ...present({
      alias,
      refresh,
      previousRefresh,
      refreshExpiresAt,
      authorizationExpiresAt,
      dueAt,
      noticeAt,
    }),
    ...(accessAssumed !== null && { accessAssumed: true as const }),
    ...(enabledStatus !== null && { enabledStatus: enabledStatus as ConnectionStatus }),
    ...(leaseOwner !== null && leaseUntil !== null && { lease: { owner: leaseOwner, until: leaseUntil } }),
    ...(attempt !== null &&
      phase !== null &&
      refreshHash !== null &&
      at !== null && { intent: { attempt, phase: phase as Intent['phase'], refreshHash, at } }),
    ...(quotaPeriod !== null &&
      quotaCount !== null && {
        quota: { period: quotaPeriod, count: quotaCount, ...(quotaRetries && { retries: quotaRetries }) },
      }),
    ...(knownError && { lastError: knownError as KeptError }),
    ...(damaged.length > 0 && { damaged }),
  }
}

export type JournalRow = readonly [
  id: string,
  connectionId: string,
  generation: number,
  epoch: number,
  refreshHash: string,
  tokens: string,
  at: number,
]

export const journalColumns = 'id, connection_id, generation, lease_epoch, refresh_hash, tokens, at'

/** A damaged entry: its connection, and that it exists. */
const NO_TOKENS: JournalEntry['tokens'] = { access: '', issuedAt: 0, accessExpiresAt: 0, facts: {} }

export function entryOf([
  id,
  connectionId,
  generation,
  epoch,
  refreshHash,
  text,
  at,
]: JournalRow): JournalEntry {
  const tokens = objectIn(text) as JournalEntry['tokens'] | undefined
  const whole = typeof tokens?.access === 'string' && typeof tokens.accessExpiresAt === 'number'
  return {
    id,
    connectionId,
    generation,
    epoch,
    refreshHash,
    at,
    tokens: whole ? tokens : NO_TOKENS,
    ...(!whole && { damaged: true }),
  }
}

export type EventRow = readonly [
  seq: number,
  at: number,
  type: string,
  connectionId: Text,
  tenant: Text,
  data: string,
]

export const eventColumns = 'seq, at, type, connection_id, tenant, data'

export const eventOf = ([seq, at, type, connectionId, tenant, data]: EventRow): KeeperEvent => ({
  seq,
  at,
  type: type as EventType,
  ...present({ connectionId, tenant }),
  data: (objectIn(data) ?? {}) as EventData,
})
