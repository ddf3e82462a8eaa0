/* Wire to wire: whatever goes wrong is said in the platform's own words. */
import {
  type Codec,
  type CodecContext,
  type Endpoint,
  type Envelope,
  type OAuthError,
  type Sealed,
  WireError,
  type WireRequest,
  type WireResponse,
  isOAuthError,
  noEnvelope,
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
import { errorOf } from './exchange/blame.ts'
import { explained } from './exchange/explain.ts'
import type { Asker } from './keys/key-work.ts'
import { type Platform, codecContext, envelopeFor, withSigner } from './settings/platform.ts'

/** How long an envelope is remembered that spends nothing: its clock may be off by five minutes either way. */
const REPLAY_SECONDS = 600
const DAY = 86_400

/**
 * How long an envelope is remembered. No proof covers the time beside it, so whoever intercepted it may write a later one
 * there. One that spent a code or refresh token is a repetition for as long as what it spent is recognised as used.
 */
function rememberedFor(spends: boolean, { grants: { policy } }: Platform): number {
  if (!spends) return REPLAY_SECONDS
  const lifetimes = [policy.accessTokenLifetime, policy.refreshTokenLifetime].flatMap((each) =>
    typeof each === 'number' ? [each] : [each.online, each.onlineTest],
  )
  // What has ended is recognised for another day, and until the janitor comes by.
  return Math.max(policy.codeLifetime, ...lifetimes) + 2 * DAY
}

export type Handler<Asked, Answer> = (asked: Asked, caller: Caller) => Promise<Answer | OAuthError>

export interface Outcome {
  readonly response: WireResponse
  /** For the log. */
  readonly error?: OAuthError
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
  let context: CodecContext = codecContext(platform, requestId)
  let asking: App | undefined
  const answer = async (): Promise<Answer | OAuthError> => {
    if (!wire)
      return { error: 'request_unsupported', detail: 'the body is not UTF-8 or its content type is odd' }
    let known = caller
    const proofs: Proofs = { opened: [], signed: false }
    let judge: (proven: boolean) => void = () => undefined
    let proven = false
    const clientId = endpoint.clientIdOf?.(wire)
    if (clientId !== undefined) {
      const app = await platform.grants.directory.app(platform.dialect.id, clientId)
      if (!app) return unknownClient(clientId)
      asking = app
      caller.named?.(app)
      // Opening costs a private-key operation a block: what is cheap is asked first.
      const refused =
        checkServed(app) ?? checkAddress(app, caller.address) ?? checkRate(app, caller, platform.grants)
      if (refused) return refused
      known = { ...caller, counted: true }
      context = verifying(withSigner(context, platform, app), proofs)
      const opening = await opened(endpoint, wire, context, platform, app, caller)
      if (opening && 'refused' in opening) return opening.refused
      if (opening) {
        context = { ...context, envelope: holding(opening, proofs) }
        judge = opening.judge
      }
    }
    try {
      const asked = endpoint.request.decode(wire, context)
      if (proofs.opened.length > 0) known = { ...known, repeatable: true }
      if (asking && proofs.signed) known = { ...known, provenBy: asking.id }
      for (const data of proofs.opened) {
        const key = digest('once', `${platform.dialect.id} ${clientId} ${data}`)
        const { userInfo }: { readonly userInfo?: object } = platform.dialect
        const until = platform.grants.store.now() + rememberedFor(endpoint !== userInfo, platform)
        const first = await platform.grants.store.once(key, until)
        if (!first) return { error: 'request_replayed' }
      }
      proven = true
      return await handle(asked, known)
    } finally {
      judge(proven)
    }
  }
  let answered: Answer | OAuthError
  try {
    answered = await answer()
  } catch (error) {
    answered =
      error instanceof WireError
        ? {
            ...errorOf(error, endpoint.request),
            ...explained(error, endpoint.request, wire, platform, asking),
          }
        : report(error)
  }
  const encoded = () => endpoint.response.encode(answered, context)
  try {
    const sealed = platform.dialect.envelope !== undefined && !isOAuthError(answered)
    const response =
      asking !== undefined && sealed
        ? await platform.keyWork.inTurn(askerOf(asking, caller), encoded)
        : encoded()
    return isOAuthError(answered) ? { response, error: answered } : { response }
  } catch (error) {
    const failed = report(error)
    return { response: endpoint.response.encode(failed, context), error: failed }
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
  if (platform.dialect.envelope === undefined) return undefined
  const sealed = sealedIn(request, wire, context)
  const envelope = envelopeFor(platform, app)
  if (!sealed) return undefined
  // An app that has registered no key yet sends nothing authentic.
  if (!envelope) return { sealed, text: undefined, judge: () => undefined }
  const opening = await platform.keyWork.open(askerOf(app, caller), envelope, sealed)
  return 'refused' in opening ? opening : { ...opening, sealed, envelope }
}

/** What a codec asks its envelope to open. @throws {WireError} for what is wrong before that. */
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

/** Has the opened text of what was sealed, and of nothing else. */
const holding = ({ sealed, text, envelope }: Opened, proofs: Proofs): Envelope => ({
  seal: (answer) => (envelope ?? noEnvelope).seal(answer),
  open({ data, sign }) {
    if (text === undefined || data !== sealed.data || sign !== sealed.sign) return undefined
    proofs.opened.push((bytesOfBase64(data) ?? Buffer.alloc(0)).toString('base64'))
    proofs.signed = true
    return text
  },
})

/** What the codec found right under the app's keys, as it happened: no dialect says it of itself. */
interface Proofs {
  signed: boolean
  /** However it was spelt in base64: the same envelope a second time is a replay. */
  readonly opened: string[]
}

const verifying = (context: CodecContext, proofs: Proofs): CodecContext => ({
  ...context,
  signer: {
    ...context.signer,
    verify(text, signature) {
      const holds = context.signer.verify(text, signature)
      if (holds) proofs.signed = true
      return holds
    },
  },
})
