import type { EnvelopeScheme, SignatureScheme, Signer } from '@hufu/dialects'
import { type EnvelopeKeys, type SteppedEnvelope, rsaEnvelope } from './rsa-envelope.ts'
import { md5BetweenSecrets } from './signer.ts'

/** The envelope for each name that a dialect uses. */
export const envelopes: Record<EnvelopeScheme, (keys: EnvelopeKeys) => SteppedEnvelope> = {
  'rsa-pkcs1-md5-sha256': rsaEnvelope,
}

/** For each signature name of a dialect, a function that makes a signer from the application's secret. */
export const signers: Record<SignatureScheme, (secret: string) => Signer> = {
  'md5-between-secrets': md5BetweenSecrets,
}

/** The text that each scheme hashes, with a placeholder for the secret. */
export const signedShapes: Record<SignatureScheme, (text: string, secret: string) => string> = {
  'md5-between-secrets': (text, secret) => `${secret}${text}${secret}`,
}
