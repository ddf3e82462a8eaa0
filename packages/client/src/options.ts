/* What a client is made with, checked at once: a wrong option is a bug of the caller, not an event of the network. */
import type { Dialect } from '@hufu/dialects'
import type { ClientOptions } from './client.ts'

const LONGEST_TIMEOUT = 600

/**
 * The base URL, without a trailing slash.
 *
 * @throws {TypeError} when an option is missing or makes no sense. The message never holds the option's value.
 */
export function checkedBaseUrl(
  { title, origin, policy, ...dialect }: Dialect,
  options: ClientOptions,
): string {
  const { clientId, clientSecret, baseUrl = origin ?? '', envelope, timeoutSeconds = 1 } = options
  const must = (hold: unknown, message: string) => {
    if (!hold) throw new TypeError(`${title}: ${message}`)
  }
  must(clientId, 'clientId is missing')
  must(clientSecret || policy.clientAuthentication !== 'secret', 'clientSecret is missing')
  must(envelope || !dialect.envelope, 'envelope is missing: nodeClient makes it')
  must(
    timeoutSeconds > 0 && timeoutSeconds <= LONGEST_TIMEOUT,
    `timeoutSeconds is not in 0 to ${LONGEST_TIMEOUT}`,
  )
  const url = URL.parse(baseUrl)
  const plain = url?.href.startsWith('http') && url.href === `${url.origin}${url.pathname}`
  must(plain, 'baseUrl is missing, or no http(s) URL of host and path alone')
  return String(url).replace(/\/+$/, '')
}
