import type { Found, Grant, GrantStore } from '@hufu/engine'
import type { Connection } from './file/connection.ts'
import type { GrantRows } from './grant-rows.ts'
import type { TokenIndex } from './token-index.ts'

/** Verbs that lead from a token to its grant. */
export function grantVerbs(
  { read, write }: Connection,
  rows: GrantRows,
  index: TokenIndex,
): Pick<GrantStore, 'grant' | 'grantById' | 'refreshGrant' | 'revokeGrant'> {
  function find({ id, digest }: Found<'access'> | Found<'refresh'>): Grant | undefined {
    const at = id ?? index.lookUp(digest)
    return at === undefined ? undefined : rows.byId(at)
  }

  return {
    grant: (found) => read(() => find(found)),
    grantById: (id) => read(() => rows.byId(id)),
    refreshGrant: (found, decide) =>
      write(() => {
        const grant = find(found)
        const { answer, write: next, issue } = decide(grant)
        if (next) {
          if (!grant) throw new Error('the decision writes a grant that is not there')
          rows.replace(grant, next.grant)
          index.add(next.index)
        }
        if (issue) {
          rows.insert(issue.grant, grant?.id)
          index.add(issue.index)
        }
        return answer
      }),
    revokeGrant: (id, at, because) => write(() => rows.revoke(id, at, because)),
  }
}
