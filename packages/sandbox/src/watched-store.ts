/* The store as one call sees it: what the call comes to is noted as it is committed, and nothing else is different. */
import type {
  Code,
  CodeDecision,
  Found,
  Grant,
  EngineStore,
  GrantDecision,
  RevocationCause,
} from '@hufu/engine'

/** The fate of a code or a refresh token. */
export type Became =
  | { readonly committed: true }
  | { readonly committed: false; readonly revoked?: RevocationCause }

/** `note` is called once the decision is durable. */
export const watchedStore = (store: EngineStore, note: (became: Became) => void): EngineStore => ({
  ...store,
  async redeemCode<Answer>(
    found: Found<'code'>,
    decide: (code: Code | undefined, became: Grant | undefined) => CodeDecision<Answer>,
  ): Promise<Answer> {
    let decided: CodeDecision<Answer> | undefined
    const answer = await store.redeemCode(found, (...row) => (decided = decide(...row)))
    note(decided?.redeem ? { committed: true } : { committed: false, ...causeOf(decided?.revoke) })
    return answer
  },
  async refreshGrant<Answer>(
    found: Found<'refresh'>,
    decide: (grant: Grant | undefined) => GrantDecision<Answer>,
  ): Promise<Answer> {
    let decided: GrantDecision<Answer> | undefined
    const answer = await store.refreshGrant(found, (grant) => (decided = decide(grant)))
    const revoked = decided?.write?.grant.revoked
    note(decided?.write && !revoked ? { committed: true } : { committed: false, ...causeOf(revoked) })
    return answer
  },
})

const causeOf = (revoked: { readonly because: RevocationCause } | undefined) =>
  revoked ? { revoked: revoked.because } : {}
