/* Before the review: what is still missing, and what the developer can do. */
import type { App } from '@hufu/engine'
import { possibleActions } from '@hufu/accounts'
import { acts } from '@hufu/acts'
import { isDenied } from '@hufu/acts/denied'
import { html } from 'ghtml'
import { type Html, badge, button, card, join, problem, when } from '@hufu/web/design/components'
import { dateText } from '@hufu/web/design/language'
import type { AppVisit, Console } from '../console.ts'
import { type ReviewItem, overviewWords } from './overview-words.ts'
import { refusalText } from '@hufu/acts/refusal-words'

interface Item {
  readonly name: ReviewItem
  readonly there: boolean
  readonly required: boolean
}

async function checklist({ app, platform }: AppVisit, { runtime }: Console): Promise<readonly Item[]> {
  const granted = await runtime.store.grants({ appId: app.id, limit: 1 })
  const testable = app.clientId !== undefined
  const items: readonly (Item & { readonly asked: boolean })[] = [
    { name: 'callback', there: app.redirectUris.length > 0, required: true, asked: true },
    {
      name: 'keys',
      there: app.publicKeys.length > 0,
      required: true,
      asked: platform.dialect.envelope !== undefined,
    },
    { name: 'logo', there: app.logo !== undefined, required: false, asked: true },
    { name: 'testShops', there: app.testShops.length > 0, required: false, asked: testable },
    { name: 'tried', there: granted.length > 0, required: false, asked: testable },
  ]
  return items.filter(({ asked }) => asked)
}

const complete = (items: readonly Item[]): boolean => items.every(({ there, required }) => there || !required)

const mayAct = (app: App, action: 'test' | 'submit' | 'withdraw'): boolean =>
  possibleActions(app).includes(action) && (action !== 'test' || app.clientId !== undefined)

/** Nothing where there is nothing to do: the app is online or suspended, and no changes wait. */
export async function reviewCard(visit: AppVisit, console: Console): Promise<Html> {
  const { app, language, appPath } = visit
  const words = overviewWords[language]
  const act = (action: 'test' | 'submit' | 'withdraw', kind: 'main' | 'plain'): Html =>
    when(mayAct(app, action), () => visit.form(`${appPath}/${action}`, button(words[action], { kind })))
  if (mayAct(app, 'withdraw')) return card(words.review, act('withdraw', 'plain'))
  if (!mayAct(app, 'submit')) return ''
  const items = await checklist(visit, console)
  const lines = items.map(
    ({ name, there, required }) =>
      html`<li>${words.items[name]} !${there ? badge(words.there, 'good') : required ? badge(words.missing, 'bad') : badge(words.advised, 'wait')}</li>`,
  )
  return card(
    words.review,
    html`<ul class="checklist">!${join(lines)}</ul>
<div class="row">!${act('submit', complete(items) ? 'main' : 'plain')}!${act('test', 'plain')}</div>`,
  )
}

export function proposedCard({ app, language, appPath, form }: AppVisit): Html {
  const { proposed } = app
  if (!proposed) return ''
  const words = overviewWords[language]
  const lines = Object.entries(proposed.settings).map(([setting, value]) => {
    const title = words.settings[setting as keyof typeof proposed.settings]
    const said = typeof value === 'string' ? value : value.join(', ')
    return setting === 'logo' ? html`<li>${title}</li>` : html`<li>${title}: ${said || words.nothing}</li>`
  })
  return card(
    words.proposed,
    html`<p>${words.proposedSince(dateText(language, proposed.at))}</p><ul>!${join(lines)}</ul>
!${form(`${appPath}/changes/withdraw`, button(words.withdrawChanges))}`,
  )
}

export function reviewRoutes(
  console: Console,
  showOverview: (visit: AppVisit, wrong: Html) => Promise<ReturnType<AppVisit['goTo']>>,
): void {
  for (const [path, act] of [
    ['/test', acts['app.test']],
    ['/submit', acts['app.submit']],
    ['/withdraw', acts['app.withdraw']],
    ['/changes/withdraw', acts['app.withdraw_changes']],
  ] as const) {
    console.appAction(path, async (visit) => {
      const { app, language, appPath } = visit
      const words = overviewWords[language]
      if (path === '/submit' && mayAct(app, 'submit') && !complete(await checklist(visit, console)))
        return showOverview(visit, problem(words.incomplete))
      const moved = await visit.perform(act, { app: app.id })
      if (isDenied(moved)) return showOverview(visit, problem(refusalText(language, moved)))
      return visit.goTo(appPath, act.name.slice('app.'.length))
    })
  }
}
