/* The organisation that developers share their apps in: its name, who is in it, who is invited. */
import {
  type Developer,
  INVITATION_DAYS,
  inviteColleague,
  isNameShown,
  isRefusal,
  removeColleague,
  renameOrganisation,
} from '@hufu/accounts'
import { html } from 'ghtml'
import type { FastifyReply } from 'fastify'
import { developerInvited } from '@hufu/acts/audit-details'
import { audit } from '@hufu/acts/auditing'
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
import { dateText } from '@hufu/web/design/language'
import type { Visit } from '@hufu/web/site'
import type { Wrong } from './factor-card.ts'
import type { Console } from './console.ts'
import { happenedLetter, lettersIn } from '@hufu/acts/letters/letters'
import { organisationWords } from './organisation-words.ts'
import { refusalText } from '@hufu/acts/refusal-words'

/** Invitations that one organisation sends. */
const INVITED = { count: 20, perSeconds: 86_400 }

export function organisationRoutes(console: Console): void {
  const { site, runtime, developers, registration } = console
  const { store, mail, rates, linkTo } = runtime
  const actorOf = ({ account }: Visit<Developer>) => ({ kind: 'developer', id: account.id }) as const

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
  for (const path of ['/name', '/invite', '/remove/:id'])
    site.page(`/organisation${path}`, (visit) => visit.goTo('/organisation'))

  site.action('/organisation/name', async (visit, form) => {
    const { organisationId } = visit.account
    const name = (form.get('name') ?? '').trim()
    const changed = await renameOrganisation(organisationId, name, developers)
    if (isRefusal(changed)) return show(visit, { name: refusalText(visit.language, changed) })
    await audit(visit.request, store, actorOf(visit), 'organisation.change', organisationId, {
      name: changed.name,
    })
    return visit.goTo('/organisation', 'name')
  })

  site.action('/organisation/invite', async (visit, form) => {
    const { account, language, request } = visit
    const words = organisationWords[language]
    if (registration === 'closed') return visit.nothingHere()
    if (!rates.admit(`invitations ${account.organisationId}`, INVITED, store.now()))
      return show(visit, { email: words.tooMany })
    const invited = await inviteColleague(account, form.get('email') ?? '', developers)
    if (isRefusal(invited)) {
      const email = { taken: words.alreadyHere, invalid: words.wrongEmail }[invited.refused as string]
      return show(visit, { email: email ?? words.tooMany })
    }
    const { email, organisation, secret, known } = invited
    await audit(request, store, actorOf(visit), 'developer.invite', email, developerInvited(invited))
    const url = linkTo(`/developer/welcome?ticket=${secret}`)
    if (!mail.on) return showLink(visit, email, url)
    const letters = lettersIn(language)
    await mail.send({
      to: email,
      ...(known
        ? letters.cannotBeInvited(organisation)
        : letters.invited(organisation, url, INVITATION_DAYS)),
    })
    return visit.goTo('/organisation', 'invited')
  })

  site.action('/organisation/remove/:id', async (visit) => {
    const { account, language, params, request } = visit
    const gone = await removeColleague(account, params['id'] ?? '', developers)
    if (isRefusal(gone))
      return gone.refused === 'unknown'
        ? visit.nothingHere()
        : show(visit, { all: organisationWords[language].lastStays })
    await audit(request, store, actorOf(visit), 'developer.remove', gone.id, {
      organisation: gone.organisationId,
    })
    await mail.send({ to: gone.email, ...happenedLetter(language, 'removed') })
    return visit.goTo('/organisation', 'removed')
  })
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
