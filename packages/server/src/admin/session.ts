/* Operators log in here and nowhere else. No AppKey, gateway or merchant's session is worth anything. */
import { randomBytes } from 'node:crypto'
import {
  type Digest,
  type Operator,
  type SilentLoginFailure,
  checkOperatorLogin,
  chooseOperatorPassword,
  digest,
  isRefusal,
  may,
  operatorAccount,
  permissionsOf,
  roleOf,
} from '@hufu/engine'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { audit } from '../auditing.ts'
import { changes, notAllowed, reads } from './allowed.ts'
import { answer, say } from './answer.ts'
import type { AdminContext } from './context.ts'
import { bodyOf, read } from './input.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is logged in, on every route of administration but the login. */
    operator?: Pick<Operator, 'username' | 'role'> & {
      readonly session: Digest<'session'>
      readonly expiresAt: number
    }
  }
}

const OPERATOR_SESSION_SECONDS = 8 * 3600

const credentials = z.strictObject({
  username: z.string(),
  password: z.string(),
  newPassword: z.string().optional(),
})

export function loginRoute(app: FastifyInstance, context: AdminContext): void {
  const { store, rates } = context
  app.post('/session', async (request, reply) => {
    const { username, password, newPassword } = read(credentials, bodyOf(request))
    const result = await checkOperatorLogin(
      { username, password, address: context.addressOf(request) },
      { store, rates },
    )
    if (!('operator' in result)) return refuse(reply, result)
    const { operator } = result
    if (operator.oneTime && newPassword === undefined) {
      return say(
        reply,
        403,
        'new_password_needed',
        'newPassword: choose a password of your own; this one is good for that alone',
      )
    }
    if (newPassword !== undefined) {
      const changed = await chooseOperatorPassword(operator, newPassword, { store })
      if (isRefusal(changed)) return answer(reply, changed, () => ({}))
    }
    const token = randomBytes(32).toString('base64url')
    const now = store.now()
    const expiresAt = now + OPERATOR_SESSION_SECONDS
    const id = digest('session', token)
    await store.putSession({
      id,
      kind: 'operator',
      accountId: operatorAccount(username),
      createdAt: now,
      expiresAt,
    })
    await audit(request, store, { kind: 'operator', id: username }, 'operator.login', username)
    request.log.info({ requestId: request.id, operator: username }, 'an operator has logged in')
    return reply.code(201).send({ token, expiresAt })
  })
}

function refuse(reply: FastifyReply, { failed }: SilentLoginFailure): FastifyReply {
  switch (failed) {
    case 'wrong':
      return say(reply, 401, 'login_failed', 'user name or password is wrong')
    case 'frozen':
      return say(
        reply,
        429,
        'account_frozen',
        'too many wrong passwords: wait two hours, or have the password reset',
      )
    case 'network_limited':
      return say(reply, 429, 'rate_limited', 'too many attempts from this network: wait a quarter of an hour')
    case 'overloaded':
      return say(reply, 503, 'overloaded', 'too many logins at once: try again')
  }
}

export function sessionRoutes(app: FastifyInstance, { store }: AdminContext): void {
  app.get('/session', reads('own'), async ({ operator }, reply) =>
    reply.send(
      operator && {
        username: operator.username,
        role: roleOf(operator),
        permissions: permissionsOf(operator),
        expiresAt: operator.expiresAt,
      },
    ),
  )
  app.delete('/session', changes('own', 'operator.logout'), async ({ operator }, reply) => {
    if (operator) await store.endSession(operator.session)
    return reply.code(204).send()
  })
}

/** Before anything of the request is read. */
export function guard(context: AdminContext) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const operator = await operatorOf(request, context)
    if (!operator) {
      reply.header('www-authenticate', 'Bearer')
      return say(reply, 401, 'not_logged_in', 'send Authorization: Bearer with the token of POST /session')
    }
    request.operator = operator
    const { permission } = request.routeOptions.config
    if (permission === undefined || permission === 'own' || may(operator, permission)) return undefined
    return notAllowed(reply, permission)
  }
}

async function operatorOf(
  { headers }: FastifyRequest,
  { store }: AdminContext,
): Promise<FastifyRequest['operator']> {
  const [, token] = /^bearer ([\w-]{43})$/i.exec(headers.authorization ?? '') ?? []
  if (token === undefined) return undefined
  const id = digest('session', token)
  const session = await store.session(id)
  if (session?.kind !== 'operator' || session.expiresAt <= store.now()) return undefined
  const username = session.accountId.slice(operatorAccount('').length)
  const operator = await store.operator(username)
  return operator?.status === 'active' && !operator.oneTime
    ? { username, role: roleOf(operator), session: id, expiresAt: session.expiresAt }
    : undefined
}
