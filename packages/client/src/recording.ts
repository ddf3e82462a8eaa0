/* What went over the wire, as it went: the lines that `hufu dialect verify` reads. They hold secrets. */
import { type Fetch, decoderOf } from './http/send.ts'

/** A request as it was sent. Of its headers those that a dialect reads, names in lower case. */
export interface RecordedRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Absent where there was none. */
  readonly body?: string
  /** What was sealed in the body, where whoever redacted the recording had the keys. */
  readonly opened?: string
}

/** A response as it came. Of its headers those that say what the body is and where the browser goes. */
export interface RecordedResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Absent where it was not recorded. */
  readonly body?: string
  readonly opened?: string
}

/** One request and what came of it. A recording is a file with one of them a line, as JSON. */
export interface RecordedExchange {
  /** When the request was sent, by the client's clock: seconds since the epoch. */
  readonly time: number
  readonly request: RecordedRequest
  /** Absent where no answer came, or where the recorder did not see it. */
  readonly response?: RecordedResponse
  /** Its secrets and personal data are pseudonyms: no signature fits, no envelope opens. */
  readonly redacted?: true
}

export interface Recorder {
  /** Gets each exchange once its answer is whole, before the caller gets it. */
  readonly record: (exchange: RecordedExchange) => void
  /** What sends; the runtime's own by default. */
  readonly fetch?: Fetch | undefined
  /** Seconds since the epoch; the system's clock by default. Must be the client's own, where that has another one. */
  readonly now?: (() => number) | undefined
}

/**
 * A `fetch` for a client (`createClient(dialect, { fetch: recordingFetch({ record }) })`) that records each exchange:
 * `JSON.stringify(exchange)` is a line of a recording. What it records holds secrets and tokens: keep it where only you can
 * read it, and share what `hufu dialect verify --redact` makes of it.
 */
export const recordingFetch =
  ({
    record,
    fetch = (...asked) => globalThis.fetch(...asked),
    now = () => Date.now() / 1000,
  }: Recorder): Fetch =>
  async (url, init) => {
    const time = now()
    const request = await requestOf(url, init)
    let response: Response
    try {
      response = await fetch(url, init)
    } catch (error) {
      record({ time, request })
      throw error
    }
    record({ time, request, response: await responseOf(response) })
    return response
  }

const headersOf = (headers: Headers, names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = headers.get(name)
      return value === null ? [] : [[name, value]]
    }),
  )

async function requestOf(url: string | URL, init: RequestInit = {}): Promise<RecordedRequest> {
  const { method = 'GET', body } = init
  const headers = new Headers(init.headers)
  // A form brings its own content type. A stream can be read once, and that is the sender's.
  const isReadable = body !== undefined && body !== null && !(body instanceof ReadableStream)
  const sent = isReadable ? new Response(body) : undefined
  const type = sent?.headers.get('content-type')
  if (type && !headers.has('content-type')) headers.set('content-type', type)
  return {
    method: method.toUpperCase(),
    url: String(url),
    headers: headersOf(headers, ['authorization', 'content-type']),
    ...(sent && { body: await sent.text() }),
  }
}

/** The body of an answer that breaks off is not recorded: the caller meets the break. */
async function responseOf(response: Response): Promise<RecordedResponse> {
  const { status, headers } = response
  const head = { status, headers: headersOf(headers, ['content-type', 'location']) }
  try {
    const bytes = await response.clone().arrayBuffer()
    return { ...head, body: decoderOf(headers.get('content-type')).decode(bytes) }
  } catch {
    return head
  }
}
