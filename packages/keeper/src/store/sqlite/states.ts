import type { Connection as Database } from '@hufu/store/sqlite'
import type { KeeperStore } from '../../store.ts'
import type { StoreClock } from './events.ts'

export function stateVerbs(
  { prepare, write }: Database,
  clock: StoreClock,
): Pick<KeeperStore, 'putState' | 'takeState'> {
  const insert = prepare('insert into states (key, sealed, expires_at) values (?, ?, ?)')
  const take = prepare<[sealed: string, expiresAt: number]>(
    'delete from states where key = ? returning sealed, expires_at',
  )
  return {
    putState: (key, sealed, expiresAt) => write(() => void insert.run(key, sealed, expiresAt)),
    takeState: (key) =>
      write(() => {
        const [sealed, expiresAt = 0] = take.get(key) ?? []
        return expiresAt > clock() ? sealed : undefined
      }),
  }
}
