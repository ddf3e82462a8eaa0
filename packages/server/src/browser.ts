/* The pages of one platform: login, consent, what comes after. Stateless until the merchant has logged in. */
import { type LoginFailure, type OAuthError, WireError, type WithFields, readPairs } from '@hufu/dialects'
import { type User, checkLogin, issueCode, policyOf } from '@hufu/engine'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { assetRoutes } from './design/assets.ts'
import { languageFor } from './design/language.ts'
import { type Asked, type Refusal, checkUser, readAuthorization } from './authorize.ts'
import { consentPage } from './pages/consent.ts'
import { codePage, deniedPage, errorPage } from './pages/endings.ts'
import { loginPage } from './pages/login.ts'
import { type Platform, codecContext } from './platform.ts'
import { noteLogin } from './login-history.ts'
import { note } from './log.ts'
import { pageHeaders } from './page-headers.ts'
import { type Runtime, SESSION_SECONDS } from './runtime.ts'
import type { Sessions } from './sessions.ts'
import { formKey, formOf } from './site.ts'
import { onlyBy, queryOf } from './wire.ts'

/** `base`: what stands before this platform's paths in a link; empty on a host of its own. */
export type BaseOf = (request: FastifyRequest) => string

export function browserRoutes(
  app: FastifyInstance,
  { platform, runtime, baseOf }: { platform: Platform; runtime: Runtime; baseOf: BaseOf },
): void {
  const { dialect, grants } = platform
  const { authorize } = dialect
  const sessions: Sessions<User> = runtime.sessions

  const locale = localeReader(authorize.request)
  const place = (request: FastifyRequest, query = queryOf(request)) => ({
    language: languageFor(request, locale(query)),
    base: baseOf(request),
    platform: dialect.title,
  })
  const contextOf = (request: FastifyRequest) => codecContext(platform, request.id)

  /** Where the browser may be led by a form: this server, and from here to applications anywhere on https. */
  const page = (reply: FastifyReply, status: number, html: string, leadsTo?: string) =>
    reply.code(status).headers(pageHeaders(leadsTo)).type('text/html; charset=utf-8').send(html)

  function refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
    if ('location' in refusal) {
      note(request, dialect.id, 'authorize', refusal.error)
      return leave(reply, refusal.location)
    }
    return errorOn(request, reply, refusal.page, 400)
  }

  function errorOn(
    request: FastifyRequest,
    reply: FastifyReply,
    error: OAuthError,
    status: number,
    notPermitted?: { readonly shop: string; readonly query: string; readonly formToken: string },
  ): FastifyReply {
    note(request, dialect.id, 'authorize', error)
    const [platformCode, platformMessage] = authorize.errors.encode(error)
    const named = authorize.request.fields.find((each) => 'key' in each && each.key === error.parameter)?.name
    const blamed = named === undefined ? error : { ...error, parameter: named }
    const shown = { ...place(request), error: blamed, platformCode, platformMessage, requestId: request.id }
    return page(reply, status, errorPage({ ...shown, ...(notPermitted && { notPermitted }) }))
  }

  /** The last hop has the dialect's status; where it leads has been checked. */
  const leave = (reply: FastifyReply, location: string): FastifyReply =>
    reply.code(grants.policy.callbackStatus).header('location', location).send()

  const restart = (request: FastifyRequest, reply: FastifyReply, query: string): FastifyReply =>
    reply
      .code(303)
      .header('location', `${baseOf(request)}${authorize.path}?${query}`)
      .send()

  const showLogin = (
    request: FastifyRequest,
    reply: FastifyReply,
    query: string,
    failed?: { readonly failure: LoginFailure; readonly username: string },
  ): FastifyReply => {
    const formToken = sessions.formToken(request, reply, `login ${dialect.id} ${query}`)
    const status = failed ? statusOf(failed.failure) : 200
    return page(reply, status, loginPage({ ...place(request, query), query, formToken, ...failed }))
  }

  async function showConsent(
    request: FastifyRequest,
    reply: FastifyReply,
    query: string,
    asked: Asked,
    user: User,
  ) {
    const formToken = sessions.formToken(request, reply, `consent ${dialect.id} ${query}`)
    const shop = (await runtime.store.shop(user.shopId))?.name ?? user.shopId
    const refused = checkUser(asked.app, user)
    if (refused) return errorOn(request, reply, refused, 403, { shop, query, formToken })
    const policy = policyOf(grants.policy, asked.app)
    const until = runtime.store.now() + Math.max(policy.accessTokenLifetime, policy.refreshTokenLifetime)
    const { app: client, scope } = asked
    const shown = {
      ...place(request, query),
      query,
      formToken,
      app: client,
      scope,
      shop,
      username: user.displayName,
      until,
    }
    return page(reply, 200, consentPage(shown), asked.request.redirectUri)
  }

  const begin = async (request: FastifyRequest, reply: FastifyReply, onward?: string) => {
    const query = queryOf(request)
    const asked = await readAuthorization(query, platform, contextOf(request))
    if (!('back' in asked)) return refuse(request, reply, asked)
    const session = await sessions.current(request)
    if (!session && onward !== undefined) {
      return reply
        .code(302)
        .header('location', `${baseOf(request)}${onward}?${query}`)
        .send()
    }
    note(request, dialect.id, 'authorize')
    return session
      ? showConsent(request, reply, query, asked, session.account)
      : showLogin(request, reply, query)
  }
  for (const path of [authorize.path, ...authorize.aliases]) {
    app.get(path, (request, reply) => begin(request, reply, authorize.loginPath))
    onlyBy(app, path, 'GET, HEAD')
  }
  const { loginPath } = authorize
  if (loginPath !== undefined) app.get(loginPath, (request, reply) => begin(request, reply))

  app.post('/login', async (request, reply) => {
    const form = await formOf(request)
    const query = form.get('request') ?? ''
    const username = form.get('username') ?? ''
    // What no link could have said was in no form of ours, and fits into no Location.
    if (!/^[!-~]*$/.test(query)) return errorOn(request, reply, { error: 'request_forged' }, 403)
    if (!sessions.isFormToken(request, `login ${dialect.id} ${query}`, form.get('token') ?? '')) {
      return showLogin(request, reply, query, { failure: { reason: 'form_forged' }, username })
    }
    const password = form.get('password') ?? ''
    const result = await checkLogin({ username, password, address: request.ip }, runtime.login)
    noteLogin(request, username, result, runtime)
    if (!('user' in result)) {
      note(request, dialect.id, 'login', { error: 'access_denied', detail: result.reason })
      return showLogin(request, reply, query, { failure: result, username })
    }
    note(request, dialect.id, 'login')
    await sessions.begin(request, reply, result.user.id)
    return restart(request, reply, query)
  })

  app.post('/consent', async (request, reply) => {
    const form = await formOf(request)
    const query = form.get('request') ?? ''
    const token = form.get('token') ?? ''
    const session = await sessions.current(request)
    const forged = !session || !sessions.isFormToken(request, `consent ${dialect.id} ${query}`, token)
    // A form is good once: the Back button and a second click are told so, and change nothing.
    const until = runtime.store.now() + SESSION_SECONDS
    if (forged || !(await runtime.store.once(formKey(token), until))) {
      return errorOn(request, reply, { error: 'request_forged' }, 403)
    }
    const asked = await readAuthorization(query, platform, contextOf(request))
    if (!('back' in asked)) return refuse(request, reply, asked)
    const { app: client, request: wanted, scope, back } = asked
    const refused = checkUser(client, session.account)
    if (refused) return errorOn(request, reply, refused, 403)
    const outOfBand = wanted.redirectUri === grants.policy.outOfBand
    const shown = { ...place(request), app: client.name }
    if (form.get('decision') !== 'approve') {
      note(request, dialect.id, 'consent', { error: 'access_denied' })
      return outOfBand ? page(reply, 200, deniedPage(shown)) : leave(reply, back({ error: 'access_denied' }))
    }
    const code = await issueCode(
      { app: client, user: session.account, scope, redirectUri: wanted.redirectUri },
      grants,
    )
    note(request, dialect.id, 'consent')
    if (outOfBand) return page(reply, 200, codePage({ ...shown, code, seconds: grants.policy.codeLifetime }))
    return leave(reply, back({ code }))
  })

  app.post('/logout', async (request, reply) => {
    const form = await formOf(request)
    const query = form.get('request') ?? ''
    if (!sessions.isFormToken(request, `consent ${dialect.id} ${query}`, form.get('token') ?? '')) {
      return errorOn(request, reply, { error: 'request_forged' }, 403)
    }
    await sessions.end(request, reply)
    return restart(request, reply, query)
  })

  assetRoutes(app)
}

const statusOf = ({ reason }: LoginFailure): number =>
  reason === 'account_frozen' ? 429 : reason === 'address_denied' || reason === 'form_forged' ? 403 : 400

/** What the link says of the language of the pages, where the platform has a parameter for it. */
function localeReader({ fields }: WithFields): (query: string) => string | undefined {
  const name = fields.find((each) => 'key' in each && each.key === 'locale')?.name
  if (name === undefined) return () => undefined
  return (query) => {
    try {
      const value = readPairs(new Set([name]), query)[name]
      return typeof value === 'string' ? value : undefined
    } catch (error) {
      if (error instanceof WireError) return undefined
      throw error
    }
  }
}
