/* Wire to wire: whatever goes wrong is said in the platform's own words. */
import {
  type CodecContext,
  type Endpoint,
  type OAuthError,
  WireError,
  type WireRequest,
  type WireResponse,
  isOAuthError,
} from '@hufu/dialects'
import { bytesOfBase64 } from '@hufu/crypto'
import {
  type App,
  type Caller,
  checkAddress,
  checkRate,
  checkServed,
  digest,
  unknownClient,
} from '@hufu/engine'
import { errorOf } from './blame.ts'
import { explained } from './explain.ts'
import { type Platform, codecContext, withKeys } from './platform.ts'

/** How long an envelope is remembered: its clock may be off by five minutes either way. */
const REPLAY_SECONDS = 600

export type Handler<Asked, Answer> = (asked: Asked, caller: Caller) => Promise<Answer | OAuthError>

export interface Outcome {
  readonly response: WireResponse
  /** For the log. */
  readonly error?: OAuthError
}

/**
 * One exchange of one endpoint. `wire` is undefined where the body could not be read at all.
 * `report` is told of what is neither a value nor a `WireError`: a bug of ours, answered as the platform's own failure.
 */
export async function exchange<Asked, Answer extends object>(
  endpoint: Endpoint<Asked, Answer>,
  wire: WireRequest | undefined,
  caller: Caller,
  platform: Platform,
  requestId: string,
  handle: Handler<Asked, Answer>,
  report: (bug: unknown) => void,
): Promise<Outcome> {
  let context: CodecContext = codecContext(platform, requestId)
  let asking: App | undefined
  const answer = async (): Promise<Answer | OAuthError> => {
    if (!wire)
      return { error: 'request_unsupported', detail: 'the body is not UTF-8 or its content type is odd' }
    let known = caller
    const proofs: Proofs = { opened: [], signed: false }
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
      context = recording(withKeys(context, platform, app), proofs)
    }
    const asked = endpoint.request.decode(wire, context)
    if (asking && proofs.signed) known = { ...known, provenBy: asking.id }
    for (const data of proofs.opened) {
      const key = digest('once', `${platform.dialect.id} ${clientId} ${data}`)
      const first = await platform.grants.store.once(key, platform.grants.store.now() + REPLAY_SECONDS)
      if (!first) return { error: 'request_replayed' }
    }
    return handle(asked, known)
  }
  let answered: Answer | OAuthError
  try {
    answered = await answer()
  } catch (error) {
    if (!(error instanceof WireError)) report(error)
    answered =
      error instanceof WireError
        ? {
            ...errorOf(error, endpoint.request),
            ...explained(error, endpoint.request, wire, platform, asking),
          }
        : { error: 'server_error' }
  }
  try {
    const response = endpoint.response.encode(answered, context)
    return isOAuthError(answered) ? { response, error: answered } : { response }
  } catch (error) {
    report(error)
    const failed: OAuthError = { error: 'server_error' }
    return { response: endpoint.response.encode(failed, context), error: failed }
  }
}

/** What the codec found right under the app's keys, as it happened: no dialect says it of itself. */
interface Proofs {
  signed: boolean
  /** However it was spelt in base64: the same envelope a second time is a replay. */
  readonly opened: string[]
}

const recording = (context: CodecContext, proofs: Proofs): CodecContext => ({
  ...context,
  envelope: {
    ...context.envelope,
    open(sealed) {
      const text = context.envelope.open(sealed)
      if (text === undefined) return undefined
      proofs.opened.push((bytesOfBase64(sealed.data) ?? Buffer.alloc(0)).toString('base64'))
      proofs.signed = true
      return text
    },
  },
  signer: {
    ...context.signer,
    verify(text, signature) {
      const holds = context.signer.verify(text, signature)
      if (holds) proofs.signed = true
      return holds
    },
  },
})
