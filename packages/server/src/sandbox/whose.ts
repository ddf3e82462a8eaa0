/* Whose call it is, before it is processed: what a fault is aimed with, and calls are counted by. */
import type { RefreshRequest, TokenRequest, UserInfoRequest } from '@hufu/dialects'
import { type ExchangeStep, digest, find, sameDigest } from '@hufu/engine'
import type { Platform } from '../platform.ts'
import type { GrantOf } from './tally.ts'

/** What a call of any endpoint may present. */
export type Presented = Partial<TokenRequest & RefreshRequest & UserInfoRequest>

export interface Whose {
  readonly clientId?: string
  readonly grant?: GrantOf
  /** Whether the refresh token had been replaced by an earlier call. */
  readonly spent: boolean
}

/** Looks and changes nothing. */
export async function whoseCall(step: ExchangeStep, asked: Presented, { grants }: Platform): Promise<Whose> {
  const named = asked.clientId === undefined ? {} : { clientId: asked.clientId }
  const row = await rowOf(step, asked, grants)
  if (!row || row.platform !== grants.platform) return { ...named, spent: false }
  const clientId = asked.clientId ?? (await grants.directory.appById(row.appId))?.clientId
  const of = clientId === undefined ? {} : { clientId }
  const { id: grantId, platform, openId, shopId } = row
  const spent =
    step === 'refresh' &&
    'refresh' in row &&
    row.refresh !== undefined &&
    !sameDigest(row.refresh, digest('refresh', asked.refreshToken ?? ''))
  return { ...of, grant: { grantId, platform, ...of, openId, shopId }, spent }
}

/** The grant, or the code that is to become it. */
async function rowOf(
  step: ExchangeStep,
  { code = '', refreshToken = '', accessToken = '' }: Presented,
  { keys, formats, store }: Platform['grants'],
) {
  if (step === 'token') {
    const found = find('code', ['opaque'], code, keys)
    return found && store.code(found)
  }
  const found =
    step === 'refresh'
      ? find('refresh', [formats.refreshToken], refreshToken, keys)
      : find('access', [formats.accessToken], accessToken, keys)
  return found && store.grant(found)
}
