/* What administration works with, over HTTP and from the command line alike. */
import { type KeyRing, generateRsaKeyPair, publicKeyOf } from '@hufu/crypto'
import { type Store, directoryOf, rateLimit } from '@hufu/engine'
import { joining } from './as-one.ts'
import type { AdminContext } from './admin/context.ts'
import { type Config, originOf, registrationOf } from './config.ts'
import { mailOff } from './mail.ts'
import type { PlatformSettings } from './platform-settings.ts'
import { enabledDialects } from './policies.ts'

/** What a server that runs has already. */
type Running = Pick<AdminContext, 'directory' | 'rates' | 'mail' | 'linkTo' | 'platforms'>

const notRunning = (config: Config, store: Store): Running => ({
  directory: directoryOf(store),
  rates: rateLimit(),
  platforms: new Map(),
  mail: mailOff,
  linkTo: (path) => originOf(config) + path,
})

/** Of a running server: its own caches, so that what is changed is seen at once. Else fresh ones. */
export function administration(
  config: Config,
  given: Store,
  ring: KeyRing,
  settings: PlatformSettings,
  { directory, rates, mail, linkTo, platforms }: Running = notRunning(config, given),
): AdminContext {
  const store = joining(given)
  const dialects = enabledDialects(config)
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
    seal: ring.seal,
    generateKeyPair: generateRsaKeyPair,
    checkPublicKey: (text) => publicKeyOf(text).export({ type: 'spki', format: 'der' }).toString('base64url'),
    addressOf: (request) => request.ip,
  }
}
