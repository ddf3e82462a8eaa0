/* Shops, and the users who log in for them. */
import {
  type User,
  changeUser,
  createShop,
  createUser,
  disableUser,
  enableUser,
  setPassword,
  userView,
} from '@hufu/engine'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { answer, say } from './answer.ts'
import type { AdminContext } from './context.ts'
import { bodyOf, parametersOf, read } from './input.ts'
import { byId, nothing, texts } from './shapes.ts'

const newShop = z.strictObject({ name: z.string() })
const settings = {
  displayName: z.string().exactOptional(),
  mayAuthorise: z.boolean().exactOptional(),
  addresses: texts.exactOptional(),
  avatarUrl: z.string().nullable().exactOptional(),
}
const newUser = z.strictObject({
  ...settings,
  shopId: z.string(),
  username: z.string(),
  password: z.string(),
})
const changes = z.strictObject(settings)
const filter = z.strictObject({ shopId: z.string().exactOptional() })
const newPassword = z.strictObject({ password: z.string() })

export function merchantRoutes(app: FastifyInstance, context: AdminContext): void {
  const { store } = context
  const shown = (user: User) => ({ user: userView(user) })

  app.get('/shops', async (_request, reply) => reply.send({ shops: await store.shops() }))
  app.post('/shops', async (request, reply) => {
    const { name } = read(newShop, bodyOf(request))
    return answer(reply, await createShop(name, context), (shop) => ({ shop }), 201)
  })
  app.get('/shops/:id', async (request, reply) => {
    const { id } = read(byId, request.params)
    const shop = await store.shop(id)
    return shop ? reply.send({ shop }) : say(reply, 404, 'unknown', `there is no shop ${id}`)
  })

  app.get('/users', async (request, reply) => {
    const users = await store.users(read(filter, parametersOf(request)))
    return reply.send({ users: users.map(userView) })
  })
  app.post('/users', async (request, reply) =>
    answer(reply, await createUser(read(newUser, bodyOf(request)), context), shown, 201),
  )
  app.get('/users/:id', async (request, reply) => {
    const { id } = read(byId, request.params)
    const user = await store.user(id)
    return user ? reply.send(shown(user)) : say(reply, 404, 'unknown', `there is no user ${id}`)
  })
  app.patch('/users/:id', async (request, reply) => {
    const { id } = read(byId, request.params)
    return answer(reply, await changeUser(id, read(changes, bodyOf(request)), context), shown)
  })
  app.put('/users/:id/password', async (request, reply) => {
    const { password } = read(newPassword, bodyOf(request))
    return answer(reply, await setPassword(read(byId, request.params).id, password, context), shown)
  })
  for (const [action, verb] of [
    ['disable', disableUser],
    ['enable', enableUser],
  ] as const) {
    app.post(`/users/:id/${action}`, async (request, reply) => {
      read(nothing, bodyOf(request))
      return answer(reply, await verb(read(byId, request.params).id, context), shown)
    })
  }
}
