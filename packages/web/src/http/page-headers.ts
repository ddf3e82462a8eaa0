/** Default headers of every answer: never stored, no content sniffing, no referrer. */
export const usualHeaders = (secure: boolean): Record<string, string> => ({
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  ...(secure && { 'strict-transport-security': 'max-age=31536000' }),
})

/** Further headers of every page: no frames; no script, or only our own file if the page has one. */
export function pageHeaders(leadsTo?: string, scripted = false): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "style-src 'self'",
      "img-src 'self'",
      ...(scripted ? ["script-src 'self'", "connect-src 'self'"] : []),
      // Chrome asks this of every redirect that follows a form too, so the way back to an application must be in it.
      `form-action 'self'${leadsTo === undefined ? '' : ` https:${loopbackOf(leadsTo)}`}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
  }
}

/** An application on plain http, where its registration allows that, by its own origin. */
function loopbackOf(uri: string): string {
  const url = URL.parse(uri)
  return url?.protocol === 'http:' ? ` ${url.origin}` : ''
}
