/* What platforms answer: a record somewhere in a JSON object, or an error with a code of the platform's own. */
import type { Bag, Field, Fields, ImpliedField } from '../fields/field.ts'
import { type CodecContext, WireError } from '../codec.ts'
import type { ErrorShape, ReplyCarrier, ReplyCodec } from '../endpoint.ts'
import type { ErrorTable } from '../error-table.ts'
import { isBag, jsonText, parseJson } from '../fields/field-types.ts'
import type { OAuthError } from '../oauth-error.ts'
import { asList, asText, jsonObject, replyObject } from './json.ts'
import type { Params, RecordOf, WithFields } from '../fields/params.ts'
import { sealed, sealedMembers } from './request.ts'

/** A reply that is a record or an error. */
export type ResponseCodec<F extends Fields> = ReplyCodec<RecordOf<F>> & WithFields<F>

/** Where the record is, what stands around it, and what an error looks like. */
export interface ReplyShape {
  /** The path of members to the record; empty where it is the reply itself. */
  readonly at?: readonly string[]
  /** Other names of the path's first member, which are read too. */
  readonly alsoNamed?: readonly string[]
  /** How the record is written there, where it is no object: `sealedForm`, `jsonTextForm`. */
  readonly as?: RecordForm
  /** Written before the record's own member, and after it. */
  readonly before?: readonly ImpliedField[]
  readonly after?: readonly ImpliedField[]
  /** A number beyond 2^53 is the text that it was written with. */
  readonly exact?: true
  readonly error: ErrorShape
}

/** A record that does not stand in the reply as it is. */
export interface RecordForm {
  readonly name: NonNullable<ReplyCarrier['as']>
  readonly around: WithFields['around']
  of<F extends Fields>(record: Params<F>): Params<F>
  /** The member that holds it, and back; undefined for what is none. */
  readonly member?: { write(bag: Bag): unknown; read(wire: unknown): unknown }
}

/** The record as `data` and `sign`. */
export const sealedForm: RecordForm = { name: 'sealed', around: sealedMembers, of: sealed }

/** The record as JSON text. Where the object itself stands it is read, too: clients and platforms differ in it. */
export const jsonTextForm: RecordForm = {
  name: 'json-text',
  around: [],
  of: (record) => record,
  member: {
    write: (bag) => JSON.stringify(bag),
    read: (wire) => (typeof wire === 'string' ? parseJson(wire) : wire),
  },
}

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

/** A record or an error, in the shape that is said. */
export function reply<const F extends Fields>(
  plain: Params<F>,
  errors: ErrorTable,
  { at = [], alsoNamed = [], as, before = [], after = [], exact, error: shape }: ReplyShape,
): ResponseCodec<F> {
  const record = as ? as.of(plain) : plain
  const inside = (bag: Bag): unknown =>
    at.reduceRight<unknown>((inner, name) => ({ [name]: inner }), as?.member ? as.member.write(bag) : bag)
  const implied = (fields: readonly ImpliedField[], context: CodecContext): Bag =>
    Object.fromEntries(fields.map(({ name, imply }) => [name, imply(context, {})]))
  return {
    carrier: { at, ...(as && { as: as.name }), ...(shape.at === undefined && { code: shape.code }) },
    around: [
      ...before,
      ...at.map((name) => ({ name, note: 'what was asked for' })),
      ...(as?.around ?? []),
      ...after,
    ],
    fields: record.fields,
    refusal: shape,
    encode: (value, context) => ({
      status: 200,
      body: jsonObject.encode(
        {
          ...implied(before, context),
          ...(inside(record.encode(value, context)) as Bag),
          ...implied(after, context),
        },
        context,
      ),
    }),
    decode({ status, body }, context) {
      const bag = replyObject(body, context, exact ? asText : asList)
      const payload = payloadIn(bag, at, alsoNamed, as)
      const failed = errorIn(bag, status, errors, shape, at.length > 0 || as !== undefined, context)
      if (failed) return believed(failed, shape.code, { body, payload }, record, context)
      if (!isBag(payload)) throw new WireError(at.at(-1) ?? 'body', 'malformed')
      return record.decode(payload, context)
    },
  }
}

function payloadIn(
  bag: Bag,
  at: readonly string[],
  alsoNamed: readonly string[],
  as: ReplyShape['as'],
): unknown {
  let found: unknown = bag
  for (const [depth, name] of at.entries()) {
    const names = depth === 0 ? [name, ...alsoNamed] : [name]
    const held: Bag = isBag(found) ? found : {}
    found = held[names.find((each) => Object.hasOwn(held, each)) ?? name]
  }
  return as?.member ? as.member.read(found) : found
}

/** Undefined where the reply says that all is well. A record inside of something is one only where a code says so. */
function errorIn(
  reply: Bag,
  status: number,
  errors: ErrorTable,
  shape: ErrorShape,
  isWrapped: boolean,
  context: CodecContext,
): OAuthError | undefined {
  const refused = shape.status !== undefined && status >= 400
  const bag = shape.at === undefined ? reply : reply[shape.at]
  if (!isBag(bag)) {
    if (refused) throw new WireError(shape.code, 'missing')
    return undefined
  }
  const code = bag[shape.code] ?? undefined
  if (!refused && shape.at === undefined) {
    const isOptional = !isWrapped || shape.success === undefined
    if (code === undefined && isOptional) return undefined
    if (succeeds(bag, shape.code, shape.success, context)) return undefined
  }
  if (!isCode(code)) throw new WireError(shape.code, code === undefined ? 'missing' : 'malformed')
  const sub = shape.subCode === undefined ? undefined : bag[shape.subCode]
  const message = shape.messages.map((name) => messageOf(bag[name])).findLast((each) => each !== '') ?? ''
  const { prefix = '' } = shape
  const bare = typeof code === 'string' && code.startsWith(prefix) ? code.slice(prefix.length) : code
  const error = errors.decode(isCode(sub) && sub !== '' ? `${bare}:${sub}` : bare, message)
  const requestId = shape.requestId === undefined ? undefined : bag[shape.requestId]
  return typeof requestId === 'string' ? { ...error, requestId } : error
}

/** The object itself as `result`, whatever its members. */
export const wholeResult: Params<readonly [Field<'result', Readonly<Bag>>]> = {
  fields: [{ name: '', key: 'result', type: jsonText }],
  encode: ({ result }) => result,
  decode: (result) => ({ result }),
}
