/* Webhooks: how each endpoint is, and what it never took. */
import type { EndpointView, Message } from '@hufu/keeper'
import {
  type Column,
  type Html,
  badge,
  button,
  card,
  code,
  link,
  table,
  text,
  when,
} from '@hufu/web/design/components'
import { type Language, momentText, numberText } from '@hufu/web/design/language'
import { html } from 'ghtml'
import { PREFIX, type Ui, type UiVisit } from './ui.ts'
import { webhookWords } from './webhook-words.ts'
import { connectionWords, words } from './words.ts'

const PATH = '/webhooks'
const PAGE = 50
const isMessage = (id: string): boolean => /^msg_[0-9a-f]{24}$/.test(id)

export function webhooksPage({ site, context, keeper: { webhooks } }: Ui): void {
  site.page(PATH, async (visit) => {
    const { language, query } = visit
    const said = webhookWords[language]
    const after = query.get('after') ?? ''
    const [endpoints, found] = await Promise.all([
      webhooks.endpoints(),
      webhooks.deadLetters({ limit: PAGE + 1, ...(isMessage(after) && { after }) }),
    ])
    const shown = found.slice(0, PAGE)
    const last = found.length > PAGE ? shown.at(-1)?.id : undefined
    const body = html`<p class="note">${said.about}</p>
!${table(words[language].webhooks, endpointColumns(visit, context.clock.now()), endpoints, said.noEndpoints)}
!${card(
      said.letters,
      html`!${table(said.letters, letterColumns(visit), shown, said.noLetters)}
<p class="row">!${when(isMessage(after), () => link(`${PREFIX}${PATH}`, words[language].first))}
!${when(last !== undefined, () => link(`${PREFIX}${PATH}?after=${last ?? ''}`, words[language].next))}</p>`,
    )}`
    return visit.show({ title: words[language].webhooks, body })
  })

  // A letter that is gone was sent meanwhile: the page shows it.
  site.action(`${PATH}/:endpoint/resend`, async (visit) => {
    await webhooks.resend({ endpoint: visit.params['endpoint'] ?? '' })
    return visit.goTo(PATH, 'resent')
  })
  site.action(`${PATH}/messages/:id/resend`, async (visit) => {
    await webhooks.resend({ id: visit.params['id'] ?? '' })
    return visit.goTo(PATH, 'resent')
  })
  site.action(`${PATH}/:endpoint/enable`, async (visit) =>
    (await webhooks.enable(visit.params['endpoint'] ?? ''))
      ? visit.goTo(PATH, 'sent_to_again')
      : visit.nothingHere(),
  )
}

/** Seconds that a message waits where all is well, at most. */
const IN_TIME = 300

/** Whether its receiver takes what is sent, and whether anything is sent at all. */
function stateOf(language: Language, { failing, oldest }: EndpointView, now: number): Html {
  const said = webhookWords[language]
  if (failing)
    return html`!${badge(said.failing, 'bad')} ${said.failingWhy(numberText(language, failing.messages), failing.error)}`
  if (oldest !== undefined && oldest < now - IN_TIME)
    return html`!${badge(said.late, 'wait')} ${said.lateWhy}`
  return badge(said.works, 'good')
}

function endpointColumns(visit: UiVisit, now: number): readonly Column<EndpointView>[] {
  const { language } = visit
  const said = webhookWords[language]
  const to = (name: string, verb: string, label: string): Html =>
    visit.form(`${PATH}/${encodeURIComponent(name)}/${verb}`, button(label, { kind: 'plain' }))
  return [
    { title: said.endpoint, cell: ({ name }) => code(name) },
    {
      title: said.state,
      cell: (view) => {
        const { name, disabled } = view
        return disabled
          ? html`!${badge(said.stopped, 'bad')} ${said.stoppedWhy(momentText(language, disabled.at), disabled.why)}!${to(name, 'enable', said.enable)}`
          : stateOf(language, view, now)
      },
    },
    {
      title: said.waiting,
      cell: ({ waiting, oldest }) =>
        html`${numberText(language, waiting)}!${when(oldest !== undefined, () => html` <span class="soft">${said.since(momentText(language, oldest ?? 0))}</span>`)}`,
    },
    {
      title: said.dead,
      cell: ({ name, dead }) =>
        dead === 0
          ? text('0')
          : html`!${badge(numberText(language, dead), 'bad')}!${to(name, 'resend', said.resendAll)}`,
    },
  ]
}

function letterColumns(visit: UiVisit): readonly Column<Message>[] {
  const { language } = visit
  const said = webhookWords[language]
  const known: Readonly<Record<string, string>> = connectionWords[language].events
  return [
    {
      title: said.event,
      cell: ({ type, id }) => html`${known[type] ?? type}<br><small class="soft">${id}</small>`,
    },
    { title: said.endpoint, cell: ({ endpoint }) => code(endpoint) },
    { title: said.happened, cell: ({ createdAt }) => text(momentText(language, createdAt)) },
    { title: said.tries, cell: ({ attempts }) => text(numberText(language, attempts)) },
    {
      title: said.error,
      cell: ({ id, lastError = '' }) =>
        html`${lastError}!${visit.form(`${PATH}/messages/${id}/resend`, button(said.resend, { kind: 'plain' }))}`,
    },
  ]
}
