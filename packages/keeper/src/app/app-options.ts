/*
 * What an application's options and its policy can be, member by member. What does nothing is refused as what is wrong is:
 * whoever wrote it believes that it does something.
 */
import type { Dialect, PerStatus, Policy } from '@hufu/dialects'
import type { Endpoints, Fetch } from '@hufu/client'
import type { KeyTexts } from '@hufu/client/node'
import type { Rate } from '@hufu/keeper-store/store'

/** Undefined where it is right, else what it should be. */
type Rule = (value: unknown, dialect: Dialect) => string | undefined

const rule =
  (holds: (value: unknown) => boolean, otherwise: string): Rule =>
  (value) =>
    holds(value) ? undefined : otherwise

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isNumber = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && value >= least && value <= most
const isWhole = (value: unknown, least: number, most: number) =>
  isNumber(value, least, most) && Number.isInteger(value)
const isWord = (value: unknown): value is string => typeof value === 'string' && value !== ''
const isWords = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isWord)
const has = (value: unknown, members: Readonly<Record<string, (value: unknown) => boolean>>) =>
  isObject(value) &&
  Object.keys(value).every((name) => Object.hasOwn(members, name)) &&
  Object.entries(members).every(([name, fits]) => fits(value[name]))
const oneOf =
  (...words: readonly unknown[]) =>
  (value: unknown) =>
    words.includes(value)

/** Seconds. */
const LONGEST_LIFETIME = 100 * 365 * 86_400
const LONGEST_TIMEOUT = 600
const isLifetime = (value: unknown) => isNumber(value, 1, LONGEST_LIFETIME)
const isTime = (value: unknown) => isNumber(value, 0, LONGEST_LIFETIME)
const isPerStatus = (value: unknown): value is PerStatus =>
  isLifetime(value) || has(value, { onlineTest: isLifetime, online: isLifetime })

const isEarlyRefresh = (value: unknown) =>
  has(value, {
    whileLeft: isTime,
    accessToken: oneOf('new', 'same', 'kept'),
    refreshToken: oneOf('new', 'same', 'kept'),
    grace: (each) =>
      each === undefined || has(each, { accessToken: isTimeOrNone, refreshToken: isTimeOrNone }),
  })
const isTimeOrNone = (value: unknown) => value === undefined || isTime(value)

