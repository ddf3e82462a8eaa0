/* The way to the operator's OpenID provider and back, for merchants. */
import { loginMessage } from '@hufu/dialects'
import { type ExternalUser, rememberUser } from '@hufu/accounts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { link, problem } from '@hufu/web/design/components'
import { singlePage } from '@hufu/web/design/document'
import { languageFor } from '@hufu/web/design/language'
import { noteLogin } from './login-history.ts'
import type { OpenIdLeg } from './openid.ts'
import { pageHeaders } from '@hufu/web/page-headers'
import { loginWords } from '../pages/login-words.ts'
import type { Runtime } from '../runtime.ts'
import { sendsNoCookies } from '@hufu/web/sessions'
import { isOwnPath } from '@hufu/web/places'
import { prefixesOf } from '../mounts.ts'
import { queryOf } from '@hufu/web/wire'

/** The page to go on to afterwards is its parameter `next`. */
export const OPENID_PATH = '/login/openid'
const CALLBACK_PATH = `${OPENID_PATH}/callback`
const LEG_SECONDS = 600

/** Whether a path is that of authorization links, on the server's host or on those of platforms. */
function linkPathsOf({ platforms }: Runtime): (path: string) => boolean {
  const all = [...platforms.values()].flatMap(({ dialect }) => {
    const { path, aliases, loginPath } = dialect.authorize
    const own = [path, ...aliases, ...(loginPath === undefined ? [] : [loginPath])]
    return own.flatMap((each) => [each, ...prefixesOf(dialect).map((prefix) => prefix + each)])
  })
  const exact = new Set(all.filter((path) => !path.includes(':')))
  const patterns = all.filter((path) => path.includes(':')).map((path) => path.split('/'))
  return (path) => {
    if (exact.has(path)) return true
    const parts = path.split('/')
    return patterns.some(
      (pattern) =>
        pattern.length === parts.length &&
        pattern.every((part, at) =>
          part.startsWith(':') ? /^[\w-]+$/.test(parts[at] ?? '') : part === parts[at],
        ),
    )
  }
}

interface Kept extends OpenIdLeg {
  readonly next: string
  readonly until: number
}

/** `originOf`: where this browser sees the server, as the provider must have it registered: without a path. */
export function openidRoutes(
  app: FastifyInstance,
  runtime: Runtime,
  originOf: (request: FastifyRequest) => string,
): void {
  const { openid, ring, store, directory, sessions, secure } = runtime
  if (!openid) return
  const cookie = `${secure ? '__Host-' : ''}hufu_openid`
  const place = { path: '/', httpOnly: true, secure, sameSite: 'lax' } as const

  const isLinkPath = linkPathsOf(runtime)

  /** A page for GET: a link of an application, or an account page, which the account's own login checks. */
  function placeToGo(next: string): string {
    if (isOwnPath(next, '/account')) return `/account/login?next=${encodeURIComponent(next)}`
    const [path = ''] = next.split('?', 1)
    return isOwnPath(next) && isLinkPath(path) ? next : '/account'
  }

  function fail(request: FastifyRequest, reply: FastifyReply, next: string, error: unknown): FastifyReply {
    request.log.warn(
      { requestId: request.id, error: error instanceof Error ? error.message : '' },
      'a login by the OpenID provider failed',
    )
    const language = languageFor(request)
    const words = loginWords[language]
    const [code, message] = loginMessage({ reason: 'login_check_failed' })
    const said = sendsNoCookies(request) ? words.noCookies : words.failures.login_check_failed
    const body = `${problem(said, `${code} ${message}`)}<p>${link(next, words.logIn)}</p>`
    const page = singlePage({ language, base: '', title: words.logIn, platform: openid?.name ?? '' }, body)
    return reply.code(502).headers(pageHeaders()).type('text/html; charset=utf-8').send(page)
  }

  app.get(OPENID_PATH, async (request, reply) => {
    const asked = new URLSearchParams(queryOf(request)).get('next') ?? ''
    const next = placeToGo(asked)
    try {
      const { url, leg } = await openid.begin(`${originOf(request)}${CALLBACK_PATH}`)
      const kept: Kept = { ...leg, next, until: store.now() + LEG_SECONDS }
      reply.setCookie(cookie, ring.seal(JSON.stringify(kept), cookie), { ...place, maxAge: LEG_SECONDS })
      return await reply.redirect(url.href, 303)
    } catch (error) {
      return fail(request, reply, next, error)
    }
  })

  app.get(CALLBACK_PATH, async (request, reply) => {
    const kept = legOf(request.cookies[cookie])
    reply.clearCookie(cookie, place)
    if (!kept)
      return fail(request, reply, '/account', new Error('this browser began no login, or too long ago'))
    try {
      const arrived = new URL(`${originOf(request)}${CALLBACK_PATH}?${queryOf(request)}`)
      return await enter(request, reply, await openid.finish(arrived, kept), kept.next)
    } catch (error) {
      return fail(request, reply, kept.next, error)
    }
  })

  async function enter(
    request: FastifyRequest,
    reply: FastifyReply,
    told: ExternalUser,
    next: string,
  ): Promise<FastifyReply> {
    const user = await rememberUser('openid', told, { store, directory })
    if (!user) throw new Error('this user was disabled here')
    noteLogin(request, user.username, { user }, runtime)
    await sessions.begin(request, reply, user)
    return reply.redirect(next, 303)
  }

  function legOf(sealed: string | undefined): Kept | undefined {
    const text = sealed === undefined ? undefined : opened(sealed)
    const kept = text === undefined ? undefined : (JSON.parse(text) as Kept)
    return kept && kept.until > store.now() ? kept : undefined
  }
  function opened(sealed: string): string | undefined {
    try {
      return ring.openText(sealed, cookie)
    } catch {
      // Sealed under a key that the ring has not, or by nobody.
      return undefined
    }
  }
}
