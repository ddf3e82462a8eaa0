import { flushCompileCache } from 'node:module'
import { setFlagsFromString } from 'node:v8'
import { createServer } from './http.ts'
import { generateKey, generateRsaKeyPair, keyRing } from '@hufu/crypto'
import { type App, type User, digest, issueCode } from '@hufu/engine'
import { logTo } from '@hufu/web/log'
import { readConfig } from '@hufu/server'
import { serve } from '@hufu/platform'
import { builtInPlatforms } from '@hufu/dialects'
import { type BenchKeys, benchApp, benchGateway } from './hufu-app.ts'
import { serveMint } from './mint-endpoint.ts'

/*
 * The server as `hufu serve` runs it, but that it writes no access log, as the others write none, and that a second port
 * makes codes. Arguments: port, port for minting, port for keys, SQLite file.
 */
const [port, mintPort, keysPort, file] = process.argv.slice(2)
const config = readConfig(
  { listen: { port: Number(port) }, store: `sqlite:${file}`, log: { level: 'warn' } },
  builtInPlatforms,
)
const { runtime } = await serve(config, keyRing([generateKey()]), logTo('warn'))
const { store, platforms } = runtime
// As `hufu serve` does for itself.
flushCompileCache()
setFlagsFromString('--no-allocation-site-pretenuring')

const user: User = {
  id: 'merchant',
  version: 0,
  username: 'merchant',
  shopId: '2000000001',
  displayName: 'merchant',
  password: '',
  mayAuthorise: true,
  status: 'active',
  addresses: [],
  createdAt: 0,
}
await store.putUser(user)
await store.putGateway({
  id: benchGateway.id,
  secret: digest('client', benchGateway.secret),
  platforms: [],
  seesRefreshTokens: false,
  createdAt: 0,
})

/** Made when first asked for: the time from spawn to ready is of the server alone. */
let seeded: Promise<BenchKeys> | undefined
async function seed(): Promise<BenchKeys> {
  const pair = await generateRsaKeyPair()
  let platformPublicKey = ''
  for (const [
    id,
    {
      grants,
      keys: { publicKey },
    },
  ] of platforms) {
    if (publicKey !== undefined) platformPublicKey = publicKey
    const app: App = {
      id,
      version: 0,
      platform: id,
      clientId: benchApp.clientId,
      name: 'bench',
      developer: 'bench',
      status: 'online',
      secrets: [{ digest: digest('client', benchApp.secret) }],
      publicKeys: [pair.publicKey],
      redirectUris: [benchApp.redirectUri],
      scopes: grants.policy.scopes,
      addresses: [],
      testShops: [],
      mayRefresh: true,
      createdAt: 0,
    }
    await store.putApp(app)
  }
  return { platformPublicKey, clientPrivateKey: pair.privateKey }
}

createServer((_request, response) => {
  seeded ??= seed()
  seeded.then(
    (keys) => response.end(JSON.stringify(keys)),
    (error: unknown) => response.writeHead(500).end(String(error)),
  )
}).listen(Number(keysPort), '127.0.0.1')

serveMint(Number(mintPort), async (count, kind) => {
  const platform = platforms.get(kind)
  const app = await store.appById(kind)
  if (!platform || !app) throw new Error(`no platform ${kind}`)
  const consent = { app, user, scope: platform.grants.policy.defaultScope, redirectUri: benchApp.redirectUri }
  const codes = await Promise.all(Array.from({ length: count }, () => issueCode(consent, platform.grants)))
  return codes.map((code) => ({ code }))
})
