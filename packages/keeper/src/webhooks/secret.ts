/* The secret of a webhook endpoint, as the Standard Webhooks convention writes it. */
import { randomBytes } from 'node:crypto'
import { bytesOfBase64 } from '@hufu/crypto'

const PREFIX = 'whsec_'
const LEAST = 24
const MOST = 64

/** `whsec_` and 32 random bytes: give it to the receiver, and to the keeper. */
export const newWebhookSecret = (): string => PREFIX + randomBytes(32).toString('base64')

/** @throws {TypeError} when it is none; the message does not hold it. */
export function bytesOfSecret(secret: string): Uint8Array {
  const bytes = secret.startsWith(PREFIX) ? bytesOfBase64(secret.slice(PREFIX.length)) : undefined
  if (bytes && bytes.length >= LEAST && bytes.length <= MOST) return bytes
  throw new TypeError(
    `a webhook secret is ${PREFIX} and the base64 of ${LEAST} to ${MOST} bytes: make one with newWebhookSecret()`,
  )
}
