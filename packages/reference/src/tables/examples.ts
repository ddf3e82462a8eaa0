/* Values to look at, spelt by the dialect itself. Nothing of them opens anything. */
import {
  type Bag,
  type CodecContext,
  type Dialect,
  type Field,
  type ImpliedField,
  type WireRequest,
  type WithFields,
  isBag,
  noSigner,
} from '@hufu/dialects'
import type { SampleApp } from '../samples/index.ts'

const context: CodecContext = {
  now: 1_720_501_200,
  requestId: '7025c06a74cf49dfa4a2a6fc4e28ed62',
  envelope: { seal: () => ({ data: 'DATA', sign: 'SIGN' }), open: () => undefined },
  signer: { ...noSigner, sign: () => 'SIGN' },
}

/** By the vocabulary. */
const valuesOf = ({ clientId, redirectUri, scope }: SampleApp): Readonly<Record<string, unknown>> => ({
  clientId,
  clientSecret: 'YOUR_APP_SECRET',
  redirectUri,
  ...(scope.length > 0 && { scope }),
  state: 'af0ifjsldkj',
  code: 'CODE',
  accessToken: 'ACCESS_TOKEN',
  refreshToken: 'REFRESH_TOKEN',
  expiresIn: 7200,
  openId: 'OPEN_ID',
  userId: '2000000001',
  userName: 'demo',
  nickname: 'demo',
  accountId: '3000000001',
  region: 'th',
  shops: [{ userId: '2000000001', region: 'th', name: 'demo' }],
})

/** One of each parameter of `parametersOf`, in its order; empty where there is nothing to show. */
export const exampleValues = ({ around = [], fields }: WithFields, app: SampleApp): readonly string[] => [
  ...around.map(() => ''),
  ...fields.flatMap((each) => examplesOf(each, valuesOf(app))),
]

/** Of a field, then of the fields of the first record that it has. */
function examplesOf(each: Field | ImpliedField, values: Readonly<Bag>): readonly string[] {
  if (!('key' in each)) return [shown(each.imply(context, values))]
  const { key, type } = each
  const value = values[key]
  const own = value === undefined ? '' : shown(type.encode(value, context))
  if (type.holds.kind !== 'records') return [own]
  const first: unknown = Array.isArray(value) ? value[0] : undefined
  return [own, ...type.holds.fields.flatMap((one) => examplesOf(one, isBag(first) ? first : {}))]
}

/** Text as it is, the rest as JSON. */
const shown = (wire: unknown): string =>
  typeof wire === 'string' ? wire : wire === undefined ? '' : JSON.stringify(wire)

/** The whole link. */
export function exampleLink({ authorize }: Dialect, app: SampleApp): string {
  const asked = valuesOf(app) as never
  return `${app.baseUrl}${authorize.path}?${authorize.request.encode(asked, context)}`
}

/** A call and its answer, as they are sent. */
export function exampleExchange(
  endpoint: NonNullable<Dialect['token' | 'refresh' | 'userInfo' | 'revocation']>,
  app: SampleApp,
): { readonly request: string; readonly response: string } {
  const values = valuesOf(app) as never
  const { method, query, mediaType, body, headers }: WireRequest = endpoint.request.encode(values, context)
  const proof = headers?.authorization ? `\nauthorization: ${headers.authorization}` : ''
  const head = `${method} ${app.baseUrl}${endpoint.path}${query && `?${query}`}${proof}`
  const answer = endpoint.response.encode(values, context).body
  return {
    request: body === '' ? head : `${head}\ncontent-type: ${mediaType}\n\n${body}`,
    response: answer && JSON.stringify(JSON.parse(answer), null, 2),
  }
}
