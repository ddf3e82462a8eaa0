/* A call of the platform: its request, and the answer with its status, its code and its words. */
import {
  type Bag,
  type OAuthError,
  type WireRequest,
  type WireResponse,
  isBag,
  isOAuthError,
  encodeError,
  replyCodec,
} from '@hufu/dialects'
import type { Compared, Finding } from './comparing/finding.ts'
import type { Tools } from './keys.ts'
import { listening, writtenTwice } from './comparing/listening.ts'
import type { PlacedExchange } from './reading/placed-exchange.ts'
import { isShort, printable, scrubbed, shapeOf } from './comparing/showing.ts'
import type { AnyEndpoint } from './steps.ts'
import { type Verified, verifyMessage } from './comparing/verify-message.ts'
import { type Place, membersOfRequest, objectIn, wireOf } from './reading/wire-of.ts'

export interface VerifiedCall {
  readonly request: Verified<object, WireRequest>
  /** Absent where no answer was recorded. */
  readonly response?: Verified<object, WireResponse>
}

/** A request and its answer, each beside what the dialect says of it. */
export function verifyCall(endpoint: AnyEndpoint, exchange: PlacedExchange, tools: Tools): VerifiedCall {
  const { time: now, request, response, redacted } = exchange
  const { signer, ofRequests, ofResponses } = redacted ? ({} as Tools) : tools
  const wire = wireOf(request)
  const asked = verifyMessage({
    side: 'request',
    codec: endpoint.request,
    wire,
    listening: listening({ now, signer, envelope: ofRequests, opened: request.opened }),
    now,
    membersOf: (each) => membersOfRequest(each).bag,
  })
  const placed = placeOf(endpoint, wire, asked.written?.wire)
  const repeated = membersOfRequest(wire).repeated.filter(
    (name) => !asked.findings.some(({ member }) => member === name),
  )
  const sent = {
    ...asked,
    findings: [
      ...asked.findings,
      ...placed,
      ...repeated.map((name) => finding('request', 'spelling', name, 'comes twice')),
    ],
  }
  if (!response)
    return { request: { ...sent, unchecked: [...sent.unchecked, 'the answer, which was not recorded'] } }
  if (response.body === undefined)
    return {
      request: { ...sent, unchecked: [...sent.unchecked, "the answer's body, which was not recorded"] },
    }
  const answered = { status: response.status, body: response.body }
  const heard = listening({ now, signer, envelope: ofResponses, opened: response.opened })
  const secrets = valuesOf(membersOfRequest(wire).bag)
  return { request: sent, response: verifyAnswer(endpoint, answered, heard, now, secrets) }
}

/** What the request said, which the platform may repeat in its words. */
const valuesOf = (bag: Bag): readonly string[] =>
  Object.values(bag).flatMap((value) =>
    typeof value === 'string' ? [value] : isBag(value) ? valuesOf(value) : [],
  )

const finding = (
  side: Finding['side'],
  difference: Finding['difference'],
  member: string,
  said: string,
): Finding => ({ side, difference, member: printable(member), said })

/** How a request was sent: its method, and where its members stand. */
function placeOf(
  { methods }: AnyEndpoint,
  sent: WireRequest,
  written: WireRequest | undefined,
): readonly Finding[] {
  if (!methods.includes(sent.method))
    return [
      finding(
        'request',
        'place',
        '',
        `was sent by ${printable(sent.method)}; the dialect takes ${methods.join(' and ')}`,
      ),
    ]
  if (!written) return []
  const [theirs, ours] = [membersOfRequest(sent).places, membersOfRequest(written).places]
  const common = [...ours.keys()].filter((name) => theirs.has(name))
  const places = (all: ReadonlyMap<string, Place>) =>
    [...new Set(common.map((name) => all.get(name)))].join(' and ') || 'nothing'
  const [theirWay, ourWay] = [`${sent.method}, ${places(theirs)}`, `${written.method}, ${places(ours)}`]
  return theirWay === ourWay
    ? []
    : [finding('request', 'place', '', `was sent by ${theirWay}; the dialect reads it, and sends ${ourWay}`)]
}

