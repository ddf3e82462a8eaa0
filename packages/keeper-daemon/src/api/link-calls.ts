/* Links for shops: what is opened begins an authorization. */
import { z } from 'zod'
import { type Kept, nameOf, rowFor, spelt } from './calls.ts'
import type { Describe } from './route.ts'
import * as shapes from './shapes.ts'

const word = z.string().min(1).max(64)

const asked = {
  returnTo: z.string().min(1).max(2000).optional().describe('A path below publicUrl that returnPaths lists'),
  scope: z.array(z.string().min(1).max(200)).max(100).optional(),
  locale: word.optional().describe('Language of the pages: zh-CN, en or th'),
  view: word.optional().describe("Kind of the platform's page, for example wap for a phone"),
  expiresInSeconds: z
    .int()
    .min(1)
    .max(90 * 86_400)
    .optional()
    .describe('Seconds for which the link works; 86400 (a day) by default'),
}
const connect = z.strictObject({
  ...asked,
  tenant: shapes.tenant.optional(),
  platform: shapes.platform,
  app: shapes.named.shape.app,
  shop: shapes.named.shape.shop.optional().describe("An alias of the shop, in addition to the platform's id"),
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
      summary: 'Make a link that connects a new shop',
      more: 'Send the browser of the shop there. The authorization begins when the link is opened.',
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
      summary: 'Make a link for a shop to consent again',
      more: 'The connection keeps its id. Consent of another shop is refused.',
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
