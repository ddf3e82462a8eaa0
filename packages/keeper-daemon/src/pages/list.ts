/* Every connection, to be searched, a page at a time: the next page begins behind the last id of this one. */
import type { ConnectionFilter, ConnectionStatus, ConnectionView } from '@hufu/keeper'
import { orUnavailable } from '@hufu/keeper/parts'
import {
  type Column,
  type Html,
  button,
  field,
  link,
  search,
  select,
  table,
  text,
  when,
} from '@hufu/web/design/components'
import { type Language, numberText, zoneText } from '@hufu/web/design/language'
import { html } from 'ghtml'
import { statuses } from '../api/shapes.ts'
import { PREFIX, type Ui } from './ui.ts'
import { endOf, errorOf, nextRefreshOf, quotaLeftOf, shopOf, stateOf } from './parts.ts'
import { words } from './words.ts'

const PATH = `${PREFIX}/connections`
const PAGE = 50

const names = ['shop', 'tenant', 'platform', 'status'] as const
type Filter = Readonly<Partial<Record<(typeof names)[number], string>>>

export function listPage({ site, keeper, context }: Ui): void {
  site.page('/connections', async (visit) => {
    const { language, query } = visit
    const said = words[language]
    const filter = filterOf(query)
    const after = /^[\w-]{1,64}$/.exec(query.get('after') ?? '')?.[0]
    const found = await keeper.connections({
      ...askedOf(filter),
      ...(after !== undefined && { after }),
      limit: PAGE + 1,
    })
    const counts = await orUnavailable(context.store.counts())
    const shown = found.slice(0, PAGE)
    const last = found.length > PAGE ? shown.at(-1)?.id : undefined
    const searched = Object.keys(filter).length > 0
    const platforms = [
      ...new Set([...context.apps.all, ...counts].map(({ platform }) => platform)),
    ].toSorted()
    const total = (status: ConnectionStatus) =>
      counts.filter((each) => each.status === status).reduce((sum, { count }) => sum + count, 0)
    const lost = total('reauth_required')
    const body = html`!${when(lost > 0 && filter.status !== 'reauth_required', () => needing(language, lost))}
!${search(PATH, fieldsOf(language, filter, platforms, total, searched))}
!${table(said.found, columnsOf(language, context.clock.now()), shown, searched ? said.nothing : said.nothingYet)}
<p class="note">${said.zone(zoneText(language))}</p>
<p class="row">!${when(after !== undefined, () => link(addressOf(filter), said.first))}
!${when(last !== undefined, () => link(addressOf(filter, last), said.next))}</p>`
    return visit.show({ title: said.connections, body })
  })
}

const needing = (language: Language, count: number): Html => {
  const said = words[language].attention(numberText(language, count))
  return html`<p class="notice wait">!${link(addressOf({ status: 'reauth_required' }), said)}</p>`
}

function fieldsOf(
  language: Language,
  filter: Filter,
  platforms: readonly string[],
  total: (status: ConnectionStatus) => number,
  searched: boolean,
): Html {
  const said = words[language]
  const all = { value: '', label: said.all }
  const counted = statuses.map((value) => ({
    value,
    label: `${said.states[value]} (${numberText(language, total(value))})`,
  }))
  return html`<div class="fields">
<div>!${field({ name: 'shop', label: said.shop, type: 'search', value: filter.shop ?? '', hint: said.shopHint })}</div>
<div>!${field({ name: 'tenant', label: said.tenant, value: filter.tenant ?? '' })}</div>
<div>!${select('platform', said.platform, [all, ...platforms.map((value) => ({ value, label: value }))], filter.platform)}</div>
<div>!${select('status', said.state, [all, ...counted], filter.status)}</div>
</div>
<div class="row">!${button(said.find, { kind: 'main' })}!${when(searched, () => link(PATH, said.showAll))}</div>`
}

function columnsOf(language: Language, now: number): readonly Column<ConnectionView>[] {
  const said = words[language]
  return [
    { title: said.shop, cell: shopOf },
    { title: said.tenant, cell: ({ tenant }) => text(tenant) },
    { title: said.platform, cell: ({ platform }) => text(platform) },
    { title: said.state, cell: (view) => stateOf(language, view) },
    { title: said.nextRefresh, cell: (view) => nextRefreshOf(language, view, now) },
    { title: said.reauthorizeBy, cell: (view) => endOf(language, view, now) },
    { title: said.quotaLeft, cell: (view) => quotaLeftOf(language, view) },
    { title: said.lastError, cell: (view) => errorOf(language, view) },
  ]
}

/** The filter, without empty or impossible values. */
const filterOf = (query: URLSearchParams): Filter =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = (query.get(name) ?? '').trim().slice(0, 200)
      return value === '' || (name === 'status' && !isStatus(value)) ? [] : [[name, value]]
    }),
  )

const isStatus = (text: string): text is ConnectionStatus => statuses.some((each) => each === text)

const askedOf = ({ status, ...rest }: Filter): Partial<ConnectionFilter> => ({
  ...rest,
  ...(status !== undefined && isStatus(status) && { status }),
})

const addressOf = (filter: Filter, after?: string): string => {
  const pairs = new URLSearchParams({ ...filter, ...(after !== undefined && { after }) })
  return pairs.size === 0 ? PATH : `${PATH}?${pairs}`
}
