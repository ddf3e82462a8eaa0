import { revocation } from '@hufu/dialects'
import type { Platform } from '@hufu/server'
import type { Runtime } from '@hufu/server'
import type { Endpoint } from './overview-words.ts'

/** Where a platform answers, without a trailing slash: on a host of its own, or below the server's origin. */
function platformUrl({ hosts: [host], dialect }: Platform, { secure, linkTo }: Runtime): string {
  return host === undefined ? linkTo(`/${dialect.id}`) : `${secure ? 'https' : 'http'}://${host}`
}

/** Whole URLs, in the order in which an application comes to them. */
export function endpointsOf(platform: Platform, runtime: Runtime): readonly (readonly [Endpoint, string])[] {
  const { authorize, token, refresh, userInfo } = platform.dialect
  const paths: readonly (readonly [Endpoint, string | undefined])[] = [
    ['authorize', authorize.path],
    ['token', token.path],
    ['refresh', refresh.path],
    ['userInfo', userInfo?.path],
    ['revoke', revocation.path],
  ]
  const base = platformUrl(platform, runtime)
  return paths.flatMap(([name, path]) => (path === undefined ? [] : [[name, base + path] as const]))
}
