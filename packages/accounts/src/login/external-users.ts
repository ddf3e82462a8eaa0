/* Users whom the operator's own user system knows, beside those that are kept here. */
import { createHash } from 'node:crypto'
import type { LoginFailure } from '@hufu/dialects'
import { networkOf } from '@hufu/engine'
import type { Directory } from '@hufu/engine'
import type { LoginAttempt } from './login-attempt.ts'
import { DAY, STRANGERS_TRIES } from './login-limits.ts'
import type { RateLimit } from '@hufu/engine'
import type { Store } from '../store.ts'
import type { User, UserSource } from '@hufu/engine'

/** A user as such a system describes them. */
export interface ExternalUser {
  /** The user's id there: never given to another user. */
  readonly id: string
  readonly username: string
  readonly displayName?: string
  /** `id`: 1 to 18 digits, which applications are told as the shop's number. */
  readonly shop: { readonly id: string; readonly name: string }
  readonly mayAuthorise: boolean
}

/** The operator's own user system, where it takes passwords. Its failures are values: it never throws. */
export type UserSystem = (attempt: LoginAttempt) => Promise<ExternalUser | LoginFailure>

export interface ExternalContext {
  readonly store: Pick<Store, 'now' | 'shop' | 'putShop' | 'user' | 'userByName' | 'putUser'>
  readonly directory: Pick<Directory, 'forget'>
}

/** Guesses at one name from one network. The system behind counts for itself; this keeps a flood away from it. */
const GUESSES = { count: 30, perSeconds: 900 } as const
/** Guesses at one name where nobody can say from which network. */
const GUESSES_FROM_ANYWHERE = { count: STRANGERS_TRIES, perSeconds: DAY } as const

export function refuseGuess(
  { username, address }: Pick<LoginAttempt, 'username' | 'address'>,
  rates: RateLimit,
  now: number,
): LoginFailure | undefined {
  const network = networkOf(address)
  const [key, limit] =
    network === undefined
      ? [`external ${username}`, GUESSES_FROM_ANYWHERE]
      : [`external ${username} ${network}`, GUESSES]
  if (rates.admit(key, limit, now)) return undefined
  return { reason: 'account_frozen', until: now + rates.secondsLeft(key, now) }
}

const idOf = (source: UserSource, id: string): string =>
  `user_${createHash('sha256').update(`${source} ${id}`).digest('hex').slice(0, 24)}`

const MOST_TRIES = 10

/** The user's row, made or brought up to date. Undefined where the user was disabled here. */
export async function rememberUser(
  source: UserSource,
  told: ExternalUser,
  { store, directory }: ExternalContext,
): Promise<User | undefined> {
  const id = idOf(source, told.id)
  const shop = await store.shop(told.shop.id)
  if (shop?.name !== told.shop.name)
    await store.putShop({ createdAt: store.now(), ...shop, id: told.shop.id, name: told.shop.name })
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const held = await store.user(id)
    const user: User = {
      version: 0,
      addresses: [],
      status: 'active',
      createdAt: store.now(),
      ...held,
      id,
      source,
      username: await freeName(told.username, id, store),
      shopId: told.shop.id,
      displayName: told.displayName ?? told.username,
      password: '',
      mayAuthorise: told.mayAuthorise,
    }
    if (JSON.stringify(user) === JSON.stringify(held)) return activeOnly(user)
    const next = held ? { ...user, version: held.version + 1 } : user
    // False: the row was changed in this moment, or another user has taken the name.
    if (await store.putUser(next)) {
      directory.forget()
      return activeOnly(next)
    }
  }
  throw new Error(`user ${id} is being changed by others`)
}

const activeOnly = (user: User): User | undefined => (user.status === 'active' ? user : undefined)

/** The user's name there; with a number where somebody here has it already. */
async function freeName(
  name: string,
  id: string,
  { userByName }: Pick<Store, 'userByName'>,
): Promise<string> {
  for (let nth = 1; ; nth++) {
    const wanted = nth === 1 ? name : `${name}~${nth}`
    const other = await userByName(wanted)
    if (!other || other.id === id) return wanted
  }
}
