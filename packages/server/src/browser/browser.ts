/* The pages of one platform: login, consent, what comes after. Stateless until the merchant has logged in. */
import type { CallbackFacts } from '@hufu/dialects'
import { type App, type Coverage, type User, coverageOf, issueCode } from '@hufu/engine'
import { checkLogin } from '@hufu/accounts'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { checkUser } from './authorize.ts'
import { consentAnswers } from './consent-answers.ts'
import { assetRoutes } from '@hufu/web/design/assets'
import { failureOf } from '@hufu/web/failed'
import { noteLogin } from '../login/login-history.ts'
import { noteOutcome } from '../exchange/outcome.ts'
import { logoRoute } from '../logos.ts'
import { type Mounted, isQuery, merchantPages } from './merchant-pages.ts'
import { TooManyParameters } from '@hufu/web/parameter-count'
import { requestOf } from '../pages/place.ts'
import { SESSION_SECONDS } from '../runtime.ts'
import type { Sessions } from '@hufu/web/sessions'
import { chooseLanguage } from '@hufu/web/language-route'
import { formOf } from '@hufu/web/forms'
import { onlyBy, queryOf } from '@hufu/web/wire'

export function browserRoutes(app: FastifyInstance, mounted: Mounted): void {
  const { platform, runtime, baseOf } = mounted
  const { dialect, grants } = platform
  const { authorize } = dialect
  const sessions: Sessions<User> = runtime.sessions
  const answers = consentAnswers(runtime.store, runtime.ring, SESSION_SECONDS)
  const pages = merchantPages(mounted)
  const { read, refuse, forged, failed, leave, restart } = pages
  const { showLogin, showLoginAgain, showConsent, showDenied, showCode } = pages

  const begin = async (request: FastifyRequest, reply: FastifyReply, onward?: string) => {
    const query = queryOf(request)
    const asked = await read(request, query)
    if (!('back' in asked)) return refuse(request, reply, asked)
    const session = await sessions.current(request)
    if (!session && onward !== undefined) {
      return reply
        .code(302)
        .header('location', `${baseOf(request)}${onward}?${query}`)
        .send()
    }
    noteOutcome(request, dialect.id, 'authorize')
    return session
      ? showConsent(request, reply, query, asked, session.account)
      : showLogin(request, reply, query, asked.app.name)
  }
  const others = (authorize.others ?? []).map(({ path }) => path)
  for (const path of new Set([authorize.path, ...authorize.aliases, ...others])) {
    app.get(path, (request, reply) => begin(request, reply, authorize.loginPath))
    onlyBy(app, path, 'GET, HEAD')
  }
  const { loginPath } = authorize
  if (loginPath !== undefined) app.get(loginPath, (request, reply) => begin(request, reply))

  app.post('/login', async (request, reply) => {
    const form = await formOf(request)
    const query = form.get('request') ?? ''
    const username = form.get('username') ?? ''
    if (!isQuery(query)) return forged(request, reply, query)
    if (!sessions.isFormToken(request, `login ${dialect.id} ${query}`, form.get('token') ?? '')) {
      // Logged in meanwhile, in another tab: this one goes on as if it were opened now.
      if (await sessions.current(request)) return restart(request, reply, query)
      return showLoginAgain(request, reply, query, { reason: 'form_forged' }, username)
    }
    const password = form.get('password') ?? ''
    const result = await checkLogin({ username, password, address: request.ip }, runtime.login)
    noteLogin(request, username, result, runtime)
    if (!('user' in result)) {
      noteOutcome(request, dialect.id, 'login', { error: 'access_denied', detail: result.reason })
      return showLoginAgain(request, reply, query, result, username)
    }
    noteOutcome(request, dialect.id, 'login')
    await sessions.begin(request, reply, result.user)
    return restart(request, reply, query)
  })

  app.post('/consent', async (request, reply) => {
    const form = await formOf(request)
    const query = form.get('request') ?? ''
    const token = form.get('token') ?? ''
    const session = await sessions.current(request)
    const strange = !session || !sessions.isFormToken(request, `consent ${dialect.id} ${query}`, token)
    if (strange) return forged(request, reply, query)
    const asked = await read(request, query)
    if (!('back' in asked)) return refuse(request, reply, asked)
    const { app: client, request: wanted, scope, back } = asked
    const refused = checkUser(asked, session.account)
    if (refused) return showConsent(request, reply, query, asked, session.account)
    const outOfBand = wanted.redirectUri === grants.policy.outOfBand
    const decision = form.get('decision') === 'approve' ? 'approve' : 'deny'
    const { account: user } = session
    const covers = await coverageOf(user, client, grants.policy, runtime.store)
    const decided = await answers.decide(token, decision, async () =>
      decision === 'approve'
        ? issueCode({ app: client, user, scope, redirectUri: wanted.redirectUri, covers }, grants)
        : undefined,
    )
    // The Back button is told so, and changes nothing.
    if (!decided) return forged(request, reply, query)
    const { code, at, again } = decided
    if (!again)
      noteOutcome(request, dialect.id, 'consent', code === undefined ? { error: 'access_denied' } : undefined)
    if (code === undefined)
      return outOfBand
        ? showDenied(request, reply, query, asked)
        : leave(reply, back({ error: 'access_denied' }))
    return outOfBand
      ? showCode(request, reply, query, asked, code, at)
      : leave(reply, back({ code, ...factsOf(client, user, scope, covers) }))
  })

  app.post('/logout', async (request, reply) => {
    const form = await formOf(request)
    const query = form.get('request') ?? ''
    if (!sessions.isFormToken(request, `consent ${dialect.id} ${query}`, form.get('token') ?? '')) {
      return forged(request, reply, query)
    }
    await sessions.end(request, reply)
    return restart(request, reply, query)
  })

  // It changes words and nothing else, so it needs no token.
  app.post('/language', async (request, reply) => {
    const form = await formOf(request)
    const query = requestOf(form.get('back') ?? '')
    if (!isQuery(query)) return forged(request, reply, query)
    chooseLanguage(reply, form.get('language') ?? '', runtime.secure)
    return restart(request, reply, query)
  })

  // Errors that merchants cannot solve are shown on a page too; the others are answered like calls.
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    if ((error.statusCode ?? 500) < 500 && !(error instanceof TooManyParameters)) throw error
    return failed(request, reply, failureOf(error, request))
  })

  assetRoutes(app)
  logoRoute(app, runtime.store)
}

/** What a platform may say beside the code. */
const factsOf = (
  { clientId }: App,
  { shopId }: User,
  scope: readonly string[],
  { accountId, region }: Partial<Coverage> = {},
): CallbackFacts => ({
  ...(clientId !== undefined && { clientId }),
  ...(accountId === undefined ? { userId: shopId } : { accountId }),
  ...(region !== undefined && { region }),
  tenant: shopId,
  ...(scope.length > 0 && { scope }),
})
