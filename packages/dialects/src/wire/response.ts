/* The ways platforms wrap what they answer, with HTTP status 200 whatever happens. */
import { type Codec, type CodecContext, WireError } from '../codec.ts'
import type { ReplyCarrier, WireResponse } from '../endpoint.ts'
import type { ErrorTable } from '../error-table.ts'
import { type Bag, isBag, jsonText } from '../fields/field-types.ts'
import { type OAuthError, isOAuthError } from '../oauth-error.ts'
import { asText, jsonObject, replyObject } from './json.ts'
import type { Field, Fields, Params, RecordOf, WithFields } from '../fields/params.ts'
import { sealed, sealedMembers } from './request.ts'

/** A reply that is a record or an error. */
export type ResponseCodec<F extends Fields> = Codec<RecordOf<F> | OAuthError, WireResponse> &
  WithFields<F> & { readonly carrier: ReplyCarrier }

const ok = (bag: Bag, context: CodecContext): WireResponse => ({
  status: 200,
  body: jsonObject.encode(bag, context),
})

export const isCode = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number'
export const messageOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/**
 * Whether a code, or an error's word, says that all is well. Beside what was spelt as the platform says it, care takes the
 * usual words for success, and what is no code at all, and tells it.
 */
export function succeeds(
  bag: Bag,
  name: string,
  success: string | number | undefined,
  { odd }: CodecContext,
): boolean {
  const code = bag[name] ?? undefined
  if (isCode(code) && String(code) === String(success)) return true
  if (!odd) return false
  const isError = isCode(code) && !/^(0*|ok|success)$/i.test(String(code))
  if (!isError) odd({ member: name, problem: code === undefined ? 'missing' : 'malformed' })
  return !isError
}

/**
 * An error, where the whole reply says it. Where text stands around it the platform may not have spoken, and where readable
 * tokens stand beside it the reply contradicts itself: both is no answer.
 *
 * @throws {WireError} for these.
 */
export function believed<F extends Fields>(
  error: OAuthError,
  member: string,
  { body, payload }: { readonly body: string; readonly payload: unknown },
  record: Params<F>,
  context: CodecContext,
): OAuthError {
  if (!context.odd) return error
  jsonObject.decode(body, context)
  if (isBag(payload) && givesTokens(record, payload, context)) throw new WireError(member, 'malformed')
  return error
}

function givesTokens<F extends Fields>(record: Params<F>, payload: Bag, context: CodecContext): boolean {
  try {
    return 'accessToken' in record.decode(payload, { ...context, odd() {} })
  } catch {
    return false
  }
}

/** How a code is spelt in an error reply: `304` or `"304"`. */
export type Spelling = (code: string | number) => string | number

/** The names of an error reply's members, in their order. */
export interface ErrorShape {
  readonly code: string
  readonly spelling: Spelling
  readonly message: string
  readonly requestId?: string
}

/** The record itself; an error is an object of its own shape. A success may carry `code: 0` beside the tokens. */
export const bare = <const F extends Fields>(
  record: Params<F>,
  errors: ErrorTable,
  shape: ErrorShape,
): ResponseCodec<F> => ({
  carrier: { at: [] },
  fields: record.fields,
  encode(value, context) {
    if (!isOAuthError(value)) return ok(record.encode(value, context), context)
    const [code, message] = errors.encode(value)
    const named = shape.requestId === undefined ? {} : { [shape.requestId]: context.requestId }
    return ok({ [shape.code]: shape.spelling(code), [shape.message]: message, ...named }, context)
  },
  decode({ body }, context) {
    const bag = replyObject(body, context)
    const code = bag[shape.code] ?? undefined
    if (code === undefined || succeeds(bag, shape.code, 0, context)) return record.decode(bag, context)
    if (!isCode(code)) throw new WireError(shape.code, 'malformed')
    const error = errors.decode(code, messageOf(bag[shape.message]))
    const requestId = shape.requestId === undefined ? undefined : bag[shape.requestId]
    const said = typeof requestId === 'string' ? { ...error, requestId } : error
    return believed(said, shape.code, { body, payload: bag }, record, context)
  },
})

/** The names and fixed values of a wrapped reply. */
export interface Wrapper {
  readonly code: string
  /** Absent where a success says nothing; an error then says it under `errorMessage`. */
  readonly message?: string
  readonly errorMessage?: string
  readonly payload: string
  readonly success: readonly [code: number, message: string]
  /** Stands in the payload's place when there is none: `""` here, `null` there. */
  readonly noPayload: unknown
  /** Written before the payload, never read. */
  readonly filler: Bag
}

