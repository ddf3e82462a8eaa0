/* A store that keeps what is written until it is committed all at once. What is read is what is committed, and what is kept. */
import type { Change, Store } from './store.ts'
import { type Operator, roleOf } from './people/roles.ts'

export interface Collecting {
  readonly store: Store
  /** The changes asked for so far, in order. */
  readonly changes: readonly Change[]
}

interface Versioned {
  readonly version: number
}

const isNext = ({ version }: Versioned, present: Versioned | undefined): boolean =>
  version === 0 ? present === undefined : present?.version === version - 1

/**
 * Each verb answers what it would answer now; whether that still holds then, the commit says. Rows are read by their key as
 * they will be; lists and searches are what is committed. What limits guesses, and what happens once, is not kept back: it
 * counts whatever becomes of the rest.
 */
// oxlint-disable-next-line max-lines-per-function -- one method for each verb of the port
export function collecting(base: Store): Collecting {
  const changes: Change[] = []
  const kept = new Map<string, unknown>()

  const reads =
    <Value>(kind: string, read: (key: string) => Promise<Value | undefined>) =>
    async (key: string): Promise<Value | undefined> => {
      const name = `${kind} ${key}`
      return kept.has(name) ? (kept.get(name) as Value | undefined) : read(key)
    }
  const keep = (kind: string, key: string, value: unknown, change: Change): void => {
    kept.set(`${kind} ${key}`, value)
    changes.push(change)
  }
  /** All present values of a kind; a removed one is left out. */
  const keptOf = <Value>(kind: string): readonly Value[] =>
    [...kept].flatMap(([name, value]) =>
      name.startsWith(`${kind} `) && value !== undefined ? [value as Value] : [],
    )

  const appById = reads('app', base.appById)
  const shop = reads('shop', base.shop)
  const user = reads('user', base.user)
  const operator = reads('operator', base.operator)
  const gateway = reads('gateway', base.gateway)
  const organisation = reads('organisation', base.organisation)
  const developer = reads('developer', base.developer)
  const setting = reads('setting', base.setting)

  /** The value after this commit: one that another key found may have been changed here, or may have just got that key. */
  async function asKept<Value>(
    kind: string,
    found: Promise<Value | undefined>,
    keyOf: (value: Value) => string,
    fits: (value: Value) => boolean,
  ): Promise<Value | undefined> {
    const committed = await found
    const own = keptOf<Value>(kind).find(fits)
    return own ?? (committed && !kept.has(`${kind} ${keyOf(committed)}`) ? committed : undefined)
  }
  const app: Store['app'] = (platform, clientId) =>
    asKept(
      'app',
      base.app(platform, clientId),
      ({ id }) => id,
      (each) => each.platform === platform && each.clientId === clientId,
    )
  const userByName: Store['userByName'] = (username) =>
    asKept(
      'user',
      base.userByName(username),
      ({ id }) => id,
      (each) => each.username === username,
    )
  const developerByEmail: Store['developerByEmail'] = (email) =>
    asKept(
      'developer',
      base.developerByEmail(email),
      ({ id }) => id,
      (each) => each.email === email,
    )
  const isTaken = async (found: Promise<{ readonly id: string } | undefined>, id: string) =>
    ((await found)?.id ?? id) !== id

  const isAdmin = (each: Operator) => each.status === 'active' && roleOf(each) === 'admin'

  const store: Store = {
    ...base,
    app,
    appById,
    shop,
    user,
    userByName,
    operator,
    gateway,
    organisation,
    developer,
    developerByEmail,
    setting,

    async putApp(next, event) {
      const { id, platform, clientId } = next
      if (!isNext(next, await appById(id))) return false
      if (clientId !== undefined && (await isTaken(app(platform, clientId), id))) return false
      keep('app', id, next, event ? ['putApp', next, event] : ['putApp', next])
      return true
    },
    async putLogo(logo, others) {
      changes.push(['putLogo', logo, others])
    },
    async putShop(next) {
      keep('shop', next.id, next, ['putShop', next])
    },
    async putUser(next) {
      const { id, username } = next
      if (!isNext(next, await user(id)) || (await isTaken(userByName(username), id))) return false
      keep('user', id, next, ['putUser', next])
      return true
    },
    async removeUser(id) {
      keep('user', id, undefined, ['removeUser', id])
    },
    async putOperator(next) {
      if (!isNext(next, await operator(next.username))) return false
      keep('operator', next.username, next, ['putOperator', next])
      return true
    },
    async requireAdmin(beside) {
      const all = new Map((await base.operators()).map((each) => [each.username, each]))
      for (const each of keptOf<Operator>('operator')) all.set(each.username, each)
      if (![...all.values()].some((each) => each.username !== beside && isAdmin(each))) return false
      changes.push(['requireAdmin', beside])
      return true
    },
    async putGateway(next) {
      keep('gateway', next.id, next, ['putGateway', next])
    },
    async putOrganisation(next) {
      if (!isNext(next, await organisation(next.id))) return false
      keep('organisation', next.id, next, ['putOrganisation', next])
      return true
    },
    async putDeveloper(next) {
      const { id, email } = next
      if (!isNext(next, await developer(id)) || (await isTaken(developerByEmail(email), id))) return false
      keep('developer', id, next, ['putDeveloper', next])
      return true
    },
    async removeDeveloper(id) {
      const gone = await developer(id)
      const others = gone ? await base.developers({ organisationId: gone.organisationId }) : []
      if (!others.some((each) => each.id !== id && each.status === 'active')) return false
      keep('developer', id, undefined, ['removeDeveloper', id])
      return true
    },
    async eraseDeveloper(id) {
      keep('developer', id, undefined, ['eraseDeveloper', id])
    },

    async putSession(next) {
      changes.push(['putSession', next])
    },
    async endSession(id) {
      changes.push(['endSession', id])
    },
    async endSessions(accountId, except) {
      changes.push(except === undefined ? ['endSessions', accountId] : ['endSessions', accountId, except])
    },
    async clearLoginFailuresUnder(key) {
      changes.push(['clearLoginFailuresUnder', key])
    },
    async forgetLogins(accountId) {
      changes.push(['forgetLogins', accountId])
    },

    async settings(prefix) {
      const all = new Map(await base.settings(prefix))
      for (const [name, value] of kept) {
        const key = name.startsWith('setting ') ? name.slice('setting '.length) : undefined
        if (key?.startsWith(prefix)) {
          if (value === undefined) all.delete(key)
          else all.set(key, value as string)
        }
      }
      return [...all].toSorted(([one], [other]) => (one < other ? -1 : 1))
    },
    async putSetting(name, value) {
      keep('setting', name, value, ['putSetting', name, value])
    },
    async putSettingOnce(name, value) {
      if ((await setting(name)) === undefined) keep('setting', name, value, ['putSettingOnce', name, value])
    },
    async deleteSetting(name) {
      keep('setting', name, undefined, ['deleteSetting', name])
    },

    async putTicket(ticket) {
      keep('ticket', ticket.id, ticket, ['putTicket', ticket])
    },
    async ticket(id, purpose, now) {
      const found = await reads('ticket', () => base.ticket(id, purpose, now))(id)
      return found?.purpose === purpose ? found : undefined
    },
    async takeTicket(id, purpose, now) {
      const found = await store.ticket(id, purpose, now)
      if (found) keep('ticket', id, undefined, ['takeTicket', id, purpose, now])
      return found
    },
    async dropTicket(purpose, subject) {
      changes.push(['dropTicket', purpose, subject])
    },

    async putLetter(letter) {
      changes.push(['putLetter', letter])
    },
    async removeLetter(id) {
      changes.push(['removeLetter', id])
      return true
    },
    async dropLetters(reader) {
      changes.push(['dropLetters', reader])
    },

    async revokeGrant(id, at, because) {
      changes.push(['revokeGrant', id, at, because])
    },
    async endGrants(which, at, because) {
      changes.push(['endGrants', which, at, because])
    },
    async revokeGrants(which, at, because) {
      const count = await base.countGrants(which)
      changes.push(['endGrants', which, at, because])
      return count
    },
    async appendAuditEntries(entries) {
      changes.push(['appendAuditEntries', entries])
    },
    /** A commit within a commit becomes part of the outer one. */
    async commit(more) {
      const before = { changes: [...changes], kept: new Map(kept) }
      for (const [verb, ...args] of more) {
        const answer = await (store[verb] as (...args: readonly unknown[]) => Promise<unknown>)(...args)
        if (answer === false || (verb === 'takeTicket' && answer === undefined)) {
          changes.splice(0, changes.length, ...before.changes)
          kept.clear()
          for (const [name, value] of before.kept) kept.set(name, value)
          return false
        }
      }
      return true
    },
  }
  return { store, changes }
}
