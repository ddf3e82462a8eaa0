/* One developer: whether he may come in, what he has lost, where he is logged in, what is kept about him. */
import {
  type Developer,
  developerData,
  developerGuesses,
  endAll,
  eraseDeveloper,
  factorGuesses,
  isRefusal,
  setDeveloperStatus,
  thawDeveloper,
} from '@hufu/accounts'
import { html } from 'ghtml'
import type { FastifyReply } from 'fastify'
import { button, card, facts, join, link, problem, text, when } from '@hufu/web/design/components'
import { HOUSE_LANGUAGE, dateText } from '@hufu/web/design/language'
import { takeLostFactor } from '@hufu/acts/developer-help'
import { type FormProblem, problemOf } from '@hufu/acts/refusal-words'
import {
  freezesShown,
  personalDataCard,
  sendData,
  sessionsCard,
  showErasing,
  statusBadge,
} from './account-parts.ts'
import { type OperatorConsole, type OperatorVisit, PREFIX } from './console.ts'
import { wordsOf } from './developer-words.ts'
import { factorBadge } from './organisations.ts'

type DeveloperVisit = OperatorVisit & { readonly developer: Developer }

export function developerRoutes(console: OperatorConsole): void {
  const { runtime, administration } = console
  const { store } = runtime

  const known =
    (act: (visit: DeveloperVisit, form: URLSearchParams) => Promise<FastifyReply> | FastifyReply) =>
    async (visit: OperatorVisit, form = new URLSearchParams()): Promise<FastifyReply> => {
      const developer = await store.developer(visit.params['id'] ?? '')
      return developer ? act({ ...visit, developer }, form) : visit.nothingHere()
    }
  const page = (
    below: string,
    permission: 'developers.read' | 'developers.change',
    show: Parameters<typeof known>[0],
  ) => console.page(`/developers/:id${below}`, permission, (visit) => known(show)(visit))
  const action = (below: string, act: Parameters<typeof known>[0]) =>
    console.action(`/developers/:id${below}`, 'developers.change', known(act))

  const pathOf = ({ developer }: DeveloperVisit): string => `/developers/${developer.id}`

  async function showOne(visit: DeveloperVisit, wrong?: FormProblem): Promise<FastifyReply> {
    const { language, developer } = visit
    const words = wordsOf(language)
    const { id, name, organisationId } = developer
    const organisation = await store.organisation(organisationId)
    const mayChange = visit.may('developers.change')
    const keys = [developerGuesses(developer.email), factorGuesses(id)]
    const freezes = await freezesShown(visit, keys, store)
    const account = join([
      facts([
        [words.status, html`!${statusBadge(language, developer)} !${freezes.mark}`],
        [words.email, text(developer.email)],
        [
          words.organisation,
          link(`${PREFIX}/developers/organisations/${organisationId}`, organisation?.name ?? organisationId),
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
        developer.totp,
        () => html`<p class="note">${words.resetEffect}</p>!${to('reset', words.reset, 'danger')}`,
      ),
    ])
  }

  const saved = async (visit: DeveloperVisit, deed: string): Promise<FastifyReply> => {
    await visit.did(`developer.${deed}`, visit.developer.id)
    return visit.goTo(pathOf(visit), 'saved')
  }

  page('', 'developers.read', (visit) => showOne(visit))
  for (const [below, status] of [
    ['disable', 'disabled'],
    ['enable', 'active'],
  ] as const)
    action(`/${below}`, async (visit) => {
      const changed = await setDeveloperStatus(visit.developer.id, status, administration)
      return isRefusal(changed) ? showOne(visit, problemOf(visit.language, changed, [])) : saved(visit, below)
    })
  action('/reset', async (visit) => {
    const reset = await takeLostFactor(visit.developer.id, HOUSE_LANGUAGE, administration)
    return isRefusal(reset)
      ? showOne(visit, problemOf(visit.language, reset, []))
      : saved(visit, 'reset_second_factor')
  })
  action('/thaw', async (visit) => {
    await thawDeveloper(visit.developer, administration)
    return saved(visit, 'thaw')
  })
  action('/end-sessions', async (visit) => {
    await endAll(visit.developer, administration)
    return saved(visit, 'end_sessions')
  })

  page('/export.json', 'developers.change', async (visit) => {
    const { developer } = visit
    const data = await developerData(developer, store)
    await visit.did('developer.export', developer.id)
    return sendData(visit, developer.id, data)
  })
  const showErase = (visit: DeveloperVisit, isWrong = false) => {
    const { eraseEffect, eraseSure } = wordsOf(visit.language)
    const asked = { effect: eraseEffect, sure: eraseSure, name: visit.developer.email, isWrong }
    return showErasing(visit, pathOf(visit), asked)
  }
  page('/erase', 'developers.change', (visit) => showErase(visit))
  action('/erase', async (visit, form) => {
    const { id, email, organisationId } = visit.developer
    if ((form.get('sure') ?? '').trim().toLowerCase() !== email) return showErase(visit, true)
    const erased = await eraseDeveloper(id, administration)
    if (isRefusal(erased)) return showOne(visit, problemOf(visit.language, erased, []))
    await visit.did('developer.erase', id)
    return visit.goTo(`/developers/organisations/${organisationId}`, 'erased')
  })
}
