/* The way out of one app: through a forward proxy, which another app may not have. */
import type { Fetch } from '@hufu/client'
import { ProxyAgent, type RequestInit as ProxiedInit, fetch as proxied } from 'undici'

/**
 * A `fetch` whose connections all go through the proxy, also those to http addresses. Nothing is sent again by it.
 *
 * @param proxy `http(s)://[USER:PASSWORD@]HOST[:PORT]`, checked before.
 */
export function fetchThrough(proxy: string): Fetch {
  const { username, password, origin } = new URL(proxy)
  const secret = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)
  const dispatcher = new ProxyAgent({
    uri: origin,
    ...(username && { token: `Basic ${secret.toString('base64')}` }),
  })
  return async (address, init) =>
    (await proxied(address, { ...init, dispatcher } as ProxiedInit)) as unknown as Response
}
