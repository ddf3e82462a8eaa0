/* What administration works with, over HTTP and from the command line alike. */
import { type KeyRing, generateRsaKeyPair, publicKeyOf } from '@hufu/crypto'
import { type Directory, type RateLimit, type Store, directoryOf, rateLimit } from '@hufu/engine'
import type { AdminContext } from './admin/context.ts'
import type { Config } from './config.ts'
import type { PlatformSettings } from './platform-settings.ts'
import { enabledDialects } from './policies.ts'

/** Of a running server: its own caches, so that what is changed is seen at once. Else fresh ones. */
export function administration(
  config: Config,
  store: Store,
  ring: KeyRing,
  settings: PlatformSettings,
  { directory, rates }: { readonly directory: Directory; readonly rates: RateLimit } = {
    directory: directoryOf(store),
    rates: rateLimit(),
  },
): AdminContext {
  const dialects = enabledDialects(config)
  return {
    store,
    directory,
    rates,
    dialects,
    policyOf: settings.policyOf,
    settings,
    allowLoopback: config.mode === 'demo',
    seal: ring.seal,
    generateKeyPair: generateRsaKeyPair,
    checkPublicKey: (text) => publicKeyOf(text).export({ type: 'spki', format: 'der' }).toString('base64url'),
    addressOf: (request) => request.ip,
  }
}
