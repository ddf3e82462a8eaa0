import type { EnvelopeScheme, SignatureScheme, Signer } from '@hufu/dialects'
import { type EnvelopeKeys, type SteppedEnvelope, rsaEnvelope } from './rsa-envelope.ts'
import { md5BetweenSecrets } from './signer.ts'

/** What a dialect calls its envelope, to that envelope. */
export const envelopes: Record<EnvelopeScheme, (keys: EnvelopeKeys) => SteppedEnvelope> = {
  'rsa-pkcs1-md5-sha256': rsaEnvelope,
}

/** What a dialect calls its signature, to a signer with the application's secret. */
export const signers: Record<SignatureScheme, (secret: string) => Signer> = {
  'md5-between-secrets': md5BetweenSecrets,
}

/** What each of them hashes for a text, with a name in the secret's place. */
export const signedShapes: Record<SignatureScheme, (text: string, secret: string) => string> = {
  'md5-between-secrets': (text, secret) => `${secret}${text}${secret}`,
}
