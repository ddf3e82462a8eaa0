/* Organisations: found, invited, looked at, and called verified. */
import {
  type AppView,
  type DeveloperView,
  INVITATION_DAYS,
  type OrganisationView,
  developerGuesses,
} from '@hufu/accounts'
import { html } from 'ghtml'
import {
  badge,
  button,
  card,
  copyable,
  facts,
  field,
  type Html,
  join,
  link,
  problem,
  searchList,
  table,
  text,
  when,
} from '@hufu/web/design/components'
import { statusBadge as appBadge } from '../../developer/app/app-status.ts'
import { acts } from '@hufu/acts'
import type { Answer } from '@hufu/acts/act'
import type { Runtime } from '@hufu/server'
import { type Language, dateText, numberText } from '@hufu/web/design/language'
import { type FormProblem, problemOf } from '@hufu/acts/refusal-words'
import { frozenBadge, frozenKeys, statusBadge } from './account-parts.ts'
import { type OperatorConsole, type OperatorVisit, PREFIX } from '../console.ts'
import { wordsOf } from './developer-words.ts'

const MOST_SHOWN = 100

const verifiedBadge = (language: Language, { verified }: OrganisationView): Html =>
  verified ? badge(wordsOf(language).verified, 'good') : badge(wordsOf(language).notVerified)

export const factorBadge = (language: Language, { secondFactor }: DeveloperView): Html =>
  secondFactor ? badge(wordsOf(language).on, 'good') : badge(wordsOf(language).off)

export function organisationRoutes(console: OperatorConsole): void {
  const { page, form } = console
  const invite = acts['developer.invite']
  const invited = (visit: OperatorVisit, { email, link: once }: Answer<typeof invite>, back: string) =>
    once === undefined ? visit.goTo(back, 'sent') : showLink(visit, email, once, back)
  const invitable = ['email', 'organisation']

  page('/developers', acts['organisation.list'], (visit) => showList(console, visit))
  form('/developers/invite', invite, {
    done: (visit, answer) => invited(visit, answer, '/developers'),
    refused: (visit, refusal, sent) =>
      showList(console, visit, problemOf(visit.language, refusal, invitable), sent),
  })

  const PAGE = '/developers/organisations/:organisation'
  const onPage = async (visit: OperatorVisit, wrong?: FormProblem, sent?: URLSearchParams) => {
    const { organisation, organisationId } = visit.params
    const found = await visit.read(acts['organisation.show'], {
      organisation: organisation ?? organisationId,
    })
    return found ? showOne(console, visit, found.organisation, wrong, sent) : visit.nothingHere()
  }
  page(PAGE, acts['organisation.show'], (visit) => onPage(visit))
  for (const [below, members] of [
    ['verify', () => ({ verified: true })],
    ['unverify', () => ({ verified: false })],
    ['test-shops', (sent: URLSearchParams) => ({ testShops: shopsOf(sent) })],
  ] as const)
    form(`${PAGE}/${below}`, acts['organisation.change'], {
      members,
      done: (visit, { organisation: { id } }) => visit.goTo(`/developers/organisations/${id}`, 'saved'),
      refused: (visit, refusal, sent) =>
        onPage(visit, problemOf(visit.language, refusal, ['testShops']), sent),
    })
  form('/developers/organisations/:organisationId/invite', invite, {
    members: (sent) => ({ email: sent.get('email') ?? '' }),
    done: (visit, answer) =>
      invited(visit, answer, `/developers/organisations/${visit.params['organisationId'] ?? ''}`),
    refused: (visit, refusal, sent) => onPage(visit, problemOf(visit.language, refusal, invitable), sent),
  })
}

async function showList(
  { administration }: OperatorConsole,
  visit: OperatorVisit,
  wrong?: FormProblem,
  sent = new URLSearchParams(),
) {
  const { language, query } = visit
  const words = wordsOf(language)
  const wanted = (query.get('q') ?? '').trim().toLowerCase()
  const listed = await visit.read(acts['organisation.list'])
  if (!listed) return visit.nothingHere()
  const people = await visit.read(acts['developer.list'])
  const made = await visit.read(acts['app.list'])
  const developers = Map.groupBy(people?.developers ?? [], ({ organisationId }) => organisationId)
  const apps = Map.groupBy(made?.apps ?? [], ({ organisationId }) => organisationId)
  const found = listed.organisations.filter(({ id, name }) =>
    [name, id, ...(developers.get(id) ?? []).flatMap((each) => [each.name, each.email])].some((each) =>
      each.toLowerCase().includes(wanted),
    ),
  )
  const shown = found.slice(0, MOST_SHOWN)
  const count = (of: ReadonlyMap<string | undefined, readonly unknown[]>, id: string) =>
    text(numberText(language, of.get(id)?.length ?? 0))
  const list = table(
    words.title,
    [
      {
        title: words.organisation,
        cell: ({ id, name }) => link(`${PREFIX}/developers/organisations/${id}`, name),
      },
      { title: words.status, cell: (each) => verifiedBadge(language, each) },
      { title: words.developers, number: true, cell: ({ id }) => count(developers, id) },
      { title: words.apps, number: true, cell: ({ id }) => count(apps, id) },
      { title: words.since, cell: ({ createdAt }) => text(dateText(language, createdAt)) },
    ],
    shown,
    words.none,
  )
  const body = join([
    when(wrong?.head, () => problem(wrong?.head ?? '')),
    searchList(`${PREFIX}/developers`, words, query.get('q') ?? ''),
    list,
    when(
      found.length > shown.length,
      () => html`<p class="note">${words.more(numberText(language, MOST_SHOWN))}</p>`,
    ),
    when(visit.may('developers.change'), () =>
      inviting(administration, visit, '/developers', words.invite, wrong, sent),
    ),
  ])
  return visit.show({ title: words.title, body, status: wrong === undefined ? 200 : 400 })
}

