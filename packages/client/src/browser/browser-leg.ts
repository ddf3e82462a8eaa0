/* `begin` and `finish`: the browser leg with its state made, kept and checked. */
import { parsedUrl, shownAddress } from '../http/address.ts'
import type { AuthorizationRequest, CallbackFacts, CodecContext, Dialect, Where } from '@hufu/dialects'
import { authorizationUrl, readCallback } from './authorization.ts'
import { type Failure, failure, isFailure } from '../failure.ts'
import { known } from '../known.ts'
import {
  type PendingAuthorization,
  STATE_LIFETIME,
  type StateStore,
  challengeOf,
  digestOf,
  randomText,
  sameText,
} from './state.ts'

export interface BeginRequest extends Where {
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

/** What `exchangeCode` takes: the code, and what the callback says beside it of the shop. */
export interface Authorized extends CallbackFacts {
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
  /** What links are signed with, where the platform signs them. */
  readonly context: () => CodecContext
  /** What stands in the addresses where `begin` does not say it. */
  readonly where: Where
}

/** 128 bits in base64url: no name, number or word that was meant to be a binding is as long. */
const SHORTEST_BINDING = 22

/**
 * Makes a state of 256 bits, remembers what it stands for during half an hour, and makes the link.
 *
 * @throws {TypeError} when the binding is too short to be secret.
 * @throws {TypeError} where the platform's address needs a tenant or region, and has none.
 * @throws {WireError} when the platform has no way to spell what is asked.
 */
export async function begin(party: Party, asked: BeginRequest): Promise<Begun> {
  const { dialect, baseUrl, clientId, states, now } = party
  const { binding = randomText(), redirectUri, data } = asked
  const where = dialect.addressing?.named(asked, party.where)
  if (binding.length < SHORTEST_BINDING)
    throw new TypeError(`binding: not ${SHORTEST_BINDING} random characters`)
  const state = randomText()
  const codeVerifier = dialect.policy.pkce === 'none' ? undefined : randomText()
  const link = {
    ...asked,
    ...where,
    clientId,
    state,
    ...(codeVerifier && { codeChallenge: await challengeOf(codeVerifier), codeChallengeMethod: 'S256' }),
  } as AuthorizationRequest // undefined is absent to every codec
  const url = authorizationUrl(dialect, link, baseUrl, party.context())
  await states.put(await digestOf(state), {
    party: nameOf(party),
    redirectUri,
    binding: await digestOf(binding),
    expiresAt: Math.floor(now()) + STATE_LIFETIME,
    ...known({ codeVerifier, data, where }),
  })
  return { url, state, binding }
}

/**
 * The code that the browser brought, once the callback is proved to answer what this browser began here; else a failure,
 * with the `data` of `begin` where it is known. `callback` is the whole URL, the path with its query, or the query with its
 * question mark: as much of the address as is given must be that of the redirect URI. A state is used up by the browser that
 * began, at the right address: a scanner or a prefetch without its binding changes nothing.
 */
export async function finish(
  party: Party,
  callback: string,
  { binding }: { readonly binding: string | undefined },
): Promise<Authorized | (Failure & { readonly data?: string })> {
  const { state, ...answer } = readCallback(party.dialect, callback, party.context())
  // Some platforms send no state with a denial; it grants nothing, whoever sends it.
  if (state === undefined) return isFailure(answer) ? answer : failure({ error: 'state_unknown' })
  const key = await digestOf(state)
  const pending = await party.states.get(key)
  if (pending === undefined || pending.expiresAt < party.now()) return failure({ error: 'state_unknown' })
  if (!sameText(pending.binding, await digestOf(binding ?? '')))
    return failure({ error: 'state_of_another_browser' })
  const misdirected = misdirection(party, callback, pending, answer)
  if (misdirected) return misdirected
  // Of any number of callbacks at once, one goes on.
  if ((await party.states.take(key)) === undefined) return failure({ error: 'state_unknown' })
  const { redirectUri, codeVerifier, data, where } = pending
  if (isFailure(answer)) return { ...answer, ...known({ data }) }
  const { iss: _, ...granted } = answer
  return { ...where, ...granted, redirectUri, ...known({ codeVerifier, data }) }
}

/** Why the callback is none of this application at this address; undefined where it is. */
function misdirection(
  party: Party,
  callback: string,
  { party: begun, redirectUri, where }: PendingAuthorization,
  { tenant, ...answer }: { readonly iss?: string; readonly tenant?: string },
): Failure | undefined {
  const misdirected = failure({ error: 'state_misdirected' })
  if (begun !== nameOf(party) || (tenant && (where?.tenant ?? tenant) !== tenant)) return misdirected
  const came = parsedUrl(callback, redirectUri)
  const registered = new URL(redirectUri)
  // What a callback leaves out is the redirect URI's. Behind a proxy a server sees `http` where the browser saw `https`.
  if (came?.host !== registered.host || came.pathname !== registered.pathname)
    return {
      ...misdirected,
      hint: `The callback came to ${shownAddress(callback, redirectUri)}, and was to come to ${shownAddress(redirectUri)}. Behind a proxy that shows another address, give finish the path with its query alone. Nothing was used up.`,
    }
  return isFrom(party.issuer, answer)
    ? undefined
    : {
        ...misdirected,
        hint: `The callback names ${answer.iss === undefined ? 'no issuer' : `the issuer ${answer.iss.slice(0, 200)}`}, and ${party.issuer ?? ''} is expected. Nothing was used up.`,
      }
}

/** RFC 9207, section 2.4. */
export const isFrom = (issuer: string | undefined, { iss }: { readonly iss?: string }): boolean =>
  issuer === undefined || iss === issuer

const nameOf = ({ dialect, baseUrl, clientId }: Party): string => `${dialect.id} ${baseUrl} ${clientId}`
