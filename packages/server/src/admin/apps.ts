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
  setLogo,
  startOnlineTest,
  submit,
  suspend,
  withdraw,
} from '@hufu/engine'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { changes as changing, noted, reads } from './allowed.ts'
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

  app.get('/apps', reads('apps.read'), async (request, reply) => {
    const { developer, platform, status } = read(filter, parametersOf(request))
    const which = { ...(platform !== undefined && { platform }), ...(status && { status }) }
    const apps = (await store.apps(which)).filter(
      (each) => developer === undefined || each.developer === developer,
    )
    return reply.send({ apps: apps.map((each) => appView(each, store.now())) })
  })
  app.post('/apps', changing('apps.change', 'app.create'), async (request, reply) => {
    const asked = read(newApp, bodyOf(request))
    const made = await createApp(asked, by(request))
    if ('app' in made) noted(request, { ...asked, subject: made.app.id })
    return answer(reply, made, issued, 201)
  })
  app.get('/apps/:id', reads('apps.read'), async (request, reply) => {
    const { id } = read(byId, request.params)
    const found = await store.appById(id)
    return found ? reply.send(shown(found)) : say(reply, 404, 'unknown', `there is no app ${id}`)
  })
  app.patch('/apps/:id', changing('apps.change', 'app.change'), async (request, reply) => {
    const { id } = read(byId, request.params)
    const asked = read(changes, bodyOf(request))
    noted(request, asked)
    return answer(reply, await changeApp(id, asked, by(request)), shown)
  })

  for (const [action, permission, verb] of [
    ['test', 'apps.change', startOnlineTest],
    ['submit', 'apps.change', submit],
    ['withdraw', 'apps.change', withdraw],
    ['lift', 'apps.suspend', lift],
  ] as const) {
    app.post(`/apps/:id/${action}`, changing(permission, `app.${action}`), async (request, reply) => {
      read(nothing, bodyOf(request))
      return answer(reply, await verb(read(byId, request.params).id, by(request)), shown)
    })
  }
  for (const [path, permission, action, verb] of [
    ['reject', 'apps.review', 'app.reject', reject],
    ['ask-changes', 'apps.review', 'app.ask_changes', askForChanges],
    ['changes/reject', 'apps.review', 'app.reject_changes', rejectChanges],
    ['suspend', 'apps.suspend', 'app.suspend', suspend],
  ] as const) {
    app.post(`/apps/:id/${path}`, changing(permission, action), async (request, reply) => {
      const { reason } = read(because, bodyOf(request))
      noted(request, { reason })
      return answer(reply, await verb(read(byId, request.params).id, reason, by(request)), shown)
    })
  }
  app.get('/apps/:id/history', reads('apps.read'), async (request, reply) => {
    const { id } = read(byId, request.params)
    const { limit } = read(howMany, parametersOf(request))
    if (!(await store.appById(id))) return say(reply, 404, 'unknown', `there is no app ${id}`)
    return reply.send({ history: await store.appHistory(id, limit) })
  })
  app.post('/apps/:id/approve', changing('apps.review', 'app.approve'), async (request, reply) => {
    const { version } = read(judged, bodyOf(request))
    return answer(reply, await approve(read(byId, request.params).id, by(request), version), issued)
  })
  app.post(
    '/apps/:id/changes/approve',
    changing('apps.review', 'app.approve_changes'),
    async (request, reply) => {
      const { version } = read(judged, bodyOf(request))
      return answer(reply, await approveChanges(read(byId, request.params).id, by(request), version), shown)
    },
  )

  app.post('/apps/:id/secret', changing('apps.change', 'app.secret'), async (request, reply) => {
    const { overlapSeconds } = read(rotation, bodyOf(request))
    noted(request, { overlapSeconds })
    return answer(
      reply,
      await rotateSecret(read(byId, request.params).id, overlapSeconds, by(request)),
      issued,
    )
  })
  app.post('/apps/:id/keys', changing('apps.change', 'app.keys'), async (request, reply) => {
    read(nothing, bodyOf(request))
    const made = await issueKeyPair(read(byId, request.params).id, by(request))
    return answer(reply, made, ({ app: each, privateKey }) => ({ ...shown(each), privateKey }))
  })
  app.put('/apps/:id/keys', changing('apps.change', 'app.keys'), async (request, reply) => {
    const { publicKeys } = read(keys, bodyOf(request))
    noted(request, { publicKeys })
    return answer(reply, await changeApp(read(byId, request.params).id, { publicKeys }, by(request)), shown)
  })

  app.get('/apps/:id/logo', reads('apps.read'), async (request, reply) => {
    const { id } = read(byId, request.params)
    const held = await store.appById(id)
    const logo = held?.logo === undefined ? undefined : await store.logo(id, held.logo)
    if (!logo) return say(reply, 404, 'unknown', `there is no logo of an app ${id}`)
    return reply.type(logo.type).send(Buffer.from(logo.bytes))
  })
  /** The body is the picture itself. */
  app.put('/apps/:id/logo', changing('apps.change', 'app.logo'), async (request, reply) => {
    const { id } = read(byId, request.params)
    const file = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    return answer(reply, await setLogo(id, file, by(request), changeApp), shown)
  })
}
