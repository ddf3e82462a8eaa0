import { StoreError, type StoreErrorReason } from '@hufu/store/sqlite'

/** A server's tables are no file that could be another. */
type ServerReason = Exclude<StoreErrorReason, 'replaced'>
type Words = readonly [what: string, hint: string]

const words: Readonly<Record<ServerReason, Words>> = {
  busy: [
    'the database did not get to it in time',
    'find the other sessions that keep it busy (select * from pg_stat_activity); then try again',
  ],
  full: ["the database's disk is full", 'free disk space on the server; nothing of this request was written'],
  read_only: [
    'the database takes no writes',
    'name the primary server, not a standby, and see that default_transaction_read_only is off',
  ],
  io: ["the database's disk failed", "look into the server's log"],
  corrupt: [
    'the database is damaged',
    'stop, keep a copy of its files, and restore the last backup; the server log has the details',
  ],
  unopenable: ['the database cannot be used', 'see that it exists, and that its address is right'],
  foreign: [
    'the schema holds the tables of another program',
    'name a schema of its own, or an empty one (option `schema`)',
  ],
  newer_schema: [
    'the tables were made by a newer version',
    'run that version, or restore a backup made before',
  ],
  closed: ['the store is closed', 'open it again'],
  unreachable: [
    'the database cannot be reached',
    'check that the server runs and that this machine can reach it; a change in progress may or may not have been made',
  ],
  denied: [
    'the database lets us not in, or not do this',
    'check user and password, and the rights to the schema; an empty one can be made with `create schema ... authorization ...`',
  ],
}

/** PostgreSQL's codes, and their first two digits (its manual, appendix A), that tell of the surroundings, not of a bug. */
const reasons: Readonly<Record<string, ServerReason>> = {
  '08': 'unreachable',
  '25006': 'read_only',
  '28': 'denied',
  '3D000': 'unopenable',
  '40': 'busy',
  '42501': 'denied',
  '53100': 'full',
  '53': 'busy',
  '55P03': 'busy',
  '57014': 'busy',
  '57': 'unreachable',
  '58': 'io',
  // The socket's, not the server's.
  '25P03': 'unreachable',
  XX001: 'corrupt',
  XX002: 'corrupt',
}

/** Errors of the driver that have no code. */
const said: readonly (readonly [RegExp, ServerReason])[] = [
  [/^timeout exceeded when trying to connect/, 'busy'],
  [/^Query read timeout/, 'unreachable'],
  [/^Connection terminated|^timeout expired|not queryable|server conn crashed/, 'unreachable'],
  [/SSL|certificate|SASL|password/i, 'denied'],
]

const isSocketCode = (code: string): boolean => /^E[A-Z]{3,}/.test(code) && !code.startsWith('ERR_')
const isTlsCode = (code: string): boolean => /CERT|TLS|SSL|SELF_SIGNED|VERIFY/.test(code)

const property = (error: unknown, key: string): unknown =>
  typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[key] : undefined

/** The code that PostgreSQL, or the machine below it, gave. */
export const codeOf = (error: unknown): string => {
  const code = property(error, 'code')
  return typeof code === 'string' ? code : ''
}

export const postgresError = (
  reason: ServerReason,
  shown: string,
  cause?: unknown,
  [what, hint]: Words = words[reason],
): StoreError => new StoreError(reason, `${what} (${shown})`, hint, cause === undefined ? {} : { cause })

function reasonOf(error: unknown): ServerReason | undefined {
  const code = codeOf(error)
  if (isTlsCode(code)) return 'denied'
  if (isSocketCode(code)) return 'unreachable'
  if (code !== '') return reasons[code] ?? reasons[code.slice(0, 2)]
  const message = error instanceof Error ? error.message : ''
  return said.find(([words]) => words.test(message))?.[1]
}

/** The connection is gone, or cannot be trusted to be in step. */
export const isLost = (error: unknown): boolean => reasonOf(error) === 'unreachable'

/** A typed error with a hint for what the surroundings did; every other error as it is. */
export function toStoreError(error: unknown, shown: string): Error {
  if (error instanceof StoreError) return error
  const reason = reasonOf(error)
  if (reason !== undefined) return postgresError(reason, shown, error)
  return error instanceof Error ? error : new Error('thrown, but no Error', { cause: error })
}
