import type { Dialect, Endpoint, RevocationRequest, TokenRequest, TokenSet, Where } from '@hufu/dialects'
import { type Place, call } from './call.ts'
import type { Client } from './client-type.ts'
import type { ClientOptions } from './options.ts'
import { callFailure, isFailure } from './failure.ts'
import { baseUrlOf } from './http/base-url.ts'
import { known } from './known.ts'
import type { CallOptions } from './http/send.ts'
import { type Tokens, timed } from './timed.ts'
import type { InvalidGrantReason } from './verdict.ts'

/** The calls of a client, each asked once. */
export function calls(
  dialect: Dialect,
  own: ClientOptions,
  place: Place,
): Pick<Client, 'offers' | 'exchangeCode' | 'refresh' | 'revoke' | 'userInfo' | 'call'> {
  const { token, refresh, userInfo, gateway, revocation } = dialect
  const { clientId, clientSecret } = own
  const app = { clientId, clientSecret } // undefined is absent to every codec

  const ask = <Asked extends object, Answer extends object>(
    endpoint: Endpoint<Asked, Answer>,
    asked: object,
    options?: CallOptions,
    refusal?: InvalidGrantReason,
  ) => {
    const baseUrl = baseUrlOf(dialect, endpoint, place.baseUrl, asked, options?.where, own)
    return call(endpoint, { ...asked, ...app } as Asked, { ...place, baseUrl }, options, refusal)
  }

  const named = (where: Where) => dialect.addressing?.named(where)

  return {
    offers: {
      userInfo: userInfo !== undefined,
      gateway: gateway !== undefined,
      revocation: revocation !== undefined,
    },
    async exchangeCode(asked, options) {
      const tokens = timed(await ask<TokenRequest, TokenSet>(token, asked, options))
      if (isFailure(tokens)) return tokens
      const { userId, region }: Where & { readonly userId?: string | undefined } = asked
      const [only, another] = tokens.shops ?? []
      const shop = another ? userId : (userId ?? only?.userId)
      return { ...known({ userId: shop, region }), ...named(asked), ...tokens }
    },
    async refresh(tokens, options) {
      const { refreshToken, accessToken, openId, ...held } = tokens as Partial<Tokens>
      if (!refreshToken) return callFailure('not_sent', { error: 'no_refresh_token' })
      const renewed = timed(
        await ask(
          refresh,
          { refreshToken, accessToken, openId, userId: held.userId },
          { where: held, ...options },
          'refresh_token_unknown',
        ),
      )
      return isFailure(renewed)
        ? renewed
        : // What a refresh does not end by leaving it out (RFC 6749, sections 5.1 and 6).
          { ...known({ refreshToken, openId, ...staying(held, renewed) }), ...named(held), ...renewed }
    },
    async revoke(token, options) {
      if (!revocation) return callFailure('not_sent', { error: 'not_offered' })
      const { answer } = await ask<RevocationRequest, object>(
        revocation,
        { token },
        options,
        'refresh_token_unknown',
      )
      return 'outcome' in answer ? answer : { revoked: true }
    },
    ...(userInfo && {
      userInfo: async (tokens, options) =>
        (await ask(userInfo, tokens, options, 'access_token_unknown')).answer,
    }),
    ...(gateway && {
      call: async (method, parameters, { accessToken, ...where }, options) =>
        (
          await ask(
            gateway(method),
            { accessToken, parameters },
            { where, ...options },
            'access_token_unknown',
          )
        ).answer,
    }),
  }
}

/** The end of a refresh token stays with it. */
const staying = (
  { scope, userId, userName, unionId, region, shops, refreshExpiresAt }: Partial<Tokens>,
  renewed: Tokens,
) => ({
  scope,
  userId,
  userName,
  unionId,
  region,
  shops,
  ...(!renewed.refreshToken && { refreshExpiresAt }),
})
