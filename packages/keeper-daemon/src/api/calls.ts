/* The calls of the daemon's HTTP API. */
import type { Connection, Keeper, Named } from '@hufu/keeper'
import { type KeeperContext, keeperError, orUnavailable, viewOf } from '@hufu/keeper/parts'
import { InputError } from '@hufu/web/api/input'
import type { Access } from '../tokens.ts'
import { tenantOf } from './access.ts'
import type { Describe } from './route.ts'
import * as shapes from './shapes.ts'

export interface Kept {
  readonly keeper: Keeper
  readonly context: KeeperContext
}

/** The tenant that the caller may act for, added to the request. @throws {KeeperError} */
export function nameOf<Asked extends { readonly tenant?: string | undefined }>(
  access: Access,
  asked: Asked,
): Asked & { readonly tenant: string } {
  const tenant = tenantOf(access, asked.tenant)
  if (tenant !== undefined) return { ...asked, tenant }
  throw keeperError('connection_unknown', {
    retry: 'fix_config',
    hint: 'An administrator token belongs to no tenant: name the tenant in `tenant`.',
  })
}

/** A connection that the caller may see; another tenant's is as if it were not there. @throws {KeeperError} */
export async function rowFor(
  { context }: Pick<Kept, 'context'>,
  access: Access,
  id: string,
): Promise<Connection> {
  const row = await orUnavailable(context.store.connection(id))
  if (row && (access.kind === 'admin' || (access.kind === 'tenant' && access.tenant === row.tenant)))
    return row
  throw keeperError('connection_unknown', {
    hint: 'The connection does not exist. GET /v1/connections lists the connections.',
  })
}

export const namedBy = ({ tenant, platform, app, shop }: Connection): Named => ({
  tenant,
  platform,
  app,
  shop,
})

export function connectionCalls(on: Describe, kept: Kept): void {
  const { keeper, context } = kept
  const view = (row: Connection) => viewOf(row, context.apps, context.clock.now())

  on(
    'GET',
    '/v1/token',
    {
      summary: "Get a shop's access token",
      more: 'The token comes from memory, or is refreshed at the platform first. Caches must not store the answer.',
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
      summary: 'Get a newer access token, after the platform refused one',
      more: 'Any number of callers with the same refused token cause one refresh.',
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
      summary: 'Add a connection by its tokens',
      more: 'If the shop is connected already, these tokens replace the stored ones.',
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
      summary: 'List connections, ordered by id',
      needs: 'tenant',
      query: shapes.filter,
      answer: shapes.page,
    },
    async ({ access, query: { limit, ...asked } }) => {
      const tenant = tenantOf(access, asked.tenant)
      const app = asked.app === undefined ? undefined : appIdOf(context, asked.platform, asked.app)
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
    { summary: 'Get a connection', needs: 'tenant', params: shapes.byId, answer: shapes.connection },
    async ({ access, params: { id } }) => view(await rowFor(kept, access, id)),
  )
  on(
    'POST',
    '/v1/connections/:id/refresh',
    {
      summary: 'Refresh a connection now, if the platform allows it',
      needs: 'tenant',
      params: shapes.byId,
      answer: shapes.connection,
    },
    async ({ access, params: { id } }) => keeper.refresh(namedBy(await rowFor(kept, access, id))),
  )
  for (const [verb, summary] of [
    ['disable', 'Pause a connection: no refresh and no token until it is enabled. The platform is not told'],
    ['enable', 'End the pause of a connection'],
    ['accept', 'Accept tokens that were held back because they name another shop or user'],
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
      summary: 'End a connection, at the platform too where it offers that',
      more: 'No token is handed out any more. The record and its history stay. Calling it again has the same result.',
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
      summary: 'List the events of a connection, the newest first',
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

/** Reading calls, for lists and for one connection. */
export function lookingCalls(on: Describe, kept: Kept): void {
  const { keeper, context } = kept
  on(
    'GET',
    '/v1/connections/:id/doctor',
    {
      summary: 'Examine a connection: its state, the cause, what to do, and its history',
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
      summary: 'List what expires, soonest first',
      needs: 'tenant',
      query: shapes.calendarFilter,
      answer: shapes.calendar,
    },
    async ({ access, query: { kind, ...asked } }) => {
      const tenant = tenantOf(access, asked.tenant)
      const app = asked.app === undefined ? undefined : appIdOf(context, asked.platform, asked.app)
      return spelt(() => keeper.calendar({ ...asked, tenant, app, ...(kind && { kinds: [kind] }) }))
    },
  )
}

/** Turns an invalid value into an error of the caller. @throws {InputError} */
export async function spelt<Value>(make: () => Promise<Value>): Promise<Value> {
  try {
    return await make()
  } catch (error) {
    throw error instanceof TypeError ? new InputError(error.message) : error
  }
}

/** A name of the configuration, or the client id of an application that is not in it any more. */
export function appIdOf({ apps }: KeeperContext, platform: string | undefined, name: string): string {
  const found = apps.all.find((app) => app.platform === platform && app.name === name)
  return found?.id ?? name
}
