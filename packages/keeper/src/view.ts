/* A connection as people and programs may see it: no token, sealed or not. */
import { type Apps } from './app.ts'
import type { Connection, ConnectionStatus, KeptError, TokenFacts } from './connection.ts'
import { KeeperError } from './errors.ts'
import { periodOf } from './quota.ts'
import { endOf } from './timing.ts'

/** All times are in seconds since the epoch by the store's clock. */
export interface ConnectionView {
  readonly id: string
  readonly tenant: string
  readonly platform: string
  /** The client id. */
  readonly app: string
  readonly shop: string
  readonly alias?: string
  readonly status: ConnectionStatus
  readonly generation: number
  readonly accessExpiresAt: number
  readonly refreshExpiresAt?: number
  /** Only consent helps from then on; absent where every refresh moves it. */
  readonly endsAt?: number
  /** When it is looked at next: usually its refresh. */
  readonly nextRefreshAt?: number
  /** Of the platform's present period. */
  readonly quota?: { readonly period: string; readonly used: number; readonly most: number }
  readonly refreshing: boolean
  /** Whether it is unknown if the last refresh was done. */
  readonly uncertain: boolean
  readonly lastError?: KeptError
  readonly failures: number
  readonly facts: TokenFacts
  readonly createdAt: number
  readonly updatedAt: number
}

export function viewOf(row: Connection, apps: Apps, now: number): ConnectionView {
  const { alias, refreshExpiresAt, dueAt, lastError, lease, intent } = row
  const endsAt = endOf(row)
  const held = lease !== undefined && lease.until > now
  return {
    id: row.id,
    tenant: row.tenant,
    platform: row.platform,
    app: row.app,
    shop: row.shop,
    ...(alias !== undefined && { alias }),
    status: row.status,
    generation: row.generation,
    accessExpiresAt: row.accessExpiresAt,
    ...(refreshExpiresAt !== undefined && { refreshExpiresAt }),
    ...(endsAt !== undefined && { endsAt }),
    ...(dueAt !== undefined && { nextRefreshAt: dueAt }),
    ...quotaOf(row, apps, now),
    refreshing: held,
    uncertain: intent !== undefined && !held,
    ...(lastError && { lastError }),
    failures: row.failures,
    facts: row.facts,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }
}

function quotaOf(
  { platform, app, quota }: Connection,
  apps: Apps,
  now: number,
): Pick<ConnectionView, 'quota'> | undefined {
  const limit = policyOf(apps, platform, app)?.refreshQuota
  if (!limit) return undefined
  const period = periodOf(now, limit)
  return { quota: { period, used: quota?.period === period ? quota.count : 0, most: limit.count } }
}

/** None where the application is not configured any more. */
function policyOf(apps: Apps, platform: string, app: string) {
  try {
    return apps.find(platform, app).policy
  } catch (error) {
    if (error instanceof KeeperError) return undefined
    throw error
  }
}
