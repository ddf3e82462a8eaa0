/* The app, user and shop of a call before it is processed: faults are aimed by them, and calls counted. */
import { type ExchangeStep, codeFormatOf, digest, find, sameDigest } from '@hufu/engine'
import type { Presented } from '@hufu/server'
import type { Platform } from '@hufu/server'
import type { GrantOf } from './tally.ts'

export interface Whose {
  /** Only an existing app's: any other text may be a secret in the wrong place. */
  readonly clientId?: string
  readonly grant?: GrantOf
  /** Whether the refresh token had been replaced by an earlier call. */
  readonly spent: boolean
}

/** Looks and changes nothing. */
export async function whoseCall(step: ExchangeStep, asked: Presented, { grants }: Platform): Promise<Whose> {
  const found = await rowOf(step, asked, grants)
  const row = found?.platform === grants.platform ? found : undefined
  const clientId = await clientIdOf(asked.clientId, row?.appId, grants)
  const of = clientId === undefined ? {} : { clientId }
  if (!row) return { ...of, spent: false }
  const { id: grantId, platform, openId, shopId } = row
  const spent =
    step === 'refresh' &&
    'refresh' in row &&
    row.refresh !== undefined &&
    !sameDigest(row.refresh, digest('refresh', asked.refreshToken ?? ''))
  return { ...of, grant: { grantId, platform, ...of, openId, shopId }, spent }
}

/** The AppKey that is presented, if it is one; where none is, that of whom the grant is for. */
async function clientIdOf(
  presented: string | undefined,
  appId: string | undefined,
  { directory, platform }: Platform['grants'],
): Promise<string | undefined> {
  if (presented !== undefined) return (await directory.app(platform, presented))?.clientId
  return appId === undefined ? undefined : (await directory.appById(appId))?.clientId
}

/** The grant, or the code that is to become it. */
async function rowOf(
  step: ExchangeStep,
  { code = '', refreshToken = '', accessToken = '' }: Presented,
  { keys, formats, store }: Platform['grants'],
) {
  if (step === 'token') {
    const found = find('code', [codeFormatOf(formats)], code, keys)
    return found && store.code(found)
  }
  const found =
    step === 'refresh'
      ? find('refresh', [formats.refreshToken], refreshToken, keys)
      : find('access', [formats.accessToken], accessToken, keys)
  return found && store.grant(found)
}
