/*
 * The two tokens of a grant: new ones, and those that stay, which are said again though only their digests are kept.
 *
 * A token that no refresh replaces is constant: it follows from the grant's number. An access token that some refreshes
 * replace and others leave follows from a salt in the grant's row. A refresh token that stays is what was presented.
 */
import type { Policy } from '@hufu/dialects'
import type { GrantContext } from '../context.ts'
import type { Grant } from '../store.ts'
import {
  type Descent,
  type Minted,
  type Secret,
  carriesId,
  mint,
  randomSalt,
  saltedSecret,
} from './tokens.ts'

type Rotations = Pick<Policy, 'refresh' | 'earlyRefresh'>
/** A grant, or one that is about to be, and the AppKey of its app. */
interface Of extends Pick<Grant, 'id' | 'keyId' | 'generation' | 'shopId'> {
  readonly clientId: string | undefined
}

/** An access token, and the salt that it follows from where it can be said again by it. */
export interface MadeAccess {
  readonly access: Minted<'access'>
  readonly accessSalt?: string
}

const rows = ({ refresh, earlyRefresh = [] }: Rotations) => [refresh, ...earlyRefresh]

/** `random`: every refresh replaces it, so nobody needs to say it again, but for an answer that is repeated. */
function makingOf(policy: Rotations): 'constant' | 'salted' | 'random' {
  const replaced = rows(policy).map(({ accessToken }) => accessToken === 'new')
  if (!replaced.includes(true)) return 'constant'
  return replaced.includes(false) ? 'salted' : 'random'
}

const isRefreshConstant = (policy: Rotations): boolean =>
  rows(policy).every(({ refreshToken }) => refreshToken !== 'new')

const descentOf = ({ id, keyId, generation, shopId, clientId }: Of, expiresAt: number): Descent => ({
  id,
  keyId,
  generation,
  expiresAt,
  names: { shopId, ...(clientId !== undefined && { clientId }) },
})

/** @param fresh where the bytes come from, if every refresh replaces it. */
export function newAccess(
  of: Of,
  expiresAt: number,
  fresh: Secret,
  policy: Rotations,
  context: GrantContext,
): MadeAccess {
  const making = makingOf(policy)
  if (making === 'salted') return saltedAccess(of, expiresAt, randomSalt(), context)
  const { keys, formats } = context
  const secret = making === 'random' ? fresh : undefined
  return { access: mint('access', formats.accessToken, descentOf(of, expiresAt), secret, keys) }
}

/** One that can be said again for as long as the salt is kept, however often the refresh token is replaced meanwhile. */
export function saltedAccess(
  of: Of,
  expiresAt: number,
  accessSalt: string,
  { keys, formats }: GrantContext,
): MadeAccess {
  const descent = { ...descentOf(of, expiresAt), generation: 0 }
  const secret = saltedSecret(accessSalt, of, keys)
  return { access: mint('access', formats.accessToken, descent, secret, keys), accessSalt }
}

/**
 * The grant's present access token; undefined where it cannot be said again, as when the policy was another one when it
 * was given.
 *
 * @param fresh of the answer that gave it, where that is repeated.
 */
export function sameAccess(
  grant: Grant & Of,
  expiresAt: number,
  context: GrantContext,
  fresh?: Secret,
): MadeAccess | undefined {
  const { keys, formats } = context
  const { accessSalt } = grant
  const descent = descentOf(grant, expiresAt)
  const made: readonly (() => MadeAccess)[] = [
    ...(accessSalt === undefined ? [] : [() => saltedAccess(grant, expiresAt, accessSalt, context)]),
    ...(fresh ? [() => ({ access: mint('access', formats.accessToken, descent, fresh, keys) })] : []),
    () => ({ access: mint('access', formats.accessToken, descent, undefined, keys) }),
  ]
  for (const make of made) {
    const each = make()
    if (each.access.digest === grant.access) return each
  }
  return undefined
}

/** The first refresh token of a grant. */
export function firstRefresh(
  of: Of,
  expiresAt: number,
  fresh: Secret,
  policy: Rotations,
  { keys, formats }: GrantContext,
): Minted<'refresh'> {
  const secret = isRefreshConstant(policy) ? undefined : fresh
  return mint('refresh', formats.refreshToken, descentOf(of, expiresAt), secret, keys)
}

/** One that replaces another. */
export const newRefresh = (
  of: Of,
  expiresAt: number,
  fresh: Secret,
  { keys, formats }: GrantContext,
): Minted<'refresh'> => mint('refresh', formats.refreshToken, descentOf(of, expiresAt), fresh, keys)

/** The grant's present refresh token, which was presented, with the deadline that it has from now on. */
export function sameRefresh(
  grant: Grant & Of,
  presented: string,
  expiresAt: number,
  { keys, formats }: GrantContext,
): Minted<'refresh'> {
  const { id, refresh } = grant
  const constant = mint('refresh', formats.refreshToken, descentOf(grant, expiresAt), undefined, keys)
  if (refresh === undefined || constant.digest === refresh) return constant
  const index = carriesId(formats.refreshToken) ? [] : [{ digest: refresh, id, expiresAt }]
  return { token: presented, digest: refresh, index }
}

/** The refresh token that an answer gave which is repeated; undefined where the grant has another one by now. */
export function repeatedRefresh(
  grant: Grant & Of,
  fresh: Secret,
  { keys, formats }: GrantContext,
): Minted<'refresh'> | undefined {
  const descent = descentOf(grant, grant.refreshExpiresAt)
  const made = [fresh, undefined].map((secret) =>
    mint('refresh', formats.refreshToken, descent, secret, keys),
  )
  return made.find(({ digest }) => digest === grant.refresh)
}
