/* What the keeper tells. */

export type EventType =
  | 'connection.created'
  | 'connection.refreshed'
  | 'connection.reauthorized'
  | 'connection.reauth_due'
  | 'connection.reauth_required'
  | 'connection.revoked'
  | 'connection.refresh_failed'
  | 'connection.changed'
  | 'token.persist_failed'
  | 'token.journaled'
  | 'quota.low'
  | 'clock.skew'

/** What an event says beside whose it is. Never a secret. */
export type EventData = Readonly<Record<string, string | number | boolean | null | undefined>>

export interface NewEvent {
  readonly type: EventType
  readonly connectionId?: string
  readonly tenant?: string
  readonly data: EventData
}

/** `seq` goes up from event to event; `at` is in seconds since the epoch by the store's clock. */
export interface KeeperEvent extends NewEvent {
  readonly seq: number
  readonly at: number
}
