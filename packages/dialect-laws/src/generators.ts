/* Arbitrary values, derived from the fields of a dialect: nobody writes a generator for a new platform. */
import {
  type Bag,
  type Codec,
  type CodecContext,
  type Dialect,
  type Envelope,
  type Fields,
  type RequestCarrier,
  type Signer,
  type ValueSet,
  type WireRequest,
  type WireResponse,
  type WithFields,
  replyCodec,
} from '@hufu/dialects'
import fc from 'fast-check'

/** Hides and proves nothing, but is deterministic and cheap: the laws are about the codecs around it. */
export const transparentEnvelope: Envelope = {
  seal: (text) => ({ data: Buffer.from(text).toString('base64url'), sign: 'signed' }),
  open: ({ data, sign }) => (sign === 'signed' ? Buffer.from(data, 'base64url').toString() : undefined),
}

/** The same for signatures: the signed text in sight. */
export const transparentSigner: Signer = {
  sign: (text) => `signed: ${text('')}`,
  verify: (text, signature) => signature === `signed: ${text('')}`,
}

export const context: CodecContext = {
  now: 1_720_492_073,
  requestId: '7025c06a74cf49dfa4a2a6fc4e28ed62',
  envelope: transparentEnvelope,
  signer: transparentSigner,
}

export type AnyCodec<Wire> = Codec<unknown, Wire> & WithFields
export type AnyRequest = AnyCodec<WireRequest> & { readonly carrier: RequestCarrier }
export type AnyResponse = Codec<object, WireResponse> & WithFields

const ofOneFace = ({ token, refresh, userInfo, revocation }: Dialect) =>
  Object.entries({ token, refresh, ...(userInfo && { userInfo }), ...(revocation && { revocation }) })

/** The calls of a platform, under their names; those of its other faces are `token 1`, `refresh 1`, `token 2` ... */
export const callsOf = (dialect: Dialect) => [
  ...ofOneFace(dialect),
  ...(dialect.faces ?? []).flatMap(({ token, refresh }, n) =>
    Object.entries({ [`token ${n + 1}`]: token, [`refresh ${n + 1}`]: refresh }),
  ),
]

/** The same, and a call of any method where there is a gateway, which no endpoint of the server is. */
export const codecsOf = (dialect: Dialect) => [
  ...callsOf(dialect),
  ...(dialect.gateway ? [['gateway', dialect.gateway('any.method.at.all')] as const] : []),
]

export const requestsOf = (dialect: Dialect): readonly (readonly [string, AnyRequest])[] =>
  codecsOf(dialect).map(([call, { request }]) => [`${dialect.id} ${call} request`, request])

export const responsesOf = (dialect: Dialect): readonly (readonly [string, AnyResponse])[] =>
  codecsOf(dialect).map(([call, endpoint]) => [`${dialect.id} ${call} response`, replyCodec(endpoint)])

/** Every code point but the surrogates. */
export const anyText = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 })

/** Without -0, which no JSON that is written has. */
const anyJson = fc
  .dictionary(fc.string(), fc.jsonValue())
  .map((each) => JSON.parse(JSON.stringify(each)) as Bag)

/** One label of a host. */
const anyLabel = fc.stringMatching(/^[a-z0-9](?:[a-z0-9_-]{0,20}[a-z0-9])?$/)
/** What RFC 6750 calls b64token. */
const anyToken = fc.stringMatching(/^[A-Za-z0-9._~+/-]{1,40}={0,2}$/)

/** Any UTF-16 code units, halves of surrogate pairs too. */
export const anyUnits = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd800, max: 0xdfff })), {
    maxLength: 8,
  })
  .map((units) => String.fromCharCode(...units))

function valueIn(set: ValueSet): fc.Arbitrary<unknown> {
  switch (set.kind) {
    case 'text':
      return set.token ? anyToken : set.label ? anyLabel : anyText
    case 'number':
      return fc.integer({ min: 0, max: set.max })
    case 'numeral':
      return fc.oneof(fc.bigInt({ min: 0n, max: 999_999_999_999_999n }).map(String), anyText)
    case 'json':
      return anyJson
    case 'records':
      return fc.array(anyRecord(set.fields), { minLength: 1, maxLength: 3 })
    case 'parameters':
      return fc.dictionary(fc.stringMatching(/^own_[a-z]{1,6}$/), anyText, {
        maxKeys: 3,
        noNullPrototype: true,
      })
    case 'flag':
      return fc.boolean()
    case 'words':
      return fc.array(
        anyText.filter(
          (word) =>
            set.separator === undefined ||
            ![set.separator, ...(set.alsoRead ?? [])].some((each) => word.includes(each)),
        ),
        { minLength: 1, maxLength: 3 },
      )
  }
}

/** Any record that the fields can spell. */
export function anyRecord(fields: Fields): fc.Arbitrary<Bag> {
  const chosen = fields.filter((each) => 'key' in each)
  /** A number that is said once more must fit there, too. */
  const within = (key: string, holds: ValueSet): ValueSet =>
    fields.reduce<ValueSet>((set, each) => {
      const again = 'again' in each && each.again?.key === key ? each.again.type.holds : undefined
      const isNumber = set.kind === 'number' && again?.kind === 'number'
      return isNumber ? { ...set, max: Math.min(set.max, again.max) } : set
    }, holds)
  return fc.record(
    Object.fromEntries(chosen.map(({ key, type }) => [key, valueIn(within(key, type.holds))])),
    {
      requiredKeys: chosen.filter(({ optional }) => !optional).map(({ key }) => key),
      noNullPrototype: true,
    },
  )
}
