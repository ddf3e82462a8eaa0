/* Who administers, and the API gateways that ask what a token is worth. */
import { randomBytes } from 'node:crypto'
import { SHORTEST_PASSWORD, checkNewPassword, checkUsername } from './account-settings.ts'
import { digest } from './digest.ts'
import { operatorAccount } from './login.ts'
import { strangersKey } from './login-limits.ts'
import { hashPassword, oneTimePassword, verifyPassword } from './passwords.ts'
import { type Refusal, firstRefusal, invalid, unknown } from './refusal.ts'
import type { Role } from './roles.ts'
import type { Digest, Gateway, Operator, Store } from './store.ts'

export interface OperatorContext {
  readonly store: Pick<
    Store,
    'now' | 'operator' | 'putOperator' | 'endSessions' | 'clearLoginFailures' | 'once'
  >
  /** Which operator does it; absent from the command line. */
  readonly by?: string
}

/** An operator, and the password he logs in with once, to choose his own: told this once. */
export interface NewOperator {
  readonly operator: Operator
  readonly oneTimePassword: string
}

export async function createOperator(
  username: string,
  { store }: OperatorContext,
  role: Role = 'admin',
): Promise<NewOperator | Refusal> {
  const refused = checkUsername(username)
  if (refused) return refused
  if (await store.operator(username)) {
    return {
      refused: 'taken',
      field: 'username',
      message: `username: there is an operator ${username} already; his password can be reset`,
    }
  }
  return withOneTimePassword({ username, role, status: 'active', createdAt: store.now() }, store)
}

/** So there is always an admin left, who did it. */
const ofOneself = invalid('username', 'is your own: another administrator has to do this')

/** For an operator who has lost his password, or must not go on: his sessions end, and he chooses a new one. */
export async function resetOperator(
  username: string,
  { store, by }: OperatorContext,
): Promise<NewOperator | Refusal> {
  const held = await store.operator(username)
  if (!held) return unknown('operator', username)
  if (username === by) return ofOneself
  const reset = await withOneTimePassword(held, store)
  await endAll(username, store)
  return reset
}

async function withOneTimePassword(
  account: Omit<Operator, 'password' | 'oneTime'>,
  store: OperatorContext['store'],
): Promise<NewOperator> {
  const password = oneTimePassword()
  const operator: Operator = { ...account, password: await hashPassword(password), oneTime: true }
  await store.putOperator(operator)
  return { operator, oneTimePassword: password }
}

/** His own password, instead of the one he has logged in with. Ends all his sessions. */
export async function chooseOperatorPassword(
  operator: Operator,
  password: string,
  { store }: OperatorContext,
): Promise<Operator | Refusal> {
  const refused = checkNewPassword(password, operator.username, SHORTEST_PASSWORD.operator)
  if (refused) return refused
  if (await verifyPassword(operator.password, password)) return invalid('password', 'is the one before')
  // Of two who log in with it at once, one may choose.
  const first = await store.once(
    digest('once', `password of operator ${operator.username} ${operator.password}`),
    store.now() + 3600,
  )
  if (!first)
    return {
      refused: 'changed_meanwhile',
      message: 'the password has just been changed: log in with the new one',
    }
  const changed = { ...operator, password: await hashPassword(password), oneTime: false }
  await store.putOperator(changed)
  await endAll(operator.username, store)
  return changed
}

/** What he may do from now on; his sessions go on with it. */
export async function setOperatorRole(
  username: string,
  role: Role,
  { store, by }: OperatorContext,
): Promise<Operator | Refusal> {
  const held = await store.operator(username)
  if (!held) return unknown('operator', username)
  if (username === by) return ofOneself
  const operator = { ...held, role }
  await store.putOperator(operator)
  return operator
}

export async function setOperatorStatus(
  username: string,
  status: Operator['status'],
  { store, by }: OperatorContext,
): Promise<Operator | Refusal> {
  const held = await store.operator(username)
  if (!held) return unknown('operator', username)
  if (username === by) return ofOneself
  const operator = { ...held, status }
  await store.putOperator(operator)
  if (status === 'disabled') await endAll(username, store)
  return operator
}

async function endAll(username: string, store: OperatorContext['store']): Promise<void> {
  await store.endSessions(operatorAccount(username))
  await store.clearLoginFailures(strangersKey(operatorAccount(username)))
}

export interface GatewayContext {
  readonly store: Pick<Store, 'now' | 'gateway' | 'putGateway'>
  readonly dialects: readonly { readonly id: string }[]
}

/** A gateway, and its secret: told this once. */
export interface NewGateway {
  readonly gateway: Gateway
  readonly secret: string
}

/** `platforms`: those whose tokens it may ask about; empty for all. */
export async function createGateway(
  platforms: readonly string[],
  context: GatewayContext,
): Promise<NewGateway | Refusal> {
  const enabled = context.dialects.map(({ id }) => id)
  const unlisted = (id: string) =>
    enabled.includes(id) ? undefined : { text: `is not enabled; enabled are ${enabled.join(', ')}` }
  const refused = firstRefusal(platforms, unlisted, 'platforms', enabled.length)
  if (refused) return refused
  const id = `gateway_${randomBytes(8).toString('hex')}`
  const [kept, secret] = newSecret()
  const gateway: Gateway = { id, secret: kept, platforms, createdAt: context.store.now() }
  await context.store.putGateway(gateway)
  return { gateway, secret }
}

/** A new secret. The one before ends within seconds, which is also how a gateway is shut out. */
export async function replaceGatewaySecret(
  id: string,
  { store }: GatewayContext,
): Promise<NewGateway | Refusal> {
  const held = await store.gateway(id)
  if (!held) return unknown('gateway', id)
  const [kept, secret] = newSecret()
  const gateway = { ...held, secret: kept }
  await store.putGateway(gateway)
  return { gateway, secret }
}

function newSecret(): readonly [Digest<'client'>, string] {
  const secret = randomBytes(32).toString('hex')
  return [digest('client', secret), secret]
}
