/* The parts that `serve` and `ui` share: bearer tokens, and a process that ends on request. */
import { resolve } from 'node:path'
import type { Keeper } from '@hufu/keeper'
import type { Logger } from '@hufu/web/log'
import type { FastifyInstance } from 'fastify'
import { ConfigError } from '@hufu/web/config-error'
import type { TokenEntry } from './config.ts'
import type { Loaded } from './open.ts'
import { asked } from './stopping.ts'
import { type Tokens, digestOf, tokensOf } from './tokens.ts'

/** Tokens of the configuration, its token file, and HUFU_KEEPER_ADMIN_TOKEN. @throws {ConfigError} */
export const knownTokens = ({ config, folder }: Loaded, log: Logger): Tokens =>
  tokensOf([...config.tokens, ...adminOfEnvironment()], resolve(folder, config.tokenFile), (message) =>
    log.error({}, message),
  )

/** @throws {ConfigError} when it could be guessed. */
function adminOfEnvironment(): readonly TokenEntry[] {
  const token = process.env['HUFU_KEEPER_ADMIN_TOKEN']
  if (!token) return []
  if (token.length < 32 || token.length > 200 || !/^[\x21-\x7e]+$/.test(token))
    throw new ConfigError(
      'HUFU_KEEPER_ADMIN_TOKEN has to be 32 to 200 letters, digits and signs: make one with `hufu keeper token new --admin --print`',
    )
  return [{ for: 'admin', sha256: digestOf(token) }]
}

/** Until it is asked to stop: then what is under way is finished. */
export async function untilStopped(app: FastifyInstance, keeper: Keeper, log: Logger): Promise<void> {
  try {
    await asked((text) => log.info({}, text))
  } finally {
    await closed(app, keeper)
  }
}

export async function closed(app: FastifyInstance, keeper: Keeper): Promise<void> {
  await app.close()
  await keeper.close()
}

/** A path as browsers elsewhere reach it: below publicUrl, else below the address that the daemon listens on. */
export const absoluteFrom =
  ({ config }: Pick<Loaded, 'config'>, listensOn: () => string) =>
  (path: string): string =>
    new URL(path, config.publicUrl ?? listensOn()).href

export function listenUrl({ config: { listen } }: Pick<Loaded, 'config'>): string {
  const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host
  return `http://${host}:${listen.port}`
}
