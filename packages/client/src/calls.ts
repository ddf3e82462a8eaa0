import type {
  Dialect,
  Endpoint,
  Oddity,
  RevocationRequest,
  TokenRequest,
  TokenSet,
  WithFields,
} from '@hufu/dialects'
import { type Called, type Place, call } from './call.ts'
import type { Client, ClientOptions } from './client.ts'
import { type CallFailure, callFailure, isFailure } from './failure.ts'
import { known } from './known.ts'
import type { CallOptions } from './send.ts'
import type { Refusal } from './verdict.ts'
import type { Timing } from './types.ts'

type Tokens = TokenSet & Timing

/** The calls of a client, each asked once. */
export function calls(
  dialect: Dialect,
  { clientId, clientSecret }: ClientOptions,
  place: Place,
): Pick<Client, 'offers' | 'exchangeCode' | 'refresh' | 'revoke' | 'userInfo' | 'call'> {
  const { token, refresh, userInfo, gateway, revocation } = dialect
  const app = { clientId, clientSecret } // undefined is absent to every codec

  const ask = <Asked extends object, Answer extends object>(
    endpoint: Endpoint<Asked, Answer>,
    asked: object,
    options?: CallOptions,
    refusal?: Refusal,
  ) => call(endpoint, { ...asked, ...app } as Asked, place, options, refusal)

  return {
    offers: {
      userInfo: userInfo !== undefined,
      gateway: gateway !== undefined,
      revocation: revocation !== undefined,
    },
    exchangeCode: async (asked, options) =>
      timed(token.response, await ask<TokenRequest, TokenSet>(token, asked, options)),
    async refresh(tokens, options) {
      const { refreshToken, accessToken, openId, scope, userId, userName, unionId } =
        tokens as Partial<TokenSet>
      if (!refreshToken) return callFailure('not_sent', { error: 'no_refresh_token' })
      const renewed = timed(
        refresh.response,
        await ask(refresh, { refreshToken, accessToken, openId }, options, 'refresh_token_unknown'),
      )
      return isFailure(renewed)
        ? renewed
        : // What a refresh does not end by leaving it out (RFC 6749, sections 5.1 and 6).
          { ...known({ refreshToken, openId, scope, userId, userName, unionId }), ...renewed }
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
      call: async (method, parameters, { accessToken }, options) =>
        (await ask(gateway(method), { accessToken, parameters }, options, 'access_token_unknown')).answer,
    }),
  }
}

/** No token lives longer: 100 years, in seconds. */
const LONGEST_LIFETIME = 36_525 * 86_400

/** Tokens with their times. A lifetime of nothing, or beyond what can be, is none that was stated. */
function timed(
  { fields }: WithFields,
  { answer, begin, measured, oddities }: Called<TokenSet>,
): Tokens | CallFailure {
  if (isFailure(answer)) return answer
  const { expiresIn, ...rest } = answer
  const requestedAt = Math.floor(begin)
  const isStated = expiresIn !== undefined && expiresIn > 0 && expiresIn <= LONGEST_LIFETIME
  const odd: readonly Oddity[] = [
    ...oddities,
    ...fields.flatMap((each): readonly Oddity[] =>
      'key' in each && each.key === 'expiresIn' && expiresIn !== undefined && !isStated
        ? [{ member: each.name, problem: 'malformed' }]
        : [],
    ),
  ]
  return {
    ...rest,
    requestedAt,
    ...(isStated && { expiresIn, expiresAt: requestedAt + expiresIn }),
    ...measured,
    ...(odd.length > 0 && { oddities: odd }),
  }
}
