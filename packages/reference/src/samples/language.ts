/* How a language writes the parts of a sample, and what is written from them in the same order in every language. */
import { formulaComment, sourceOf } from './layout.ts'
import type { PlainRequest, PlannedCall, PlannedParameters, SealedRequest } from './plan.ts'
import type { Place, PlannedSigning, SignedPiece } from './signing.ts'
import type { Clock, Pair, Value } from './values.ts'

type Body = Exclude<PlainRequest['in'], 'query'>
/** `raw`: the body as it travels. `signing`: the text that is signed. */
type Variable = Place | 'raw' | 'signing' | 'reply'

/** A word that a dialect may use is a member here, so that a language without it does not compile. */
export interface Language {
  readonly comment: '#' | '//'
  readonly secret: string
  readonly clocks: Readonly<Record<Clock, string>>
  /** Of the variable `signing`. */
  readonly macs: Readonly<Record<PlannedSigning['mac'], string>>
  readonly spellings: Readonly<Record<PlannedSigning['spelt'], (mac: string) => string>>
  text(value: string): string
  value(of: Value): string
  variable(name: Variable): string
  /** All parameters of a place. */
  parameters(pairs: readonly Pair[]): string
  /** Statements. */
  assign(name: Variable, expression: string): string
  put(place: Place, name: string, expression: string): string
  whereThere(source: ReturnType<typeof sourceOf>, statement: string): string
  /** One parameter as text, and several places' parameters joined. */
  parameter(place: Place, name: string): string
  sorted(of: Extract<SignedPiece, { readonly is: 'sorted' }>): string
  concatenated(pieces: readonly string[]): string
  /** The variable `body` as it travels. */
  readonly bodies: Readonly<Record<Body, string>>
  address(url: string, hasQuery: boolean): string
  ask(address: string, body?: { readonly text: string; readonly mediaType: string }): string
  /** The variable `body` of a sealed call. */
  sealed(request: SealedRequest): string
}

const mediaTypes: Readonly<Record<Body, string>> = {
  form: 'application/x-www-form-urlencoded',
  json: 'application/json',
}

/** Assigns the parameters and their signature. `raw`: the body as it travels, where that is signed. */
export function parametersIn(language: Language, planned: PlannedParameters, raw = ''): string {
  const { query, body, signing } = planned
  const assigned = Object.entries({ query, body }).flatMap(([place, pairs]) =>
    pairs === undefined ? [] : assignedIn(language, place as Place, pairs),
  )
  return [
    ...assigned,
    ...(signing && signsRaw(planned) ? [language.assign('raw', raw)] : []),
    ...(signing ? signatureIn(language, signing) : []),
  ].join('')
}

const signsRaw = ({ signing }: PlannedParameters): boolean =>
  signing?.pieces.some(({ is }) => is === 'raw') === true

function assignedIn(language: Language, place: Place, pairs: readonly Pair[]): readonly string[] {
  const sure = pairs.filter(({ optional }) => !optional)
  return [
    language.assign(place, language.parameters(sure)),
    ...pairs.flatMap(({ name, value, optional }) =>
      optional
        ? [language.whereThere(sourceOf(value), language.put(place, name, language.value(value)))]
        : [],
    ),
  ]
}

function signatureIn(language: Language, signing: PlannedSigning): readonly string[] {
  const { formula, pieces, mac, spelt, place, into } = signing
  const text = language.concatenated(pieces.map((each) => pieceIn(language, each)))
  return [
    `${language.comment} ${formulaComment(
      formula,
      pieces.some(({ is }) => is === 'sorted'),
    )}\n`,
    language.assign('signing', text),
    language.put(place, into, language.spellings[spelt](language.macs[mac])),
  ]
}

function pieceIn(language: Language, piece: SignedPiece): string {
  switch (piece.is) {
    case 'text':
      return language.text(piece.text)
    case 'secret':
      return language.secret
    case 'raw':
      return language.variable('raw')
    case 'value':
      return language.parameter(piece.of, piece.name)
    case 'sorted':
      return language.sorted(piece)
  }
}

/** What comes before a call, and the call itself. */
export function asked(
  language: Language,
  { url, request }: PlannedCall,
): readonly [before: string, call: string] {
  if (request.in === 'sealed-json') {
    const body = { text: language.bodies.json, mediaType: mediaTypes.json }
    return [
      language.assign('body', language.sealed(request)),
      language.ask(language.address(url, false), body),
    ]
  }
  const address = language.address(url, request.query !== undefined)
  if (request.in === 'query' || !request.body) return [parametersIn(language, request), language.ask(address)]
  const raw = language.bodies[request.in]
  const text = signsRaw(request) ? language.variable('raw') : raw
  return [
    parametersIn(language, request, raw),
    language.ask(address, { text, mediaType: mediaTypes[request.in] }),
  ]
}
