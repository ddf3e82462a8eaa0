/* The app's last requests with their results, for a developer who looks for a cause. */
import { type ErrorReason, errorReasons } from '@hufu/dialects'
import {
  type Exchange,
  type ExchangeFilter,
  type ExchangeStep,
  type RefusalReason,
  exchangeSteps,
  refusalReasonOf,
} from '@hufu/engine'
import { EXCHANGE_DAYS, KEPT_EXCHANGES } from '@hufu/store'
import { html } from 'ghtml'
import {
  type Choice,
  type Html,
  badge,
  button,
  code,
  field,
  join,
  link,
  search,
  select,
  table,
  text,
  when,
} from '@hufu/web/design/components'
import { type Language, momentText, numberText, zoneText } from '@hufu/web/design/language'
import { LOGGED_SUCCESSES } from '@hufu/server'
import { siteWords } from '@hufu/web/site-words'
import type { AppVisit, Console } from '../console.ts'
import { logWords } from './log-words.ts'
import { reasonWords, wayOut } from '@hufu/reference/reason-words'
import { saidOf } from '../said.ts'

const DAY = 86_400
/** What a phone loads at once. */
const SHOWN = 40

export function logRoutes({ appPage, runtime }: Console): void {
  const { store, recorder } = runtime
  appPage('/log', async (visit) => {
    const { app, language, query } = visit
    const words = logWords[language]
    // What this process has just answered is there at once.
    await recorder.flush()
    const { filter, wrong } = filterOf(query)
    if (wrong) return visit.showApp({ title: words.title, body: filters(visit, filter, wrong), status: 400 })
    const all = query.has('all')
    const limit = all ? 2 * KEPT_EXCHANGES : SHOWN + 1
    const found = await store.exchanges({ appId: app.id, limit, ...filter })
    const entries = all ? found : found.slice(0, SHOWN)
    const today = Math.floor(store.now() / DAY)
    const unlogged = (await store.usage(app.id, today, today)).find(({ kind }) => kind === 'unlogged')?.count
    const live = html`<div data-live="${hrefOf(visit, filter, all ? { all: '1' } : {})}">
!${listOf(visit, entries)}
!${when(found.length > entries.length, () => html`<p>!${link(hrefOf(visit, filter, { all: '1' }), words.all)}</p>`)}
!${reasonsOf(language, entries)}
</div>`
    return visit.showApp({
      title: words.title,
      body: html`<p class="soft">${words.about(KEPT_EXCHANGES, EXCHANGE_DAYS)}</p>
!${filters(visit, filter)}
!${when(unlogged, () => html`<p class="note">${words.unlogged(unlogged ?? 0, LOGGED_SUCCESSES)}</p>`)}
!${live}`,
    })
  })
}

type LogFilter = Omit<ExchangeFilter, 'appId' | 'limit'>

const isStep = (value: string): value is ExchangeStep => exchangeSteps.some((step) => step === value)
const reasons: readonly RefusalReason[] = [...(Object.keys(errorReasons) as ErrorReason[]), 'login_refused']
const isReason = (value: string): value is RefusalReason => reasons.some((reason) => reason === value)

/** The values of the address that no filter has, by the filter's name. */
type Wrong = Readonly<Record<string, string>>

/** A value that a filter does not have is refused: a list of everything would answer another question. */
function filterOf(query: URLSearchParams): { readonly filter: LogFilter; readonly wrong?: Wrong } {
  const [outcome, step, reason, requestId] = ['outcome', 'step', 'reason', 'request'].map(
    (name) => query.get(name)?.trim() ?? '',
  ) as [string, string, string, string]
  const fits = {
    outcome: ['refused', 'accepted'].includes(outcome),
    step: isStep(step),
    reason: isReason(reason),
    request: /^\w{1,64}$/.test(requestId),
  }
  const values = { outcome, step, reason, request: requestId }
  const wrong = Object.entries(values).filter(
    ([name, value]) => value !== '' && !fits[name as keyof typeof fits],
  )
  const filter: LogFilter = {
    ...(outcome === 'refused' && { refused: true }),
    ...(outcome === 'accepted' && { refused: false }),
    ...(isStep(step) && { step }),
    ...(isReason(reason) && { reason }),
    ...(fits.request && { requestId }),
  }
  return { filter, ...(wrong.length > 0 && { wrong: Object.fromEntries(wrong) }) }
}

const outcomeOf = ({ refused }: LogFilter): string =>
  refused === undefined ? '' : refused ? 'refused' : 'accepted'

function hrefOf({ path }: AppVisit, filter: LogFilter, more: Readonly<Record<string, string>> = {}): string {
  const { step = '', reason = '', requestId = '' } = filter
  const pairs = { outcome: outcomeOf(filter), step, reason, request: requestId, ...more }
  const query = new URLSearchParams(Object.entries(pairs).filter(([, value]) => value !== ''))
  return query.size === 0 ? path : `${path}?${query}`
}

