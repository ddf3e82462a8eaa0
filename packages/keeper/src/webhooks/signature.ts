/*
 * Webhooks as https://www.standardwebhooks.com signs them: HMAC-SHA256 over `id.timestamp.body`. While a secret is
 * replaced there are several signatures, one a secret.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { bytesOfSecret } from './secret.ts'

/** One, or several while one is replaced; the current one first. */
export type WebhookSecrets = string | readonly string[]

/** Seconds by which a message may be older or newer than the receiver's clock. */
export const REPLAY_SECONDS = 300

const bytesOf = (secrets: WebhookSecrets): readonly Uint8Array[] =>
  [secrets].flat().map((secret) => bytesOfSecret(secret))

const signature = (key: Uint8Array, id: string, timestamp: string, body: string | Uint8Array): Buffer =>
  createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest()

/**
 * What goes with a message. The id stays for all tries of one message; the time is that of the try, in seconds.
 *
 * @throws {TypeError} when a secret is none.
 */
export function webhookHeaders(
  secrets: WebhookSecrets,
  id: string,
  now: number,
  body: string,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now))
  const signed = bytesOf(secrets).map((key) => `v1,${signature(key, id, timestamp, body).toString('base64')}`)
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signed.join(' ') }
}

export interface VerifiedWebhook {
  /** The same for each try of one message: take a message once by it. */
  readonly id: string
  readonly type: string
  /** When it happened, ISO 8601. */
  readonly timestamp: string
  readonly data: Readonly<Record<string, unknown>>
}

const refused = {
  headers_missing:
    'A header is missing or unfit: it takes webhook-id, webhook-timestamp and webhook-signature.',
  signature_wrong:
    'No signature fits: take the secret of this endpoint, and the body byte for byte as it came.',
  too_old: 'The message is older than five minutes: it may be a replay, or the clock here is wrong.',
  too_new: 'The message is from the future: set the clock here.',
  body_unreadable: 'The body is signed, and yet no message of this convention.',
} as const

export interface RefusedWebhook {
  readonly error: keyof typeof refused
  readonly hint: string
}

const refusal = (error: keyof typeof refused): RefusedWebhook => ({ error, hint: refused[error] })

/** Headers of a `fetch` request or of a Node request. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

const LONGEST_ID = 256
const MOST_SIGNATURES = 16

/**
 * For receivers: whether a message came from a keeper that has the secret, and less than five minutes ago. It takes the
 * time that it takes whatever the signature. Answers with what was refused rather than throw.
 *
 * @param body byte for byte as it came, before any parsing. @param now seconds since the epoch; by default this machine's.
 * @throws {TypeError} when a secret is none.
 */
export function verifyWebhook(
  secrets: WebhookSecrets,
  headers: WebhookHeaders,
  body: string | Uint8Array,
  now: number = Date.now() / 1000,
): VerifiedWebhook | RefusedWebhook {
  const keys = bytesOf(secrets)
  const [id, timestamp, given] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    headerOf(headers, name),
  )
  if (!id || id.length > LONGEST_ID || !timestamp || !/^\d{1,12}$/.test(timestamp) || !given)
    return refusal('headers_missing')
  const signatures = given
    .split(' ', MOST_SIGNATURES)
    .flatMap((each) => (each.startsWith('v1,') ? [Buffer.from(each.slice(3), 'base64')] : []))
  const expected = keys.map((key) => signature(key, id, timestamp, body))
  // Each is compared, also after one fits.
  const fits = expected.flatMap((one) =>
    signatures.map((each) => each.length === one.length && timingSafeEqual(each, one)),
  )
  if (!fits.includes(true)) return refusal('signature_wrong')
  if (Number(timestamp) < now - REPLAY_SECONDS) return refusal('too_old')
  if (Number(timestamp) > now + REPLAY_SECONDS) return refusal('too_new')
  return messageOf(id, body)
}

function headerOf(headers: WebhookHeaders, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined
  const [, value] = Object.entries(headers).find(([key]) => key.toLowerCase() === name) ?? []
  return typeof value === 'string' ? value : undefined
}

function messageOf(id: string, body: string | Uint8Array): VerifiedWebhook | RefusedWebhook {
  try {
    const text = typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body)
    const said: unknown = JSON.parse(text)
    if (!isRecord(said) || !isRecord(said.data)) return refusal('body_unreadable')
    const { type, timestamp, data } = said
    if (typeof type !== 'string' || typeof timestamp !== 'string') return refusal('body_unreadable')
    return { id, type, timestamp, data }
  } catch {
    return refusal('body_unreadable')
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
