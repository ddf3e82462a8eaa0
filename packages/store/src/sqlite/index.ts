/* A SQLite file as this project keeps one: durable, shared by processes, commits grouped. Also for other packages' stores. */
export { type Connection, type Statement, connection } from './connection.ts'
export { whileLocked } from './lock.ts'
export type { Schema } from './migrate.ts'
export { openDatabase } from './open.ts'
export { StoreError, type StoreErrorReason } from '../store-error.ts'
