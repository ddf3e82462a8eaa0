/* The places of a request that parameters travel in. Each accepts what the platform's real clients send, and sends one. */
import type { Bag, Fields } from '../fields/field.ts'
import { namesOf, readPairs, writePairs } from './carriers.ts'
import { type Codec, type CodecContext, WireError } from '../codec.ts'
import type { RequestCarrier, WireRequest } from '../endpoint.ts'
import { isBag, parseJson, text } from '../fields/field-types.ts'
import { jsonObject, readObject, replyObject } from './json.ts'
import type { Proof } from './proof.ts'
import type { Signable } from './signing.ts'
import {
  type FieldCodec,
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

/** Where parameters travel. A query is sent by GET, the others by POST. */
export type Place = 'query' | 'form' | 'json'

/** `takes`: all the places that are read, `send` where it is absent. */
export interface Carrying {
  readonly send: Place
  readonly takes?: readonly Place[]
  /** How the call is signed: `signedBy`. */
  readonly proof?: Proof
}

/**
 * A call whose parameters travel together, in any one of several places, or some of them in the query and the others in the
 * body. A name may come once, and once more in a JSON body with the same value: clients exist that send both.
 */
export function carried<const F extends Fields>(record: Params<F>, carrying: Carrying): RequestCodec<F> {
  const { send, takes = [send], proof } = carrying
  // What is signed is every parameter that came, known or not.
  const known = proof ? undefined : namesOf(record.fields)
  return {
    carrier: { in: send, ...(proof && { signings: proof.signings }) },
    ...(proof && { around: proof.around }),
    fields: record.fields,
    encode(value, context) {
      const bag = record.encode(value, context)
      const all = proof ? proof.signed(bag, context) : bag
      return send === 'query'
        ? get(writePairs(all))
        : send === 'form'
          ? postForm(all)
          : postJson(all, context)
    },
    decode(wire, context) {
      const sent = readPlaces(wire, takes, known, context)
      const value = record.decode(joined(sent), context)
      proof?.verify(sent, context)
      return value
    },
  }
}

/** GET with a query. */
export const inQuery = <const F extends Fields>(record: Params<F>): RequestCodec<F> =>
  carried(record, { send: 'query' })

/** POST of a form, urlencoded or multipart. */
export const inForm = <const F extends Fields>(record: Params<F>): RequestCodec<F> =>
  carried(record, { send: 'form' })

/** Takes GET with a query, POST with a query and an empty body, and POST with a form; sends the one that is said. */
export const inQueryOrForm = <const F extends Fields>(
  record: Params<F>,
  send: 'query' | 'form',
): RequestCodec<F> => carried(record, { send, takes: ['query', 'form'] })

/** POST with one part of the parameters in the query and the other in the body, each read where it belongs alone. */
export function carriedApart<const Q extends Fields, const B extends Fields>(
  query: Params<Q>,
  body: Params<B>,
  { send, takes = [send], proof }: Carrying & { readonly send: 'form' | 'json' },
): RequestCodec<readonly [...Q, ...B]> {
  const known = proof ? undefined : namesOf([...query.fields, ...body.fields])
  return {
    carrier: {
      in: send,
      query: query.fields.map(({ name }) => name),
      ...(proof && { signings: proof.signings }),
    },
    ...(proof && { around: proof.around }),
    fields: [...query.fields, ...body.fields],
    encode(value, context) {
      const [asked, inside] = [query.encode(value, context), body.encode(value, context)]
      const wire = send === 'form' ? postForm(inside) : postJson(inside, context)
      const all = proof ? proof.signed(asked, context, { query: asked, body: inside, raw: wire.body }) : asked
      return { ...wire, query: writePairs(all) }
    },
    decode(wire, context) {
      const sent = readPlaces(wire, [...takes, 'query'], known, context)
      const value = { ...query.decode(sent.query, context), ...body.decode(sent.body, context) }
      proof?.verify(sent, context)
      return value
    },
  }
}

const postJson = (bag: Bag, context: CodecContext): WireRequest =>
  post(JSON_TYPE, jsonObject.encode(bag, context))

/** What the query says, what the body says, and the body itself. */
function readPlaces(
  { query, mediaType, body }: WireRequest,
  takes: readonly Place[],
  known: ReadonlySet<string> | undefined,
  context: CodecContext,
): Signable {
  const asked = takes.includes('query') ? readPairs(known, query) : {}
  const isForm = mediaType === FORM || mediaType === MULTIPART
  if (body === '' && takes.includes('query')) return { query: asked, body: {}, raw: '' }
  if (isForm && takes.includes('form')) return { query: asked, body: readPairs(known, body), raw: body }
  if (mediaType === JSON_TYPE && takes.includes('json'))
    return { query: asked, body: jsonObject.decode(body, context), raw: body }
  throw new WireError('content-type', 'unsupported')
}

/** Both places as one. */
function joined({ query, body, raw }: Signable): Bag {
  const isJson = raw.startsWith('{')
  for (const name of Object.keys(query))
    if (Object.hasOwn(body, name) && !(isJson && String(body[name]) === query[name]))
      throw new WireError(name, 'repeated')
  return Object.assign(Object.create(null) as Bag, body, query)
}

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

const dataAndSign = /* @__PURE__ */ params(
  /* @__PURE__ */ field('data', 'data', text),
  /* @__PURE__ */ field('sign', 'sign', text),
)

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
