import {
  type App,
  type AppContext,
  type Issued,
  appView,
  approve,
  approveChanges,
  askForChanges,
  changeApp,
  createApp,
  issueKeyPair,
  lift,
  reject,
  rejectChanges,
  rotateSecret,
  startOnlineTest,
  submit,
  suspend,
  withdraw,
} from '@hufu/engine'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { answer, say } from './answer.ts'
import type { AdminContext } from './context.ts'
import { bodyOf, parametersOf, read } from './input.ts'
import { byId, howMany, nothing, texts } from './shapes.ts'

const settings = {
  name: z.string().exactOptional(),
  developer: z.string().exactOptional(),
  redirectUris: texts.exactOptional(),
  scopes: texts.exactOptional(),
  addresses: texts.exactOptional(),
  testShops: texts.exactOptional(),
  publicKeys: texts.exactOptional(),
  mayRefresh: z.boolean().exactOptional(),
}
const changes = z.strictObject(settings)
const newApp = z.strictObject({ ...settings, platform: z.string(), name: z.string(), developer: z.string() })
const filter = z.strictObject({
  platform: z.string().exactOptional(),
  status: z
    .enum(['draft', 'online_test', 'submitted', 'changes_requested', 'online', 'suspended', 'rejected'])
    .exactOptional(),
  developer: z.string().exactOptional(),
})
const because = z.strictObject({ reason: z.string() })
/** The version that was looked at: where the app has changed since, nothing is approved. */
const judged = z.strictObject({ version: z.number().exactOptional() })
/** A day, unless said otherwise; 0 ends the secret before at once. */
const rotation = z.strictObject({ overlapSeconds: z.number().default(86_400) })
const keys = z.strictObject({ publicKeys: texts })

export function appRoutes(app: FastifyInstance, context: AdminContext): void {
  const { store } = context
  /** The app's history says which operator it was. */
  const by = ({ operator }: FastifyRequest): AppContext & AdminContext => ({
    ...context,
    actor: { kind: 'operator', id: operator?.username ?? '' },
  })
  const shown = (each: App) => ({ app: appView(each, store.now()) })
  const issued = ({ app: each, clientSecret }: Issued) => ({
    ...shown(each),
    ...(clientSecret !== undefined && { clientSecret }),
  })

  app.get('/apps', async (request, reply) => {
    const { developer, platform, status } = read(filter, parametersOf(request))
    const which = { ...(platform !== undefined && { platform }), ...(status && { status }) }
    const apps = (await store.apps(which)).filter(
      (each) => developer === undefined || each.developer === developer,
    )
    return reply.send({ apps: apps.map((each) => appView(each, store.now())) })
  })
  app.post('/apps', async (request, reply) =>
    answer(reply, await createApp(read(newApp, bodyOf(request)), by(request)), issued, 201),
  )
  app.get('/apps/:id', async (request, reply) => {
    const { id } = read(byId, request.params)
    const found = await store.appById(id)
    return found ? reply.send(shown(found)) : say(reply, 404, 'unknown', `there is no app ${id}`)
  })
  app.patch('/apps/:id', async (request, reply) => {
    const { id } = read(byId, request.params)
    return answer(reply, await changeApp(id, read(changes, bodyOf(request)), by(request)), shown)
  })

  for (const [action, verb] of [
    ['test', startOnlineTest],
    ['submit', submit],
    ['withdraw', withdraw],
    ['lift', lift],
  ] as const) {
    app.post(`/apps/:id/${action}`, async (request, reply) => {
      read(nothing, bodyOf(request))
      return answer(reply, await verb(read(byId, request.params).id, by(request)), shown)
    })
  }
  for (const [action, verb] of [
    ['reject', reject],
    ['ask-changes', askForChanges],
    ['changes/reject', rejectChanges],
    ['suspend', suspend],
  ] as const) {
    app.post(`/apps/:id/${action}`, async (request, reply) => {
      const { reason } = read(because, bodyOf(request))
      return answer(reply, await verb(read(byId, request.params).id, reason, by(request)), shown)
    })
  }
  app.get('/apps/:id/history', async (request, reply) => {
    const { id } = read(byId, request.params)
    const { limit } = read(howMany, parametersOf(request))
    if (!(await store.appById(id))) return say(reply, 404, 'unknown', `there is no app ${id}`)
    return reply.send({ history: await store.appHistory(id, limit) })
  })
  app.post('/apps/:id/approve', async (request, reply) => {
    const { version } = read(judged, bodyOf(request))
    return answer(reply, await approve(read(byId, request.params).id, by(request), version), issued)
  })
  app.post('/apps/:id/changes/approve', async (request, reply) => {
    const { version } = read(judged, bodyOf(request))
    return answer(reply, await approveChanges(read(byId, request.params).id, by(request), version), shown)
  })

  app.post('/apps/:id/secret', async (request, reply) => {
    const { overlapSeconds } = read(rotation, bodyOf(request))
    return answer(
      reply,
      await rotateSecret(read(byId, request.params).id, overlapSeconds, by(request)),
      issued,
    )
  })
  app.post('/apps/:id/keys', async (request, reply) => {
    read(nothing, bodyOf(request))
    const made = await issueKeyPair(read(byId, request.params).id, by(request))
    return answer(reply, made, ({ app: each, privateKey }) => ({ ...shown(each), privateKey }))
  })
  app.put('/apps/:id/keys', async (request, reply) => {
    const { publicKeys } = read(keys, bodyOf(request))
    return answer(reply, await changeApp(read(byId, request.params).id, { publicKeys }, by(request)), shown)
  })
}
