/* The keeper that a configuration describes, opened. */
import { existsSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { parseKeys } from '@hufu/crypto'
import { type Dialect, type Registry, builtInPlatforms, dateOf, facesOf } from '@hufu/dialects'
import {
  type AppOptions,
  type Keeper,
  type KeeperOptions,
  KeeperError,
  type WebhooksOptions,
} from '@hufu/keeper'
import { type KeeperContext, openKeeper } from '@hufu/keeper/parts'
import { contentsOf } from '@hufu/web/config-contents'
import { ConfigError } from '@hufu/web/config-error'
import { withModules } from '@hufu/web/platform-modules'
import { type KeeperConfig, type SecretPlace, readKeeperConfig } from './config.ts'
import { secretAt } from './secrets.ts'

/** The place that is looked at where none is given. */
const USUAL_CONFIG = 'keeper.json'

export interface Loaded {
  readonly config: KeeperConfig
  /** The folder at which relative paths of the configuration start. */
  readonly folder: string
  /** The configuration's own. */
  readonly file: string
  /** The platforms that come with Hufu, and those of modules that the configuration names. */
  readonly registry: Registry
  /** The contents of the file, before the environment overrides them. */
  readonly written: unknown
}

/** Options of every command of the keeper. */
export interface KeeperCommandOptions {
  readonly config?: string
}

/** JSON, or a TypeScript or JavaScript module. @throws {ConfigError} when there is none. @throws {ConfigError} when it is wrong. */
export async function loadKeeperConfig({ config }: KeeperCommandOptions): Promise<Loaded> {
  const file = resolve(config ?? USUAL_CONFIG)
  if (!existsSync(file))
    throw new ConfigError(
      `the configuration file ${file} does not exist: name one with --config, or write one (docs/keeper.md)`,
    )
  const written = await contentsOf(file)
  const folder = dirname(file)
  return {
    config: readKeeperConfig(written, process.env),
    registry: await withModules(builtInPlatforms, written, folder),
    folder,
    file,
    written,
  }
}

export interface Opened extends Loaded {
  readonly keeper: Keeper
  readonly context: KeeperContext
}

/**
 * @param more options of this use. By default nothing is refreshed ahead of time, no webhooks are sent and no store is
 *   created: commands run like this, and the daemon asks for all of it.
 * @throws {ConfigError} when a key, secret or store is not there. @throws {StoreError} when the store cannot be opened.
 */
export async function openConfigured(
  loaded: Loaded,
  more: Partial<KeeperOptions> & { readonly makes?: true } = {},
): Promise<Opened> {
  const { makes, ...options } = more
  const { config, folder, registry } = loaded
  const store = storeOf(config.store, folder)
  const path = store.startsWith('sqlite:') ? store.slice('sqlite:'.length) : undefined
  if (!makes && path !== undefined && path !== ':memory:' && !existsSync(path))
    throw new ConfigError(
      `the store ${path} does not exist: \`hufu keeper serve\` or your application creates it`,
    )
  if (!makes && path !== undefined && path !== ':memory:' && statSync(path).size === 0)
    throw new ConfigError(
      `the store ${path} is an empty file: restore its last backup, or delete it if it never held anything`,
    )
  const keys = keysOf(config, folder)
  const { maxStaleSeconds, maxCached, pollSeconds, spool, publicUrl, returnPaths, trustedProxies } = config
  try {
    const opened = await openKeeper({
      store,
      keys,
      apps: appsOf(config, folder, registry),
      maxStaleSeconds,
      maxCached,
      pollSeconds,
      publicUrl,
      returnPaths,
      trustForwarded: trustedProxies.length > 0,
      spool: spool === undefined ? undefined : resolve(folder, spool),
      schedule: false,
      ...options,
    })
    return { ...loaded, ...opened }
  } catch (error) {
    // The message of a wrong option begins with its name.
    if (error instanceof TypeError && /^(?:apps\.[^:]+|[a-zA-Z]+): /.test(error.message))
      throw new ConfigError(error.message)
    throw error
  }
}

/** Opens, acts, closes, whatever happens. @throws {ConfigError} with what the keeper says was wrong. */
export async function withKeeper<Value>(
  options: KeeperCommandOptions,
  act: (opened: Opened) => Promise<Value>,
): Promise<Value> {
  const opened = await openConfigured(await loadKeeperConfig(options))
  try {
    return await act(opened)
  } catch (error) {
    throw error instanceof KeeperError ? new ConfigError(saidOf(error)) : error
  } finally {
    await opened.keeper.close()
  }
}

/** One line, with the time of the next attempt. */
function saidOf({ message, retryAt }: KeeperError): string {
  const when = retryAt === undefined ? '' : ` (not before ${dateOf(retryAt).toISOString()})`
  return `${message}${when}`
}

function storeOf(store: string, folder: string): string {
  if (!store.startsWith('sqlite:') || store === 'sqlite::memory:') return store
  const path = store.slice('sqlite:'.length)
  return `sqlite:${isAbsolute(path) ? path : join(folder, path)}`
}

/**
 * The key ring; the file that has it is read again while the keeper runs, as another process may have put a key into it.
 *
 * @throws {ConfigError} when there is none, or the text is no key ring.
 */
function keysOf({ keys }: KeeperConfig, folder: string): string | (() => string) {
  const fromEnvironment = process.env['HUFU_KEYS']
  const read = () => (keys === undefined ? '' : secretAt(keys, 'keys', folder, process.env))
  const text = fromEnvironment || read()
  if (!text)
    throw new ConfigError(
      'the key ring is missing, and tokens are stored sealed: make a key with `hufu keys new`, and set HUFU_KEYS to it',
    )
  try {
    parseKeys(text)
    return fromEnvironment ? text : read
  } catch (error) {
    const where = fromEnvironment ? 'HUFU_KEYS' : 'keys'
    throw new ConfigError(`${where} is not a key ring: ${error instanceof Error ? error.message : ''}`)
  }
}

/** The dialect, or one of its other faces. @throws {ConfigError} when it has no such face. */
function spoken(key: string, dialect: Dialect | undefined, face: number | undefined): Dialect | undefined {
  if (face === undefined || dialect === undefined) return dialect
  const chosen = facesOf(dialect)[face + 1]
  if (!chosen)
    throw new ConfigError(
      `apps.${key}.face: ${dialect.id} has no face ${face}; \`hufu explain ${dialect.id}\` lists its other faces`,
    )
  return chosen
}

const appsOf = ({ apps }: KeeperConfig, folder: string, registry: Registry): Record<string, AppOptions> =>
  Object.fromEntries(
    Object.entries(apps).map(
      ([key, { clientSecret, proxy, privateKey, platformPublicKey, face, ...plain }]) => {
        const at = (name: string, place: SecretPlace) =>
          secretAt(place, `apps.${key}.${name}`, folder, process.env)
        const each = (name: string, places: typeof privateKey) =>
          places === undefined ? undefined : [places].flat().map((place) => at(name, place))
        return [
          key,
          {
            ...plain,
            dialect: spoken(
              key,
              plain.dialect ?? registry.find(({ dialect: { id } }) => id === key.split('/')[0])?.dialect,
              face,
            ),
            policy: plain.policy && lifted(plain.policy),
            clientSecret: clientSecret && at('clientSecret', clientSecret),
            proxy: proxy && at('proxy', proxy),
            privateKey: each('privateKey', privateKey),
            platformPublicKey: each('platformPublicKey', platformPublicKey),
          },
        ]
      },
    ),
  )

/** @throws {ConfigError} when a secret is not there. */
export const webhooksOf = ({ config: { webhooks }, folder }: Loaded): WebhooksOptions =>
  Object.fromEntries(
    Object.entries(webhooks).map(([name, { secret, ...plain }]) => [
      name,
      {
        ...plain,
        secret: [secret]
          .flat()
          .map((place) => secretAt(place, `webhooks.${name}.secret`, folder, process.env)),
      },
    ]),
  )

/** In a file, null means no limit; in a policy, the member is absent. */
const lifted = (policy: object): object =>
  Object.fromEntries(
    Object.entries(policy).map(([name, value]: [string, unknown]) => [name, value ?? undefined]),
  )
