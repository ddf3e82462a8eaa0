export { authorizationUrl, readCallback } from './browser/authorization.ts'
export type { Authorized, BeginRequest, Begun } from './browser/browser-leg.ts'
export { type Called, type Place, call } from './call.ts'
export { createClient } from './client.ts'
export type { Client } from './client-type.ts'
export type { ClientOptions } from './options.ts'
export {
  type CallFailure,
  type ClientReason,
  type Failure,
  type Outcome,
  clientReasons,
  isFailure,
} from './failure.ts'
export type { Endpoints } from './options.ts'
export { maskedWire } from './mask.ts'
export {
  type RecordedExchange,
  type RecordedRequest,
  type RecordedResponse,
  type Recorder,
  recordingFetch,
} from './recording.ts'
export { type HttpRequest, type Tools, buildRequest, contextAt } from './http/request.ts'
export { readResponse } from './http/response.ts'
export type { InvalidGrantReason, Reply } from './verdict.ts'
export { revocation } from '@hufu/dialects'
export {
  type CallOptions,
  type Fetch,
  type HttpResponse,
  type Transport,
  type UnreadableReply,
  send,
} from './http/send.ts'
export { type PendingAuthorization, STATE_LIFETIME, type StateStore, memoryStates } from './browser/state.ts'
export type {
  CodeRequest,
  RefreshableTokens,
  RefreshedOf,
  Timing,
  TokensOf,
  UserInfoOf,
  UserInfoTokens,
} from './types.ts'
