/* One platform's way of speaking, as far as the facts that all platforms share need it. */
import type { Dialect } from '@hufu/dialects'
import type { App } from '@hufu/engine'
import type { Pairs, Platform, Reply, Request } from './platform.ts'

export interface Tokens {
  readonly accessToken: string
  readonly refreshToken: string
  readonly openId: string
}

export interface Spoken {
  readonly dialect: Dialect
  /** What its application is, where the harness does not know it: its keys. */
  readonly app?: Partial<App>
  /** Below the platform's mount. */
  readonly paths: { readonly link: string; readonly token: string; readonly refresh: string }
  /** The link of the app `app`, without a state. */
  readonly link: Pairs
  /** Code to token, as the app asks. */
  exchange(platform: Platform, code: string): Request
  refresh(platform: Platform, tokens: Tokens): Request
  tokensOf(platform: Platform, granted: Reply): Tokens
  /** The code of a reply, as JSON has it: a number or a text. */
  codeOf(reply: Reply): unknown
  readonly codes: {
    readonly success: unknown
    /** What HTTP has a status for. */
    readonly transport: unknown
    readonly tooMany: unknown
    readonly codeRefused: unknown
    readonly refreshRefused: unknown
  }
  /** Methods of the token call, and which are none. */
  readonly allow: string
  readonly otherMethods: readonly string[]
}

/** Where the parameters travel. */
export type Way = 'GET' | 'POST, query' | 'POST, form'

/** A test named after the platform and its fact. */
export type It = (fact: string, run: () => Promise<void>) => void
