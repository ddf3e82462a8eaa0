import type { Config } from '@hufu/server'
import { ConfigError } from '@hufu/web/config-error'

/** @throws {ConfigError} in production mode, where nothing may break on purpose. */
export function checkSandboxed({ mode }: Pick<Config, 'mode'>): void {
  if (mode !== 'demo')
    throw new ConfigError(
      `mode: ${mode}: a sandbox breaks answers on purpose, so it does not start in production; ` +
        'for tests, set "mode": "demo" in a configuration with a store of its own',
    )
}
