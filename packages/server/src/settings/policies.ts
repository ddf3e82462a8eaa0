import { type Dialect, type PlatformRecord, type Policy, type Registry, servedIn } from '@hufu/dialects'
import type { Config, PolicyInput } from '../config.ts'
import { ConfigError } from '@hufu/web/config-error'

/**
 * The dialect's policy with what is set otherwise: in the store, and in the configuration's file, which wins.
 *
 * @throws {ConfigError} when the platform could not do as the operator sets it.
 */
export function effectivePolicy(
  { dialect, scopeWords: own }: PlatformRecord,
  config: Config,
  stored: PolicyInput = {},
): Policy {
  const override = { ...stored, ...config.platforms[dialect.id]?.policy }
  const given = Object.entries(override).filter(([, value]) => value !== undefined)
  const lifted = new Set(given.flatMap(([name, value]) => (value === null ? [name] : [])))
  const set = Object.entries({ ...dialect.policy, ...Object.fromEntries(given) })
  const policy = Object.fromEntries(set.filter(([name]) => !lifted.has(name))) as unknown as Policy
  const wrong = (name: string, problem: string) =>
    new ConfigError(`platforms.${dialect.id}.policy.${name}: ${problem}`)
  if (policy.refreshTokenGranted === 'by-right' && !mayLeaveOut(dialect, 'refreshToken')) {
    throw wrong('refreshTokenGranted', 'must be always: a reply of this platform has a refresh_token')
  }
  if (policy.accessTokenLifetime === 'endless' && !mayLeaveOut(dialect, 'expiresIn'))
    throw wrong('accessTokenLifetime', 'must be a number of seconds: a reply of this platform has the expiry')
  if (policy.refreshDeadline === 'none' && !mayLeaveOut(dialect, 'refreshExpiresIn'))
    throw wrong('refreshDeadline', 'must be renewed or kept: a reply of this platform has the deadline')
  const defaultScope = policy.defaultScope.filter((scope) => policy.scopes.includes(scope))
  if (override.defaultScope && defaultScope.length < override.defaultScope.length) {
    throw wrong('defaultScope', `must be some of the scopes, which are ${policy.scopes.join(', ') || 'none'}`)
  }
  const scopeWords = { ...own, ...override.scopeWords }
  return { ...policy, defaultScope, scopeWords }
}

/**
 * Every platform's policy, of those that are not enabled too.
 *
 * @throws {ConfigError} naming the member that a platform could not do.
 */
export function checkPolicies(config: Config): void {
  for (const platform of servedIn(config.registry)) {
    const { dialect } = platform
    const { scopes } = effectivePolicy(platform, config)
    const words = Object.keys(config.platforms[dialect.id]?.policy.scopeWords ?? {})
    const unknown = words.find((scope) => !scopes.includes(scope))
    if (unknown !== undefined)
      throw new ConfigError(
        `platforms.${dialect.id}.policy.scopeWords.${unknown}: unknown scope; the scopes are ${scopes.join(', ') || 'none'}`,
      )
  }
}

/** Whether no reply to a code has a required member of this key. */
const mayLeaveOut = ({ token }: Dialect, key: string): boolean =>
  token.response.fields.every((each) => !('key' in each) || each.key !== key || each.optional === true)

export const enabledPlatforms = ({ registry, platforms }: Config): Registry =>
  servedIn(registry).filter(({ dialect: { id } }) => platforms[id]?.enabled !== false)
