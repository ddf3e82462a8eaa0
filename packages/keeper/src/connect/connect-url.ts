/* Links that begin an authorization, for a shop that is new, or for one whose connection needs a new consent. */
import type { App } from '../app/app.ts'
import { type Which, rowOf } from '../connection/find.ts'
import { checkNames } from './fit.ts'
import { type KeeperContext, appOf } from '../keeper-context.ts'
import { type Link, sealLink } from './link.ts'
import { returnPath } from './return-path.ts'
import { spoken } from '../routes/index.ts'
import { type Site, startPath } from '../routes/site.ts'

export interface LinkRequest {
  /** A path of this site, with `?connected=<connection id>` or `?error=<reason>` added; a page of the keeper's by default. */
  readonly returnTo?: string | undefined
  /** The platform's default where absent. */
  readonly scope?: readonly string[] | undefined
  /** The language of our page, and of the platform's if its link has a parameter for it: `zh-CN`, `en`, `th`. */
  readonly locale?: string | undefined
  /** Which of the platform's pages, where its link has a place for it: `wap` for a phone. */
  readonly view?: string | undefined
  /** How long the link may be opened: a day by default, 90 at most. */
  readonly expiresInSeconds?: number | undefined
}

export interface ConnectRequest extends LinkRequest {
  /** The tenant of the new connection, one of your own customers. */
  readonly tenant: string
  /** Needed where the platform has several. */
  readonly app?: string | undefined
  /** An alias to name the shop by, beside the platform's own id of it. */
  readonly shop?: string | undefined
}

export interface LinkMaker {
  connectUrl(platform: string, asked: ConnectRequest): Promise<string>
  reconnectUrl(which: Which, asked?: LinkRequest): Promise<string>
}

const DAY = 86_400
const LONGEST_DAYS = 90

export function linkMaker(context: KeeperContext, site: Site): LinkMaker {
  function linkTo(
    app: App,
    whose: Pick<Link, 'tenant' | 'alias' | 'reconnects'>,
    asked: LinkRequest,
  ): string {
    const { returnTo, scope, locale, view, expiresInSeconds = DAY } = asked
    if (!(expiresInSeconds > 0 && expiresInSeconds <= LONGEST_DAYS * DAY))
      throw new TypeError(`expiresInSeconds: is not in 1 to ${LONGEST_DAYS * DAY}`)
    // Throws where the platform has no way to spell it: now, and not when somebody opens the link.
    const redirectUri = 'https://here.invalid'
    app.client.authorizationUrl({
      redirectUri,
      state: 's',
      ...(scope && { scope }),
      ...spoken(app, { view, locale }),
    })
    const link: Link = {
      platform: app.platform,
      app: app.id,
      ...whose,
      ...(returnTo !== undefined && { returnTo: returnPath(returnTo, site.returnPaths) }),
      ...(scope && { scope }),
      ...(locale !== undefined && { locale }),
      ...(view !== undefined && { view }),
      madeAt: context.clock.now(),
      expiresAt: Math.floor(context.clock.now() + expiresInSeconds),
    }
    return `${site.publicUrl ?? ''}${startPath(site)}?link=${sealLink(link, context.sealing.ring)}`
  }

  return {
    async connectUrl(platform, { tenant, app, shop: alias, ...asked }) {
      checkNames({ tenant, shop: alias })
      const found = context.apps.find(platform, app)
      return linkTo(found, { tenant, ...(alias !== undefined && { alias }) }, asked)
    },
    async reconnectUrl(which, asked = {}) {
      const row = await rowOf(context, which)
      return linkTo(appOf(context, row), { tenant: row.tenant, reconnects: row.id }, asked)
    },
  }
}