/** Into the organisation of this path; a new one, whose name is asked for too, from the list. */
function inviting(
  { registration }: OperatorConsole['administration'],
  visit: OperatorVisit,
  path: string,
  title: string,
  wrong?: FormProblem,
  sent = new URLSearchParams(),
): Html {
  const words = wordsOf(visit.language)
  if (registration === 'closed') return card(title, html`<p class="note">${words.inviteClosed}</p>`)
  const named = field({
    name: 'organisation',
    label: words.organisation,
    value: sent.get('organisation') ?? '',
    wrong: wrong?.at('organisation'),
    autocomplete: 'off',
    required: true,
  })
  const ask = join([
    when(path === '/developers', () => named),
    field({
      name: 'email',
      label: words.email,
      value: sent.get('email') ?? '',
      wrong: wrong?.at('email'),
      type: 'email',
      hint: words.inviteHint(INVITATION_DAYS),
      autocomplete: 'off',
      required: true,
    }),
    button(title),
  ])
  return card(title, visit.form(`${path}/invite`, ask))
}

/** The answer to the form itself: it is shown this once. */
function showLink(visit: OperatorVisit, email: string, invitation: string, back: string) {
  const words = wordsOf(visit.language)
  const body = join([
    html`<p>${words.linkHelp(email, INVITATION_DAYS)}</p>`,
    copyable(invitation, words),
    html`<p>!${link(PREFIX + back, words.back)}</p>`,
  ])
  return visit.show({ title: words.linkTitle, body })
}

async function showOne(
  { runtime, administration }: OperatorConsole,
  visit: OperatorVisit,
  organisation: OrganisationView,
  wrong?: FormProblem,
  sent?: URLSearchParams,
) {
  const { store } = runtime
  const { language } = visit
  const words = wordsOf(language)
  const { id, name, verified } = organisation
  const path = `/developers/organisations/${id}`
  const mayChange = visit.may('developers.change')
  const people = await visit.read(acts['developer.list'], { organisationId: id })
  const made = await visit.read(acts['app.list'], { organisationId: id })
  const standing = join([
    facts([
      [words.status, verifiedBadge(language, organisation)],
      [words.since, text(dateText(language, organisation.createdAt))],
    ]),
    html`<p class="note">${verified ? words.verifiedEffect : words.notVerifiedEffect}</p>`,
    when(mayChange, () =>
      visit.form(
        `${path}/${verified ? 'unverify' : 'verify'}`,
        button(verified ? words.unverify : words.verify),
      ),
    ),
  ])
  const developerTable = await developerList(store, language, people?.developers ?? [])
  const body = join([
    when(wrong?.head, () => problem(wrong?.head ?? '')),
    card(words.organisation, standing),
    card(words.testShops, testing(visit, organisation, wrong, sent)),
    when(people, () => card(words.developers, developerTable)),
    when(made, () => card(words.apps, appList(runtime, visit, made?.apps ?? []))),
    when(mayChange, () => inviting(administration, visit, path, words.inviteInto, wrong, sent)),
    html`<p>!${link(`${PREFIX}/developers`, words.back)}</p>`,
  ])
  return visit.show({ title: name, body, status: wrong === undefined ? 200 : 400 })
}

function testing(
  visit: OperatorVisit,
  { id, testShops }: OrganisationView,
  wrong?: FormProblem,
  sent?: URLSearchParams,
): Html {
  const words = wordsOf(visit.language)
  const ask = join([
    field({
      name: 'testShops',
      label: words.testShopsField,
      value: sent?.get('testShops') ?? testShops.join('\n'),
      wrong: wrong?.at('testShops'),
      hint: words.testShopsHint,
      lines: 3,
    }),
    button(words.save),
  ])
  return visit.may('developers.change')
    ? visit.form(`/developers/organisations/${id}/test-shops`, ask)
    : html`<p>${testShops.join(', ') || words.noTestShops}</p>`
}

async function developerList(
  store: Runtime['store'],
  language: Language,
  developers: readonly DeveloperView[],
): Promise<Html> {
  const words = wordsOf(language)
  const frozen = await frozenKeys(store, 'developer')
  return table(
    words.developers,
    [
      { title: words.name, cell: ({ id, name }) => link(`${PREFIX}/developers/${id}`, name) },
      { title: words.email, cell: ({ email }) => text(email) },
      {
        title: words.status,
        cell: (each) =>
          html`!${statusBadge(language, each)} !${when(frozen.has(developerGuesses(each.email)), () => frozenBadge(language))}`,
      },
      { title: words.secondFactor, cell: (each) => factorBadge(language, each) },
    ],
    developers,
    words.noDevelopers,
  )
}

function appList({ platforms }: Runtime, visit: OperatorVisit, apps: readonly AppView[]): Html {
  const { language } = visit
  const words = wordsOf(language)
  return table(
    words.apps,
    [
      {
        title: words.apps,
        cell: ({ id, name }) => link(`${PREFIX}/apps/${id}`, name),
      },
      {
        title: words.platform,
        cell: ({ platform }) => text(platforms.get(platform)?.dialect.title ?? platform),
      },
      { title: words.status, cell: (each) => appBadge(language, each) },
    ],
    apps,
    words.noApps,
  )
}

const shopsOf = (sent: URLSearchParams): readonly string[] =>
  (sent.get('testShops') ?? '').split(/\s+/).filter((each) => each !== '')
