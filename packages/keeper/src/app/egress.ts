/* The way out of one app: through a forward proxy, which another app may not have. */
import type { Fetch } from '@hufu/client'
import type { RequestInit as ProxiedInit } from 'undici'

/**
 * A `fetch` whose connections all go through the proxy, also those to http addresses. Nothing is sent again by it. The
 * library `undici` is loaded by the first call: most keepers have no proxy, and it is a tenth of what they would load.
 *
 * @param proxy `http(s)://[USER:PASSWORD@]HOST[:PORT]`, checked before.
 */
export function fetchThrough(proxy: string): Fetch {
  const { username, password, origin } = new URL(proxy)
  const secret = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)
  const open = async () => {
    const { ProxyAgent, fetch: proxied } = await import('undici')
    const dispatcher = new ProxyAgent({
      uri: origin,
      ...(username && { token: `Basic ${secret.toString('base64')}` }),
    })
    return { proxied, dispatcher }
  }
  let opened: ReturnType<typeof open> | undefined
  return async (address, init) => {
    const { proxied, dispatcher } = await (opened ??= open())
    return (await proxied(address, { ...init, dispatcher } as ProxiedInit)) as unknown as Response
  }
}
