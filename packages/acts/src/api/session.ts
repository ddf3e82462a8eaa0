/* Operators log in here and nowhere else. No AppKey, gateway or merchant's session is worth anything. */
import { randomBytes } from 'node:crypto'
import {
  FREEZE_SECONDS,
  NETWORK_RATE,
  type Operator,
  type SilentLoginFailure,
  checkOperatorLogin,
  chooseOperatorPassword,
  isRefusal,
  may,
  operatorAccount,
  passwordMark,
  permissionsOf,
  roleOf,
} from '@hufu/accounts'
import { type Digest, digest } from '@hufu/engine'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asOne } from '@hufu/web/as-one'
import { appendAuditEntry } from '../auditing.ts'
import { noteFailedLogin } from '../failed-logins.ts'
import { retryLater } from '@hufu/web/failed'
import { notAllowed } from './allowed.ts'
import { say } from '@hufu/web/api/answer'
import { ownRights } from './answers.ts'
import type { AdminContext } from './context.ts'
import { type Api, descriptionIn } from '@hufu/web/api/route'
import { at } from '@hufu/web/api/shapes'

/** Who is logged in, and until when. */
interface LoggedIn extends Pick<Operator, 'username' | 'role'> {
  readonly session: Digest<'session'>
  readonly expiresAt: number
}

const operators = new WeakMap<FastifyRequest, LoggedIn>()

/** Who sends the request; nobody where the guard has refused it. */
export const operatorIn = (request: FastifyRequest): LoggedIn | undefined => operators.get(request)

/** Who is logged in, on every route of administration but the login. */
export function operatorOf(request: FastifyRequest): LoggedIn {
  const operator = operatorIn(request)
  if (!operator) throw new Error('nobody is logged in behind the guard')
  return operator
}

const OPERATOR_SESSION_SECONDS = 8 * 3600

const credentials = z.strictObject({
  username: z.string(),
  password: z.string(),
  newPassword: z.string().exactOptional().describe('His own, instead of a one-time password'),
})
const begun = z.object({
  token: z.string().describe('For `Authorization: Bearer`; shown once'),
  expiresAt: at,
})

export function loginRoute(api: Api, context: AdminContext): void {
  const { store, rates } = context
  const description = {
    summary: 'Log in',
    permission: 'nobody',
    body: credentials,
    answer: begun,
    status: 201,
  } as const
  api.post('/session', description, async ({ body, request, reply }) => {
    const { username, password, newPassword } = body
    const result = await checkOperatorLogin(
      { username, password, address: context.addressOf(request) },
      { store, rates },
    )
    if (!('operator' in result)) {
      noteFailedLogin(request, username, result, context)
      return failed(reply, result)
    }
    if (result.operator.oneTime && newPassword === undefined) {
      return say(
        reply,
        403,
        'new_password_needed',
        'newPassword: choose a password of your own; the one-time password can only be used for that',
      )
    }
    return asOne(context, (inner) => begin(request, result.operator, newPassword, inner))
  })
}

/** The password that is chosen, the session and what the audit log says of both are one commit. */
async function begin(
  request: FastifyRequest,
  proven: Operator,
  newPassword: string | undefined,
  { store }: AdminContext,
) {
  const { username } = proven
  const append = (action: string) =>
    appendAuditEntry(request, store, { kind: 'operator', id: username }, action, username)
  let operator = proven
  if (newPassword !== undefined) {
    const changed = await chooseOperatorPassword(operator, newPassword, { store })
    if (isRefusal(changed)) return changed
    operator = changed
    await append('operator.password')
  }
  const token = randomBytes(32).toString('base64url')
  const now = store.now()
  const expiresAt = now + OPERATOR_SESSION_SECONDS
  await store.putSession({
    id: digest('session', token),
    kind: 'operator',
    accountId: operatorAccount(username),
    passwordMark: passwordMark(operator),
    createdAt: now,
    expiresAt,
  })
  await append('operator.login')
  request.log.info({ requestId: request.id, operator: username }, 'an operator has logged in')
  return { token, expiresAt }
}

function failed(reply: FastifyReply, { failed: why }: SilentLoginFailure): FastifyReply {
  switch (why) {
    case 'wrong':
      return say(reply, 401, 'login_failed', 'user name or password is wrong')
    case 'frozen':
      return say(
        retryLater(reply, 429, FREEZE_SECONDS),
        429,
        'account_frozen',
        'too many wrong passwords: wait two hours, or ask an administrator to unfreeze the account (hufu operator thaw)',
      )
    case 'network_limited':
      return say(
        retryLater(reply, 429, NETWORK_RATE.perSeconds),
        429,
        'rate_limited',
        'too many attempts from this network: wait a quarter of an hour',
      )
    case 'overloaded':
      return say(retryLater(reply, 503), 503, 'overloaded', 'too many logins at once: try again')
  }
}

export function sessionRoutes(api: Api, context: AdminContext): void {
  api.get(
    '/session',
    { summary: 'Get the logged-in operator and their permissions', permission: 'own', answer: ownRights },
    ({ request }) => {
      const operator = operatorOf(request)
      const { username, expiresAt } = operator
      return { username, role: roleOf(operator), permissions: permissionsOf(operator), expiresAt }
    },
  )
  api.delete(
    '/session',
    { summary: 'Log out', permission: 'own', action: 'operator.logout' },
    async ({ request }) => {
      const operator = operatorOf(request)
      return asOne(context, async ({ store }) => {
        await store.endSession(operator.session)
        const { username } = operator
        await appendAuditEntry(
          request,
          store,
          { kind: 'operator', id: username },
          'operator.logout',
          username,
        )
        return undefined
      })
    },
  )
}

/** Before anything of the request is read. */
export function guard(context: AdminContext) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const operator = await loggedIn(request, context)
    if (!operator) {
      reply.header('www-authenticate', 'Bearer')
      return say(reply, 401, 'not_logged_in', 'send Authorization: Bearer with the token of POST /session')
    }
    operators.set(request, operator)
    const permission = descriptionIn(request.routeOptions.config)?.permission ?? 'own'
    if (permission === 'own' || permission === 'nobody' || may(operator, permission)) return undefined
    return notAllowed(reply, permission)
  }
}

async function loggedIn({ headers }: FastifyRequest, { store }: AdminContext): Promise<LoggedIn | undefined> {
  const [, token] = /^bearer ([\w-]{43})$/i.exec(headers.authorization ?? '') ?? []
  if (token === undefined) return undefined
  const id = digest('session', token)
  const session = await store.session(id)
  if (session?.kind !== 'operator' || session.expiresAt <= store.now()) return undefined
  const username = session.accountId.slice(operatorAccount('').length)
  const operator = await store.operator(username)
  if (operator?.status !== 'active' || session.passwordMark !== passwordMark(operator)) return undefined
  return !operator.oneTime
    ? { username, role: roleOf(operator), session: id, expiresAt: session.expiresAt }
    : undefined
}
