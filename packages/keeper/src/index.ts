import './needs-node.ts'
export type { AppsOptions } from './app/app.ts'
export type { AppOptions } from './app/app-options.ts'
export type { Token } from './connection/cache.ts'
export type {
  Connection,
  ConnectionStatus,
  HeldLease,
  Intent,
  KeptError,
  Named,
  ShopName,
  TokenFacts,
} from '@hufu/keeper-store/connection'
export type { ConnectRequest, LinkRequest } from './connect/connect-url.ts'
export type { Disconnected } from './connection/disconnect.ts'
export type { UnreadableReply } from './refresh/unreadable.ts'
export { KeeperError, type KeeperFailure, type KeeperReason, keeperReasons } from '@hufu/keeper-store/errors'
export {
  type EventData,
  type EventDataOf,
  type EventOf,
  type EventType,
  type KeeperEvent,
  type NewEvent,
  eventTypes,
} from '@hufu/keeper-store/events'
export { type Heard, type Keeper, type KeeperOptions, createKeeper } from './keeper.ts'
export type { Given } from './connect/add.ts'
export type { Which } from './connection/find.ts'
export type { RekeyOptions, RekeyProgress, Rekeyed } from './sealing/rekey.ts'
export type { Routes } from './routes/adapters.ts'
export type { Shop } from './connection/shop.ts'
export type { CalendarEntry, CalendarPage, CalendarRequest } from './connection/calendar.ts'
export { calendarFile } from './connection/calendar-file.ts'
export type { Diagnosis, DoctorLanguage, SaidFinding } from './doctor/doctor.ts'
export type { FactsOf, Finding, FindingCode, RefreshReason, Severity } from './doctor/finding.ts'
export type { Log } from './log.ts'
export { METRICS_TYPE } from './metrics/exposition.ts'
export type * from '@hufu/keeper-store/store'
export { type Column, type Format, type LineProblem, columns } from './transfer/columns.ts'
export type { ExportOptions } from './transfer/export.ts'
export type { ImportOptions, Imported } from './transfer/import.ts'
export type { Source } from './transfer/read.ts'
export { type KeeperSqliteOptions, sqliteKeeperStore } from '@hufu/keeper-store/sqlite'
export { type KeeperPostgresOptions, postgresKeeperStore } from '@hufu/keeper-store/postgres'
export type { ConnectionView } from './connection/connection-view.ts'
export type { WebhookOptions, WebhooksOptions } from './webhooks/endpoint.ts'
export { newWebhookSecret } from './webhooks/secret.ts'
export {
  type RefusedWebhook,
  type VerifiedWebhook,
  type WebhookHeaders,
  type WebhookSecrets,
  verifyWebhook,
} from './webhooks/signature.ts'
export type { EndpointState, Message, NewMessage, Outbox, OutboxFigures } from '@hufu/keeper-store/outbox'
export type { EndpointView, Webhooks } from './webhooks/webhooks.ts'
export type { RefusedToken } from './connection/serve-token.ts'
