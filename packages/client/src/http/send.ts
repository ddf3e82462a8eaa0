import type { Where } from '@hufu/dialects'
import { type CallFailure, callFailure } from '../failure.ts'
import { known } from '../known.ts'
import { failureOfFetch } from './not-sent.ts'
import type { HttpRequest } from './request.ts'

/** Any `fetch` that minds `signal`: the runtime's own, one with a proxy, one that a test made. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface Transport {
  /** The runtime's own by default. */
  readonly fetch?: Fetch | undefined
  /** Until the answer is whole. 30 by default: platforms that take 15 are in use. */
  readonly timeoutSeconds?: number | undefined
}

/** What one call may be given beside what it asks. */
export interface CallOptions {
  /** Ends the call with the failure `aborted`: `not_sent` where nothing was given to the network yet, `ambiguous` after that. */
  readonly signal?: AbortSignal | undefined
  /**
   * Asked last of all, right before `fetch`. False: nothing is sent, and the call fails with `withheld`, `not_sent`. The
   * deadline counts from its answer. What it throws, the call throws.
   */
  readonly beforeSend?: (() => boolean | Promise<boolean>) | undefined
  /**
   * Gets a 2xx reply that could not be read, or what came of it before it broke off, before the call fails; and one with
   * tokens whose refresh token could not be read.
   */
  readonly unreadable?: ((reply: UnreadableReply) => void) | undefined
  /** Whose address is called, where the call's own argument cannot say it. */
  readonly where?: Where | undefined
}

/** A reply that says success in a way that this platform does not. It may hold tokens: for no log. */
export interface UnreadableReply {
  /** Of HTTP, 200 to 299. */
  readonly status: number
  /** In lower case, without parameters. */
  readonly mediaType?: string
  readonly body: string
}

export interface HttpResponse {
  readonly status: number
  readonly headers: Pick<Headers, 'get'>
  readonly body: string
}

const MOST_BYTES = 1 << 20

/**
 * Sends a request once: no redirect is followed, nothing is repeated, on Bun and Deno neither by the runtime, and an answer
 * of more than 1 MiB is not read. What the network does comes back as a failure.
 */
export async function send(
  request: HttpRequest,
  transport: Transport = {},
  { signal: callers, beforeSend, unreadable }: CallOptions = {},
): Promise<HttpResponse | CallFailure> {
  const { url, ...init } = request
  const { fetch = (...asked) => globalThis.fetch(...asked), timeoutSeconds = 30 } = transport
  const aborted = () => callers?.aborted === true
  if (aborted()) return callFailure('not_sent', { error: 'aborted' })
  if (beforeSend && !(await beforeSend())) return callFailure('not_sent', { error: 'withheld' })
  if (aborted()) return callFailure('not_sent', { error: 'aborted' })
  const late = AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000))
  const signal = callers ? AbortSignal.any([late, callers]) : late
  let response: Response | undefined
  const heard = { text: '' }
  // What came of a success before it broke off may hold tokens.
  const broken = (failure: CallFailure): CallFailure => {
    if (response?.ok && heard.text !== '') unreadable?.(replyOf({ ...headOf(response), body: heard.text }))
    return failure
  }
  try {
    response = await fetch(url, { ...init, redirect: 'manual', signal, ...ownConnection() })
    const { status, headers, body } = response
    return (await isWhole(body, decoderOf(headers.get('content-type')), heard))
      ? { status, headers, body: heard.text }
      : broken(callFailure('ambiguous', { error: 'answer_unreadable', status, detail: 'too long' }))
  } catch (error) {
    if (aborted()) return broken(callFailure('ambiguous', { error: 'aborted' }))
    if (late.aborted) return broken(callFailure('ambiguous', { error: 'answer_late' }))
    return response ? broken(callFailure('ambiguous', { error: 'answer_lost' })) : failureOfFetch(error)
  }
}

let unpooled: unknown

/**
 * Bun and Deno send a request again, on another connection, where a kept one was closed without an answer. A connection of
 * its own is not kept: Bun minds `keepalive`, Deno a client without a pool. Node sends nothing twice, and minds neither.
 */
function ownConnection(): { readonly keepalive: false; readonly client?: unknown } {
  const { Deno: deno } = globalThis as {
    readonly Deno?: { createHttpClient?(options: object): unknown }
  }
  unpooled ??= deno?.createHttpClient?.({ poolMaxIdlePerHost: 0 })
  return { keepalive: false, ...(unpooled !== undefined && { client: unpooled }) }
}

const headOf = ({ status, headers }: Response) => ({ status, headers })

/** A reply for whom `unreadable` is there. */
export function replyOf({ status, headers, body }: HttpResponse): UnreadableReply {
  const [mediaType = ''] = (headers.get('content-type') ?? '').toLowerCase().split(';')
  return { status, body, ...known({ mediaType: mediaType.trim() || undefined }) }
}

/** Whether the body ended before it was longer than we read. `heard` grows as it comes. */
async function isWhole(
  body: Response['body'],
  decoder: TextDecoder,
  heard: { text: string },
): Promise<boolean> {
  const reader = body?.getReader()
  for (let bytes = 0; bytes <= MOST_BYTES;) {
    const piece = await reader?.read()
    heard.text += decoder.decode(piece?.value, { stream: piece?.value !== undefined })
    if (!piece?.value) return true
    bytes += piece.value.length
  }
  reader?.cancel().catch(() => undefined)
  return false
}

/** Of the reply's own charset; of UTF-8, which JSON is in, where it names none that this runtime has. */
export function decoderOf(contentType: string | null): TextDecoder {
  const [, label] = /;\s*charset\s*=\s*["']?([^"';\s]+)/i.exec(contentType ?? '') ?? []
  try {
    return new TextDecoder(label)
  } catch {
    return new TextDecoder()
  }
}
