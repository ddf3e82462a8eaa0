/* The demo, whole: the platform half, seeded, and what an application needs to know of it. */
import { join } from 'node:path'
import { type Dialect, type Registry, introspection, revocation, servedIn } from '@hufu/dialects'
import { type Running, openStore, serve } from '@hufu/platform'
import { logTo } from '@hufu/web/log'
import { readConfig } from '@hufu/server'
import { loadOrMakeKeyRing } from '@hufu/crypto'
import { type DemoSecrets, demoSecrets } from './secrets.ts'
import { demoDeveloper, demoMerchant, demoOperator, seedDemo } from './seed.ts'

export interface DemoOptions {
  /** Which platforms there are. */
  readonly registry: Registry
  readonly port: number
  /** Folder of the store, the key ring and the demo's secrets. */
  readonly data: string
  /** The URL of the demo application's callbacks, such as `http://127.0.0.1:8701`. */
  readonly application: string
  /** By platform: hosts at whose root it answers, for clients whose paths or hosts are fixed. */
  readonly hosts?: Readonly<Record<string, readonly string[]>>
  /** Seconds since the epoch; the system's clock by default. */
  readonly now?: () => number
  readonly logLevel?: string
}

/** One platform as a program that is pointed at the demo needs it. */
export interface DemoPlatform {
  readonly id: string
  readonly title: string
  readonly baseUrl: string
  readonly authorizeUrl: string
  readonly tokenUrl: string
  readonly refreshUrl: string
  /** Null where the platform offers none. */
  readonly userInfoUrl: string | null
  readonly revocationUrl: string
  /** Where the platform's other faces answer. */
  readonly faces: readonly {
    readonly title: string
    readonly tokenUrl: string
    readonly refreshUrl: string
  }[]
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUri: string
  readonly scopes: readonly string[]
  /** Null where nothing is sealed. One line of base64url DER: SPKI, and PKCS#8. */
  readonly platformPublicKey: string | null
  readonly clientPrivateKey: string | null
}

export interface DemoDocument {
  readonly platforms: readonly DemoPlatform[]
  readonly merchant: { readonly username: string; readonly password: string }
  /** The developer who owns these apps in the developer console at `url`. */
  readonly developer: { readonly url: string; readonly email: string; readonly password: string }
  readonly operator: { readonly url: string; readonly username: string; readonly password: string }
  readonly introspection: { readonly url: string; readonly clientId: string; readonly clientSecret: string }
  /** The demo application, whose page connects every platform. */
  readonly application: string
}

export interface Demo {
  readonly running: Running
  readonly document: DemoDocument
  readonly dialects: readonly Dialect[]
}

/** @throws {Error} when the port is taken. */
export async function startDemo({
  registry,
  port,
  data,
  application,
  hosts = {},
  now,
  logLevel = 'warn',
}: DemoOptions): Promise<Demo> {
  const config = readConfig(
    {
      mode: 'demo',
      listen: { port },
      store: `sqlite:${join(data, 'demo.db')}`,
      log: { level: logLevel },
      platforms: Object.fromEntries(Object.entries(hosts).map(([id, each]) => [id, { hosts: [...each] }])),
    },
    registry,
  )
  const dialects = servedIn(registry).map(({ dialect }) => dialect)
  const ring = loadOrMakeKeyRing(join(data, 'demo.keys'), undefined)
  const secrets = await demoSecrets(join(data, 'demo-secrets.json'), dialects)
  const running = await serve(config, ring, logTo(config.log.level), openStore(config, now))
  const redirectUri = (id: string) => `${application}/callback/${id}`
  await seedDemo(running.runtime, secrets, redirectUri)
  const document: DemoDocument = {
    platforms: dialects.map((dialect) => platformOf(dialect, running, secrets, redirectUri(dialect.id))),
    merchant: demoMerchant,
    developer: { url: `${running.url}/developer`, ...demoDeveloper },
    operator: { url: `${running.url}/operator`, ...demoOperator },
    introspection: {
      url: running.url + introspection.path,
      clientId: secrets.gateway.id,
      clientSecret: secrets.gateway.secret,
    },
    application,
  }
  return { running, document, dialects }
}

function platformOf(
  dialect: Dialect,
  { url, runtime }: Running,
  { apps }: DemoSecrets,
  redirectUri: string,
): DemoPlatform {
  const { id, title, authorize, token, refresh, userInfo, policy, faces = [] } = dialect
  const app = apps[id]
  if (!app) throw new Error(`the demo has no app for ${id}`)
  const baseUrl = `${url}/${id}`
  return {
    id,
    title,
    baseUrl,
    authorizeUrl: baseUrl + authorize.path,
    tokenUrl: baseUrl + token.path,
    refreshUrl: baseUrl + refresh.path,
    userInfoUrl: userInfo ? baseUrl + userInfo.path : null,
    revocationUrl: baseUrl + revocation.path,
    faces: faces.map((face) => ({
      title: face.title,
      tokenUrl: baseUrl + face.token.path,
      refreshUrl: baseUrl + face.refresh.path,
    })),
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    redirectUri,
    scopes: policy.scopes,
    platformPublicKey: runtime.platforms.get(id)?.keys.publicKey ?? null,
    clientPrivateKey: app.privateKey ?? null,
  }
}
