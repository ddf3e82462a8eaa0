/* Nothing here runs. That it compiles is the test. */
import { type Dialect, chainUp, jdCentral, jdFinance, jos, jos2, oauth2 } from '@hufu/dialects'
import { type CallFailure, type Client, createClient, isFailure } from '../src/index.ts'

const options = { clientId: 'KEY', clientSecret: 'secret' }
const redirectUri = 'https://isv.test/cb'

export async function whatADialectHas(): Promise<void> {
  const finance = createClient(jdFinance, options)
  const central = createClient(jdCentral, options)

  await finance.userInfo({ accessToken: 'a', openId: 'o' })
  // @ts-expect-error the platform offers no user information
  void central.userInfo
  // @ts-expect-error the openid is wanted too
  await finance.userInfo({ accessToken: 'a' })

  // @ts-expect-error this platform wants the redirect URI again
  await createClient(jos, options).exchangeCode({ code: 'c' })
  await createClient(jos, options).exchangeCode({ code: 'c', redirectUri, state: undefined })
  await central.exchangeCode({ code: 'c' })
  // What `finish` brings is what every platform's `exchangeCode` takes.
  const authorized = await central.finish('?code=c', { binding: undefined })
  if (!isFailure(authorized))
    await Promise.all([central, finance].map((each) => each.exchangeCode(authorized)))

  const tokens = await central.exchangeCode({ code: 'c' })
  // @ts-expect-error there may be none: look first
  void tokens.accessToken
  if ('error' in tokens) {
    const outcome: 'not_sent' | 'rejected' | 'ambiguous' = tokens.outcome
    const retry: 'never' | 'after' | 'reauth' | 'fix_config' = tokens.retry
    return void [outcome, retry]
  }
  const open: string = tokens.openId
  // @ts-expect-error a platform may state none that can be
  const until: number = tokens.expiresAt
  // @ts-expect-error this platform does not tell the shop's number
  void tokens.userId
  await central.refresh(tokens)
  // @ts-expect-error this platform wants the openid with the refresh token
  await finance.refresh({ refreshToken: 'r' })
  // @ts-expect-error and this one the last access token
  await createClient(chainUp, options).refresh({ refreshToken: 'r', openId: open })
  void until
}

export async function whatAPlatformsApiHas(): Promise<void> {
  const { call } = createClient(jos2, options)
  const answer = await call('a.method', { page: 1 }, { accessToken: 'a' })
  if (!isFailure(answer)) void answer.result['code']
  // @ts-expect-error the platform documents no gateway
  void createClient(jos, options).call
  const standard = createClient(oauth2, { ...options, baseUrl: 'https://a.test' })
  // @ts-expect-error a standard server wants the redirect URI again
  await standard.exchangeCode({ code: 'c' })
  await standard.exchangeCode({ code: 'c', redirectUri, codeVerifier: undefined })
  await standard.userInfo({ accessToken: 'a' })
}

export async function knownAtRunTime(dialect: Dialect, client: Client): Promise<CallFailure | undefined> {
  const any: Client = createClient(dialect, options)
  const known: Client = createClient(jos2, options)
  // @ts-expect-error it may have none
  await any.userInfo({ accessToken: 'a' })
  await any.userInfo?.({ accessToken: 'a' })
  await any.call?.('a.method', {}, { accessToken: 'a' })
  const tokens = await client.exchangeCode({ code: 'c' })
  if (isFailure(tokens)) return tokens
  const refreshed = await known.refresh(tokens)
  return isFailure(refreshed) ? refreshed : undefined
}
