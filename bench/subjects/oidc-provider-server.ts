import { flushCompileCache } from 'node:module'
import { createServer } from './http.ts'
import { Provider } from 'oidc-provider'
import { keepAliveTimeout, serveMint } from './mint-endpoint.ts'
import { rivalClient } from './oidc-provider-client.ts'
import { openSqliteAdapter } from './oidc-provider-sqlite.ts'

/**
 * oidc-provider as plain OAuth: codes, rotating refresh tokens, introspection, opaque tokens. Everything that it lets
 * one turn off and that these need not is off, so that it does no work that is not asked for.
 * Arguments: port, port for minting, and the SQLite file (its own in-memory adapter without one).
 */
const [port, mintPort, file] = process.argv.slice(2)
const sqlite = file === undefined ? undefined : openSqliteAdapter(file)
const off = { enabled: false }

const provider = new Provider(`http://127.0.0.1:${port}`, {
  ...(sqlite === undefined ? {} : { adapter: sqlite.adapter }),
  clients: [
    {
      client_id: rivalClient.id,
      client_secret: rivalClient.secret,
      redirect_uris: [rivalClient.redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  clientAuthMethods: ['client_secret_post'],
  scopes: [rivalClient.scope],
  features: {
    devInteractions: off,
    dPoP: off,
    resourceIndicators: off,
    rpInitiatedLogout: off,
    pushedAuthorizationRequests: off,
    userinfo: off,
    introspection: { enabled: true, allowedPolicy: () => true },
  },
  pkce: { required: () => false },
  issueRefreshToken: () => true,
  rotateRefreshToken: true,
  expiresWithSession: () => false,
  findAccount: (_context: unknown, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
  ttl: { AccessToken: 7200, AuthorizationCode: 7200, RefreshToken: 2_592_000, Grant: 2_592_000 },
})

let merchants = 0
async function mintCode() {
  merchants += 1
  const accountId = `merchant-${merchants}`
  const grant = new provider.Grant({ clientId: rivalClient.id, accountId })
  grant.addOIDCScope(rivalClient.scope)
  const code = new provider.AuthorizationCode({
    accountId,
    client: await provider.Client.find(rivalClient.id),
    grantId: await grant.save(),
    redirectUri: rivalClient.redirectUri,
    scope: rivalClient.scope,
  })
  return { code: await code.save() }
}

async function mint(count: number) {
  sqlite?.begin()
  const codes = []
  for (let made = 0; made < count; made += 1) codes.push(await mintCode())
  sqlite?.commit()
  return codes
}

serveMint(Number(mintPort), mint)
createServer({ keepAliveTimeout }, provider.callback()).listen(Number(port), '127.0.0.1')
// It is killed, which writes nothing.
flushCompileCache()
