/* Look, check, commit: read a snapshot, ask what needs asking elsewhere, then decide once more on the row itself. */
import type { OAuthError, TokenRequest, TokenSet } from '@hufu/dialects'
import { type Caller, activeUser, authenticateApp, authenticateClient, checkShop } from './clients.ts'
import { type GrantContext, isOAuthError } from './context.ts'
import { hmac } from './hmac.ts'
import { type AppPolicy, policyOf } from './policy.ts'
import { checkCode } from './rules.ts'
import type { App, Code, CodeDecision, Grant, User } from './store.ts'
import { spellings } from './token-formats.ts'
import { type Descent, type Minted, type Secret, find, mint, randomSecret } from './tokens.ts'

/** What a user has agreed to. */
export interface Consent {
  readonly app: App
  readonly user: User
  readonly scope: readonly string[]
  /** As it was asked for, character for character. */
  readonly redirectUri: string
}

/** Codes have a format of our own on every platform: no page gives one that could not be guessed. */
const CODE = 'opaque'

/** Returns the code. Times are the platform's policy; the code's id becomes the grant's. */
export async function issueCode(
  { app, user, scope, redirectUri }: Consent,
  context: GrantContext,
): Promise<string> {
  const { store, keys, platform, policy } = context
  const id = await context.nextId()
  const createdAt = store.now()
  const expiresAt = createdAt + policy.codeLifetime
  const descent: Descent = { id, generation: 0, keyId: keys.current, expiresAt }
  const { token, digest, index } = mint('code', CODE, descent, randomSecret, keys)
  const openId = openIdOf(app, user, context)
  const code: Code = {
    id,
    digest,
    platform,
    appId: app.id,
    userId: user.id,
    shopId: user.shopId,
    openId,
    scope,
    redirectUri,
    createdAt,
    expiresAt,
  }
  await store.issueCode(code, index)
  return token
}

/** The user to this app alone: two apps cannot tell that they have the same one (OpenID Connect Core, section 8.1). */
export const openIdOf = (app: App, user: User, { pairwise, formats }: GrantContext): string => {
  const { bytes, spell } = spellings[formats.openId]
  return spell(hmac(pairwise, Buffer.from(`${app.id} ${user.id}`)).subarray(0, bytes))
}

/** Code to tokens, once. A second use by the app itself ends what the first one gave (RFC 6749, section 4.1.2). */
export async function redeemCode(
  presented: TokenRequest,
  caller: Caller,
  context: GrantContext,
): Promise<TokenSet | OAuthError> {
  const { store, keys, directory, platform } = context
  const found = find('code', [CODE], presented.code, keys)
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
  return store.redeemCode(found, (code) => decideCode(code, presented, app, user, context))
}

function decideCode(
  code: Code | undefined,
  presented: TokenRequest,
  app: App,
  user: User,
  context: GrantContext,
): CodeDecision<TokenSet | OAuthError> {
  const now = context.store.now()
  const error = checkCode(code, presented, context.platform, app, now)
  if (error?.error === 'code_used') return { answer: error, revoke: { at: now, because: 'code_reused' } }
  if (error || !code) return { answer: error ?? { error: 'code_unknown' } }
  const forbidden = checkShop(app, code)
  if (forbidden) return { answer: forbidden }
  const policy = policyOf(context.policy, app)
  const { id, platform, appId, userId, shopId, openId, scope } = code
  const keyId = context.keys.current
  const tokens = mintTokens({ id, generation: 0, keyId }, randomSecret, app, policy, context, now)
  const grant: Grant = {
    id,
    platform,
    appId,
    userId,
    shopId,
    openId,
    scope,
    keyId,
    generation: 0,
    ...terms(tokens, policy, now),
    createdAt: now,
  }
  const answer = tokenSet(tokens, grant, user, now)
  return { answer: withState(answer, presented), redeem: { at: now, grant, index: indexOf(tokens) } }
}

export interface Tokens {
  readonly access: Minted<'access'>
  readonly refresh?: Minted<'refresh'>
}

/** A new pair, as far as the platform gives new ones; what stays the same is derived and so said again. */
export function mintTokens(
  descent: Omit<Descent, 'expiresAt'>,
  fresh: Secret,
  app: App,
  policy: AppPolicy,
  { keys, formats }: GrantContext,
  now: number,
): Tokens {
  const { refresh: which } = policy
  const accessExpiresAt = now + policy.accessTokenLifetime
  // An index entry must outlive its token: by the grace in which a replaced one still works.
  const access = mint(
    'access',
    formats.accessToken,
    { ...descent, expiresAt: accessExpiresAt + policy.previousAccessToken.graceSeconds },
    which.accessToken === 'new' ? fresh : undefined,
    keys,
  )
  if (policy.refreshTokenGranted === 'by-right' && !app.mayRefresh) return { access }
  const expiresAt = now + policy.refreshTokenLifetime
  const secret = which.refreshToken === 'new' ? fresh : undefined
  const refresh = mint('refresh', formats.refreshToken, { ...descent, expiresAt }, secret, keys)
  return { access, refresh }
}

export const indexOf = ({ access, refresh }: Tokens) => [...access.index, ...(refresh?.index ?? [])]

export const terms = ({ access, refresh }: Tokens, policy: AppPolicy, now: number) => ({
  access: access.digest,
  accessExpiresAt: now + policy.accessTokenLifetime,
  ...(refresh && { refresh: refresh.digest }),
  refreshExpiresAt: refresh ? now + policy.refreshTokenLifetime : 0,
})

export const tokenSet = (
  {
    access,
    refresh,
  }: { readonly access: { readonly token: string }; readonly refresh?: { readonly token: string } },
  grant: Grant,
  user: User,
  now: number,
): TokenSet => ({
  accessToken: access.token,
  expiresIn: Math.max(0, grant.accessExpiresAt - now),
  ...(refresh && { refreshToken: refresh.token }),
  openId: grant.openId,
  ...(grant.scope.length > 0 && { scope: grant.scope }),
  userId: grant.shopId,
  userName: user.displayName,
  shops: [{ userId: grant.shopId }],
})

/** What was sent as state comes back with the tokens, on platforms that have it there. */
export const withState = (answer: TokenSet, { state }: { readonly state?: string }): TokenSet =>
  state === undefined ? answer : { ...answer, state }
