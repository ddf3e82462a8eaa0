/* Links for shops: what is opened begins an authorization. */
import { z } from 'zod'
import { type Kept, nameOf, rowFor, spelt } from './calls.ts'
import type { Describe } from './route.ts'
import * as shapes from './shapes.ts'

const word = z.string().min(1).max(64)

const asked = {
  returnTo: z
    .string()
    .min(1)
    .max(2000)
    .optional()
    .describe('A path of publicUrl, on the list of returnPaths'),
  scope: z.array(z.string().min(1).max(200)).max(100).optional(),
  locale: word.optional().describe('zh-CN, en, th'),
  view: word.optional().describe("Which of the platform's pages, such as wap for a phone"),
  expiresInSeconds: z
    .int()
    .min(1)
    .max(90 * 86_400)
    .optional()
    .describe('How long the link may be opened: a day by default'),
}
const connect = z.strictObject({
  ...asked,
  tenant: shapes.tenant.optional(),
  platform: shapes.platform,
  app: shapes.named.shape.app,
  shop: shapes.named.shape.shop.optional().describe("An alias, beside the platform's own id of the shop"),
})
const link = z.strictObject({ url: z.string() })

export interface Linking extends Kept {
  /** A path of this daemon as browsers elsewhere reach it. */
  absolute(path: string): string
}

export function linkCalls(on: Describe, kept: Linking): void {
  const { keeper, absolute } = kept
  on(
    'POST',
    '/v1/connect-url',
    {
      summary: 'A link that connects a new shop',
      more: 'Send a browser of the shop there. Whoever opens it begins the authorization.',
      needs: 'tenant',
      body: connect,
      answer: link,
    },
    async ({ access, body: { platform, ...more } }) => ({
      url: absolute(await spelt(() => keeper.connectUrl(platform, nameOf(access, more)))),
    }),
  )
  on(
    'POST',
    '/v1/connections/:id/reconnect',
    {
      summary: "A link for a shop's new consent",
      more: 'The connection keeps its id, and another shop is refused.',
      needs: 'tenant',
      params: shapes.byId,
      body: z.strictObject(asked),
      answer: link,
    },
    async ({ access, params: { id }, body }) => {
      const row = await rowFor(kept, access, id)
      return { url: absolute(await spelt(() => keeper.reconnectUrl(row.id, body))) }
    },
  )
}
