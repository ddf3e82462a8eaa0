/* The observer of a platform's exchanges, which may also change them: the sandbox. */
import type { OAuthError, RefreshRequest, TokenRequest, UserInfoRequest } from '@hufu/dialects'
import type { ExchangeStep, GrantContext } from '@hufu/engine'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Platform } from '../settings/platform.ts'

/** The tokens and ids that a call of any endpoint may present. */
export type Presented = Partial<TokenRequest & RefreshRequest & UserInfoRequest>

/** Handles what was asked, with the given surroundings. */
export type Handle<Answer> = (grants: GrantContext) => Promise<Answer | OAuthError>

export interface Observer {
  /** Hooks into the whole server, before any route is registered. */
  watch(app: FastifyInstance, platforms: ReadonlyMap<string, Platform>): void
  /** Handles a call that the platform could read, or does something else with it. */
  attend<Answer extends object>(
    request: FastifyRequest,
    platform: Platform,
    step: ExchangeStep,
    asked: Presented,
    handle: Handle<Answer>,
  ): Promise<Answer | OAuthError>
}
