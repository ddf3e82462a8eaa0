/* The events of the keeper. They never contain a secret. */
import type { KeptError, RefusalCause, ShopName } from './connection.ts'
import type { KeeperFailure } from './errors.ts'

/** The data of each event type, beside its connection and tenant. */
export type EventData = Readonly<Record<string, string | number | boolean | null | undefined>>

type OfShop = {
  readonly platform: string
  /** The client id. */
  readonly app: string
  readonly shop: string
}

type Failed = {
  readonly error: KeeperFailure['error']
  readonly platformCode?: KeptError['platformCode']
}

/** The same, type by type. Times are in seconds since the epoch by the store's clock. */
export interface EventDataOf {
  readonly 'connection.created': OfShop
  readonly 'connection.refreshed': OfShop & { readonly generation: number; readonly accessExpiresAt: number }
  readonly 'connection.reauthorized': OfShop
  /** 14, 7, 3 and 1 days before only the shop's consent helps. */
  readonly 'connection.reauth_due': OfShop & { readonly endsAt: number; readonly days: number }
  /** `uncertain`: the platform may have taken an earlier refresh whose answer never came. `cause`: what is most likely. */
  readonly 'connection.reauth_required': OfShop &
    Failed & { readonly uncertain: boolean; readonly cause?: RefusalCause }
  readonly 'connection.revoked': OfShop & EventData
  readonly 'connection.refresh_failed': OfShop &
    Failed & { readonly outcome: KeptError['outcome']; readonly retryAt: number }
  /** Somebody set something by hand. */
  readonly 'connection.changed': OfShop & EventData
  /** The store did not take new tokens: they are in the spool, or in memory. */
  readonly 'token.persist_failed': OfShop & { readonly reason: string }
  /** New tokens came after the lease was lost, and are in the journal. */
  readonly 'token.journaled': { readonly generation: number }
  /** A refresh answered with tokens of another shop or user: they are kept apart until a person accepts them. */
  readonly 'connection.identity_changed': OfShop & {
    readonly member: 'userId' | 'openId' | 'unionId'
  }
  /**
   * A success that could not be read is kept, sealed: it may hold tokens. `status` is HTTP's. Of an authorization that made no
   * connection, `shop` is the alias that it was begun with, if any.
   */
  readonly 'token.unreadable': Omit<OfShop, 'shop'> & { readonly shop?: string; readonly status: number }
  /** The connection's refresh token came to another one too: `sharedWith`, where that is the same tenant's. */
  readonly 'token.shared': OfShop & { readonly sharedWith?: string }
  /** Sent when 80 % of the platform's quota of a period is used, and when none is left. */
  readonly 'quota.low': OfShop & { readonly period: string; readonly used: number; readonly left: number }
  /** `seconds` by which the platform's clock is ahead; `refused`: it took no request for that. */
  readonly 'clock.skew': Omit<OfShop, 'shop'> & { readonly seconds: number; readonly refused: boolean }
}

export type EventType = keyof EventDataOf

const types: Readonly<Record<EventType, true>> = {
  'connection.created': true,
  'connection.refreshed': true,
  'connection.reauthorized': true,
  'connection.reauth_due': true,
  'connection.reauth_required': true,
  'connection.revoked': true,
  'connection.refresh_failed': true,
  'connection.changed': true,
  'token.persist_failed': true,
  'token.journaled': true,
  'connection.identity_changed': true,
  'token.unreadable': true,
  'token.shared': true,
  'quota.low': true,
  'clock.skew': true,
}

export const eventTypes = Object.keys(types) as readonly EventType[]

export interface EventOf<Type extends EventType> extends NewEvent {
  readonly type: Type
  readonly data: EventDataOf[Type]
}

/** An event of any type, as a store keeps it. */
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

/** Which connection, and of whom. */
export interface Whose extends ShopName {
  readonly id: string
}

/** An event of a connection. */
export const eventAbout = <Type extends Exclude<EventType, 'clock.skew' | 'token.journaled'>>(
  { id: connectionId, tenant, platform, app, shop }: Whose,
  type: Type,
  data: Omit<EventDataOf[Type], keyof OfShop>,
): EventOf<Type> => ({
  type,
  connectionId,
  tenant,
  data: { platform, app, shop, ...data } as EventDataOf[Type],
})
