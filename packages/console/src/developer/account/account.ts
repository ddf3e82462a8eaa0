/* A developer's own account: name, password, second factor, sessions. */
import {
  type Developer,
  SHORTEST_PASSWORD,
  confirmPassword,
  isRefusal,
  renameDeveloper,
  setDeveloperPassword,
} from '@hufu/accounts'
import type { Session } from '@hufu/engine'
import { html } from 'ghtml'
import { appendAuditEntry } from '@hufu/acts/auditing'
import {
  accountName,
  badge,
  button,
  card,
  currentPassword,
  facts,
  field,
  type Html,
  join,
  newPassword,
  table,
  text,
  when,
} from '@hufu/web/design/components'
import { timeText } from '@hufu/web/design/language'
import type { Visit } from '@hufu/web/site'
import { accountWords } from './account-words.ts'
import type { Console } from '../console.ts'
import { factorCard } from './factor-card.ts'
import { happenedLetter } from '@hufu/acts/letters/letters'
import { loginWords } from './login-words.ts'
import { refusalText } from '@hufu/acts/refusal-words'
import { consoleWords } from '../words.ts'
import type { Wrong } from './factor-card.ts'

export async function showAccount(visit: Visit<Developer>, { runtime }: Console, wrong: Wrong = {}) {
  const { account, language } = visit
  const { store } = runtime
  const words = accountWords[language]
  const [organisation, sessions] = await Promise.all([
    store.organisation(account.organisationId),
    store.sessions(account.id, store.now()),
  ])
  const profile = join([
    facts([
      [words.email, text(account.email)],
      [words.organisation, text(organisation?.name ?? '')],
    ]),
    visit.form(
      '/account/name',
      join([
        field({
          name: 'name',
          label: words.name,
          value: account.name,
          autocomplete: 'name',
          required: true,
          wrong: wrong['name'],
        }),
        button(words.save),
      ]),
    ),
  ])
  const body = join([
    card(words.profile, profile),
    card(words.factor, factorCard(visit, wrong)),
    card(words.password, passwordForm(visit, wrong)),
    card(words.sessions, sessionList(visit, sessions)),
  ])
  const isWrong = Object.values(wrong).some((each) => each !== undefined)
  return visit.show({ title: consoleWords[language].account, body, status: isWrong ? 400 : 200 })
}

function passwordForm(visit: Visit<Developer>, wrong: Wrong): Html {
  const words = accountWords[visit.language]
  return visit.form(
    '/account/password',
    join([
      accountName('email', visit.account.email),
      currentPassword('present', words.present, { wrong: wrong['present'] }),
      newPassword('fresh', words.fresh, {
        hint: words.passwordRule(SHORTEST_PASSWORD.developer),
        wrong: wrong['fresh'],
      }),
      html`<p class="note">${words.endsOthers}</p>`,
      button(words.changePassword),
    ]),
  )
}

function sessionList(visit: Visit<Developer>, sessions: readonly Session[]): Html {
  const { language, sessionId } = visit
  const words = accountWords[language]
  const list = table(
    words.sessions,
    [
      {
        title: words.where,
        cell: ({ id, browser, network }) =>
          html`${[browser, network].filter(Boolean).join(' · ')} !${when(id === sessionId, () => badge(words.thisOne, 'good'))}`,
      },
      { title: words.begun, cell: ({ createdAt }) => text(timeText(language, createdAt)) },
      { title: words.until, cell: ({ expiresAt }) => text(timeText(language, expiresAt)) },
    ],
    sessions,
    words.noOthers,
  )
  const others = sessions.some(({ id }) => id !== sessionId)
  return join([
    list,
    others
      ? visit.form('/account/sessions/end', button(words.endOthers))
      : html`<p class="note">${words.noOthers}</p>`,
  ])
}

export function accountRoutes(console: Console): void {
  const { site, runtime, sessions, developers } = console
  const { store, mail } = runtime

  site.page('/account', (visit) => showAccount(visit, console))
  // Where a form has left its reader, who then changes the language or logs in again.
  for (const path of ['/name', '/password', '/sessions/end', '/recovery-codes', '/second-factor/remove'])
    site.page(`/account${path}`, (visit) => visit.goTo('/account'))

  site.action('/account/name', async (visit, form) => {
    const { account, request } = visit
    const changed = await renameDeveloper(account.id, (form.get('name') ?? '').trim(), developers)
    if (isRefusal(changed)) return showAccount(visit, console, { name: refusalText(visit.language, changed) })
    await appendAuditEntry(
      request,
      store,
      { kind: 'developer', id: account.id },
      'developer.rename',
      account.id,
      {
        name: changed.name,
      },
    )
    return visit.goTo('/account', 'name')
  })

  site.action('/account/password', async (visit, form) => {
    const { account, request, reply, language } = visit
    const words = accountWords[language]
    const notRight = await confirmPassword(account, form.get('present') ?? '', request.ip, store)
    if (notRight) return showAccount(visit, console, { present: saidOf(visit, notRight) })
    const changed = await setDeveloperPassword(account, form.get('fresh') ?? '', developers)
    if (isRefusal(changed))
      return showAccount(visit, console, { fresh: words.passwordRule(SHORTEST_PASSWORD.developer) })
    await sessions.begin(request, reply, changed)
    await appendAuditEntry(
      request,
      store,
      { kind: 'developer', id: account.id },
      'developer.password',
      account.id,
    )
    await mail.send({ to: account.email, ...happenedLetter(language, 'password') })
    return visit.goTo('/account', 'password')
  })

  site.action('/account/sessions/end', async (visit) => {
    const { account, request, sessionId } = visit
    await store.endSessions(account.id, sessionId)
    await appendAuditEntry(
      request,
      store,
      { kind: 'developer', id: account.id },
      'developer.end_sessions',
      account.id,
    )
    return visit.goTo('/account', 'sessionsEnded')
  })
}

/** Why a password that was to confirm something was not taken. */
export const saidOf = (
  { language }: Visit<Developer>,
  { failed }: { readonly failed: keyof (typeof loginWords)['en']['failed'] },
): string => (failed === 'wrong' ? accountWords[language].wrongPresent : loginWords[language].failed[failed])
