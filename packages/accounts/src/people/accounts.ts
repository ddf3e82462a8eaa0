/* Shops and their users: who may say yes to an app. */
import { randomBytes, randomInt } from 'node:crypto'
import {
  SHORTEST_PASSWORD,
  type UserSettings,
  checkNewPassword,
  checkUsername,
  withUserSettings,
} from './account-settings.ts'
import type { Directory } from '@hufu/engine'
import { hashPassword } from '../login/passwords.ts'
import { type Refusal, checkLine, invalid, isRefusal, overtaken, unknown } from '../refusal.ts'
import type { Shop, User } from '@hufu/engine'
import type { Store } from '../store.ts'
import type { TicketStore } from '../ticket-store.ts'

export interface AccountContext {
  readonly store: Pick<
    Store,
    | 'now'
    | 'shop'
    | 'putShop'
    | 'user'
    | 'userByName'
    | 'putUser'
    | 'endSessions'
    | 'revokeGrants'
    | 'clearLoginFailuresUnder'
  > &
    Pick<TicketStore, 'dropTicket'>
  readonly directory: Pick<Directory, 'forget'>
}

/** A shop under a new number of ten digits, which does not tell how many there are. */
export async function createShop(name: string, { store }: AccountContext): Promise<Shop | Refusal> {
  const refused = checkLine('name', name)
  if (refused) return refused
  let id = newShopId()
  while (await store.shop(id)) id = newShopId()
  const shop: Shop = { id, name, createdAt: store.now() }
  await store.putShop(shop)
  return shop
}

/** Ten digits, random. */
export const newShopId = (): string => String(randomInt(1_000_000_000, 10_000_000_000))

export interface NewUser extends UserSettings {
  readonly shopId: string
  readonly username: string
  readonly password: string
}

/** A user of a shop, who may authorise apps for it unless that is set otherwise. */
export async function createUser(asked: NewUser, context: AccountContext): Promise<User | Refusal> {
  const { shopId, username, password, ...settings } = asked
  const { store, directory } = context
  const refused = checkUsername(username) ?? checkNewPassword(password, username, SHORTEST_PASSWORD.merchant)
  if (refused) return refused
  if (!(await store.shop(shopId)))
    return invalid('shopId', `there is no shop ${shopId}`, { fault: 'no_shop' })
  const blank: User = {
    id: `user_${randomBytes(8).toString('hex')}`,
    version: 0,
    username,
    shopId,
    displayName: username,
    password: '',
    mayAuthorise: true,
    status: 'active',
    addresses: [],
    createdAt: store.now(),
  }
  const user = withUserSettings(blank, settings)
  if (isRefusal(user)) return user
  const taken: Refusal = {
    refused: 'taken',
    field: 'username',
    message: `username: another user is called ${username}`,
  }
  if (await store.userByName(username)) return taken
  const whole = { ...user, password: await hashPassword(password) }
  if (!(await store.putUser(whole))) return taken
  directory.forget()
  return whole
}

/** Sets all that is given, or nothing. Links that were sent to a former address end. */
export async function changeUser(
  id: string,
  settings: UserSettings,
  context: AccountContext,
): Promise<User | Refusal> {
  let former: string | undefined
  const user = await changed(
    id,
    (before) => {
      former = before.email
      return withUserSettings(before, settings)
    },
    context,
  )
  if (!isRefusal(user) && user.email !== former) await dropLinks(id, context)
  return user
}

/** Links to a new password or a first one, that are still under way. */
export async function dropLinks(id: string, { store }: Pick<AccountContext, 'store'>): Promise<void> {
  for (const purpose of ['user_password', 'user_invitation'] as const) await store.dropTicket(purpose, id)
}

/** The user cannot log in, and nothing that they authorised is served, until they are enabled again. */
export async function disableUser(id: string, context: AccountContext): Promise<User | Refusal> {
  const user = await changed(id, (before) => ({ ...before, status: 'disabled' }), context)
  if (isRefusal(user)) return user
  await context.store.endSessions(id)
  await dropLinks(id, context)
  return user
}

export const enableUser = (id: string, context: AccountContext): Promise<User | Refusal> =>
  changed(id, (before) => ({ ...before, status: 'active' }), context)

/** Looks, changes, and puts back. */
export async function changed(
  id: string,
  decide: (user: User) => User | Refusal,
  { store, directory }: AccountContext,
): Promise<User | Refusal> {
  const user = await store.user(id)
  if (!user) return unknown('user', id)
  const decided = decide(user)
  if (isRefusal(decided)) return decided
  const next = { ...decided, version: user.version + 1 }
  if (!(await store.putUser(next))) return overtaken(`user ${id}`)
  directory.forget()
  return next
}
