/* The calendar: the days on which authorizations end, by month or week. */
import type { CalendarEntry, Keeper } from '@hufu/keeper'
import { type Html, join, link, warning, when } from '@hufu/web/design/components'
import { type Language, numberText } from '@hufu/web/design/language'
import { tabs } from '@hufu/web/design/document'
import { html } from 'ghtml'
import { type Day, type Range, dayOf, noonOf, rangeOf, weekdayOf } from './calendar-range.ts'
import { PREFIX, type Ui } from './ui.ts'
import { pathOf } from './parts.ts'
import { calendarWords, words } from './words.ts'

const PATH = `${PREFIX}/calendar`
/** Entries of one day that are named one by one. */
const NAMED = 5
/** Pages of the keeper's calendar that make one of ours: what is beyond is on the page of its week. */
const PAGES = 5
const PAGE = 1000

export function calendarPage({ site, keeper, context }: Ui): void {
  site.page('/calendar', async (visit) => {
    const { language, query } = visit
    const said = calendarWords[language]
    const now = context.clock.now()
    const range = rangeOf(query.get('by'), query.get('from'), now)
    const { entries, tooMany } = await endingIn(keeper, range)
    const byDay = Map.groupBy(entries, ({ at }) => dayOf(at))
    const sections = (['month', 'week'] as const).map((by) => ({
      href: `${PATH}?by=${by}`,
      title: by === 'month' ? said.byMonth : said.byWeek,
    }))
    const body = html`<p class="soft">${said.about}</p>
!${tabs(said.by, sections, `${PATH}?by=${range.by}`)}
<h2>${titleOf(language, range)}</h2>
<p class="row">!${link(addressOf(range, range.before), said.earlier)} !${link(`${PATH}?by=${range.by}`, said.today)} !${link(addressOf(range, range.after), said.later)}</p>
!${when(tooMany, () => warning(said.tooMany(numberText(language, entries.length))))}
!${byDay.size === 0 ? html`<p class="soft">${said.nothing}</p>` : gridOf(language, range, byDay, now)}`
    return visit.show({ title: words[language].calendar, body })
  })
}

/** The ends that only the shop's consent can prevent. */
async function endingIn(keeper: Keeper, { from, until }: Range) {
  const entries: CalendarEntry[] = []
  let after: string | undefined
  for (let pages = 0; pages < PAGES; pages++) {
    const page = await keeper.calendar({
      from,
      until,
      kinds: ['authorization', 'access_token'],
      limit: PAGE,
      after,
    })
    entries.push(...page.entries)
    after = page.next
    if (after === undefined) return { entries, tooMany: false }
  }
  return { entries, tooMany: true }
}

const addressOf = ({ by }: Range, from: Day): string => `${PATH}?by=${by}&from=${from}`

const titleOf = (language: Language, { by, from, until }: Range): string =>
  by === 'month'
    ? new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric' }).format(from * 1000)
    : new Intl.DateTimeFormat(language, { dateStyle: 'long' }).formatRange(from * 1000, (until - 1) * 1000)

/** Seven columns on a desk; on a phone a list of the days on which something ends. */
function gridOf(
  language: Language,
  range: Range,
  byDay: ReadonlyMap<Day, readonly CalendarEntry[]>,
  now: number,
): Html {
  const said = calendarWords[language]
  const format = new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  })
  const days = range.days.map((day, at) => {
    const ending = byDay.get(day) ?? []
    // Under its day of the week: the first of a month, from Monday.
    const column = at === 0 ? `day-${weekdayOf(day)}` : ''
    const marks = [ending.length === 0 ? 'empty' : '', day === dayOf(now) ? 'today' : '', column]
      .filter(Boolean)
      .join(' ')
    const count = when(
      ending.length > 0,
      () => html` <span class="badge wait">${said.ending(numberText(language, ending.length))}</span>`,
    )
    return html`<li!${marks === '' ? '' : html` class="${marks}"`}><h3><time datetime="${day}">${format.format(noonOf(day))}</time>!${count}</h3>!${when(ending.length > 0, () => listed(language, ending))}</li>`
  })
  return html`<ol class="calendar">!${join(days)}</ol>`
}

function listed(language: Language, ending: readonly CalendarEntry[]): Html {
  const said = calendarWords[language]
  const named = ending
    .slice(0, NAMED)
    .map(
      ({ connection: { id, shop, alias, tenant, platform } }) =>
        html`<li>!${link(`${PREFIX}${pathOf(id)}`, alias ?? shop)} <small class="soft">${tenant}, ${platform}</small></li>`,
    )
  const left = ending.slice(NAMED)
  const more = when(
    left.length > 0,
    () =>
      html`<details><summary>${said.more(numberText(language, left.length))}</summary><ul>!${join(
        left
          .slice(0, 200)
          .map(
            ({ connection: { id, shop, alias } }) =>
              html`<li>!${link(`${PREFIX}${pathOf(id)}`, alias ?? shop)}</li>`,
          ),
      )}</ul></details>`,
  )
  return html`<ul>!${join(named)}</ul>!${more}`
}
