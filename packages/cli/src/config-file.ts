import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { builtInPlatforms } from '@hufu/dialects'
import { type Config, checkPolicies, readConfig } from '@hufu/server'
import { contentsOf } from '@hufu/web/config-contents'
import { Refused } from './refused.ts'

/** The place that is looked at where none is given. */
export const USUAL_CONFIG = 'hufu.config.json'

/**
 * JSON, or a TypeScript or JavaScript module whose default export is the configuration. Without a file, all defaults.
 * @throws {Refused} when the file is missing.
 * @throws {ConfigError} when it is no configuration, or a platform could not do as it says.
 */
export async function loadConfig(path: string | undefined): Promise<Config> {
  const file = configFile(path)
  if (file === undefined) return readConfig({}, builtInPlatforms)
  if (!existsSync(file)) throw new Refused(`the configuration file ${file} does not exist`)
  const config = readConfig(await contentsOf(file), builtInPlatforms)
  checkPolicies(config)
  return config
}

/** Undefined where none is given and none is at the usual place. */
export const configFile = (path: string | undefined): string | undefined =>
  path === undefined && !existsSync(USUAL_CONFIG) ? undefined : resolve(path ?? USUAL_CONFIG)
