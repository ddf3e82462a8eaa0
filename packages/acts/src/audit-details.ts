/* What the audit log says of each act, beside who did it to what: one function an act, whichever door it came by. */
import { fingerprintOf } from '@hufu/crypto'
import type { App } from '@hufu/engine'
import type { AppSettings } from '@hufu/accounts'

type Detail = Readonly<Record<string, unknown>>

/** Keys are told apart by their fingerprints; a whole one would be cut. */
const fingerprints = ({ publicKeys }: App) => ({ fingerprints: publicKeys.map((key) => fingerprintOf(key)) })

/** `asked`: what was set. */
export const appCreated = (made: App, { publicKeys, ...asked }: AppSettings): Detail => ({
  ...asked,
  ...(publicKeys && fingerprints(made)),
})

export const appChanged = ({ publicKeys: _keys, ...asked }: AppSettings): Detail => asked

/** Those that it has from now on. */
export const appKeysChanged = (app: App): Detail => fingerprints(app)

/** Each step of its life, and each verdict on it or on its changes. */
export const appMoved = ({ status }: App, reason?: string): Detail => ({ status, reason })

export const appLogoSet = ({ proposed, logo }: App): Detail => ({ version: proposed?.settings.logo ?? logo })

export const appSecretReplaced = (overlapSeconds: number): Detail => ({ overlapSeconds })

/** The subject is the address. */
export const developerInvited = ({ organisation }: { readonly organisation: string }): Detail => ({
  organisation,
})
