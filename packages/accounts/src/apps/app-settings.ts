import type { Policy } from '@hufu/dialects'
import { isAddressRule } from '@hufu/engine'
import { checkRegistration } from '@hufu/engine'
import { type Refusal, checkLine, firstRefusal, invalid } from '../refusal.ts'
import type { App } from '@hufu/engine'

/** The settings of an app that can change at any time, in any status. An absent member stays as it is. */
export interface AppSettings {
  readonly name?: string
  readonly developer?: string
  readonly redirectUris?: readonly string[]
  readonly scopes?: readonly string[]
  readonly addresses?: readonly string[]
  readonly testShops?: readonly string[]
  readonly publicKeys?: readonly string[]
  readonly mayRefresh?: boolean
  /** The version of a logo that the store has. */
  readonly logo?: string
}

export interface SettingRules {
  readonly policy: Policy
  readonly allowLoopback: boolean
  /** Whether the platform seals what it says to an app. */
  readonly seals: boolean
  /** The key in its one spelling. @throws {Error} when it is none of at least 2048 bits. */
  checkPublicKey(text: string): string
}

export const MOST_PUBLIC_KEYS = 2
const MOST_REDIRECT_URIS = 20
const MOST_ADDRESSES = 100
export const MOST_TEST_SHOPS = 100

export const noRsaKeys = invalid(
  'publicKeys',
  'this platform does not encrypt its requests, so its apps have no RSA keys',
)

/** The app with all of the settings, or none of them. */
export function withSettings(app: App, settings: AppSettings, rules: SettingRules): App | Refusal {
  const publicKeys = settings.publicKeys && keysOf(settings.publicKeys, rules)
  if (publicKeys && 'refused' in publicKeys) return publicKeys
  const refused = checkSettings(settings, rules)
  return refused ?? { ...app, ...given(settings), ...(publicKeys && { publicKeys }) }
}

/** A member that is there and undefined would unset what it names. */
const given = (settings: AppSettings): AppSettings =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))

function checkSettings(settings: AppSettings, rules: SettingRules): Refusal | undefined {
  const { name, developer, redirectUris, scopes, addresses, testShops } = settings
  return (
    (name === undefined ? undefined : checkLine('name', name)) ??
    (developer === undefined ? undefined : checkLine('developer', developer)) ??
    (redirectUris && checkRedirectUris(redirectUris, rules)) ??
    (scopes && checkScopes(scopes, rules.policy)) ??
    (addresses && checkAddresses(addresses)) ??
    (testShops && firstRefusal(testShops, () => undefined, 'testShops', MOST_TEST_SHOPS))
  )
}

const checkRedirectUris = (
  uris: readonly string[],
  { policy, allowLoopback }: SettingRules,
): Refusal | undefined =>
  firstRefusal(
    uris,
    (entry) => {
      const mismatch = checkRegistration(entry, { ...policy, allowLoopback })
      return (
        mismatch && {
          text: mismatch.detail ?? '',
          why: { fault: 'callback', entry, because: mismatch.why },
        }
      )
    },
    'redirectUris',
    MOST_REDIRECT_URIS,
  )

const checkScopes = (scopes: readonly string[], { scopes: known }: Policy): Refusal | undefined =>
  firstRefusal(
    scopes,
    (scope) => {
      if (known.includes(scope)) return undefined
      return {
        text:
          known.length === 0
            ? 'is refused: this platform has no scopes'
            : `is not a scope of this platform: use one of ${known.join(', ')}`,
      }
    },
    'scopes',
    known.length,
  )

export const checkAddresses = (addresses: readonly string[]): Refusal | undefined =>
  firstRefusal(
    addresses,
    (rule) =>
      isAddressRule(rule)
        ? undefined
        : { text: 'is no address and no block such as 192.0.2.0/24', why: { fault: 'address' } },
    'addresses',
    MOST_ADDRESSES,
  )

function keysOf(
  texts: readonly string[],
  { seals, checkPublicKey }: SettingRules,
): readonly string[] | Refusal {
  if (texts.length > 0 && !seals) return noRsaKeys
  if (texts.length > MOST_PUBLIC_KEYS)
    return invalid('publicKeys', `has more than ${MOST_PUBLIC_KEYS} keys`, {
      fault: 'too_many',
      most: MOST_PUBLIC_KEYS,
    })
  const keys: string[] = []
  for (const [index, text] of texts.entries()) {
    try {
      keys.push(checkPublicKey(text))
    } catch (error) {
      return invalid(`publicKeys[${index}]`, error instanceof Error ? error.message : 'is no public key', {
        fault: 'public_key',
      })
    }
  }
  return new Set(keys).size < keys.length
    ? invalid('publicKeys', 'has a key twice', { fault: 'twice' })
    : keys
}
