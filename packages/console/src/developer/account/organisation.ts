/* The organisation that developers share their apps in: its name, who is in it, who is invited. */
import { type Developer, INVITATION_DAYS, isNameShown } from '@hufu/accounts'
import { html } from 'ghtml'
import type { FastifyReply } from 'fastify'
import { acts } from '@hufu/acts'
import { type Denied, isDenied } from '@hufu/acts/denied'
import {
  type Html,
  badge,
  button,
  card,
  copyable,
  field,
  join,
  link,
  problem,
  table,
  text,
  when,
} from '@hufu/web/design/components'
import { type Language, dateText } from '@hufu/web/design/language'
import type { Visit } from '@hufu/web/site'
import type { Wrong } from './factor-card.ts'
import type { Console } from '../console.ts'
import { organisationWords } from './organisation-words.ts'
import { refusalText } from '@hufu/acts/refusal-words'

export function organisationRoutes(console: Console): void {
  const { site, acting, runtime, developers, registration } = console
  const { store } = runtime

  async function show(visit: Visit<Developer>, wrong: Wrong = {}): Promise<FastifyReply> {
    const { account, language } = visit
    const words = organisationWords[language]
    const { organisationId } = account
    const organisation = await store.organisation(organisationId)
    const colleagues = await store.developers({ organisationId })
    const verified = organisation?.verified ? badge(words.verified, 'good') : badge(words.notVerified)
    const shownName = await isNameShown(organisationId, developers)
    const naming = join([
      field({
        name: 'name',
        label: words.name,
        value: organisation?.name ?? '',
        hint: words.nameHint,
        autocomplete: 'organization',
        required: true,
        wrong: wrong['name'],
      }),
      button(words.save),
    ])
    const inviting = join([
      field({
        name: 'email',
        label: words.email,
        type: 'email',
        hint: words.inviteHint(INVITATION_DAYS),
        autocomplete: 'off',
        required: true,
        wrong: wrong['email'],
      }),
      button(words.sendInvitation),
    ])
    const body = join([
      when(wrong['all'], () => problem(wrong['all'] ?? '')),
      card(
        words.organisation,
        html`<p>!${verified}</p>!${shownName ? html`<p>${organisation?.name ?? ''}</p><p class="note">${words.nameShown}</p>` : visit.form('/organisation/name', naming)}`,
      ),
      card(words.developers, colleagueList(visit, colleagues)),
      when(registration !== 'closed', () => card(words.invite, visit.form('/organisation/invite', inviting))),
    ])
    const isWrong = Object.values(wrong).some((each) => each !== undefined)
    return visit.show({ title: organisation?.name ?? words.organisation, body, status: isWrong ? 400 : 200 })
  }

  site.page('/organisation', (visit) => show(visit))
  for (const path of ['/name', '/invite', '/remove/:developer'])
    site.page(`/organisation${path}`, (visit) => visit.goTo('/organisation'))

  site.action('/organisation/name', async (visit, form) => {
    const organisation = visit.account.organisationId
    const name = (form.get('name') ?? '').trim()
    const changed = await acting(visit).perform(acts['organisation.change'], { organisation, name })
    return isDenied(changed)
      ? show(visit, { name: textOf(visit, changed) })
      : visit.goTo('/organisation', 'name')
  })

  site.action('/organisation/invite', async (visit, form) => {
    const { language } = visit
    if (registration === 'closed') return visit.nothingHere()
    const email = form.get('email') ?? ''
    const invited = await acting(visit).perform(acts['developer.invite'], { email, language })
    if (isDenied(invited)) return show(visit, { email: whyNotInvited(invited, language) })
    return invited.link === undefined
      ? visit.goTo('/organisation', 'invited')
      : showLink(visit, invited.email, invited.link)
  })

  site.action('/organisation/remove/:developer', async (visit) => {
    const { language, params } = visit
    const gone = await acting(visit).perform(acts['developer.remove'], { ...params, language })
    if (!isDenied(gone)) return visit.goTo('/organisation', 'removed')
    return gone.refused === 'invalid' && !('isMalformed' in gone)
      ? show(visit, { all: organisationWords[language].lastStays })
      : visit.nothingHere()
  })
}

const textOf = ({ language }: Visit<Developer>, denied: Denied): string =>
  denied.refused === 'not_allowed' ? denied.message : refusalText(language, denied)

function whyNotInvited(denied: Denied, language: Language): string {
  const words = organisationWords[language]
  if (denied.refused === 'taken') return words.alreadyHere
  const isEmail = denied.refused === 'invalid' && denied.why?.fault === 'email'
  return isEmail ? words.wrongEmail : words.tooMany
}

function colleagueList(visit: Visit<Developer>, colleagues: readonly Developer[]): Html {
  const { account, language } = visit
  const words = organisationWords[language]
  const removal = ({ id, name }: Developer) => {
    const own = id === account.id
    const label = own ? words.leave : words.remove
    const form = visit.form(`/organisation/remove/${id}`, button(label, { kind: 'danger' }))
    return html`<details><summary>${label}</summary><p>${own ? words.leaveText : words.removeText(name)}</p>!${form}</details>`
  }
  return table(
    words.developers,
    [
      {
        title: words.name,
        cell: ({ id, name, status }) =>
          html`${name} !${when(id === account.id, () => badge(words.you))} !${when(status === 'disabled', () => badge(words.disabled, 'bad'))}`,
      },
      { title: words.email, cell: ({ email }) => text(email) },
      {
        title: words.factor,
        cell: ({ totp }) => (totp ? badge(words.on, 'good') : badge(words.off)),
      },
      { title: words.since, cell: ({ createdAt }) => text(dateText(language, createdAt)) },
      { title: words.remove, cell: removal },
    ],
    colleagues,
    words.lastStays,
  )
}

/** The answer to the form itself: it is shown this once. */
function showLink(visit: Visit<Developer>, email: string, url: string): FastifyReply {
  const words = organisationWords[visit.language]
  const body = html`<p>${words.linkText(email)}</p>
!${copyable(url, words)}
<p>!${link('/developer/organisation', words.back)}</p>`
  return visit.show({ title: words.linkTitle, body })
}
