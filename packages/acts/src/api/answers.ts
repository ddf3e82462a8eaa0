/* The answers of administration, as schemas: the compiler checks the views against them, and the document shows them. */
import { errorReasons, type ErrorReason } from '@hufu/dialects'
import { appActions, appDeeds, permissions, roles, shownSettings } from '@hufu/accounts'
import { appStatuses, exchangeSteps, revocationCauses, userSources } from '@hufu/engine'
import { z } from 'zod'
import { TOLD_ONCE } from '@hufu/web/api/members'
import { at } from '@hufu/web/api/shapes'

export const appStatus = z.enum(appStatuses)

export const errorReason = z.enum(Object.keys(errorReasons) as ErrorReason[])
/** What exchanges are counted and found under. */
export const refusalReason = z.enum([...(Object.keys(errorReasons) as ErrorReason[]), 'login_refused'])

const text = z.string()
const texts = z.array(text)
const day = z.int().describe('Days since the epoch, of UTC')

const actor = z
  .object({ kind: z.enum(['operator', 'developer', 'merchant', 'system']), id: text })
  .meta({ id: 'Actor' })

export const appView = z
  .object({
    id: text,
    version: z.int().describe('Grows with every change'),
    platform: text,
    clientId: text.exactOptional().describe('The AppKey; absent until it is issued'),
    name: text,
    developer: text,
    organisationId: text.exactOptional().describe('The organisation whose developers manage the app'),
    status: appStatus,
    statusReason: text.exactOptional(),
    logo: text.exactOptional().describe('The version of its logo'),
    proposed: z
      .object({
        at,
        by: actor,
        settings: z.object({
          name: text.exactOptional(),
          redirectUris: texts.exactOptional(),
          scopes: texts.exactOptional(),
          logo: text.exactOptional(),
        }),
      })
      .exactOptional()
      .describe('Changes that wait for review; the reviewed settings stay in force'),
    publicKeys: texts.describe('RSA, one line of base64url SPKI each'),
    redirectUris: texts,
    scopes: texts,
    addresses: texts,
    testShops: texts,
    mayRefresh: z.boolean(),
    createdAt: at,
    possible: z.array(z.enum(appActions)).describe('The acts that are possible next'),
    formerSecretEndsAt: at.exactOptional(),
  })
  .meta({ id: 'App' })

export const oneApp = z.object({ app: appView })
export const issuedApp = oneApp.extend({
  clientSecret: text
    .exactOptional()
    .describe('The AppSecret, where one was just made. It is not shown again')
    .meta({ [TOLD_ONCE]: true }),
})

export const settingChange = z
  .object({ setting: z.enum(shownSettings), from: text, to: text })
  .meta({ id: 'SettingChange' })

export const appEvent = z
  .object({
    appId: text,
    version: z.int(),
    at,
    actor,
    deed: z.enum(appDeeds),
    from: appStatus,
    to: appStatus,
    changes: z.array(settingChange),
    reason: text.exactOptional(),
  })
  .meta({ id: 'AppEvent' })

export const grantView = z
  .object({
    id: z.int(),
    platform: text,
    appId: text,
    userId: text,
    shopId: text,
    openId: text,
    scope: texts,
    createdAt: at,
    accessExpiresAt: at.exactOptional().describe('Absent where the access token does not expire'),
    refreshExpiresAt: at
      .exactOptional()
      .describe('Absent where it has no refresh token, or one that does not expire'),
    endless: z.literal(true).exactOptional().describe('Present where one of them does not expire'),
    lastUsedDay: day.exactOptional(),
    revoked: z.object({ at, because: z.enum(revocationCauses) }).exactOptional(),
  })
  .meta({ id: 'Grant' })

export const shopView = z
  .object({
    id: text,
    name: text,
    region: text.exactOptional().describe('Where it sells, as platforms write it'),
    createdAt: at,
  })
  .meta({ id: 'Shop' })

export const userView = z
  .object({
    id: text,
    username: text,
    shopId: text,
    account: z
      .object({ id: text, shopIds: texts })
      .exactOptional()
      .describe('The account above several shops; absent where the user has one'),
    displayName: text,
    mayAuthorise: z.boolean(),
    status: z.enum(['active', 'disabled']),
    addresses: texts,
    avatarUrl: text.exactOptional(),
    email: text.exactOptional(),
    source: z
      .enum(userSources)
      .exactOptional()
      .describe('Who checks the user’s password; absent where this server does'),
    createdAt: at,
  })
  .meta({ id: 'User' })

export const organisationView = z
  .object({
    id: text,
    name: text,
    verified: z.boolean().describe('Merchants are shown it'),
    testShops: texts.describe('Shops that its developers may test their apps in'),
    createdAt: at,
  })
  .meta({ id: 'Organisation' })

export const developerView = z
  .object({
    id: text,
    organisationId: text,
    email: text,
    name: text,
    status: z.enum(['active', 'disabled']),
    secondFactor: z.boolean(),
    createdAt: at,
  })
  .meta({ id: 'Developer' })

export const operatorView = z
  .object({
    username: text,
    oneTime: z.boolean().describe('The operator still has to choose a password of their own'),
    status: z.enum(['active', 'disabled']),
    role: z.enum(roles),
    createdAt: at,
  })
  .meta({ id: 'Operator' })

export const gatewayView = z
  .object({
    id: text,
    platforms: texts.describe('Empty for all'),
    seesRefreshTokens: z.boolean(),
    createdAt: at,
  })
  .meta({ id: 'Gateway' })

export const auditEntry = z
  .object({
    id: z.int(),
    at,
    actor,
    action: text,
    subject: text,
    detail: z.record(text, text),
    address: text,
    requestId: text,
  })
  .meta({ id: 'AuditEntry' })

export const exchange = z
  .object({
    id: z.int(),
    appId: text,
    at,
    step: z.enum(exchangeSteps),
    requestId: text,
    ms: z.number(),
    address: text.exactOptional(),
    error: errorReason.exactOptional().describe('Absent where it was accepted'),
    parameter: text.exactOptional().describe('The one to blame'),
    problem: text.exactOptional(),
    detail: text.exactOptional(),
    explanation: z
      .unknown()
      .optional()
      .describe('The text that the server signed, or the keys that it tried'),
  })
  .meta({ id: 'Exchange' })

export const usage = z.object({ appId: text, day, kind: text, count: z.int() }).meta({ id: 'Usage' })

/** The personal data that a person gets about themselves. */
export const session = z
  .object({
    network: text.exactOptional(),
    browser: text.exactOptional(),
    createdAt: at,
    expiresAt: at,
  })
  .meta({ id: 'Session' })

export const login = z.object({ at, outcome: text, network: text, browser: text }).meta({ id: 'Login' })

export const ownRights = z.object({
  username: text,
  role: z.enum(roles),
  permissions: z.array(z.enum(permissions)),
  expiresAt: at,
})
