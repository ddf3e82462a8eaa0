/* One line, as tokens of a shop. */
import type { ConnectionStatus, TokenFacts } from '@hufu/keeper-store/connection'
import { LONGEST_FACT, LONGEST_TOKEN, isFitFact, isFitScope, isFitTime, isFitToken } from '../connect/fit.ts'
import { type Cells, type Column, type LineProblem, problem } from './columns.ts'

export interface Taken {
  readonly tenant: string
  readonly platform: string
  readonly app: string | undefined
  readonly shop: string | undefined
  readonly alias: string | undefined
  readonly status: ConnectionStatus
  readonly accessToken: string
  readonly refreshToken: string | undefined
  /** Seconds since the epoch, like all times. Absent if nobody stated it. */
  readonly expiresAt: number | undefined
  readonly issuedAt: number | undefined
  readonly authorizationExpiresAt: number | undefined
  readonly facts: TokenFacts
}

const statuses: readonly ConnectionStatus[] = [
  'pending',
  'active',
  'degraded',
  'reauth_required',
  'revoked',
  'disabled',
]

/** The platform stated no end: the token is good until it is refused or replaced. */
export const UNKNOWN_END = 'unknown'

const ids: ReadonlySet<Column> = new Set(['shop', 'alias', 'open_id', 'user_id', 'union_id'])
/** The form that spreadsheets, and other programs, give a long number. */
const spoilt = /^['"]?-?\d+(?:[.,]\d+)?e[+-]?\d+$|^\d+[.,]0*$|^\d{1,3}(?:[,.\u00a0 ]\d{3})+$|^#+$/i
const SPOILT =
  'A spreadsheet made this of a long number: its digits are lost. Take the id from the platform again, with the column as text.'

const WHEN =
  'A time is in seconds or milliseconds since 1970, or ISO 8601 with its zone: 2026-11-21T08:00:00Z.'

/** Thrown within this file alone. */
class Unfit extends Error {
  readonly said: readonly [reason: string, hint: string, column: Column]
  constructor(...said: Unfit['said']) {
    super(said[0])
    this.said = said
  }
}

export function takenOf(line: number, cells: Cells): Taken | LineProblem {
  try {
    return read(cells)
  } catch (error) {
    if (error instanceof Unfit) return problem(line, ...error.said)
    throw error
  }
}

function read(cells: Cells): Taken {
  const text = (column: Column): string | undefined => {
    const value = cells[column]
    if (value === undefined) return undefined
    if (typeof value === 'string' && ids.has(column) && spoilt.test(value))
      throw new Unfit('spoilt', SPOILT, column)
    if (isFitFact(value)) return value
    // A shop's number, as JSON may have it.
    if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
    throw new Unfit('unfit', `It is a text of at most ${LONGEST_FACT} characters.`, column)
  }
  const needed = (column: Column): string => text(column) ?? missing(column)
  const token = (column: Column): string | undefined => {
    const value = cells[column]
    if (value === undefined) return undefined
    if (isFitToken(value)) return value
    throw new Unfit('unfit', `A token is at most ${LONGEST_TOKEN} characters of ASCII.`, column)
  }
  const time = (column: Column): number | undefined => {
    const value = cells[column]
    const seconds = value === undefined ? undefined : secondsOf(value)
    if (seconds === null) throw new Unfit('unfit', WHEN, column)
    return seconds
  }
  const status = text('status') ?? 'pending'
  if (!statuses.some((each) => each === status))
    throw new Unfit('unfit', `It is one of ${statuses.join(', ')}.`, 'status')
  const facts = {
    userId: text('user_id'),
    openId: text('open_id'),
    userName: text('user_name'),
    unionId: text('union_id'),
    scope: scopeOf(cells.scope),
  }
  return {
    tenant: needed('tenant'),
    platform: needed('platform'),
    app: text('app'),
    shop: text('shop'),
    alias: text('alias'),
    accessToken: token('access_token') ?? missing('access_token'),
    refreshToken: token('refresh_token'),
    expiresAt: cells.expires_at === UNKNOWN_END ? undefined : (time('expires_at') ?? missing('expires_at')),
    issuedAt: time('issued_at'),
    authorizationExpiresAt: time('authorization_expires_at'),
    facts: Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)),
    status: status as ConnectionStatus,
  }
}

function missing(column: Column): never {
  throw new Unfit('missing', 'The line needs it.', column)
}

function scopeOf(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined
  const words: unknown = typeof value === 'string' ? value.split(/ +/) : value
  if (isFitScope(words)) return words
  throw new Unfit('unfit', 'Scopes are words of ASCII with spaces between.', 'scope')
}

/** Larger numbers can only be milliseconds. */
const MILLISECONDS_FROM = 100_000_000_000

/** Null for what is no time. */
export function secondsOf(value: unknown): number | null {
  const number =
    typeof value === 'number' ? value : /^\d{1,16}(?:\.\d{1,6})?$/.test(String(value)) ? Number(value) : NaN
  const zoned = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/
  const seconds = Number.isNaN(number)
    ? typeof value === 'string' && zoned.test(value)
      ? Date.parse(value.replace(' ', 'T')) / 1000
      : NaN
    : number >= MILLISECONDS_FROM
      ? number / 1000
      : number
  return isFitTime(seconds) ? seconds : null
}

/** Milliseconds are all that a time has when it is read again. */
export const timeText = (seconds: number): string => new Date(Math.round(seconds * 1000)).toISOString()
