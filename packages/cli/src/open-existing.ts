import { statSync } from 'node:fs'
import { type KeyRing, keyRing } from '@hufu/crypto'
import type { Store } from '@hufu/accounts'
import type { Config } from '@hufu/server'
import { openStore } from '@hufu/platform'
import { WHO_MAKES_THEM, loadKeys } from '@hufu/crypto'
import { Refused } from './refused.ts'

/**
 * Store and key ring of a configuration. A command with a wrong configuration, or in a wrong folder, would otherwise
 * administer an empty store that it has just made.
 *
 * @throws {Refused} where one of them is not there.
 */
export function openExisting(config: Config): { readonly store: Store; readonly ring: KeyRing } {
  const [, file] = /^sqlite:(.+)$/.exec(config.store) ?? []
  if (file !== undefined && (statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0)
    throw new Refused(`there is no store at ${file}: ${WHO_MAKES_THEM}`)
  const ring = keyRing(loadKeys(config.keys, process.env['HUFU_KEYS']))
  return { ring, store: openStore(config) }
}
