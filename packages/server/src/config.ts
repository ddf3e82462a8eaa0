import { type Registration, isEmail } from '@hufu/accounts'
import { type Registry, idsOf, servedIn } from '@hufu/dialects'
import { isAddressRule } from '@hufu/engine'
import { z } from 'zod'
import { ConfigError, problemsOf } from '@hufu/web/config-error'
import { policySchema } from './settings/policy-schema.ts'

export { ConfigError, problemsOf }
export { type PolicyInput, policyJsonSchema, policySchema } from './settings/policy-schema.ts'

const platformSchema = z.strictObject({
  /** The package or file that has the platform, where it does not come with Hufu; from the configuration's folder. */
  module: z.string().min(1).optional(),
  enabled: z.boolean().default(true),
  /**
   * Virtual hosts at whose root the platform answers, for clients with hard-coded hosts and paths. `{tenant}` and `{region}`
   * stand for one label of a host, where the platform's addresses have them.
   */
  hosts: z
    .array(
      z
        .string()
        .regex(
          /^(?:[a-z0-9.-]|\{(?:tenant|region)\})+(:\d+)?$/,
          'is a host in lower case, with a port if it has one; {tenant} and {region} stand for a label of it',
        ),
    )
    .default([]),
  policy: policySchema.default({}),
})

