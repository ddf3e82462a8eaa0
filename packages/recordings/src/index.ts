export type { Difference, Finding } from './finding.ts'
export { type KeyTexts, type Tools, readKeys, toolsOf } from './keys.ts'
export type { PlacedExchange } from './placed-exchange.ts'
export { readRecording } from './read-recording.ts'
export { redactRecording } from './redact.ts'
export { reportText } from './report-text.ts'
export { RecordingError } from './recording-error.ts'
export {
  type Observed,
  type Report,
  type VerifiedExchange,
  type VerifyOptions,
  verifyRecording,
} from './verify.ts'
