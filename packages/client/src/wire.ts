/* What went over the wire, as it may be shown: secrets masked, each field explained by the dialect. */
import { type Dialect, type Parameter, type WithFields, parametersOf } from '@hufu/dialects'
import { maskedWire } from './mask.ts'
import type { Fetch } from './http/send.ts'

export interface WireMessage {
  /** Its first line and its body, or the URL: secrets masked. */
  readonly text: string
  readonly fields: readonly Parameter[]
}

export interface WireExchange {
  readonly step: string
  readonly request: WireMessage
  /** Absent where the platform answers with pages for a person. */
  readonly response?: WireMessage
}

/** What is said at an endpoint. */
export interface Spoken {
  readonly request: WithFields
  readonly response: WithFields
}

const message = (said: string, spoken: WithFields): WireMessage => ({
  text: pretty(maskedWire(said, spoken.fields)),
  fields: parametersOf(spoken),
})

/** A JSON body over several lines; anything else as it is, and a body with a number that would be rounded. */
function pretty(wire: string): string {
  const brace = wire.indexOf('\n{')
  if (brace < 0) return wire
  try {
    const body = JSON.stringify(JSON.parse(wire.slice(brace)), null, 2)
    const isExact = (wire.slice(brace).match(/\d{16,}/g) ?? []).every((digits) => body.includes(digits))
    return isExact ? `${wire.slice(0, brace)}\n${body}` : wire
  } catch {
    return wire
  }
}

/** The link that the browser was sent to, and what it came back with; between them are the platform's own pages. */
export const browserLeg = (
  { authorize, callback }: Dialect,
  link: string,
  back: string,
): readonly WireExchange[] => [
  { step: 'the link, in the browser', request: message(`GET ${link}`, authorize.request) },
  { step: 'the way back, in the browser', request: message(`GET ${back}`, callback) },
]

/** A `fetch` that tells what it sent and got, secrets masked, each field explained; the runtime's own underneath, unless another is given. */
export const explainingFetch =
  (
    step: string,
    { request: asked, response: answered }: Spoken,
    tell: (exchange: WireExchange) => void,
    underneath: Fetch = globalThis.fetch,
  ) =>
  async (url: string, init: RequestInit): Promise<Response> => {
    const response = await underneath(url, init)
    const body = await response.clone().text()
    const type = new Headers(init.headers).get('content-type')
    const sent = typeof init.body === 'string' ? `\ncontent-type: ${type ?? 'none'}\n\n${init.body}` : ''
    tell({
      step,
      request: message(`${init.method ?? 'GET'} ${url}${sent}`, asked),
      response: message(
        `${response.status} ${response.statusText}\ncontent-type: ${response.headers.get('content-type') ?? 'none'}\n\n${body}`,
        answered,
      ),
    })
    return response
  }
