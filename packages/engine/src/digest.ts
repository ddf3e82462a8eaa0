import { hash, timingSafeEqual } from 'node:crypto'
import type { Digest, SecretKind } from './store.ts'

/** The kind goes into the digest, so that even equal secrets of two kinds have nothing in common. */
export const digest = <Kind extends SecretKind>(kind: Kind, secret: string): Digest<Kind> =>
  hash('sha256', `${kind} ${secret}`, 'base64url') as Digest<Kind>

/** In constant time. */
export const sameDigest = <Kind extends SecretKind>(a: Digest<Kind>, b: Digest<Kind>): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
