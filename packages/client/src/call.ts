import type { Dialect, Oddity } from '@hufu/dialects'
import { type CallFailure, isFailure } from './failure.ts'
import { withHint } from './hint.ts'
import { secretsOf, withoutSecrets } from './mask.ts'
import { type Asking, type Tools, buildRequest, contextAt } from './http/request.ts'
import { type Answering, readResponse } from './http/response.ts'
import { clockSkewOf, retryAfterOf } from './http/times.ts'
import { type CallOptions, type HttpResponse, type Transport, replyOf, send } from './http/send.ts'
import type { InvalidGrantReason } from './verdict.ts'

/** Where a platform is, how to get there, and what its texts are sealed and signed with. */
export interface Place extends Transport, Tools {
  /** Without a trailing slash. */
  readonly baseUrl: string
  /** Seconds since the epoch; may have a fraction. */
  readonly now: () => number
  /** The dialect's own, beside the hints of failures. */
  readonly hints?: Dialect['hints']
}

export interface Called<Answer> {
  readonly answer: Answer | CallFailure
  /** Seconds since the epoch, by our clock. What the platform says lives from now on, lives from here on. */
  readonly begin: number
  /** Seconds by which the platform's clock is ahead of ours, where that is more than the measurement's own error. */
  readonly measured: { readonly clockSkew?: number }
  /** What was not as the platform says, in an answer that was read all the same. */
  readonly oddities: readonly Oddity[]
}

/** Asks an endpoint once: builds the request, sends it, reads the response. No secret that was sent is in the failure. */
export async function call<Asked extends object, Answer extends object>(
  endpoint: Asking<Asked> & Answering<Answer>,
  asked: NoInfer<Asked>,
  place: Place,
  options: CallOptions = {},
  refusal?: InvalidGrantReason,
): Promise<Called<Answer>> {
  const { baseUrl, now } = place
  const begin = now()
  const unmeasured = (answer: CallFailure) => ({ answer, begin, measured: {}, oddities: [] })
  const request = buildRequest(endpoint, asked, baseUrl, contextAt(begin, place))
  if (isFailure(request)) return unmeasured(request)
  const response = await send(request, place, options)
  if (isFailure(response)) return unmeasured(withHint(response, request, place))

  const skew = clockSkewOf(response.headers, begin, now())
  const measured = skew === 0 ? {} : { clockSkew: skew }
  // A platform that says when a token ends says it by its own clock.
  const oddities: Oddity[] = []
  const odd = (oddity: Oddity) => void oddities.push(oddity)
  const answer = readResponse(endpoint, response, { ...contextAt(begin + skew, place), odd }, refusal)
  const isLost = isFailure(answer)
    ? answer.error === 'answer_unreadable' && succeeded(response)
    : oddities.some(({ problem }) => problem === 'lost')
  if (isLost) options.unreadable?.(replyOf(response))
  if (!isFailure(answer)) return { answer, begin, measured, oddities }
  const wait = retryAfterOf(response.headers, now())
  const secrets = secretsOf(asked, request)
  const location = withoutSecrets(response.headers.get('location') ?? '', secrets)
  const failure = discreet(withHint(answer, request, place, location), secrets)
  return {
    answer: { ...failure, ...measured, ...wait },
    begin,
    measured,
    oddities,
  }
}

const succeeded = ({ status }: HttpResponse): boolean => status >= 200 && status < 300

const LONGEST = 500

/** What a platform chose the words of, without our secrets, then cut: half a secret would not be recognised. */
const discreet = (failure: CallFailure, secrets: readonly string[]): CallFailure =>
  (['platformCode', 'platformMessage', 'requestId'] as const).reduce((rest, key) => {
    const said = rest[key]
    return typeof said === 'string'
      ? { ...rest, [key]: withoutSecrets(said, secrets).slice(0, LONGEST) }
      : rest
  }, failure)
