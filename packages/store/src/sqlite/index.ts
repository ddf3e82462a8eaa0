/* A SQLite file as this project keeps one: durable, shared by processes, commits grouped. Also for other packages' stores. */
export { type Connection, type Statement, connection } from './file/connection.ts'
export { whileLocked } from './file/lock.ts'
export type { Schema } from './file/migrate.ts'
export { openDatabase } from './file/open.ts'
export { StoreError, type StoreErrorReason } from '../store-error.ts'
