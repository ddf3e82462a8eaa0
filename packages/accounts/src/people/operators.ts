/* Operators, and the API gateways that introspect tokens. */
import { randomBytes } from 'node:crypto'
import { SHORTEST_PASSWORD, checkNewPassword, checkUsername } from './account-settings.ts'
import { digest } from '@hufu/engine'
import { operatorAccount } from '../login/login.ts'
import { strangersKey, thawAccount } from '../login/login-limits.ts'
import { hashPassword, oneTimePassword, verifyPassword } from '../login/passwords.ts'
import {
  type Refusal,
  changedMeanwhile,
  firstRefusal,
  invalid,
  isRefusal,
  overtaken,
  unknown,
} from '../refusal.ts'
import { type Operator, type Role, roleOf } from './roles.ts'
import type { Digest } from '@hufu/engine'
import type { Store } from '../store.ts'
import type { Gateway } from '@hufu/engine'

export interface OperatorContext {
  readonly store: Pick<
    Store,
    'now' | 'operator' | 'putOperator' | 'requireAdmin' | 'endSessions' | 'clearLoginFailuresUnder'
  >
  /** Which operator does it; absent from the command line. */
  readonly by?: string
}

/** An operator, and the password that they log in with once, to choose their own: shown once. */
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
  if (await store.operator(username)) return taken(username)
  const { password, row } = await newOneTimePassword()
  const operator: Operator = {
    username,
    version: 0,
    role,
    status: 'active',
    createdAt: store.now(),
    ...row,
  }
  return (await store.putOperator(operator)) ? { operator, oneTimePassword: password } : taken(username)
}

const taken = (username: string): Refusal => ({
  refused: 'taken',
  field: 'username',
  message: `username: there is an operator ${username} already; their password can be reset`,
})

async function newOneTimePassword() {
  const password = oneTimePassword()
  return { password, row: { password: await hashPassword(password), oneTime: true } }
}

/** Looks, changes, and puts back. */
async function changeOperator(
  username: string,
  decide: (operator: Operator) => Operator | Refusal,
  { store, by }: OperatorContext,
): Promise<Operator | Refusal> {
  const held = await store.operator(username)
  if (!held) return unknown('operator', username)
  if (username === by) return ofOneself
  const decided = decide(held)
  if (isRefusal(decided)) return decided
  const next = { ...decided, version: held.version + 1 }
  return (await store.putOperator(next)) ? next : overtaken(`operator ${username}`)
}

const ofOneself = invalid('username', 'is your own: another administrator has to do this', {
  fault: 'own_account',
})

/** An active admin is left, whatever happens at the same time: committed together, this is asked in the transaction. */
async function changeRights(
  username: string,
  rights: Pick<Operator, 'role'> | Pick<Operator, 'status'>,
  context: OperatorContext,
): Promise<Operator | Refusal> {
  const { store, by } = context
  const held = await store.operator(username)
  const ends = held && username !== by && isAdmin(held) && !isAdmin({ ...held, ...rights })
  if (ends && !(await store.requireAdmin(username)))
    return invalid('username', 'is the last active administrator: make another one first', {
      fault: 'last_admin',
    })
  return changeOperator(username, (before) => ({ ...before, ...rights }), context)
}

const isAdmin = (operator: Operator): boolean => operator.status === 'active' && roleOf(operator) === 'admin'

/** For an operator who lost their password or must stop: ends their sessions, and gives a one-time password. */
export async function resetOperator(
  username: string,
  context: OperatorContext,
): Promise<NewOperator | Refusal> {
  const { password, row } = await newOneTimePassword()
  const operator = await changeOperator(username, (held) => ({ ...held, ...row }), context)
  if (isRefusal(operator)) return operator
  await endAll(username, context.store)
  // The new password is to be of use wherever they are.
  await thawOperator(username, context)
  return { operator, oneTimePassword: password }
}

/** Every network and browser may try again: wrong passwords are forgotten. */
export const thawOperator = (username: string, { store }: Pick<OperatorContext, 'store'>): Promise<void> =>
  thawAccount(operatorAccount(username), store)

/** Their own password, instead of the one they have logged in with: of two who do so at once, one may. Ends all their sessions. */
export async function chooseOperatorPassword(
  operator: Operator,
  password: string,
  { store }: Pick<OperatorContext, 'store'>,
): Promise<Operator | Refusal> {
  const { username, password: before } = operator
  const refused = checkNewPassword(password, username, SHORTEST_PASSWORD.operator)
  if (refused) return refused
  if (await verifyPassword(before, password))
    return invalid('password', 'is the one before', { fault: 'password_before' })
  const kept = await hashPassword(password)
  const changed = await changeOperator(
    username,
    (held) => (held.password === before ? { ...held, password: kept, oneTime: false } : changedMeanwhile),
    { store },
  )
  if (!isRefusal(changed)) await endAll(username, store)
  return changed
}

/** Changes the role; the sessions stay. */
export const setOperatorRole = (
  username: string,
  role: Role,
  context: OperatorContext,
): Promise<Operator | Refusal> => changeRights(username, { role }, context)

export async function setOperatorStatus(
  username: string,
  status: Operator['status'],
  context: OperatorContext,
): Promise<Operator | Refusal> {
  const operator = await changeRights(username, { status }, context)
  if (!isRefusal(operator) && status === 'disabled') await endAll(username, context.store)
  return operator
}

async function endAll(username: string, store: OperatorContext['store']): Promise<void> {
  await store.endSessions(operatorAccount(username))
  await store.clearLoginFailuresUnder(strangersKey(operatorAccount(username)))
}

export interface GatewayContext {
  readonly store: Pick<Store, 'now' | 'gateway' | 'putGateway'>
  readonly dialects: readonly { readonly id: string }[]
}

/** A gateway, and its secret: shown once. */
export interface NewGateway {
  readonly gateway: Gateway
  readonly secret: string
}

/**
 * `platforms`: those whose tokens it may ask about; empty for all.
 * `seesRefreshTokens`: whether refresh tokens are active to it, as they must not be to what guards an API.
 */
export async function createGateway(
  platforms: readonly string[],
  context: GatewayContext,
  seesRefreshTokens = false,
): Promise<NewGateway | Refusal> {
  const enabled = context.dialects.map(({ id }) => id)
  const unlisted = (id: string) =>
    enabled.includes(id) ? undefined : { text: `is not enabled; enabled are ${enabled.join(', ')}` }
  const refused = firstRefusal(platforms, unlisted, 'platforms', enabled.length)
  if (refused) return refused
  const id = `gateway_${randomBytes(8).toString('hex')}`
  const [kept, secret] = newSecret()
  const createdAt = context.store.now()
  const gateway: Gateway = { id, secret: kept, platforms, seesRefreshTokens, createdAt }
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

/** Changes whether refresh tokens are active to it. Servers see that within seconds. */
export async function setGatewayRefreshTokens(
  id: string,
  seesRefreshTokens: boolean,
  { store }: GatewayContext,
): Promise<Gateway | Refusal> {
  const held = await store.gateway(id)
  if (!held) return unknown('gateway', id)
  const gateway = { ...held, seesRefreshTokens }
  await store.putGateway(gateway)
  return gateway
}

function newSecret(): readonly [Digest<'client'>, string] {
  const secret = randomBytes(32).toString('hex')
  return [digest('client', secret), secret]
}
