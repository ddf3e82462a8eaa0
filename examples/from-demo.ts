/* Where the examples' settings come from: the document that `hufu demo --json` prints, as a file, or `-` for standard input. */
import { readFileSync } from 'node:fs'
import type { Client } from '@hufu/client'
import { nodeClient } from '@hufu/client/node'
import { type Dialect, dialects } from '@hufu/dialects'

/** What a platform gives you when it has approved your application. Yours comes from a configuration, and secrets from a vault. */
export interface Application {
  readonly id: string
  readonly baseUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUri: string
  readonly platformPublicKey: string | null
  readonly clientPrivateKey: string | null
}

/** The document of the first argument. */
export function applications(): readonly Application[] {
  const [, , file = '-'] = process.argv
  const { platforms } = JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8')) as {
    platforms: Application[]
  }
  return platforms
}

/** The platform of the second argument: its dialect, your application there, and a client of the two. */
export function platform(): {
  readonly dialect: Dialect
  readonly application: Application
  readonly client: Client
} {
  const [, , , id] = process.argv
  const application = applications().find((each) => each.id === id)
  const dialect = dialects.find((each) => each.id === id)
  if (!application || !dialect)
    throw new Error(`no platform ${id}; there are ${dialects.map((each) => each.id).join(', ')}`)
  const { baseUrl, clientId, clientSecret, clientPrivateKey, platformPublicKey } = application
  const client = nodeClient(dialect, {
    baseUrl, // leave it out for the real platform
    clientId,
    clientSecret,
    privateKey: clientPrivateKey ?? undefined,
    platformPublicKey: platformPublicKey ?? undefined,
  })
  return { dialect, application, client }
}

/** The further arguments. */
export const argument = (index: number): string => {
  const value = process.argv[index + 4]
  if (value === undefined) throw new Error('an argument is missing: see the first line of the example')
  return value
}