function isTimeZone(name: unknown): boolean {
  if (!isWord(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const text = rule(isWord, 'is no text')
const lifetime = rule(
  (value) => value === 'endless' || isPerStatus(value),
  'is no number of seconds, nor one each for onlineTest and online, nor endless',
)
const lifetimes = rule(isPerStatus, 'is no number of seconds, nor one each for onlineTest and online')
const isUrl = (value: unknown) => isWord(value) && URL.canParse(value)
const isProxy = (value: unknown) => {
  const url = isWord(value) ? URL.parse(value) : null
  return url !== null && /^https?:$/.test(url.protocol) && url.href.endsWith(`${url.host}/`)
}
const keyTexts = rule((value) => isWord(value) || (isWords(value) && value.length > 0), 'is no key in PEM')
/** An address below the base URL, or a whole one. */
const isPlace = (value: unknown) => isWord(value) || value === undefined
const asks = ({ authorize: { request } }: Dialect, key: string) =>
  request.fields.some((each) => 'key' in each && each.key === key)

const rateRule = rule(
  (value) =>
    has(value, {
      count: (each) => isWhole(each, 1, 1e9),
      perSeconds: (each) => isNumber(each, 0.001, 86_400),
    }),
  'is no { count: a whole number, perSeconds: seconds up to a day }',
)

const optionRules: { readonly [Name in keyof AppOptions]-?: Rule } = {
  clientId: text,
  clientSecret: text,
  // The client checks the rest.
  baseUrl: rule(isUrl, 'is no URL'),
  dialect: rule(isObject, 'is no dialect'),
  policy: rule(isObject, 'is no object'),
  privateKey: keyTexts,
  platformPublicKey: keyTexts,
  endpoints: rule(
    (value) =>
      has(value, {
        authorize: isPlace,
        token: isPlace,
        refresh: isPlace,
        userInfo: (each) => isPlace(each) || each === null,
        gateway: (each) => isPlace(each) || each === null,
        revocation: (each) => isPlace(each) || each === null,
      }),
    'has something else than addresses of authorize, token, refresh, userInfo, gateway and revocation',
  ),
  issuer: rule(isUrl, 'is no URL'),
  redirectUri: rule(isUrl, 'is no URL'),
  concurrency: rule((value) => isWhole(value, 1, 1000), 'is no whole number of 1 to 1000'),
  timeoutSeconds: rule(
    (value) => isNumber(value, 0.001, LONGEST_TIMEOUT),
    `is no number of seconds up to ${LONGEST_TIMEOUT}`,
  ),
  fetch: rule((value) => typeof value === 'function', 'is no function'),
  proxy: rule(
    isProxy,
    'is no http(s) URL of host and port, with user and password before them where it wants them',
  ),
  rateLimit: rateRule,
}

/** Members of a policy that say something to a keeper. The others are the platform half's alone. */
type KeepersPolicy = Pick<
  Policy,
  | 'accessTokenLifetime'
  | 'refreshTokenLifetime'
  | 'refreshDeadline'
  | 'refresh'
  | 'earlyRefresh'
  | 'reuse'
  | 'refreshQuota'
  | 'refreshWindow'
  | 'rateLimit'
  | 'pkce'
  | 'defaultScope'
>

const policyRules: { readonly [Name in keyof KeepersPolicy]-?: Rule } = {
  accessTokenLifetime: lifetime,
  refreshTokenLifetime: lifetimes,
  refreshDeadline: rule(oneOf('renewed', 'kept', 'none'), 'is none of renewed, kept, none'),
  refresh: rule(
    (value) =>
      has(value, { accessToken: oneOf('new', 'same'), refreshToken: oneOf('new', 'same', 'either') }),
    'is no { accessToken: new or same, refreshToken: new, same or either }',
  ),
  earlyRefresh: rule(
    (value) => Array.isArray(value) && value.every(isEarlyRefresh),
    'is no list of { whileLeft: seconds, accessToken and refreshToken: new, same or kept, grace?: seconds of each }',
  ),
  reuse: rule(
    (value) => has(value, { replaySeconds: isTime, then: oneOf('revoke-family', 'reject') }),
    'is no { replaySeconds: seconds, then: revoke-family or reject }',
  ),
  refreshQuota: (value) => {
    const isCount = (each: unknown) => isWhole(each, 1, 1e9)
    const countsRateLimited = oneOf(true, false, undefined)
    if (!has(value, { count: isCount, per: oneOf('month', 'day'), timeZone: isWord, countsRateLimited }))
      return 'is no { count: a whole number, per: month or day, timeZone: an IANA name, countsRateLimited?: true or false }'
    return isTimeZone((value as { readonly timeZone: unknown }).timeZone)
      ? undefined
      : 'has a timeZone that is no IANA name, such as Asia/Shanghai'
  },
  refreshWindow: rule((value) => has(value, { lastSeconds: isTime }), 'is no { lastSeconds: seconds }'),
  rateLimit: rateRule,
  pkce: (value, dialect) => {
    if (!oneOf('required', 'supported', 'none')(value)) return 'must be required, supported or none'
    return value === 'none' || asks(dialect, 'codeChallenge')
      ? undefined
      : `is ${String(value)}, and the dialect has no place for a code_challenge: leave it out`
  },
  defaultScope: (value, dialect) => {
    if (!isWords(value)) return 'is no list of words'
    return value.length === 0 || asks(dialect, 'scope')
      ? undefined
      : "has scopes, and the dialect's link has no place for one: leave it out"
  },
}

/**
 * An undefined member is absent. A member of the policy that says nothing to a keeper is let pass where it says what the
 * dialect says, as in a copy of the dialect's policy.
 *
 * @param key as configured. @throws {TypeError} naming the member, never with its value.
 */
export function checkAppOptions(key: string, options: AppOptions, dialect: Dialect): void {
  checkAll(`apps.${key}`, options, optionRules, dialect)
  if (options.policy === undefined) return
  const own: Readonly<Record<string, unknown>> = dialect.policy as object as Record<string, unknown>
  const said = Object.entries(options.policy).filter(
    ([name, value]) => Object.hasOwn(policyRules, name) || !isSame(own[name], value),
  )
  const ofServer = said.find(([name]) => !Object.hasOwn(policyRules, name) && Object.hasOwn(own, name))
  if (ofServer)
    throw new TypeError(
      `apps.${key}.policy.${ofServer[0]}: is the platform's own affair, and a keeper does nothing with it: leave it out`,
    )
  checkAll(`apps.${key}.policy`, Object.fromEntries(said), policyRules, dialect)
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

function checkAll(
  path: string,
  given: object,
  rules: Readonly<Record<string, Rule>>,
  dialect: Dialect,
): void {
  for (const [name, value] of Object.entries(given) as [string, unknown][]) {
    if (value === undefined) continue
    const fits = Object.hasOwn(rules, name) ? rules[name] : undefined
    if (!fits)
      throw new TypeError(`${path}.${name}: unknown option; the options are ${Object.keys(rules).join(', ')}`)
    const otherwise = fits(value, dialect)
    if (otherwise !== undefined) throw new TypeError(`${path}.${name}: ${otherwise}`)
  }
}

export interface AppOptions {
  readonly clientId: string
  readonly clientSecret?: string | undefined
  /** The platform's base URL; by default the real platform's. */
  readonly baseUrl?: string | undefined
  /** The dialect of a platform that is not built in. */
  readonly dialect?: Dialect | undefined
  /**
   * What this platform does otherwise than its dialect says: lifetimes, `refreshDeadline`, `refresh`, `earlyRefresh`, `reuse`, `refreshQuota`, `refreshWindow`,
   * `rateLimit`, `pkce` and `defaultScope`, which is what a link without scopes asks for. What else a policy has is the
   * platform half's. That lost answers are repeated is said by `reuse`, of Hufu's own servers
   * `{ replaySeconds: 30, then: 'revoke-family' }`: no address tells it.
   */
  readonly policy?: Partial<Policy> | undefined
  readonly privateKey?: KeyTexts | undefined
  readonly platformPublicKey?: KeyTexts | undefined
  /** Endpoints at other URLs than the dialect's; with `baseUrl` and `issuer`, `discover` of the client finds them. */
  readonly endpoints?: Endpoints | undefined
  /** The expected `iss` in the callback, if the platform sends it (RFC 9207). */
  readonly issuer?: string | undefined
  /** The redirect URI that is registered at the platform; by default the callback path at the address that the browser asked. */
  readonly redirectUri?: string | undefined
  /** Refreshes at once, in this process; 8 by default. */
  readonly concurrency?: number | undefined
  /** Seconds until the platform's answer must be whole; 30 by default, fewer where it repeats answers for a shorter time. */
  readonly timeoutSeconds?: number | undefined
  readonly fetch?: Fetch | undefined
  /**
   * A forward proxy, `http://[USER:PASSWORD@]HOST[:PORT]`, through which all calls of this app go, in the place of `fetch`.
   * Without it the runtime's own way is taken, which on Node minds HTTPS_PROXY where NODE_USE_ENV_PROXY is set.
   */
  readonly proxy?: string | undefined
  /**
   * Calls that this app may send to all endpoints together, where that is less than `policy.rateLimit`: as when another
   * program uses the app too. Kept over all processes of one store.
   */
  readonly rateLimit?: Rate | undefined
}
