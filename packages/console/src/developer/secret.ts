/* A new AppSecret, and how long the former one stays good beside it. */
import { LONGEST_OVERLAP, isRefusal, rotateSecret } from '@hufu/accounts'
import { html } from 'ghtml'
import { appSecretReplaced } from '@hufu/acts/audit-details'
import { button, problem, radios, warning, when } from '@hufu/web/design/components'
import { durationText, timeText } from '@hufu/web/design/language'
import { formKey } from '@hufu/web/forms'
import type { AppVisit, Console } from './console.ts'
import { showSecret } from './create.ts'
import { createWords } from './create-words.ts'
import { did, onBehalfOf } from './developing.ts'
import { refusalText } from '@hufu/acts/refusal-words'

const DAY = 86_400
const overlaps = [DAY, 7 * DAY, LONGEST_OVERLAP, 3600, 0]

export function secretRoutes(console: Console): void {
  const { store } = console.runtime

  function show(visit: AppVisit, wrong?: string) {
    const { language, app, appPath } = visit
    const words = createWords[language]
    const status = wrong === undefined ? 200 : 409
    if (app.clientId === undefined)
      return visit.showApp({ title: words.replace, body: warning(words.noSecret), status })
    const choices = overlaps.map((seconds) => ({
      value: String(seconds),
      label: seconds === 0 ? words.overlapNow : words.overlapFor(durationText(language, seconds)),
    }))
    const until = formerSecretEndsAt(visit, store.now())
    const body = html`!${when(wrong, () => problem(wrong ?? ''))}!${when(until, () => warning(words.formerEnds(timeText(language, until ?? 0))))}
<p>${words.replaceIntro}</p>
!${visit.form(`${appPath}/secret`, html`!${radios('overlap', words.overlap, choices, String(DAY))}!${button(words.replace, { kind: 'main' })}`)}`
    return visit.showApp({ title: words.replace, body, status })
  }

  console.appPage('/secret', (visit) => show(visit))
  console.appAction('/secret', async (visit, form) => {
    const { language, app, appPath } = visit
    const words = createWords[language]
    if (!(await store.once(formKey(form.get('token') ?? ''), visit.session.expiresAt)))
      return visit.goTo(appPath)
    const overlap = /^\d{1,8}$/.test(form.get('overlap') ?? '') ? Number(form.get('overlap')) : Number.NaN
    const issued = await rotateSecret(app.id, overlap, onBehalfOf(visit, console))
    if (isRefusal(issued)) return show(visit, refusalText(language, issued))
    await did(visit, console, 'app.secret', app.id, appSecretReplaced(overlap))
    const until = formerSecretEndsAt(issued, store.now())
    const ends = until === undefined ? words.formerEnded : words.formerEnds(timeText(language, until))
    return showSecret(visit, words.replaced, issued, html`<p>${ends}</p>`)
  })
}

/** While it is still good beside the present one. */
export const formerSecretEndsAt = ({ app }: Pick<AppVisit, 'app'>, now: number): number | undefined =>
  app.secrets.find(({ until }) => until !== undefined && until > now)?.until
