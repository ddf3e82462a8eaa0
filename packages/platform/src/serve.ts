import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { assertImplicitRejection, type KeyRing } from '@hufu/crypto'
import type { Store } from '@hufu/accounts'
import { memoryStore, sqliteStore } from '@hufu/store'
import type { Config } from '@hufu/server'
import { createServer } from '@hufu/server'
import type { Logger } from '@hufu/web/log'
import { mountParts } from './parts.ts'
import type { Sandbox, SandboxOptions } from '@hufu/sandbox'
import { markServed } from './served-as.ts'
import { type OutsideSecrets, type Runtime, createRuntime } from '@hufu/server'

export interface Running {
  /** The URL on which it listens, such as `http://127.0.0.1:8700`. */
  readonly url: string
  readonly runtime: Runtime
  /** Faults on purpose, where it was asked for. */
  readonly sandbox?: Sandbox
  /** Takes no new requests, finishes those that have come whole, closes the store. */
  close(): Promise<void>
}

/** Opens what `config.store` names. */
export function openStore(config: Config, now?: () => number): Store {
  const options = now ? { now } : {}
  if (config.store === 'memory:') return memoryStore(options)
  const path = config.store.slice('sqlite:'.length)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  return sqliteStore(path, options)
}

/**
 * `sandboxed`: with faults on purpose, and their control API at `/sandbox/api`.
 *
 * @throws {Error} when the port is taken, or the runtime's RSA would tell good padding from bad.
 * @throws {ConfigError} when faults on purpose are asked for in production mode, or of a store that was ever served in it;
 * or the store is a sandbox's, and the mode is production.
 */
export async function serve(
  config: Config,
  ring: KeyRing,
  log: Logger,
  store: Store = openStore(config),
  secrets: OutsideSecrets = {},
  sandboxed?: SandboxOptions,
): Promise<Running> {
  const sandbox = sandboxed && (await import('@hufu/sandbox')).openSandbox(config, store, sandboxed)
  await markServed(store, ring, sandbox ? 'sandbox' : config.mode)
  const runtime = await createRuntime(config, sandbox?.store ?? store, ring, log, secrets, sandbox)
  if ([...runtime.platforms.values()].some(({ dialect }) => dialect.envelope !== undefined))
    assertImplicitRejection()
  const app = await createServer(runtime, (whole) => mountParts(whole, runtime, sandbox))
  const url = await app.listen(config.listen)
  runtime.listensAt(url)
  log.info({ url, mode: config.mode, platforms: [...runtime.platforms.keys()] }, 'serving')
  return {
    url,
    runtime,
    ...(sandbox && { sandbox }),
    async close() {
      sandbox?.stop()
      await app.close()
      await runtime.close()
    },
  }
}
