import type { Connection as Database } from '@hufu/store/sqlite'
import type { Adoption, KeeperStore } from '../../store.ts'
import { type JournalRow, entryOf, journalColumns } from '../rows.ts'
import type { Events, StoreClock } from './events.ts'

export function journalVerbs(
  { prepare, read, write }: Database,
  clock: StoreClock,
  { put }: Events,
): Pick<KeeperStore, 'journal' | 'journaled' | 'unsettled' | 'adopt'> {
  const insert = prepare(`
    insert into token_journal (${journalColumns}) values (?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing`)
  const open = prepare<JournalRow>(`
    select ${journalColumns} from token_journal where connection_id = ? and settled is null order by at desc`)
  const waiting = prepare<[id: string]>(
    'select distinct connection_id from token_journal where settled is null limit ?',
  )
  const held = prepare<[generation: number, owner: string | null, until: number | null, epoch: number]>(
    'select generation, lease_owner, lease_until, lease_epoch from connections where id = ?',
  )
  const give = prepare(`
    update connections set generation = generation + 1, prev_refresh_ct = refresh_ct,
      access_ct = ?2, refresh_ct = coalesce(?3, refresh_ct), issued_at = ?4, access_expires_at = ?5,
      refresh_expires_at = ?6, facts = ?7, due_at = ?8, notice_at = ?9,
      lease_owner = null, lease_until = null, lease_epoch = lease_epoch + 1,
      intent_attempt = null, intent_phase = null, intent_refresh_hash = null, intent_at = null,
      status = case when status in ('revoked', 'disabled') then status else 'active' end,
      last_error = null, failures = 0, updated_at = ?1
    where id = ?10`)
  const settle = prepare('update token_journal set settled = ?, settled_at = ? where id = ?')

  return {
    journal: ({ id, connectionId, generation, epoch, refreshHash, tokens, at }) =>
      write(() => {
        const made = insert.run(id, connectionId, generation, epoch, refreshHash, JSON.stringify(tokens), at)
        if (made === 1) put([{ type: 'token.journaled', connectionId, data: { generation } }])
      }),
    journaled: (connectionId) => read(() => open.all(connectionId).map(entryOf)),
    unsettled: (limit) => read(() => waiting.all(limit).map(([id]) => id)),
    adopt: ({ id, connectionId, generation, epoch, tokens }, owner) =>
      write((): Adoption => {
        const now = clock()
        const [present, holder = null, until = null, leased = 0] = held.get(connectionId) ?? []
        if (present === generation) {
          if (until !== null && until > now && holder !== owner && leased !== epoch) return 'busy'
          give.run(
            now,
            tokens.access,
            tokens.refresh ?? null,
            tokens.issuedAt,
            tokens.accessExpiresAt,
            tokens.refreshExpiresAt ?? null,
            JSON.stringify(tokens.facts),
            tokens.dueAt ?? null,
            tokens.noticeAt ?? null,
            connectionId,
          )
        }
        const become = present === generation ? 'adopted' : 'superseded'
        settle.run(become, now, id)
        return become
      }),
  }
}
