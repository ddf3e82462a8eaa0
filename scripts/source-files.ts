import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

export interface SourceFile {
  /** From the root, with forward slashes. */
  readonly path: string
  readonly text: string
}

const sources = /\.(?:ts|js|mjs|cjs|css|html|svg|sql|json)$/
const skipped = new Set(['node_modules', 'test', 'vectors', 'build'])

/** Every source file below the folders that exist, tests and vectors left out. */
export const sourceFiles = (root: string, folders: readonly string[]): SourceFile[] =>
  folders
    .map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && sources.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep))
    .filter((parts) => !parts.some((part) => skipped.has(part)))
    .map((parts) => ({ path: parts.join('/'), text: readFileSync(join(root, ...parts), 'utf8') }))

/** Names of the folders in `packages`. */
export const packageFolders = (root: string): string[] =>
  readdirSync(join(root, 'packages'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)

/** `packages/engine/src/rules.ts:12`, as editors and terminals can open it. */
export const place = ({ path, text }: SourceFile, offset: number): string =>
  `${path}:${text.slice(0, offset).split('\n').length}`

/** Prints what was found; the exit code says whether it was anything. */
export function report(faults: readonly string[]): void {
  for (const fault of faults) console.error(fault)
  process.exitCode = faults.length > 0 ? 1 : 0
}
