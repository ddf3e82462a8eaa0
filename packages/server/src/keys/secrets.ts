/* Secrets that the server keeps sealed in its store: the pairwise key, the form key, and platforms' private keys. */
import { createPublicKey, randomBytes } from 'node:crypto'
import { type KeyRing, generateRsaKeyPair, privateKeyOf } from '@hufu/crypto'
import type { Store } from '@hufu/accounts'

/** The text under this name, made and kept at the first asking. Of two processes that ask at once both get the first. */
export async function keptSecret(
  store: Store,
  ring: KeyRing,
  name: string,
  make: () => Promise<string>,
): Promise<string> {
  if ((await store.setting(name)) === undefined)
    await store.putSettingOnce(name, ring.seal(await make(), name))
  const text = ring.openText((await store.setting(name)) ?? '', name)
  if (text === undefined)
    throw new Error(
      `the setting "${name}" cannot be decrypted: the store was changed by another program; restore it from a backup`,
    )
  return text
}

export const randomSecret = async (): Promise<string> => randomBytes(32).toString('base64url')

/** At most this many private keys of one platform are tried. */
const MOST_PLATFORM_KEYS = 2

export const platformKeyPrefix = (platform: string): string => `platform key ${platform} `

/** The platform's private keys, the newest first; one is made where there is none. */
export async function platformKeys(
  store: Store,
  ring: KeyRing,
  platform: string,
): Promise<readonly string[]> {
  const prefix = platformKeyPrefix(platform)
  const names = (await store.settings(prefix)).map(([name]) => name)
  if (names.length === 0) {
    return [
      await keptSecret(store, ring, `${prefix}0001`, async () => (await generateRsaKeyPair()).privateKey),
    ]
  }
  const newest = names.toSorted().toReversed().slice(0, MOST_PLATFORM_KEYS)
  return Promise.all(newest.map((name) => keptSecret(store, ring, name, randomSecret)))
}

/** The public half of a platform's private key, as applications receive it: one line of base64url SPKI. */
export const publicHalf = (privateKey: string): string =>
  createPublicKey(privateKeyOf(privateKey)).export({ type: 'spki', format: 'der' }).toString('base64url')
