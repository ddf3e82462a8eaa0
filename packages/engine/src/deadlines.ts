/* When what a grant has ends. Times are seconds since the epoch, and what has no end has one in the year 9999. */
import type { AppPolicy } from './policy.ts'
import type { Grant } from './store.ts'

/** Numbers sort and are kept where `Infinity` is not. */
const NEVER = 253_402_300_799

/** Whether this deadline says that there is none. */
export const isEndless = (expiresAt: number): boolean => expiresAt >= NEVER

/** The deadline that a lifetime from now on gives, within the grant's own end. */
export const endAfter = (lifetime: number, now: number, { endsAt = NEVER }: Pick<Grant, 'endsAt'>): number =>
  Math.min(now + lifetime, endsAt, NEVER)

/** Seconds left of it; undefined where there is no end to tell. */
export const secondsLeft = (expiresAt: number, now: number): number | undefined =>
  isEndless(expiresAt) ? undefined : Math.max(0, expiresAt - now)

/** When an authorization that is given now ends by itself; undefined where it does not. */
export function grantEnd(
  { grantLifetime }: Pick<AppPolicy, 'grantLifetime'>,
  chosen: number | undefined,
  now: number,
): number | undefined {
  const { choices = [] } = grantLifetime ?? {}
  const lifetime = choices.find((each) => each === chosen) ?? choices[0]
  return lifetime === undefined ? undefined : now + lifetime
}
