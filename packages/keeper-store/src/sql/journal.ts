import { type Adoption, type KeeperStore, NO_LEASE } from '../store.ts'
import {
  type ConnectionRow,
  type JournalRow,
  columns,
  connectionOf,
  entryOf,
  journalColumns,
} from '../rows.ts'
import { type Act, type Database, ask } from './database.ts'
import { tell } from './events.ts'
import { sow } from './seeds.ts'

const insert = `
  insert into token_journal (${journalColumns}) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
  on conflict (id) do nothing returning id`
const open = `
  select ${journalColumns} from token_journal where connection_id = ?1 and settled is null order by at desc, id`
const overtaken = `
  select ${journalColumns} from token_journal
  where connection_id = ?1 and refresh_hash = ?2 and settled = 'superseded' order by at desc, id limit 8`
const waiting = 'select distinct connection_id from token_journal where settled is null order by 1 limit ?1'
const held = `
  select generation, lease_owner, lease_epoch, case when lease_until > :now then 1 else 0 end
  from connections where id = ?1 :lock`
const give = `
  update connections set generation = generation + 1, prev_refresh_ct = refresh_ct,
    access_ct = ?2, refresh_ct = coalesce(?3, refresh_ct), issued_at = ?4, access_expires_at = ?5,
    refresh_expires_at = ?6, facts = ?7, due_at = ?8, access_assumed = ?10,
    lease_owner = null, lease_until = null, lease_epoch = lease_epoch + 1,
    intent_attempt = null, intent_phase = null, intent_refresh_hash = null, intent_at = null,
    status = case when status in ('revoked', 'disabled') then status else ?9 end,
    enabled_status = case when status = 'disabled' then ?9 end,
    last_error = null, failures = 0, updated_at = :now
  where id = ?1
  returning ${columns}`
const settle = 'update token_journal set settled = ?1, settled_at = :now where id = ?2'

/** Tokens that came late: kept, and given to their connection when it can take them. */
export const journalVerbs = ({
  read,
  write,
  transaction,
}: Database): Pick<KeeperStore, 'journal' | 'journaled' | 'superseded' | 'unsettled' | 'adopt'> => ({
  async journal({ id, connectionId, generation, epoch, refreshHash, tokens, at }, told = []) {
    await write(
      insert,
      [id, connectionId, generation, epoch, refreshHash, JSON.stringify(tokens), at],
      [{ type: 'token.journaled', connectionId, data: { generation } }, ...told],
    )
  },
  journaled: async (connectionId) => (await read<JournalRow>(open, connectionId)).map(entryOf),
  superseded: async (connectionId, refreshHash) =>
    (await read<JournalRow>(overtaken, connectionId, refreshHash)).map(entryOf),
  unsettled: async (limit) => (await read<readonly [string]>(waiting, limit)).map(([id]) => id),
  adopt: ({ id, connectionId, generation, epoch, seed, tokens }, owner, told = () => []) =>
    transaction(function* (): Act<Adoption> {
      const [found] = yield* ask<readonly [number, string | null, number, number]>(held, connectionId)
      const [present, holder, leased, busy] = found ?? []
      const follows = present === generation
      if (follows && busy === 1 && holder !== owner && leased !== epoch) return 'busy'
      if (follows) {
        const given = yield* ask<ConnectionRow>(
          give,
          connectionId,
          tokens.access,
          tokens.refresh ?? null,
          tokens.issuedAt,
          tokens.accessExpiresAt,
          tokens.refreshExpiresAt ?? null,
          JSON.stringify(tokens.facts),
          tokens.dueAt ?? null,
          epoch === NO_LEASE ? 'pending' : 'active',
          tokens.accessAssumed ? 1 : null,
        )
        if (seed) yield* sow(seed, connectionId)
        for (const row of given) yield* tell(told(connectionOf(row)))
      }
      const become = follows ? 'adopted' : 'superseded'
      yield* ask(settle, become, id)
      return become
    }),
})
