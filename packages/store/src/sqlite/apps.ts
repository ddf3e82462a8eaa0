import type { App } from '@hufu/engine'
import type { AppEvent, AppStore, Logo } from '@hufu/accounts'
import { MOST_APP_EVENTS } from '../retention.ts'
import type { Connection } from './file/connection.ts'
import { listOf } from './lists.ts'

type Row = [body: string]

export function appVerbs(connection: Connection): AppStore {
  const { prepare, read, write } = connection
  const all = listOf<App>(connection, 'apps')
  const byId = prepare<Row>('select body from apps where id = ?')
  const byClientId = prepare<Row>('select body from apps where platform = ? and client_id = ?')
  const insert = prepare(`
    insert into apps (id, version, platform, client_id, status, organisation_id, body) values (?, ?, ?, ?, ?, ?, ?)
    on conflict do nothing`)
  // `or ignore`: where another app has this client id, nothing is changed.
  const replace = prepare(`
    update or ignore apps set version = ?, platform = ?, client_id = ?, status = ?, organisation_id = ?, body = ?
    where id = ? and version = ?`)

  const addEvent = prepare('insert into app_events (app_id, version, body) values (?, ?, ?)')
  const forget = prepare('delete from app_events where app_id = ? and version <= ?')
  const events = prepare<Row>('select body from app_events where app_id = ? order by version desc limit ?')
  const putLogo = prepare(`
    insert into logos (app_id, version, type, bytes) values (?, ?, ?, ?) on conflict do nothing`)
  const dropLogos = prepare(`
    delete from logos where app_id = ?1 and version not in (select value from json_each(?2))`)
  const logo = prepare<[type: Logo['type'], bytes: string]>(
    'select type, bytes from logos where app_id = ? and version = ?',
  )

  return {
    app: (platform, clientId) => read(() => appOf(byClientId.get(platform, clientId))),
    appById: (id) => read(() => appOf(byId.get(id))),
    apps: ({ platform, status, organisationId }, part) =>
      all({ organisation_id: organisationId, status, platform }, part),
    appHistory: (id, limit) =>
      read(() => events.all(id, limit).map(([body]) => JSON.parse(body) as AppEvent)),
    putLogo: ({ appId, version, type, bytes }, keep) =>
      write(() => {
        dropLogos.run(appId, JSON.stringify([...keep, version]))
        putLogo.run(appId, version, type, Buffer.from(bytes).toString('base64'))
      }),
    logo: (appId, version) =>
      read(() => {
        const row = logo.get(appId, version)
        return row && { appId, version, type: row[0], bytes: new Uint8Array(Buffer.from(row[1], 'base64')) }
      }),
    putApp: (app, event) =>
      write(() => {
        const { id, version, platform, clientId = null, status, organisationId = null } = app
        const body = JSON.stringify(app)
        const changed =
          version === 0
            ? insert.run(id, version, platform, clientId, status, organisationId, body)
            : replace.run(version, platform, clientId, status, organisationId, body, id, version - 1)
        if (changed === 0) return false
        if (event) {
          addEvent.run(id, version, JSON.stringify(event))
          forget.run(id, version - MOST_APP_EVENTS)
        }
        return true
      }),
  }
}

const appOf = (row: Row | undefined): App | undefined => row && (JSON.parse(row[0]) as App)
