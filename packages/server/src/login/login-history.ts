import type { LoginFailure } from '@hufu/dialects'
import { type Store, keepLogin, typedName } from '@hufu/accounts'
import { type User, UNKNOWN_NETWORK, networkOf } from '@hufu/engine'
import type { FastifyRequest } from 'fastify'
import { browserOf } from '@hufu/web/browser-name'
import type { Runtime } from '../runtime.ts'

/** Attempts that cost a stranger nothing are written down once an hour for each network. */
const SELDOM = { count: 1, perSeconds: 3600 } as const

/**
 * Writes an attempt into the history of the account that it was at, after the answer: nobody waits for it, and what
 * cannot be written is lost. To be called for each login of a merchant, whatever became of it.
 */
export function noteLogin(
  request: FastifyRequest,
  username: string,
  result: { readonly user: User } | LoginFailure,
  { store, rates, log }: Pick<Runtime, 'store' | 'rates' | 'log'>,
): void {
  const login = {
    at: store.now(),
    outcome: 'user' in result ? 'in' : result.reason,
    network: networkOf(request.ip) ?? UNKNOWN_NETWORK,
    browser: browserOf(request.headers['user-agent']),
  } as const
  const counted = login.outcome === 'in' || login.outcome === 'password_wrong'
  const kept = async (): Promise<void> => {
    const id = 'user' in result ? result.user.id : await idOf(typedName(username), store)
    if (id === undefined) return
    const key = `history ${id} ${login.outcome} ${login.network}`
    if (counted || rates.admit(key, SELDOM, login.at)) await keepLogin(id, login, store)
  }
  kept().catch((error: unknown) =>
    log.error({ err: error }, 'a login could not be stored in the login history'),
  )
}

const idOf = async (username: string, store: Pick<Store, 'userByName'>): Promise<string | undefined> =>
  username === '' || username.length > 64 ? undefined : (await store.userByName(username))?.id
