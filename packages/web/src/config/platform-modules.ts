/* Platforms that come from modules which a configuration names. */
import { type PlatformRecord, type Registry, idsOf, kitOf } from '@hufu/dialects'
import { ConfigError } from './config-error.ts'
import { fileOf, isPath, moduleAt } from './module-place.ts'

/**
 * The platforms that come with Hufu, and those that `platforms.<id>.module` of the configuration names.
 *
 * @param contents what stands in the configuration's file.
 * @param folder the file's own, from which modules are resolved as Node does it: packages, or paths that begin with a dot.
 * @throws {ConfigError} naming the member: an id that is taken, a module that is not there, what is no record.
 */
export async function withModules(builtIn: Registry, contents: unknown, folder: string): Promise<Registry> {
  const records: PlatformRecord[] = [...builtIn]
  for (const [id, specifier] of modulesIn(contents)) {
    const place = `platforms.${id}.module`
    if (idsOf(builtIn).includes(id))
      throw new ConfigError(
        `${place}: a platform with the id ${id} comes with Hufu: give yours another id, in its dialect and here`,
      )
    const record = await platformIn(specifier, folder, place)
    if (record.dialect.id !== id)
      throw new ConfigError(
        `${place}: the dialect of ${specifier} has the id ${record.dialect.id}: write platforms.${record.dialect.id}`,
      )
    records.push(record)
  }
  return records
}

/** Any other shape is left to the configuration's schema, which reports it. */
function modulesIn(contents: unknown): readonly (readonly [id: string, specifier: string])[] {
  const { platforms } = (contents ?? {}) as { readonly platforms?: unknown }
  if (typeof platforms !== 'object' || platforms === null) return []
  return Object.entries(platforms).flatMap(([id, of]: [string, unknown]) => {
    const { module } = (of ?? {}) as { readonly module?: unknown }
    return typeof module === 'string' ? [[id, module] as const] : []
  })
}

/**
 * The record that a module exports as `platform`, or as its default.
 *
 * @param place what names the module, for messages.
 * @throws {ConfigError} saying what to do.
 */
export async function platformIn(specifier: string, folder: string, place: string): Promise<PlatformRecord> {
  const loaded = await load(specifier, folder, place)
  const exported = loaded['platform'] === undefined ? 'default' : 'platform'
  const value = loaded[exported]
  if (value === undefined)
    throw new ConfigError(
      `${place}: ${specifier} exports no platform: export const platform = definePlatform({ dialect })`,
    )
  const kit = kitOf(value)
  if (kit === 'another')
    throw new ConfigError(
      `${place}: ${specifier} was made with another copy of @hufu/dialects than the one that runs here: make @hufu/dialects a peer dependency of it, and install one copy (npm ls @hufu/dialects lists them)`,
    )
  if (kit === 'none' || !isRecord(value))
    throw new ConfigError(
      `${place}: the export ${exported} of ${specifier} is not a platform record: make it with definePlatform({ dialect }) of @hufu/dialects/kit`,
    )
  return { ...value, module: { specifier, exported } }
}

const members = ['authorize', 'callback', 'token', 'refresh', 'policy', 'formats'] as const

/** Checks modules that no compiler has checked. */
function isRecord(value: unknown): value is PlatformRecord {
  const { dialect } = value as Partial<PlatformRecord>
  return (
    typeof dialect === 'object' &&
    typeof dialect.id === 'string' &&
    /^[a-z][a-z0-9-]*$/.test(dialect.id) &&
    members.every((name) => typeof dialect[name] === 'object')
  )
}

async function load(
  specifier: string,
  folder: string,
  place: string,
): Promise<Readonly<Record<string, unknown>>> {
  const url = moduleAt(specifier, folder)
  if (url === undefined)
    throw new ConfigError(
      isPath(specifier)
        ? `${place}: there is no file ${fileOf(specifier, folder)}`
        : `${place}: there is no package ${specifier} in ${folder}: npm install ${specifier}`,
    )
  try {
    return (await import(url)) as Readonly<Record<string, unknown>>
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    if (code === 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING')
      throw new ConfigError(
        `${place}: ${specifier} is TypeScript, which Node does not run inside of node_modules: build it to JavaScript before it is packed`,
      )
    throw new ConfigError(`${place}: ${specifier} cannot be loaded: ${message}`)
  }
}
