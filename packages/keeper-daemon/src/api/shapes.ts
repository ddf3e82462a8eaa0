/* The shapes of requests and answers. */
import { LATEST, LONGEST_FACT, LONGEST_NAME, LONGEST_TOKEN } from '@hufu/keeper/parts'
import { wholeNumber } from '@hufu/web/api/shapes'
import { z } from 'zod'

/** Seconds since the epoch. */
export const at = z.number().describe('Seconds since the epoch')
const shortText = z.string().min(1).max(LONGEST_NAME)

export const tenant = shortText.describe('Required with an administrator token; a tenant token implies it')
export const platform = z.string().regex(/^[\w.-]{1,64}$/, 'is not an id of a platform')
const app = shortText.describe(
  'Name in the configuration, or client id; required where a platform has several applications',
)
const shop = shortText.describe("The platform's id of the shop, or the alias")
const fact = z.string().min(1).max(LONGEST_FACT)
const secret = z.string().min(1).max(LONGEST_TOKEN)
const moment = z.number().positive().max(LATEST).describe('Seconds since the epoch')

export const named = z.strictObject({ tenant: tenant.optional(), platform, app: app.optional(), shop })
export const refused = named.extend({
  accessToken: secret.describe('The access token that the platform refused'),
  generation: z
    .int()
    .min(1)
    .optional()
    .describe('The generation that came with the token: a caller who is late then causes no refresh'),
})

export const given = z.strictObject({
  tenant: tenant.optional(),
  platform,
  app: app.optional(),
  shop: shop.optional().describe('By default the userId, otherwise the openId'),
  alias: shortText.optional(),
  accessToken: secret,
  refreshToken: secret.optional(),
  expiresAt: moment,
  issuedAt: moment.optional(),
  openId: fact.optional(),
  userId: fact.optional(),
  authorizationExpiresAt: moment
    .optional()
    .describe('Seconds since the epoch at which the consent ends, if known'),
  replace: z
    .boolean()
    .optional()
    .describe('Replace also newer tokens, and accept tokens that the connection had before'),
})

export const statuses = ['pending', 'active', 'degraded', 'reauth_required', 'revoked', 'disabled'] as const

export const connectionId = z.string().regex(/^[\w-]{1,64}$/, 'is not an id of a connection')
export const byId = z.strictObject({ id: connectionId })

export const filter = z.strictObject({
  tenant: tenant.optional(),
  platform: platform.optional(),
  app: app.optional(),
  status: z.enum(statuses).optional(),
  shop: shop.optional().describe("Beginning of a shop's id or alias"),
  after: connectionId.optional().describe('`next` of the previous page'),
  limit: wholeNumber(1, 1000).default(100),
})
export const howMany = z.strictObject({ limit: wholeNumber(1, 1000).default(50) })

export const token = z
  .strictObject({
    accessToken: z.string(),
    expiresAt: at.optional().describe('Absent if the platform stated no expiry'),
    connectionId: z.string(),
    generation: z.int(),
    shop: z.string(),
    openId: z.string().optional(),
  })
  .meta({ id: 'Token' })

const retry = z.enum(['never', 'after', 'reauth', 'fix_config'])

export const failure = z
  .strictObject({
    error: z.string().describe('A word for programs'),
    hint: z.string().describe('A text for people: what happened and what to do'),
    retry,
    retryAt: at.optional().describe('Seconds since the epoch before which asking again is of no use'),
    platformCode: z.union([z.string(), z.number()]).optional(),
    platformMessage: z.string().optional(),
    requestId: z.string().optional().describe('The request id that the platform sent'),
    connectionId: z.string().optional(),
  })
  .meta({ id: 'Failure' })

const keptError = z.strictObject({
  error: z.string(),
  retry,
  hint: z.string(),
  platformCode: z.union([z.string(), z.number()]).optional(),
  platformMessage: z.string().optional(),
  requestId: z.string().optional(),
  outcome: z.enum(['not_sent', 'rejected', 'ambiguous']),
  at,
  status: z.int().optional(),
  waits: z
    .enum(['backoff', 'config', 'platform', 'window', 'quota', 'quota_share', 'uncertain'])
    .optional()
    .describe('What the next attempt waits for'),
  cause: z
    .enum([
      'too_old',
      'early_end',
      'lost_answer',
      'restored',
      'used_elsewhere',
      'ended_there',
      'unknown_words',
    ])
    .optional()
    .describe('The most likely cause of the refusal'),
  unclearSince: at
    .optional()
    .describe(
      'Seconds since the epoch from which the platform has refused with a code that is not documented',
    ),
})

