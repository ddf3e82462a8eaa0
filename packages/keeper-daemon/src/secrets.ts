import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { readPrivately } from '@hufu/crypto'
import { ConfigError } from '@hufu/web/config-error'
import type { SecretPlace } from './config.ts'

/**
 * What lies at the place that the configuration names. `where`: how a message calls it, such as
 * `apps.<platform>.clientSecret`.
 *
 * @throws {ConfigError} when the variable is not set, the file is not there, or can be read by others.
 */
export function secretAt(place: SecretPlace, where: string, folder: string, env: NodeJS.ProcessEnv): string {
  if (typeof place === 'string') return place
  if ('env' in place) {
    const value = env[place.env]
    if (value) return value
    throw new ConfigError(
      `${where}: the environment variable ${place.env} is not set: set it, then start again`,
    )
  }
  const file = resolve(folder, place.file)
  const text = (isPublicKey(where) ? readFileSync(file, 'utf8') : readPrivately(file)).trim()
  if (text !== '') return text
  throw new ConfigError(`${where}: the file ${file} is empty: write the secret into it`)
}

/** Not secret, so that anybody may read its file. */
const isPublicKey = (where: string): boolean => /\.platformPublicKey/.test(where)
