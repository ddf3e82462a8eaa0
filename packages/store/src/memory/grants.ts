import type {
  Code,
  Digest,
  Found,
  Grant,
  GrantCriteria,
  GrantStore,
  IndexEntry,
  RevocationCause,
  TokenKind,
} from '@hufu/engine'
import { codeGoesAt, dayOf, entryGoesOn, grantExpiresAt, grantGoesOn } from '../retention.ts'
import { type Sweep, sweepOf } from './sweep.ts'

export function grantVerbs(): { readonly verbs: GrantStore; readonly sweeps: readonly Sweep[] } {
  const codes = new Map<number, Code>()
  const grants = new Map<number, Grant>()
  const index = new Map<Digest<TokenKind>, IndexEntry>()

  const idOf = ({ id, digest }: Found<TokenKind>): number => id ?? index.get(digest)?.id ?? -1

  function findCode(found: Found<'code'>): Code | undefined {
    const code = codes.get(idOf(found))
    return code?.digest === found.digest ? code : undefined
  }

  function add(entries: readonly IndexEntry[]): void {
    for (const entry of entries) {
      const before = index.get(entry.digest)
      if (!before) index.set(entry.digest, entry)
      else if (before.expiresAt < entry.expiresAt)
        index.set(entry.digest, { ...before, expiresAt: entry.expiresAt })
    }
  }

  function insert<Row extends { readonly id: number }>(rows: Map<number, Row>, row: Row): void {
    if (rows.has(row.id)) throw new Error(`${row.id} is there already`)
    rows.set(row.id, row)
  }

  function revoke(id: number, at: number, because: RevocationCause): void {
    const grant = grants.get(id)
    if (grant && !grant.revoked) grants.set(id, { ...grant, revoked: { at, because } })
  }

  const fits =
    (which: GrantCriteria & { readonly exceptPlatforms?: readonly string[] }) =>
    ({ appId, userId, shopId, platform }: Code | Grant): boolean =>
      (which.appId ?? appId) === appId &&
      (which.userId ?? userId) === userId &&
      (which.shopId ?? shopId) === shopId &&
      !which.exceptPlatforms?.includes(platform)

  return {
    sweeps: [
      sweepOf(codes, (code, now) => codeGoesAt(code) <= now),
      sweepOf(grants, (grant, now) => grantGoesOn(grant) <= dayOf(now)),
      sweepOf(index, (entry, now) => entryGoesOn(entry) <= dayOf(now)),
    ],
    verbs: {
      async issueCode(code, entries) {
        insert(codes, code)
        add(entries)
      },
      code: async (found) => findCode(found),
      async redeemCode(found, decide) {
        const code = findCode(found)
        const { answer, redeem, revoke: end } = decide(code)
        if (redeem) {
          if (!code || code.usedAt !== undefined)
            throw new Error('the decision redeems a code that is not there to redeem')
          insert(grants, redeem.grant)
          codes.set(code.id, { ...code, usedAt: redeem.at })
          add(redeem.index)
        }
        if (end && code) revoke(code.id, end.at, end.because)
        return answer
      },

      grant: async (found) => grants.get(idOf(found)),
      async refreshGrant(found, decide) {
        const grant = grants.get(idOf(found))
        const { answer, write } = decide(grant)
        if (write) {
          if (!grant) throw new Error('the decision writes a grant that is not there')
          if (write.grant.id !== grant.id)
            throw new Error(`the decision on grant ${grant.id} writes grant ${write.grant.id}`)
          grants.set(grant.id, { ...write.grant, ...(grant.revoked && { revoked: grant.revoked }) })
          add(write.index)
        }
        return answer
      },
      async revokeGrant(id, at, because) {
        revoke(id, at, because)
      },
      async revokeGrants(which, at, because) {
        if ([which.appId, which.userId, which.shopId].every((each) => each === undefined))
          throw new Error('revokeGrants: of which app, user or shop?')
        for (const code of [...codes.values()].filter(fits(which)))
          if (code.usedAt === undefined && code.expiresAt > at) codes.delete(code.id)
        const found = [...grants.values()].filter(fits(which)).filter(({ revoked }) => !revoked)
        for (const { id } of found) revoke(id, at, because)
        return found.length
      },
      grants: async ({ limit, aliveAt, ...which }) =>
        [...grants.values()]
          .filter(fits(which))
          .filter((grant) => aliveAt === undefined || (!grant.revoked && grantExpiresAt(grant) > aliveAt))
          .toSorted((a, b) => b.id - a.id)
          .slice(0, limit),
      async liveGrantDays(appId, now, limit) {
        const alive = [...grants.values()]
          .filter((grant) => grant.appId === appId && !grant.revoked && grantExpiresAt(grant) > now)
          .toSorted((a, b) => b.id - a.id)
          .slice(0, limit)
        const days = Map.groupBy(alive, ({ createdAt }) => dayOf(createdAt))
        return [...days].map(([day, { length: count }]) => ({ day, count })).toSorted((a, b) => b.day - a.day)
      },
      async markUsed(days) {
        for (const [id, lastUsedDay] of days) {
          const grant = grants.get(id)
          if (grant && (grant.lastUsedDay ?? -1) < lastUsedDay) grants.set(id, { ...grant, lastUsedDay })
        }
      },
      async keyIdsInUse(now) {
        const alive = [...grants.values()].filter((grant) => !grant.revoked && grantExpiresAt(grant) > now)
        return [...new Set(alive.map(({ keyId }) => keyId))].toSorted()
      },
    },
  }
}