function verifyAnswer(
  endpoint: AnyEndpoint,
  wire: WireResponse,
  heard: ReturnType<typeof listening>,
  now: number,
  secrets: readonly string[],
): Verified<object, WireResponse> {
  const { response } = endpoint
  const { at } = response.carrier
  // A method's own answer is nothing that a dialect could know.
  const isWhole = response.fields.some((each) => each.name === '')
  let error: OAuthError | undefined
  const codec: ReturnType<typeof replyCodec<object>> = {
    ...replyCodec(endpoint),
    decode(given, context) {
      const value = response.decode(given, context)
      error = isOAuthError(value) ? value : undefined
      return value
    },
  }
  const verified = verifyMessage<object, WireResponse>({
    side: 'response',
    codec,
    wire,
    listening: heard,
    now,
    membersOf: (each) =>
      error && each !== wire ? asAnswered(endpoint, objectIn(each.body), error) : objectIn(each.body),
    ofErrors: namesOfErrors(endpoint),
    isForeign: (path) =>
      isWhole && path.length === at.length && path.every((name, index) => name === at[index]),
  })
  const { value, written, findings } = verified
  const isJson = objectIn(wire.body) !== undefined
  return {
    ...verified,
    findings: [
      ...findings.map((each) =>
        each.member === 'body' && !isJson
          ? { ...each, said: `is no JSON object: ${wire.body.length} characters` }
          : (aboutWords(endpoint, each, objectIn(wire.body), error, secrets) ?? each),
      ),
      ...(value && written && written.wire.status !== wire.status
        ? [
            finding(
              'response',
              'status',
              '',
              `has the status ${wire.status}; the dialect answers ${written.wire.status}`,
            ),
          ]
        : []),
      ...(error ? aboutCode(endpoint, error) : []),
    ],
  }
}

/** The members of the reply that says an error. */
function namesOfErrors(endpoint: AnyEndpoint): readonly string[] {
  const [{ wire }] = writtenTwice<object, WireResponse>(replyCodec(endpoint), { error: 'server_error' }, 0)
  return Object.keys(objectIn(wire.body) ?? {})
}

const rowOf = ({ errors }: AnyEndpoint, { platformCode }: OAuthError) =>
  errors.rows.find(([code]) => String(code) === String(platformCode))

/**
 * What the dialect writes for an error, with the platform's own code and words in the place of those that it chose for the
 * reason: several codes may stand for one.
 */
function asAnswered(endpoint: AnyEndpoint, written: Bag | undefined, error: OAuthError): Bag | undefined {
  const { code, message: words } = encodeError(endpoint.errors, error)
  const row = rowOf(endpoint, error)
  const { platformCode = code, platformMessage = words } = error
  const ours = row ? row[1] : words
  // Where the code is a word itself, the words beside it are for people, and each server has its own.
  const said = !row || isWord(row[0]) || ours === '' ? platformMessage : ours
  const replaced = (value: unknown): unknown => {
    if (isBag(value))
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, replaced(each)]))
    if (value === words) return said
    if (String(value) !== String(code)) return value
    return typeof value === 'number' ? Number(platformCode) : String(platformCode)
  }
  return written && (replaced(written) as Bag)
}

/** The finding, where it is about the words of an error: both are shown. */
function aboutWords(
  endpoint: AnyEndpoint,
  { difference, member }: Finding,
  recorded: Bag | undefined,
  error: OAuthError | undefined,
  secrets: readonly string[],
): Finding | undefined {
  const said = member.split('.').reduce<unknown>((at, name) => (isBag(at) ? at[name] : undefined), recorded)
  const row = error && rowOf(endpoint, error)
  if (difference !== 'spelling' || !row || typeof said !== 'string' || said !== error.platformMessage)
    return undefined
  const theirs = JSON.stringify(scrubbed(said, secrets))
  return finding(
    'response',
    'words',
    member,
    `says ${theirs}, where the dialect says ${JSON.stringify(row[1])}`,
  )
}

const isWord = (code: string | number): boolean => typeof code === 'string' && /^[a-z_]+$/.test(code)

function aboutCode(endpoint: AnyEndpoint, error: OAuthError): readonly Finding[] {
  const { platformCode } = error
  if (platformCode === undefined || rowOf(endpoint, error)) return []
  const code = isShort(String(platformCode)) ? printable(String(platformCode), 40) : shapeOf(platformCode)
  return [finding('response', 'code', '', `has the error code ${code}, which the dialect has no row for`)]
}

/** The row of the error that an answer said, where there is one. */
export const rowOfAnswer = (endpoint: AnyEndpoint, { value }: Compared & { readonly value?: object }) =>
  value && isOAuthError(value) ? rowOf(endpoint, value) : undefined
