export type {
  Connection,
  ConnectionStatus,
  HeldLease,
  Intent,
  KeptError,
  ShopName,
  TokenFacts,
} from './connection.ts'
export type { EventData, EventType, KeeperEvent, NewEvent } from './events.ts'
export type * from './store.ts'
export { type KeeperSqliteOptions, sqliteKeeperStore } from './store/sqlite.ts'
