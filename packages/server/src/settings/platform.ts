import {
  type CodecContext,
  type PlatformRecord,
  type Signer,
  keepsSecret,
  noEnvelope,
  noSigner,
} from '@hufu/dialects'
import { type SteppedEnvelope, envelopes, keyReader, signerWith } from '@hufu/crypto'
import type { App, GrantContext, RedirectRules } from '@hufu/engine'
import type { KeyWork } from '../keys/key-work.ts'
import type { PlatformKeys } from './platform-settings.ts'

/** A platform put to work. */
export interface Platform extends PlatformRecord {
  readonly grants: GrantContext
  readonly redirects: RedirectRules
  /** Virtual hosts at whose root it answers. */
  readonly hosts: readonly string[]
  readonly keys: PlatformKeys
  readonly keyWork: KeyWork
  /** Opens an app's sealed secret. */
  readonly unseal: (app: App, sealed: string) => string
}

/** The context of a codec for one app. */
export function codecContext({ grants }: Platform, requestId: string): CodecContext {
  return { now: grants.store.now(), requestId, envelope: noEnvelope, signer: noSigner }
}

/** The same with the app's secret, as far as the dialect signs with it. */
export const withSigner = (context: CodecContext, platform: Platform, app: App): CodecContext => ({
  ...context,
  signer: signerFor(platform, app, context.now),
})

/** The same with all of the app's keys, as far as the dialect uses keys. */
export const withKeys = (context: CodecContext, platform: Platform, app: App): CodecContext => ({
  ...withSigner(context, platform, app),
  envelope: envelopeFor(platform, app) ?? noEnvelope,
})

/** Parsing a key costs several times what it is then used for. */
const keys = keyReader()

/** The app's RSA keys; absent where the dialect has no envelope, or the app has registered no key yet. */
export function envelopeFor(
  { dialect, keys: { privateKeys } }: Platform,
  { publicKeys }: App,
): SteppedEnvelope | undefined {
  if (dialect.envelope === undefined || publicKeys.length === 0) return undefined
  return envelopes[dialect.envelope]({ own: privateKeys, peer: publicKeys.map(keys.publicKeyOf) })
}

/** During a rotation an app may sign with either secret. */
function signerFor({ dialect, unseal }: Platform, app: App, now: number): Signer {
  if (!keepsSecret(dialect)) return noSigner
  const each = app.secrets
    .filter(({ until, sealed }) => sealed !== undefined && (until === undefined || until > now))
    .map(({ sealed }) => signerWith(unseal(app, sealed ?? '')))
  return {
    sign: (text, scheme) => each[0]?.sign(text, scheme) ?? '',
    verify: (text, given, scheme) => each.map((signer) => signer.verify(text, given, scheme)).includes(true),
  }
}
