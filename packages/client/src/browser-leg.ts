/* `begin` and `finish`: the browser leg with its state made, kept and checked. */
import type { AuthorizationRequest, Dialect } from '@hufu/dialects'
import { authorizationUrl, readCallback } from './authorization.ts'
import { type Failure, failure, isFailure } from './failure.ts'
import { known } from './known.ts'
import { STATE_LIFETIME, type StateStore, challengeOf, digestOf, randomText, sameText } from './state.ts'

export interface BeginRequest {
  /** One per platform and application (RFC 9700, section 4.4.2). */
  readonly redirectUri: string
  /** The platform's default where absent. */
  readonly scope?: readonly string[] | undefined
  /** What this browser keeps already, from an authorization begun earlier: so several can be under way in it. */
  readonly binding?: string | undefined
  /** Yours: `finish` gives it back. The shop that is meant, the page to return to. */
  readonly data?: string | undefined
  readonly view?: string | undefined
  readonly locale?: string | undefined
}

export interface Begun {
  /** The link to send the browser to. */
  readonly url: string
  readonly state: string
  /** For a cookie of this browser, `HttpOnly; SameSite=Lax; Secure`; `finish` wants it back. */
  readonly binding: string
}

/** What `exchangeCode` takes. */
export interface Authorized {
  readonly code: string
  readonly redirectUri: string
  readonly codeVerifier?: string
  readonly data?: string
}

/** Whose authorizations these are. */
export interface Party {
  readonly dialect: Dialect
  readonly baseUrl: string
  readonly clientId: string
  readonly issuer: string | undefined
  readonly states: StateStore
  readonly now: () => number
}

/** 128 bits in base64url: no name, number or word that was meant to be a binding is as long. */
const SHORTEST_BINDING = 22

/**
 * Makes a state of 256 bits, remembers what it stands for during half an hour, and makes the link.
 *
 * @throws {TypeError} when the binding is too short to be secret.
 * @throws {WireError} when the platform has no way to spell what is asked.
 */
export async function begin(party: Party, asked: BeginRequest): Promise<Begun> {
  const { dialect, baseUrl, clientId, states, now } = party
  const { binding = randomText(), redirectUri, data, ...rest } = asked
  if (binding.length < SHORTEST_BINDING)
    throw new TypeError(`binding: not ${SHORTEST_BINDING} random characters`)
  const state = randomText()
  const codeVerifier = dialect.policy.pkce === 'none' ? undefined : randomText()
  const link = {
    ...rest,
    clientId,
    redirectUri,
    state,
    ...(codeVerifier && { codeChallenge: await challengeOf(codeVerifier), codeChallengeMethod: 'S256' }),
  } as AuthorizationRequest // undefined is absent to every codec
  const url = authorizationUrl(dialect, link, baseUrl)
  await states.put(await digestOf(state), {
    party: nameOf(party),
    redirectUri,
    binding: await digestOf(binding),
    expiresAt: Math.floor(now()) + STATE_LIFETIME,
    ...known({ codeVerifier, data }),
  })
  return { url, state, binding }
}

/**
 * The code that the browser brought, once the callback is proved to answer what this browser began here; else a failure,
 * with the `data` of `begin` where it is known. `callback` is the whole URL, the path with its query, or the query with its
 * question mark: as much of the address as is given must be that of the redirect URI. The first look at a state uses it up.
 */
export async function finish(
  party: Party,
  callback: string,
  { binding }: { readonly binding: string | undefined },
): Promise<Authorized | (Failure & { readonly data?: string })> {
  const { state, ...answer } = readCallback(party.dialect, callback)
  // Some platforms send no state with a denial; it grants nothing, whoever sends it.
  if (state === undefined) return isFailure(answer) ? answer : failure({ error: 'state_unknown' })
  const pending = await party.states.take(await digestOf(state))
  if (pending === undefined || pending.expiresAt < party.now()) return failure({ error: 'state_unknown' })
  if (!sameText(pending.binding, await digestOf(binding ?? '')))
    return failure({ error: 'state_of_another_browser' })
  if (
    pending.party !== nameOf(party) ||
    !sameAddress(callback, pending.redirectUri) ||
    !isFrom(party.issuer, answer)
  )
    return failure({ error: 'state_misdirected' })
  const { redirectUri, codeVerifier, data } = pending
  return isFailure(answer)
    ? { ...answer, ...known({ data }) }
    : { code: answer.code, redirectUri, ...known({ codeVerifier, data }) }
}

/** RFC 9207, section 2.4. */
export const isFrom = (issuer: string | undefined, { iss }: { readonly iss?: string }): boolean =>
  issuer === undefined || iss === issuer

const nameOf = ({ dialect, baseUrl, clientId }: Party): string => `${dialect.id} ${baseUrl} ${clientId}`

/** What a callback leaves out is the redirect URI's. Behind a proxy a server sees `http` where the browser saw `https`. */
function sameAddress(callback: string, redirectUri: string): boolean {
  const [at, registered] = [URL.parse(callback, redirectUri), new URL(redirectUri)]
  return at?.host === registered.host && at.pathname === registered.pathname
}
