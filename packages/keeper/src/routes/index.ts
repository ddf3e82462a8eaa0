/* The two pages of the browser leg: the start, which leads to the platform, and the callback, which it leads back to. */
import type { App } from '../app/app.ts'
import { KeeperError, type KeeperFailure, keeperError } from '@hufu/keeper-store/errors'
import type { KeeperContext } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import { type Link, openLink } from '../connect/link.ts'
import { withEnding } from '../connect/return-path.ts'
import { type Routes, adapted } from './adapters.ts'
import { finished } from './callback.ts'
import type { Came } from './remembered.ts'
import { browserCookie } from './cookie.ts'
import { kindOf } from './ending.ts'
import { languageOf } from './language.ts'
import { type Answer, type SiteRequest, usualHeaders } from './message.ts'
import { endingPage } from './page.ts'
import { type Site, callbacksOf, redirectUriOf, startPath } from './site.ts'

/** @throws {TypeError} when two applications would have one callback. */
export function routesOf(context: KeeperContext, site: Site): Routes {
  const callbacks = callbacksOf(site, context.apps)
  const start = startPath(site)
  /** The common path of start and callback, if both are below it. */
  const cookieOf = (redirectUri: string) => {
    const { protocol, pathname } = new URL(redirectUri)
    return browserCookie(protocol === 'https:', pathname.startsWith(`${site.path}/`) ? site.path || '/' : '/')
  }

  async function begin(asked: SiteRequest, text: string): Promise<Answer> {
    const link = openLink(text, context.sealing.ring)
    if (!link || link.expiresAt < context.clock.now()) return refused(asked, keeperError('link_unknown'))
    try {
      const app = context.apps.find(link.platform, link.app)
      const { view, locale, scope = ownScope(app) } = link
      const redirectUri = redirectUriOf(site, app, asked)
      const cookie = cookieOf(redirectUri)
      const begun = await orUnavailable(
        app.client.begin({
          redirectUri,
          binding: cookie.read(asked),
          data: text,
          scope,
          ...spoken(app, { view, locale }),
        }),
      )
      const headers = { ...usualHeaders, location: begun.url, 'set-cookie': cookie.set(begun.binding) }
      return { status: 302, headers, body: '' }
    } catch (error) {
      if (error instanceof KeeperError) return refused(asked, error, { link, text })
      throw error
    }
  }

  async function end(asked: SiteRequest, app: App): Promise<Answer> {
    let came: Came = {}
    try {
      const cookie = cookieOf(redirectUriOf(site, app, asked))
      came = await finished(context, app, asked.url, cookie.read(asked))
    } catch (error) {
      if (!(error instanceof KeeperError)) throw error
      came = { failure: error.failure }
    }
    const { link, failure, connection } = came
    if (failure || !connection)
      return refused(asked, failure ?? keeperError('link_unknown').failure, { ...came, app })
    if (link?.returnTo !== undefined) return back(link.returnTo, 'connected', connection.id)
    const { alias, shop, status } = connection
    return endingPage({
      kind: status === 'disabled' ? 'paused' : 'connected',
      language: languageFor(asked, link),
      platform: app.dialect.title,
      shop: alias ?? shop,
    })
  }

  function refused(
    asked: SiteRequest,
    failure: Pick<KeeperFailure, 'error' | 'retry' | 'platformCode'>,
    { link, text, app, shop }: Came & { readonly app?: App } = {},
  ): Answer {
    const { error, retry, platformCode } = failure
    const kind = kindOf({ error, retry })
    if (kind === 'mend' || kind === 'later') {
      const { platform, tenant } = link ?? { platform: app?.platform }
      context.warn('a shop was not connected', { platform, tenant, error, platformCode })
    }
    if (link?.returnTo !== undefined) return back(link.returnTo, 'error', error)
    const begins = link && text !== undefined && link.expiresAt > context.clock.now()
    return endingPage({
      kind,
      language: languageFor(asked, link),
      platform: app?.dialect.title,
      shop: shop ?? link?.alias,
      code:
        kind === 'denied' ? undefined : [error, platformCode].filter((each) => each !== undefined).join(' '),
      again: begins ? `${start}?link=${text}` : undefined,
    })
  }

  return adapted(
    async (asked) => {
      const [path = '', query = ''] = asked.url.split('?', 2)
      const app = callbacks.get(path)
      if (!app && path !== start) return undefined
      if (asked.method !== 'GET') return { status: 405, headers: { ...usualHeaders, allow: 'GET' }, body: '' }
      return app ? end(asked, app) : begin(asked, new URLSearchParams(query).get('link') ?? '')
    },
    [start, ...callbacks.keys()],
  )
}

/** The app's scope if the link names none; if the app names none either, the platform's default. */
const ownScope = ({ options }: App): readonly string[] | undefined => {
  const scope = options.policy?.defaultScope
  return scope?.length ? scope : undefined
}

/** The parameters that the platform's link supports. */
export function spoken(
  { dialect }: App,
  asked: Readonly<Record<'view' | 'locale', string | undefined>>,
): { readonly view?: string; readonly locale?: string } {
  const { fields } = dialect.authorize.request
  return Object.fromEntries(
    Object.entries(asked).filter(
      ([key, value]) => value !== undefined && fields.some((each) => 'key' in each && each.key === key),
    ),
  )
}

const languageFor = (asked: SiteRequest, link: Link | undefined) =>
  languageOf([link?.locale, asked.header('accept-language')].join())

/** See other: the callback's address, with its code, is not what a reload asks again. */
const back = (path: string, name: 'connected' | 'error', value: string): Answer => ({
  status: 303,
  headers: { ...usualHeaders, location: withEnding(path, name, value) },
  body: '',
})
