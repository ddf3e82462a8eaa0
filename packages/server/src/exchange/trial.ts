/*
 * A developer tries their app from the console, one authorization at a time in each session. Its callback is the console's
 * own, which no app registers: decisions/016 says why that is safe.
 */
import { type App, type Digest, type Session, digest } from '@hufu/engine'
import type { Developer } from '@hufu/accounts'
import type { FastifyRequest } from 'fastify'
import type { Runtime } from '../runtime.ts'
import type { Sessions } from '@hufu/web/sessions'

export const TRIAL_SECONDS = 3600

/** The origin by which the visitor reached this server. */
export const originOfRequest = (request: FastifyRequest, configured: string | undefined): string =>
  configured ?? `${request.protocol}://${request.host}`

export const trialCallback = (request: FastifyRequest, configured: string | undefined): string =>
  `${originOfRequest(request, configured)}/developer/try/callback`

/** The id of the trial in the store. No link can name it. */
export const trialId = (session: Session['id']): Digest<'ticket'> => digest('ticket', `trial ${session}`)

/**
 * Whether a link leads back to the console because a developer of this very app has begun to try it, in this browser. To
 * everybody else the console's callback is an address like any other that is not registered.
 */
export async function isTrial(
  request: FastifyRequest,
  app: App,
  redirectUri: string,
  developers: Sessions<Developer>,
  { store, config }: Pick<Runtime, 'store' | 'config'>,
): Promise<boolean> {
  if (app.organisationId === undefined || redirectUri !== trialCallback(request, config.origin)) return false
  const current = await developers.current(request)
  if (current?.account.organisationId !== app.organisationId) return false
  const trial = await store.ticket(trialId(current.id), 'developer_trial', store.now())
  return trial?.payload['appId'] === app.id
}
