import type { Allowance, KeeperStore, Lease } from '../store.ts'
import { type ConnectionRow, columns, connectionOf } from '../rows.ts'
import type { Database } from './database.ts'

/**
 * The call is counted in its period, or in the next if somebody counts there already, if that one still allows it. What
 * follows a failed call is a retry.
 */
const counting = (period: string, next: string, most: string, retries: string) => ({
  set: `quota_period = case when quota_period = ${next} then quota_period else ${period} end,
    quota_count = case when quota_period in (${period}, ${next}) then quota_count + 1 else 1 end,
    quota_retries = case when quota_period in (${period}, ${next}) then coalesce(quota_retries, 0) else 0 end + ${retries},`,
  if: `and case when quota_period in (${period}, ${next}) then quota_count else 0 end < ${most}`,
})
const counted = ({ period, next = period, most }: Allowance) => [period, next, most] as const
const uncounted = { set: '', if: '' }

const claim = (counted: { readonly set: string; readonly if: string }) => `
  update connections set ${counted.set}
    lease_owner = ?1, lease_until = :now + ?2, lease_epoch = lease_epoch + 1,
    intent_attempt = ?3, intent_phase = 'sent', intent_refresh_hash = ?4, intent_at = coalesce(?5, :now)
  where id = ?6 and generation = ?7 and lease_epoch = ?8 and (lease_until is null or lease_until <= :now)
    and next_allowed_at <= :now and status not in ('revoked', 'disabled') ${counted.if}
  returning lease_epoch, :now`

/** True while nobody else has taken the lease: after its expiry it is still ours. */
const mine = 'id = ?1 and generation = ?2 and lease_epoch = ?3 and lease_owner is not null'
const held = ({ id, generation, epoch }: Lease) => [id, generation, epoch] as const

const again = (counted: { readonly set: string; readonly if: string }) => `
  update connections set ${counted.set} lease_until = :now + ?4, intent_attempt = intent_attempt + 1
  where ${mine} ${counted.if}
  returning 1`
const renew = `update connections set lease_until = :now + ?4 where ${mine} returning 1`

const freed = `lease_owner = null, lease_until = null, lease_epoch = lease_epoch + 1`
const persist = (status: { readonly set: string; readonly if: string }) => `
  update connections set ${status.set} generation = generation + 1, prev_refresh_ct = refresh_ct,
    access_ct = ?4, refresh_ct = coalesce(?5, refresh_ct), issued_at = ?6, access_expires_at = ?7,
    refresh_expires_at = ?8, facts = ?9, due_at = ?10, next_allowed_at = ?11, access_assumed = ?12, ${freed},
    intent_attempt = null, intent_phase = null, intent_refresh_hash = null, intent_at = null,
    last_error = null, failures = 0, updated_at = :now
  where ${mine} ${status.if}
  returning ${columns}`
/** Most are active and stay so. An index of a column that is not set is not written. */
const persists = {
  staysActive: persist({ set: '', if: "and status = 'active'" }),
  becomes: persist({
    set: `
    status = case when status in ('revoked', 'disabled') then status else 'active' end,
    enabled_status = case when status = 'disabled' then 'active' end,`,
    if: '',
  }),
}
const release = `
  update connections set
    status = case when status in ('revoked', 'disabled') then status else ?4 end, ${freed},
    enabled_status = case when status = 'disabled' then ?4 end,
    intent_attempt = ?5, intent_phase = ?6, intent_refresh_hash = ?7, intent_at = ?8,
    notice_at = case when ?4 = 'reauth_required' then null else notice_at end,
    due_at = ?9, next_allowed_at = ?10, last_error = ?11, failures = failures + 1,
    quota_count = case when quota_count > 0 then quota_count - ?12 else quota_count end,
    quota_retries = case when quota_retries > 0 and failures > 0 then quota_retries - ?12 else quota_retries end,
    updated_at = :now
  where ${mine}
  returning ${columns}`

const claims = {
  counted: claim(counting('?9', '?10', '?11', 'case when failures > 0 then 1 else 0 end')),
  free: claim(uncounted),
}
/** Each send beyond the first is a retry, whose share is not exceeded; without a share, retries are not bounded. */
const sendAgain = counting('?5', '?6', '?7', '1')
const agains = {
  counted: again({
    ...sendAgain,
    if: `${sendAgain.if} and case when quota_period in (?5, ?6) then coalesce(quota_retries, 0) else 0 end < ?8`,
  }),
  free: again(uncounted),
}

/** The lease, its intent and how it ends: each verb is one statement. */
export const leaseVerbs = ({
  write,
}: Database): Pick<KeeperStore, 'claim' | 'again' | 'renew' | 'persist' | 'release'> => ({
  async claim({ id, generation, epoch }, { owner, seconds, intent, allowance }) {
    const { attempt, refreshHash, at = null } = intent
    const values = [owner, seconds, attempt, refreshHash, at, id, generation, epoch] as const
    const [row] = allowance
      ? await write<readonly [number, number]>(claims.counted, [...values, ...counted(allowance)])
      : await write<readonly [number, number]>(claims.free, values)
    return row && { id, generation, epoch: row[0], owner, at: row[1] }
  },
  async again(lease, seconds, allowance) {
    const values = [...held(lease), seconds] as const
    const rows = allowance
      ? await write(agains.counted, [
          ...values,
          ...counted(allowance),
          allowance.mostRetries ?? allowance.most,
        ])
      : await write(agains.free, values)
    return rows.length === 1
  },
  renew: async (lease, seconds) => (await write(renew, [...held(lease), seconds])).length === 1,
  async persist(lease, tokens, told) {
    const values = [
      ...held(lease),
      tokens.access,
      tokens.refresh ?? null,
      tokens.issuedAt,
      tokens.accessExpiresAt,
      tokens.refreshExpiresAt ?? null,
      JSON.stringify(tokens.facts),
      tokens.dueAt ?? null,
      tokens.nextAllowedAt,
      tokens.accessAssumed ? 1 : null,
    ]
    const [row] = await write<ConnectionRow>(persists.staysActive, values, told)
    const [given = row] = row ? [] : await write<ConnectionRow>(persists.becomes, values, told)
    return given && connectionOf(given)
  },
  async release(lease, { status, intent, dueAt, nextAllowedAt, lastError, uncount }, told) {
    const values = [
      ...held(lease),
      status,
      intent?.attempt ?? null,
      intent?.phase ?? null,
      intent?.refreshHash ?? null,
      intent?.at ?? null,
      dueAt ?? null,
      nextAllowedAt,
      JSON.stringify(lastError),
      uncount ? 1 : 0,
    ]
    return (await write<ConnectionRow>(release, values, told)).map(connectionOf)[0]
  },
})
