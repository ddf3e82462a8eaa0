/* What operators may set of a policy, as the configuration, the API and the console's form read it. */
import { z } from 'zod'

const seconds = z
  .int()
  .min(0)
  .max(10 * 365 * 86_400)
const lifetime = seconds.min(1)
const perStatus = z.union([lifetime, z.strictObject({ onlineTest: lifetime, online: lifetime })])
const words = z.string().trim().min(1).max(200)
const which = z.enum(['new', 'same'])
const early = z.enum(['new', 'same', 'kept'])
/** A month, and a day more. */
const reuse = z.strictObject({
  replaySeconds: seconds.max(31 * 86_400),
  then: z.enum(['revoke-family', 'reject']),
})

const timeZone = z.string().refine((name) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}, 'is no IANA time zone, such as Asia/Bangkok')

/** Policy members that an operator may override; null removes a limit. Times are in seconds. */
export const policySchema = z.strictObject({
  codeLifetime: lifetime.optional().describe('Seconds until a code expires'),
  codeReuse: reuse.optional().describe('How a code that is used again is answered'),
  accessTokenLifetime: z
    .union([...perStatus.options, z.literal('endless')])
    .optional()
    .describe('Seconds until an access token expires, online and in online test; endless for no end'),
  refreshTokenLifetime: perStatus
    .optional()
    .describe('Seconds until a refresh token expires, online and in online test'),
  refreshDeadline: z
    .enum(['renewed', 'kept', 'none'])
    .optional()
    .describe(
      'Whether a refresh renews the deadline of the refresh token, keeps the first one, or there is none',
    ),
  refresh: z
    .strictObject({ accessToken: which, refreshToken: which })
    .optional()
    .describe('Whether a refresh answers with new tokens or the same'),
  earlyRefresh: z
    .array(
      z.strictObject({
        whileLeft: seconds,
        accessToken: early,
        refreshToken: early,
        grace: z
          .strictObject({ accessToken: seconds.exactOptional(), refreshToken: seconds.exactOptional() })
          .exactOptional(),
      }),
    )
    .max(5)
    .nullish()
    .describe('What a refresh does instead while the access token has time left; null for no such rows'),
  refreshTokenGranted: z
    .enum(['always', 'by-right', 'usable-by-right'])
    .optional()
    .describe('Whether every app gets refresh tokens, or by right'),
  previousAccessToken: z
    .strictObject({ graceSeconds: seconds })
    .optional()
    .describe('How long the access token before stays good after a refresh'),
  reuse: reuse.optional().describe('The effect of a refresh token that is used again'),
  reauthorization: z
    .enum(['end-grants', 'keep-grants'])
    .optional()
    .describe('Whether a new authorization ends the earlier ones of the same shop and app'),
  grantLifetime: z
    .strictObject({ choices: z.array(lifetime).min(1).max(20) })
    .nullish()
    .describe('Seconds after which an authorization ends, to choose from; null for no end'),
  refreshQuota: z
    .strictObject({
      count: z.int().min(1),
      per: z.enum(['month', 'day']),
      timeZone,
      countsRateLimited: z.boolean().optional(),
    })
    .nullish()
    .describe('How many refreshes an app has in a period; null for no limit'),
  refreshWindow: z
    .strictObject({ lastSeconds: seconds })
    .nullish()
    .describe('The last seconds of an access token in which it can be refreshed; null for any time'),
  rateLimit: z
    .strictObject({ count: z.int().min(1), perSeconds: z.int().min(1).max(86_400) })
    .nullish()
    .describe('How many calls an app may send; null for no limit'),
  passwordChange: z
    .enum(['end-grants', 'keep-grants'])
    .optional()
    .describe('Whether a changed password ends the grants of the user'),
  clientIdIssued: z
    .enum(['on-creation', 'on-approval'])
    .optional()
    .describe('When an app is given its AppKey'),
  redirectUri: z
    .enum(['exact', 'host', 'registrable-domain'])
    .optional()
    .describe('How a callback is compared with the registered one'),
  httpsOnly: z.boolean().optional().describe('Whether callbacks have to be https'),
  callbackStatus: z
    .union([z.literal(301), z.literal(302)])
    .optional()
    .describe('HTTP status of the redirect to the callback'),
  scopes: z.array(z.string().min(1)).optional().describe('Scopes that apps may ask for'),
  defaultScope: z
    .array(z.string().min(1))
    .optional()
    .describe('Scopes that are meant where a link names none'),
  /** Words by scope; other scopes keep the dialect's words. */
  scopeWords: z
    .record(z.string().min(1), z.strictObject({ 'zh-CN': words, en: words, th: words }))
    .optional()
    .describe('The text that merchants read for each scope'),
})

export type PolicyInput = z.output<typeof policySchema>

/** The same as JSON Schema: forms follow from it. */
export const policyJsonSchema: z.core.JSONSchema.BaseSchema = z.toJSONSchema(policySchema, { io: 'input' })
