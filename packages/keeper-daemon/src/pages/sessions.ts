/*
 * Who is logged in to the pages: sealed in a cookie, so that every daemon of one key ring knows it. It ends with its time,
 * with the bearer token that it was begun with, and with the logout, which every process of the store looks for.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { CookieSerializeOptions } from '@fastify/cookie'
import type { KeyRing } from '@hufu/crypto'
import { digest } from '@hufu/engine'
import type { KeeperStore } from '@hufu/keeper'
import { orUnavailable } from '@hufu/keeper/parts'
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

/** Where the store remembers a logout, until the session would have ended. */
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
  const prefix = secure ? '__Host-' : ''
  const names = { session: `${prefix}hufu_keeper`, form: `${prefix}hufu_keeper_form` }
  const cookie: CookieSerializeOptions = { path: '/', httpOnly: true, secure, sameSite: 'lax' }
  // Of the oldest key: while a new one is brought in, daemons with either ring take each other's forms.
  const key = ring.derive('keeper ui forms', ring.ids.at(-1))

  function read(request: FastifyRequest): Sealed | undefined {
    const value = request.cookies[names.session]
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
  function browserOf(request: FastifyRequest): string | undefined {
    const value = request.cookies[names.form]
    return value !== undefined && /^[\w-]{22}$/.test(value) ? value : undefined
  }
  const tokenOf = (browser: string, request: FastifyRequest, nonce: string, contents: string): string => {
    const bound = JSON.stringify([browser, read(request)?.id ?? null, nonce, contents])
    return `${nonce}.${createHmac('sha256', key).update(bound).digest('base64url')}`
  }

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
        id: randomBytes(16).toString('base64url'),
        tokenDigest,
        from: Math.floor(now()),
        until: Math.floor(now()) + HOURS * 3600,
      }
      reply.setCookie(names.session, ring.seal(JSON.stringify(sealed), PLACE), cookie)
      reply.setCookie(names.form, randomBytes(16).toString('base64url'), cookie)
    },
    async end(request, reply) {
      const sealed = read(request)
      if (sealed && sealed.until > now()) await remember(endedKey(sealed), sealed.until)
      reply.clearCookie(names.session, cookie)
      reply.clearCookie(names.form, cookie)
    },
    formToken(request, reply, contents) {
      let browser = browserOf(request)
      if (browser === undefined) {
        browser = randomBytes(16).toString('base64url')
        request.cookies[names.form] = browser
        reply.setCookie(names.form, browser, cookie)
      }
      return tokenOf(browser, request, randomBytes(16).toString('base64url'), contents)
    },
    isFormToken(request, contents, token) {
      const browser = browserOf(request)
      if (browser === undefined) return false
      const [nonce = ''] = token.split('.', 1)
      const expected = Buffer.from(tokenOf(browser, request, nonce, contents))
      const given = Buffer.from(token)
      return given.length === expected.length && timingSafeEqual(given, expected)
    },
  }
}
