/* Passwords of people: slow to guess. Secrets made by machines need no more than a digest (see digest.ts). */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'
import { digest } from '@hufu/engine'

/** UTF-8 bytes. A longer password is wrong without a hash, so that nobody can make the server hash a megabyte. */
export const LONGEST_PASSWORD = 1024

interface Costs {
  /** KiB. */
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

/** OWASP's password storage cheat sheet, argon2id: 19 MiB, two passes, one lane. */
const costs: Costs = { memory: 19_456, passes: 2, parallelism: 1 }
const SALT_BYTES = 16
const HASH_BYTES = 32

const derive = promisify(argon2)

/** Each takes 19 MiB and a thread of the pool, of which there are four: one is left to the rest of the process. */
const inHand = limited(Math.max(1, Math.min(3, availableParallelism())))

const hashed = (
  password: string,
  nonce: Uint8Array,
  { memory, passes, parallelism }: Costs,
  tagLength: number,
) =>
  inHand(() =>
    derive('argon2id', { message: spelling(password), nonce, memory, passes, parallelism, tagLength }),
  )

/** One password, one spelling, whichever keyboard wrote it (NIST SP 800-63B, section 3.1.1.2). */
const spelling = (password: string): Buffer => Buffer.from(password.normalize('NFKC'))

export const isTooLong = (password: string): boolean =>
  password.length > LONGEST_PASSWORD || spelling(password).length > LONGEST_PASSWORD

/**
 * The password as it is kept: PHC text, `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`.
 * @throws {RangeError} when it has more than `LONGEST_PASSWORD` bytes.
 */
export async function hashPassword(password: string): Promise<string> {
  if (isTooLong(password)) throw new RangeError(`the password has more than ${LONGEST_PASSWORD} bytes`)
  const salt = randomBytes(SALT_BYTES)
  const hash = await hashed(password, salt, costs, HASH_BYTES)
  const { memory, passes, parallelism } = costs
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(hash)}`
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '')

const phc =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{22,128})$/

/**
 * Whether this is the password, compared in constant time. Costs what the text says, so that an older one still counts.
 * @throws {Error} when `kept` is not what `hashPassword` writes.
 */
export async function verifyPassword(kept: string, password: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt, hash] = phc.exec(kept) ?? []
  if (salt === undefined || hash === undefined) throw new Error('a kept password is no PHC text of argon2id')
  if (isTooLong(password)) return false
  const expected = Buffer.from(hash, 'base64')
  const own = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  return timingSafeEqual(await hashed(password, Buffer.from(salt, 'base64'), own, expected.length), expected)
}

/**
 * Tells one kept password from the next, and nothing else. A session bears that of the password that it was begun with, so
 * that a login which was under way when the password changed comes to nothing.
 */
export const passwordMark = ({ password }: { readonly password: string }): string =>
  digest('session', `password ${password}`).slice(0, 22)

/** Nobody's password: what is verified where there is no account, so that no answer comes sooner than another. */
export const nobodysPassword = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`

/** 32 letters and digits that are not mistaken for one another: five bits each, none likelier than another. */
const LETTERS = '23456789abcdefghijkmnpqrstuvwxyz'

/** 100 random bits to be read aloud or typed off once, such as `k7m3p-9xq2a-w4ttn-8bchd`. */
export const oneTimePassword = (): string =>
  Array.from(randomBytes(20), (byte) => LETTERS.charAt(byte & 31))
    .join('')
    .replace(/.{5}(?=.)/g, '$&-')

/** Runs at most so many at once; the others wait, first come, first served. */
function limited(most: number): <Value>(act: () => Promise<Value>) => Promise<Value> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (act) => {
    if (running >= most) await new Promise<void>((start) => waiting.push(start))
    else running++
    try {
      return await act()
    } finally {
      // The next one takes over this place, so that nobody who comes now gets in between.
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
