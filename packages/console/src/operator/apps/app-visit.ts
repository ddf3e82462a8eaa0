/* The pages about one app, beside each other. */
import type { App } from '@hufu/engine'
import type { Act } from '@hufu/acts/act'
import type { Permission } from '@hufu/accounts'
import type { FastifyReply } from 'fastify'
import { tabs } from '@hufu/web/design/document'
import type { Shown } from '@hufu/web/site'
import { appWords } from './app-words.ts'
import { type OperatorConsole, type OperatorVisit, PREFIX } from '../console.ts'

export interface AppVisit extends OperatorVisit {
  readonly app: App
  /** Below the console's own, such as `/apps/app_1`. */
  readonly appPath: string
  showApp(shown: Shown): FastifyReply
}

export interface AppPages {
  page(
    path: string,
    permission: Permission | Act,
    show: (visit: AppVisit) => Promise<FastifyReply> | FastifyReply,
  ): void
  action(
    path: string,
    permission: Permission,
    act: (visit: AppVisit, form: URLSearchParams) => Promise<FastifyReply>,
  ): void
}

/** `path`: below `/apps/:app`. */
export function appPages({ page, action, runtime }: OperatorConsole): AppPages {
  async function visitOf(visit: OperatorVisit): Promise<AppVisit | undefined> {
    const { app: id = '' } = visit.params
    const app = /^[\w-]{1,64}$/.test(id) ? await runtime.store.appById(id) : undefined
    if (!app || !runtime.platforms.has(app.platform)) return undefined
    const words = appWords[visit.language]
    const appPath = `/apps/${app.id}`
    const at = (path: string, title: string) => ({ href: `${PREFIX}${appPath}${path}`, title })
    const beside = [
      at('', words.overview),
      ...(visit.may('grants.read') ? [at('/grants', words.grants)] : []),
      at('/history', words.history),
    ]
    const here = beside.some(({ href }) => href === visit.path) ? visit.path : (beside[0]?.href ?? '')
    return {
      ...visit,
      app,
      appPath,
      showApp: ({ body, ...shown }) =>
        visit.show({ ...shown, body: `${tabs(words.tabs, beside, here)}${body}` }),
    }
  }
  return {
    page(path, permission, show) {
      page(`/apps/:app${path}`, permission, async (visit) => {
        const found = await visitOf(visit)
        return found ? show(found) : visit.nothingHere()
      })
    },
    action(path, permission, act) {
      action(`/apps/:app${path}`, permission, async (visit, form) => {
        const found = await visitOf(visit)
        return found ? act(found, form) : visit.nothingHere()
      })
    },
  }
}
