/* Applications and grants for tests, made in one call each: without review, and without a browser. */
import { approve, createApp, isRefusal, issueKeyPair, submit, unknown } from '@hufu/accounts'
import { z } from 'zod'
import { texts } from '@hufu/web/api/shapes'
import type { AdminContext } from '@hufu/acts/api/context'
import type { Api } from '@hufu/web/api/route'
import type { Runtime } from '@hufu/server'
import type { Sandbox } from './index.ts'
import { unknownPlatform } from './script-routes.ts'
import { MOST_SEEDS, seedGrants } from './seeds.ts'

const permission = 'nobody'

const newApp = z.strictObject({
  platform: z.string(),
  name: z.string().default('Sandbox'),
  redirectUris: texts.default([]).describe('Redirect URIs, or bare hosts, as the platform’s rule says'),
  scopes: texts.exactOptional().describe('All scopes of the platform by default'),
})
const madeApp = z.object({
  platform: z.string(),
  appId: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  privateKey: z
    .string()
    .exactOptional()
    .describe('The app’s, where the platform seals: PKCS#8, one line of base64url'),
  platformPublicKey: z.string().exactOptional(),
})
const newGrants = z.strictObject({
  platform: z.string(),
  clientId: z.string(),
  shop: z.string().exactOptional().describe('A shop that there is; a new one for each grant where absent'),
  user: z.string().exactOptional().describe('The user who authorises; by default a user of the shop'),
  scope: texts.exactOptional().describe('The platform’s default where absent'),
  count: z.int().min(1).max(MOST_SEEDS).default(1),
})
const madeGrant = z.object({
  grantId: z.int(),
  openId: z.string(),
  shopId: z.string(),
  userId: z.string(),
  status: z.int().describe('Of HTTP'),
  body: z.string().describe('The answer that the token endpoint would have sent'),
  tokens: z.looseObject({}).describe('The same, read'),
})

export function seedRoutes(api: Api, { tally }: Sandbox, runtime: Runtime, admin: AdminContext): void {
  const { platforms } = runtime
  api.post(
    '/apps',
    {
      summary: 'An application that is online',
      permission,
      body: newApp,
      answer: z.object({ app: madeApp }),
      status: 201,
    },
    async ({ body: { platform, name, redirectUris, scopes } }) => {
      const of = platforms.get(platform)
      if (!of) return unknownPlatform(platform, platforms)
      const context = { ...admin, actor: { kind: 'system', id: 'sandbox' } as const }
      const asked = { platform, name, developer: 'Sandbox', redirectUris, mayRefresh: true }
      const draft = await createApp({ ...asked, scopes: scopes ?? of.grants.policy.scopes }, context)
      if (isRefusal(draft)) return draft
      const { id: appId } = draft.app
      const pair = of.dialect.envelope === undefined ? undefined : await issueKeyPair(appId, context)
      if (pair && isRefusal(pair)) return pair
      const submitted = await submit(appId, context)
      if (isRefusal(submitted)) return submitted
      const online = await approve(appId, submitted.version, context)
      if (isRefusal(online)) return online
      const { publicKey } = of.keys
      return {
        app: {
          platform,
          appId,
          clientId: online.app.clientId ?? '',
          clientSecret: draft.clientSecret ?? online.clientSecret ?? '',
          ...(pair && { privateKey: pair.privateKey }),
          ...(publicKey !== undefined && { platformPublicKey: publicKey }),
        },
      }
    },
  )
  api.post(
    '/grants',
    {
      summary: 'Grants, as if merchants had agreed and the app had exchanged their codes',
      permission,
      body: newGrants,
      answer: z.object({ grants: z.array(madeGrant) }),
      status: 201,
    },
    async ({ body, request }) => {
      const platform = platforms.get(body.platform)
      if (!platform) return unknownPlatform(body.platform, platforms)
      const app = await runtime.directory.app(body.platform, body.clientId)
      if (!app) return unknown('application with the AppKey', body.clientId)
      const seeded = await seedGrants(body, app, platform, admin, request)
      if (isRefusal(seeded)) return seeded
      for (const { tokens, ...grant } of seeded)
        if (tokens.refreshToken !== undefined)
          tally.gave({ platform: body.platform, clientId: body.clientId, ...grant }, tokens.refreshToken)
      return { grants: seeded.map((each) => ({ ...each, tokens: { ...each.tokens } })) }
    },
  )
}