/** `Hufu <no-reply@example.com>`, or the address alone. */
const sender = z.string().refine((text) => {
  const [, name = '', address = ''] = /^(?:([^<>"\r\n]{1,100}) <([^<>]+)>)$/.exec(text) ?? [text, '', text]
  return isEmail(address) && !/\p{C}/u.test(name)
}, 'is no sender, such as Hufu <no-reply@example.com>')

const mailSchema = z
  .strictObject({
    /** `smtps://user@host:465` or `smtp://user@host:587`; the password is the environment's HUFU_SMTP_PASSWORD. */
    smtp: z
      .url({ protocol: /^smtps?$/ })
      .refine((url) => new URL(url).password === '', 'has a password: put it into HUFU_SMTP_PASSWORD')
      .optional(),
    /** Instead: letters are written there as files, for tests and trials. */
    folder: z.string().min(1).optional(),
    from: sender,
  })
  .refine(({ smtp, folder }) => (smtp === undefined) !== (folder === undefined), 'has either smtp or folder')

/** Passwords and tokens travel there: by https, or to this very machine. */
const httpsUrl = z
  .url({ protocol: /^https?$/ })
  .refine((text) => {
    const { protocol, hostname } = new URL(text)
    return protocol === 'https:' || /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
  }, 'is plain http to another machine')
  .refine((text) => {
    const { username, password } = new URL(text)
    return username === '' && password === ''
  }, 'has a user name or a password in it, which no request may have: leave them out')

const loginSchema = z.strictObject({
  /** The operator's own user system, which is asked whether a name and a password are right: docs/users.md. */
  hook: z
    .strictObject({
      url: httpsUrl,
      /** Milliseconds to wait for its answer. */
      timeout: z.int().min(100).max(30_000).default(3000),
    })
    .optional(),
  /** An OpenID provider, which the browser may be sent to instead of giving a password here. */
  openid: z
    .strictObject({
      issuer: httpsUrl,
      clientId: z.string().min(1),
      /** The text of the login button, such as the company's name. */
      name: z.string().min(1).max(40),
      scopes: z.array(z.string().min(1)).default(['openid', 'profile']),
      /** Names of the claims that say whose shop it is, and whether the user may authorise. */
      claims: z
        .strictObject({
          username: z.string().default('preferred_username'),
          displayName: z.string().default('name'),
          shopId: z.string().default('shop_id'),
          shopName: z.string().default('shop_name'),
          mayAuthorise: z.string().default('may_authorise'),
        })
        .prefault({}),
    })
    .optional(),
})

const configSchema = z.strictObject({
  /** `demo` lets loopback http callbacks pass where a platform demands https. Never for real shops. */
  mode: z.enum(['production', 'demo']).default('production'),
  listen: z
    .strictObject({ host: z.string().default('127.0.0.1'), port: z.int().min(0).max(65_535).default(8700) })
    .prefault({}),
  /** The URL at which browsers and clients reach the server, such as https://open.example.com; by default http://host:port of `listen`. */
  origin: z
    .url({ protocol: /^https?$/ })
    .transform((url) => new URL(url).origin)
    .optional(),
  /** `sqlite:FILE`, or `memory:` for tests. */
  store: z
    .string()
    .regex(/^(sqlite:.+|memory:)$/, 'is sqlite:FILE or memory:')
    .default('sqlite:./data/hufu.db'),
  /** File of the key ring, mode 0600; the environment's HUFU_KEYS wins over it. */
  keys: z.string().default('./data/hufu.keys'),
  /** Addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. */
  trustedProxies: z.array(z.string().refine(isAddressRule, 'is no address or CIDR block')).default([]),
  /** How letters are sent: invitations, links to a new password. In demo mode they are files unless set otherwise. */
  mail: mailSchema.optional(),
  /** User systems besides this server's own. Secrets come from the environment: HUFU_LOGIN_HOOK_SECRET, HUFU_OPENID_SECRET. */
  login: loginSchema.prefault({}),
  /** The audit log, which is kept so many days and nothing shortens otherwise. */
  audit: z.strictObject({ keepDays: z.int().min(1).max(36_500).default(400) }).prefault({}),
  /** Who may become a developer: anybody, invited people, or nobody. Open in demo mode, otherwise by invitation. */
  developers: z
    .strictObject({ registration: z.enum(['open', 'invitation', 'closed']).optional() })
    .prefault({}),
  /** `GET /metrics`, for Prometheus; there is none without this. */
  metrics: z
    .strictObject({
      /** Digest of the bearer token that it is asked with. */
      tokenSha256: z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256 in 64 small hexadecimal digits'),
    })
    .optional(),
  log: z
    .strictObject({ level: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info') })
    .prefault({}),
  /** By platform id. A platform is enabled by default. */
  platforms: z.record(z.string(), platformSchema).default({}),
})

export interface Config extends z.output<typeof configSchema> {
  /** Which platforms there are. */
  readonly registry: Registry
}
export type ConfigInput = z.input<typeof configSchema>

/** The server's URL, as far as the configuration states it. */
export const originOf = ({ origin, listen }: Config): string =>
  origin ?? `http://${listen.host}:${listen.port}`

export const registrationOf = ({ developers, mode }: Config): Registration =>
  developers.registration ?? (mode === 'demo' ? 'open' : 'invitation')

/**
 * @param registry the platforms that there are: those that come with Hufu, and those of modules (`withModules`).
 * @throws {ConfigError} naming each culprit by its path.
 */
export function readConfig(input: unknown, registry: Registry): Config {
  const parsed = configSchema.safeParse(input)
  if (!parsed.success) {
    const problems = problemsOf(parsed.error).map((problem) => `  ${problem}`)
    throw new ConfigError(`the configuration is wrong:\n${problems.join('\n')}`)
  }
  const twice = idsOf(registry).find((id, at, all) => all.indexOf(id) !== at)
  if (twice !== undefined)
    throw new ConfigError(`two platforms have the id ${twice}: give one of them another`)
  const knownPlatforms = idsOf(servedIn(registry))
  const unknown = Object.keys(parsed.data.platforms).find((id) => !knownPlatforms.includes(id))
  if (unknown !== undefined) {
    throw new ConfigError(
      idsOf(registry).includes(unknown)
        ? `platforms.${unknown}: this platform has no server half: clients and the keeper speak it`
        : `platforms.${unknown}: unknown platform; the platforms are ${knownPlatforms.join(', ')}. Name a platform of your own by its module`,
    )
  }
  const ofHost = new Map<string, string>()
  for (const [id, { hosts }] of Object.entries(parsed.data.platforms)) {
    for (const [index, host] of hosts.entries()) {
      const other = ofHost.get(host)
      if (other !== undefined)
        throw new ConfigError(`platforms.${id}.hosts.${index}: ${host} is ${other}'s already`)
      ofHost.set(host, id)
    }
  }
  return { ...parsed.data, registry }
}
