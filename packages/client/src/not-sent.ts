/* Whether a `fetch` that failed had sent anything. Each runtime says it in its own way; what is not recognised may have been sent. */
import { type CallFailure, callFailure } from './failure.ts'

/** Codes of Node and Bun. */
const noConnection = /^(E(CONNREFUSED|(HOST|NET)UNREACH)|\w+CONNECT_TIMEOUT)$/
const noTls = /CERT|^(EPROTO$|UNABLE_TO_|ERR_TLS_|ERR_SSL_(WRONG_|\w+(HANDSHAKE|PROTOCOL)))/

/** Words of Deno, and of Node where its code is also that of a connection that breaks later. */
const connecting = /^(connect|getaddrinfo) E|before secure TLS|^bad port|client error \(Connect\)/
const aboutTls = /Connect\).*(certificate|tls)/

/** What became of a request whose `fetch` was rejected before there was an answer. */
export function failureOfFetch(error: unknown): CallFailure {
  const chain: Partial<Record<'code' | 'message' | 'cause', unknown>>[] = []
  for (let at = error; at && typeof at === 'object' && chain.length < 5; at = chain.at(-1)?.cause)
    chain.push(at)
  const one = (codes: RegExp, words: RegExp) =>
    chain.some(({ code, message }) => codes.test(String(code)) || words.test(String(message)))

  // Only a code is ever repeated: messages hold the URL, and with it what is secret.
  const detail =
    chain.map(({ code }) => String(code)).find((code) => /^[A-Z_]{4,60}$/.test(code)) ?? 'unknown'
  if (one(noTls, aboutTls)) return callFailure('not_sent', { error: 'tls_failed', detail })
  if (one(noConnection, connecting)) return callFailure('not_sent', { error: 'unreachable', detail })
  return callFailure('ambiguous', { error: 'answer_lost', detail })
}
