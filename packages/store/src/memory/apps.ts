import type { App, AppStore } from '@hufu/engine'
import { byCreation } from '../order.ts'

export function appVerbs(): AppStore {
  const apps = new Map<string, App>()
  const find = (matches: (app: App) => boolean) => [...apps.values()].find(matches)
  return {
    app: async (platform, clientId) => find((app) => app.platform === platform && app.clientId === clientId),
    appById: async (id) => apps.get(id),
    apps: async ({ platform, status, organisationId }) =>
      [...apps.values()]
        .filter(
          (app) =>
            (platform ?? app.platform) === app.platform &&
            (status ?? app.status) === app.status &&
            (organisationId ?? app.organisationId) === app.organisationId,
        )
        .toSorted(byCreation(({ id }) => id)),
    async putApp(app) {
      const { id, platform, clientId, version } = app
      const present = apps.get(id)
      if (version === 0 ? present !== undefined : present?.version !== version - 1) return false
      const taken = find(
        (other) => other.id !== id && other.platform === platform && other.clientId === clientId,
      )
      if (clientId !== undefined && taken) return false
      apps.set(id, app)
      return true
    },
  }
}
