/* One developer: status, second factor, sessions, and the personal data. */
import { type DeveloperView, developerGuesses, factorGuesses } from '@hufu/accounts'
import { html } from 'ghtml'
import type { FastifyReply } from 'fastify'
import { button, card, facts, join, link, problem, text, when } from '@hufu/web/design/components'
import { dateText } from '@hufu/web/design/language'
import { acts } from '@hufu/acts'
import { isDenied } from '@hufu/acts/denied'
import { type FormProblem, problemOf } from '@hufu/acts/refusal-words'
import { freezesShown, personalDataCard, sendData, sessionsCard, statusBadge } from './account-parts.ts'
import { type Pages, askBefore } from '../asking.ts'
import { type OperatorConsole, type OperatorVisit, PREFIX } from '../console.ts'
import { wordsOf } from './developer-words.ts'
import { factorBadge } from './organisations.ts'

type DeveloperVisit = OperatorVisit & { readonly developer: DeveloperView }

export function developerRoutes(console: OperatorConsole): void {
  const { store } = console.runtime

  const known =
    (show: (visit: DeveloperVisit, form: URLSearchParams) => Promise<FastifyReply> | FastifyReply) =>
    async (visit: OperatorVisit, form = new URLSearchParams()): Promise<FastifyReply> => {
      const found = await visit.read(acts['developer.show'], { developer: visit.params['developer'] })
      return found ? show({ ...visit, ...found }, form) : visit.nothingHere()
    }
  const { page, action }: Pages<DeveloperVisit> = {
    page: (below, permission, show) =>
      console.page(`/developers/:developer${below}`, permission, (visit) => known(show)(visit)),
    action: (below, permission, act) =>
      console.action(`/developers/:developer${below}`, permission, known(act)),
  }

  const pathOf = ({ developer }: DeveloperVisit): string => `/developers/${developer.id}`

  async function showOne(visit: DeveloperVisit, wrong?: FormProblem): Promise<FastifyReply> {
    const { language, developer } = visit
    const words = wordsOf(language)
    const { id, name, organisationId } = developer
    const found = await visit.read(acts['organisation.show'], { organisation: organisationId })
    const mayChange = visit.may('developers.change')
    const keys = [developerGuesses(developer.email), factorGuesses(id)]
    const freezes = await freezesShown(visit, keys, store)
    const account = join([
      facts([
        [words.status, html`!${statusBadge(language, developer)} !${freezes.mark}`],
        [words.email, text(developer.email)],
        [
          words.organisation,
          link(
            `${PREFIX}/developers/organisations/${organisationId}`,
            found?.organisation.name ?? organisationId,
          ),
        ],
        [words.secondFactor, factorBadge(language, developer)],
        [words.since, text(dateText(language, developer.createdAt))],
      ]),
      freezes.lines,
      when(mayChange, () => accountActions(visit)),
    ])
    const body = join([
      when(wrong?.head, () => problem(wrong?.head ?? '')),
      card(words.account, account),
      sessionsCard(visit, await store.sessions(id, store.now()), mayChange && pathOf(visit)),
      when(mayChange, () => personalDataCard(visit, pathOf(visit))),
    ])
    return visit.show({ title: name, body, status: wrong === undefined ? 200 : 400 })
  }

  const accountActions = (visit: DeveloperVisit) => {
    const { language, developer } = visit
    const words = wordsOf(language)
    const to = (below: string, label: string, kind: 'plain' | 'danger' = 'plain') =>
      visit.form(`${pathOf(visit)}/${below}`, button(label, { kind }))
    return join([
      developer.status === 'active'
        ? html`<p class="note">${words.disableEffect}</p>!${to('disable', words.disable, 'danger')}`
        : to('enable', words.enable),
      html`<p class="note">${words.thawEffect}</p>!${to('thaw', words.thaw)}`,
      when(
        developer.secondFactor,
        () => html`<p class="note">${words.resetEffect}</p>!${to('reset', words.reset, 'danger')}`,
      ),
    ])
  }

  page('', acts['developer.show'], (visit) => showOne(visit))
  for (const [below, act] of [
    ['disable', acts['developer.disable']],
    ['enable', acts['developer.enable']],
    ['reset', acts['developer.reset_second_factor']],
    ['thaw', acts['developer.thaw']],
    ['end-sessions', acts['developer.end_sessions']],
  ] as const)
    console.form(`/developers/:developer/${below}`, act, {
      done: (visit, { developer }) => visit.goTo(`/developers/${developer.id}`, 'saved'),
      refused: (visit, refusal) =>
        known((found) => showOne(found, problemOf(visit.language, refusal, [])))(visit),
    })

  page('/export.json', acts['developer.export'], async (visit) => {
    const { id } = visit.developer
    const data = await visit.perform(acts['developer.export'], { developer: id })
    return isDenied(data) ? visit.nothingHere() : sendData(visit, id, data)
  })
  askBefore({ page, action }, '/erase', acts['developer.erase'], {
    input: ({ developer }) => ({ developer: developer.id }),
    show(visit, { body, ...rest }) {
      const words = wordsOf(visit.language)
      const back = html`<p>!${link(PREFIX + pathOf(visit), words.back)}</p>`
      return visit.show({ title: words.erase, body: body + back, ...rest })
    },
    done: (visit) => visit.goTo(`/developers/organisations/${visit.developer.organisationId}`, 'erased'),
  })
}
