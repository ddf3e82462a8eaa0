/* `state` (RFC 6749, section 10.12; RFC 9700, sections 4.4 and 4.7): of one use, of one browser, of one platform. */
import type { Named } from '@hufu/dialects'

/** What a state stands for until the browser comes back. JSON can carry it. */
export interface PendingAuthorization {
  /** Which application, at which platform, at which address of it. */
  readonly party: string
  readonly redirectUri: string
  /** SHA-256 of what the browser keeps. */
  readonly binding: string
  /** Seconds since the epoch. */
  readonly expiresAt: number
  /** What the link's challenge was made of, where the platform knows PKCE. Without the code it opens nothing. */
  readonly codeVerifier?: string
  /** Whose address the browser was sent to, where tenants or regions have their own. */
  readonly where?: Named
  /** The application's own. */
  readonly data?: string
}

/** Where states wait. Keys are digests: who reads the store can neither forge a callback nor finish one. */
export interface StateStore {
  put(key: string, pending: PendingAuthorization): void | Promise<void>
  /** Gives, and forgets nothing: who is not the browser that began uses nothing up. */
  get(key: string): PendingAuthorization | undefined | Promise<PendingAuthorization | undefined>
  /** Gives and forgets in one act: of any number of callers at once, one gets it. */
  take(key: string): PendingAuthorization | undefined | Promise<PendingAuthorization | undefined>
}

/** Seconds for the merchant to find the password, log in and agree. */
export const STATE_LIFETIME = 1800

/**
 * A store in this process's memory. At most so many states wait; a new one displaces the oldest, so a flood of begun
 * authorizations ends others, and never the process.
 */
export function memoryStates(most = 10_000): StateStore {
  const waiting = new Map<string, PendingAuthorization>()
  return {
    put(key, pending) {
      waiting.set(key, pending)
      const [oldest] = waiting.keys()
      if (waiting.size > most && oldest !== undefined) waiting.delete(oldest)
    },
    get: (key) => waiting.get(key),
    take(key) {
      const pending = waiting.get(key)
      waiting.delete(key)
      return pending
    },
  }
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** 256 bits in 64 hexadecimal digits: letters and digits pass everywhere. */
export const randomText = (): string => hex(globalThis.crypto.getRandomValues(new Uint8Array(32)))

const sha256 = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))

/** SHA-256, hexadecimal. To look a digest up tells by its time nothing about the text. */
export const digestOf = async (text: string): Promise<string> => hex(await sha256(text))

/** The challenge of a verifier (RFC 7636, section 4.2). */
export const challengeOf = async (verifier: string): Promise<string> =>
  btoa(String.fromCharCode(...(await sha256(verifier))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace('=', '')

/** In a time that depends on the lengths alone. */
export function sameText(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  for (let at = 0; at < a.length; at++) difference |= a.charCodeAt(at) ^ b.charCodeAt(at)
  return difference === 0
}
