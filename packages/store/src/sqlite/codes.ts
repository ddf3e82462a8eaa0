import type { Code, Found, GrantStore } from '@hufu/engine'
import { codeGoesAt } from '../retention.ts'
import type { Connection } from './file/connection.ts'
import { END_OF_CODE, LAST_END } from './end-of-grant.ts'
import type { GrantRows } from './grant-rows.ts'
import type { TokenIndex } from './token-index.ts'

export function codeVerbs(
  { prepare, read, write }: Connection,
  grants: GrantRows,
  index: TokenIndex,
): Pick<GrantStore, 'issueCode' | 'code' | 'redeemCode'> {
  // One that was ended before anybody redeemed it is none; another is still known for what it was.
  const select = prepare<[usedAt: number | null, body: string]>(`
    select used_at, body from codes where id = ? and (used_at is not null or ${END_OF_CODE} is null)`)
  const insert = prepare(`
    insert into codes (id, used_at, goes_at, body, ends_before) values (?, ?, ?, ?, ${LAST_END})`)
  const use = prepare('update codes set used_at = ? where id = ? and used_at is null')

  /** A code that carries the id of another is none. */
  function find({ id, digest }: Found<'code'>): Code | undefined {
    const at = id ?? index.lookUp(digest)
    const row = at === undefined ? undefined : select.get(at)
    if (!row) return undefined
    const [usedAt, body] = row
    const code = JSON.parse(body) as Code
    if (code.digest !== digest) return undefined
    return usedAt === null ? code : { ...code, usedAt }
  }

  return {
    issueCode: (code, entries) =>
      write(() => {
        insert.run(code.id, code.usedAt ?? null, codeGoesAt(code), JSON.stringify(code))
        index.add(entries)
      }),
    code: (found) => read(() => find(found)),
    redeemCode: (found, decide) =>
      write(() => {
        const code = find(found)
        const became = code?.usedAt === undefined ? undefined : grants.byId(code.id)
        const { answer, redeem, revoke } = decide(code, became)
        if (redeem) {
          if (!code || use.run(redeem.at, code.id) === 0)
            throw new Error('the decision redeems a code that is not there to redeem')
          grants.insert(redeem.grant)
          index.add(redeem.index)
        }
        if (revoke && code) grants.revoke(code.id, revoke.at, revoke.because)
        return answer
      }),
  }
}
