/* Wire to wire: whatever goes wrong is said in the platform's own words. */
import {
  type Codec,
  type CodecContext,
  type Endpoint,
  type Envelope,
  type OAuthError,
  type Sealed,
  isWireError,
  type WireRequest,
  type WireResponse,
  isOAuthError,
  isSealed,
  noEnvelope,
  secondsOf,
  writeReply,
  writeRefusal,
} from '@hufu/dialects'
import { bytesOfBase64 } from '@hufu/crypto'
import {
  type App,
  type Caller,
  checkAddress,
  checkRate,
  checkServed,
  digest,
  networkOf,
  unknownClient,
} from '@hufu/engine'
import { errorOf } from './blame.ts'
import { explainSignature } from './explain.ts'
import type { Asker } from '../keys/key-work.ts'
import { type Platform, codecContext, envelopeFor, withSigner } from '../settings/platform.ts'

/** How long an envelope is remembered that spends nothing: its clock may be off by five minutes either way. */
const REPLAY_SECONDS = 600
const DAY = 86_400
/** In seconds, of what is remembered: longer than any app lives. */
const LONGEST = 100 * 365 * DAY

/**
 * How long an envelope is remembered. No proof covers the time beside it, so whoever intercepted it may write a later one
 * there. One that spent a code or refresh token is a repetition for as long as what it spent is recognised as used.
 */
function rememberedFor(spends: boolean, { grants: { policy } }: Platform): number {
  if (!spends) return REPLAY_SECONDS
  const lifetimes = [policy.accessTokenLifetime, policy.refreshTokenLifetime].flatMap((each) =>
    Object.values(secondsOf(each)),
  )
  // An ended token is still recognised for 1 day, and until the janitor runs.
  return Math.min(Math.max(policy.codeLifetime, ...lifetimes) + 2 * DAY, LONGEST)
}

export type Handler<Asked, Answer> = (asked: Asked, caller: Caller) => Promise<Answer | OAuthError>

export interface Outcome {
  readonly response: WireResponse
  /** For the log. */
  readonly error?: OAuthError
}

/** How a step is paid for. Nothing before a proof is committed, and private-key operations wait their turn (decision 022). */
export type Cost = 'constant' | 'lookup' | 'private-key operation' | 'hash' | 'commit'

/** The parameters of one exchange. */
interface Exchange {
  readonly endpoint: Endpoint<unknown, object>
  readonly wire: WireRequest
  readonly platform: Platform
  readonly clientId: string | undefined
  readonly proofs: Proofs
}

/** The facts known so far. Each step may add some. */
interface Known {
  readonly caller: Caller
  readonly context: CodecContext
  /** The application, if the request names it before it is decoded. */
  readonly app?: App
  readonly asked?: unknown
  readonly judge?: Opened['judge']
  readonly proven?: true
}

type Next = Known | OAuthError

interface Step {
  readonly name: string
  readonly cost: Cost
  /** Throws a `WireError` for what is wrong with the wire. */
  run(known: Known, exchange: Exchange): Next | Promise<Next>
}

/**
 * What is checked, in this order, and what it costs. `request` is the proof, where the platform signs or seals its requests;
 * elsewhere the secret is compared by what comes after these steps, for one hash. docs/security.md has the same table.
 */
export const steps: readonly Step[] = [
  { name: 'client', cost: 'lookup', run: knowClient },
  { name: 'served', cost: 'constant', run: (known) => (known.app && checkServed(known.app)) ?? known },
  { name: 'address', cost: 'constant', run: allowAddress },
  { name: 'rate', cost: 'constant', run: countCall },
  { name: 'envelope', cost: 'private-key operation', run: openEnvelope },
  { name: 'request', cost: 'hash', run: readRequest },
  { name: 'replay', cost: 'commit', run: refuseReplay },
]

async function knowClient(known: Known, { platform, clientId }: Exchange): Promise<Next> {
  if (clientId === undefined) return known
  const app = await platform.grants.directory.app(platform.dialect.id, clientId)
  if (!app) return unknownClient(clientId)
  known.caller.named?.(app)
  return { ...known, app }
}

function allowAddress(known: Known): Next {
  return (known.app && checkAddress(known.app, known.caller.address)) ?? known
}

function countCall(known: Known, { platform }: Exchange): Next {
  const { app, caller } = known
  if (!app) return known
  return checkRate(app, caller, platform.grants) ?? { ...known, caller: { ...caller, counted: true } }
}

async function openEnvelope(known: Known, exchange: Exchange): Promise<Next> {
  const { endpoint, wire, platform, proofs } = exchange
  const { app, caller } = known
  if (!app) return known
  const context = verifying(withSigner(known.context, platform, app), proofs)
  const opening = await opened(endpoint, wire, context, platform, app, caller)
  if (opening === undefined) return { ...known, context }
  if ('refused' in opening) return opening.refused
  return { ...known, context: { ...context, envelope: holding(opening, proofs) }, judge: opening.judge }
}

function readRequest(known: Known, { endpoint, wire, proofs }: Exchange): Next {
  const { app, context } = known
  const asked = endpoint.request.decode(wire, context)
  if (proofs.opened.length === 0 && !proofs.signed) return { ...known, asked }
  const caller: Caller = {
    ...known.caller,
    ...(proofs.opened.length > 0 && { repeatable: true }),
    ...(app && proofs.signed && { provenBy: app.id }),
  }
  return { ...known, caller, asked }
}

