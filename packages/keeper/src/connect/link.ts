/* The link that begins an authorization, to redirect to or to send: sealed, so that nobody reads or changes what it asks. */
import type { KeyRing } from '@hufu/crypto'
import { openedBy } from '../sealing/opened-by.ts'

export interface Link {
  readonly platform: string
  /** The client id. */
  readonly app: string
  readonly tenant: string
  readonly alias?: string
  /** The connection that this must be a new consent for. */
  readonly reconnects?: string
  readonly returnTo?: string
  readonly scope?: readonly string[]
  readonly locale?: string
  readonly view?: string
  /** Seconds since the epoch, by the store's clock; links of before this was written have none. */
  readonly madeAt?: number
  /** Seconds since the epoch. */
  readonly expiresAt: number
}

const PLACE = 'connect link'
/** The length of a URL that servers and messengers accept. */
const LONGEST = 6000

/** @throws {TypeError} when it would be too long for a URL. */
export function sealLink(link: Link, ring: KeyRing): string {
  const sealed = ring.seal(JSON.stringify(link), PLACE)
  if (sealed.length > LONGEST)
    throw new TypeError('the link is too long for a URL: shorten returnTo, scope or names')
  return sealed
}

/** Undefined for one that this keeper did not make. Whether it is too old is for the caller. */
export function openLink(text: string, ring: KeyRing): Link | undefined {
  const opened = text.length > LONGEST ? undefined : openedBy(ring, text, PLACE)
  return opened === undefined ? undefined : (JSON.parse(opened) as Link)
}
