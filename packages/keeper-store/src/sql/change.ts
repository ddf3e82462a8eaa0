import type { ConnectionStatus } from '../connection.ts'
import type { KeeperStore } from '../store.ts'
import { type ConnectionRow, columns, connectionOf } from '../rows.ts'
import type { Database, Value } from './database.ts'

const noticed = `
  update connections set notice_at = ?1 where id = ?2 and notice_at is not distinct from ?3 returning 1`

/** No lease is as long: it was taken by a clock that was ahead. */
const BEYOND_ANY_LEASE = 700
const times = [
  'issued_at',
  'access_expires_at',
  'refresh_expires_at',
  'due_at',
  'next_allowed_at',
  'notice_at',
  'lease_until',
  'intent_at',
  'updated_at',
]
const setBack = `
  update connections set ${times.map((each) => `${each} = ${each} + ?1`).join(', ')}
  where updated_at > :now + 5 or lease_until > :now + ${BEYOND_ANY_LEASE}
  returning 1`

/** The previous status is kept while the connection is disabled. */
const paused = (status: ConnectionStatus): string =>
  status === 'disabled'
    ? `enabled_status = case when status = 'disabled' then enabled_status else status end, `
    : 'enabled_status = null, '

/** The settings that people change. An absent member stays; null removes it. */
export const changeVerbs = ({ write }: Database): Pick<KeeperStore, 'change' | 'noticed' | 'setBack'> => ({
  async change(id, change, told) {
    const {
      status,
      alias,
      authorizationExpiresAt,
      accessExpiresAt,
      accessAssumed,
      dueAt,
      nextAllowedAt,
      noticeAt,
    } = change
    const settings: readonly (readonly [column: string, value: Value | undefined])[] = [
      ['status', status],
      ['alias', alias],
      ['authorization_expires_at', authorizationExpiresAt],
      ['access_expires_at', accessExpiresAt],
      ['access_assumed', accessAssumed],
      ['due_at', dueAt],
      ['next_allowed_at', nextAllowedAt],
      ['notice_at', noticeAt],
    ]
    const set = settings.flatMap(([column, value]) => (value === undefined ? [] : [{ column, value }]))
    const sql = `
      update connections set ${status === undefined ? '' : paused(status)}${set.map(({ column }, nth) => `${column} = ?${nth + 2}, `).join('')}updated_at = :now
      where id = ?1
      returning ${columns}`
    const rows = await write<ConnectionRow>(sql, [id, ...set.map(({ value }) => value)], told)
    return rows.map(connectionOf)[0]
  },
  setBack: async (seconds) => (await write(setBack, [seconds])).length,
  noticed: async ({ id, noticeAt }, next, told) =>
    (await write(noticed, [next ?? null, id, noticeAt ?? null], told)).length === 1,
})
