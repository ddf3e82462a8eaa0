/* Settings that operators change while servers run: policies by platform, and the platforms' own keys. */
import type { KeyObject } from 'node:crypto'
import { type KeyRing, generateRsaKeyPair, privateKeyOf } from '@hufu/crypto'
import type { Dialect, PlatformRecord, Policy } from '@hufu/dialects'
import { STALE_SECONDS } from '@hufu/engine'
import type { Store } from '@hufu/accounts'
import { type Config, type PolicyInput, policySchema } from '../config.ts'
import { ConfigError, problemsOf } from '@hufu/web/config-error'
import { effectivePolicy, enabledPlatforms } from './policies.ts'
import { keptSecret, platformKeyPrefix, platformKeys, publicHalf } from '../keys/secrets.ts'

export interface PlatformKeys {
  /** The current one first; none where nothing is sealed. */
  readonly privateKeys: readonly KeyObject[]
  /** The public half of the current one, as applications are given it: one line of base64url SPKI. */
  readonly publicKey?: string
}

export interface PlatformSettings {
  /** The dialect's, with what the configuration and then the operators set otherwise. */
  policyOf(platform: string): Policy
  /** The operators' overrides; null removes a limit. */
  overrideOf(platform: string): PolicyInput
  /** Names that the configuration's file has set, which wins: they are not to be set here. */
  fixedOf(platform: string): readonly string[]
  /**
   * Sets all of it, or says why not, a line a culprit. In force here at once, in other processes within `STALE_SECONDS`.
   *
   * @param into what it is written into, where more is committed with it: then it is in force here once `read` has looked.
   */
  change(platform: string, override: unknown, into?: Store): Promise<readonly string[]>
  keysOf(platform: string): PlatformKeys
  /**
   * A new key, which seals and signs from now on; the one before still opens, an older one goes. `into`: as in `change`.
   * Returns the key.
   */
  rotateKey(platform: string, into?: Store): Promise<KeyObject>
  /** Looks again what other processes have set. */
  read(): Promise<void>
  stop(): void
}

const settingOf = (platform: string): string => `policy ${platform}`

interface Held {
  readonly override: PolicyInput
  readonly policy: Policy
  readonly keys: PlatformKeys
  readonly keyTexts: readonly string[]
}

/**
 * @throws {ConfigError} when a platform could not do as it is set.
 * @param watch whether to look again every `STALE_SECONDS`, for as long as this process serves.
 */
export async function platformSettings(
  config: Config,
  store: Store,
  ring: KeyRing,
  watch?: { readonly failed: (error: unknown) => void },
): Promise<PlatformSettings> {
  const platforms = new Map(enabledPlatforms(config).map((each) => [each.dialect.id, each]))
  const held = new Map<string, Held>()

  const recordOf = (platform: string): PlatformRecord => {
    const record = platforms.get(platform)
    if (!record) throw new Error(`no platform ${platform} is enabled`)
    return record
  }
  const of = (platform: string): Held => {
    const found = held.get(platform)
    if (!found) throw new Error(`no platform ${platform} is enabled`)
    return found
  }

  async function readOverride(platform: string): Promise<PolicyInput> {
    const sealed = await store.setting(settingOf(platform))
    if (sealed === undefined) return {}
    const text = ring.openText(sealed, settingOf(platform))
    if (text === undefined)
      throw new ConfigError(
        `the setting "${settingOf(platform)}" cannot be decrypted: the store was changed by another program; restore it from a backup`,
      )
    return policySchema.parse(JSON.parse(text))
  }

  /** An unchanged setting is not parsed again. */
  async function readKeys({ id, envelope }: Dialect): Promise<Pick<Held, 'keys' | 'keyTexts'>> {
    if (envelope === undefined) return { keyTexts: [], keys: { privateKeys: [] } }
    const texts = await platformKeys(store, ring, id)
    const before = held.get(id)
    if (before && String(before.keyTexts) === String(texts)) return before
    const [current] = texts
    return {
      keyTexts: texts,
      keys: {
        privateKeys: texts.map(privateKeyOf),
        ...(current !== undefined && { publicKey: publicHalf(current) }),
      },
    }
  }

  async function readOne(record: PlatformRecord): Promise<void> {
    const { dialect } = record
    const override = await readOverride(dialect.id)
    const policy = effectivePolicy(record, config, override)
    const { keys, keyTexts } = await readKeys(dialect)
    held.set(dialect.id, { override, policy, keys, keyTexts })
  }
  const readAll = async () => {
    for (const record of platforms.values()) await readOne(record)
  }
  // One after the other: a look that began before a change must not end after the look that follows it.
  let looking: Promise<void> = Promise.resolve()
  const read = (): Promise<void> => (looking = looking.then(readAll, readAll))

  await read()
  const timer =
    watch &&
    setInterval(() => {
      read().catch(watch.failed)
    }, STALE_SECONDS * 1000)
  timer?.unref()

  const fixedOf = (platform: string) => Object.keys(config.platforms[platform]?.policy ?? {})
  return {
    policyOf: (platform) => of(platform).policy,
    overrideOf: (platform) => of(platform).override,
    fixedOf,
    async change(platform, given, into = store) {
      const record = recordOf(platform)
      const parsed = policySchema.safeParse(given)
      if (!parsed.success) return problemsOf(parsed.error)
      const fixed = fixedOf(platform).filter((name) => Object.hasOwn(parsed.data, name))
      if (fixed.length > 0)
        return fixed.map((name) => `${name}: the configuration's file sets it, and would win`)
      try {
        effectivePolicy(record, config, parsed.data)
      } catch (error) {
        if (error instanceof ConfigError) return [error.message]
        throw error
      }
      const name = settingOf(platform)
      await into.putSetting(name, ring.seal(JSON.stringify(parsed.data), name))
      if (into === store) await read()
      return []
    },
    keysOf: (platform) => of(platform).keys,
    async rotateKey(platform, into = store) {
      const { dialect } = recordOf(platform)
      if (dialect.envelope === undefined)
        throw new Error(`${platform} does not encrypt its requests, so it has no RSA key`)
      const made = await addPlatformKey(into, ring, platform)
      if (into === store) await read()
      return privateKeyOf(made)
    },
    read,
    stop: () => clearInterval(timer),
  }
}

async function addPlatformKey(store: Store, ring: KeyRing, platform: string): Promise<string> {
  await platformKeys(store, ring, platform)
  const prefix = platformKeyPrefix(platform)
  const names = (await store.settings(prefix)).map(([name]) => name).toSorted()
  const last = Number(names.at(-1)?.slice(prefix.length) ?? 0)
  const name = `${prefix}${String(last + 1).padStart(4, '0')}`
  const made = await keptSecret(store, ring, name, async () => (await generateRsaKeyPair()).privateKey)
  for (const old of names.slice(0, -1)) await store.deleteSetting(old)
  return made
}
