/* Who is logged in, and that a form is the one this browser was shown. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import '@fastify/cookie'
import { type Digest, type Store, type User, digest } from '@hufu/engine'
import type { FastifyReply, FastifyRequest } from 'fastify'

export const SESSION_SECONDS = 2 * 3600

export interface Sessions {
  /** The logged-in user, if he may still log in. */
  current(
    request: FastifyRequest,
  ): Promise<{ readonly id: Digest<'session'>; readonly user: User } | undefined>
  /** A new id at every login: one that an attacker has planted is worth nothing (session fixation). */
  begin(request: FastifyRequest, reply: FastifyReply, user: User): Promise<void>
  end(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** What a form carries to prove that this browser was shown it, for this purpose and these contents. */
  formToken(request: FastifyRequest, reply: FastifyReply, contents: string): string
  isFormToken(request: FastifyRequest, contents: string, token: string): boolean
}

/** `key`: 32 secret bytes. `secure`: whether browsers come by https. */
export function sessions(
  store: Pick<Store, 'now' | 'session' | 'putSession' | 'endSession' | 'user'>,
  key: Uint8Array,
  secure: boolean,
): Sessions {
  const prefix = secure ? '__Host-' : ''
  const names = { session: `${prefix}hufu_session`, form: `${prefix}hufu_form` }
  const cookie = { path: '/', httpOnly: true, secure, sameSite: 'lax' } as const

  const idOf = (request: FastifyRequest) => {
    const value = request.cookies[names.session]
    return value !== undefined && /^[\w-]{43}$/.test(value) ? digest('session', value) : undefined
  }
  const formOf = (request: FastifyRequest): string | undefined => {
    const value = request.cookies[names.form]
    return value !== undefined && /^[\w-]{22}$/.test(value) ? value : undefined
  }
  const tokenOf = (browser: string, request: FastifyRequest, nonce: string, contents: string): string => {
    const bound = JSON.stringify([browser, idOf(request) ?? null, nonce, contents])
    return `${nonce}.${createHmac('sha256', key).update(bound).digest('base64url')}`
  }

  return {
    async current(request) {
      const id = idOf(request)
      const held = id && (await store.session(id))
      if (!id || held?.kind !== 'merchant' || held.expiresAt <= store.now()) return undefined
      const user = await store.user(held.accountId)
      return user?.status === 'active' ? { id, user } : undefined
    },
    async begin(request, reply, user) {
      const before = idOf(request)
      if (before) await store.endSession(before)
      const value = randomBytes(32).toString('base64url')
      const now = store.now()
      const expiresAt = now + SESSION_SECONDS
      await store.putSession({
        id: digest('session', value),
        kind: 'merchant',
        accountId: user.id,
        createdAt: now,
        expiresAt,
      })
      reply.setCookie(names.session, value, cookie)
      reply.setCookie(names.form, randomBytes(16).toString('base64url'), cookie)
    },
    async end(request, reply) {
      const id = idOf(request)
      if (id) await store.endSession(id)
      reply.clearCookie(names.session, cookie)
      reply.clearCookie(names.form, cookie)
    },
    formToken(request, reply, contents) {
      let browser = formOf(request)
      if (browser === undefined) {
        browser = randomBytes(16).toString('base64url')
        reply.setCookie(names.form, browser, cookie)
      }
      return tokenOf(browser, request, randomBytes(16).toString('base64url'), contents)
    },
    isFormToken(request, contents, token) {
      const browser = formOf(request)
      if (browser === undefined) return false
      const [nonce = ''] = token.split('.', 1)
      // The texts are compared: a token that could be spelt in two ways would be good twice.
      const expected = Buffer.from(tokenOf(browser, request, nonce, contents))
      const given = Buffer.from(token)
      return given.length === expected.length && timingSafeEqual(given, expected)
    },
  }
}
