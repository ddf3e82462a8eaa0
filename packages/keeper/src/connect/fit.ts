/* Validation of names, tokens and times from outside, for every way in. */
import { keeperError } from '@hufu/keeper-store/errors'

/** Characters. */
export const LONGEST_NAME = 200
export const LONGEST_TOKEN = 16_384
export const LONGEST_FACT = 500
const LONGEST_SCOPE = 200
const MOST_SCOPES = 100
/** The year 2100, in seconds since the epoch: what is beyond is in another unit. */
export const LATEST = 4_102_444_800

/** No invisible characters and no line breaks. */
export const isFitName = (name: unknown): name is string =>
  typeof name === 'string' && /^[^\p{C}\p{Z}](?:[^\p{C}\p{Zl}\p{Zp}]{0,198}[^\p{C}\p{Z}])?$/u.test(name)

export const isFitToken = (token: unknown): token is string =>
  typeof token === 'string' && token.length <= LONGEST_TOKEN && /^[\x20-\x7e]+$/.test(token)

export const isFitFact = (fact: unknown): fact is string =>
  typeof fact === 'string' && fact !== '' && fact.length <= LONGEST_FACT && !/\p{Cc}/u.test(fact)

export const isFitScope = (scope: unknown): scope is readonly string[] =>
  Array.isArray(scope) &&
  scope.length <= MOST_SCOPES &&
  scope.every(
    (each) => typeof each === 'string' && each.length <= LONGEST_SCOPE && /^[\x21-\x7e]+$/.test(each),
  )

/** Seconds since the epoch. */
export const isFitTime = (seconds: unknown): seconds is number =>
  typeof seconds === 'number' && seconds > 0 && seconds <= LATEST

/** The year 2200: some platforms say 99 years for what has no end. */
const FAREST = 7_258_118_400

/** Whether a platform states an end that nobody need wait for. */
export const isFarTime = (seconds: unknown): boolean =>
  typeof seconds === 'number' && seconds > LATEST && seconds <= FAREST

/** @throws {KeeperError} `alias_unfit`, which says the one that is none. Undefined is absent, but for the tenant. */
export function checkNames({
  tenant,
  ...others
}: Readonly<Record<'tenant', unknown> & Partial<Record<'shop' | 'alias', unknown>>>): void {
  for (const [member, name] of Object.entries({ tenant, ...others }))
    if (!isFitName(name) && (name !== undefined || member === 'tenant'))
      throw keeperError('alias_unfit', {
        hint: `${member}: is no text of 1 to ${LONGEST_NAME} characters, none of them invisible.`,
      })
}

const rules = {
  accessToken: [isFitToken, `is no text of 1 to ${LONGEST_TOKEN} characters of ASCII.`],
  refreshToken: [isFitToken, `is no text of 1 to ${LONGEST_TOKEN} characters of ASCII.`],
  expiresAt: [isFitTime, 'is no time in seconds since the epoch, up to the year 2100.'],
  issuedAt: [isFitTime, 'is no time in seconds since the epoch, up to the year 2100.'],
  authorizationExpiresAt: [isFitTime, 'is no time in seconds since the epoch, up to the year 2100.'],
  openId: [isFitFact, `is no text of 1 to ${LONGEST_FACT} characters.`],
  userId: [isFitFact, `is no text of 1 to ${LONGEST_FACT} characters.`],
  userName: [isFitFact, `is no text of 1 to ${LONGEST_FACT} characters.`],
  unionId: [isFitFact, `is no text of 1 to ${LONGEST_FACT} characters.`],
  scope: [isFitScope, `is no list of at most ${MOST_SCOPES} words of ASCII.`],
} as const satisfies Record<string, readonly [(value: unknown) => boolean, string]>

/** @throws {KeeperError} `tokens_unfit`, which says the member that is none, and never what it holds. */
export function checkTokens(
  given: Readonly<Partial<Record<keyof typeof rules, unknown>>> & {
    readonly accessToken: unknown
    readonly expiresAt: unknown
  },
): void {
  for (const member of Object.keys(rules) as (keyof typeof rules)[]) {
    const [isFit, otherwise] = rules[member]
    const needed = member === 'accessToken' || member === 'expiresAt'
    if ((needed || given[member] !== undefined) && !isFit(given[member]))
      throw keeperError('tokens_unfit', { hint: `${member}: ${otherwise}` })
  }
}