function filters(visit: AppVisit, filter: LogFilter, wrong: Wrong = {}): Html {
  const words = logWords[visit.language]
  const { noChoice } = siteWords[visit.language]
  const wrongChoice = (name: string): string | undefined => wrong[name] && noChoice(wrong[name])
  const any: Choice = { value: '', label: words.any }
  const outcomes = [
    any,
    { value: 'accepted', label: words.accepted },
    { value: 'refused', label: words.refused },
  ]
  const steps = [any, ...exchangeSteps.map((value) => ({ value, label: words.steps[value] }))]
  const reasonChoices = [any, ...reasons.map((value) => ({ value, label: value }))]
  const fields = [
    select('outcome', words.outcome, outcomes, outcomeOf(filter), wrongChoice('outcome')),
    select('step', words.step, steps, filter.step, wrongChoice('step')),
    select('reason', words.reason, reasonChoices, filter.reason, wrongChoice('reason')),
    field({
      name: 'request',
      label: words.requestId,
      hint: words.requestIdHint,
      type: 'search',
      value: filter.requestId ?? wrong['request'] ?? '',
      wrong: wrong['request'] && words.noRequestId,
    }),
  ]
  return search(
    visit.path,
    html`<div class="fields">!${join(fields.map((each) => html`<div>!${each}</div>`))}</div>
<div class="row">!${button(words.apply)}!${link(hrefOf(visit, filter), words.refresh)}</div>`,
  )
}

function listOf({ language, platform }: AppVisit, entries: readonly Exchange[]): Html {
  const words = logWords[language]
  return table(
    words.title,
    [
      {
        title: `${words.time} (${zoneText(language)})`,
        cell: ({ at }) => html`<span class="line">${momentText(language, at)}</span>`,
      },
      { title: words.step, cell: ({ step }) => html`<span class="line">${words.steps[step]}</span>` },
      {
        title: words.outcome,
        cell(entry) {
          if (entry.error === undefined) return badge(words.accepted, 'good')
          const said = saidOf(platform, entry)
          return html`<div>!${badge(words.refused, 'bad')} !${when(said.code, () => code(said.code ?? ''))} ${said.message ?? ''}</div>`
        },
      },
      {
        title: words.why,
        cell: (entry) => whyCell(language, saidOf(platform, entry).parameter, entry),
      },
      {
        title: words.requestId,
        cell: ({ requestId, address, ms }) =>
          html`<div>!${code(requestId)}<p class="note">${address ?? ''} ${words.milliseconds(numberText(language, ms))}</p></div>`,
      },
    ],
    entries,
    words.none,
  )
}

function whyCell(language: Language, name: string | undefined, entry: Exchange): Html {
  const { step, error, parameter, problem, detail, explanation } = entry
  if (error === undefined) return ''
  const words = logWords[language]
  const reason = refusalReasonOf(step, error)
  const wrong = problem ? words.problems[problem] : ''
  const more = detail === `${parameter}: ${problem}` ? undefined : detail
  return html`<div><a href="#reason-${reason}">${reason}</a>
!${when(name, () => html`<p class="note">${words.parameter}: <code>${name ?? ''}</code> ${wrong}</p>`)}
!${when(more, () => html`<p class="note" lang="en">${more ?? ''}</p>`)}
!${when(explanation, () => explained(language, explanation))}</div>`
}

function explained(language: Language, explanation: Exchange['explanation']): Html {
  const words = logWords[language]
  if (!explanation) return ''
  if ('signed' in explanation)
    return html`<details><summary>${words.signed}</summary><pre tabindex="0">${explanation.signed}</pre><p class="note">${words.signedHelp}</p></details>`
  const listed = (title: string, fingerprints: readonly string[]) =>
    html`<p class="note">${title}: !${fingerprints.length === 0 ? text(words.noKeys) : fingerprints.map(code).join(' ')}</p>`
  const { own, peer } = explanation.keys
  return html`<details><summary>${words.keys}</summary>!${listed(words.ownKeys, own)}!${listed(words.peerKeys, peer)}</details>`
}

const meaningOf = (language: Language, reason: RefusalReason): string =>
  reason === 'login_refused'
    ? logWords[language].loginRefused
    : `${reasonWords[language][reason]} ${wayOut[language][errorReasons[reason].retry]}`

function reasonsOf(language: Language, entries: readonly Exchange[]): Html {
  const met = new Set(
    entries.flatMap(({ step, error }) => (error === undefined ? [] : [refusalReasonOf(step, error)])),
  )
  if (met.size === 0) return ''
  const explanations = [...met].map(
    (reason) =>
      html`<dt id="reason-${reason}"><code>${reason}</code></dt>
<dd>${meaningOf(language, reason)}</dd>`,
  )
  return html`<h2>${logWords[language].reasons}</h2>
<dl>!${join(explanations)}</dl>`
}
