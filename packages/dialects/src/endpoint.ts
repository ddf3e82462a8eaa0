import type { Codec, CodecContext } from './codec.ts'
import type { Bag } from './fields/field.ts'
import type { ErrorTable } from './error-table.ts'
import type { OAuthError } from './oauth-error.ts'
import type { WithFields } from './fields/params.ts'
import type { Signings } from './wire/signing.ts'

/** An HTTP request with the transport taken off. */
export interface WireRequest {
  readonly method: string
  /** Without the question mark. */
  readonly query: string
  /** In lower case, without parameters such as charset; empty where there is no body. */
  readonly mediaType: string
  /** A multipart form arrives as urlencoded pairs. */
  readonly body: string
  /** Those that a platform reads; absent where it reads none. */
  readonly headers?: { readonly authorization?: string | undefined }
}

/** An HTTP response with the transport taken off. The body is JSON on every platform so far. */
export interface WireResponse {
  readonly status: number
  readonly body: string
}

/** How a request carries its fields, as data: for those who write clients in other languages. */
export type RequestCarrier =
  /** By GET. */
  | { readonly in: 'query'; readonly signings?: Signings }
  /** By POST; the fields named in `query` stand in the query. The signature is in the query where that has fields. */
  | { readonly in: 'form' | 'json'; readonly query?: readonly string[]; readonly signings?: Signings }
  /** JSON with `clear` beside `data` and `sign`, which hold the other fields. */
  | { readonly in: 'sealed-json'; readonly clear: readonly string[] }
  /** Of the `Authorization` header by this scheme; the other fields in a form for `Basic`, in the query for `Bearer`. */
  | { readonly in: 'header'; readonly scheme: 'Basic' | 'Bearer'; readonly fields: readonly string[] }

/** Where the record of a reply is: at the end of a path of members, as JSON text there, or sealed in `data` and `sign`. */
export interface ReplyCarrier {
  readonly at: readonly string[]
  readonly as?: 'json-text' | 'sealed'
  /** The member of the reply itself that says whether it is an error; absent where errors stand elsewhere. */
  readonly code?: string
}

/** The names of an error's members, and how they are spelt. */
export interface ErrorShape {
  /** The member that holds the whole error; absent where its members stand in the reply itself. */
  readonly at?: string
  /** Which error it is. A success may say it too. */
  readonly code: string
  /** `Number` or `String`; as the table has it where absent. */
  readonly spelling?: (code: string | number) => string | number
  /** What may stand before a code. It is read past, and never written. */
  readonly prefix?: string
  /** The code of a success; absent where a success has no code. */
  readonly success?: string | number
  /** The second level of a code: the table's `27:invalid-sessionkey` is 27 here and the rest there. */
  readonly subCode?: string
  /** What the table's classes are written to. */
  readonly class?: string
  /** Where the words go: each of the table's in its own, one alone in all. */
  readonly messages: readonly [string, ...string[]]
  readonly requestId?: string
  /** Members without a meaning, as they always are. */
  readonly rest?: Readonly<Bag>
  /** The HTTP status of a code, where it is another than 200. With it, a status of 400 or more is never a success. */
  readonly status?: (code: string | number, message: string) => number
  /** The member that says the HTTP status once more. */
  readonly statusInto?: string
}

/**
 * A reply: a record, or an error. The record is written by `encode`, the error by `writeRefusal`, which the server alone loads:
 * as `refusal` says it, or by it.
 */
export interface ReplyCodec<Value> extends WithFields {
  readonly carrier: ReplyCarrier
  readonly refusal: ErrorShape | ((error: OAuthError, context: CodecContext) => WireResponse)
  /** @throws {WireError} when the platform has no way to spell the value. */
  encode(value: Value, context: CodecContext): WireResponse
  /** @throws {WireError} when the wire does not say what the platform says it must. */
  decode(wire: WireResponse, context: CodecContext): Value | OAuthError
}

/** One exchange. The server decodes its requests and encodes its responses, the client the other way round. */
export interface Endpoint<Request, Response> {
  /** All that is accepted; what `request` encodes is one of them. */
  readonly methods: readonly ('GET' | 'POST')[]
  /** Where it is, where that is another host than the dialect's. Without a trailing slash. */
  readonly origin?: string
  /** `{clientId}` in it stands for the application's own: a second name, which the server reads past. */
  readonly path: string
  readonly request: Codec<Request, WireRequest> & WithFields & { readonly carrier: RequestCarrier }
  readonly response: ReplyCodec<Response>
  /** The codes that the response spells errors with. */
  readonly errors: ErrorTable
  /**
   * Who is asking, read before any key is known. Absent where no key is needed to decode.
   * Undefined where the request does not say, which decoding then finds wrong.
   */
  clientIdOf?(request: WireRequest): string | undefined
  /** For two endpoints of one path: whether the request is for this one. */
  selects?(request: WireRequest): boolean
}
