import type { Reply } from '../connection.ts'
import type { Credentials } from './subject.ts'

/** Reads an RFC 6749 token reply; undefined unless it is a 200 that carries every one of `required`. */
export function readTokens(
  reply: Reply,
  ...required: readonly ('access_token' | 'refresh_token')[]
): Credentials | undefined {
  if (reply.status !== 200) return undefined
  const body = JSON.parse(reply.body) as Readonly<Record<string, unknown>>
  const carried = (name: string) =>
    typeof body[name] === 'string' && body[name] !== '' ? body[name] : undefined
  if (required.some((name) => carried(name) === undefined)) return undefined
  const accessToken = carried('access_token')
  const refreshToken = carried('refresh_token')
  return {
    ...(accessToken === undefined ? {} : { accessToken }),
    ...(refreshToken === undefined ? {} : { refreshToken }),
  }
}

/** Reads an RFC 7662 introspection reply; undefined unless the token is active. */
export function readActive(reply: Reply): Credentials | undefined {
  if (reply.status !== 200) return undefined
  return (JSON.parse(reply.body) as { active?: unknown }).active === true ? {} : undefined
}