/** `{ result_code, result_msg, ..., result_data: {...} }` under the names that the wrapper gives. */
export const wrapped = <const F extends Fields>(
  wrapper: Wrapper,
  record: Params<F>,
  errors: ErrorTable,
): ResponseCodec<F> => ({
  carrier: { at: [wrapper.payload] },
  around: [
    { name: wrapper.code, note: `\`${wrapper.success[0]}\`: success` },
    ...(wrapper.message === undefined ? [] : [{ name: wrapper.message, note: 'in words' }]),
    ...Object.keys(wrapper.filler).map((name) => ({ name, note: 'always as shown' })),
    { name: wrapper.payload, note: 'what was asked for' },
  ],
  fields: record.fields,
  encode(value, context) {
    const failed = isOAuthError(value)
    const [code, message] = failed ? errors.encode(value) : wrapper.success
    const name = wrapper.message ?? (failed ? wrapper.errorMessage : undefined)
    const said = name === undefined ? {} : { [name]: message }
    const payload = failed ? wrapper.noPayload : record.encode(value, context)
    return ok({ [wrapper.code]: code, ...said, ...wrapper.filler, [wrapper.payload]: payload }, context)
  },
  decode({ body }, context) {
    const bag = replyObject(body, context)
    const [code, payload] = [bag[wrapper.code], bag[wrapper.payload]]
    if (!succeeds(bag, wrapper.code, wrapper.success[0], context)) {
      if (!isCode(code)) throw new WireError(wrapper.code, 'malformed')
      const said = errors.decode(code, messageOf(bag[wrapper.message ?? wrapper.errorMessage ?? '']))
      return believed(said, wrapper.code, { body, payload }, record, context)
    }
    if (!isBag(payload)) throw new WireError(wrapper.payload, 'malformed')
    return record.decode(payload, context)
  },
})

/** `{ code, msg, data, sign }`. An error is not sealed: a signature without data crashes the vendor's client. */
export function sealedResponse<const F extends Fields>(
  success: readonly [code: string, message: string],
  record: Params<F>,
  errors: ErrorTable,
): ResponseCodec<F> {
  const payload = sealed(record)
  return {
    carrier: { at: [], sealed: true },
    around: [
      { name: 'code', note: `\`${success[0]}\`: success` },
      { name: 'msg', note: 'in words' },
      ...sealedMembers,
    ],
    fields: record.fields,
    encode(value, context) {
      const failed = isOAuthError(value)
      const [code, msg] = failed ? errors.encode(value) : success
      return ok({ code, msg, ...(failed ? { data: '', sign: '' } : payload.encode(value, context)) }, context)
    },
    decode({ body }, context) {
      const bag = replyObject(body, context)
      const { code, msg } = bag
      if (succeeds(bag, 'code', success[0], context)) return payload.decode(bag, context)
      if (!isCode(code)) throw new WireError('code', 'malformed')
      return believed(errors.decode(code, messageOf(msg)), 'code', { body, payload: bag }, payload, context)
    },
  }
}

/**
 * A gateway's reply: the record at the end of a path of names, beside `{ error_response: {...} }`. The errors have the
 * English words; `chinese` has the others, by code.
 */
export const atPath = <const F extends Fields, const Code extends string | number>(
  path: readonly [string, ...string[]],
  alsoNamed: readonly string[],
  record: Params<F>,
  errors: ErrorTable<Code>,
  chinese: Readonly<Record<Code, string>>,
): ResponseCodec<F> => ({
  carrier: { at: path },
  around: path.map((name) => ({ name, note: 'what was asked for' })),
  fields: record.fields,
  encode(value, context) {
    if (isOAuthError(value)) {
      const [code, message] = errors.encode(value)
      return ok({ error_response: { code: String(code), zh_desc: chinese[code], en_desc: message } }, context)
    }
    return ok(
      path.reduceRight<Bag>((inner, name) => ({ [name]: inner }), record.encode(value, context)),
      context,
    )
  },
  decode({ body }, context) {
    const bag = replyObject(body, context, asText)
    const failed = bag['error_response']
    if (isBag(failed)) {
      if (!isCode(failed['code'])) throw new WireError('code', 'malformed')
      return errors.decode(failed['code'], messageOf(failed['en_desc']))
    }
    const [first, ...rest] = path
    let at: unknown = bag[[first, ...alsoNamed].find((name) => Object.hasOwn(bag, name)) ?? first]
    for (const name of rest) at = isBag(at) ? at[name] : undefined
    if (!isBag(at)) throw new WireError(path.at(-1) ?? first, 'malformed')
    return record.decode(at, context)
  },
})

/** The object itself as `result`, whatever its members. */
export const wholeResult: Params<readonly [Field<'result', Readonly<Bag>>]> = {
  fields: [{ name: '', key: 'result', type: jsonText }],
  encode: ({ result }) => result,
  decode: (result) => ({ result }),
}
