/* A new app: on which platform, and under which name. Its secret is shown in the answer to the form, and never again. */
import { type Dialect, type Policy, keepsSecret, secondsOf } from '@hufu/dialects'
import type { Developer } from '@hufu/accounts'
import { type Answer, acts } from '@hufu/acts'
import { isDenied } from '@hufu/acts/denied'
import type { FastifyReply } from 'fastify'
import { html } from 'ghtml'
import {
  type Html,
  button,
  copyable,
  facts,
  field,
  link,
  problem,
  radios,
  warning,
  when,
} from '@hufu/web/design/components'
import { type Language, durationText } from '@hufu/web/design/language'
import type { Visit } from '@hufu/web/site'
import { formKey } from '@hufu/web/forms'
import type { Console } from '../console.ts'
import { createWords } from './create-words.ts'
import { refusalText } from '@hufu/acts/refusal-words'

/** Of one organisation. */
const MOST_APPS = 100

export function createRoutes(console: Console): void {
  const { site, runtime, administration } = console
  const { store } = runtime

  function show(visit: Visit<Developer>, entered: { platform?: string; name?: string } = {}, wrong?: string) {
    const { language } = visit
    const words = createWords[language]
    const choices = administration.dialects.map((dialect) => ({
      value: dialect.id,
      label: dialect.title,
      hint: platformHint(language, dialect, administration.policyOf(dialect.id)),
    }))
    const form = visit.form(
      '/apps/new',
      html`!${radios('platform', words.platform, choices, entered.platform)}
!${field({ name: 'name', label: words.name, value: entered.name ?? '', hint: words.nameHint, required: true })}
!${button(words.create, { kind: 'main' })}`,
    )
    return visit.show({
      title: words.create,
      body: html`!${when(wrong, () => problem(wrong ?? ''))}<p>${words.intro}</p>
!${form}`,
      status: wrong === undefined ? 200 : 400,
    })
  }

  site.page('/apps/new', (visit) => show(visit))
  site.action('/apps/new', async (visit, form) => {
    const entered = { platform: form.get('platform') ?? '', name: (form.get('name') ?? '').trim() }
    const words = createWords[visit.language]
    const { organisationId } = visit.account
    if (!runtime.platforms.has(entered.platform)) return show(visit, entered, words.choose)
    if ((await store.apps({ organisationId })).length >= MOST_APPS)
      return show(visit, entered, words.tooMany(MOST_APPS))
    // A page that shows a secret is left by going back, or loaded anew: one form makes one app.
    if (!(await store.once(formKey(form.get('token') ?? ''), visit.session.expiresAt))) return visit.goTo('')
    const developer = (await store.organisation(organisationId))?.name ?? visit.account.name
    const made = await console.acting(visit).perform(acts['app.create'], { ...entered, developer })
    if (isDenied(made)) return show(visit, entered, refusalText(visit.language, made))
    return showSecret(visit, words.created, made)
  })
}

/** The one time that a secret is seen. */
export function showSecret(
  visit: Visit<Developer>,
  title: string,
  { app, clientSecret }: Answer<(typeof acts)['app.secret']>,
  more: Html = '',
): FastifyReply {
  const words = createWords[visit.language]
  const body =
    app.clientId === undefined || clientSecret === undefined
      ? html`!${warning(words.later)}`
      : html`!${warning(words.once)}
!${facts([
          [words.appKey, copyable(app.clientId, words)],
          [words.appSecret, copyable(clientSecret, words)],
        ])}
!${more}`
  return visit.show({ title, body: html`!${body}<p>!${link(`/developer/apps/${app.id}`, words.next)}</p>` })
}

/** A sentence about each: how long its tokens live, and whether it signs or seals. */
function platformHint(language: Language, dialect: Dialect, policy: Policy): string {
  const words = createWords[language]
  const { accessTokenLifetime: access, refreshTokenLifetime: refresh } = policy
  const said = (seconds: number) => durationText(language, seconds)
  return [
    access === 'endless' ? words.endless : words.access(said(secondsOf(access).online)),
    ...(policy.refreshDeadline === 'none' ? [] : [words.refresh(said(secondsOf(refresh).online))]),
    ...(typeof access === 'object' ? [words.tested(said(access.onlineTest))] : []),
    ...(keepsSecret(dialect) ? [words.signed] : []),
    ...(dialect.envelope === undefined ? [] : [words.sealed]),
    ...(policy.clientIdIssued === 'on-approval' ? [words.onApproval] : []),
  ].join(' ')
}
