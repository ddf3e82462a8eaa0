/* A platform that answers as a test says, and a keeper of its shops on a clock that the test turns. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { formatKeys, generateKey } from '@hufu/crypto'
import {
  type AppOptions,
  type Keeper,
  type KeeperOptions,
  createKeeper,
  sqliteKeeperStore,
} from '@hufu/keeper'
import { newFile, newFolder } from './kept.ts'
import { warningsTo } from './warnings.ts'

export interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
}

export interface Answering {
  readonly url: string
  /** What is answered from now on. */
  answer: (asked: URLSearchParams) => Reply
  /** What was asked, the oldest first. */
  readonly asked: URLSearchParams[]
  close(): Promise<void>
}

/** New tokens, each time others, of the shop whose refresh token `R-<shop>` began with. */
export const renews = (asked: URLSearchParams): Reply => {
  const [shop = 'S', turn = '0'] = (asked.get('refresh_token') ?? '').slice(2).split('.')
  const next = `${shop}.${Number(turn) + 1}`
  return {
    body: { access_token: `A-${next}`, token_type: 'bearer', expires_in: 3600, refresh_token: `R-${next}` },
  }
}

export async function answering(): Promise<Answering> {
  const asked: URLSearchParams[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (piece) => (text += String(piece)))
    request.on('end', () => {
      const parameters = new URLSearchParams(text)
      asked.push(parameters)
      const { status = 200, headers = {}, body } = platform.answer(parameters)
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    })
  })
  // A socket that a slow test has left alone is not closed under a request.
  server.keepAliveTimeout = 600_000
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const platform: Answering = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: renews,
    asked,
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
  return platform
}

export interface Watched {
  readonly keeper: Keeper
  readonly clock: { ahead: number }
  readonly file: string
  readonly options: KeeperOptions
  readonly told: { readonly type: string; readonly data: Readonly<Record<string, unknown>> }[]
  readonly warned: { readonly message: string; readonly about: Readonly<Record<string, unknown>> }[]
  name(shop: string): { readonly tenant: string; readonly platform: string; readonly shop: string }
  /** Its access token lives an hour. */
  add(...shops: readonly string[]): Promise<void>
}

/** Of plain OAuth 2.0, without a scheduler unless it is asked for. */
export async function watched(
  { url }: Answering,
  app: Partial<AppOptions> = {},
  options: Partial<KeeperOptions> = {},
): Promise<Watched> {
  const clock = { ahead: 0 }
  const file = newFile()
  const warned: Watched['warned'] = []
  const told: Watched['told'] = []
  const given: KeeperOptions = {
    keys: formatKeys([generateKey()]),
    apps: { oauth2: { clientId: 'c', clientSecret: 'a secret of the app', baseUrl: url, ...app } },
    schedule: false,
    maxStaleSeconds: 0,
    spool: newFolder(),
    store: sqliteKeeperStore(file, { ahead: () => clock.ahead }),
    log: warningsTo((message, about) => warned.push({ message, about })),
    ...options,
  }
  const keeper = await createKeeper(given)
  keeper.on('*', ({ type, data }) => told.push({ type, data }))
  const name = (shop: string) => ({ tenant: 'acme', platform: 'oauth2', shop })
  return {
    keeper,
    clock,
    file,
    options: given,
    told,
    warned,
    name,
    async add(...shops) {
      const expiresAt = Math.floor(Date.now() / 1000 + clock.ahead) + 3600
      await Promise.all(
        shops.map((shop) =>
          keeper.add({ ...name(shop), accessToken: `A-${shop}`, refreshToken: `R-${shop}`, expiresAt }),
        ),
      )
    },
  }
}
