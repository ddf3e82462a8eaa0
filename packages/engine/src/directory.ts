import type { App, EngineStore, User } from './store.ts'

/** How long another process's change of an app or user may go unseen here. Changes of this process are seen at once. */
export const STALE_SECONDS = 2
const MOST_ENTRIES = 10_000

/** Apps and users, read through a small cache: every exchange asks for them. */
export interface Directory {
  app(platform: string, clientId: string): Promise<App | undefined>
  appById(id: string): Promise<App | undefined>
  user(id: string): Promise<User | undefined>
  /** To be called after this process has changed an app or a user. */
  forget(): void
}

export function directoryOf(store: Pick<EngineStore, 'app' | 'appById' | 'user'>): Directory {
  const apps = cached((key: string) => {
    const space = key.indexOf(' ')
    return store.app(key.slice(0, space), key.slice(space + 1))
  })
  const appsById = cached(store.appById)
  const users = cached(store.user)
  return {
    app: (platform, clientId) => apps.get(`${platform} ${clientId}`),
    appById: appsById.get,
    user: users.get,
    forget() {
      apps.clear()
      appsById.clear()
      users.clear()
    },
  }
}

/** What is not there is not remembered: made-up keys must not fill the cache, nor hide an app that was just made. */
function cached<Value>(read: (key: string) => Promise<Value | undefined>) {
  const entries = new Map<string, { readonly held: Promise<Value>; readonly until: number }>()
  let epoch = 0

  async function readAgain(key: string): Promise<Value | undefined> {
    const before = epoch
    const value = await read(key)
    if (value === undefined) entries.delete(key)
    else if (before === epoch) {
      if (entries.size >= MOST_ENTRIES) entries.clear()
      entries.set(key, { held: Promise.resolve(value), until: performance.now() + STALE_SECONDS * 1000 })
    }
    return value
  }
  return {
    get(key: string): Promise<Value | undefined> {
      const entry = entries.get(key)
      return entry && entry.until > performance.now() ? entry.held : readAgain(key)
    },
    clear() {
      epoch++
      entries.clear()
    },
  }
}
