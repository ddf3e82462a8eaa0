/* The pages about one app, beside each other. A tab is shown once its page is there. */
import type { App } from '@hufu/engine'
import type { Html } from '@hufu/web/design/components'
import { tabs } from '@hufu/web/design/document'
import type { Language } from '@hufu/web/design/language'
import { consoleWords } from '../words.ts'
import { type AppTab, appTabs } from './app-tabs.ts'

/** `built`: paths of the pages that there are. `path`: where this page is. */
export function tabsOf(language: Language, app: App, path: string, built: ReadonlySet<string>): Html {
  const words = consoleWords[language]
  const base = `/developer/apps/${app.id}`
  const sections = Object.entries(appTabs)
    .filter(([, below]) => built.has(below))
    .map(([tab, below]) => ({ href: base + below, title: words.tabs[tab as AppTab] }))
  // A page below a tab's belongs to that tab; whatever belongs to none, to the overview.
  const current = sections.findLast(({ href }) => path === href || path.startsWith(`${href}/`))
  return tabs(words.tabsLabel, sections, current?.href ?? base)
}
