import type { App, AppEvent, AppStore, Logo } from '@hufu/engine'
import { partOf } from '../order.ts'
import { MOST_APP_EVENTS } from '../retention.ts'

export function appVerbs(): AppStore {
  const apps = new Map<string, App>()
  const events = new Map<string, readonly AppEvent[]>()
  const logos = new Map<string, readonly Logo[]>()
  const find = (matches: (app: App) => boolean) => [...apps.values()].find(matches)
  return {
    app: async (platform, clientId) => find((app) => app.platform === platform && app.clientId === clientId),
    appById: async (id) => apps.get(id),
    apps: async ({ platform, status, organisationId }, part) =>
      partOf(
        [...apps.values()].filter(
          (app) =>
            (platform ?? app.platform) === app.platform &&
            (status ?? app.status) === app.status &&
            (organisationId ?? app.organisationId) === app.organisationId,
        ),
        ({ id }) => id,
        part,
      ),
    appHistory: async (id, limit) => (events.get(id) ?? []).slice(0, limit),
    async putLogo(logo, keep) {
      const others = (logos.get(logo.appId) ?? []).filter(
        ({ version }) => version !== logo.version && keep.includes(version),
      )
      logos.set(logo.appId, [...others, logo])
    },
    logo: async (appId, version) => logos.get(appId)?.find((each) => each.version === version),
    async putApp(app, event) {
      const { id, platform, clientId, version } = app
      const present = apps.get(id)
      if (version === 0 ? present !== undefined : present?.version !== version - 1) return false
      const taken = find(
        (other) => other.id !== id && other.platform === platform && other.clientId === clientId,
      )
      if (clientId !== undefined && taken) return false
      apps.set(id, app)
      if (event) {
        const before = (events.get(id) ?? []).filter((each) => each.version > version - MOST_APP_EVENTS)
        events.set(id, [event, ...before])
      }
      return true
    },
  }
}
