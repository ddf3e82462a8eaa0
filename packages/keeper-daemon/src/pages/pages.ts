/* The pages of the keeper, below /ui: who may see them, and where they are. */
import cookie from '@fastify/cookie'
import { assetRoutes } from '@hufu/web/design/assets'
import { languageRoute } from '@hufu/web/language-route'
import { site } from '@hufu/web/site'
import type { FastifyInstance } from 'fastify'
import type { Guard } from '../api/access.ts'
import { isStoreAway } from '../api/answer.ts'
import type { Kept } from '../api/calls.ts'
import type { Tokens } from '../tokens.ts'
import { calendarPage } from './calendar.ts'
import { connectionPages } from './connection.ts'
import { listPage } from './list.ts'
import { loginPages } from './login.ts'
import { type Administrator, uiSessions } from './sessions.ts'
import { PREFIX, type Ui } from './ui.ts'
import { webhooksPage } from './webhooks.ts'
import { words } from './words.ts'

export interface UiOptions extends Kept {
  readonly guard: Guard
  readonly tokens: Tokens
  /** Whether browsers come by https. */
  readonly secure: boolean
  absolute(path: string): string
}

export async function uiPages(app: FastifyInstance, options: UiOptions): Promise<void> {
  const { keeper, context, guard, tokens, secure, absolute } = options
  await app.register(async (pages) => {
    await pages.register(cookie)
    assetRoutes(pages)
    languageRoute(pages, secure)
    const isGood = (digest: string) => tokens.accessOf(digest)?.kind === 'admin'
    const sessions = uiSessions(context.sealing.ring, context.store, context.clock.now, secure, isGood)
    const own = site<Administrator>(pages, {
      prefix: PREFIX,
      sessions,
      loginPath: '/login',
      words,
      nameOf: () => '',
      isBusy: isStoreAway,
      sections: (language) => [
        { href: `${PREFIX}/connections`, title: words[language].connections },
        { href: `${PREFIX}/calendar`, title: words[language].calendar },
        { href: `${PREFIX}/webhooks`, title: words[language].webhooks },
      ],
    })
    const ui: Ui = { keeper, context, site: own, guard, sessions, absolute }
    own.page('', (visit) => visit.goTo('/connections'))
    loginPages(ui)
    listPage(ui)
    connectionPages(ui)
    calendarPage(ui)
    webhooksPage(ui)
  })
}
