/* As much of the port as apps and accounts ask for, in memory, with a clock to turn. The real stores have their contract suite. */
import type { App, Session, Shop, User } from '@hufu/engine'
import type { AppEvent } from '../src/apps/app-history.ts'
import type { Store } from '../src/store.ts'
import type { Operator } from '../src/people/roles.ts'
import type { Gateway } from '@hufu/engine'
import type { Organisation } from '../src/people/developers.ts'

type Asked =
  | 'now'
  | 'app'
  | 'appById'
  | 'putApp'
  | 'appHistory'
  | 'shop'
  | 'organisation'
  | 'putOrganisation'
  | 'putShop'
  | 'user'
  | 'userByName'
  | 'putUser'
  | 'loginFailures'
  | 'countLoginFailure'
  | 'loginFailureAt'
  | 'clearLoginFailures'
  | 'clearLoginFailuresUnder'
  | 'requireAdmin'
  | 'putSession'
  | 'session'
  | 'endSessions'
  | 'operator'
  | 'putOperator'
  | 'gateway'
  | 'putGateway'
  | 'revokeGrants'
  | 'once'
  | 'dropTicket'

export interface SmallStore extends Pick<Store, Asked> {
  turn(seconds: number): void
  /** Rows that failures of logins have left behind. */
  failureRows(): number
  readonly revoked: { readonly which: object; readonly because: string }[]
  readonly sessions: Map<string, Session>
}

export function smallStore(): SmallStore {
  let now = 1_800_000_000
  const apps = new Map<string, App>()
  const events: AppEvent[] = []
  const shops = new Map<string, Shop>()
  const organisations = new Map<string, Organisation>()
  const users = new Map<string, User>()
  const operators = new Map<string, Operator>()
  const gateways = new Map<string, Gateway>()
  const failures = new Map<string, number[]>()
  const sessions = new Map<string, Session>()
  const happened = new Set<string>()
  const revoked: { which: object; because: string }[] = []
  const since = (key: string, from: number) => (failures.get(key) ?? []).filter((at) => at > from).length
  /** Others get in between, as they would at a database. */
  const later = <Value>(act: () => Value): Promise<Value> =>
    new Promise((done) => setImmediate(() => done(act())))
  return {
    now: () => now,
    turn: (seconds) => void (now += seconds),
    failureRows: () => [...failures.values()].flat().length,
    revoked,
    sessions,
    app: (platform, clientId) =>
      later(() =>
        [...apps.values()].find((each) => each.platform === platform && each.clientId === clientId),
      ),
    appById: (id) => later(() => apps.get(id)),
    appHistory: (id, limit) =>
      later(() =>
        events
          .filter(({ appId }) => appId === id)
          .toReversed()
          .slice(0, limit),
      ),
    putApp: (app, event) =>
      later(() => {
        if (!putNext(apps, app.id, app)) return false
        if (event) events.push(event)
        return true
      }),
    shop: (id) => later(() => shops.get(id)),
    organisation: (id) => later(() => organisations.get(id)),
    putOrganisation: (organisation) =>
      later(() => {
        organisations.set(organisation.id, organisation)
        return true
      }),
    putShop: (shop) => later(() => void shops.set(shop.id, shop)),
    user: (id) => later(() => users.get(id)),
    userByName: (username) => later(() => [...users.values()].find((user) => user.username === username)),
    putUser: (user) =>
      later(() => {
        if ([...users.values()].some(({ id, username }) => username === user.username && id !== user.id))
          return false
        return putNext(users, user.id, user)
      }),
    loginFailures: (key, from) => later(() => since(key, from)),
    countLoginFailure: (key, at, from) =>
      later(() => {
        failures.set(key, [...(failures.get(key) ?? []), at])
        return since(key, from)
      }),
    loginFailureAt: (key, nth) => later(() => (failures.get(key) ?? []).toSorted((a, b) => b - a)[nth - 1]),
    clearLoginFailures: (key) => later(() => void failures.delete(key)),
    clearLoginFailuresUnder: (key) =>
      later(() => {
        for (const each of failures.keys()) if (`${each} `.startsWith(`${key} `)) failures.delete(each)
      }),
    putSession: (session) => later(() => void sessions.set(session.id, session)),
    session: (id) => later(() => sessions.get(id)),
    endSessions: (accountId, except) =>
      later(() => {
        for (const [id, session] of sessions)
          if (session.accountId === accountId && id !== except) sessions.delete(id)
      }),
    operator: (username) => later(() => operators.get(username)),
    putOperator: (operator) => later(() => putNext(operators, operator.username, operator)),
    requireAdmin: (beside) =>
      later(() =>
        [...operators.values()].some(
          ({ username, status, role = 'admin' }) =>
            username !== beside && status === 'active' && role === 'admin',
        ),
      ),
    gateway: (id) => later(() => gateways.get(id)),
    putGateway: (gateway) => later(() => void gateways.set(gateway.id, gateway)),
    once: (key) =>
      later(() => {
        if (happened.has(key)) return false
        happened.add(key)
        return true
      }),
    dropTicket: () => later(() => undefined),
    revokeGrants: (which, _at, because) => later(() => revoked.push({ which, because })),
  }
}

/** Only over the version before its own. */
function putNext<Row extends { readonly version: number }>(
  rows: Map<string, Row>,
  key: string,
  row: Row,
): boolean {
  const held = rows.get(key)
  if (row.version !== (held === undefined ? 0 : held.version + 1)) return false
  rows.set(key, row)
  return true
}
