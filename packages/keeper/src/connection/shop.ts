/* One shop, as a program calls its platform: signed, and with a token that works. */
import { type CallFailure, isFailure } from '@hufu/client'
import type { GatewayAnswer } from '@hufu/dialects'
import { isClockFailure } from '../app/app.ts'
import type { Token } from './cache.ts'
import type { Named } from '@hufu/keeper-store/connection'
import { KeeperError, errorOfKept, keeperError } from '@hufu/keeper-store/errors'
import { nameOf } from './find.ts'
import { type KeeperContext, appOf } from '../keeper-context.ts'
import type { Serving } from './serve-token.ts'
import { noteSkew } from '../app/skew.ts'

export interface Shop {
  /** @throws {KeeperError} why there is none, with what to do. */
  token(): Promise<Token>
  /**
   * Calls a method of the platform's API. A token that the platform does not know any more is renewed, and the call made
   * once again; nothing else is repeated, as the platform may have acted.
   *
   * @throws {KeeperError} `no_gateway`; why there is no token; or what the platform or the network said.
   */
  call(method: string, parameters?: Readonly<Record<string, unknown>>): Promise<GatewayAnswer>
}

/** @throws {KeeperError} `app_unknown`, `app_ambiguous`. */
export function shopOf(context: KeeperContext, { token, invalidate }: Serving, named: Named): Shop {
  const name = nameOf(context, named)
  const app = appOf(context, name)
  return {
    token: () => token(name),
    async call(method, parameters = {}) {
      const { call } = app.client
      if (!call) throw keeperError('no_gateway')
      const held = await token(name)
      const first = await call(method, parameters, held)
      if (!isFailure(first)) return first
      await noteSkew(context, app, first)
      const failed = said(first, held)
      if (first.error !== 'access_token_unknown') throw failed
      const renewed = await invalidate(name, held).catch((error: unknown) => {
        // If the platform refreshes nothing yet, its refusal of the token is the reason.
        throw error instanceof KeeperError && error.error === 'refresh_too_soon' ? failed : error
      })
      const second = await call(method, parameters, renewed)
      if (!isFailure(second)) return second
      throw said(second, renewed)
    },
  }

  function said(failure: CallFailure, { connectionId }: Token): KeeperError {
    const { retryAfter } = failure
    const when = retryAfter !== undefined && { retryAt: context.clock.now() + retryAfter }
    const error = errorOfKept(failure, { connectionId, ...when })
    return isClockFailure(failure)
      ? keeperError('clock_skew', { ...error.failure, error: 'clock_skew' })
      : error
  }
}
