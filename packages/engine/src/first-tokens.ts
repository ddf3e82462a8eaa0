/* What a code becomes: decided on its row. */
import type { OAuthError, TokenRequest, TokenSet } from '@hufu/dialects'
import { checkShop } from './clients.ts'
import type { GrantContext } from './context.ts'
import { endAfter } from './deadlines.ts'
import { firstRefresh, newAccess, repeatedRefresh, sameAccess } from './tokens/pair.ts'
import { type AppPolicy, policyOf, refreshRightOf } from './policy.ts'
import { checkCode } from './rules.ts'
import type { App, Code, CodeDecision, Grant, User } from './store.ts'
import { randomSalt, randomSecret, rotatedSecret } from './tokens/tokens.ts'
import { tokenSet, withState } from './tokens/token-set.ts'

type Decision = CodeDecision<TokenSet | OAuthError>

/** @param became the grant that the code was used for already. */
export function decideCode(
  code: Code | undefined,
  became: Grant | undefined,
  presented: TokenRequest,
  app: App,
  user: User,
  context: GrantContext,
): Decision {
  const now = context.store.now()
  const error = checkCode(code, presented, context.platform, app, now)
  if (!code || (error && error.error !== 'code_used')) return { answer: error ?? { error: 'code_unknown' } }
  const policy = policyOf(context.policy, app)
  if (error) {
    const repeated = repeat(code, became, presented, app, user, context)
    if (repeated) return { answer: repeated }
    return policy.codeReuse?.then === 'reject'
      ? { answer: error }
      : { answer: error, revoke: { at: now, because: 'code_reused' } }
  }
  const forbidden = checkShop(app, code)
  return forbidden ? { answer: forbidden } : redeem(code, presented, app, user, policy, context)
}

function redeem(
  code: Code,
  presented: TokenRequest,
  app: App,
  user: User,
  policy: AppPolicy,
  context: GrantContext,
): Decision {
  const now = context.store.now()
  const { id, platform, appId, userId, shopId, covers, openId, scope, endsAt } = code
  const of = { id, generation: 0, keyId: context.keys.current, shopId, clientId: app.clientId }
  const replay = replayOf(code, policy, now)
  const fresh = replay ? rotatedSecret(replay.salt, presented.code, of, context.keys) : randomSecret
  const right = refreshRightOf(policy, app)
  const accessExpiresAt = endAfter(policy.accessTokenLifetime, now, code)
  const refreshExpiresAt = right.usable ? endAfter(policy.refreshTokenLifetime, now, code) : now
  const made = newAccess(of, accessExpiresAt, fresh, policy, context)
  const refresh = right.given ? firstRefresh(of, refreshExpiresAt, fresh, policy, context) : undefined
  const grant: Grant = {
    id,
    platform,
    appId,
    userId,
    shopId,
    ...(covers && { covers }),
    openId,
    scope,
    keyId: of.keyId,
    generation: 0,
    access: made.access.digest,
    accessExpiresAt,
    ...(made.accessSalt !== undefined && { accessSalt: made.accessSalt }),
    ...(refresh && { refresh: refresh.digest }),
    refreshExpiresAt: refresh ? refreshExpiresAt : 0,
    ...(endsAt !== undefined && { endsAt }),
    ...(replay && { replay }),
    createdAt: now,
  }
  const answer = tokenSet({ ...made, ...(refresh && { refresh }) }, grant, user, now)
  const index = [...made.access.index, ...(refresh?.index ?? [])]
  return { answer: withState(answer, presented), redeem: { at: now, grant, index } }
}

/** Where a platform repeats its answer to a code, and for how long: never longer than the code itself is good. */
function replayOf(code: Code, { codeReuse }: AppPolicy, now: number): Grant['replay'] {
  if (!codeReuse || codeReuse.replaySeconds === 0) return undefined
  const until = Math.min(code.expiresAt, now + codeReuse.replaySeconds)
  return { question: questionOf(code), until, salt: randomSalt() }
}

const questionOf = ({ digest }: Code): string => `code ${digest}`

/** The tokens that the code gave, while they are still the grant's. */
function repeat(
  code: Code,
  became: Grant | undefined,
  presented: TokenRequest,
  app: App,
  user: User,
  context: GrantContext,
): TokenSet | undefined {
  const now = context.store.now()
  const replay = became?.replay
  if (!became || became.revoked || replay?.question !== questionOf(code) || replay.until <= now)
    return undefined
  const { usedAt: _, ...unused } = code
  if (checkCode(unused, presented, context.platform, app, now) ?? checkShop(app, code)) return undefined
  const fresh = rotatedSecret(replay.salt, presented.code, became, context.keys)
  const of = { ...became, clientId: app.clientId }
  const made = sameAccess(of, became.accessExpiresAt, context, fresh)
  const refresh = became.refresh === undefined ? undefined : repeatedRefresh(of, fresh, context)
  if (!made || (became.refresh !== undefined && !refresh)) return undefined
  return withState(tokenSet({ ...made, ...(refresh && { refresh }) }, became, user, now), presented)
}
