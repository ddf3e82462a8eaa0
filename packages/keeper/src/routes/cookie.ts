/* The cookie that binds an authorization to the browser that began it. */
import { STATE_LIFETIME } from '@hufu/client'
import type { SiteRequest } from './message.ts'

export interface BrowserCookie {
  read(asked: SiteRequest): string | undefined
  /** The value of a `set-cookie` header. Lax: it comes along when the platform sends the browser back. */
  set(binding: string): string
}

/** @param path that it is for, where no host of the same domain could set it for us (RFC 6265bis, `__Host-`). */
export function browserCookie(secure: boolean, path: string): BrowserCookie {
  const [name, where] = secure ? ['__Host-hufu_browser', '/; Secure'] : ['hufu_browser', path]
  return {
    read: (asked) => {
      const value = (asked.header('cookie') ?? '')
        .split(/; ?/)
        .find((each) => each.startsWith(`${name}=`))
        ?.slice(name.length + 1)
      // A value that we did not make is no binding.
      return value !== undefined && /^[0-9a-f]{64}$/.test(value) ? value : undefined
    },
    set: (binding) => `${name}=${binding}; Path=${where}; HttpOnly; SameSite=Lax; Max-Age=${STATE_LIFETIME}`,
  }
}