const facts = z.strictObject({
  openId: z.string().optional(),
  scope: z.array(z.string()).optional(),
  userId: z.string().optional(),
  userName: z.string().optional(),
  unionId: z.string().optional(),
  oddities: z
    .array(z.strictObject({ member: z.string(), problem: z.string() }))
    .optional()
    .describe('Members of the last answer that differ from the documentation of the platform'),
})

export const connection = z
  .strictObject({
    id: z.string(),
    tenant: z.string(),
    platform: z.string(),
    app: z.string().describe('Client id of the application'),
    shop: z.string(),
    alias: z.string().optional(),
    status: z.enum(statuses),
    generation: z.int(),
    accessExpiresAt: at,
    accessAssumed: z
      .literal(true)
      .optional()
      .describe('The platform stated no expiry: accessExpiresAt only says when to refresh'),
    refreshExpiresAt: at.optional(),
    endsAt: at.optional().describe('Seconds since the epoch from which the shop has to consent again'),
    nextRefreshAt: at.optional(),
    quota: z.strictObject({ period: z.string(), used: z.int(), most: z.int() }).optional(),
    refreshing: z.boolean(),
    uncertain: z.boolean().describe('Whether the result of the last refresh is unknown'),
    lastError: keptError.optional(),
    failures: z.int(),
    facts,
    createdAt: at,
    updatedAt: at,
  })
  .meta({ id: 'Connection' })

export const disconnected = z.strictObject({
  connection,
  atPlatform: z
    .enum(['revoked', 'not_offered', 'failed'])
    .describe('not_offered: the platform has no call for it. failed: call disconnect again'),
  failure: failure.optional(),
})

export const page = z.strictObject({
  connections: z.array(connection),
  next: z.string().optional().describe('Pass it as `after`; absent on the last page'),
})

export const story = z.strictObject({
  events: z.array(
    z.strictObject({
      seq: z.int(),
      at,
      type: z.string(),
      connectionId: z.string().optional(),
      tenant: z.string().optional(),
      data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]).optional()),
    }),
  ),
})

const diagnosis = z.strictObject({
  severity: z.enum(['ok', 'info', 'warning', 'error']),
  code: z.string().describe('A word for programs'),
  facts: z.looseObject({}),
  what: z.string(),
  why: z.string().optional(),
  todo: z.string().optional(),
})
const event = story.shape.events.element

export const doctor = z.strictObject({
  at,
  connection,
  findings: z.array(diagnosis).describe('Ordered by severity, the worst first'),
  timeline: z.array(event).describe('The newest first'),
})
export const language = z.strictObject({ language: z.enum(['en', 'zh-CN', 'th']).default('en') })

const second = wholeNumber(0, 9_000_000_000)
const ends = ['authorization', 'access_token', 'refresh_token'] as const

export const calendarFilter = z.strictObject({
  tenant: tenant.optional(),
  platform: platform.optional(),
  app: app.optional(),
  from: second.optional().describe('Seconds since the epoch; by default now'),
  until: second.optional().describe('Seconds since the epoch; by default 90 days after `from`'),
  kind: z
    .enum(ends)
    .optional()
    .describe(
      'When an authorization expires, or an access token that nothing renews, the shop has to consent again',
    ),
  after: z.string().max(500).optional().describe('`next` of the previous page'),
  limit: wholeNumber(1, 1000).default(100),
})
export const calendar = z.strictObject({
  entries: z.array(
    z.strictObject({
      kind: z.enum(ends),
      at,
      connection,
      notices: z.array(at).describe('Times at which `connection.reauth_due` will be sent'),
    }),
  ),
  next: z.string().optional(),
})

export const state = z.strictObject({
  status: z.string(),
  because: z.string().optional().describe('The cause, in a word, if it is not ready'),
  logLinesDropped: z
    .int()
    .optional()
    .describe('Log lines that could not be written since the process started'),
})
