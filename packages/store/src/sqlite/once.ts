import type { Store } from '@hufu/accounts'
import type { Connection } from './file/connection.ts'

/** Values that are issued once: numbers, and marks for actions that must not happen twice. */
export function onceVerbs({ prepare, write }: Connection): Pick<Store, 'reserveIds' | 'once'> {
  const reserve = prepare<[first: number]>('update ids set next = max(next, ?2) + ?1 returning next - ?1')
  const insert = prepare('insert into once_keys (digest, expires_at) values (?, ?) on conflict do nothing')
  return {
    reserveIds: (count, atLeast = 0) =>
      write(() => {
        if (!Number.isSafeInteger(count) || count < 1)
          throw new RangeError(`reserveIds(${count}): at least one`)
        const [first] = reserve.get(count, atLeast) ?? []
        if (first === undefined) throw new Error('the table of ids has lost its row')
        return first
      }),
    once: (key, expiresAt) => write(() => insert.run(key, expiresAt) > 0),
  }
}