async function refuseReplay(known: Known, exchange: Exchange): Promise<Next> {
  const { endpoint, platform, clientId, proofs } = exchange
  const { store } = platform.grants
  const { userInfo }: { readonly userInfo?: object } = platform.dialect
  for (const data of proofs.opened) {
    const key = digest('once', `${platform.dialect.id} ${clientId} ${data}`)
    const first = await store.once(key, store.now() + rememberedFor(endpoint !== userInfo, platform))
    if (!first) return { error: 'request_replayed' }
  }
  return { ...known, proven: true }
}

/**
 * One exchange of one endpoint. `wire` is undefined where the body could not be read at all.
 * `report` is told of what is neither a value nor a `WireError`, and says what to answer.
 */
export async function exchange<Asked, Answer extends object>(
  endpoint: Endpoint<Asked, Answer>,
  wire: WireRequest | undefined,
  caller: Caller,
  platform: Platform,
  requestId: string,
  handle: Handler<Asked, Answer>,
  report: (error: unknown) => OAuthError,
): Promise<Outcome> {
  let known: Known = { caller, context: codecContext(platform, requestId) }
  const answer = async (): Promise<Answer | OAuthError> => {
    if (!wire)
      return { error: 'request_unsupported', detail: 'the body is not UTF-8 or its content type is odd' }
    const clientId = endpoint.clientIdOf?.(wire)
    const proofs: Proofs = { opened: [], signed: false }
    const about: Exchange = { endpoint, wire, platform, clientId, proofs }
    try {
      for (const step of steps) {
        const made = step.run(known, about)
        const next = made instanceof Promise ? await made : made
        if (isOAuthError(next)) return next
        known = next
      }
      return await handle(known.asked as Asked, known.caller)
    } finally {
      known.judge?.(known.proven === true)
    }
  }
  let answered: Answer | OAuthError
  try {
    answered = await answer()
  } catch (error) {
    answered = isWireError(error)
      ? {
          ...errorOf(error, endpoint.request),
          ...explainSignature(error, endpoint.request, wire, platform, known.app),
        }
      : report(error)
  }
  const encoded = () => writeReply(endpoint, answered, known.context)
  try {
    const sealed = isSealed(endpoint) && !isOAuthError(answered)
    const response =
      known.app !== undefined && sealed
        ? await platform.keyWork.inTurn(askerOf(known.app, caller), encoded)
        : encoded()
    return isOAuthError(answered) ? { response, error: answered } : { response }
  } catch (error) {
    const failed = report(error)
    return { response: writeRefusal(endpoint, failed, known.context), error: failed }
  }
}

const askerOf = ({ id }: App, { address }: Caller): Asker => {
  const network = networkOf(address)
  return { appId: id, ...(network !== undefined && { network }) }
}

interface Opened {
  readonly sealed: Sealed
  readonly text: string | undefined
  /** Seals the answer. */
  readonly envelope?: Envelope
  judge(proven: boolean): void
}

/**
 * What is sealed in the request, opened before its codec runs: codecs do not wait, and private-key work does. Undefined
 * where nothing is sealed. What is wrong with the rest costs no private-key work.
 */
async function opened<Asked>(
  { request }: Pick<Endpoint<Asked, object>, 'request'>,
  wire: WireRequest,
  context: CodecContext,
  platform: Platform,
  app: App,
  caller: Caller,
): Promise<Opened | { readonly refused: OAuthError } | undefined> {
  if (!isSealed({ request })) return undefined
  const sealed = sealedIn(request, wire, context)
  const envelope = envelopeFor(platform, app)
  if (!sealed) return undefined
  // An app that has registered no key yet sends nothing authentic.
  if (!envelope) return { sealed, text: undefined, judge: () => undefined }
  const opening = await platform.keyWork.open(askerOf(app, caller), envelope, sealed)
  return 'refused' in opening ? opening : { ...opening, sealed, envelope }
}

/** The sealed text that a codec wants to open. @throws {WireError} for an error before that. */
function sealedIn<Asked>(
  request: Codec<Asked, WireRequest>,
  wire: WireRequest,
  context: CodecContext,
): Sealed | undefined {
  let found: Sealed | undefined
  const open = (sealed: Sealed): undefined => {
    found = sealed
  }
  try {
    request.decode(wire, { ...context, envelope: { ...context.envelope, open } })
  } catch (error) {
    if (!found) throw error
  }
  return found
}

/** An envelope that returns the opened text for the sealed one, and refuses any other. */
const holding = ({ sealed, text, envelope }: Opened, proofs: Proofs): Envelope => ({
  seal: (answer) => (envelope ?? noEnvelope).seal(answer),
  open({ data, sign }) {
    if (text === undefined || data !== sealed.data || sign !== sealed.sign) return undefined
    proofs.opened.push((bytesOfBase64(data) ?? Buffer.alloc(0)).toString('base64'))
    proofs.signed = true
    return text
  },
})

/** What the codec verified with the app's keys; no dialect can claim it. */
interface Proofs {
  signed: boolean
  /** However it was spelt in base64: the same envelope a second time is a replay. */
  readonly opened: string[]
}

const verifying = (context: CodecContext, proofs: Proofs): CodecContext => ({
  ...context,
  signer: {
    ...context.signer,
    verify(text, signature, scheme) {
      const holds = context.signer.verify(text, signature, scheme)
      if (holds) proofs.signed = true
      return holds
    },
  },
})
