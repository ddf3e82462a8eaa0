/* Pages and redirects of the browser leg: each ends a request. */
import {
  type LoginFailure,
  type OAuthError,
  isWireError,
  type WithFields,
  pageErrorsOf,
  readPairs,
  encodeError,
} from '@hufu/dialects'
import { LONGEST_USERNAME } from '@hufu/accounts'
import type { User } from '@hufu/engine'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { askerOf, lastingOf, shopOf, shopsFor, whoCan, whyNot } from './asking.ts'
import {
  type CheckedAuthorization,
  type AuthorizationRefusal,
  checkUser,
  readAuthorization,
} from './authorize.ts'
import { languageFor } from '@hufu/web/design/language'
import { developerSessions } from '../login/developer-sessions.ts'
import { type Failed, retryLater } from '@hufu/web/failed'
import { noteOutcome } from '../exchange/outcome.ts'
import { OPENID_PATH } from '../login/openid-login.ts'
import { pageHeaders } from '@hufu/web/page-headers'
import { consentPage } from '../pages/consent.ts'
import type { DeveloperPart } from '../pages/developer-part.ts'
import { codePage, deniedPage } from '../pages/endings.ts'
import { errorPage } from '../pages/error.ts'
import { loginPage } from '../pages/login.ts'
import { notPermittedPage } from '../pages/not-permitted.ts'
import type { Place } from '../pages/place.ts'
import { whereOf } from '../mounts.ts'
import { type Platform, codecContext } from '../settings/platform.ts'
import { statusOfLogin } from '../login/refused-login.ts'
import type { Runtime } from '../runtime.ts'
import { type Sessions, sendsNoCookies } from '@hufu/web/sessions'
import { isTrial } from '../exchange/trial.ts'
import { queryOf } from '@hufu/web/wire'

/** `base`: what stands before this platform's paths in a link; empty on a host of its own. */
export type BaseOf = (request: FastifyRequest) => string

export interface Mounted {
  readonly platform: Platform
  readonly runtime: Runtime
  readonly baseOf: BaseOf
}

