import type { GrantCriteria } from '@hufu/engine'
import { DAY } from '../retention.ts'
import type { Connection } from './connection.ts'

/** Ends codes that nobody has redeemed. */
export interface CodeEnds {
  end(which: GrantCriteria & { readonly exceptPlatforms?: readonly string[] }, at: number): Promise<void>
}

/** Rows that are looked at in one turn. */
const STRETCH = 256

/**
 * Walks the codes that have not expired, which are those of some minutes: an index on whose they are would cost every
 * authorization a page, and revoking is rare.
 */
export function codeEnds({ prepare, readPiece, write }: Connection): CodeEnds {
  const stretch = prepare<[id: number, goesAt: number, fits: number]>(`
    select id, goes_at, used_at is null
      and (?3 is null or json_extract(body, '$.appId') = ?3)
      and (?4 is null or json_extract(body, '$.userId') = ?4)
      and (?5 is null or json_extract(body, '$.shopId') = ?5)
      and json_extract(body, '$.platform') not in (select value from json_each(?6))
    from codes where (goes_at, id) > (?1, ?2) order by goes_at, id limit ${STRETCH}`)
  const remove = prepare('delete from codes where id = ? and used_at is null')
  return {
    async end({ appId = null, userId = null, shopId = null, exceptPlatforms = [] }, at) {
      const kept = JSON.stringify(exceptPlatforms)
      let after: readonly [goesAt: number, id: number] = [at + DAY, Number.MAX_SAFE_INTEGER]
      while (true) {
        const walked = await readPiece(() => stretch.all(...after, appId, userId, shopId, kept))
        const found = walked.filter(([, , fits]) => fits === 1)
        if (found.length > 0) await write(() => found.forEach(([id]) => remove.run(id)))
        const last = walked.at(-1)
        if (!last || walked.length < STRETCH) return
        after = [last[1], last[0]]
      }
    },
  }
}
