import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type PlatformRecord, type Registry, builtInPlatforms, idsOf } from '@hufu/dialects'
import { type Config, checkPolicies, readConfig } from '@hufu/server'
import { contentsOf } from '@hufu/web/config-contents'
import { isPath } from '@hufu/web/module-place'
import { platformIn, withModules } from '@hufu/web/platform-modules'
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
  const contents = await contentsOf(file)
  const config = readConfig(contents, await withModules(builtInPlatforms, contents, dirname(file)))
  checkPolicies(config)
  return config
}

/** Undefined where none is given and none is at the usual place. */
export const configFile = (path: string | undefined): string | undefined =>
  path === undefined && !existsSync(USUAL_CONFIG) ? undefined : resolve(path ?? USUAL_CONFIG)

/** For commands that need only the list of platforms from a configuration. */
export const configOption = [
  '-c, --config <file>',
  'configuration file that names modules of further platforms (default: hufu.config.json, if it exists)',
] as const

/** @throws {ConfigError} when a module that the configuration names has no platform. */
export async function loadRegistry(path: string | undefined): Promise<Registry> {
  const file = configFile(path)
  if (file === undefined) return builtInPlatforms
  if (!existsSync(file)) throw new Refused(`the configuration file ${file} does not exist`)
  return withModules(builtInPlatforms, await contentsOf(file), dirname(file))
}

/**
 * One platform, by its id or by the path of its file.
 *
 * @throws {Refused} when there is no such platform; the message says which there are.
 */
export async function loadPlatform(id: string, config: string | undefined): Promise<PlatformRecord> {
  if (isPath(id)) return platformIn(id, process.cwd(), 'platform')
  const registry = await loadRegistry(config)
  const found = registry.find(({ dialect }) => dialect.id === id)
  if (!found)
    throw new Refused(
      `there is no platform ${id}; the platforms are ${idsOf(registry).join(', ')}. Give the path of one that is in a file of yours, or name its module in the configuration`,
    )
  return found
}
