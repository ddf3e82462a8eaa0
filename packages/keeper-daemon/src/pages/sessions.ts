/*
 * Who is logged in to the pages: sealed in a cookie, so that every daemon of one key ring knows it. It ends with its time,
 * with the bearer token that it was begun with, and with the logout, which every process of the store looks for.
 */
import type { KeyRing } from '@hufu/crypto'
import { digest } from '@hufu/engine'
import type { KeeperStore } from '@hufu/keeper'
import { orUnavailable } from '@hufu/keeper/parts'
import { cookieName, cookieOptions, formTokens, randomName } from '@hufu/web/form-tokens'
import type { Sessions } from '@hufu/web/sessions'
import type { FastifyRequest } from 'fastify'

export interface Administrator {
  /** Digest of the bearer token; empty for who came by a link of the terminal. */
  readonly tokenDigest: string
}

interface Sealed extends Administrator {
  readonly id: string
  readonly from: number
  readonly until: number
}

const HOURS = 8
const PLACE = 'keeper ui session'

/** The key under which the store remembers a logout, until the session would have expired. */
const endedKey = ({ id }: Pick<Sealed, 'id'>): string => `ended ${digest('session', id)}`

/**
 * @param store remembers logouts, for all of its processes.
 * @param now seconds since the epoch.
 * @param isGood whether an administrator's token, by its digest, still is one.
 */
export function uiSessions(
  ring: KeyRing,
  store: Pick<KeeperStore, 'putState' | 'getState'>,
  now: () => number,
  secure: boolean,
  isGood: (tokenDigest: string) => boolean,
): Sessions<Administrator> {
  const name = cookieName('hufu_keeper', secure)
  const cookie = cookieOptions(secure)

  function read(request: FastifyRequest): Sealed | undefined {
    const value = request.cookies[name]
    if (value === undefined || value.length > 1000) return undefined
    try {
      const text = ring.openText(value, PLACE)
      return text === undefined ? undefined : (JSON.parse(text) as Sealed)
    } catch {
      return undefined // Of a key that is gone.
    }
  }
  /** Two tabs that log out are one logout. */
  async function remember(key: string, until: number): Promise<void> {
    await orUnavailable(
      store.putState(key, '', until).catch(async (error: unknown) => {
        if ((await store.getState(key)) === undefined) throw error
      }),
    )
  }
  // The oldest key: while a new one is rolled out, daemons with either ring accept each other's forms.
  const key = ring.derive('keeper ui forms', ring.ids.at(-1))
  const formName = cookieName('hufu_keeper_form', secure)
  const forms = formTokens(formName, key, secure, (request) => read(request)?.id)

  return {
    async current(request) {
      const sealed = read(request)
      if (!sealed || sealed.until <= now()) return undefined
      if (sealed.tokenDigest !== '' && !isGood(sealed.tokenDigest)) return undefined
      if ((await orUnavailable(store.getState(endedKey(sealed)))) !== undefined) return undefined
      const id = digest('session', sealed.id)
      const { from: createdAt, until: expiresAt, tokenDigest } = sealed
      const session = { id, kind: 'operator', accountId: 'administrator', createdAt, expiresAt } as const
      return { id, session, account: { tokenDigest } }
    },
    async begin(_request, reply, { tokenDigest }) {
      const sealed: Sealed = {
        id: randomName(),
        tokenDigest,
        from: Math.floor(now()),
        until: Math.floor(now()) + HOURS * 3600,
      }
      reply.setCookie(name, ring.seal(JSON.stringify(sealed), PLACE), cookie)
      forms.renew(reply)
    },
    async end(request, reply) {
      const sealed = read(request)
      if (sealed && sealed.until > now()) await remember(endedKey(sealed), sealed.until)
      reply.clearCookie(name, cookie)
      forms.clear(reply)
    },
    formToken: forms.formToken,
    isFormToken: forms.isFormToken,
  }
}
