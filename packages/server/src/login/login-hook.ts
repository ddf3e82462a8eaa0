/*
 * The operator's own user system, asked over HTTP. The contract is docs/users.md: one POST, one JSON document back.
 * Any other result is the platform's code 251, and nobody is logged in.
 */
import { type LoginFailure, isBag, parseJson } from '@hufu/dialects'
import { LONGEST_USERNAME, type ExternalUser, type UserSystem } from '@hufu/accounts'
import { z } from 'zod'
import type { Config } from '../config.ts'
import type { Logger } from '@hufu/web/log'

const line = z
  .string()
  .min(1)
  .max(100)
  .regex(/^\P{C}*$/u)

export const externalUser = z.object({
  id: z.string().min(1).max(200),
  username: z
    .string()
    .min(1)
    .max(LONGEST_USERNAME)
    .regex(/^[^\s\p{C}]+$/u),
  displayName: line.exactOptional(),
  shop: z.object({ id: z.string().regex(/^\d{1,18}$/), name: line }),
  mayAuthorise: z.boolean(),
})

const refusals = [
  'address_denied',
  'username_unknown',
  'account_disabled',
  'account_frozen',
  'user_not_permitted',
] as const

const letsIn = z.object({ user: externalUser })
const refuses = z.discriminatedUnion('refused', [
  z.object({ refused: z.enum(refusals) }),
  // The page says how many are left, so it must be told.
  z.object({ refused: z.literal('password_wrong'), triesLeft: z.int().min(1).max(100) }),
])

/** Which member of an answer was not taken, and why. No value of it is told. */
export const faultOf = (error: z.ZodError): { readonly member: string; readonly problem: string } => {
  const [issue] = error.issues
  return { member: issue?.path.join('.') ?? '', problem: issue?.message ?? '' }
}

const LARGEST_ANSWER = 16 * 1024

const unreadable: LoginFailure = { reason: 'login_check_unreadable' }
const failed: LoginFailure = { reason: 'login_check_failed' }

/** `secret`: what proves to the user system that it is this server that asks. */
export function loginHook(
  { url, timeout }: NonNullable<Config['login']['hook']>,
  secret: string | undefined,
  log: Pick<Logger, 'warn'>,
): UserSystem {
  return async ({ username, password, address }) => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(timeout),
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          ...(secret !== undefined && { authorization: `Bearer ${secret}` }),
        },
        body: JSON.stringify({ username, password, address }),
      })
      if (response.status !== 200) {
        await response.body?.cancel()
        log.warn({ status: response.status }, 'the user system (loginHook) did not answer with status 200')
        return failed
      }
      return answerOf(await textOf(response), log)
    } catch (error) {
      // The message alone: a cause may show what was sent.
      log.warn(
        { error: error instanceof Error ? error.message : '' },
        'the user system (loginHook) did not answer',
      )
      return failed
    }
  }
}

function answerOf(text: string | undefined, log: Pick<Logger, 'warn'>): ExternalUser | LoginFailure {
  const notTaken = (why: { readonly member?: string; readonly problem: string }): LoginFailure => {
    log.warn(why, 'the user system (loginHook) sent an answer that docs/users.md does not allow')
    return unreadable
  }
  if (text === undefined) return notTaken({ problem: `longer than ${LARGEST_ANSWER} bytes` })
  const answered = parseJson(text)
  if (!isBag(answered)) return notTaken({ problem: 'not a JSON object' })
  if (!('user' in answered) && !('refused' in answered))
    return notTaken({ problem: 'neither user nor refused' })
  if ('user' in answered) {
    const parsed = letsIn.safeParse(answered)
    return parsed.success ? parsed.data.user : notTaken(faultOf(parsed.error))
  }
  const parsed = refuses.safeParse(answered)
  if (!parsed.success) return notTaken(faultOf(parsed.error))
  const { refused: reason, ...rest } = parsed.data
  return { reason, ...rest }
}

/** Undefined for more than an answer can be. */
async function textOf({ body }: Response): Promise<string | undefined> {
  if (!body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > LARGEST_ANSWER) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
