import type { Client, Fetch } from '@hufu/client'
import { nodeClient } from '@hufu/client/node'
import type { Dialect } from '@hufu/dialects'
import type { DemoPlatform } from './instance.ts'

/** The client half of one platform of the demo. */
export const demoClient = (
  dialect: Dialect,
  { baseUrl, clientId, clientSecret, clientPrivateKey, platformPublicKey }: DemoPlatform,
  options: { readonly fetch?: Fetch; readonly now?: () => number } = {},
): Client =>
  nodeClient(dialect, {
    clientId,
    clientSecret,
    baseUrl,
    privateKey: clientPrivateKey ?? undefined,
    platformPublicKey: platformPublicKey ?? undefined,
    ...options,
  })
