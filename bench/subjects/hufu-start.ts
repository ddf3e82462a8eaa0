import { join } from 'node:path'
import { buildRequest, contextAt, isFailure, readResponse } from '@hufu/client'
import { envelopes, privateKeyOf, publicKeyOf } from '@hufu/crypto'
import {
  type Dialect,
  type Endpoint,
  type Envelope,
  authenticationOf,
  servedDialects,
  isOAuthError,
} from '@hufu/dialects'
import { advisedFlags } from '../advised.ts'
import { buildHufu } from '../built.ts'
import { requestBytes } from '../request-bytes.ts'
import { freePort, startServerProcess } from '../server-process.ts'
import type { Exchange, HufuPlatform, HufuServer, StartHufu } from './hufu.ts'
import { type BenchKeys, benchApp, benchGateway } from './hufu-app.ts'
import { mintFrom } from './mint-endpoint.ts'
import type { Credentials } from './subject.ts'
import { readActive } from './token-reply.ts'

/** Built once for all starts. */
let built: string | undefined
const serverFile = (directory: string): string => {
  built ??= buildHufu(join(directory, '..', 'built'), [
    'hufu-server.ts',
    'hufu-app.ts',
    'mint-endpoint.ts',
    'http.ts',
  ])
  return join(built, 'hufu-server.js')
}

/** Picked by what they do: secret beside the request, refresh whenever asked; nothing to prove; everything sealed. */
const find = (holds: (dialect: Dialect) => boolean): Dialect => {
  const found = servedDialects.find(holds)
  if (!found) throw new Error('no dialect of this kind')
  return found
}
const rotates = ({ policy }: Dialect) => policy.refresh.refreshToken === 'new' && !policy.refreshWindow
const withSecret = find((each) => authenticationOf(each.token) === 'secret' && rotates(each))
const opaque = find((each) => each.policy.refresh.accessToken === 'new' && rotates(each) && !each.envelope)
const sealed = find((each) => each.envelope !== undefined)

/** Starts the server, and speaks its dialects with the client half. */
export const startHufu: StartHufu = async (cores, directory): Promise<HufuServer> => {
  const [port, mintPort, keysPort] = [await freePort(), await freePort(), await freePort()]
  const url = new URL(`http://127.0.0.1:${port}`)
  const program = [...advisedFlags, serverFile(directory)]
  const args = [...program, port, mintPort, keysPort, join(directory, 'hufu.db')].map(String)
  const server = await startServerProcess(cores, args, new URL('/healthz', url))
  const keys = await keysFrom(keysPort)
  const platform = (dialect: Dialect, envelope?: () => Envelope): HufuPlatform => ({
    mint: (count) => mintFrom(mintPort, count, dialect.id),
    exchange: call(
      url,
      dialect,
      dialect.token,
      ({ code = '' }) => ({ code, redirectUri: benchApp.redirectUri }),
      envelope,
    ),
  })
  const refresh = (dialect: Dialect) =>
    call(url, dialect, dialect.refresh, ({ refreshToken = '', openId = '' }) => ({ refreshToken, openId }))
  return {
    url,
    ...server,
    plain: [
      {
        name: 'secret in the form, UUID tokens found by digest',
        ...platform(withSecret),
        refresh: refresh(withSecret),
      },
      {
        name: 'no secret, opaque tokens that carry their grant',
        ...platform(opaque),
        refresh: refresh(opaque),
      },
    ],
    rotating: { platform: opaque.id, ...platform(opaque) },
    introspection: introspection(url),
    sealed: platform(sealed, () =>
      envelopes['rsa-pkcs1-md5-sha256']({
        own: [privateKeyOf(keys.clientPrivateKey)],
        peer: [publicKeyOf(keys.platformPublicKey)],
      }),
    ),
  }
}

/** The port opens a moment after the measured one. */
async function keysFrom(port: number, patience = 200): Promise<BenchKeys> {
  try {
    return (await (await fetch(`http://127.0.0.1:${port}/`)).json()) as BenchKeys
  } catch (error) {
    if (patience === 0) throw error
    await new Promise((resolve) => setTimeout(resolve, 10))
    return keysFrom(port, patience - 1)
  }
}

/** A call as the client half makes it, to bytes; untimed, like the reading of its reply. */
function call<Asked, Answer extends object>(
  url: URL,
  { id }: Dialect,
  endpoint: Endpoint<Asked, Answer>,
  asked: (credentials: Credentials) => object,
  envelope?: () => Envelope,
): Exchange {
  const now = () => Date.now() / 1000
  const context = () => contextAt(now(), envelope && { envelope: envelope() })
  const client = { clientId: benchApp.clientId, clientSecret: benchApp.secret }
  return {
    request(credentials) {
      const request = buildRequest(
        endpoint,
        { ...client, ...asked(credentials) } as Asked,
        `${url.origin}/${id}`,
        context(),
      )
      if (isFailure(request)) throw new Error(request.error)
      const { pathname, search } = new URL(request.url)
      return requestBytes(url, {
        method: request.method === 'GET' ? 'GET' : 'POST',
        path: pathname + search,
        ...(request.body !== undefined && {
          body: request.body,
          contentType: request.headers['content-type'] ?? '',
        }),
      })
    },
    read(reply) {
      const answer = readResponse(endpoint, reply, context()) as object
      return reply.status !== 200 || isFailure(answer) || isOAuthError(answer) ? undefined : answer
    },
  }
}

const introspection = (url: URL): Exchange => ({
  request: ({ accessToken = '' }) =>
    requestBytes(url, {
      path: '/introspect',
      form: { token: accessToken, client_id: benchGateway.id, client_secret: benchGateway.secret },
    }),
  read: readActive,
})
