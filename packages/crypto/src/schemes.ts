import type { EnvelopeScheme } from '@hufu/dialects'
import { type EnvelopeKeys, type SteppedEnvelope, rsaEnvelope } from './rsa-envelope.ts'

/** The envelope for each name that a dialect uses. */
export const envelopes: Record<EnvelopeScheme, (keys: EnvelopeKeys) => SteppedEnvelope> = {
  'rsa-pkcs1-md5-sha256': rsaEnvelope,
}
