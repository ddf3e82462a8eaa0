/* The page after the callback: a path of this site, and of the list if there is one (no open redirect). */
import { keeperError } from '@hufu/keeper-store/errors'

const LONGEST = 2000
/** A host that no browser asks for: what a path leads away from shows by it. */
const HERE = 'http://here.invalid'

/**
 * The path with its query, as a browser reads it; `allowed` has whole paths, and `/shops/*` for all below.
 *
 * @throws {KeeperError} `return_not_allowed`.
 */
export function returnPath(asked: string, allowed: readonly string[] | undefined): string {
  const url = /^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/.test(asked) ? URL.parse(asked, HERE) : null
  const { pathname = '', search = '', hash = '', origin = '' } = url ?? {}
  // Dots may have gone: /.//evil.example begins with two slashes then.
  const ours = asked.length <= LONGEST && origin === HERE && !pathname.startsWith('//')
  if (!ours || !(allowed?.some((each) => isBelow(pathname, each)) ?? true))
    throw keeperError('return_not_allowed')
  return `${pathname}${search}${hash}`
}

const isBelow = (path: string, allowed: string): boolean =>
  allowed.endsWith('/*') ? path.startsWith(allowed.slice(0, -1)) : path === allowed

/** Adds the result as the only value of that parameter. */
export function withEnding(path: string, name: 'connected' | 'error', value: string): string {
  const url = new URL(path, HERE)
  for (const each of ['connected', 'error']) url.searchParams.delete(each)
  url.searchParams.set(name, value)
  return `${url.pathname}${url.search}${url.hash}`
}
