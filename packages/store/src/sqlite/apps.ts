import type { App, AppStore } from '@hufu/engine'
import { byCreation } from '../order.ts'
import type { Connection } from './connection.ts'

type Row = [body: string]

export function appVerbs({ prepare, read, write }: Connection): AppStore {
  const byId = prepare<Row>('select body from apps where id = ?')
  const byClientId = prepare<Row>('select body from apps where platform = ? and client_id = ?')
  const fits = '(?1 is null or platform = ?1) and (?2 is null or status = ?2)'
  const list = prepare<Row>(`select body from apps where ${fits}`)
  const listOf = prepare<Row>(`select body from apps where ${fits} and organisation_id = ?3`)
  const insert = prepare(`
    insert into apps (id, version, platform, client_id, status, organisation_id, body) values (?, ?, ?, ?, ?, ?, ?)
    on conflict do nothing`)
  // `or ignore`: where another app has this client id, nothing is changed.
  const replace = prepare(`
    update or ignore apps set version = ?, platform = ?, client_id = ?, status = ?, organisation_id = ?, body = ?
    where id = ? and version = ?`)

  return {
    app: (platform, clientId) => read(() => appOf(byClientId.get(platform, clientId))),
    appById: (id) => read(() => appOf(byId.get(id))),
    apps: ({ platform = null, status = null, organisationId }) =>
      read(() =>
        (organisationId === undefined
          ? list.all(platform, status)
          : listOf.all(platform, status, organisationId)
        )
          .map(([body]) => JSON.parse(body) as App)
          .toSorted(byCreation(({ id }) => id)),
      ),
    putApp: (app) =>
      write(() => {
        const { id, version, platform, clientId = null, status, organisationId = null } = app
        const body = JSON.stringify(app)
        const changed =
          version === 0
            ? insert.run(id, version, platform, clientId, status, organisationId, body)
            : replace.run(version, platform, clientId, status, organisationId, body, id, version - 1)
        return changed > 0
      }),
  }
}

const appOf = (row: Row | undefined): App | undefined => row && (JSON.parse(row[0]) as App)
