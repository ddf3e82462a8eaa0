import { hash } from 'node:crypto'
import type { RefreshRequest } from '@hufu/dialects'
import type { App } from './store.ts'

/** The same question is the same app, tokens, user and scope. */
export const questionOf = (
  { id }: App,
  { refreshToken, openId, accessToken, scope }: RefreshRequest,
): string =>
  hash(
    'sha256',
    JSON.stringify([id, refreshToken, openId ?? null, accessToken ?? null, scope ?? null]),
    'base64url',
  )
