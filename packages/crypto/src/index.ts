export { bytesOfBase64 } from './base64.ts'
export { assertImplicitRejection } from './implicit-rejection.ts'
export { type KeyRing, UnknownKeyError, keyRing } from './key-ring.ts'
export { type RingKey, formatKeys, generateKey, parseKeys } from './key-text.ts'
export { renewedKeyRing } from './renewed-ring.ts'
export { type EnvelopeKeys, type Steps, type SteppedEnvelope, rsaEnvelope } from './rsa-envelope.ts'
export {
  type KeyReader,
  fingerprintOf,
  generateRsaKeyPair,
  keyReader,
  privateKeyOf,
  publicKeyOf,
} from './rsa-keys.ts'
export { envelopes } from './schemes.ts'
export { signerWith } from './signer.ts'
export {
  KeyFileError,
  WHO_MAKES_THEM,
  isPrivate,
  loadKeys,
  loadOrMakeKeyRing,
  loadOrMakeKeys,
  readPrivately,
  saveKeys,
  watchedKeyRing,
  writePrivately,
} from './key-file.ts'
