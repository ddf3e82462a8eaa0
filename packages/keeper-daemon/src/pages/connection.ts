/* One connection: how it is, what can be done, what happened. */
import {
  type Connection,
  type ConnectionView,
  KeeperError,
  type KeeperEvent,
  type SaidFinding,
  type Severity,
} from '@hufu/keeper'
import { LATEST, orUnavailable, viewOf } from '@hufu/keeper/parts'
import {
  type Column,
  type Html,
  type Tone,
  badge,
  button,
  card,
  code,
  copyable,
  facts,
  link,
  notice,
  problem,
  table,
  text,
  warning,
  when,
} from '@hufu/web/design/components'
import { type Language, momentText, numberText, timeText } from '@hufu/web/design/language'
import type { FastifyReply } from 'fastify'
import { html } from 'ghtml'
import { namedBy } from '../api/calls.ts'
import { PREFIX, type Ui, type UiVisit } from './ui.ts'
import { endOf, endsSoon, nextRefreshOf, pathOf, quotaLeftOf, stateOf } from './parts.ts'
import { reasonOf, whatOf } from './reason-words.ts'
import { type Words, connectionWords, words } from './words.ts'

const STORY = 100
/** Long enough for a shop that reads its mail on Monday. */
const LINK_DAYS = 7

interface Extra {
  /** The error of the last action. */
  readonly wrong?: Html
  /** A link that was just made. */
  readonly made?: Html
  readonly status?: number
}

export function connectionPages({ site, keeper, context, absolute }: Ui): void {
  async function rowOf(visit: UiVisit) {
    const id = visit.params['id'] ?? ''
    return /^[\w-]{1,64}$/.test(id) ? orUnavailable(context.store.connection(id)) : undefined
  }

  async function page(visit: UiVisit, { wrong, made, status }: Extra = {}): Promise<FastifyReply> {
    const row = await rowOf(visit)
    if (!row) return visit.nothingHere()
    const { language } = visit
    const now = context.clock.now()
    const view = viewOf(row, context.apps, now)
    const said = connectionWords[language]
    const [events, { findings }] = await Promise.all([
      keeper.story(view.id, STORY),
      keeper.doctor(view.id, language),
    ])
    const consent = card(
      said.reconnect,
      html`<p>${said.reconnectHint}</p>!${visit.form(`${pathOf(view.id)}/reconnect`, button(said.makeLink))}`,
    )
    const first = view.status === 'reauth_required' || view.status === 'revoked' || endsSoon(view, now)
    const body = html`<p>!${link(`${PREFIX}/connections`, said.back)}</p>
!${wrong ?? ''}!${made ?? ''}
!${conditionOf(language, view, findings, now)}
!${first && !made ? consent : ''}
!${card(said.facts, factsOf(language, view, now))}
!${when(view.status !== 'revoked', () => card(said.actions, actionsOf(visit, view)))}
!${first || made ? '' : consent}
!${card(said.diagnosis, diagnosisOf(language, findings))}
!${card(said.story, table(said.story, storyColumns(language), events, said.noStory))}`
    return visit.show({ title: view.alias ?? view.shop, body, ...(status !== undefined && { status }) })
  }

  /** Performs the action and redirects to the page. A refusal is shown there, with status 409. */
  const act = (verb: string, does: (row: Connection) => Promise<keyof Words['done']>) =>
    site.action(`/connections/:id/${verb}`, async (visit) => {
      const row = await rowOf(visit)
      if (!row) return visit.nothingHere()
      try {
        return await visit.goTo(pathOf(row.id), await does(row))
      } catch (error) {
        if (!(error instanceof KeeperError)) throw error
        return page(visit, { wrong: refusalOf(visit.language, error), status: 409 })
      }
    })

  site.page('/connections/:id', (visit) => page(visit))
  act('refresh', async (row) => {
    await keeper.refresh(namedBy(row))
    return 'refreshed'
  })
  act('accept', async ({ id }) => {
    await keeper.accept(id)
    return 'accepted'
  })
  act('disable', async ({ id }) => {
    await keeper.disable(id)
    return 'disabled'
  })
  act('enable', async ({ id }) => {
    await keeper.enable(id)
    return 'enabled'
  })
  act('disconnect', async ({ id }) => {
    const { atPlatform } = await keeper.disconnect(id)
    return `disconnected_${atPlatform}`
  })

  site.action('/connections/:id/reconnect', async (visit) => {
    const row = await rowOf(visit)
    if (!row) return visit.nothingHere()
    const { language } = visit
    const seconds = LINK_DAYS * 86_400
    try {
      const path = await keeper.reconnectUrl(row.id, { expiresInSeconds: seconds })
      const said = connectionWords[language]
      const until = timeText(language, context.clock.now() + seconds)
      const made = card(
        said.linkTitle,
        html`<p>${said.linkHint(until)}</p>!${copyable(absolute(path), said, 'reconnect-link')}`,
      )
      return await page(visit, { made })
    } catch (error) {
      if (!(error instanceof KeeperError)) throw error
      return page(visit, { wrong: refusalOf(language, error), status: 409 })
    }
  })
}

