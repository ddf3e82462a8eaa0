/* One page for the whole trial: what can be done next, and below it what went over the wire. */
import { type PlatformRecord, type WithFields, errorReasons, parametersOf, revocation } from '@hufu/dialects'
import { html } from 'ghtml'
import {
  type Html,
  badge,
  button,
  card,
  code,
  facts,
  field,
  join,
  notice,
  problem,
  table,
  text,
  when,
} from '@hufu/web/design/components'
import { type Language, timeText } from '@hufu/web/design/language'
import type { AppVisit } from '../console.ts'
import { reasonWords, wayOut } from '@hufu/reference/reason-words'
import { meaningIn } from '@hufu/reference/tables/parameter-words'
import { marked, wireText } from '@hufu/reference/tables/tables'
import { needsOf } from './calls.ts'
import { redirectUriIn } from './link.ts'
import type { Trial, TriedExchange } from './trials.ts'
import type { Verdict } from '@hufu/server'
import { tryWords } from './words.ts'

/** `own`: the console's callback. */
export function tryBody(visit: AppVisit, trial: Trial, own: string): Html {
  const { language, app } = visit
  const words = tryWords[language]
  if (app.clientId === undefined) return problem(words.noKey)
  return join([
    html`<p>${words.intro}</p>`,
    when(app.testShops.length === 0, () => problem(words.noShop)),
    when(trial.slip, () => problem(words.slips[trial.slip ?? 'no_code'])),
    linkStep(visit, trial, own),
    when(trial.link !== undefined && !trial.refused && !trial.code && !trial.tokens, () => pasteStep(visit)),
    when(trial.code ?? trial.tokens, () => callStep(visit, trial)),
    when(trial.exchanges.length > 0, () => wireOf(visit, trial)),
    when(trial.link !== undefined, () => visit.form(`${visit.appPath}/try/over`, button(words.over))),
  ])
}

function linkStep(visit: AppVisit, { values, link, refused }: Trial, own: string): Html {
  const { language, appPath, platform } = visit
  const words = tryWords[language]
  const { request } = platform.dialect.authorize
  const fields = parametersOf(request).map((each) =>
    field({
      name: `p-${each.name}`,
      label: each.name,
      value: values[each.name] ?? '',
      hint: `${each.required ? words.required : words.optional} · ${meaningIn(language, each, platform.notes).replaceAll('`', '')}`,
      ...(refused?.parameter === each.name && { wrong: whyOf(language, refused) }),
    }),
  )
  const isOwn = redirectUriIn(values, request) === own
  const next = html`!${notice(words.good)}
!${link === undefined ? '' : wireText(link)}
<p>${isOwn ? words.openHint : words.ownCallback}</p>
<p><a class="button main" href="${link ?? ''}"!${isOwn ? '' : ' target="_blank" rel="noopener"'}>${words.open}</a></p>`
  return card(
    words.link,
    join([
      visit.form(`${appPath}/try/link`, html`!${join(fields)}!${button(words.check, { kind: 'main' })}`),
      when(refused, () => (refused ? verdict(language, refused) : '')),
      when(link !== undefined && !refused, () => next),
    ]),
  )
}

function pasteStep(visit: AppVisit): Html {
  const words = tryWords[visit.language]
  const pasted = field({ name: 'pasted', label: words.paste, hint: words.pasteHint })
  return card(words.back, visit.form(`${visit.appPath}/try/back`, html`!${pasted}!${button(words.useValue)}`))
}

