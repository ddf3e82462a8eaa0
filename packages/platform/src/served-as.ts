/* The mode that a store was served in. The store records it, because the next server may have another configuration. */
import type { KeyRing } from '@hufu/crypto'
import type { Store } from '@hufu/accounts'
import type { Config } from '@hufu/server'
import { ConfigError } from '@hufu/web/config-error'
import { keptSecret } from '@hufu/server'

const PLACE = 'served as'

export type ServedAs = Config['mode'] | 'sandbox'

/**
 * Marks the store as being served so from now on. Once in production it stays a store of production, and once a sandbox's it
 * stays that, with apps and grants that nobody has reviewed. One that was served before there was a mark may be either.
 *
 * @throws {ConfigError} where a sandbox would be of a store of production, or the other way round; the store is unchanged.
 */
export async function markServed(store: Store, ring: KeyRing, as: ServedAs): Promise<void> {
  const unmarked = (await store.setting(PLACE)) === undefined
  if (unmarked && as !== 'production' && (await store.setting('pairwise key')) !== undefined) {
    if (as === 'demo') return
    throw new ConfigError(
      `store: it was served before servers recorded their mode, so it may be a production server’s: ${anotherStore}`,
    )
  }
  const was = await keptSecret(store, ring, PLACE, async () => as)
  if (was === 'production' && as === 'sandbox')
    throw new ConfigError(
      `store: it has been served in production, and a sandbox would change the grants of real shops: ${anotherStore}`,
    )
  if (was === 'sandbox' && as === 'production')
    throw new ConfigError(
      'store: it is a sandbox’s, with apps and grants that nobody has reviewed or agreed to: ' +
        'give the production server a store and keys of its own',
    )
  if (was === 'demo' && as !== 'demo') await store.putSetting(PLACE, ring.seal(as, PLACE))
}

const anotherStore =
  'give the sandbox a store and keys of its own, such as "store": "sqlite:./sandbox/hufu.db", "keys": "./sandbox/hufu.keys"'