function refusalOf(language: Language, { failure }: KeeperError): Html {
  const { what, then } = reasonOf(language, failure)
  const { retryAt } = failure
  return problem(what, retryAt === undefined ? then : `${then} ${timeText(language, retryAt)}`)
}

/** One or two sentences: the state, and what to do. */
function conditionOf(
  language: Language,
  view: ConnectionView,
  findings: readonly SaidFinding[],
  now: number,
): Html {
  const said = connectionWords[language]
  const { status, lastError, uncertain, failures } = view
  const why = lastError && status !== 'active' ? errorBlock(language, lastError, failures) : ''
  const { endsAt = 0 } = view
  const soon = when(endsSoon(view, now), () => warning(said.endsSoon(timeText(language, endsAt))))
  const unsure = when(uncertain, () => warning(said.uncertain))
  const unrenewed = findingAs(findings, 'no_refresh_token', warning)
  const restored = findingAs(findings, 'restored', warning)
  switch (status) {
    case 'active':
      return html`!${soon}!${unsure}!${unrenewed}!${restored}!${soon || unsure || unrenewed ? '' : notice(said.healthy)}`
    case 'pending':
      return html`!${soon}!${unrenewed}!${restored}!${unrenewed ? '' : warning(said.unproved)}!${why}`
    case 'degraded':
      return html`!${soon}!${unsure}!${restored}!${why}!${findingAs(findings, 'next_refresh', paragraph)}`
    case 'reauth_required':
      return html`!${why || problem(said.ended)}!${findingAs(findings, 'likely', warning)}`
    case 'revoked':
      return warning(said.ended)
    case 'disabled':
      return warning(said.off)
  }
}

const paragraph = (said: string): Html => html`<p>${said}</p>`

/** A finding of the doctor's that is said at the head of the page too. */
function findingAs(
  findings: readonly SaidFinding[],
  asked: SaidFinding['code'],
  shown: (text: string) => Html,
): Html {
  const found = findings.find(({ code: each }) => each === asked)
  return found ? shown([found.what, found.why, found.todo].filter(Boolean).join(' ')) : ''
}

function errorBlock(
  language: Language,
  error: NonNullable<ConnectionView['lastError']>,
  failures: number,
): Html {
  const said = connectionWords[language]
  const { what, then } = reasonOf(language, error)
  const { platformCode, platformMessage, requestId, at } = error
  return html`<div class="problem" role="alert"><p>${what} ${then}</p>
<small>${said.failedAt}: ${timeText(language, at)}</small>
!${when(failures > 1, () => html`<small>${said.failures}: ${numberText(language, failures)}</small>`)}
!${when(platformCode !== undefined, () => html`<small>${said.platformSaid}: ${String(platformCode)} ${platformMessage ?? ''}!${when(requestId, () => html` (${requestId ?? ''})`)}</small>`)}</div>`
}

