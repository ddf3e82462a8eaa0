/** Undefined for what is no URL. Node 20 has no `URL.parse`. */
export const parsedUrl = (url: string, base?: string): URL | undefined =>
  URL.canParse(url, base) ? new URL(url, base) : undefined

/** An address without query, fragment and what stands before the host: each may hold a secret. */
export function shownAddress(url: string, base?: string): string {
  const { origin, pathname } = parsedUrl(url, base) ?? { origin: '?', pathname: '' }
  return `${origin}${pathname}`.slice(0, 200)
}
