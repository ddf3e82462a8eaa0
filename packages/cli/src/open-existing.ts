import { statSync } from 'node:fs'
import { type KeyRing, keyRing } from '@hufu/crypto'
import type { Store } from '@hufu/accounts'
import type { Config } from '@hufu/server'
import { openStore } from '@hufu/platform'
import { WHO_MAKES_THEM, loadKeys } from '@hufu/crypto'
import { Refused } from './refused.ts'

/**
 * Opens the store and the key ring of a configuration, and creates neither: with a wrong configuration, or in a wrong folder, a
 * command would otherwise administer a new, empty store.
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
