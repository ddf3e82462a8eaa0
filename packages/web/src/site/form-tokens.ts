/*
 * What a form carries to prove that this browser was shown it (against CSRF): bound to a cookie of the browser, to the
 * session, and to the form's purpose and contents.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'

export interface FormProof {
  /** The token that proves that this browser was shown the form, for this purpose and these contents. */
  formToken(request: FastifyRequest, reply: FastifyReply, contents: string): string
  isFormToken(request: FastifyRequest, contents: string, token: string): boolean
}

export interface FormTokens extends FormProof {
  /** Another cookie, as at a login: no form from before is good any more. */
  renew(reply: FastifyReply): void
  clear(reply: FastifyReply): void
}

/** The cookies of our sessions and forms. `secure`: whether browsers come by https. */
export const cookieOptions = (secure: boolean): CookieSerializeOptions => ({
  path: '/',
  httpOnly: true,
  secure,
  sameSite: 'lax',
})

/** Browsers take a cookie of this name from no other host, and by https alone. */
export const cookieName = (name: string, secure: boolean): string => (secure ? `__Host-${name}` : name)

/** 128 random bits, as text. */
export const randomName = (): string => randomBytes(16).toString('base64url')

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function isSameText(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/**
 * @param name of the browser's cookie.
 * @param key 32 secret bytes.
 * @param sessionOf the id of the session that the request says it belongs to.
 */
export function formTokens(
  name: string,
  key: Uint8Array,
  secure: boolean,
  sessionOf: (request: FastifyRequest) => string | undefined,
): FormTokens {
  const cookie = cookieOptions(secure)
  const browserOf = (request: FastifyRequest): string | undefined => {
    const value = request.cookies[name]
    return value !== undefined && /^[\w-]{22}$/.test(value) ? value : undefined
  }
  const tokenOf = (browser: string, request: FastifyRequest, nonce: string, contents: string): string => {
    const bound = JSON.stringify([browser, sessionOf(request) ?? null, nonce, contents])
    return `${nonce}.${createHmac('sha256', key).update(bound).digest('base64url')}`
  }
  return {
    formToken(request, reply, contents) {
      let browser = browserOf(request)
      if (browser === undefined) {
        browser = randomName()
        // Two forms of one page share the cookie that the first of them sets.
        request.cookies[name] = browser
        reply.setCookie(name, browser, cookie)
      }
      return tokenOf(browser, request, randomName(), contents)
    },
    isFormToken(request, contents, token) {
      const browser = browserOf(request)
      if (browser === undefined) return false
      const [nonce = ''] = token.split('.', 1)
      // The texts are compared: a token that could be spelt in two ways would be good twice.
      return isSameText(tokenOf(browser, request, nonce, contents), token)
    },
    renew: (reply) => void reply.setCookie(name, randomName(), cookie),
    clear: (reply) => void reply.clearCookie(name, cookie),
  }
}
