import { revocation } from '@hufu/dialects'
import type { Platform } from '@hufu/server'
import type { Runtime } from '@hufu/server'
import type { Endpoint } from './overview-words.ts'

/** Where a platform answers, without a trailing slash: on a host of its own, or below the server's origin. */
function platformUrl({ hosts: [host], dialect }: Platform, { secure, linkTo }: Runtime): string {
  return host === undefined ? linkTo(`/${dialect.id}`) : `${secure ? 'https' : 'http'}://${host}`
}

/** A whole URL, and which other face of the platform it is of. */
type Listed = readonly [endpoint: Endpoint, url: string, face?: string]

/** In the order in which an application comes to them; then those of other faces, where they have addresses of their own. */
export function endpointsOf(platform: Platform, runtime: Runtime): readonly Listed[] {
  const { authorize, token, refresh, userInfo, faces = [] } = platform.dialect
  const paths: readonly (readonly [Endpoint, string | undefined, string?])[] = [
    ['authorize', authorize.path],
    ['token', token.path],
    ['refresh', refresh.path],
    ['userInfo', userInfo?.path],
    ['revoke', revocation.path],
    ...faces.flatMap((face) => [
      ...(face.token.path === token.path ? [] : [['token', face.token.path, face.title] as const]),
      ...(face.refresh.path === refresh.path ? [] : [['refresh', face.refresh.path, face.title] as const]),
    ]),
  ]
  const base = platformUrl(platform, runtime)
  return paths.flatMap(([name, path, face]): readonly Listed[] =>
    path === undefined ? [] : [face === undefined ? [name, base + path] : [name, base + path, face]],
  )
}
