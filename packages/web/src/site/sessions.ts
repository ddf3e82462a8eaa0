import { createHmac, randomBytes } from 'node:crypto'
import { type Digest, type Session, digest, networkOf, UNKNOWN_NETWORK } from '@hufu/engine'
import { KNOWN_SECONDS, type Store, passwordMark } from '@hufu/accounts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { browserOf } from '../http/browser-name.ts'
import {
  type FormProof,
  cookieName,
  cookieOptions,
  formTokens,
  isSameText,
  randomName,
} from './form-tokens.ts'

export interface LoggedIn<Account> {
  readonly id: Digest<'session'>
  readonly session: Session
  readonly account: Account
}

/** Sessions of one kind of site: merchants, developers and operators each have their own cookies. */
export interface Sessions<Account> extends FormProof {
  /** The account, if it may still log in. */
  current(request: FastifyRequest): Promise<LoggedIn<Account> | undefined>
  /**
   * A new id at every login: one that an attacker has planted is worth nothing (session fixation). `account`: the row that was
   * verified. If its password has been changed since, the session is worth nothing.
   */
  begin(request: FastifyRequest, reply: FastifyReply, account: Account): Promise<void>
  end(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** The name of this browser, where the account has logged in with it before: strangers' guesses shut no such browser out. */
  known?(request: FastifyRequest, account: Account): string | undefined
}

/** A browser that was shown a form has a cookie of ours, unless it takes none. */
export const sendsNoCookies = ({ raw }: FastifyRequest): boolean => raw.headers.cookie === undefined

/** `password`: what is kept of it; empty for who has none here. */
interface WithPassword {
  readonly password: string
}

export interface SessionKind<Account extends WithPassword> {
  readonly kind: Session['kind']
  /** Names of its cookies; `known` stays in the browser after the logout. */
  readonly cookies: { readonly session: string; readonly form: string; readonly known?: string }
  readonly seconds: number
  /** Ends a session sooner when it is not used for so long. */
  readonly idleSeconds?: number
  idOf(account: Account): string
  /** Undefined for an account that may not, or no longer, log in. */
  accountOf(id: string): Promise<Account | undefined>
}

/** How much of its idle time a session may have used up before that is noted: a page seldom writes. */
const UNNOTED_SECONDS = 300

/** `key`: 32 secret bytes. `secure`: whether browsers come by https. */
export function sessions<Account extends WithPassword>(
  { kind, cookies, seconds, idleSeconds = seconds, idOf: accountIdOf, accountOf }: SessionKind<Account>,
  store: Pick<Store, 'now' | 'session' | 'putSession' | 'extendSession' | 'endSession'>,
  key: Uint8Array,
  secure: boolean,
): Sessions<Account> {
  const name = cookieName(cookies.session, secure)
  const knownName = cookies.known && cookieName(cookies.known, secure)
  const cookie = cookieOptions(secure)

  const idOf = (request: FastifyRequest) => {
    const value = request.cookies[name]
    return value !== undefined && /^[\w-]{43}$/.test(value) ? digest('session', value) : undefined
  }
  const forms = formTokens(cookieName(cookies.form, secure), key, secure, idOf)

  /** A part of a page that fetches itself again is nobody's doing. */
  async function keepAlive(request: FastifyRequest, { id, createdAt, expiresAt }: Session): Promise<void> {
    if (request.headers['sec-fetch-dest'] === 'empty') return
    const until = Math.min(createdAt + seconds, store.now() + idleSeconds)
    if (until - expiresAt > UNNOTED_SECONDS) await store.extendSession(id, until)
  }

  /** Good for this account, and until its password changes. */
  const knownOf = (account: Account, name: string, since: number): string => {
    const bound = JSON.stringify(['known', kind, accountIdOf(account), passwordMark(account), name, since])
    return `${name}.${since}.${createHmac('sha256', key).update(bound).digest('base64url')}`
  }

  return {
    known(request, account) {
      const given = (knownName && request.cookies[knownName]) ?? ''
      const [, name, since] = /^([\w-]{22})\.(\d{1,12})\.[\w-]{43}$/.exec(given) ?? []
      if (name === undefined || Number(since) + KNOWN_SECONDS < store.now()) return undefined
      return isSameText(knownOf(account, name, Number(since)), given) ? name : undefined
    },
    async current(request) {
      const id = idOf(request)
      const session = id && (await store.session(id))
      if (!id || session?.kind !== kind || session.expiresAt <= store.now()) return undefined
      const account = await accountOf(session.accountId)
      if (!account || session.passwordMark !== passwordMark(account)) return undefined
      if (idleSeconds < seconds) await keepAlive(request, session)
      return { id, session, account }
    },
    async begin(request, reply, account) {
      const before = idOf(request)
      if (before) await store.endSession(before)
      const value = randomBytes(32).toString('base64url')
      const now = store.now()
      const id = digest('session', value)
      await store.putSession({
        id,
        kind,
        accountId: accountIdOf(account),
        network: networkOf(request.ip) ?? UNKNOWN_NETWORK,
        browser: browserOf(request.headers['user-agent']),
        passwordMark: passwordMark(account),
        createdAt: now,
        expiresAt: now + Math.min(seconds, idleSeconds),
      })
      reply.setCookie(name, value, cookie)
      forms.renew(reply)
      if (knownName === undefined) return
      const known = knownOf(account, randomName(), now)
      reply.setCookie(knownName, known, { ...cookie, maxAge: KNOWN_SECONDS })
    },
    async end(request, reply) {
      const id = idOf(request)
      if (id) await store.endSession(id)
      reply.clearCookie(name, cookie)
      forms.clear(reply)
    },
    formToken: forms.formToken,
    isFormToken: forms.isFormToken,
  }
}
