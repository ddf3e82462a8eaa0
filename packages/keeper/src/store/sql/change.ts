import type { KeeperStore } from '../../store.ts'
import { type ConnectionRow, columns, connectionOf } from '../rows.ts'
import type { Database, Value } from './database.ts'

const noticed = `
  update connections set notice_at = ?1 where id = ?2 and notice_at is not distinct from ?3 returning 1`

/** What people set. What is not named stays; null takes it away. */
export const changeVerbs = ({ write }: Database): Pick<KeeperStore, 'change' | 'noticed'> => ({
  async change(id, { status, alias, authorizationExpiresAt, dueAt, noticeAt }, told) {
    const settings: readonly (readonly [column: string, value: Value | undefined])[] = [
      ['status', status],
      ['alias', alias],
      ['authorization_expires_at', authorizationExpiresAt],
      ['due_at', dueAt],
      ['notice_at', noticeAt],
    ]
    const set = settings.flatMap(([column, value]) => (value === undefined ? [] : [{ column, value }]))
    const sql = `
      update connections set ${set.map(({ column }, nth) => `${column} = ?${nth + 2}, `).join('')}updated_at = :now
      where id = ?1
      returning ${columns}`
    const rows = await write<ConnectionRow>(sql, [id, ...set.map(({ value }) => value)], told)
    return rows.map(connectionOf)[0]
  },
  noticed: async ({ id, noticeAt }, next, told) =>
    (await write(noticed, [next ?? null, id, noticeAt ?? null], told)).length === 1,
})
