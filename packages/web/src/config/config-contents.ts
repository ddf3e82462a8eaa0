import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { ConfigError } from './config-error.ts'

/**
 * What stands in a configuration's file: JSON, or the default export of a TypeScript or JavaScript module.
 *
 * @throws {ConfigError} when it is no JSON.
 */
export async function contentsOf(file: string): Promise<unknown> {
  if (/\.[mc]?[jt]s$/.test(file)) {
    const module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown }
    return module.default
  }
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new ConfigError(`${file} is no JSON: ${error instanceof Error ? error.message : ''}`)
  }
}
