/* What operators set of each platform while servers run. */
import { z } from 'zod'
import { policySchema } from '../config.ts'
import { noted } from './allowed.ts'
import { answer, known, say } from './answer.ts'
import type { AdminContext } from './context.ts'
import type { Api } from './route.ts'
import { byId } from './shapes.ts'

const terms = policySchema.meta({ id: 'Terms' })
const platform = z
  .object({
    id: z.string(),
    title: z.string(),
    inForce: z.looseObject({}).describe('All of its terms, wherever they were set'),
    set: terms.describe('What operators have set; null lifts a limit'),
    fixed: z.array(z.string()).describe('Set in the configuration’s file, and not to be set here'),
    publicKey: z.string().exactOptional().describe('One line of base64url SPKI, where the platform seals'),
  })
  .meta({ id: 'Platform' })
const onePlatform = z.object({ platform })

export function platformRoutes(api: Api, { dialects, settings }: AdminContext): void {
  const shown = ({ id, title }: AdminContext['dialects'][number]) => {
    const { publicKey } = settings.keysOf(id)
    return {
      id,
      title,
      inForce: { ...settings.policyOf(id) },
      set: settings.overrideOf(id),
      fixed: settings.fixedOf(id),
      ...(publicKey !== undefined && { publicKey }),
    }
  }
  const one = (dialect: AdminContext['dialects'][number]) => ({ platform: shown(dialect) })
  const platformById = (id: string) =>
    known(
      dialects.find((each) => each.id === id),
      'platform',
      id,
    )

  api.get(
    '/platforms',
    {
      summary: 'Platforms that are served',
      permission: 'platforms.read',
      answer: z.object({ platforms: z.array(platform) }),
    },
    () => ({ platforms: dialects.map(shown) }),
  )
  api.get(
    '/platforms/:id',
    { summary: 'One platform', permission: 'platforms.read', params: byId, answer: onePlatform },
    ({ params }) => answer(platformById(params.id), one),
  )
  api.put(
    '/platforms/:id/terms',
    {
      summary: 'Set its terms',
      more: 'All that was set here before is replaced; what is not given is as the dialect and the configuration say.',
      permission: 'platforms.change',
      action: 'platform.change',
      params: byId,
      body: terms,
      answer: onePlatform,
    },
    async ({ params, body, request, reply }) =>
      answer(platformById(params.id), async (dialect) => {
        noted(
          request,
          Object.fromEntries(Object.entries(body).map(([name, value]) => [name, JSON.stringify(value)])),
        )
        const [problem] = await settings.change(dialect.id, body)
        return problem === undefined ? one(dialect) : say(reply, 400, 'invalid', problem)
      }),
  )
  api.post(
    '/platforms/:id/key',
    {
      summary: 'A new key, which seals and signs from now on; the one before still opens',
      permission: 'platforms.change',
      action: 'platform.rotate_key',
      params: byId,
      answer: onePlatform,
    },
    async ({ params, reply }) =>
      answer(platformById(params.id), async (dialect) => {
        if (dialect.envelope === undefined)
          return say(reply, 400, 'invalid', 'id: this platform seals nothing, so it has no key')
        await settings.rotateKey(dialect.id)
        return one(dialect)
      }),
  )
}
