import { type Dialect, type Policy, dialects } from '@hufu/dialects'
import type { Config } from './config.ts'

/** The dialect's policy with what the operator sets otherwise. */
export function effectivePolicy(dialect: Dialect, config: Config): Policy {
  const override = config.platforms[dialect.id]?.policy ?? {}
  const given = Object.entries(override).filter(([, value]) => value !== undefined)
  return { ...dialect.policy, ...Object.fromEntries(given) }
}

export const enabledDialects = (config: Config): readonly Dialect[] =>
  dialects.filter(({ id }) => config.platforms[id]?.enabled !== false)
