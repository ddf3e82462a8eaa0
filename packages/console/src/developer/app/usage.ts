/* How much the app does, what is refused of it, and what is left of its limits. */
import type { Policy } from '@hufu/dialects'
import { type Grant, periodOf } from '@hufu/engine'
import { html } from 'ghtml'
import { type Html, badge, card, code, facts, join, table, text, when } from '@hufu/web/design/components'
import { type Language, differenceText, numberText, utcDayText } from '@hufu/web/design/language'
import type { AppVisit, Console } from '../console.ts'
import {
  type DayFigures,
  type ReasonFigures,
  countedKinds,
  daysOf,
  reasonsOf,
  totalsOf,
} from './usage-figures.ts'
import { usageWords } from './usage-words.ts'

const DAY = 86_400
const DAYS = 30
/** The number of an app's latest grants that are examined. */
const MOST_GRANTS = 500
const NEAR = 0.8

export function usageRoutes({ appPage, runtime }: Console): void {
  const { store, recorder, rates } = runtime
  appPage('/usage', async (visit) => {
    const { app, platform, language } = visit
    const words = usageWords[language]
    await recorder.flush()
    const today = Math.floor(store.now() / DAY)
    const from = today - DAYS + 1
    const [now, before] = await Promise.all([
      store.usage(app.id, from, today),
      store.usage(app.id, from - DAYS, from - 1),
    ])
    const days = daysOf(now, from, today)
    const shown = countedKinds.filter(
      (kind) => kind !== 'user info' || platform.dialect.userInfo !== undefined,
    )
    const [totals, former] = [totalsOf(now), totalsOf(before)]
    const figures = shown.map(
      (kind) => html`<div class="card"><span class="soft">${words.kinds[kind]}</span>
<strong class="figure">${numberText(language, totals[kind])}</strong>
<span class="note">${differenceText(language, totals[kind] - former[kind])} · ${words.before(numberText(language, former[kind]))}</span></div>`,
    )
    const daily = table(
      words.perDay,
      [
        { title: words.day, cell: ({ day }) => text(utcDayText(language, day)) },
        ...shown.map((kind) => ({
          title: words.kinds[kind],
          number: true as const,
          cell: ({ totals: ofDay }: DayFigures) => text(numberText(language, ofDay[kind])),
        })),
      ],
      days.toReversed(),
      '',
    )
    const { refreshQuota, rateLimit } = platform.grants.policy
    const grants = refreshQuota ? await store.grants({ appId: app.id, limit: MOST_GRANTS }) : []
    return visit.showApp({
      title: words.title,
      body: html`<p class="soft">${words.about(DAYS)}</p>
<div class="grid figures">!${join(figures)}</div>
!${card(
        words.perDay,
        html`!${chart(language, days)}
<details><summary>${words.asTable}</summary>!${daily}</details>`,
      )}
!${card(words.reasons, reasonTable(visit, reasonsOf(now, before)))}
!${card(words.limits, limits(language, { rateLimit, refreshQuota, used: rates.used(app.id, store.now()), grants, at: store.now() }))}`,
    })
  })
}

const WIDTH = 600
const HEIGHT = 150

/** Bars of what was accepted, with what was refused on top. What it shows is in the table too. */
function chart(language: Language, days: readonly DayFigures[]): Html {
  const words = usageWords[language]
  const most = Math.max(1, ...days.map(({ accepted, totals }) => accepted + totals.refused))
  const step = WIDTH / days.length
  const bar = (x: number, y: number, height: number, kind: string) =>
    height <= 0
      ? ''
      : html`<rect class="${kind}" x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${(step - 3).toFixed(1)}" height="${height.toFixed(1)}"/>`
  const bars = days.map(({ day, accepted, totals: { refused } }, nth) => {
    const [good, bad] = [(accepted / most) * HEIGHT, (refused / most) * HEIGHT]
    const said = words.bar(
      utcDayText(language, day),
      numberText(language, accepted),
      numberText(language, refused),
    )
    return html`<g><title>${said}</title>!${bar(nth * step, HEIGHT - good, good, 'good')}!${bar(nth * step, HEIGHT - good - bad, bad, 'bad')}</g>`
  })
  const [first, last] = [days[0], days.at(-1)]
  const edge = (shown: DayFigures | undefined) => (shown ? utcDayText(language, shown.day) : '')
  return html`<figure>
<figcaption class="row">!${badge(words.accepted, 'good')} !${badge(words.refused, 'bad')} <span class="note">${words.most(numberText(language, most))}</span></figcaption>
<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${words.chart(days.length, numberText(language, most))}">
!${join(bars)}
</svg>
<p class="ends note"><span>${edge(first)}</span><span>${edge(last)}</span></p>
</figure>`
}

function reasonTable({ language, appPath }: AppVisit, figures: readonly ReasonFigures[]): Html {
  const words = usageWords[language]
  const count = (value: number): Html => text(numberText(language, value))
  return table(
    words.reasons,
    [
      {
        title: words.reason,
        cell: ({ reason }) => html`<a href="/developer${appPath}/log?reason=${reason}">!${code(reason)}</a>`,
      },
      { title: words.now, number: true, cell: ({ now }) => count(now) },
      { title: words.previous, number: true, cell: ({ before }) => count(before) },
      {
        title: words.difference,
        number: true,
        cell: ({ now, before }) => text(differenceText(language, now - before)),
      },
    ],
    figures,
    words.noRefusals,
  )
}

interface Limits {
  readonly rateLimit: Policy['rateLimit'] | undefined
  readonly refreshQuota: Policy['refreshQuota'] | undefined
  /** Requests in the window that is open now. */
  readonly used: number
  readonly grants: readonly Grant[]
  readonly at: number
}

function limits(language: Language, { rateLimit, refreshQuota, used, grants, at }: Limits): Html {
  const words = usageWords[language]
  const number = (value: number): string => numberText(language, value)
  if (!rateLimit && !refreshQuota) return html`<p>${words.unlimited}</p>`
  const rows: (readonly [string, Html])[] = []
  if (rateLimit) {
    const { count, perSeconds } = rateLimit
    rows.push([words.rate, text(words.rateOf(number(used), number(count), number(perSeconds)))])
  }
  if (refreshQuota) {
    const { count, per, timeZone } = refreshQuota
    const period = periodOf(at, refreshQuota)
    const spent = grants
      .filter(({ revoked }) => !revoked)
      .map(({ refreshes }) => (refreshes?.period === period ? refreshes.count / count : 0))
    const [near, all] = [NEAR, 1].map((part) => number(spent.filter((each) => each >= part).length))
    rows.push([words.quota, text(words.quotaOf[per](number(count), timeZone))])
    rows.push([words.near, text(words.nearOf(near ?? '', number(grants.length), all ?? ''))])
  }
  return html`!${facts(rows)}!${when(rateLimit, () => html`<p class="note">${words.rateNote}</p>`)}`
}
