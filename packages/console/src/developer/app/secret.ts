/* A new AppSecret, and how long the former one stays good beside it. */
import { LONGEST_OVERLAP } from '@hufu/accounts'
import { acts } from '@hufu/acts'
import { isDenied } from '@hufu/acts/denied'
import { html } from 'ghtml'
import { button, problem, radios, warning, when } from '@hufu/web/design/components'
import { durationText, timeText } from '@hufu/web/design/language'
import { formKey } from '@hufu/web/forms'
import type { AppVisit, Console } from '../console.ts'
import { showSecret } from './create.ts'
import { createWords } from './create-words.ts'
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
    const overlapSeconds = /^\d{1,8}$/.test(form.get('overlap') ?? '') ? Number(form.get('overlap')) : -1
    const issued = await visit.perform(acts['app.secret'], { app: app.id, overlapSeconds })
    if (isDenied(issued)) return show(visit, refusalText(language, issued))
    const until = issued.app.formerSecretEndsAt
    const ends = until === undefined ? words.formerEnded : words.formerEnds(timeText(language, until))
    return showSecret(visit, words.replaced, issued, html`<p>${ends}</p>`)
  })
}

/** While it is still good beside the present one. */
export const formerSecretEndsAt = ({ app }: Pick<AppVisit, 'app'>, now: number): number | undefined =>
  app.secrets.find(({ until }) => until !== undefined && until > now)?.until
