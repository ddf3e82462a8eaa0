/* The places of a request that parameters travel in. Each accepts what the platform's real clients send, and sends one. */
import { namesOf, readPairs, writePairs } from './carriers.ts'
import { type Codec, type CodecContext, WireError } from '../codec.ts'
import type { RequestCarrier, WireRequest } from '../endpoint.ts'
import { type Bag, isBag, parseJson, text } from '../fields/field-types.ts'
import { jsonObject, readObject, replyObject } from './json.ts'
import {
  type FieldCodec,
  type Fields,
  type Params,
  type RecordOf,
  type WithFields,
  field,
  params,
} from '../fields/params.ts'

export const FORM = 'application/x-www-form-urlencoded'
const MULTIPART = 'multipart/form-data'
const JSON_TYPE = 'application/json'

export const get = (query: string): WireRequest => ({ method: 'GET', query, mediaType: '', body: '' })
const post = (mediaType: string, body: string): WireRequest => ({
  method: 'POST',
  query: '',
  mediaType,
  body,
})
/** What a form by POST is. */
export const postForm = (bag: Bag): WireRequest => post(FORM, writePairs(bag))

/** A codec of requests, which says how it carries its fields. */
export interface RequestCodec<F extends Fields> extends FieldCodec<F, WireRequest> {
  readonly carrier: RequestCarrier
}

/** GET with a query. */
export function inQuery<const F extends Fields>(record: Params<F>): RequestCodec<F> {
  const known = namesOf(record.fields)
  return {
    carrier: { in: 'query' },
    fields: record.fields,
    encode: (value, context) => get(writePairs(record.encode(value, context))),
    decode: ({ query }, context) => record.decode(readPairs(known, query), context),
  }
}

/** POST of a form, urlencoded or multipart. */
export function inForm<const F extends Fields>(record: Params<F>): RequestCodec<F> {
  const known = namesOf(record.fields)
  return {
    carrier: { in: 'form' },
    fields: record.fields,
    encode: (value, context) => postForm(record.encode(value, context)),
    decode({ mediaType, body }, context) {
      if (mediaType !== FORM && mediaType !== MULTIPART) throw new WireError('content-type', 'unsupported')
      return record.decode(readPairs(known, body), context)
    },
  }
}

/** Takes GET with a query, POST with a query and an empty body, and POST with a form; sends the one that is said. */
export function inQueryOrForm<const F extends Fields>(
  record: Params<F>,
  send: 'query' | 'form',
): RequestCodec<F> {
  const known = namesOf(record.fields)
  return {
    carrier: { in: send },
    fields: record.fields,
    encode(value, context) {
      const bag = record.encode(value, context)
      return send === 'query' ? get(writePairs(bag)) : postForm(bag)
    },
    decode: (wire, context) => record.decode(readPairs(known, ...queryAndForm(wire)), context),
  }
}

function queryAndForm({ query, mediaType, body }: WireRequest): readonly string[] {
  if (body === '') return [query]
  if (mediaType !== FORM) throw new WireError('content-type', 'unsupported')
  return [query, body]
}

/**
 * Query or form, signed: the text that is signed is every parameter that came, known or not, but the signature itself
 * and those that are empty: names sorted, each followed by its value. So no parameter may come twice.
 */
export function signedQueryOrForm<const F extends Fields>(
  record: Params<F>,
  signature: string,
): RequestCodec<F> {
  return {
    carrier: { in: 'signed-form', signature },
    around: [{ name: signature, note: 'over every other parameter that is not empty, names sorted' }],
    fields: record.fields,
    encode(value, context) {
      const bag = record.encode(value, context)
      return postForm({ ...bag, [signature]: context.signer.sign(signedText(bag, signature)) })
    },
    decode(wire, context) {
      const bag = readPairs(undefined, ...queryAndForm(wire))
      const value = record.decode(bag, context)
      const given = bag[signature]
      if (typeof given !== 'string' || given === '') throw new WireError(signature, 'missing')
      if (!context.signer.verify(signedText(bag, signature), given))
        throw new WireError(signature, 'unauthentic')
      return value
    },
  }
}

/** Sorted by UTF-16 code units, as the vendor's Java does. */
export const signedText = (bag: Bag, signature: string): string =>
  Object.keys(bag)
    .filter((name) => name !== signature && name !== '' && bag[name] !== '')
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((name) => `${name}${String(bag[name])}`)
    .join('')

/** POST of a JSON object, part of it in clear, the rest as JSON encrypted into `data` and signed by `sign`. */
export function sealedJson<const C extends Fields, const F extends Fields>(
  clear: Params<C>,
  record: Params<F>,
): Codec<RecordOf<C> & RecordOf<F>, WireRequest> &
  WithFields<readonly [...C, ...F]> & { readonly carrier: RequestCarrier } {
  const inner = sealed(record)
  return {
    carrier: { in: 'sealed-json', clear: clear.fields.map(({ name }) => name) },
    around: sealedMembers,
    fields: [...clear.fields, ...record.fields],
    encode: (value, context) =>
      post(
        JSON_TYPE,
        jsonObject.encode({ ...clear.encode(value, context), ...inner.encode(value, context) }, context),
      ),
    decode({ mediaType, body }, context) {
      if (mediaType !== JSON_TYPE) throw new WireError('content-type', 'unsupported')
      const bag = jsonObject.decode(body, context)
      // The clear part first: a wrong clock must cost no private-key operation.
      return { ...clear.decode(bag, context), ...inner.decode(bag, context) }
    },
  }
}

/** How `{ data, sign }` is explained. */
export const sealedMembers = [
  { name: 'data', note: "the fields of this call as JSON, encrypted under the receiver's key" },
  { name: 'sign', note: "over that JSON, by the sender's key" },
] as const

const dataAndSign = /* @__PURE__ */ params(field('data', 'data', text), field('sign', 'sign', text))

/** A record to `{ data, sign }`. Text that opens but is no JSON object is as unauthentic as text that does not open. */
export function sealed<const F extends Fields>(record: Params<F>): Params<F> {
  return {
    fields: record.fields,
    encode: (value, context) =>
      dataAndSign.encode(
        context.envelope.seal(jsonObject.encode(record.encode(value, context), context)),
        context,
      ),
    decode(bag, context) {
      const opened = context.envelope.open(dataAndSign.decode(bag, { ...context, odd: undefined }))
      const contents = opened === undefined ? undefined : contentsOf(opened, context)
      if (!contents) throw new WireError('sign', 'unauthentic')
      return record.decode(contents, context)
    },
  }
}

const contentsOf = (opened: string, context: CodecContext): Bag | undefined =>
  context.odd ? replyObject(opened, context) : readObject(opened)

/** A peek at one member of a JSON body; what is no JSON is left to decoding to refuse. */
export const memberOfBody =
  (name: string) =>
  ({ mediaType, body }: WireRequest): string | undefined => {
    const bag = mediaType === JSON_TYPE ? parseJson(body) : undefined
    const member = isBag(bag) && Object.hasOwn(bag, name) ? bag[name] : undefined
    return typeof member === 'string' && member !== '' ? member : undefined
  }

/** A peek at one parameter of a query or form. */
export const parameter = (name: string) => {
  const known = new Set([name])
  return ({ query, mediaType, body }: WireRequest): string | undefined => {
    try {
      const value = readPairs(known, query, mediaType === FORM ? body : '')[name]
      return typeof value === 'string' && value !== '' ? value : undefined
    } catch {
      return undefined // What is wrong with it, decoding will say.
    }
  }
}
