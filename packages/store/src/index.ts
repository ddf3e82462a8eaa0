export { EXCHANGE_DAYS, KEPT_EXCHANGES, USAGE_DAYS } from './retention.ts'
export { memoryStore } from './memory.ts'
export { type SqliteOptions, sqliteStore } from './sqlite.ts'
export { StoreError, type StoreErrorReason } from './store-error.ts'
