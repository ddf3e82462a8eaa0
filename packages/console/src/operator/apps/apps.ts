/* All apps, to be found. */
import { acts } from '@hufu/acts'
import type { AppView } from '@hufu/accounts'
import type { AppStatus } from '@hufu/engine'
import { html } from 'ghtml'
import { statusBadge } from '../../developer/app/app-status.ts'
import { consoleWords } from '../../developer/words.ts'
import { button, code, field, link, search, select, table, text, when } from '@hufu/web/design/components'
import { dateText } from '@hufu/web/design/language'
import { siteWords } from '@hufu/web/site-words'
import { appWords } from './app-words.ts'
import { type OperatorConsole, PREFIX } from '../console.ts'
import { makerOf, organisationsOf } from './review.ts'

const MOST_SHOWN = 200

export function appListRoutes({ page, runtime }: OperatorConsole): void {
  const { platforms } = runtime
  const titleOf = (id: string): string => platforms.get(id)?.dialect.title ?? id

  page('/apps', acts['app.list'], async (visit) => {
    const { language, query } = visit
    const words = appWords[language]
    const { statuses } = consoleWords[language]
    const asked = (name: string) => (query.get(name) ?? '').trim().slice(0, 100)
    const [sought, platform, status] = [asked('q'), asked('platform'), asked('status')]
    const { noChoice } = siteWords[language]
    const isPlatform = platform === '' || platforms.has(platform)
    const isKnown = status === '' || isStatus(status, statuses)
    const listed = await visit.read(acts['app.list'], {
      ...(platforms.has(platform) && { platform }),
      ...(isStatus(status, statuses) && { status }),
    })
    if (!listed) return visit.nothingHere()
    const { apps } = listed
    const organisations = await organisationsOf(apps, visit)
    const nameOf = ({ organisationId }: AppView) =>
      (organisationId === undefined ? undefined : organisations.get(organisationId)?.name) ?? ''
    const found = apps.filter((app) =>
      fits(sought, [app.name, app.developer, app.clientId ?? '', app.id, nameOf(app)]),
    )
    const shown = found.toReversed().slice(0, MOST_SHOWN)
    const every = { value: '', label: words.every }
    const form = search(
      `${PREFIX}/apps`,
      html`<div class="fields">
<div>!${field({ name: 'q', label: words.search, type: 'search', value: sought, hint: words.searchHint })}</div>
<div>!${select('platform', words.platform, [every, ...[...platforms.keys()].map((id) => ({ value: id, label: titleOf(id) }))], platform, isPlatform ? undefined : noChoice(platform))}</div>
<div>!${select('status', words.status, [every, ...Object.entries(statuses).map(([value, label]) => ({ value, label }))], status, isKnown ? undefined : noChoice(status))}</div>
</div>
<div class="row">!${button(words.find, { kind: 'main' })}</div>`,
    )
    if (!isPlatform || !isKnown) return visit.show({ title: words.apps, body: form, status: 400 })
    const list = table(
      words.apps,
      [
        { title: words.name, cell: ({ id, name }) => link(`${PREFIX}/apps/${id}`, name) },
        { title: words.developer, cell: (app) => makerOf(language, app, organisations) },
        { title: words.platform, cell: (app) => text(titleOf(app.platform)) },
        {
          title: words.appKey,
          cell: ({ clientId }) => (clientId === undefined ? text('') : code(clientId)),
        },
        { title: words.status, cell: (app) => statusBadge(language, app) },
        { title: words.created, cell: ({ createdAt }) => text(dateText(language, createdAt)) },
      ],
      shown,
      words.noApps,
    )
    const left = found.length - shown.length
    return visit.show({
      title: words.apps,
      body: html`!${form}!${list}!${when(left > 0, () => html`<p class="soft">${words.more(left)}</p>`)}`,
    })
  })
}

const isStatus = (text: string, statuses: Readonly<Record<AppStatus, string>>): text is AppStatus =>
  Object.hasOwn(statuses, text)

const fits = (sought: string, texts: readonly string[]): boolean =>
  sought === '' || texts.some((each) => each.toLowerCase().includes(sought.toLowerCase()))
