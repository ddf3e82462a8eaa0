/* One app: judged, stopped, let go on. */
import { STALE_SECONDS } from '@hufu/engine'
import { type AppView, isAppApproval, isAppVerdict, possibleActions } from '@hufu/accounts'
import { type Answer, type Denied, acts, isDenied } from '@hufu/acts'
import { html } from 'ghtml'
import { statusBadge } from '../../developer/app/app-status.ts'
import {
  type Html,
  button,
  card,
  code,
  copyable,
  facts,
  field,
  hidden,
  join,
  link,
  problem,
  text,
  warning,
  when,
} from '@hufu/web/design/components'
import { dateText, numberText } from '@hufu/web/design/language'
import { wouldBe } from '@hufu/acts/review/review'
import { askedOf, changesOf, checksTable } from './app-facts.ts'
import type { AppPages, AppVisit } from './app-visit.ts'
import { appWords } from './app-words.ts'
import type { Runtime } from '@hufu/server'
import { PREFIX } from '../console.ts'
import { makerOf, organisationsOf } from './review.ts'

export function appRoutes(pages: AppPages, { store, platforms }: Runtime): void {
  const { page, action } = pages

  async function show(visit: AppVisit, refused?: Denied, reason = '') {
    const { app, language, appPath } = visit
    const words = appWords[language]
    const platform = platforms.get(app.platform)
    if (!platform) return visit.nothingHere()
    const waits = app.status === 'submitted' || app.proposed !== undefined
    const [organisations, review] = await Promise.all([
      organisationsOf([app], visit),
      visit.read(acts['app.review'], { app: app.id }),
    ])
    const body = html`!${when(refused, () => problem(refused ? words.refused[refused.refused] : ''))}
!${facts([
      [words.status, statusBadge(language, app)],
      ...(app.statusReason === undefined ? [] : [[words.reason, text(app.statusReason)] as const]),
      [words.developer, makerOf(language, app, organisations)],
      [words.platform, text(platform.dialect.title)],
      [words.appKey, app.clientId === undefined ? text(words.notIssued) : code(app.clientId)],
      [words.created, text(dateText(language, app.createdAt))],
    ])}
!${when(waits, () => card(words.changes, changesOf(language, review?.changes)))}
!${card(words.asks, askedOf(language, wouldBe(app), platform))}
!${card(words.checks, checksTable(language, review?.checks ?? []))}
!${when(waits && visit.may('apps.review'), () => card(words.decision, decisionForms(visit, reason)))}
!${when(visit.may('apps.suspend'), () => switches(visit))}
!${when(visit.may('grants.revoke'), () => html`<p>!${link(`${PREFIX}${appPath}/revoke`, words.revoke)}</p>`)}`
    return visit.showApp({ title: app.name, body, status: refused ? 409 : 200 })
  }

  type Done = Answer<(typeof acts)['app.approve']>

  /** A success leads back to the app; a refusal shows the form again, with the reason that was written. */
  async function finish(visit: AppVisit, result: Done | Denied, done: string, reason?: string) {
    if (isDenied(result)) {
      const app = await store.appById(visit.app.id)
      return show({ ...visit, app: app ?? visit.app }, result, reason)
    }
    if (result.clientSecret !== undefined) return showSecret(visit, result.app, result.clientSecret)
    return visit.goTo(visit.appPath, `app_${done}`)
  }

  page('', acts['app.review'], (visit) => show(visit))

  action('/decide', 'apps.review', async (visit, form) => {
    const app = visit.app.id
    const reason = (form.get('reason') ?? '').trim()
    const decision = form.get('decision') ?? ''
    if (isAppApproval(decision)) {
      const version = versionOf(form.get('version') ?? '')
      return finish(visit, await visit.perform(acts[`app.${decision}`], { app, version }), decision)
    }
    // Another permission, and a page of its own.
    if (!isAppVerdict(decision) || decision === 'suspend') return visit.goTo(visit.appPath)
    return finish(visit, await visit.perform(acts[`app.${decision}`], { app, reason }), decision, reason)
  })

  page('/suspend', 'apps.suspend', (visit) => showSuspend(visit))
  action('/suspend', 'apps.suspend', async (visit, form) => {
    const reason = (form.get('reason') ?? '').trim()
    const result = await visit.perform(acts['app.suspend'], { app: visit.app.id, reason })
    if (isDenied(result) && result.refused === 'invalid') return showSuspend(visit, reason, true)
    return finish(visit, result, 'suspend', reason)
  })
  action('/lift', 'apps.suspend', async (visit) =>
    finish(visit, await visit.perform(acts['app.lift'], { app: visit.app.id }), 'lift'),
  )
}

/** No app is at version -1: without a version, nothing is approved. */
const versionOf = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : -1)

/** Approves only the version that is shown. */
function decisionForms({ app, appPath, language, form }: AppVisit, reason: string): Html {
  const words = appWords[language]
  const path = `${appPath}/decide`
  const version = hidden({ version: String(app.version) })
  const because = field({
    name: 'reason',
    label: words.forDeveloper,
    hint: words.forDeveloperHint,
    value: reason,
    required: true,
  })
  const choose = (value: string, label: string, kind: 'main' | 'plain' | 'danger') =>
    button(label, { name: 'decision', value, kind })
  return app.status === 'submitted'
    ? join([
        form(path, html`!${version}<p>${words.approveNote}</p>!${choose('approve', words.approve, 'main')}`),
        form(
          path,
          html`!${because}<div class="row">!${choose('ask_changes', words.askChanges, 'plain')}!${choose('reject', words.reject, 'danger')}</div>`,
        ),
      ])
    : join([
        form(path, html`!${version}!${choose('approve_changes', words.approveChanges, 'main')}`),
        form(path, html`!${because}!${choose('reject_changes', words.rejectChanges, 'danger')}`),
      ])
}

/** Suspending has a page of its own, as it stops a business. */
function switches({ app, appPath, language, form }: AppVisit): Html {
  const words = appWords[language]
  const possible = possibleActions(app)
  if (possible.includes('lift'))
    return card(words.lift, html`<p>${words.liftNote}</p>!${form(`${appPath}/lift`, button(words.lift))}`)
  return possible.includes('suspend')
    ? html`<p>!${link(`${PREFIX}${appPath}/suspend`, words.suspend)}</p>`
    : ''
}

function showSuspend(visit: AppVisit, reason = '', wrong = false) {
  const { app, appPath, language } = visit
  const words = appWords[language]
  const because = field({
    name: 'reason',
    label: words.forDeveloper,
    hint: words.forDeveloperHint,
    value: reason,
    required: true,
    wrong: wrong ? words.refused.invalid : undefined,
  })
  const body = html`!${warning(words.suspendNote(numberText(language, STALE_SECONDS)))}
!${visit.form(`${appPath}/suspend`, html`!${because}!${button(words.suspend, { kind: 'danger' })}`)}
<p>!${link(PREFIX + appPath, words.back)}</p>`
  return visit.showApp({ title: words.suspendTitle(app.name), body, status: wrong ? 400 : 200 })
}

/** The answer to the form itself: it is made once, and shown once. */
function showSecret(visit: AppVisit, app: Pick<AppView, 'clientId'>, secret: string) {
  const words = appWords[visit.language]
  const body = html`!${warning(words.secretNote)}
!${facts([
    [words.appKey, code(app.clientId ?? '')],
    ['AppSecret', copyable(secret, { copy: words.copy, copied: words.copied })],
  ])}
<p>!${link(PREFIX + visit.appPath, words.back)}</p>`
  return visit.showApp({ title: words.secretTitle, body })
}
