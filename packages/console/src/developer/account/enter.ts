/*
 * How developers get an account (by registration where it is open, or by an invitation), and how they get back into it when they
 * have forgotten the password. No page tells whether an address has an account; only the letter does.
 */
import { admitFrom } from '@hufu/engine'
import {
  type Developer,
  SHORTEST_PASSWORD,
  acceptInvitation,
  checkRegistering,
  emailKey,
  invitation,
  isEmail,
  isRefusal,
  issueTicket,
  findTicket,
  register,
  resetDeveloperPassword,
} from '@hufu/accounts'
import { html } from 'ghtml'
import type { FastifyReply } from 'fastify'
import { appendAuditEntry } from '@hufu/acts/auditing'
import {
  accountName,
  button,
  field,
  hidden,
  join,
  link,
  newPassword,
  problem,
  when,
} from '@hufu/web/design/components'
import type { OpenVisit } from '@hufu/web/site'
import { afterAnswer } from '@hufu/web/after-answer'
import type { Console } from '../console.ts'
import { enterWords } from './enter-words.ts'
import { happenedLetter, lettersIn } from '@hufu/acts/letters/letters'
import { refusalText } from '@hufu/acts/refusal-words'

type OpenPage = OpenVisit<Developer>
type Wrong = Readonly<Record<string, string | undefined>>

/** Requests for a letter: from one network, and to one address. */
const ASKED = { count: 20, perSeconds: 3600 }
const SENT = { count: 4, perSeconds: 3600 }
const FORGOTTEN_SECONDS = 3600

// oxlint-disable-next-line max-lines-per-function -- one route after the other
export function enterRoutes({ site, runtime, sessions, developers, registration }: Console): void {
  const { store, rates, mail, linkTo } = runtime
  const mayAsk = (visit: OpenPage) => admitFrom('letter from', visit.request.ip, ASKED, rates, store.now())
  const mayBeSent = (email: string) => rates.admit(`letter to ${email}`, SENT, store.now())

  async function linkToNewPassword({ id }: Developer): Promise<string> {
    const asked = { purpose: 'developer_password', subject: id, seconds: FORGOTTEN_SECONDS } as const
    return linkTo(`/developer/password?ticket=${await issueTicket(asked, store)}`)
  }

  if (registration === 'open') {
    site.openPage('/register', (visit) => showRegister(visit, mail.on))
    site.openAction('/register', async (visit, form) => {
      const words = enterWords[visit.language]
      const asked = { organisation: (form.get('organisation') ?? '').trim(), email: form.get('email') ?? '' }
      const refused = checkRegistering(asked)
      if (refused) {
        const isEmailWrong = 'field' in refused && refused.field === 'email'
        const wrong = isEmailWrong
          ? { email: words.wrongEmail }
          : { organisation: refusalText(visit.language, refused) }
        return showRegister(visit, mail.on, asked, wrong)
      }
      if (!mayAsk(visit)) return showRegister(visit, mail.on, asked, { all: words.tooMany })
      afterAnswer(runtime, async () => {
        const to = emailKey(asked.email)
        if (!mayBeSent(to)) return
        const done = await register(asked, developers)
        const letters = lettersIn(visit.language)
        const letter =
          'known' in done
            ? letters.alreadyRegistered(await linkToNewPassword(done.known))
            : letters.registered(done.organisation, linkTo(`/developer/welcome?ticket=${done.secret}`))
        await mail.send({ to, ...letter })
      })
      return visit.goTo('/letter')
    })
  }

  site.openPage('/letter', (visit) => {
    const words = enterWords[visit.language]
    return visit.show({ title: words.sent, body: html`<p>${words.sentText}</p>` })
  })

  site.openPage('/welcome', async (visit) => showWelcome(visit, visit.query.get('ticket') ?? ''))
  site.openAction('/welcome', async (visit, form) => {
    const words = enterWords[visit.language]
    const [ticket = '', name = '', password = ''] = ['ticket', 'name', 'password'].map(
      (each) => form.get(each) ?? '',
    )
    if (registration === 'closed') return showOver(visit)
    const made = await acceptInvitation(ticket, { name: name.trim(), password }, developers)
    if (!made) return showOver(visit)
    if (isRefusal(made)) {
      if (made.refused !== 'invalid') return showOver(visit)
      const wrong =
        made.field === 'name'
          ? { name: refusalText(visit.language, made) }
          : { password: words.passwordRule(SHORTEST_PASSWORD.developer) }
      return showWelcome(visit, ticket, name, wrong)
    }
    const actor = { kind: 'developer', id: made.id } as const
    await appendAuditEntry(visit.request, store, actor, 'developer.create', made.id, {
      organisation: made.organisationId,
    })
    await sessions.begin(visit.request, visit.reply, made)
    return visit.goTo('', 'begun')
  })
  async function showWelcome(visit: OpenPage, ticket: string, name = '', wrong: Wrong = {}) {
    const asked = registration === 'closed' ? undefined : await invitation(ticket, developers)
    if (!asked) return showOver(visit)
    const words = enterWords[visit.language]
    const { email, organisation, isNew } = asked
    const fields = join([
      hidden({ ticket }),
      // For a password manager to know whose password it is.
      accountName('email', email),
      html`<p>${email}</p>`,
      field({
        name: 'name',
        label: words.name,
        value: name,
        autocomplete: 'name',
        required: true,
        wrong: wrong['name'],
      }),
      passwordField(visit, words.password, wrong['password']),
      button(words.begin, { kind: 'main' }),
    ])
    const title = isNew ? words.welcome(organisation) : words.joining(organisation)
    return visit.show({ title, body: visit.form('/welcome', fields), status: statusOf(wrong) })
  }

  site.openPage('/forgot', (visit) => showForgot(visit, mail.on))
  site.openAction('/forgot', async (visit, form) => {
    const words = enterWords[visit.language]
    const email = emailKey(form.get('email') ?? '')
    if (!isEmail(email)) return showForgot(visit, mail.on, email, { email: words.wrongEmail })
    if (!mayAsk(visit)) return showForgot(visit, mail.on, email, { all: words.tooMany })
    afterAnswer(runtime, async () => {
      const developer = await store.developerByEmail(email)
      if (developer?.status !== 'active' || !mayBeSent(email)) return
      await mail.send({
        to: email,
        ...lettersIn(visit.language).forgotten(await linkToNewPassword(developer)),
      })
    })
    return visit.goTo('/letter')
  })

  site.openPage('/password', async (visit) => showPassword(visit, visit.query.get('ticket') ?? ''))
  site.openAction('/password', async (visit, form) => {
    const ticket = form.get('ticket') ?? ''
    const done = await resetDeveloperPassword(ticket, form.get('password') ?? '', {
      ...developers,
      address: visit.request.ip,
    })
    if (!done) return showOver(visit)
    const words = enterWords[visit.language]
    if (isRefusal(done))
      return showPassword(visit, ticket, { password: words.passwordRule(SHORTEST_PASSWORD.developer) })
    await appendAuditEntry(
      visit.request,
      store,
      { kind: 'developer', id: done.id },
      'developer.password',
      done.id,
      {
        by: 'link',
      },
    )
    await mail.send({ to: done.email, ...happenedLetter(visit.language, 'password') })
    return visit.goTo('/login', 'password')
  })
  async function showPassword(visit: OpenPage, ticket: string, wrong: Wrong = {}) {
    if (!(await findTicket(ticket, 'developer_password', store))) return showOver(visit)
    const words = enterWords[visit.language]
    const fields = join([
      hidden({ ticket }),
      passwordField(visit, words.newPassword, wrong['password']),
      button(words.save, { kind: 'main' }),
    ])
    return visit.show({
      title: words.newPassword,
      body: visit.form('/password', fields),
      status: statusOf(wrong),
    })
  }
}

