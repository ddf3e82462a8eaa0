import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatKeys, generateKey, generateRsaKeyPair, keyRing } from '@hufu/crypto'
import { builtInPlatforms, servedDialects } from '@hufu/dialects'
import { type App, type User, digest, issueCode, redeemCode } from '@hufu/engine'
import { hashPassword } from '@hufu/accounts'
import { createRuntime, readConfig } from '@hufu/server'
import { logTo } from '@hufu/web/log'
import { openStore } from '@hufu/platform'
import { type Seeded, operator } from './seeded.ts'

/*
 * Makes the folder of a server that has been busy for a year: `hufu.config.json`, keys and a SQLite file. Arguments: folder, port,
 * entries of the audit log, users, tokens. Prints what the load needs to know, as JSON.
 */
const [directory = '', port, entries, users, tokens] = process.argv.slice(2)
mkdirSync(directory, { recursive: true })
const settings = {
  listen: { port: Number(port) },
  store: `sqlite:${join(directory, 'hufu.db')}`,
  keys: join(directory, 'hufu.keys'),
}
const key = generateKey()
writeFileSync(join(directory, 'hufu.config.json'), JSON.stringify(settings))
writeFileSync(settings.keys, formatKeys([key]), { mode: 0o600 })

const config = readConfig(settings, builtInPlatforms)
const store = openStore(config)
const runtime = await createRuntime(config, store, keyRing([key]), logTo('silent'))
const now = store.now()
const pair = await generateRsaKeyPair()
const { id: introspected } =
  servedDialects.find(({ policy }) => policy.refresh.accessToken === 'new') ?? servedDialects[0]!
const { id: sealed, token } = servedDialects.find(({ envelope }) => envelope !== undefined)!

const appOf = (platform: string): App => ({
  id: platform,
  version: 0,
  platform,
  clientId: 'STALL',
  name: 'stall',
  developer: 'bench',
  status: 'online',
  secrets: [{ digest: digest('client', 'secret') }],
  publicKeys: [pair.publicKey],
  redirectUris: ['https://app.example.com/callback'],
  scopes: runtime.platforms.get(platform)?.grants.policy.scopes ?? [],
  addresses: [],
  testShops: [],
  mayRefresh: true,
  createdAt: now,
})
const userOf = (nth: number): User => ({
  id: `user_${String(nth).padStart(8, '0')}`,
  version: 0,
  username: `merchant-${nth}`,
  shopId: String(2_000_000_000 + (nth >> 2)),
  displayName: `示范店铺的第 ${nth} 位用户`,
  password: '',
  mayAuthorise: true,
  status: 'active',
  addresses: [],
  email: `merchant-${nth}@shops.example.com`,
  createdAt: now - nth,
})
for (const platform of new Set([introspected, sealed])) await store.putApp(appOf(platform))
await inGroups(Number(users), (nth) => store.putUser(userOf(nth)))
await inGroups(Number(users) >> 2, (nth) =>
  store.putShop({ id: String(2_000_000_000 + nth), name: `示范店铺 ${nth}`, createdAt: now - nth }),
)
const actions = ['app.approve', 'app.submit', 'user.create', 'user.freeze', 'grant.revoke', 'operator.login']
for (let from = 0; from < Number(entries); from += 1000) {
  await store.appendAuditEntries(
    Array.from({ length: 1000 }, (_, nth) => ({
      at: now - Number(entries) + from + nth,
      actor: { kind: 'operator', id: `clerk-${nth % 20}` },
      action: actions[nth % actions.length] ?? '',
      subject: `app_${(from + nth) % 5000}`,
      detail: { reason: `the name was not that of the contract ${from + nth}`, members: 'name redirectUris' },
      address: '192.0.2.17',
      requestId: digest('once', String(from + nth)).slice(0, 32),
    })),
  )
}
await store.putOperator({
  username: operator.username,
  version: 0,
  password: await hashPassword(operator.password),
  oneTime: false,
  status: 'active',
  role: 'admin',
  createdAt: now,
})
await store.putGateway({
  id: 'gateway',
  secret: digest('client', 'secret'),
  platforms: [],
  seesRefreshTokens: false,
  createdAt: now,
})

const platform = runtime.platforms.get(introspected)
if (!platform) throw new Error(`no platform ${introspected}`)
const { grants } = platform
const made: string[] = []
await inGroups(Number(tokens), async () => {
  const consent = {
    app: appOf(introspected),
    user: userOf(1),
    scope: grants.policy.defaultScope,
    redirectUri: 'https://app.example.com/callback',
  }
  const code = await issueCode(consent, grants)
  const answer = await redeemCode(
    { code, clientId: 'STALL', clientSecret: 'secret', redirectUri: consent.redirectUri },
    { address: '127.0.0.1' },
    grants,
  )
  if ('error' in answer) throw new Error(answer.error)
  made.push(answer.accessToken)
})
await runtime.close()
const seeded: Seeded = {
  tokens: made,
  sealedPath: `/${sealed}${token.path}`,
  formPath: `/${introspected}${servedDialects.find(({ id }) => id === introspected)?.token.path ?? ''}`,
}
process.stdout.write(JSON.stringify(seeded))

async function inGroups(count: number, act: (nth: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += 200)
    await Promise.all(Array.from({ length: Math.min(200, count - from) }, (_, nth) => act(from + nth)))
}
