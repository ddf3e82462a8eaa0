/* The configuration of a keeper that runs by itself: a file, and what the environment says instead. */
import type { Dialect } from '@hufu/dialects'
import { eventTypes } from '@hufu/keeper'
import { ConfigError, problemsOf } from '@hufu/web/config-error'
import { z } from 'zod'

/** Not in the file itself: `{"env":"NAME"}`, or `{"file":"path"}` from the folder of the configuration. */
const secretSchema = z.union(
  [
    z.string().min(1),
    z.strictObject({ env: z.string().min(1) }),
    z.strictObject({ file: z.string().min(1) }),
  ],
  'is a text, {"env":"NAME"} or {"file":"path"}',
)
export type SecretPlace = z.output<typeof secretSchema>

const url = z.url({ protocol: /^https?$/ })
/** The current key, and keys before it. */
const keySchema = z.union([secretSchema, z.array(secretSchema).min(1)])

const endpointsSchema = z.strictObject({
  authorize: url.optional(),
  token: url.optional(),
  refresh: url.optional(),
  userInfo: url.nullish(),
  gateway: url.nullish(),
  revocation: url.nullish(),
})

const appSchema = z.strictObject({
  clientId: z.string().min(1),
  clientSecret: secretSchema.optional(),
  /** The platform's base URL; by default the real platform's. */
  baseUrl: url.optional(),
  privateKey: keySchema.optional(),
  platformPublicKey: keySchema.optional(),
  /** Addresses elsewhere than below `baseUrl`; null where the platform has no such call. */
  endpoints: endpointsSchema.optional(),
  /** The expected `iss` in the callback (RFC 9207). */
  issuer: url.optional(),
  /** The redirect URI that is registered at the platform. */
  redirectUri: z.string().min(1).optional(),
  /** Differences of this platform from its dialect. The keeper checks each member. */
  policy: z.record(z.string(), z.unknown()).optional(),
  /** A forward proxy for this app's calls; a secret, as there may be a password in it. */
  proxy: secretSchema.optional(),
  concurrency: z.int().min(1).max(1000).optional(),
  timeoutSeconds: z.number().min(1).max(600).optional(),
  /** Calls of this app, where that is less than the platform's rateLimit. */
  rateLimit: z
    .strictObject({ count: z.int().min(1), perSeconds: z.number().min(0.001).max(86_400) })
    .optional(),
  /** Which of the platform's other faces the app speaks, by its number in `hufu explain`; its own calls by default. */
  face: z.int().min(0).optional(),
  /** The dialect of a platform that is not built in: for configurations in TypeScript or JavaScript. */
  dialect: z
    .custom<Dialect>((value) => typeof value === 'object' && value !== null && 'id' in value, 'is no dialect')
    .optional(),
})

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256 in 64 small hexadecimal digits')
export const tenantName = z.string().min(1).max(200)

/** A bearer token by its digest, and what it is good for. `hufu keeper token new` makes both. */
export const tokenSchema = z
  .strictObject({
    /** Sees the connections of this tenant alone. */
    tenant: tenantName.optional(),
    /** `admin`: everything. `metrics`: /metrics alone. */
    for: z.enum(['admin', 'metrics']).optional(),
    sha256: digest,
    /** A name for people. */
    note: z.string().max(200).optional(),
    createdAt: z.int().optional(),
  })
  .refine((token) => (token.tenant === undefined) !== (token.for === undefined), 'has either tenant or for')
export type TokenEntry = z.output<typeof tokenSchema>

const keeperSchema = z.strictObject({
  /** `sqlite:FILE` from the folder of the configuration, or `postgres://USER@HOST/DATABASE`. HUFU_KEEPER_STORE wins. */
  store: z.string().min(1).default('sqlite:keeper.db'),
  /** The key ring, better given as HUFU_KEYS, which wins. */
  keys: secretSchema.optional(),
  /** Platforms that do not come with Hufu, each by its id; their modules are found from the configuration's folder. */
  platforms: z.record(z.string(), z.strictObject({ module: z.string().min(1) })).default({}),
  /** By platform, or `platform/name` if a platform has several apps. */
  apps: z.record(z.string().min(1), appSchema).default({}),
  listen: z
    .strictObject({ host: z.string().default('127.0.0.1'), port: z.int().min(0).max(65_535).default(8710) })
    .prefault({}),
  /** The URL for browsers, such as https://keeper.example.com; by default http://host:port of `listen`. */
  publicUrl: url.transform((text) => new URL(text).origin).optional(),
  /** Paths of publicUrl that `returnTo` may name, `/shops/*` for all below one. */
  returnPaths: z.array(z.string().min(1)).max(1000).optional(),
  tokens: z.array(tokenSchema).max(100_000).default([]),
  /** More of them, one JSON list, read again when it changes. */
  tokenFile: z.string().min(1).default('keeper-tokens.json'),
  /** The targets of events, each under a lasting name of yours: docs/keeper.md. */
  webhooks: z
    .record(
      z.string(),
      z.strictObject({
        url: z.string().min(1).max(2000),
        secret: keySchema,
        events: z.array(z.enum(eventTypes)).min(1).optional(),
        tenants: z.array(tenantName).min(1).optional(),
      }),
    )
    .default({}),
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  trustedProxies: z.array(z.string().min(1)).default([]),
  /** Whether this process refreshes ahead of time. */
  schedule: z.boolean().default(true),
  maxStaleSeconds: z.number().min(0).max(3600).optional(),
  maxCached: z.int().min(0).optional(),
  pollSeconds: z.number().min(0.1).max(3600).optional(),
  spool: z.string().min(1).optional(),
  log: z
    .strictObject({ level: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info') })
    .prefault({}),
})
export type KeeperConfig = z.output<typeof keeperSchema>

/** The configuration with the environment's values. @throws {ConfigError} naming the variable. */
function overlaid(input: unknown, env: NodeJS.ProcessEnv): unknown {
  const { HUFU_KEEPER_STORE: store, HUFU_KEEPER_LISTEN: listen, HUFU_KEEPER_PUBLIC_URL: publicUrl } = env
  const place = listen === undefined ? undefined : /^(?:(.+):)?(\d{1,5})$/.exec(listen)
  if (place === null) throw new ConfigError('HUFU_KEEPER_LISTEN has to be host:port, or a port')
  return {
    ...(typeof input === 'object' && input),
    ...(store && { store }),
    ...(publicUrl && { publicUrl }),
    ...(place && { listen: { ...(place[1] && { host: place[1] }), port: Number(place[2]) } }),
  }
}

/** @throws {ConfigError} naming each culprit by its path; never with a value, which may be a secret. */
export function readKeeperConfig(input: unknown, env: NodeJS.ProcessEnv): KeeperConfig {
  const parsed = keeperSchema.safeParse(overlaid(input, env))
  if (parsed.success) return parsed.data
  const problems = problemsOf(parsed.error).map((problem) => `  ${problem}`)
  throw new ConfigError(`the keeper's configuration is wrong:\n${problems.join('\n')}`)
}
