import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { servedDialects } from '@hufu/dialects'
import { type Config, checkPolicies, readConfig } from '@hufu/server'
import { Refused } from './refused.ts'

/** The place that is looked at where none is given. */
export const USUAL_CONFIG = 'hufu.config.json'

/**
 * JSON, or a TypeScript or JavaScript module whose default export is the configuration. Without a file, all defaults.
 * @throws {Refused} when the file is missing.
 * @throws {ConfigError} when it is no configuration, or a platform could not do as it says.
 */
export async function loadConfig(path: string | undefined): Promise<Config> {
  const known = servedDialects.map(({ id }) => id)
  const file = configFile(path)
  if (file === undefined) return readConfig({}, known)
  if (!existsSync(file)) throw new Refused(`there is no ${file}`)
  const config = readConfig(await contentsOf(file), known)
  checkPolicies(config)
  return config
}

/** Undefined where none is given and none is at the usual place. */
export const configFile = (path: string | undefined): string | undefined =>
  path === undefined && !existsSync(USUAL_CONFIG) ? undefined : resolve(path ?? USUAL_CONFIG)

export async function contentsOf(file: string): Promise<unknown> {
  if (/\.[mc]?[jt]s$/.test(file)) {
    const module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown }
    return module.default
  }
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Refused(`${file} is no JSON: ${error instanceof Error ? error.message : ''}`)
  }
}
