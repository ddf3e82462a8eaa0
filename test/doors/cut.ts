/* A store that a process loses in the middle: after so many commits each further one is refused. */
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import type { Change, Store } from '@hufu/accounts'
import { StoreError } from '@hufu/store'

/** Verbs that change something for good. Left out: what counts guesses, looks for letters, or sweeps. */
const changing = [
  'appendAuditEntries',
  'clearLoginFailuresUnder',
  'commit',
  'deleteSetting',
  'dropLetters',
  'dropTicket',
  'endGrants',
  'endSession',
  'endSessions',
  'eraseDeveloper',
  'forgetLogins',
  'putApp',
  'putDeveloper',
  'putGateway',
  'putLetter',
  'putLogo',
  'putOperator',
  'putOrganisation',
  'putSession',
  'putSetting',
  'putSettingOnce',
  'putShop',
  'putTicket',
  'putUser',
  'removeDeveloper',
  'removeUser',
  'revokeGrant',
  'revokeGrants',
  'takeTicket',
] as const satisfies readonly (keyof Store)[]

export interface Cut {
  /** What is committed from now on, and how many more commits there may be. */
  allow(commits: number): void
  /** Verbs of each commit since then. */
  readonly commits: readonly (readonly string[])[]
  through(store: Store): Store
}

export function cut(): Cut {
  let left = Infinity
  let commits: (readonly string[])[] = []
  const through = (store: Store): Store => {
    const verbs = changing.map((name) => {
      const verb = store[name] as (...args: readonly unknown[]) => Promise<unknown>
      const cutting = async (...args: readonly unknown[]): Promise<unknown> => {
        if (left === 0) throw new StoreError('busy', 'the process is gone', 'this is a test')
        const answer = await verb(...args)
        left--
        commits.push(name === 'commit' ? (args[0] as readonly Change[]).map(([each]) => each) : [name])
        return answer
      }
      return [name, cutting]
    })
    // The janitor comes every half minute, whatever the acts do: it finds nothing to do here.
    const unswept = { sweep: async () => 0, forgetAudited: async () => 0 }
    return { ...store, ...(Object.fromEntries(verbs) as Partial<Store>), ...unswept }
  }
  return {
    allow(count) {
      left = count
      commits = []
    },
    get commits() {
      return commits
    },
    through,
  }
}

/** Tables that change without any act: numbers that are handed out, guesses, what happens once. */
const beside = [
  'ids',
  'once_keys',
  'login_failures',
  'logins',
  'exchanges',
  'usage',
  'token_index',
  'sessions',
]

/** All that is in the file, as text. */
export function everythingIn(file: string): string {
  const db = new DatabaseSync(file)
  const tables = db.prepare("select name from sqlite_master where type = 'table' order by name").all()
  const rows = tables.flatMap(({ name }) =>
    beside.includes(String(name)) || String(name).startsWith('sqlite_')
      ? []
      : db
          .prepare(`select * from ${String(name)}`)
          .all()
          .map((row) => `${String(name)} ${JSON.stringify(row)}`),
  )
  db.close()
  assert.ok(rows.length > 0)
  return rows.join('\n')
}
