import type { KeeperStore } from '../store.ts'
import { type ConnectionRow, columns, connectionOf } from '../rows.ts'
import type { Database } from './database.ts'
import { listOf } from './list.ts'

const postponed = `
  select ${columns} from connections
  where platform = ?1 and app = ?2 and status = 'degraded' and next_allowed_at > :now and id > ?3
  order by id limit ?4`
const hurry = `
  update connections set next_allowed_at = :now, due_at = :now
  from (select each.value ->> 'id' as asked, cast(each.value ->> 'epoch' as bigint) as seen from :list(?1) as each) as rows
  where id = asked and lease_epoch = seen and status = 'degraded' and next_allowed_at > :now
  returning 1`

/** Connections that wait after a failed refresh. */
export const postponedVerbs = ({ read, write }: Database): Pick<KeeperStore, 'postponed' | 'hurry'> => ({
  postponed: async ({ platform, app, after, limit }) =>
    (await read<ConnectionRow>(postponed, platform, app, after, limit)).map(connectionOf),
  hurry: async (rows) => (await write(hurry, [listOf(rows.map(({ id, epoch }) => ({ id, epoch })))])).length,
})
