/* The pages of a site that a visitor can be led to: those that answer GET. */
import type { FastifyRequest } from 'fastify'

export interface Places {
  /** `path`: a page's, below the prefix, such as `/apps/:id`. A file to download, `/audit.csv`, is no page. */
  add(path: string): void
  /** `next`, where it is a page of this site but its login. */
  placeToGo(next: string): string | undefined
  /** The page that the visitor is on; of what a form posts to, the page nearest above it. */
  pageOf(request: FastifyRequest): string
}

export function places(prefix: string, loginPath: string): Places {
  const pages: RegExp[] = []
  const login = `${prefix}${loginPath}/`
  const isPage = (path: string): boolean => pages.some((each) => each.test(path))

  return {
    add(path) {
      if (/\.[a-z]+$/.test(path)) return
      const pattern = `${prefix}${path}`.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')
      pages.push(new RegExp(`^${pattern}$`))
    },
    placeToGo(next) {
      // A path is resolved as a browser would: what climbs out of the site is none of its pages.
      const url = isOwnPath(next, prefix) ? URL.parse(next, 'http://here') : null
      if (!url || !isPage(url.pathname) || `${url.pathname}/`.startsWith(login)) return undefined
      return url.pathname + url.search
    },
    pageOf({ method, raw }) {
      const url = raw.url ?? prefix
      if (method === 'GET' || method === 'HEAD') return url
      let [path = prefix] = url.split('?', 1)
      while (path.length > prefix.length && !isPage(path)) path = path.slice(0, path.lastIndexOf('/'))
      return path
    },
  }
}

/** A path of this server and nothing else: no other host can be written so that it passes. */
export const isOwnPath = (text: string, prefix = '/'): boolean =>
  text.startsWith(prefix) &&
  (prefix === '/' || ['', '/', '?'].includes(text.charAt(prefix.length))) &&
  /^\/(?:[\w.~:@!$&'()*+,;=%?-][\w.~:@!$&'()*+,;=%?/-]*)?$/.test(text)
