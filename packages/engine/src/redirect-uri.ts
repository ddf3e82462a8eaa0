import type { OAuthError, Policy } from '@hufu/dialects'
import { getDomain } from 'tldts'
import { type PlainFault, type RedirectFault, redirectFaultText } from './redirect-fault.ts'
import type { App } from './store.ts'

const LONGEST = 2048

/** Why an address is refused: `detail` in words that its developer can use, `why` for pages that say it in theirs. */
export interface Mismatch extends OAuthError {
  readonly error: 'redirect_uri_mismatch'
  readonly why: RedirectFault
}

const mismatch = (fault: RedirectFault | PlainFault): Mismatch => {
  const why = typeof fault === 'string' ? { fault } : fault
  return { error: 'redirect_uri_mismatch', detail: redirectFaultText(why), parameter: 'redirectUri', why }
}

export interface RedirectRules extends Pick<Policy, 'redirectUri' | 'httpsOnly' | 'outOfBand'> {
  /** In demo and sandbox mode, and only there, plain http to this machine passes where https is demanded. */
  readonly allowLoopback: boolean
}

/** Whether the browser may be sent there. Until this has passed, no answer may be a redirect (RFC 9700, section 4.11.2). */
export function checkRedirectUri(
  uri: string,
  app: Pick<App, 'redirectUris'>,
  rules: RedirectRules,
): Mismatch | undefined {
  if (uri === rules.outOfBand) {
    return app.redirectUris.includes(uri) ? undefined : mismatch('not_native')
  }
  const url = parse(uri)
  if ('error' in url) return url
  const scheme = checkScheme(url, rules)
  if (scheme) return scheme
  switch (rules.redirectUri) {
    case 'exact':
      return app.redirectUris.some((each) => sameUri(each, uri, url)) ? undefined : mismatch('not_registered')
    case 'host':
      return app.redirectUris.includes(url.host) || isLoopbackHost(url, app, rules)
        ? undefined
        : mismatch({ fault: 'another_host', host: url.host, registered: app.redirectUris })
    case 'registrable-domain':
      return app.redirectUris.some((each) => sameDomain(each, uri, url))
        ? undefined
        : mismatch({ fault: 'another_domain', host: url.hostname })
  }
}

/** What is checked is what is sent: the text itself, not what a lenient parser makes of it. */
function parse(uri: string): URL | Mismatch {
  if (uri.length > LONGEST) return mismatch({ fault: 'too_long', most: LONGEST })
  // Parsers drop tabs and line ends and read a backslash as a slash.
  if (!/^[!-[\]-~]+$/.test(uri)) return mismatch('character')
  if (uri.includes('#')) return mismatch('fragment')
  const url = URL.parse(uri)
  if (!url) return mismatch('not_absolute')
  if (!/^https?:$/.test(url.protocol)) return mismatch({ fault: 'scheme', scheme: url.protocol })
  if (url.username !== '' || url.password !== '' || uri.split(/[/?]/)[2]?.includes('@'))
    return mismatch('user_information')
  // `HTTPS:`, `example.com:443`, `2130706433`, `EXAMPLE.com`, `http:/host`: one address, one spelling.
  if (!uri.startsWith(`${url.protocol}//${url.host}`)) return mismatch('not_normal')
  if (/\.(:|$)/.test(url.host)) return mismatch('trailing_dot')
  const [path = '', ...queries] = uri.slice(url.protocol.length + 2 + url.host.length).split('?')
  const query = queries.join('?')
  if (path !== url.pathname && !(path === '' && url.pathname === '/')) {
    return mismatch('path_changes')
  }
  if (/\/\/|\/\.{1,2};|%2e|%2f|%5c|%25/i.test(path)) return mismatch('path_ambiguous')
  if (query !== url.search.slice(1)) return mismatch('query_changes')
  if (/%[01][0-9a-f]|%7f|%(?![0-9a-f]{2})/i.test(`${path}${query}`)) return mismatch('control_character')
  const own = [...new URLSearchParams(query).keys()].find((name) => answers.includes(name))
  return own === undefined ? url : mismatch({ fault: 'answer_in_query', name: own })
}

/** Where only the host is registered, a link could bring an answer of its own to stand before the true one (RFC 6749, section 4.1.2). */
const answers: readonly string[] = ['code', 'state', 'error', 'error_description', 'iss']

const isLoopback = ({ hostname }: URL): boolean =>
  hostname === '127.0.0.1' || hostname === '[::1]' || hostname === 'localhost'

function checkScheme(url: URL, { httpsOnly, allowLoopback }: RedirectRules): Mismatch | undefined {
  if (url.protocol === 'https:') return undefined
  if (httpsOnly && !(allowLoopback && isLoopback(url))) return mismatch('not_https')
  return undefined
}

/** RFC 8252, section 7.3: on the loopback address, and only there, the port may float, and only the port. */
function sameUri(registered: string, uri: string, url: URL): boolean {
  if (registered === uri) return true
  if (url.hostname !== '127.0.0.1' && url.hostname !== '[::1]') return false
  const own = URL.parse(registered)
  const rest = (text: string, { protocol, host }: URL) => text.slice(protocol.length + 2 + host.length)
  return (
    own?.hostname === url.hostname &&
    own.protocol === url.protocol &&
    rest(registered, own) === rest(uri, url)
  )
}

/** A registered loopback host stands for every port of it, in demo mode. */
const isLoopbackHost = (
  url: URL,
  { redirectUris }: Pick<App, 'redirectUris'>,
  { allowLoopback }: RedirectRules,
): boolean =>
  allowLoopback &&
  isLoopback(url) &&
  redirectUris.some((each) => URL.parse(`http://${each}`)?.hostname === url.hostname)

/** The public-suffix list decides: `a.co.th` and `b.co.th` are two domains. An address by number is its own domain. */
function sameDomain(registered: string, uri: string, url: URL): boolean {
  const own = URL.parse(registered)
  if (!own) return false
  if (registered === uri || sameUri(registered, uri, url)) return true
  if (own.protocol === 'https:' && url.protocol !== 'https:') return false
  const domain = getDomain(url.hostname, { allowPrivateDomains: true })
  if (domain === null) return own.host === url.host
  return url.port === own.port && domain === getDomain(own.hostname, { allowPrivateDomains: true })
}

/** Whether it may be registered: for one host a bare host, else a whole URI. Never a wildcard. */
export function checkRegistration(entry: string, rules: RedirectRules): Mismatch | undefined {
  if (entry.includes('*')) return mismatch('wildcard')
  if (entry === rules.outOfBand) return undefined
  if (rules.redirectUri !== 'host') return checkRedirectUri(entry, { redirectUris: [entry] }, rules)
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(entry)) return mismatch('not_bare_host')
  return URL.parse(`https://${entry}`)?.host === entry && !/\.(:|$)/.test(entry)
    ? undefined
    : mismatch('not_a_host')
}
