/* The place of a module that a configuration names. Node's own `import.meta.resolve` starts from the program, not from a folder. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** Whether it names a file, and no package. */
export const isPath = (specifier: string): boolean => /^(?:\.{0,2}\/|file:)/.test(specifier)

/** The URL of a module, as it is imported from a folder; undefined where it is not there. */
export function moduleAt(specifier: string, folder: string): string | undefined {
  const file = isPath(specifier) ? fileOf(specifier, folder) : fileOfPackage(specifier, folder)
  return file !== undefined && existsSync(file) ? pathToFileURL(file).href : undefined
}

/** For a module that is named by its path. */
export const fileOf = (specifier: string, folder: string): string =>
  specifier.startsWith('file:') ? fileURLToPath(specifier) : resolve(folder, specifier)

function fileOfPackage(specifier: string, folder: string): string | undefined {
  const require = createRequire(join(folder, 'configuration.js'))
  const [, name = '', rest = ''] = /^((?:@[^/]+\/)?[^/]+)(.*)$/.exec(specifier) ?? []
  const home = require.resolve
    .paths(specifier)
    ?.map((modules) => join(modules, name))
    .find((each) => existsSync(join(each, 'package.json')))
  if (home === undefined) return undefined
  const { exports } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { exports?: unknown }
  const subpath = `.${rest}`
  const hasSubpaths = isObject(exports) && Object.keys(exports).some((key) => key.startsWith('.'))
  const target = imported(hasSubpaths ? exports[subpath] : subpath === '.' ? exports : undefined)
  if (target !== undefined) return join(home, target)
  try {
    return require.resolve(specifier)
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const conditions: ReadonlySet<string> = new Set(['import', 'node', 'module-sync', 'default'])

/** The target of an `exports` entry for `import`: the first condition that holds (Node, "Conditional exports"). */
function imported(target: unknown): string | undefined {
  if (typeof target === 'string') return target
  if (!isObject(target)) return undefined
  for (const [condition, each] of Object.entries(target)) {
    const found = conditions.has(condition) ? imported(each) : undefined
    if (found !== undefined) return found
  }
  return undefined
}
