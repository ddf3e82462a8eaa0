import type { Digest, IndexEntry, TokenKind } from '@hufu/engine'
import { dayOf, entryGoesOn } from '../retention.ts'
import type { Connection } from './file/connection.ts'

/** The grant of a token that carries no id. An entry may outlive its grant, and the reverse. */
export interface TokenIndex {
  /** Call it within a transaction. A token that is stored again, for longer, keeps its one entry. */
  add(entries: readonly IndexEntry[]): void
  lookUp(digest: Digest<TokenKind>): number | undefined
  /** Removes what has expired from the next stretch of the index, at most `limit`; returns how many. */
  sweep(now: number, limit: number): Promise<number>
}

/** How far one sweep walks. Expired entries lie anywhere; those of one stretch share their pages. */
const STRETCH = 10_000

/** 132 bits of the digest: enough to find by, and a third more entries on a page. The engine compares whole ones. */
const keyOf = (digest: Digest<TokenKind>): string => digest.slice(0, 22)

export function tokenIndex({ prepare, read, write }: Connection): TokenIndex {
  const insert = prepare(`
    insert into token_index (digest, id, goes_day) values (?, ?, ?)
    on conflict (digest) do update set goes_day = excluded.goes_day where excluded.goes_day > goes_day`)
  const select = prepare<[id: number]>('select id from token_index where digest = ?')
  const stretch = prepare<[key: string, goesDay: number]>(`
    select digest, goes_day from token_index where digest > ? order by digest limit ${STRETCH}`)
  const remove = prepare('delete from token_index where digest = ? and goes_day <= ?')
  let walkedTo = ''

  return {
    add(entries) {
      for (const entry of entries) insert.run(keyOf(entry.digest), entry.id, entryGoesOn(entry))
    },
    lookUp: (digest) => select.get(keyOf(digest))?.[0],
    async sweep(now, limit) {
      const today = dayOf(now)
      const walked = await read(() => stretch.all(walkedTo))
      const expired = walked.filter(([, goesDay]) => goesDay <= today).slice(0, limit)
      if (expired.length === limit) walkedTo = expired.at(-1)?.[0] ?? walkedTo
      else walkedTo = walked.length === STRETCH ? (walked.at(-1)?.[0] ?? '') : ''
      if (expired.length === 0) return 0
      return write(() => expired.reduce((count, [key]) => count + remove.run(key, today), 0))
    },
  }
}
