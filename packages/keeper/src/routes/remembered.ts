/*
 * How an authorization ended, for the browser that asks its callback again: a reload, a second tab, a prefetch that had the
 * cookie. It is shown the same, and waits where the first is still under way, in whichever process.
 */
import { type PendingAuthorization, readCallback } from '@hufu/client'
import type { KeyRing } from '@hufu/crypto'
import type { App } from '../app/app.ts'
import type { KeeperFailure } from '@hufu/keeper-store/errors'
import type { KeeperContext } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import { openLink } from '../connect/link.ts'
import { hashOf } from '../sealing/sealing.ts'
import { openedBy } from '../sealing/opened-by.ts'
import { pause } from '../refresh/timing.ts'
import type { Connection } from '@hufu/keeper-store/connection'
import type { Link } from '../connect/link.ts'

/** Sealed. Without an ending the authorization is under way. */
interface Remembered {
  /** SHA-256 of what the browser keeps. */
  readonly binding: string
  readonly ended?: {
    readonly text?: string
    readonly failure?: KeeperFailure
    readonly connectionId?: string
    readonly shop?: string
  }
}

const keyOf = (stateKey: string) => `ended ${stateKey}`
const place = (key: string) => `states ${key}`
const sealedAt = (key: string, remembered: Remembered, ring: KeyRing): string =>
  ring.seal(JSON.stringify(remembered), place(key))

/** Replaces a taken state until its expiry: this browser's authorization is in progress. */
export function beganEnding(
  stateKey: string,
  { binding, expiresAt }: Pick<PendingAuthorization, 'binding' | 'expiresAt'>,
  ring: KeyRing,
): { readonly key: string; readonly sealed: string; readonly expiresAt: number } {
  const key = keyOf(stateKey)
  return { key, sealed: sealedAt(key, { binding }, ring), expiresAt }
}

/** Milliseconds between two looks. */
const LOOK = 200
/** Seconds beyond the platform's deadline. */
const PATIENCE = 10

/** How the callback of this browser ended before; undefined where it never came, or its process died. */
export async function endedBefore(
  context: KeeperContext,
  app: App,
  callback: string,
  binding: string | undefined,
): Promise<Came | undefined> {
  const key = keyIn(app, callback)
  if (key === undefined || binding === undefined) return undefined
  const until = performance.now() + (app.timeoutSeconds + PATIENCE) * 1000
  for (;;) {
    const remembered = await lookedUp(context, key)
    if (remembered?.binding !== hashOf(binding)) return undefined
    if (remembered.ended) return cameOf(context, remembered.ended)
    if (performance.now() > until) return undefined
    await pause(LOOK)
  }
}

/** Kept for who asks again. That it cannot be is no reason to tell this one otherwise. */
export async function remember(
  context: KeeperContext,
  app: App,
  callback: string,
  binding: string | undefined,
  { text, failure, connection, shop }: Came,
): Promise<void> {
  const key = keyIn(app, callback)
  if (key === undefined || binding === undefined) return
  const ended = {
    ...(text !== undefined && { text }),
    ...(failure && { failure }),
    ...(connection && { connectionId: connection.id }),
    ...(shop !== undefined && { shop }),
  }
  const sealed = sealedAt(key, { binding: hashOf(binding), ended }, context.sealing.ring)
  await context.store.replaceState(key, sealed).catch(() => false)
}

function keyIn(app: App, callback: string): string | undefined {
  const { state } = readCallback(app.dialect, callback)
  return state === undefined ? undefined : keyOf(hashOf(state))
}

async function lookedUp({ store, sealing }: KeeperContext, key: string): Promise<Remembered | undefined> {
  const sealed = await orUnavailable(store.getState(key))
  const text = sealed === undefined ? undefined : openedBy(sealing.ring, sealed, place(key))
  return text === undefined ? undefined : (JSON.parse(text) as Remembered)
}

async function cameOf(
  context: KeeperContext,
  { text, failure, connectionId, shop }: NonNullable<Remembered['ended']>,
): Promise<Came> {
  const connection =
    connectionId === undefined ? undefined : await orUnavailable(context.store.connection(connectionId))
  return {
    text,
    link: text === undefined ? undefined : openLink(text, context.sealing.ring),
    failure,
    connection,
    shop,
  }
}

export interface Came {
  /** The names with which this authorization began, if they are known. */
  readonly link?: Link | undefined
  readonly text?: string | undefined
  readonly failure?: KeeperFailure | undefined
  readonly connection?: Connection | undefined
  /** The shop that the link was for. */
  readonly shop?: string | undefined
}
