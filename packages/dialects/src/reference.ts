/* A dialect to tables for people: documentation, consoles and the demo's wire read them. */
import type { Endpoint } from './endpoint.ts'
import type { ErrorTable } from './error-table.ts'
import type { ClockSpelling, Field, ImpliedField, Tolerance, ValueSet } from './fields/field.ts'
import type { Around, WithFields } from './fields/params.ts'
import { type PlatformRecord, pageErrorsOf } from './registry.ts'

/** The field's standard term for each key of the vocabulary, and what it is. */
const meanings = {
  clientId: ['client_id', 'which application asks'],
  clientSecret: ['client_secret', 'proves the application; for servers only'],
  redirectUri: ['redirect_uri', 'where the browser goes back to'],
  scope: ['scope', 'what the application asks for'],
  state: ['state', 'ties the callback to the browser that began; comes back untouched'],
  view: ['display', 'which pages to show'],
  locale: ['ui_locales', 'which language to show'],
  code: ['code', 'the authorization code: one use, short life'],
  codeChallenge: ['code_challenge', 'ties the code to who asked for it: the hash of `code_verifier`'],
  codeChallengeMethod: ['code_challenge_method', 'how the hash is made'],
  codeVerifier: ['code_verifier', 'what `code_challenge` is the hash of'],
  iss: ['iss', 'which platform answers'],
  accessToken: ['access_token', 'opens the API for this shop'],
  refreshToken: ['refresh_token', 'gets new tokens without the merchant'],
  token: ['token', 'the access or refresh token to end, with its whole authorization'],
  expiresIn: ['expires_in', 'how long the access token lives'],
  refreshExpiresIn: ['refresh_token_expires_in', 'how long the refresh token lives'],
  openId: ['sub', 'the authorising user, to this application alone'],
  userId: ['uid', "the shop's number"],
  userName: ['preferred_username', 'the name of the authorising user'],
  unionId: ['union_id', 'the user across the applications of one developer'],
  nickname: ['nickname', "the user's display name"],
  avatarUrl: ['picture', "the user's picture"],
  gender: ['gender', "the user's gender"],
  accountId: ['account_id', 'an account above several shops'],
  region: ['region', 'where the shop sells, as the platform writes it'],
  shops: ['shops', 'the shops that the tokens serve'],
  name: ['name', "the shop's name"],
  parameters: ['parameters', "the method's own parameters"],
  result: ['result', "the method's own answer"],
} as const satisfies Readonly<Record<string, readonly [standard: string, meaning: string]>>

/** A word of the vocabulary, such as `clientId`. */
export type VocabularyKey = keyof typeof meanings

const isKnown = (key: string): key is VocabularyKey => Object.hasOwn(meanings, key)

/** What stands in a parameter; `wrapper`: what carries or vouches for the others. */
export type ParameterType = ValueSet['kind'] | 'constant' | 'clock' | 'remark' | 'wrapper'

/** One row of a table of parameters. */
export interface Parameter {
  /** On this platform's wire. */
  readonly name: string
  /** The field's standard term; absent for what only this platform has. */
  readonly standard?: string
  readonly required: boolean
  readonly type: ParameterType
  /** The one right value of a constant. */
  readonly value?: string
  /** How a clock is spelt, and how many seconds it may be off. */
  readonly clock?: { readonly form: string; readonly back: number; readonly ahead: number }
  /** What we call it, where the vocabulary has a word for it. */
  readonly key?: VocabularyKey
  /** What this platform means by it, beside or instead of the vocabulary's own words. */
  readonly note?: string
  /** Both, in English. */
  readonly meaning: string
}

/** How the sender's clock is spelt. */
const clocks: Readonly<Record<ClockSpelling, string>> = {
  milliseconds: '`Unix time, ms`',
  seconds: '`Unix time, s`',
  iso: '`yyyy-MM-ddTHH:mm:ssZ`',
  'beijing-text': '`yyyy-MM-dd HH:mm:ss` (GMT+8)',
  compact: '`yyyyMMddHHmmssSSS` (GMT+8)',
}

const distanceOf = ({ back, ahead }: Tolerance): string =>
  back === ahead ? `${back} s off` : `${back} s behind or ${ahead} s ahead`