const statusOf = (wrong: Wrong): number => (Object.keys(wrong).length > 0 ? 400 : 200)

function showOver(visit: OpenPage): FastifyReply {
  const words = enterWords[visit.language]
  const body = join([
    problem(words.linkOverText),
    html`<p>!${link('/developer/login', words.haveAccount)}</p>`,
  ])
  return visit.show({ title: words.linkOver, body, status: 404 })
}

const passwordField = (visit: OpenPage, label: string, wrong: string | undefined) =>
  newPassword(
    'password',
    label,
    wrong === undefined
      ? { hint: enterWords[visit.language].passwordRule(SHORTEST_PASSWORD.developer) }
      : { wrong },
  )

const emailField = (visit: OpenPage, value: string, wrong: string | undefined) =>
  field({
    name: 'email',
    label: enterWords[visit.language].email,
    type: 'email',
    hint: enterWords[visit.language].emailHint,
    value,
    autocomplete: 'username',
    required: true,
    wrong,
  })

function showRegister(
  visit: OpenPage,
  mailIsOn: boolean,
  { organisation = '', email = '' } = {},
  wrong: Wrong = {},
): FastifyReply {
  const words = enterWords[visit.language]
  const fields = join([
    field({
      name: 'organisation',
      label: words.organisation,
      hint: words.organisationHint,
      value: organisation,
      autocomplete: 'organization',
      required: true,
      wrong: wrong['organisation'],
    }),
    emailField(visit, email, wrong['email']),
    button(words.sendLink, { kind: 'main' }),
  ])
  return showAsking(visit, words.register, mailIsOn, visit.form('/register', fields), wrong)
}

function showForgot(visit: OpenPage, mailIsOn: boolean, email = '', wrong: Wrong = {}): FastifyReply {
  const words = enterWords[visit.language]
  const fields = join([emailField(visit, email, wrong['email']), button(words.sendLink, { kind: 'main' })])
  return showAsking(visit, words.forgotten, mailIsOn, visit.form('/forgot', fields), wrong)
}

/** A page that ends in a letter; of no use where none can be sent. */
function showAsking(
  visit: OpenPage,
  title: string,
  mailIsOn: boolean,
  form: string,
  wrong: Wrong,
): FastifyReply {
  const words = enterWords[visit.language]
  const body = join([
    when(wrong['all'], () => problem(wrong['all'] ?? '')),
    mailIsOn ? form : problem(words.noMail),
    html`<p>!${link('/developer/login', words.haveAccount)}</p>`,
  ])
  const tooMany = wrong['all'] !== undefined
  return visit.show({
    title,
    body,
    ...(tooMany ? { retryAfter: ASKED.perSeconds } : { status: statusOf(wrong) }),
  })
}
