import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { requestBytes } from '../request-bytes.ts'
import { freePort, startServerProcess } from '../server-process.ts'
import { mintFrom } from './mint-endpoint.ts'
import { rivalClient } from './oidc-provider-client.ts'
import type { Step, Subject } from './subject.ts'
import { readActive, readTokens } from './token-reply.ts'

const serverFile = fileURLToPath(new URL('oidc-provider-server.ts', import.meta.url))
const client = { client_id: rivalClient.id, client_secret: rivalClient.secret }

/** Its in-memory adapter forgets beyond 1,000 entries; a grant comes to 7 by the time that it is introspected. */
export const oidcProviderInMemory = oidcProvider({
  id: 'oidc-provider-memory',
  title: 'oidc-provider, in memory',
  description:
    'the adapter that it brings, which may forget all but the last 1,000 entries: hence batches of 128 codes (with room for 20,000 entries and batches of 2,048 it was no faster).',
  batch: 128,
})

export const oidcProviderOnSqlite = oidcProvider({
  id: 'oidc-provider-sqlite',
  title: 'oidc-provider, SQLite',
  description:
    'a plain adapter after its adapter contract (`subjects/oidc-provider-sqlite.ts`): WAL, `synchronous=FULL`, prepared statements, each write its own commit. A code exchange is three writes, a refresh too.',
  batch: 1024,
  fileName: 'oidc-provider.db',
})

interface Variant extends Omit<Subject, 'start'> {
  readonly batch: number
  /** Of the SQLite database; its in-memory adapter without one. */
  readonly fileName?: string
}

function oidcProvider({ batch, fileName, ...subject }: Variant): Subject {
  return {
    ...subject,
    async start(cores, directory) {
      const port = await freePort()
      const mintPort = await freePort()
      const url = new URL(`http://127.0.0.1:${port}`)
      const file = fileName === undefined ? [] : [join(directory, fileName)]
      const args = [serverFile, String(port), String(mintPort), ...file]
      const health = new URL('/.well-known/openid-configuration', url)
      const server = await startServerProcess(cores, args, health)
      return {
        url,
        ...server,
        chains: [{ batch, mint: (count) => mintFrom(mintPort, count), steps: steps(url) }],
      }
    },
  }
}

function steps(url: URL): readonly Step[] {
  return [
    {
      operation: 'code exchange',
      request: ({ code = '' }) =>
        requestBytes(url, {
          path: '/token',
          form: { grant_type: 'authorization_code', code, redirect_uri: rivalClient.redirectUri, ...client },
        }),
      read: (reply) => readTokens(reply, 'access_token', 'refresh_token'),
    },
    {
      operation: 'refresh',
      request: ({ refreshToken = '' }) =>
        requestBytes(url, {
          path: '/token',
          form: { grant_type: 'refresh_token', refresh_token: refreshToken, ...client },
        }),
      read: (reply) => readTokens(reply, 'access_token', 'refresh_token'),
    },
    {
      operation: 'introspection',
      repeat: 2,
      request: ({ accessToken = '' }) =>
        requestBytes(url, {
          path: '/token/introspection',
          form: { token: accessToken, token_type_hint: 'access_token', ...client },
        }),
      read: readActive,
    },
  ]
}
