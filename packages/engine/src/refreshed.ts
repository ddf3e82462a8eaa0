/* What a refresh makes of a grant, once nothing speaks against it. */
import type { EarlyRefresh, RefreshRequest } from '@hufu/dialects'
import type { GrantContext } from './context.ts'
import { endAfter } from './deadlines.ts'
import { newAccess, newRefresh, sameAccess, sameRefresh, saltedAccess } from './tokens/pair.ts'
import { type AppPolicy, rotationOf } from './policy.ts'
import { countRefresh } from './quota.ts'
import { questionOf } from './question.ts'
import type { App, Grant, GrantDecision } from './store.ts'
import { type Minted, randomSalt, randomSecret, rotatedSecret } from './tokens/tokens.ts'

export interface Refreshed {
  readonly tokens: { readonly access: Minted<'access'>; readonly refresh: Minted<'refresh'> }
  readonly grant: Grant
  /** Absent where nothing has changed. */
  readonly write?: NonNullable<GrantDecision<never>['write']>
}

type Row = Omit<EarlyRefresh, 'whileLeft'>

/** New tokens, or the same for longer or for as long as before, as the platform does it. */
export function refreshed(
  grant: Grant,
  presented: RefreshRequest,
  app: App,
  policy: AppPolicy,
  context: GrantContext,
): Refreshed {
  const now = context.store.now()
  const row = rotationOf(policy, grant.accessExpiresAt - now)
  const isReplaced = row.refreshToken === 'new'
  const replay = isReplaced ? replayOf(grant, row, presented, app, policy, now) : grant.replay
  const fresh =
    isReplaced && replay
      ? rotatedSecret(replay.salt, presented.refreshToken, grant, context.keys)
      : randomSecret
  const present = { ...grant, clientId: app.clientId }
  const of = { ...present, generation: grant.generation + (isReplaced ? 1 : 0) }

  const renewed = endAfter(policy.accessTokenLifetime, now, grant)
  const keptUntil = row.accessToken === 'kept' ? grant.accessExpiresAt : renewed
  const same = row.accessToken === 'new' ? undefined : sameAccess(present, keptUntil, context)
  const { access, accessSalt } = same ?? newAccess(of, renewed, fresh, policy, context)
  const refreshExpiresAt = refreshEnd(grant, row, policy, now)
  const refresh = isReplaced
    ? newRefresh(of, refreshExpiresAt, fresh, context)
    : sameRefresh(present, presented.refreshToken, refreshExpiresAt, context)

  const { previousAccess, accessSalt: _, replay: __, ...kept } = grant
  const previous = same ? previousAccess : replaced(grant, row, policy, now)
  const next: Grant = {
    ...kept,
    generation: of.generation,
    access: access.digest,
    accessExpiresAt: same ? keptUntil : renewed,
    ...(accessSalt !== undefined && { accessSalt }),
    ...(previous && { previousAccess: previous }),
    refresh: refresh.digest,
    refreshExpiresAt,
    ...(replay && { replay }),
    ...(policy.refreshQuota && { refreshes: countRefresh(grant, policy.refreshQuota, now) }),
  }
  const isKept = same && row.accessToken === 'kept' && refreshExpiresAt === grant.refreshExpiresAt
  const changes = !isKept || isReplaced || policy.refreshQuota !== undefined
  const index = [...access.index, ...refresh.index]
  return { tokens: { access, refresh }, grant: next, ...(changes && { write: { grant: next, index } }) }
}

function refreshEnd(
  grant: Grant,
  { refreshToken }: Row,
  { refreshDeadline, refreshTokenLifetime }: AppPolicy,
  now: number,
): number {
  if (refreshToken === 'kept' || refreshDeadline === 'kept') return grant.refreshExpiresAt
  return endAfter(refreshTokenLifetime, now, grant)
}

/** The access token that a caller may still hold lives on for a little, never longer than it would have. */
function replaced(
  grant: Grant,
  { grace }: Row,
  { previousAccessToken }: AppPolicy,
  now: number,
): Grant['previousAccess'] {
  const seconds = grace?.accessToken ?? previousAccessToken.graceSeconds
  return { digest: grant.access, until: Math.min(grant.accessExpiresAt, now + seconds) }
}

/**
 * Where the refresh token changes, the answer can be made again for whoever lost it: its tokens follow from what was
 * presented and a salt in the grant's row. A token of the past repeats nothing.
 */
function replayOf(
  { refreshExpiresAt }: Grant,
  { grace }: Row,
  presented: RefreshRequest,
  app: App,
  { reuse }: AppPolicy,
  now: number,
): Grant['replay'] {
  const seconds = grace?.refreshToken ?? reuse.replaySeconds
  if (seconds === 0) return undefined
  const until = Math.min(now + seconds, refreshExpiresAt)
  return { question: questionOf(app, presented), until, salt: randomSalt() }
}

/** A repeated answer whose access token has ended has another one in its place. */
export function withLivingAccess(
  grant: Grant,
  { clientId }: App,
  policy: AppPolicy,
  context: GrantContext,
): { readonly access: Minted<'access'>; readonly grant: Grant } {
  const accessExpiresAt = endAfter(policy.accessTokenLifetime, context.store.now(), grant)
  const { access, accessSalt } = saltedAccess({ ...grant, clientId }, accessExpiresAt, randomSalt(), context)
  const { previousAccess: _, ...kept } = grant
  return {
    access,
    grant: { ...kept, access: access.digest, accessExpiresAt, ...(accessSalt && { accessSalt }) },
  }
}
