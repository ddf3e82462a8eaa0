/* A shop, a merchant, a developer with an application per platform, an operator and a gateway: the same at every start. */
import { type App, digest } from '@hufu/engine'
import { type Store, appSecretPlace, hashPassword } from '@hufu/accounts'
import { keepsSecret } from '@hufu/dialects'
import type { Runtime } from '@hufu/server'
import type { DemoSecrets } from './secrets.ts'

export const demoMerchant = { username: 'demo', password: 'demo-pass' } as const
export const demoOperator = { username: 'operator', password: 'demo-operator' } as const
export const demoDeveloper = { email: 'dev@example.com', password: 'demo-pass' } as const

const SHOP = '2000000001'
const ORGANISATION = 'org_demo'

/** `callback`: the demo application's callback for a platform. Apps are brought up to date where it has moved. */
export async function seedDemo(
  { store, ring, platforms, directory }: Runtime,
  { apps, gateway }: DemoSecrets,
  callback: (platform: string) => string,
): Promise<void> {
  await seedMerchant(store)
  await seedDeveloper(store)
  await seedOperator(store)
  const now = store.now()
  const secret = digest('client', gateway.secret)
  await store.putGateway({ id: gateway.id, secret, platforms: [], seesRefreshTokens: false, createdAt: now })
  for (const [id, { dialect, grants }] of platforms) {
    const made = apps[id]
    if (!made) throw new Error(`the demo has no app for ${id}`)
    const uri = callback(id)
    const appId = `demo-${id}`
    const held = await store.appById(appId)
    const sealed = keepsSecret(dialect) ? { sealed: ring.seal(made.clientSecret, appSecretPlace(appId)) } : {}
    const { redirectUri, outOfBand, scopes } = grants.policy
    const app: App = {
      id: appId,
      version: held === undefined ? 0 : held.version + 1,
      platform: id,
      clientId: made.clientId,
      name: 'Hufu demo',
      developer: 'Hufu',
      organisationId: ORGANISATION,
      // Where a refresh is refused until shortly before expiry, an app in online test is always inside the window.
      status: grants.policy.refreshWindow ? 'online_test' : 'online',
      secrets: [{ digest: digest('client', made.clientSecret), ...sealed }],
      publicKeys: made.publicKey === undefined ? [] : [made.publicKey],
      redirectUris: [
        redirectUri === 'host' ? new URL(uri).host : uri,
        ...(outOfBand === undefined ? [] : [outOfBand]),
      ],
      scopes,
      addresses: [],
      testShops: [SHOP],
      mayRefresh: true,
      createdAt: held?.createdAt ?? now,
    }
    if (!(await store.putApp(app)))
      throw new Error(`another process is changing the demo's app for ${id}: try again`)
  }
  directory.forget()
}

async function seedOperator(store: Store): Promise<void> {
  const { username, password } = demoOperator
  if (await store.operator(username)) return
  await store.putOperator({
    username,
    version: 0,
    role: 'admin',
    password: await hashPassword(password),
    oneTime: false,
    status: 'active',
    createdAt: store.now(),
  })
}

async function seedDeveloper(store: Store): Promise<void> {
  const createdAt = store.now()
  await seedOrganisation(store)
  if ((await store.developers({ organisationId: ORGANISATION })).length > 0) return
  await store.putDeveloper({
    id: 'dev_demo',
    version: 0,
    organisationId: ORGANISATION,
    email: demoDeveloper.email,
    name: 'Demo developer',
    password: await hashPassword(demoDeveloper.password),
    status: 'active',
    createdAt,
  })
}

async function seedOrganisation(store: Store): Promise<void> {
  const held = await store.organisation(ORGANISATION)
  if (held?.testShops.includes(SHOP)) return
  const made = { id: ORGANISATION, name: 'Hufu', verified: true, createdAt: store.now() }
  const version = held === undefined ? 0 : held.version + 1
  await store.putOrganisation({ ...made, ...held, version, testShops: [SHOP] })
}

async function seedMerchant(store: Store): Promise<void> {
  if (await store.userByName(demoMerchant.username)) return
  const createdAt = store.now()
  await store.putShop({ id: SHOP, name: '示范店铺 Demo shop', createdAt })
  await store.putUser({
    id: 'demo',
    version: 0,
    username: demoMerchant.username,
    shopId: SHOP,
    displayName: 'demo',
    password: await hashPassword(demoMerchant.password),
    mayAuthorise: true,
    status: 'active',
    addresses: [],
    createdAt,
  })
}
