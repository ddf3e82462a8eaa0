/* Whether a `fetch` that failed had sent anything. Each runtime says it in its own way; what is not recognised may have been sent. */
import { type CallFailure, callFailure } from '../failure.ts'

type Told = Partial<Record<'code' | 'message' | 'cause' | 'errors', unknown>>

/** Codes of Node and Bun; words of Deno, and of Node where its code is also that of a connection that breaks later. */
const noConnection =
  /^(E(CONNREFUSED|ADDRNOTAVAIL|NOTFOUND|(HOST|NET)UNREACH)|EAI_\w+|ConnectionRefused|\w+CONNECT_TIMEOUT) |^\S* (connect|getaddrinfo) E|before secure TLS| bad port|ports? \d+|client error \(Connect\)/
const noTls =
  /^(\w*CERT|EPROTO |UNABLE_TO_|ERR_TLS_|ERR_SSL_(WRONG_|\w+(HANDSHAKE|PROTOCOL)))|Connect\).*(certificate|tls)/
/** A proxy that opens no tunnel: as Bun, Node's undici and Deno say it. */
const noTunnel = /^ERR_PROXY_TUNNEL|Proxy response \(|proxy auth|Connect\): .*tunnel/
/** A connection that was there. */
const broke = /^\S* (read|write) E/

/** What became of a request whose `fetch` was rejected before there was an answer. */
export function failureOfFetch(error: unknown): CallFailure {
  const chain: Told[] = []
  for (let at = error; isTold(at) && chain.length < 5; at = chain.at(-1)?.cause) chain.push(at)
  const unsent = (words: RegExp) => chain.some((each) => isAbout(each, words))

  // Only a code is ever repeated: messages hold the URL, and with it what is secret.
  const detail =
    chain.map(({ code }) => String(code)).find((code) => /^[A-Z_]{4,60}$/.test(code)) ?? 'unknown'
  if (unsent(noTunnel)) return callFailure('not_sent', { error: 'proxy_refused', detail })
  if (unsent(noTls)) return callFailure('not_sent', { error: 'tls_failed', detail })
  if (unsent(noConnection)) return callFailure('not_sent', { error: 'unreachable', detail })
  return callFailure('ambiguous', { error: 'answer_lost', detail })
}

const isTold = (value: unknown): value is Told => typeof value === 'object' && value !== null

/** Where several addresses were tried, none of them may have been reached. */
function isAbout({ code, message, errors }: Told, words: RegExp): boolean {
  if (Array.isArray(errors) && errors.length > 0)
    return errors.every((each: unknown) => isTold(each) && isAbout(each, words))
  const said = `${String(code)} ${String(message)}`
  return words.test(said) && !(words === noConnection && broke.test(said))
}
