/*
 * Which keys the processes of one store need. A token does not say which key it was made with, so a process that lacks one
 * takes it for made up: it has to know that it lacks one, and then gives no final answer.
 */
import { type KeyRing, UnknownKeyError } from '@hufu/crypto'
import type { Store } from '@hufu/accounts'

/** Sealed under the key that some process makes tokens with, which the sealed text names. */
const PLACE = 'current key'
/** Milliseconds between two looks, and, with some to spare, from saying that a key is current to the first token of it. */
const BETWEEN_LOOKS = 1000
const UNTIL_SEEN = 1500

export interface KeysInUse {
  /** The id of a key that is in use and that the ring lacks. */
  lacking(): string | undefined
  /** Looks now; the keys may have been added to the ring meanwhile. */
  look(): Promise<void>
  stop(): void
}

const keyOf = (sealed: string): string | undefined => /^1\.([\w-]{1,32})\./.exec(sealed)?.[1]

/**
 * Tells every process of this store that tokens will be made with this key, and waits until they have looked. Nothing is
 * waited for where nobody could have looked yet.
 */
export async function sayCurrent(store: Store, seal: KeyRing['seal'], keyId: string): Promise<void> {
  const said = await store.setting(PLACE)
  if (said !== undefined && keyOf(said) === keyId) return
  await store.putSetting(PLACE, seal(keyId, PLACE))
  if (said !== undefined) await new Promise((seen) => setTimeout(seen, UNTIL_SEEN))
}

export function keysInUse(
  store: Store,
  ring: KeyRing & { readonly renew?: () => boolean },
  failed: (error: unknown) => void,
): KeysInUse {
  let lacking: string | undefined

  async function look(): Promise<void> {
    const said = keyOf((await store.setting(PLACE)) ?? '')
    const needed = [...(said === undefined ? [] : [said]), ...(await store.keyIdsInUse(store.now()))]
    // Another key may be current since, too.
    ring.renew?.()
    lacking = needed.find((id) => !ring.ids.includes(id))
  }
  const timer = setInterval(() => void look().catch(failed), BETWEEN_LOOKS)
  timer.unref()
  return { lacking: () => lacking, look, stop: () => clearInterval(timer) }
}

/** @throws {UnknownKeyError} where the ring lacks a key that is in use. */
export function refuseLacking(ring: KeyRing, { lacking }: Pick<KeysInUse, 'lacking'>): void {
  const keyId = lacking()
  if (keyId !== undefined) throw new UnknownKeyError(keyId, ring.ids)
}
