export type { Difference, Finding } from './comparing/finding.ts'
export { type KeyTexts, type Tools, readKeys, toolsOf } from './keys.ts'
export type { PlacedExchange } from './reading/placed-exchange.ts'
export { readRecording } from './reading/read-recording.ts'
export { redactRecording } from './redacting/redact.ts'
export { reportText } from './report-text.ts'
export { RecordingError } from './reading/recording-error.ts'
export {
  type Observed,
  type Report,
  type VerifiedExchange,
  type VerifyOptions,
  verifyRecording,
} from './verify.ts'
