/* Whether a fault can ever strike: one that cannot lets a test pass that tests nothing. */
import type { Runtime } from '@hufu/server'
import type { Fault } from './fault.ts'

/**
 * What is wrong with whom it names, or nothing. A grant, an openid and a shop may come later; an AppKey is made here, and
 * nobody knows it before. What was sent is not repeated: it may be a secret in the wrong place.
 */
export async function misaimed(
  { platform: id, clientId, endpoint }: Fault,
  { platforms, directory, store }: Pick<Runtime, 'platforms' | 'directory' | 'store'>,
): Promise<string | undefined> {
  if (endpoint === 'userInfo' && !platforms.get(id)?.dialect.userInfo)
    return `endpoint: ${id} has no userInfo; there are token, refresh`
  if (clientId === undefined || (await directory.app(id, clientId))) return undefined
  const known = (await store.apps({ platform: id })).flatMap((app) => app.clientId ?? [])
  return `clientId: ${id} has no app with this AppKey; there are ${listed(known)}`
}

const MOST_LISTED = 5

const listed = (all: readonly string[]): string => {
  if (all.length === 0) return 'none yet: make one by POST /apps'
  const more = all.length > MOST_LISTED ? ` and ${all.length - MOST_LISTED} more` : ''
  return all.slice(-MOST_LISTED).join(', ') + more
}
