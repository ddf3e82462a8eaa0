/** What every page is sent with. No script, no frame, no referrer; never stored. */
export function pageHeaders(secure: boolean, leadsTo?: string): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "style-src 'self'",
      "img-src 'self'",
      // Chrome asks this of every redirect that follows a form too, so the way back to an application must be in it.
      `form-action 'self'${leadsTo === undefined ? '' : ` https:${loopbackOf(leadsTo)}`}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
    ...(secure && { 'strict-transport-security': 'max-age=31536000' }),
  }
}

/** An application on plain http, where its registration allows that, by its own origin. */
function loopbackOf(uri: string): string {
  const url = URL.parse(uri)
  return url?.protocol === 'http:' ? ` ${url.origin}` : ''
}