function callStep(visit: AppVisit, { code: held, tokens }: Trial): Html {
  const { language, platform, appPath } = visit
  const words = tryWords[language]
  const needs = needsOf(platform)
  const steps =
    held === undefined
      ? (['refresh', ...(platform.dialect.userInfo ? ['userInfo' as const] : []), 'revoke'] as const)
      : (['token'] as const)
  const holding: [string, Html][] = held === undefined ? [] : [[words.code, code(masked(held))]]
  if (tokens) {
    holding.push(['access token', code(masked(tokens.accessToken))])
    if (tokens.refreshToken !== undefined) holding.push(['refresh token', code(masked(tokens.refreshToken))])
    if (tokens.expiresAt !== undefined) holding.push(['expires', text(timeText(language, tokens.expiresAt))])
  }
  const secret = field({
    name: 'secret',
    label: 'AppSecret',
    type: 'password',
    hint: words.secretHint,
    autocomplete: 'off',
    required: needs.secret,
  })
  const key = field({ name: 'key', label: words.privateKey, hint: words.keyHint, lines: 4, required: true })
  const body = html`<h3>${words.held}</h3>
!${facts(holding)}
!${visit.form(
    `${appPath}/try/call`,
    html`!${needs.secret || tokens ? secret : ''}!${needs.privateKey ? key : ''}
<div class="row">!${join(steps.map((step) => button(words.acts[step], { name: 'step', value: step, kind: step === 'revoke' ? 'danger' : 'plain' })))}</div>`,
  )}`
  return card(words.calls, body)
}

const masked = (secret: string): string => `${secret.slice(0, 4)}***`

const whyOf = (language: Language, { error, problem: wrong, detail }: Verdict): string => {
  const words = tryWords[language]
  const said = wrong
    ? words.problems[wrong]
    : error === 'no_answer'
      ? words.noAnswer
      : reasonWords[language][error]
  return detail === undefined || wrong ? said : `${said} (${detail})`
}

function verdict(language: Language, refused: Verdict): Html {
  const words = tryWords[language]
  const { error, platformCode, platformMessage, parameter, problem: wrong, detail } = refused
  if (error === 'no_answer') return problem(words.noAnswer)
  const rows: [string, Html][] = [
    [words.reason, html`<code>${error}</code> ${reasonWords[language][error]}`],
    ...(parameter === undefined ? [] : [[words.parameter, code(parameter)] as [string, Html]]),
    ...(wrong ? [[words.expected, text(words.problems[wrong])] as [string, Html]] : []),
    ...(detail === undefined ? [] : [[words.detail, text(detail)] as [string, Html]]),
    ...(platformCode === undefined
      ? []
      : [
          [words.platformCode, html`<code>${platformCode}</code> ${(platformMessage ?? '').trim()}`] as [
            string,
            Html,
          ],
        ]),
    [words.wayOut, text(wayOut[language][errorReasons[error].retry])],
  ]
  return html`<p>!${badge(words.refused, 'bad')}</p>!${facts(rows)}`
}

function wireOf(visit: AppVisit, { exchanges }: Trial): Html {
  const words = tryWords[visit.language]
  const newest = exchanges.toReversed()
  return html`<h2>${words.wire}</h2>
!${join(newest.map((each, at) => exchangeOf(visit, each, at === 0)))}`
}

function exchangeOf(
  visit: AppVisit,
  { step, request, response, refused }: TriedExchange,
  isOpen: boolean,
): Html {
  const { language, platform } = visit
  const words = tryWords[language]
  const { authorize, callback } = platform.dialect
  const endpoint =
    step === 'authorize' || step === 'callback'
      ? undefined
      : step === 'revoke'
        ? revocation
        : platform.dialect[step]
  const asked: WithFields | undefined =
    step === 'authorize' ? authorize.request : step === 'callback' ? callback : endpoint?.request
  const title = words.steps[step]
  return html`<details class="card"!${isOpen ? ' open' : ''}><summary>${title} !${refused ? badge(words.refused, 'bad') : badge(words.accepted, 'good')}</summary>
!${refused ? verdict(language, refused) : ''}
<h3>${words.request}</h3>!${wireText(request)}!${asked ? explained(language, `${title}: ${words.request}`, asked, visit.platform) : ''}
!${response === undefined ? '' : html`<h3>${words.response}</h3>!${wireText(response)}!${endpoint ? explained(language, `${title}: ${words.response}`, endpoint.response, visit.platform) : ''}`}
</details>`
}

function explained(language: Language, caption: string, spoken: WithFields, { notes }: PlatformRecord): Html {
  const words = tryWords[language]
  const rows = parametersOf(spoken)
  return rows.length === 0
    ? ''
    : table(
        caption,
        [
          { title: words.name, cell: ({ name }) => code(name) },
          {
            title: words.meaning,
            cell: (each) => html`<span>!${marked(meaningIn(language, each, notes))}</span>`,
          },
        ],
        rows,
        '',
      )
}
