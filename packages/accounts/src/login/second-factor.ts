/* A second factor of a login: codes of an authenticator app (RFC 6238), and recovery codes for who has lost it. */
import { randomBytes } from 'node:crypto'
import { digest } from '@hufu/engine'
import type { Digest } from '@hufu/engine'

/** The stored second factor of an account; it exists from the first correct code on. */
export interface Totp {
  /** The secret that the authenticator app holds too. */
  readonly sealed: string
  /** The last step of time whose code was taken: neither that nor an older one is taken again. */
  readonly lastStep: number
  /** Recovery codes that have not been used. */
  readonly recovery: readonly Digest<'recovery'>[]
  /** Seconds since the epoch. */
  readonly since: number
}

/** The TOTP algorithm. */
export interface Authenticator {
  /** Base32, 160 bits. */
  newSecret(): string
  /** The step of time that the code is of: the present one or one beside it. Undefined for a wrong code. */
  stepOf(secret: string, code: string, now: number): number | undefined
}

export interface FactorContext {
  readonly authenticator: Authenticator
  /** Seals a secret for the one place in which it will open. */
  seal(plain: string, associated: string): string
  /** Undefined for a text that was changed, or moved from another place. */
  unseal(sealed: string, associated: string): string | undefined
}

/** The associated data that binds a sealed secret to its account. `account` is unique among all kinds of accounts. */
export const factorPlace = (account: string): string => `second factor of ${account}`

const RECOVERY_CODES = 8
/** 32 letters and digits that are not mistaken for one another. */
const LETTERS = '23456789abcdefghijkmnpqrstuvwxyz'

/** 80 bits each, such as `k7m3-p9xq-2aw4-ttn8`. Shown once; the account stores a digest of each. */
export const newRecoveryCodes = (): readonly string[] =>
  Array.from({ length: RECOVERY_CODES }, () =>
    Array.from(randomBytes(16), (byte) => LETTERS.charAt(byte & 31))
      .join('')
      .replace(/.{4}(?=.)/g, '$&-'),
  )

/** However its owner types it: in capitals, with spaces, without the hyphens. */
export const recoveryDigest = (code: string): Digest<'recovery'> =>
  digest('recovery', code.toLowerCase().replace(/[\s-]/g, ''))

/** The factor after this code was used up; undefined when it is not, or no longer, good. */
export function afterCode(
  totp: Totp,
  given: string,
  { secret, authenticator, now }: { secret: string; authenticator: Authenticator; now: number },
): Totp | undefined {
  const code = given.replace(/\s/g, '')
  if (/^\d{6}$/.test(code)) {
    const step = authenticator.stepOf(secret, code, now)
    return step !== undefined && step > totp.lastStep ? { ...totp, lastStep: step } : undefined
  }
  const used = recoveryDigest(given)
  return totp.recovery.includes(used)
    ? { ...totp, recovery: totp.recovery.filter((each) => each !== used) }
    : undefined
}
