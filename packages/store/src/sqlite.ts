import type { Store } from '@hufu/accounts'
import { appVerbs } from './sqlite/apps.ts'
import { auditVerbs } from './sqlite/audit.ts'
import { codeVerbs } from './sqlite/codes.ts'
import { commitVerb } from './sqlite/commit.ts'
import { type Connection, connection } from './sqlite/file/connection.ts'
import { developerVerbs } from './sqlite/developers.ts'
import { exchangeLogVerbs } from './sqlite/exchange-log.ts'
import { endFollower, endVerb } from './sqlite/grant-ends.ts'
import { grantRows } from './sqlite/grant-rows.ts'
import { grantSetVerbs } from './sqlite/grant-sets.ts'
import { grantVerbs } from './sqlite/grants.ts'
import { letterVerbs } from './sqlite/letters.ts'
import { loginHistoryVerbs } from './sqlite/login-history.ts'
import { platformSchema } from './sqlite/migrations.ts'
import { onceVerbs } from './sqlite/once.ts'
import { openDatabase } from './sqlite/file/open.ts'
import { peopleVerbs } from './sqlite/people.ts'
import { sessionVerbs } from './sqlite/sessions.ts'
import { settingVerbs } from './sqlite/settings.ts'
import { sweepVerb } from './sqlite/sweep.ts'
import { ticketVerbs } from './sqlite/tickets.ts'
import { tokenIndex } from './sqlite/token-index.ts'

export interface SqliteOptions {
  /** Seconds since the epoch, whole. The machine's clock by default. */
  readonly now?: () => number
  /** Milliseconds to wait for another process that holds the file's lock; 5,000 by default. */
  readonly patience?: number
}

/**
 * A store in one SQLite file, which several processes may share. Every verb answers after its commit is on disk; all
 * that comes within one turn of the event loop shares a commit. `:memory:` is a store that forgets.
 *
 * The file is created with mode 0600, its folder with 0700; a backup is the file together with its -wal.
 * @throws {StoreError} when the file cannot be opened, is damaged, another program's, or of a newer version.
 */
export function sqliteStore(path: string, options: SqliteOptions = {}): Store {
  const { now = () => Math.floor(Date.now() / 1000), patience = 5000 } = options
  const open = connection(openDatabase(path, patience, platformSchema), path, patience)
  const rows = grantRows(open)
  const index = tokenIndex(open)
  const verbsOn = (on: Connection) => ({
    ...grantVerbs(on, rows, index),
    ...endVerb(on),
    ...appVerbs(on),
    ...auditVerbs(on),
    ...developerVerbs(on),
    ...peopleVerbs(on),
    ...sessionVerbs(on),
    ...ticketVerbs(on),
    ...loginHistoryVerbs(on),
    ...letterVerbs(on),
    ...settingVerbs(on),
  })
  return {
    now,
    ...verbsOn(open),
    ...commitVerb(open, verbsOn),
    ...onceVerbs(open),
    ...codeVerbs(open, rows, index),
    ...grantSetVerbs(open, endVerb(open)),
    ...exchangeLogVerbs(open),
    ...sweepVerb(open, index, endFollower(open, rows)),
    close: open.close,
  }
}
