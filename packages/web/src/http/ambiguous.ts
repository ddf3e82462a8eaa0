/* Requests that a proxy before us may have read as another one. */
import type { IncomingMessage } from 'node:http'

/** Node takes the first where one of them comes twice; others take the last. */
const single: ReadonlySet<string> = new Set(['host', 'authorization', 'content-type'])

/** Why it is refused, in words; undefined for a request that can be read in one way alone. */
export function ambiguityOf({ httpVersion, rawHeaders }: IncomingMessage): string | undefined {
  // Node's parser also takes a line without a version (HTTP/0.9), and a 2.0 that only says so.
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return 'only HTTP/1.1 and HTTP/1.0 are spoken here'
  const seen: string[] = []
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? ''
    if (!single.has(name)) continue
    if (seen.includes(name)) return `the header ${name} came twice`
    seen.push(name)
  }
  return undefined
}

/**
 * Whether the path begins with this text as it is written. A proxy that lets strangers no further than `/operator` may not
 * know that `/%6fperator` is the same.
 */
export const isSpelledOut = ({ url = '' }: IncomingMessage, prefix: string): boolean => url.startsWith(prefix)