// oxlint-disable-next-line max-lines-per-function -- one method for each page
export function merchantPages({ platform, runtime, baseOf }: Mounted) {
  const { dialect, grants } = platform
  const { authorize } = dialect
  const sessions: Sessions<User> = runtime.sessions

  const locale = localeReader(authorize.request)
  /** `query`: the request that this page can be shown for again. */
  const place = (request: FastifyRequest, query?: string): Place => {
    const base = baseOf(request)
    return {
      language: languageFor(request, locale(query ?? queryOf(request))),
      base,
      platform: dialect.title,
      ...(query !== undefined && { query }),
      // A platform's virtual host has no account pages: they are on the server's own origin.
      account: (path) => (base === '' ? runtime.linkTo(path) : path),
    }
  }
  const developers = developerSessions(runtime)
  /** The request, and whether it is allowed. */
  const read = (request: FastifyRequest, query: string) =>
    readAuthorization(
      query,
      platform,
      codecContext(platform, request.id),
      (app, uri) => isTrial(request, app, uri, developers, runtime),
      whereOf(request, dialect),
    )

  /** Form targets: this server, and from here any https address of an application. */
  const page = (
    reply: FastifyReply,
    status: number,
    html: string,
    more: { readonly leadsTo?: string; readonly scripted?: true } = {},
  ) =>
    reply
      .code(status)
      .headers(pageHeaders(more.leadsTo, more.scripted))
      .type('text/html; charset=utf-8')
      .send(html)

  function refuse(request: FastifyRequest, reply: FastifyReply, refusal: AuthorizationRefusal): FastifyReply {
    if ('location' in refusal) {
      noteOutcome(request, dialect.id, 'authorize', refusal.error)
      return leave(reply, refusal.location)
    }
    return errorOn(request, reply, refusal.page, 400)
  }

  function developerPartOf(request: FastifyRequest, error: OAuthError): DeveloperPart {
    const { fields } = authorize.request
    const { code: platformCode, message: platformMessage } = encodeError(pageErrorsOf(platform), error)
    const named = fields.find((each) => 'key' in each && each.key === error.parameter)?.name
    return {
      error: named === undefined ? error : { ...error, parameter: named },
      platformCode,
      platformMessage,
      requestId: request.id,
      fields: authorize.request,
      redirectUri: grants.policy.redirectUri,
    }
  }

  /**
   * `again`: what can be asked anew after this. A request that was refused is not repeated, not even for the switch of
   * languages: what it should not have carried may stand in it.
   */
  function errorOn(
    request: FastifyRequest,
    reply: FastifyReply,
    error: OAuthError,
    status: number,
    again?: string,
  ): FastifyReply {
    noteOutcome(request, dialect.id, 'authorize', error)
    const shown = { ...place(request, again), developerPart: developerPartOf(request, error) }
    const link = again === undefined ? {} : { again: `${baseOf(request)}${authorize.path}?${again}` }
    return page(reply, status, errorPage({ ...shown, ...link }))
  }

  /** A form that this browser was not shown, or that was used. */
  const forged = (request: FastifyRequest, reply: FastifyReply, query: string): FastifyReply =>
    errorOn(
      request,
      reply,
      { error: 'request_forged' },
      403,
      query !== '' && isQuery(query) ? query : undefined,
    )

  const failed = (request: FastifyRequest, reply: FastifyReply, { error, status }: Failed): FastifyReply =>
    errorOn(request, retryLater(reply, status), error, status)

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
    app: string | undefined,
    failed?: { readonly failure: LoginFailure; readonly username: string },
  ): FastifyReply => {
    const formToken = sessions.formToken(request, reply, `login ${dialect.id} ${query}`)
    const shown = {
      ...place(request, query),
      query,
      formToken,
      ...(app !== undefined && { app }),
      now: runtime.store.now(),
      cookieless: sendsNoCookies(request),
      forgotten: runtime.mail.on,
      ...(runtime.openid && { provider: providerOf(request, runtime.openid.name, query) }),
      ...failed,
    }
    const { status, retryAfter } = failed ? statusOfLogin(failed.failure, shown.now) : { status: 200 }
    return page(retryLater(reply, status, retryAfter), status, loginPage(shown))
  }

  const providerOf = (request: FastifyRequest, name: string, query: string) => {
    const base = baseOf(request)
    const next = encodeURIComponent(`${base}${authorize.path}?${query}`)
    return { name, href: `${base}${OPENID_PATH}?next=${next}` }
  }

  async function showLoginAgain(
    request: FastifyRequest,
    reply: FastifyReply,
    query: string,
    failure: LoginFailure,
    username: string,
  ): Promise<FastifyReply> {
    const asked = await read(request, query)
    return showLogin(request, reply, query, 'back' in asked ? asked.app.name : undefined, {
      failure,
      username: username.slice(0, LONGEST_USERNAME),
    })
  }

  async function showConsent(
    request: FastifyRequest,
    reply: FastifyReply,
    query: string,
    asked: CheckedAuthorization,
    user: User,
  ) {
    const { app: client, scope, request: wanted } = asked
    const shop = await shopOf(user, runtime.store)
    const shown = {
      ...place(request, query),
      query,
      formToken: sessions.formToken(request, reply, `consent ${dialect.id} ${query}`),
      user: user.displayName,
    }
    const refused = checkUser(asked, user)
    if (refused) {
      noteOutcome(request, dialect.id, 'authorize', refused)
      const notPermitted = notPermittedPage({
        ...shown,
        app: client.name,
        shop: shop.name,
        ...whyNot(wanted.tenant, user),
        whoCan: await whoCan(user, runtime.store),
        developerPart: developerPartOf(request, refused),
      })
      return page(reply, 403, notPermitted)
    }
    const consent = consentPage({
      ...shown,
      app: await askerOf(client, baseOf(request), runtime.store),
      scope,
      scopeWords: grants.policy.scopeWords,
      shops: await shopsFor(user, client, platform, runtime.store),
      ...lastingOf(client, platform),
    })
    return page(reply, 200, consent, { leadsTo: wanted.redirectUri })
  }

  /** `query`: the request that was decided. */
  const showDenied = (
    request: FastifyRequest,
    reply: FastifyReply,
    query: string,
    { app }: CheckedAuthorization,
  ) => page(reply, 200, deniedPage({ ...ending(request, query), app: app.name }))

  function showCode(
    request: FastifyRequest,
    reply: FastifyReply,
    query: string,
    { app }: CheckedAuthorization,
    code: string,
    issuedAt: number,
  ): FastifyReply {
    const seconds = grants.policy.codeLifetime
    const until = issuedAt + seconds
    const shown = { ...ending(request, query), app: app.name, code, seconds, until }
    return page(reply, 200, codePage(shown), { scripted: true })
  }

  /** It can be shown once, so no change of language comes back to it. */
  const ending = (request: FastifyRequest, query: string): Place => ({
    ...place(request),
    language: languageFor(request, locale(query)),
  })

  return {
    read,
    refuse,
    forged,
    failed,
    leave,
    restart,
    showLogin,
    showLoginAgain,
    showConsent,
    showDenied,
    showCode,
  }
}

/** Characters that a link can contain and a Location header can repeat. */
export const isQuery = (text: string): boolean => /^[!-~]*$/.test(text)

/** The language that the link asks for, if the platform has a parameter for it. */
function localeReader({ fields }: WithFields): (query: string) => string | undefined {
  const name = fields.find((each) => 'key' in each && each.key === 'locale')?.name
  if (name === undefined) return () => undefined
  return (query) => {
    try {
      const value = readPairs(new Set([name]), query)[name]
      return typeof value === 'string' ? value : undefined
    } catch (error) {
      if (isWireError(error)) return undefined
      throw error
    }
  }
}
