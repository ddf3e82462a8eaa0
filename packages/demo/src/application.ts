/* The demo application: what an ISV writes, on one page, with the wire laid open. For one person on one machine. */
import { readFileSync } from 'node:fs'
import cookie from '@fastify/cookie'
import { type Client, type Failure, type TokensOf, isFailure } from '@hufu/client'
import { type Spoken, type WireExchange, browserLeg, explainingFetch } from '@hufu/client/wire'
import { type Dialect, type UserInfo, revocation } from '@hufu/dialects'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { type Shown, applicationPage } from './application-page.ts'
import { demoClient } from './clients.ts'
import type { DemoPlatform } from './instance.ts'

const stylesheet = readFileSync(new URL('demo.css', import.meta.url), 'utf8')
const BINDING = 'hufu_demo_binding'

const pageHeaders = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self' http://127.0.0.1:* http://localhost:*; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/** One platform, as the application remembers it. */
interface Connection {
  readonly dialect: Dialect
  readonly redirectUri: string
  readonly client: Client
  /** The purpose of the next call over the wire. */
  calling: {
    readonly step: string
    readonly endpoint: Spoken
  }
  wire: WireExchange[]
  link: string
  tokens?: TokensOf<Dialect>
  info?: UserInfo
  notice?: NonNullable<Shown['notice']>
}

/** Not listening yet: its address is needed before the platforms can be told of it. `platforms` comes later. */
export async function createApplication(): Promise<{
  app: FastifyInstance
  connectTo(dialects: readonly Dialect[], platforms: readonly DemoPlatform[]): void
}> {
  const connections = new Map<string, Connection>()
  const app: FastifyInstance = fastify({ bodyLimit: 16 * 1024 })
  await app.register(cookie)
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, body),
  )

  const back = (reply: FastifyReply, { dialect }: Connection) => reply.redirect(`/#${dialect.id}`, 303)
  const found = (id: string): Connection | undefined => connections.get(id)

  // Another site's page must not press the buttons. Every browser says where a form comes from.
  app.addHook('onRequest', async (request, reply) => {
    const from = request.headers['sec-fetch-site'] ?? 'none'
    // A name that someone else has pointed at this machine is none of ours (DNS rebinding).
    if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')) {
      await reply.code(421).send('the demo accepts requests only for 127.0.0.1')
      return
    }
    if (request.method === 'POST' && from !== 'same-origin' && from !== 'none') {
      await reply.code(403).send('this form is not from here')
    }
  })
  app.get('/favicon.ico', (_request, reply) => reply.code(204).send())

  app.get('/', (_request, reply) =>
    reply
      .headers(pageHeaders)
      .type('text/html; charset=utf-8')
      .send(applicationPage([...connections.values()].map(shown))),
  )
  app.get('/demo.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(stylesheet))

  app.post<{ Params: { id: string } }>('/connect/:id', async (request, reply) => {
    const each = found(request.params.id)
    if (!each) return reply.code(404).send('unknown platform')
    const held = request.cookies[BINDING]
    const { url, binding } = await each.client.begin({
      redirectUri: each.redirectUri,
      ...(held !== undefined && held.length >= 22 && { binding: held }),
    })
    each.link = url
    return reply
      .setCookie(BINDING, binding, { path: '/', httpOnly: true, sameSite: 'lax' })
      .redirect(url, 303)
  })

  app.get<{ Params: { id: string } }>('/callback/:id', async (request, reply) => {
    const each = found(request.params.id)
    if (!each) return reply.code(404).send('unknown platform')
    each.wire = [...browserLeg(each.dialect, each.link, `http://${request.headers.host}${request.url}`)]
    const answer = await each.client.finish(request.url, { binding: request.cookies[BINDING] })
    if (isFailure(answer)) return refused(each, answer, () => back(reply, each))
    each.calling = { step: 'code to tokens', endpoint: each.dialect.token }
    const tokens = await each.client.exchangeCode(answer)
    if (isFailure(tokens)) return refused(each, tokens, () => back(reply, each))
    each.tokens = tokens
    delete each.info
    await tellUser(each)
    each.notice = { good: true, text: 'Connected.' }
    return back(reply, each)
  })

  app.post<{ Params: { id: string } }>('/refresh/:id', async (request, reply) => {
    const each = found(request.params.id)
    if (!each?.tokens) return reply.redirect('/', 303)
    each.calling = { step: 'refresh', endpoint: each.dialect.refresh }
    const tokens = await each.client.refresh(each.tokens)
    if (isFailure(tokens)) return refused(each, tokens, () => back(reply, each))
    const same = (key: 'accessToken' | 'refreshToken') =>
      tokens[key] === each.tokens?.[key] ? 'the same' : 'a new'
    each.notice = {
      good: true,
      text: `Refreshed: ${same('accessToken')} access token, ${same('refreshToken')} refresh token.`,
    }
    each.tokens = tokens
    return back(reply, each)
  })

  app.post<{ Params: { id: string } }>('/revoke/:id', async (request, reply) => {
    const each = found(request.params.id)
    if (!each?.tokens) return reply.redirect('/', 303)
    each.calling = { step: 'revoke', endpoint: revocation }
    const answer = await each.client.revoke(each.tokens.refreshToken ?? each.tokens.accessToken)
    if (isFailure(answer)) return refused(each, answer, () => back(reply, each))
    delete each.tokens
    delete each.info
    each.notice = { good: true, text: 'Revoked: every token of this authorization has ended.' }
    return back(reply, each)
  })

  return {
    app,
    connectTo(dialects, platforms) {
      for (const platform of platforms) {
        const dialect = dialects.find(({ id }) => id === platform.id)
        if (dialect) connections.set(platform.id, connection(dialect, platform))
      }
    },
  }
}

