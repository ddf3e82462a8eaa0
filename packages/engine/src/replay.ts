/*
 * The answer to a rotating refresh, kept for a few seconds in case it was lost on the way. Only digests of tokens are
 * stored, so the answer is sealed under a key that the presented refresh token gives: whoever has the database alone
 * cannot open it.
 */
import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes } from 'node:crypto'
import type { RefreshRequest } from '@hufu/dialects'

/** Tokens that were handed out. */
export interface Handed {
  readonly accessToken: string
  readonly refreshToken?: string
}

/** The same question is the same app, tokens, user and scope. */
export const questionOf = (appId: string, { refreshToken, openId, accessToken, scope }: RefreshRequest): string =>
  hash('sha256', JSON.stringify([appId, refreshToken, openId ?? null, accessToken ?? null, scope ?? null]), 'base64url')

const keyOf = (refreshToken: string): Buffer =>
  Buffer.from(hkdfSync('sha256', refreshToken, '', 'replayed answer', 32))

export function sealAnswer(refreshToken: string, answer: Handed): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(refreshToken), iv)
  const body = Buffer.concat([cipher.update(JSON.stringify(answer)), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
}

/** @throws {Error} when it was sealed under another token, or changed. */
export function openAnswer(refreshToken: string, sealed: string): Handed {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', keyOf(refreshToken), bytes.subarray(0, 12), { authTagLength: 16 })
  decipher.setAuthTag(bytes.subarray(12, 28))
  return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString()) as Handed
}
