/* Whether a `fetch` that failed had sent anything. Each runtime says it in its own way; what is not recognised may have been sent. */
import { type CallFailure, callFailure } from './failure.ts'

type Told = Partial<Record<'code' | 'message' | 'cause' | 'errors', unknown>>

/** Codes of Node and Bun. */
const noConnection =
  /^(E(CONNREFUSED|ADDRNOTAVAIL|NOTFOUND|(HOST|NET)UNREACH)|EAI_\w+|ConnectionRefused|\w+CONNECT_TIMEOUT)$/
const noTls = /CERT|^(EPROTO$|UNABLE_TO_|ERR_TLS_|ERR_SSL_(WRONG_|\w+(HANDSHAKE|PROTOCOL)))/

/** Words of Deno, and of Node where its code is also that of a connection that breaks later. */
const connecting =
  /^(connect|getaddrinfo) E|before secure TLS|^bad port|port \d+ (are|is) blocked|client error \(Connect\)/
const aboutTls = /Connect\).*(certificate|tls)/
/** A connection that was there. */
const breaking = /^(read|write) E/

/** A proxy that does not open a tunnel: of Bun; of undici, which Node's `fetch` is; of Deno. */
const noTunnel = /^ERR_PROXY_TUNNEL$/
const aboutTunnel =
  /^Proxy response \(\d+\)|client error \(Connect\): (unsuccessful tunnel|proxy auth|.*tunnel)/

/** What became of a request whose `fetch` was rejected before there was an answer. */
export function failureOfFetch(error: unknown): CallFailure {
  const chain: Told[] = []
  for (let at = error; isTold(at) && chain.length < 5; at = chain.at(-1)?.cause) chain.push(at)
  const one = (codes: RegExp, words: RegExp) =>
    chain.some(({ code, message }) => codes.test(String(code)) || words.test(String(message)))

  // Only a code is ever repeated: messages hold the URL, and with it what is secret.
  const code = chain.map((each) => String(each.code)).find((each) => /^[A-Z_]{4,60}$/.test(each))
  const detail = code ?? 'unknown'
  if (one(noTunnel, aboutTunnel))
    return callFailure('not_sent', { error: 'proxy_refused', ...answerOf(chain) })
  if (one(noTls, aboutTls)) return callFailure('not_sent', { error: 'tls_failed', detail })
  if (chain.some(isUnreached)) return callFailure('not_sent', { error: 'unreachable', detail })
  return callFailure('ambiguous', { error: 'answer_lost', detail })
}

const isTold = (value: unknown): value is Told => typeof value === 'object' && value !== null

/** Where several addresses were tried, none of them may have been reached. */
function isUnreached({ code, message, errors }: Told): boolean {
  if (Array.isArray(errors) && errors.length > 0)
    return errors.every((each: unknown) => isTold(each) && isUnreached(each))
  const words = String(message)
  return !breaking.test(words) && (noConnection.test(String(code)) || connecting.test(words))
}

/** The proxy's HTTP status, where the runtime tells it. */
function answerOf(chain: readonly Told[]): { readonly detail?: string } {
  const words = chain.map(({ message }) => String(message)).join(' ')
  const [, status] = /(?:response \(|tunnel: )(\d{3})\b/.exec(words) ?? []
  return status === undefined ? {} : { detail: `HTTP ${status}` }
}
