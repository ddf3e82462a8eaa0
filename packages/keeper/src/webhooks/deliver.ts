/* One try of one message. */
import type { Endpoint } from './endpoint.ts'
import type { Message } from '@hufu/keeper-store/outbox'
import { webhookHeaders } from './signature.ts'

/** Milliseconds for the receiver to answer. */
const TIMEOUT = 15_000

/**
 * - `taken`: any 2xx
 * - `gone`: 410, the receiver wants no more
 * - `failed`: any other status, a redirect too, or no answer
 * - `broken_off`: the keeper stops; the receiver may have it
 */
export type Delivery =
  | { readonly outcome: 'taken' }
  | { readonly outcome: 'broken_off' }
  | { readonly outcome: 'gone' | 'failed'; readonly error: string }

/** Reads only the receiver's status. @param now seconds since the epoch. */
export async function deliver(
  { url, secrets }: Endpoint,
  { id, body }: Message,
  now: number,
  stopping: AbortSignal,
): Promise<Delivery> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Hufu-Keeper',
        ...webhookHeaders(secrets, id, now, body),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT), stopping]),
    })
    await response.body?.cancel()
    if (response.ok) return { outcome: 'taken' }
    const redirected = response.status >= 300 && response.status < 400
    return {
      outcome: response.status === 410 ? 'gone' : 'failed',
      error: `status ${response.status}${redirected ? ', which is not followed' : ''}`,
    }
  } catch (error) {
    return stopping.aborted ? { outcome: 'broken_off' } : { outcome: 'failed', error: reasonOf(error) }
  }
}

/** Only the code of the error's cause: its message may contain the address. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if (error.name === 'TimeoutError') return `no answer in ${TIMEOUT / 1000} s`
  const { cause } = error
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : error.name
}
