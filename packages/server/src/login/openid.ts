/* An OpenID provider that knows the merchants: authorization code, PKCE, state and nonce (OpenID Connect Core, section 3.1). */
import { exactJson } from '@hufu/dialects'
import type { ExternalUser } from '@hufu/accounts'
import type { Configuration } from 'openid-client'
import type { Config } from '../config.ts'
import { externalUser, faultOf } from './login-hook.ts'

type Settings = NonNullable<Config['login']['openid']>

/** The sealed state that the browser keeps until it returns. */
export interface OpenIdLeg {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export interface OpenId {
  readonly name: string
  /** The provider's login URL. @throws {Error} if the provider does not answer. */
  begin(callback: string): Promise<{ readonly url: URL; readonly leg: OpenIdLeg }>
  /** The user who returned. @throws {Error} if the answer is for another browser, or lacks a claim. */
  finish(arrived: URL, leg: OpenIdLeg): Promise<ExternalUser>
}

const TIMEOUT_SECONDS = 5

export function openId(settings: Settings, secret: string | undefined): OpenId {
  const { issuer, clientId, name, scopes, claims } = settings
  const url = new URL(issuer)
  let found: Promise<Configuration> | undefined
  /** Loaded when first needed: most servers have no provider. */
  const client = () => import('openid-client')
  /** Asked for when first needed, so that a provider that is down keeps no server from starting. */
  const provider = async (): Promise<Configuration> => {
    // oxlint-disable-next-line typescript/no-deprecated -- marked so to stand out; the configuration lets http to this machine alone
    const { allowInsecureRequests: plainHttp, discovery } = await client()
    found ??= discovery(url, clientId, secret, undefined, {
      timeout: TIMEOUT_SECONDS,
      execute: url.protocol === 'http:' ? [plainHttp] : [],
    }).catch((error: unknown) => {
      found = undefined
      throw error
    })
    return found
  }

  return {
    name,
    async begin(callback) {
      const { buildAuthorizationUrl, calculatePKCECodeChallenge, ...fresh } = await client()
      const leg = {
        state: fresh.randomState(),
        nonce: fresh.randomNonce(),
        verifier: fresh.randomPKCECodeVerifier(),
      }
      const to = buildAuthorizationUrl(await provider(), {
        redirect_uri: callback,
        scope: scopes.join(' '),
        state: leg.state,
        nonce: leg.nonce,
        code_challenge: await calculatePKCECodeChallenge(leg.verifier),
        code_challenge_method: 'S256',
      })
      return { url: to, leg }
    },
    async finish(arrived, { state, nonce, verifier }) {
      const { authorizationCodeGrant } = await client()
      const tokens = await authorizationCodeGrant(await provider(), arrived, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      return userOf(tokens.id_token ?? '', claims)
    },
  }
}

/** `token`: verified already. It is read again, as numbers of the library's own reading are rounded. @throws {Error} for a claim that is not taken. */
function userOf(token: string, names: Settings['claims']): ExternalUser {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')
  const told = exactJson(payload) as Readonly<Record<string, unknown>>
  const shopId = told[names.shopId]
  const shop = typeof shopId === 'number' ? String(shopId) : shopId
  const displayName = told[names.displayName]
  const parsed = externalUser.safeParse({
    id: told['sub'],
    username: told[names.username] ?? told['sub'],
    ...(displayName !== undefined && { displayName }),
    shop: { id: shop, name: told[names.shopName] ?? shop },
    mayAuthorise: told[names.mayAuthorise] === true,
  })
  if (parsed.success) return parsed.data
  const { member, problem } = faultOf(parsed.error)
  const claim: Readonly<Record<string, string>> = {
    id: 'sub',
    username: Object.hasOwn(told, names.username) ? names.username : 'sub',
    displayName: names.displayName,
    'shop.id': names.shopId,
    'shop.name': names.shopName,
  }
  throw new Error(`the claim ${claim[member] ?? member} is not taken: ${problem}`)
}
