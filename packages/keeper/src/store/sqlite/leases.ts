import type { Connection as Database } from '@hufu/store/sqlite'
import type { KeeperStore } from '../../store.ts'
import { type ConnectionRow, columns, connectionOf } from '../rows.ts'
import type { Events, StoreClock } from './events.ts'

const NONE = null

/** The lease, its intent and how it ends: each verb is one statement. */
export function leaseVerbs(
  { prepare, write }: Database,
  clock: StoreClock,
  { put }: Events,
): Pick<KeeperStore, 'claim' | 'again' | 'renew' | 'persist' | 'release'> {
  const free = '(lease_until is null or lease_until <= ?1)'
  const allowed = `(?2 is null or quota_period is not ?2 or quota_count < ?3)`
  const counted = `
    quota_period = coalesce(?2, quota_period),
    quota_count = case when ?2 is null then quota_count when quota_period is ?2 then quota_count + 1 else 1 end`
  const claim = prepare<[epoch: number]>(`
    update connections set ${counted},
      lease_owner = ?4, lease_until = ?1 + ?5, lease_epoch = lease_epoch + 1,
      intent_attempt = ?6, intent_phase = 'sent', intent_refresh_hash = ?7, intent_at = coalesce(?8, ?1)
    where id = ?9 and generation = ?10 and lease_epoch = ?11 and ${free} and ${allowed}
      and next_allowed_at <= ?1 and status not in ('revoked', 'disabled')
    returning lease_epoch`)
  const mine = 'id = ?4 and generation = ?5 and lease_epoch = ?6 and lease_owner is not null'
  const again = prepare(`
    update connections set ${counted}, lease_until = ?1 + ?7, intent_attempt = intent_attempt + 1
    where ${mine} and ${allowed}`)
  const renew = prepare(`
    update connections set lease_until = ?1
    where id = ?2 and generation = ?3 and lease_epoch = ?4 and lease_owner is not null`)
  const persist = prepare<ConnectionRow>(`
    update connections set generation = generation + 1, prev_refresh_ct = refresh_ct,
      access_ct = ?2, refresh_ct = coalesce(?3, refresh_ct), issued_at = ?7, access_expires_at = ?8,
      refresh_expires_at = ?9, facts = ?10, due_at = ?11, notice_at = ?12, next_allowed_at = ?13,
      lease_owner = null, lease_until = null, lease_epoch = lease_epoch + 1,
      intent_attempt = null, intent_phase = null, intent_refresh_hash = null, intent_at = null,
      status = case when status in ('revoked', 'disabled') then status else 'active' end,
      last_error = null, failures = 0, updated_at = ?1
    where ${mine}
    returning ${columns}`)
  const release = prepare<ConnectionRow>(`
    update connections set
      status = case when status in ('revoked', 'disabled') then status else ?2 end,
      lease_owner = null, lease_until = null, lease_epoch = lease_epoch + 1,
      intent_attempt = ?7, intent_phase = ?8, intent_refresh_hash = ?9, intent_at = ?10,
      due_at = ?11, notice_at = ?12, next_allowed_at = ?13, last_error = ?3, failures = failures + 1,
      quota_count = quota_count - ?14, updated_at = ?1
    where ${mine}
    returning ${columns}`)

  return {
    claim: ({ id, generation, epoch }, { owner, seconds, intent, allowance }) =>
      write(() => {
        const at = clock()
        const [period, most] = [allowance?.period ?? NONE, allowance?.most ?? NONE]
        const { attempt, refreshHash } = intent
        const row = claim.get(
          at,
          period,
          most,
          owner,
          seconds,
          attempt,
          refreshHash,
          intent.at ?? NONE,
          id,
          generation,
          epoch,
        )
        return row && { id, generation, epoch: row[0], owner, at }
      }),
    again: ({ id, generation, epoch }, seconds, allowance) =>
      write(
        () =>
          again.run(
            clock(),
            allowance?.period ?? NONE,
            allowance?.most ?? NONE,
            id,
            generation,
            epoch,
            seconds,
          ) === 1,
      ),
    renew: ({ id, generation, epoch }, seconds) =>
      write(() => renew.run(clock() + seconds, id, generation, epoch) === 1),
    persist: ({ id, generation, epoch }, tokens, told) =>
      write(() => {
        const row = persist.get(
          clock(),
          tokens.access,
          tokens.refresh ?? NONE,
          id,
          generation,
          epoch,
          tokens.issuedAt,
          tokens.accessExpiresAt,
          tokens.refreshExpiresAt ?? NONE,
          JSON.stringify(tokens.facts),
          tokens.dueAt ?? NONE,
          tokens.noticeAt ?? NONE,
          tokens.nextAllowedAt,
        )
        if (row) put(told)
        return row && connectionOf(row)
      }),
    release: ({ id, generation, epoch }, asked, told) =>
      write(() => {
        const { status, lastError, intent, dueAt = NONE, noticeAt = NONE, nextAllowedAt, uncount } = asked
        const row = release.get(
          clock(),
          status,
          JSON.stringify(lastError),
          id,
          generation,
          epoch,
          intent?.attempt ?? NONE,
          intent?.phase ?? NONE,
          intent?.refreshHash ?? NONE,
          intent?.at ?? NONE,
          dueAt,
          noticeAt,
          nextAllowedAt,
          uncount ? 1 : 0,
        )
        if (row) put(told)
        return row && connectionOf(row)
      }),
  }
}
