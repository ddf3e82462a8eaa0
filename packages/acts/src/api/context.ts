import type { Directory, RateLimit } from '@hufu/engine'
import type { Registration, Store } from '@hufu/accounts'
import type { Dialect, Policy } from '@hufu/dialects'
import type { FastifyRequest } from 'fastify'
import type { Mail } from '@hufu/server'
import type { Platform } from '@hufu/server'
import type { PlatformSettings } from '@hufu/server'

/** All that administration over HTTP needs to know of its surroundings. Fits the contexts of the engine's verbs. */
export interface AdminContext {
  readonly store: Store
  /** Is notified of every change, so that this process sees it at once. */
  readonly directory: Directory
  readonly rates: RateLimit
  /** Those that are enabled. */
  readonly dialects: readonly Dialect[]
  /** The dialect's, with what the operator sets otherwise. */
  policyOf(platform: string): Policy
  readonly settings: PlatformSettings
  /** The platforms of a running server; empty for the command line. */
  readonly platforms: ReadonlyMap<string, Platform>
  readonly mail: Mail
  /** A link into the server for a letter. */
  linkTo(path: string): string
  readonly registration: Registration
  /** Demo and sandbox mode: loopback callbacks by plain http are registered. */
  readonly allowLoopback: boolean
  /** Whether calls of the platform are signed with the app's secret, so that the secret must be kept sealed. */
  keepsSecret(dialect: Dialect): boolean
  /** Seals a secret for the one place in which it will open. */
  seal(plain: string, associated: string): string
  /** An RSA pair, each half in one line of base64url. */
  generateKeyPair(): Promise<{ readonly publicKey: string; readonly privateKey: string }>
  /** The key in its one spelling. @throws {Error} when it is none of at least 2048 bits. */
  checkPublicKey(text: string): string
  /** The client address, as trusted proxies report it. */
  addressOf(request: FastifyRequest): string
}
