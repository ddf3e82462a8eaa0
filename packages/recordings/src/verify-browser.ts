/* The browser's leg: the link to the platform, and the address that it sends the browser back to. */
import type { AuthorizationResponse, Dialect, Signer } from '@hufu/dialects'
import type { Compared, Finding } from './comparing/finding.ts'
import { listening } from './comparing/listening.ts'
import type { AnyLink } from './steps.ts'
import { type Verified, verifyMessage } from './comparing/verify-message.ts'
import { membersOfQuery, pairsOf, pairsText } from './reading/wire-of.ts'

/** What the links of a recording asked for: to recognise the way back by. */
export interface Links {
  readonly redirectUris: Set<string>
  readonly states: Set<string>
}

const queryOf = (address: string): string => new URL(address).search.slice(1)

/** What a message of the browser's leg is checked with. `now` in seconds since the epoch. */
export interface Checking {
  readonly now: number
  readonly signer: Signer | undefined
}

const heardBy = (checking: Checking) => listening({ ...checking, envelope: undefined, opened: undefined })

/** The link as the dialect reads it. `links` learns where the browser will come back to, and with which state. */
export function verifyLink(
  candidates: readonly AnyLink[],
  address: string,
  checking: Checking,
  links: Links,
): { readonly link: AnyLink; readonly compared: Compared } | undefined {
  const query = queryOf(address)
  const all = candidates.map((link) => ({
    link,
    compared: verifyMessage({
      side: 'request',
      codec: link.request,
      wire: query,
      listening: heardBy(checking),
      now: checking.now,
      membersOf: (wire) => membersOfQuery(wire).bag,
    }),
  }))
  // Of several links to one page, the one that is read best.
  const best = all.toSorted((one, other) => one.compared.findings.length - other.compared.findings.length)[0]
  const { bag } = membersOfQuery(query)
  for (const each of best?.link.request.fields ?? []) {
    const value = bag[each.name]
    if (!('key' in each) || typeof value !== 'string') continue
    if (each.key === 'redirectUri' && URL.canParse(value)) links.redirectUris.add(value)
    if (each.key === 'state') links.states.add(value)
  }
  return best
}

const placeOf = (address: string): string => {
  const { origin, pathname } = new URL(address)
  return `${origin}${pathname}`
}

/** The redirect URI that an address is the way back to; undefined where it is none. */
export const redirectUriOf = (address: string, { redirectUris }: Links): string | undefined =>
  [...redirectUris].find((each) => placeOf(each) === placeOf(address))

/** Whether a query has a member of the callback beside the state, which many addresses have. */
export const looksLikeCallback = ({ callback }: Dialect, address: string): boolean => {
  const { bag } = membersOfQuery(queryOf(address))
  return callback.fields.some((each) => 'key' in each && each.key === 'code' && each.name in bag)
}

/** The way back as the dialect reads it. Pairs of the redirect URI itself are the application's own. */
export function verifyCallback(
  { callback }: Dialect,
  address: string,
  redirectUri: string,
  checking: Checking,
  { states }: Links,
): Verified<AuthorizationResponse, string> {
  const own = pairsOf(queryOf(redirectUri)).map((pair) => JSON.stringify(pair))
  const theirs = pairsOf(queryOf(address)).filter((pair) => {
    const at = own.indexOf(JSON.stringify(pair))
    if (at >= 0) own.splice(at, 1)
    return at < 0
  })
  let state: string | undefined
  const codec: typeof callback = {
    ...callback,
    decode(wire, context): AuthorizationResponse {
      const value = callback.decode(wire, context)
      state = value.state
      return value
    },
  }
  const compared = verifyMessage({
    side: 'response',
    codec,
    wire: pairsText(theirs),
    listening: heardBy(checking),
    now: checking.now,
    membersOf: (wire) => membersOfQuery(wire).bag,
  })
  return state === undefined || states.size === 0 || states.has(state)
    ? compared
    : { ...compared, findings: [...compared.findings, strange] }
}

const strange: Finding = {
  side: 'response',
  difference: 'spelling',
  member: 'state',
  said: 'is not the state of a link of this recording',
}
