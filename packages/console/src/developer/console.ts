/* The context of the developer console's pages. */
import type { App } from '@hufu/engine'
import type { Developer, DeveloperFactorContext, Registration } from '@hufu/accounts'
import type { FastifyReply } from 'fastify'
import type { Act } from '@hufu/acts/act'
import type { AdminContext } from '@hufu/acts/api/context'
import { registrationOf } from '@hufu/server'
import type { Whole } from '@hufu/acts/site-routes'
import type { Platform } from '@hufu/server'
import type { Runtime } from '@hufu/server'
import { factorContext } from '@hufu/server'
import type { Sessions } from '@hufu/web/sessions'
import type { Shown, Site, Visit } from '@hufu/web/site'
import type { Uploaded } from '@hufu/web/uploads'
import { type AfterForm, type Performing, formOf, performing } from '../act-forms.ts'
import { appTabs } from './app/app-tabs.ts'
import { tabsOf } from './app/tabs.ts'

export interface Console {
  readonly site: Site<Developer>
  readonly runtime: Runtime
  readonly administration: AdminContext
  readonly whole: Whole
  readonly sessions: Sessions<Developer>
  /** The context of the functions about developers. */
  readonly developers: DeveloperFactorContext
  readonly registration: Registration
  /** The same visit, of somebody who performs acts: what a page of the developer console does goes through it. */
  acting(visit: Visit<Developer>): DeveloperVisit
  /** A form that is read as an act: the members of the path and of the form are the act's. */
  form<Performed extends Act>(path: string, act: Performed, after: AfterForm<DeveloperVisit, Performed>): void
  /**
   * A page about one app of the developer's organisation; `path` is below `/apps/:app`, such as `/log`, or empty. Anybody
   * else's app is not there (404).
   */
  appPage(path: string, show: (visit: AppVisit) => Promise<FastifyReply> | FastifyReply): void
  /** The handler of a form on one of those pages. */
  appAction(path: string, act: (visit: AppVisit, form: URLSearchParams) => Promise<FastifyReply>): void
  /** The same, with a file of at most so many bytes. */
  appUpload(path: string, most: number, act: (visit: AppVisit, sent: Uploaded) => Promise<FastifyReply>): void
}

export type DeveloperVisit = Visit<Developer> & Performing

export type AppVisit = DeveloperVisit & {
  readonly app: App
  readonly platform: Platform
  /** The path of the app's pages below the site's own, such as `/apps/app_1`: for `form`, `formToken` and `goTo`. */
  readonly appPath: string
  /** Under the app's name and tabs. */
  showApp(shown: Shown): FastifyReply
}

export function consoleOf(
  site: Site<Developer>,
  sessions: Sessions<Developer>,
  runtime: Runtime,
  administration: AdminContext,
  whole: Whole,
): Console {
  const built = new Set<string>()
  const acting = (visit: Visit<Developer>): DeveloperVisit => ({
    ...visit,
    ...performing({ kind: 'developer', account: visit.account }, visit, administration),
  })

  async function visitOf(visit: Visit<Developer>): Promise<AppVisit | undefined> {
    const { app: id = '' } = visit.params
    const app = /^[\w-]{1,64}$/.test(id) ? await runtime.store.appById(id) : undefined
    const platform = app && runtime.platforms.get(app.platform)
    if (!platform || app.organisationId !== visit.account.organisationId) return undefined
    return {
      ...acting(visit),
      app,
      platform,
      appPath: `/apps/${app.id}`,
      showApp: ({ title, body, ...rest }) =>
        visit.show({
          title: title === app.name ? title : `${app.name} · ${title}`,
          body: `${tabsOf(visit.language, app, visit.path, built)}${body}`,
          ...rest,
        }),
    }
  }
  return {
    site,
    runtime,
    administration,
    whole,
    sessions,
    developers: { store: runtime.store, factor: factorContext(runtime.ring) },
    registration: registrationOf(runtime.config),
    acting,
    form(path, act, after) {
      const read = formOf(act, after, (visit) => visit.nothingHere())
      site.action(path, (visit, form) => read(acting(visit), form))
    },
    appPage(path, show) {
      if (Object.values<string>(appTabs).includes(path)) built.add(path)
      site.page(`/apps/:app${path}`, async (visit) => {
        const own = await visitOf(visit)
        return own ? show(own) : visit.nothingHere()
      })
    },
    appUpload(path, most, act) {
      site.upload(`/apps/:app${path}`, most, async (visit, sent) => {
        const own = await visitOf(visit)
        return own ? act(own, sent) : visit.nothingHere()
      })
    },
    appAction(path, act) {
      site.action(`/apps/:app${path}`, async (visit, form) => {
        const own = await visitOf(visit)
        return own ? act(own, form) : visit.nothingHere()
      })
    },
  }
}
