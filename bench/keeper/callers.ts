/* Who makes the refresh call: the same request to the same server, by each library as its users write it. */
import { nodeClient } from '@hufu/client/node'
import { type Keeper, createKeeper } from '@hufu/keeper'
import { ClientSecretPost, Configuration, allowInsecureRequests, refreshTokenGrant } from 'openid-client'
import { AuthorizationCode } from 'simple-oauth2'
import { type Kept, LIFETIME, benchClient, nameOf, platform, standard, tokenOf } from './connections.ts'

export interface Caller {
  readonly title: string
  /** The new access token. */
  refresh(nth: number): Promise<string>
  close(): Promise<void>
}

const { clientId, clientSecret } = benchClient
const open = () => Promise.resolve()

/** All of them, at one path of one server. `shops`: as many as the keeper will be asked for. */
export async function callersOf(
  url: string,
  path: string,
  kept: Kept,
  shops: number,
): Promise<readonly Caller[]> {
  const endpoint = `${url}${path}`
  const client = nodeClient(standard, {
    ...benchClient,
    baseUrl: url,
    endpoints: { authorize: path, token: path, refresh: path },
  })
  const simple = new AuthorizationCode({
    client: { id: clientId, secret: clientSecret },
    auth: { tokenHost: url, tokenPath: path, authorizePath: path },
    options: { authorizationMethod: 'body' },
  })
  const openid = new Configuration(
    { issuer: url, token_endpoint: endpoint },
    clientId,
    undefined,
    ClientSecretPost(clientSecret),
  )
  // The page's server has no TLS; openid-client marks what must not be used otherwise.
  // oxlint-disable-next-line typescript/no-deprecated
  allowInsecureRequests(openid)
  const keeper = await keeperAt(url, path, kept, shops)
  return [
    {
      title: 'bare fetch',
      async refresh(nth) {
        const response = await fetch(endpoint, {
          method: 'POST',
          headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({
            grant_type: 'refresh_token',
            refresh_token: tokenOf('b', nth),
            client_id: clientId,
            client_secret: clientSecret,
          }).toString(),
        })
        return ((await response.json()) as { access_token: string }).access_token
      },
      close: open,
    },
    {
      title: '@hufu/client',
      async refresh(nth) {
        const answer = await client.refresh({ refreshToken: tokenOf('b', nth) })
        return 'accessToken' in answer ? answer.accessToken : ''
      },
      close: open,
    },
    {
      title: 'openid-client',
      refresh: async (nth) => (await refreshTokenGrant(openid, tokenOf('b', nth))).access_token,
      close: open,
    },
    {
      title: 'simple-oauth2',
      refresh: async (nth) =>
        String(
          (await simple.createToken({ refresh_token: tokenOf('b', nth) }).refresh()).token['access_token'],
        ),
      close: open,
    },
    {
      title: 'the keeper, SQLite',
      refresh: async (nth) => String((await keeper.refresh(nameOf(nth))).generation),
      close: () => keeper.close(),
    },
  ]
}

/**
 * Shops that nobody asks for. With them the store's log has been written round, and no longer grows, as in any keeper that
 * has run for a while.
 */
const OTHERS = 3000

/** Refreshes by hand alone, so that each is counted where it was asked for. */
async function keeperAt(url: string, path: string, kept: Kept, shops: number): Promise<Keeper> {
  const endpoints = { authorize: path, token: path, refresh: path }
  const keeper = await createKeeper({
    ...kept,
    apps: { [platform]: { ...benchClient, baseUrl: url, endpoints } },
    schedule: false,
  })
  const expiresAt = Math.floor(Date.now() / 1000) + LIFETIME
  await Promise.all(
    Array.from({ length: shops + OTHERS }, (_, nth) =>
      keeper.add({
        ...nameOf(nth),
        accessToken: tokenOf('a', nth),
        refreshToken: tokenOf('b', nth),
        expiresAt,
      }),
    ),
  )
  return keeper
}
