/* What the reference fills in: an app's own values, or placeholders. Never a secret. */
import type { App } from '@hufu/engine'
import type { FastifyRequest } from 'fastify'
import type { Platform } from '@hufu/server'
import { originOfRequest } from '@hufu/server'
import type { SampleApp } from '@hufu/reference/samples/plan'

export function sampleAppOf(
  { dialect, grants, keys }: Platform,
  request: FastifyRequest,
  configured: string | undefined,
  app?: App,
): SampleApp {
  const { policy } = grants
  return {
    baseUrl: `${originOfRequest(request, configured)}/${dialect.id}`,
    clientId: app?.clientId ?? 'YOUR_APP_KEY',
    redirectUri: callbackOf(app, policy.outOfBand) ?? 'https://your-app.example.com/callback',
    scope: policy.defaultScope.filter((word) => app?.scopes.includes(word) ?? true),
    platformPublicKey: keys.publicKey ?? '',
  }
}

/** The first that is registered. Of a host that is registered, a path of it. */
function callbackOf(app: App | undefined, outOfBand: string | undefined): string | undefined {
  const registered = app?.redirectUris.find((each) => each !== outOfBand)
  if (registered === undefined) return undefined
  return registered.includes('://') ? registered : `https://${registered}/callback`
}