/** What is to be said of a field that the sender does not choose. */
function noteOfImplied({ note, value, clock, tolerance, again }: Around): string {
  if (note !== undefined) return note
  if (value !== undefined) return `always \`${value}\``
  if (clock !== undefined)
    return `the sender's clock, ${clocks[clock]}${tolerance ? `; at most ${distanceOf(tolerance)}` : ''}`
  return again === undefined ? '' : 'the same once more'
}

const parameterOf = (each: Field | ImpliedField): Parameter => {
  if (!('key' in each)) {
    const { name, value, clock, tolerance } = each
    const note = noteOfImplied(each)
    const type = value !== undefined ? 'constant' : clock !== undefined ? 'clock' : 'remark'
    return {
      name,
      required: each.optional !== true,
      type,
      ...(value !== undefined && { value }),
      ...(clock !== undefined && tolerance && { clock: { form: clocks[clock], ...tolerance } }),
      note,
      meaning: note,
    }
  }
  const { name, key, type, note } = each
  const [standard, meaning] = isKnown(key) ? meanings[key] : [key, key]
  return {
    name,
    standard,
    required: each.optional !== true,
    type: type.holds.kind,
    ...(isKnown(key) && { key }),
    ...(note !== undefined && { note }),
    meaning: each.note === undefined ? meaning : `${meaning}: ${each.note}`,
  }
}

/** The row of a field, and below it those of the records that it is a list of: `shops[].id`. */
const rowsOf = (each: Field | ImpliedField): readonly Parameter[] => {
  const holds = 'key' in each ? each.type.holds : undefined
  const inside = holds?.kind === 'records' ? holds.fields.flatMap(rowsOf) : []
  return [
    parameterOf(each),
    ...inside.map((row) => ({ ...row, name: `${each.name}[]${row.name && `.${row.name}`}` })),
  ]
}

/** The table of a codec: what carries its fields, then the fields. */
export const parametersOf = ({ around = [], fields }: WithFields): readonly Parameter[] => [
  ...around.map((each) => {
    const note = noteOfImplied(each)
    return { name: each.name, required: true, type: 'wrapper' as const, note, meaning: note }
  }),
  ...fields.flatMap(rowsOf),
]

/** The tables of one step of the exchange. */
export interface EndpointReference {
  readonly step: 'authorize' | 'callback' | 'token' | 'refresh' | 'userInfo' | 'revocation'
  readonly methods: readonly string[]
  /** Which of the other faces the step is of, and what that is called; absent for the dialect's own. */
  readonly face?: { readonly at: number; readonly title: string }
  /** Absent for the callback, whose address is the application's. */
  readonly path?: string
  readonly request: readonly Parameter[]
  readonly response: readonly Parameter[]
  readonly errors: ErrorTable['rows']
}

/** Every step that the platform has, in the order of the exchange; then those of its other faces. */
export function referenceOf(
  platform: Pick<PlatformRecord, 'dialect' | 'pageErrors'>,
): readonly EndpointReference[] {
  const { authorize, callback, token, refresh, userInfo, revocation, faces = [] } = platform.dialect
  const call = <Asked, Answer>(
    step: EndpointReference['step'],
    { methods, path, request, response, errors }: Endpoint<Asked, Answer>,
  ): EndpointReference => ({
    step,
    methods,
    path,
    request: parametersOf(request),
    response: parametersOf(response),
    errors: errors.rows,
  })
  return [
    {
      step: 'authorize',
      methods: ['GET'],
      path: authorize.path,
      request: parametersOf(authorize.request),
      response: [],
      errors: pageErrorsOf(platform).rows,
    },
    { step: 'callback', methods: ['GET'], request: [], response: parametersOf(callback), errors: [] },
    call('token', token),
    call('refresh', refresh),
    ...(userInfo ? [call('userInfo', userInfo)] : []),
    ...(revocation ? [call('revocation', revocation)] : []),
    ...faces.flatMap(({ title, ...face }, at) =>
      [call('token', face.token), call('refresh', face.refresh)].map((each) => ({
        ...each,
        face: { at, title },
      })),
    ),
  ]
}
