/* A real server of the standards: oidc-provider, which knows one user and asks nothing. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { Provider } from 'oidc-provider'

export const CLIENT = 'a client: 100% + more'
export const SECRET = 'a secret: 50% + more & %zz'
export const REDIRECT_URI = 'https://isv.test/cb'

/** How this server keeps to the standards. */
export interface Terms {
  readonly method: 'client_secret_basic' | 'client_secret_post'
  readonly rotates: boolean
  /** `REDIRECT_URI` by default. */
  readonly redirectUri?: string
}

export interface StandardServer {
  readonly issuer: string
  /** What an oauth client is made with. */
  readonly options: { readonly clientId: string; readonly clientSecret: string; readonly baseUrl: string }
  /** Follows the link as a browser does, logs in and agrees; the callback. */
  authorize(link: string): Promise<string>
}

/** It ends with the test. */
export async function standardServer(
  t: TestContext,
  { method, rotates, redirectUri = REDIRECT_URI }: Terms,
): Promise<StandardServer> {
  const web = createServer((request, response) => {
    Promise.resolve(handle(request, response)).catch(() => response.destroy())
  })
  await new Promise<void>((ready) => void web.listen(0, '127.0.0.1', ready))
  t.after(() => {
    web.closeAllConnections()
    web.close()
  })
  const issuer = `http://127.0.0.1:${(web.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT,
        client_secret: SECRET,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: method,
      },
    ],
    cookies: { keys: ['for tests'] },
    scopes: ['openid', 'profile'],
    claims: { profile: ['nickname', 'picture'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    issueRefreshToken: () => true,
    rotateRefreshToken: rotates,
    expiresWithSession: () => false,
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, nickname: 'Wang', picture: 'https://isv.test/w.png' }),
    }),
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true, allowedPolicy: () => true },
    },
    interactions: { url: (_context: unknown, { uid }: { readonly uid: string }) => `/interaction/${uid}` },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      RefreshToken: 86_400,
      Grant: 86_400,
      Session: 600,
      Interaction: 600,
      IdToken: 600,
    },
  })
  const callback = provider.callback()
  const handle: (...web: Parameters<typeof callback>) => unknown = async (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return callback(request, response)
    const { prompt } = await provider.interactionDetails(request, response)
    const grant = new provider.Grant({ accountId: 'wang', clientId: CLIENT })
    grant.addOIDCScope('openid profile')
    const result =
      prompt.name === 'login'
        ? { login: { accountId: 'wang' } }
        : { consent: { grantId: await grant.save() } }
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true })
  }
  return {
    issuer,
    options: { clientId: CLIENT, clientSecret: SECRET, baseUrl: issuer },
    authorize: (link) => authorize(link, redirectUri),
  }
}

async function authorize(link: string, redirectUri: string): Promise<string> {
  const cookies = new Map<string, string>()
  let at = link
  for (let hops = 0; hops < 10; hops++) {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
    const response = await fetch(at, { redirect: 'manual', headers: { cookie } })
    for (const each of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (each.split(';')[0] ?? '').split('=')
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (location === null) throw new Error(`no way on: ${response.status} ${await response.text()}`)
    at = new URL(location, at).href
    if (at.startsWith(redirectUri)) return at
  }
  throw new Error('the way does not end')
}
