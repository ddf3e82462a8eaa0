/* The view of a connection for people and programs, made from its row. */
import type { Apps } from '../app/app.ts'
import { configuredApp } from '../app/configured-app.ts'
import type { Connection } from '@hufu/keeper-store/connection'
import type { ConnectionView } from './connection-view.ts'
import { allowanceOf, usedOf } from '../refresh/platform-period.ts'
import { endOf } from '../refresh/timing.ts'

export function viewOf(row: Connection, apps: Apps, now: number): ConnectionView {
  const { alias, refreshExpiresAt, dueAt, lastError, lease, intent } = row
  const endsAt = endOf(row, configuredApp(apps, row)?.policy)
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
    ...(row.accessAssumed && { accessAssumed: true as const }),
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

function quotaOf(row: Connection, apps: Apps, now: number): Pick<ConnectionView, 'quota'> | undefined {
  const configured = configuredApp(apps, row)
  const allowance = configured && allowanceOf(configured, now)
  if (!allowance) return undefined
  const { period, most } = allowance
  return { quota: { period, used: usedOf(row, configured, now), most } }
}
