/* The URLs of the keeper's routes, from its options and the request. */
import type { App, Apps } from '../app/app.ts'
import { originOf } from './address.ts'
import type { SiteRequest } from './message.ts'

export interface Site {
  /** The path of the routes, such as `/oauth`; empty at the root. */
  path: string
  readonly publicUrl: string | undefined
  readonly trustForwarded: boolean
  readonly returnPaths: readonly string[] | undefined
}

/** @throws {TypeError} when it is no path. */
export function checkedPath(path: string): string {
  const bare = path.replace(/\/$/, '')
  if (!/^(?:\/[\w.~-]+)*$/.test(bare)) throw new TypeError('routes: the path is not one like /oauth')
  return bare
}

export const startPath = ({ path }: Site): string => `${path}/connect`

/** One for each application: a callback of another is told by its path (mix-up, RFC 9700, section 4.4). */
export function callbackPath({ path }: Site, { platform, name, options }: App): string {
  if (options.redirectUri !== undefined) return new URL(options.redirectUri).pathname
  return `${path}/callback/${platform}/${encodeURIComponent(name)}`
}

/**
 * By path.
 *
 * @throws {TypeError} when two applications would have one, or an application's own is no address of a site.
 */
export function callbacksOf(site: Site, apps: Apps): ReadonlyMap<string, App> {
  const found = new Map<string, App>()
  for (const app of apps.all) {
    const { redirectUri } = app.options
    if (redirectUri !== undefined && !/^https?:$/.test(URL.parse(redirectUri)?.protocol ?? ''))
      throw new TypeError(`apps: the redirectUri of ${app.platform}/${app.name} is no http(s) URL`)
    const path = callbackPath(site, app)
    const other = found.get(path) ?? (path === startPath(site) ? app : undefined)
    if (other)
      throw new TypeError(
        `apps: ${app.platform}/${app.name} has the path of ${other.platform}/${other.name}, ${path}: each needs its own`,
      )
    found.set(path, app)
  }
  return found
}

/** The redirect URI that is registered at the platform. @throws {KeeperError} `address_unknown`. */
export const redirectUriOf = (site: Site, app: App, asked: SiteRequest): string =>
  app.options.redirectUri ??
  `${site.publicUrl ?? originOf(asked, site.trustForwarded)}${callbackPath(site, app)}`