function factsOf(language: Language, view: ConnectionView, now: number): Html {
  const said = words[language]
  const more = connectionWords[language]
  const { quota, facts: given, refreshExpiresAt, alias } = view
  return facts([
    [said.state, stateOf(language, view)],
    [said.shop, code(view.shop)],
    ...(alias === undefined ? [] : ([[said.alias, text(alias)]] as const)),
    [said.tenant, text(view.tenant)],
    [said.platform, text(view.platform)],
    [said.app, code(view.app)],
    ...(given.userName === undefined ? [] : ([[more.userName, text(given.userName)]] as const)),
    ...(given.scope === undefined ? [] : ([[more.scope, text(given.scope.join(', '))]] as const)),
    [said.nextRefresh, nextRefreshOf(language, view, now)],
    [said.reauthorizeBy, endOf(language, view, now)],
    [
      more.accessEnds,
      text(view.accessExpiresAt >= LATEST ? said.noEnd : timeText(language, view.accessExpiresAt)),
    ],
    // A refused refresh token has no expiry any more.
    ...(refreshExpiresAt === undefined || view.status === 'reauth_required'
      ? []
      : ([[more.refreshEnds, text(timeText(language, refreshExpiresAt))]] as const)),
    [
      said.quotaLeft,
      html`!${quotaLeftOf(language, view)}!${when(quota, () => html` <span class="soft">${more.quotaOf(numberText(language, quota?.used ?? 0), numberText(language, quota?.most ?? 0), quota?.period ?? '')}</span>`)}`,
    ],
    [more.generation, text(numberText(language, view.generation))],
    [more.createdAt, text(timeText(language, view.createdAt))],
    [more.id, code(view.id)],
  ])
}

function actionsOf(visit: UiVisit, { id, status, lastError }: ConnectionView): Html {
  const said = connectionWords[visit.language]
  const to = (verb: string, label: string, kind: 'main' | 'plain' = 'plain') =>
    visit.form(`${pathOf(id)}/${verb}`, button(label, { kind }))
  const off = status === 'disabled'
  // A refusal that nobody understood may be tried again.
  const mayTry = status !== 'reauth_required' || lastError?.error === 'refused_unclearly'
  return html`<div class="row">
!${when(!off && mayTry, () => to('refresh', said.refresh, 'main'))}
!${when(status === 'reauth_required' && lastError?.error === 'identity_changed', () => to('accept', said.accept))}
!${off ? to('enable', said.enable, 'main') : to('disable', said.disable)}
</div>
<details><summary>${said.disconnect}</summary>
<p>${said.disconnectHint}</p>
!${visit.form(`${pathOf(id)}/disconnect`, button(said.disconnectSure, { kind: 'danger' }))}
</details>`
}

const tones: Readonly<Record<Severity, Tone>> = { ok: 'good', info: 'plain', warning: 'wait', error: 'bad' }
/** Said at the head of the page already. */
const said: ReadonlySet<SaidFinding['code']> = new Set(['status', 'last_error', 'reconnect', 'likely'])

/** Each with why, and what to do. */
const diagnosisOf = (language: Language, findings: readonly SaidFinding[]): Html =>
  html`<ul class="checklist">!${findings
    .filter(({ code: each }) => !said.has(each))
    .map(
      ({ severity, what, why, todo }) =>
        html`<li>!${badge(connectionWords[language].severities[severity], tones[severity])} ${what}!${when(why, () => html` <span class="soft">${why ?? ''}</span>`)}!${when(todo, () => html` <strong>${todo ?? ''}</strong>`)}</li>`,
    )
    .join('')}</ul>`

function storyColumns(language: Language): readonly Column<KeeperEvent>[] {
  const said = connectionWords[language]
  const known: Readonly<Record<string, string>> = said.events
  return [
    { title: said.when, cell: ({ at }) => text(momentText(language, at)) },
    { title: said.what, cell: ({ type }) => text(known[type] ?? type) },
    { title: said.detail, cell: ({ data }) => detailOf(language, data) },
  ]
}

/** The subject of the page, and its status in words. */
const saidAbove: ReadonlySet<string> = new Set(['platform', 'app', 'shop', 'cause'])

/** Each member in words; what says nothing is left out. An error is said as on the rest of the page. */
function detailOf(language: Language, { error, ...data }: KeeperEvent['data']): Html {
  const known: Readonly<Record<string, string>> = connectionWords[language].members
  const said = Object.entries(data)
    .filter(([name, value]) => !saidAbove.has(name) && ![undefined, null, '', false].includes(value as null))
    .map(([name, value]) => {
      const shown =
        value === true
          ? ''
          : name.endsWith('At') && typeof value === 'number'
            ? timeText(language, value)
            : String(value)
      return html`<span class="long"><span class="soft">${known[name] ?? name}</span> ${shown}</span>`
    })
  const reason = typeof error === 'string' ? [html`${whatOf(language, error)}`] : []
  return [...reason, ...said].join('<br>')
}
