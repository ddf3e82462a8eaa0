import {
  type CodecContext,
  type Dialect,
  type Envelope,
  type Signer,
  noEnvelope,
  noSigner,
} from '@hufu/dialects'
import { envelopes, keyReader, signers } from '@hufu/crypto'
import type { App, GrantContext, RedirectRules } from '@hufu/engine'
import type { PlatformKeys } from './platform-settings.ts'

/** A dialect put to work. */
export interface Platform {
  readonly dialect: Dialect
  readonly grants: GrantContext
  readonly redirects: RedirectRules
  /** Virtual hosts at whose root it answers. */
  readonly hosts: readonly string[]
  readonly keys: PlatformKeys
  /** Opens an app's sealed secret. */
  readonly unseal: (app: App, sealed: string) => string
}

/** What a codec needs to know to speak with one app. */
export function codecContext({ grants }: Platform, requestId: string): CodecContext {
  return { now: grants.store.now(), requestId, envelope: noEnvelope, signer: noSigner }
}

/** The same with the app's keys, as far as the dialect uses keys. */
export const withKeys = (context: CodecContext, platform: Platform, app: App): CodecContext => ({
  ...context,
  envelope: envelopeFor(platform, app),
  signer: signerFor(platform, app, context.now),
})

/** Parsing a key costs several times what it is then used for. */
const keys = keyReader()

function envelopeFor({ dialect, keys: { privateKeys } }: Platform, { publicKeys }: App): Envelope {
  if (dialect.envelope === undefined) return noEnvelope
  if (publicKeys.length === 0) return closed
  return envelopes[dialect.envelope]({ own: privateKeys, peer: publicKeys.map(keys.publicKeyOf) })
}

/** For an app that has registered no key yet: nothing it sends can be authentic. */
const closed: Envelope = {
  seal: () => {
    throw new Error('an app without keys is answered with errors alone, which are not sealed')
  },
  open: () => undefined,
}

/** During a rotation an app may sign with either secret. */
function signerFor({ dialect, unseal }: Platform, app: App, now: number): Signer {
  const { signature } = dialect
  if (signature === undefined) return noSigner
  const each = app.secrets
    .filter(({ until, sealed }) => sealed !== undefined && (until === undefined || until > now))
    .map(({ sealed }) => signers[signature](unseal(app, sealed ?? '')))
  return {
    sign: (text) => each[0]?.sign(text) ?? '',
    verify: (text, given) => each.map((signer) => signer.verify(text, given)).includes(true),
  }
}
