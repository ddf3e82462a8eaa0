/* node examples/keep-shops.ts demo.json PLATFORM PORT: shops connect to this application, and their tokens stay fresh. */
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import { createKeeper } from '@hufu/keeper'
import { argument, platform } from './from-demo.ts'

const { application } = platform()
const { baseUrl, clientId, clientSecret, clientPrivateKey, platformPublicKey, redirectUri } = application

const keeper = await createKeeper({
  store: 'sqlite::memory:', // yours: sqlite:keeper.db, or postgres://...
  demo: true, // yours: keys, from a vault
  apps: {
    [application.id]: {
      baseUrl, // leave it out for the real platform
      clientId,
      clientSecret,
      privateKey: clientPrivateKey ?? undefined,
      platformPublicKey: platformPublicKey ?? undefined,
      redirectUri, // as it is registered at the platform
      // True of Hufu's own servers, as the demo is one: leave it out for the real platform.
      policy: { reuse: { replaySeconds: 30, then: 'revoke-family' } },
    },
  },
  returnPaths: ['/shops'],
})
const routes = keeper.routes('/oauth') // express: app.use(keeper.routes('/oauth'))

async function answer({ url }: IncomingMessage, response: ServerResponse): Promise<unknown> {
  // Whose request it is, your own login knows.
  const tenant = 'acme'
  if (url === '/connect') {
    const location = await keeper.connectUrl(application.id, { tenant, shop: 'shop 7', returnTo: '/shops' })
    return response.writeHead(302, { location }).end()
  }
  if (url?.startsWith('/shops')) {
    // Wherever you need it: from memory, or fresh from the platform.
    const { expiresAt } = await keeper.token({ tenant, platform: application.id, shop: 'shop 7' })
    // A platform may state no end.
    const until = expiresAt === undefined ? '' : ` until ${new Date(expiresAt * 1000).toISOString()}`
    return response.end(`shop 7 is connected${until}`)
  }
  return response.writeHead(404).end('Nothing here: open /connect')
}

const server = createServer((request, response) =>
  routes(request, response, () => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  }),
)

server.listen(Number(argument(0)), '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address) console.log(`http://127.0.0.1:${address.port}/connect`)
})
