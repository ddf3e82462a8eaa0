/* The context of administration, for HTTP and the command line alike. */
import { keepsSecret } from '@hufu/dialects'
import { type KeyRing, generateRsaKeyPair, publicKeyOf } from '@hufu/crypto'
import type { Store } from '@hufu/accounts'
import { directoryOf, rateLimit } from '@hufu/engine'
import { joining } from '@hufu/web/as-one'
import type { AdminContext } from './api/context.ts'
import { type Config, originOf, registrationOf } from '@hufu/server'
import { mailOff } from '@hufu/server'
import type { PlatformSettings } from '@hufu/server'
import { enabledPlatforms } from '@hufu/server'

/** The parts that a running server already has. */
type Running = Pick<AdminContext, 'directory' | 'rates' | 'mail' | 'linkTo' | 'platforms'>

const notRunning = (config: Config, store: Store): Running => ({
  directory: directoryOf(store),
  rates: rateLimit(),
  platforms: new Map(),
  mail: mailOff,
  linkTo: (path) => originOf(config) + path,
})

/** A running server shares its caches, so that a change is visible at once; a command gets new ones. */
export function administration(
  config: Config,
  baseStore: Store,
  ring: KeyRing,
  settings: PlatformSettings,
  { directory, rates, mail, linkTo, platforms }: Running = notRunning(config, baseStore),
): AdminContext {
  const store = joining(baseStore)
  const dialects = enabledPlatforms(config).map(({ dialect }) => dialect)
  return {
    store,
    directory,
    rates,
    dialects,
    platforms,
    mail,
    linkTo,
    registration: registrationOf(config),
    policyOf: settings.policyOf,
    settings,
    allowLoopback: config.mode === 'demo',
    keepsSecret,
    seal: ring.seal,
    generateKeyPair: generateRsaKeyPair,
    checkPublicKey: (text) => publicKeyOf(text).export({ type: 'spki', format: 'der' }).toString('base64url'),
    addressOf: (request) => request.ip,
  }
}
