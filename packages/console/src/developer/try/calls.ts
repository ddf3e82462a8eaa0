/* The calls that are tried: made by the client half, answered by this server as it answers everybody. */
import { setImmediate } from 'node:timers/promises'
import { type CallFailure, type Client, type Fetch, isFailure } from '@hufu/client'
import { nodeClient } from '@hufu/client/node'
import { type WireExchange, explainingFetch } from '@hufu/client/wire'
import { errorReasons, needsSecret, revocation } from '@hufu/dialects'
import { privateKeyOf } from '@hufu/crypto'
import type { FastifyRequest } from 'fastify'
import type { Runtime } from '@hufu/server'
import { originOfRequest } from '@hufu/server'
import type { Whole } from '@hufu/acts/site-routes'
import type { AppVisit, Console } from '../console.ts'
import { saidOf } from '../said.ts'
import type { Slip, Trial, TriedExchange } from './trials.ts'
import type { Verdict } from '@hufu/server'

const callSteps = ['token', 'refresh', 'userInfo', 'revoke'] as const
export type CallStep = (typeof callSteps)[number]
export const isCallStep = (text: string): text is CallStep => callSteps.some((each) => each === text)

/** Typed for one call, and forgotten after it. */
export interface Secrets {
  readonly clientSecret: string
  readonly privateKey: string
}

/** What the app proves itself with, beside its AppKey. */
export const needsOf = ({ dialect }: AppVisit['platform']) => ({
  secret: needsSecret(dialect),
  privateKey: dialect.envelope !== undefined,
})

/** Without a network, by every route and check that a request from outside passes: it comes from the developer's address. */
const inProcess =
  (visit: FastifyRequest, whole: Whole, ids: string[]): Fetch =>
  async (url, { method = 'GET', headers, body }) => {
    const { pathname, search } = new URL(url)
    const sent = { ...Object.fromEntries(new Headers(headers)), host: visit.host }
    const answer = await whole.inject({
      method: method as 'GET' | 'POST',
      url: pathname + search,
      headers: sent,
      remoteAddress: visit.ip,
      ...(typeof body === 'string' && { payload: body }),
    })
    ids.push(String(answer.headers['x-request-id']))
    return new Response(answer.body, {
      status: answer.statusCode,
      headers: { 'content-type': answer.headers['content-type'] ?? '' },
    })
  }

/** Makes one call; the trial after it. */
export async function tried(
  visit: AppVisit,
  trial: Trial,
  step: CallStep,
  secrets: Secrets,
  { runtime, whole }: Pick<Console, 'runtime' | 'whole'>,
): Promise<Trial> {
  const { platform, request } = visit
  const { dialect } = platform
  const slip = slipOf(visit, step, secrets)
  if (slip) return { ...trial, slip }
  const ids: string[] = []
  let wire: WireExchange | undefined
  const endpoint = step === 'revoke' ? revocation : dialect[step]
  if (!endpoint) return trial
  const fetch = explainingFetch(step, endpoint, (each) => (wire = each), inProcess(request, whole, ids))
  const client = clientOf(visit, secrets, fetch, runtime)
  const answer = await ask(client, trial, step, redirectUriOf(trial, visit))
  const failed = answer === undefined || isFailure(answer) ? answer : undefined
  if (answer === undefined || !wire)
    return { ...trial, slip: step === 'token' ? 'no_code' : 'no_refresh_token' }
  const refused = failed && (await verdictOn(visit, failed, ids.at(-1) ?? '', runtime))
  const exchange: TriedExchange = {
    step,
    request: wire.request.text,
    ...(wire.response && { response: wire.response.text }),
    ...(refused && { refused }),
  }
  const { code: _code, tokens: _tokens, slip: _slip, ...rest } = trial
  const after = { ...rest, exchanges: [...trial.exchanges, exchange] }
  // A code is of one use, whatever came of it.
  if (step === 'token') return 'accessToken' in answer ? { ...after, tokens: answer } : after
  if (step === 'revoke') return failed && trial.tokens ? { ...after, tokens: trial.tokens } : after
  const tokens = step === 'refresh' && 'accessToken' in answer ? answer : trial.tokens
  return { ...after, ...(tokens && { tokens }) }
}

async function ask(client: Client, { code, tokens }: Trial, step: CallStep, redirectUri: string) {
  if (step === 'token') return code === undefined ? undefined : client.exchangeCode({ code, redirectUri })
  if (!tokens) return undefined
  const { accessToken, openId, refreshToken } = tokens
  switch (step) {
    case 'refresh':
      return client.refresh(tokens)
    case 'userInfo':
      return client.userInfo?.({ accessToken, ...(openId !== undefined && { openId }) })
    case 'revoke':
      return client.revoke(refreshToken ?? accessToken)
  }
}

function redirectUriOf({ values }: Trial, { platform }: AppVisit): string {
  const field = platform.dialect.authorize.request.fields.find(
    (each) => 'key' in each && each.key === 'redirectUri',
  )
  return values[field?.name ?? ''] ?? ''
}

function slipOf(
  { platform }: AppVisit,
  step: CallStep,
  { clientSecret, privateKey }: Secrets,
): Slip | undefined {
  const needs = needsOf(platform)
  // Revocation is ours, and the same on every platform.
  if ((needs.secret || step === 'revoke') && clientSecret === '') return 'no_secret'
  if (!needs.privateKey) return undefined
  try {
    privateKeyOf(privateKey)
    return undefined
  } catch {
    return 'wrong_key'
  }
}

function clientOf(
  { app, platform, request }: AppVisit,
  { clientSecret, privateKey }: Secrets,
  fetch: Fetch,
  { config, store }: Runtime,
): Client {
  const { dialect, keys } = platform
  const needs = needsOf(platform)
  return nodeClient(dialect, {
    clientId: app.clientId ?? '',
    baseUrl: `${originOfRequest(request, config.origin)}/${dialect.id}`,
    now: store.now,
    fetch,
    ...(clientSecret !== '' && { clientSecret }),
    ...(needs.privateKey && { privateKey, platformPublicKey: keys.publicKey }),
  })
}

/** The server's own reason is in the app's log, under the request's id. */
async function verdictOn(
  { app, platform }: AppVisit,
  { error, platformCode, platformMessage, detail }: CallFailure,
  requestId: string,
  { recorder, store }: Runtime,
): Promise<Verdict> {
  await setImmediate()
  await recorder.flush()
  const [logged] = await store.exchanges({ appId: app.id, requestId, limit: 1 })
  if (logged?.error === undefined) {
    return {
      error: error in errorReasons ? (error as Verdict['error']) : 'no_answer',
      ...(platformCode !== undefined && { platformCode: String(platformCode) }),
      ...(platformMessage !== undefined && { platformMessage }),
      ...(detail !== undefined && { detail }),
    }
  }
  const said = saidOf(platform, logged)
  return {
    error: logged.error,
    ...(said.code !== undefined && { platformCode: said.code }),
    ...(said.message !== undefined && { platformMessage: said.message }),
    ...(said.parameter !== undefined && { parameter: said.parameter }),
    ...(logged.problem && { problem: logged.problem }),
    ...(logged.detail !== undefined && { detail: logged.detail }),
  }
}
