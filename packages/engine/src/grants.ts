/* Look, check, commit: read a snapshot, ask what needs asking elsewhere, then decide once more on the row itself. */
import type { OAuthError, TokenFormat, TokenFormats, TokenRequest, TokenSet } from '@hufu/dialects'
import { type Caller, activeUser, authenticateApp, authenticateClient } from './clients.ts'
import { type GrantContext, isOAuthError } from './context.ts'
import { shopsOf } from './coverage.ts'
import { grantEnd } from './deadlines.ts'
import { decideCode } from './first-tokens.ts'
import { hmac } from './hmac.ts'
import type { App, Code, Coverage, User } from './store.ts'
import { spellingOf } from './tokens/token-formats.ts'
import { type Descent, find, mint, randomSecret } from './tokens/tokens.ts'

/** What a user has agreed to. */
export interface Consent {
  readonly app: App
  readonly user: User
  readonly scope: readonly string[]
  /** As it was asked for, character for character. */
  readonly redirectUri: string
  /** `coverageOf`; the user's own shop where absent. */
  readonly covers?: Coverage | undefined
  /** Seconds until the authorization ends, of the policy's `grantLifetime`. */
  readonly lifetime?: number
}

/** Codes have a format of our own where the platform's could be guessed, or is unknown. */
export const codeFormatOf = ({ code = 'opaque' }: TokenFormats): TokenFormat => code

/** Returns the code. Times are the platform's policy; the code's id becomes the grant's. */
export async function issueCode(
  { app, user, scope, redirectUri, covers, lifetime }: Consent,
  context: GrantContext,
): Promise<string> {
  const { store, keys, platform, policy } = context
  const id = await context.nextId()
  const createdAt = store.now()
  const expiresAt = createdAt + policy.codeLifetime
  const names = { ...(app.clientId !== undefined && { clientId: app.clientId }), shopId: user.shopId }
  const descent: Descent = { id, generation: 0, keyId: keys.current, expiresAt, names }
  const format = codeFormatOf(context.formats)
  const { token, digest, index } = mint('code', format, descent, randomSecret, keys)
  const openId = openIdOf(app, user, context)
  const endsAt = grantEnd(policy, lifetime, createdAt)
  const code: Code = {
    id,
    digest,
    platform,
    appId: app.id,
    userId: user.id,
    shopId: user.shopId,
    ...(covers && { covers }),
    openId,
    scope,
    redirectUri,
    createdAt,
    expiresAt,
    ...(endsAt !== undefined && { endsAt }),
  }
  // First, as an end speaks of what was issued before it. If the code is lost then, the shop authorises once more.
  if (policy.reauthorization === 'end-grants')
    for (const { userId: shopId } of shopsOf(code))
      await store.endGrants({ appId: app.id, shopId }, createdAt, 'replaced')
  await store.issueCode(code, index)
  return token
}

/** The user to this app alone: two apps cannot tell that they have the same one (OpenID Connect Core, section 8.1). */
export const openIdOf = (app: App, user: User, { pairwise, formats }: GrantContext): string => {
  const { bytes, spell } = spellingOf(formats.openId)
  return spell(hmac(pairwise, Buffer.from(`${app.id} ${user.id}`)).subarray(0, bytes))
}

/** Code to tokens, once. A second use by the app itself ends what the first one gave (RFC 6749, section 4.1.2). */
export async function redeemCode(
  presented: TokenRequest,
  caller: Caller,
  context: GrantContext,
): Promise<TokenSet | OAuthError> {
  const { store, keys, directory, platform } = context
  const found = find('code', [codeFormatOf(context.formats)], presented.code, keys)
  const { clientId } = presented
  const named =
    clientId === undefined ? undefined : await authenticateClient({ ...presented, clientId }, caller, context)
  if (named && isOAuthError(named)) return named
  const seen = found && (await store.code(found))
  if (!found || !seen || seen.platform !== platform) return { error: 'code_unknown' }
  // Where nobody says who asks, the code does.
  const owner = named ?? (await directory.appById(seen.appId))
  if (owner && !named) caller.named?.(owner)
  const app = named ?? authenticateApp(owner, presented, caller, context)
  if (!app) return { error: 'code_unknown', detail: 'its app is gone' }
  if (isOAuthError(app)) return app
  const user = await activeUser(seen.userId, context)
  if (!user) return { error: 'code_unknown', detail: 'its user is gone or disabled' }
  const ends = context.policy.passwordChange === 'end-grants'
  if (ends && user.passwordChangedAt !== undefined && seen.createdAt <= user.passwordChangedAt) {
    return { error: 'code_unknown', detail: 'from before a change of password' }
  }
  return store.redeemCode(found, (code, became) => decideCode(code, became, presented, app, user, context))
}