function connection(dialect: Dialect, platform: DemoPlatform): Connection {
  const each: Connection = {
    dialect,
    redirectUri: platform.redirectUri,
    client: demoClient(dialect, platform, {
      fetch: (url, init) => {
        const { step, endpoint } = each.calling
        return explainingFetch(step, endpoint, (exchange) => each.wire.push(exchange))(url, init)
      },
    }),
    calling: { step: '', endpoint: dialect.token },
    wire: [],
    link: '',
  }
  return each
}

async function tellUser(each: Connection): Promise<void> {
  const { client, dialect, tokens } = each
  if (!client.userInfo || !dialect.userInfo || !tokens?.openId) return
  each.calling = { step: 'user information', endpoint: dialect.userInfo }
  const info = await client.userInfo({ accessToken: tokens.accessToken, openId: tokens.openId })
  if (!isFailure(info)) each.info = info
}

function refused(
  each: Connection,
  { error, platformCode, platformMessage, hint }: Failure,
  then: () => FastifyReply,
): FastifyReply {
  const said = platformCode === undefined ? '' : ` (${platformCode} ${platformMessage ?? ''})`
  each.notice = { good: false, text: `${error}${said}: ${hint}` }
  return then()
}

const masked = (secret: string | undefined): string =>
  secret === undefined ? 'none' : `${secret.slice(0, 4)}***`

function shown({ dialect, tokens, info, notice, wire }: Connection): Shown {
  const time = (seconds: number) => new Date(seconds * 1000).toISOString().replace('T', ' ').slice(0, 19)
  const facts: (readonly [string, string])[] = tokens
    ? [
        ['access token', masked(tokens.accessToken)],
        ['refresh token', masked(tokens.refreshToken)],
        ['expires', tokens.expiresAt === undefined ? 'unknown' : `${time(tokens.expiresAt)} UTC`],
        ...(tokens.openId === undefined ? [] : [['openid', tokens.openId] as const]),
        ...(tokens.userId === undefined ? [] : [['shop', tokens.userId] as const]),
        ...(tokens.scope === undefined ? [] : [['scope', tokens.scope.join(', ')] as const]),
        [
          'user information',
          info ? Object.values(info).join(', ') : dialect.userInfo ? 'none' : 'not offered by this platform',
        ],
      ]
    : []
  return {
    dialect,
    offersUserInfo: dialect.userInfo !== undefined,
    connected: tokens !== undefined,
    facts,
    ...(notice && { notice }),
    wire,
  }
}
