/* What programs ask of the daemon. */
import type { Connection, Keeper, Named } from '@hufu/keeper'
import { type Kit, keeperError, orUnavailable, viewOf } from '@hufu/keeper/parts'
import { InputError } from '@hufu/web/api/input'
import type { Access } from '../tokens.ts'
import { tenantOf } from './access.ts'
import type { Describe } from './route.ts'
import * as shapes from './shapes.ts'

export interface Kept {
  readonly keeper: Keeper
  readonly kit: Kit
}

/** Whose shop it is, with the tenant that the caller may ask for. @throws {KeeperError} */
export function nameOf<Asked extends { readonly tenant?: string | undefined }>(
  access: Access,
  asked: Asked,
): Asked & { readonly tenant: string } {
  const tenant = tenantOf(access, asked.tenant)
  if (tenant !== undefined) return { ...asked, tenant }
  throw keeperError('connection_unknown', {
    retry: 'fix_config',
    hint: 'An administrator token is of no tenant: name one by tenant.',
  })
}

/** A connection that the caller may see; another tenant's is as if it were not there. @throws {KeeperError} */
export async function rowFor({ kit }: Pick<Kept, 'kit'>, access: Access, id: string): Promise<Connection> {
  const row = await orUnavailable(kit.store.connection(id))
  if (row && (access.kind === 'admin' || (access.kind === 'tenant' && access.tenant === row.tenant)))
    return row
  throw keeperError('connection_unknown', { hint: 'There is no such connection.' })
}

export const namedBy = ({ tenant, platform, app, shop }: Connection): Named => ({
  tenant,
  platform,
  app,
  shop,
})

export function connectionCalls(on: Describe, kept: Kept): void {
  const { keeper, kit } = kept
  const view = (row: Connection) => viewOf(row, kit.apps, kit.clock.now())

  on(
    'GET',
    '/v1/token',
    {
      summary: "A shop's access token that works",
      more: 'From memory, or fresh from the platform. Never kept by caches.',
      needs: 'tenant',
      query: shapes.named,
      answer: shapes.token,
    },
    ({ access, query }) => keeper.token(nameOf(access, query)),
  )
  on(
    'POST',
    '/v1/invalidate',
    {
      summary: 'A later access token, after the platform refused one',
      more: 'Of any number of callers with the same token, one refresh goes out.',
      needs: 'tenant',
      body: shapes.refused,
      answer: shapes.token,
    },
    ({ access, body: { accessToken, generation, ...name } }) =>
      keeper.invalidate(
        nameOf(access, name),
        generation === undefined ? accessToken : { accessToken, generation },
      ),
  )
  on(
    'POST',
    '/v1/connections',
    {
      summary: 'Keep tokens that somebody already holds',
      more: 'Where the shop is connected already, they replace the ones that are kept.',
      needs: 'tenant',
      body: shapes.given,
      answer: shapes.connection,
    },
    async ({ access, body }) => keeper.add(nameOf(access, body)),
  )
  on(
    'GET',
    '/v1/connections',
    {
      summary: 'Connections, by id',
      needs: 'tenant',
      query: shapes.filter,
      answer: shapes.page,
    },
    async ({ access, query: { limit, ...asked } }) => {
      const tenant = tenantOf(access, asked.tenant)
      const app = asked.app === undefined ? undefined : appIdOf(kit, asked.platform, asked.app)
      const given = Object.entries({ ...asked, app, tenant }).filter(([, value]) => value !== undefined)
      const found = await keeper.connections({ ...Object.fromEntries(given), limit: limit + 1 })
      const connections = found.slice(0, limit)
      const next = found.length > limit ? connections.at(-1)?.id : undefined
      return { connections, ...(next !== undefined && { next }) }
    },
  )
  on(
    'GET',
    '/v1/connections/:id',
    { summary: 'One connection', needs: 'tenant', params: shapes.byId, answer: shapes.connection },
    async ({ access, params: { id } }) => view(await rowFor(kept, access, id)),
  )
  on(
    'POST',
    '/v1/connections/:id/refresh',
    {
      summary: 'New tokens now, if the platform allows',
      needs: 'tenant',
      params: shapes.byId,
      answer: shapes.connection,
    },
    async ({ access, params: { id } }) => keeper.refresh(namedBy(await rowFor(kept, access, id))),
  )
  for (const [verb, summary] of [
    ['disable', 'Nothing is refreshed or given out, until it is enabled; the platform is not told'],
    ['enable', 'In use again'],
    ['accept', "Takes the tokens of another shop or user that were kept apart: they are this connection's"],
  ] as const)
    on(
      'POST',
      `/v1/connections/:id/${verb}`,
      { summary, needs: 'tenant', params: shapes.byId, answer: shapes.connection },
      async ({ access, params: { id } }) => keeper[verb]((await rowFor(kept, access, id)).id),
    )
  on(
    'POST',
    '/v1/connections/:id/disconnect',
    {
      summary: 'The end of a connection, at the platform too where that can be',
      more: 'No token is given out any more. The row stays, with its story. Once more is as once.',
      needs: 'tenant',
      params: shapes.byId,
      answer: shapes.disconnected,
    },
    async ({ access, params: { id } }) => keeper.disconnect((await rowFor(kept, access, id)).id),
  )
  on(
    'GET',
    '/v1/connections/:id/story',
    {
      summary: 'What happened to a connection, newest first',
      needs: 'tenant',
      params: shapes.byId,
      query: shapes.howMany,
      answer: shapes.story,
    },
    async ({ access, params: { id }, query: { limit } }) => {
      await rowFor(kept, access, id)
      return { events: await keeper.story(id, limit) }
    },
  )
}

/** What is found out about many, or about one. */
export function lookingCalls(on: Describe, kept: Kept): void {
  const { keeper, kit } = kept
  on(
    'GET',
    '/v1/connections/:id/doctor',
    {
      summary: "A connection's whole story: how it is, why, what to do, what happened",
      needs: 'tenant',
      params: shapes.byId,
      query: shapes.language,
      answer: shapes.doctor,
    },
    async ({ access, params: { id }, query: { language } }) => {
      const { findings, ...rest } = await keeper.doctor((await rowFor(kept, access, id)).id, language)
      return { ...rest, findings: findings.map(({ facts, ...said }) => ({ ...said, facts: { ...facts } })) }
    },
  )
  on(
    'GET',
    '/v1/calendar',
    {
      summary: 'What ends when, soonest first',
      needs: 'tenant',
      query: shapes.calendarFilter,
      answer: shapes.calendar,
    },
    async ({ access, query: { kind, ...asked } }) => {
      const tenant = tenantOf(access, asked.tenant)
      const app = asked.app === undefined ? undefined : appIdOf(kit, asked.platform, asked.app)
      return spelt(() => keeper.calendar({ ...asked, tenant, app, ...(kind && { kinds: [kind] }) }))
    },
  )
}

/** What makes no sense is the caller's to mend. @throws {InputError} */
export async function spelt<Value>(make: () => Promise<Value>): Promise<Value> {
  try {
    return await make()
  } catch (error) {
    throw error instanceof TypeError ? new InputError(error.message) : error
  }
}

/** A name of the configuration, or the client id of an application that is not in it any more. */
export function appIdOf({ apps }: Kit, platform: string | undefined, name: string): string {
  const found = apps.all.find((app) => app.platform === platform && app.name === name)
  return found?.id ?? name
}
