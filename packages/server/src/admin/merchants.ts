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
import { changes as changing, noted, reads } from './allowed.ts'
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
  email: z.string().nullable().exactOptional(),
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

  app.get('/shops', reads('merchants.read'), async (_request, reply) =>
    reply.send({ shops: await store.shops() }),
  )
  app.post('/shops', changing('merchants.change', 'shop.create'), async (request, reply) => {
    const { name } = read(newShop, bodyOf(request))
    const made = await createShop(name, context)
    if ('id' in made) noted(request, { subject: made.id, name })
    return answer(reply, made, (shop) => ({ shop }), 201)
  })
  app.get('/shops/:id', reads('merchants.read'), async (request, reply) => {
    const { id } = read(byId, request.params)
    const shop = await store.shop(id)
    return shop ? reply.send({ shop }) : say(reply, 404, 'unknown', `there is no shop ${id}`)
  })

  app.get('/users', reads('merchants.read'), async (request, reply) => {
    const users = await store.users(read(filter, parametersOf(request)))
    return reply.send({ users: users.map(userView) })
  })
  app.post('/users', changing('merchants.change', 'user.create'), async (request, reply) => {
    const asked = read(newUser, bodyOf(request))
    const made = await createUser(asked, context)
    const { password: _password, ...settings } = asked
    if ('id' in made) noted(request, { ...settings, subject: made.id })
    return answer(reply, made, shown, 201)
  })
  app.get('/users/:id', reads('merchants.read'), async (request, reply) => {
    const { id } = read(byId, request.params)
    const user = await store.user(id)
    return user ? reply.send(shown(user)) : say(reply, 404, 'unknown', `there is no user ${id}`)
  })
  app.patch('/users/:id', changing('merchants.change', 'user.change'), async (request, reply) => {
    const { id } = read(byId, request.params)
    const asked = read(changes, bodyOf(request))
    noted(request, asked)
    return answer(reply, await changeUser(id, asked, context), shown)
  })
  app.put('/users/:id/password', changing('merchants.change', 'user.password'), async (request, reply) => {
    const { password } = read(newPassword, bodyOf(request))
    return answer(reply, await setPassword(read(byId, request.params).id, password, context), shown)
  })
  for (const [action, verb] of [
    ['disable', disableUser],
    ['enable', enableUser],
  ] as const) {
    app.post(
      `/users/:id/${action}`,
      changing('merchants.change', `user.${action}`),
      async (request, reply) => {
        read(nothing, bodyOf(request))
        return answer(reply, await verb(read(byId, request.params).id, context), shown)
      },
    )
  }
}
