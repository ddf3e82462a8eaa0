/* The history of an app. */
import { table, text } from '@hufu/web/design/components'
import { timeText } from '@hufu/web/design/language'
import { deedWords, settingWords } from '@hufu/acts/review/deed-words'
import { acts } from '@hufu/acts'
import type { AppPages } from './app-visit.ts'
import { appWords } from './app-words.ts'

const MOST_EVENTS = 200

export function appHistoryRoutes({ page }: AppPages): void {
  page('/history', acts['app.history'], async (visit) => {
    const { app, language } = visit
    const words = appWords[language]
    const listed = await visit.read(acts['app.history'], { app: app.id, limit: MOST_EVENTS })
    if (!listed) return visit.nothingHere()
    const list = table(
      words.history,
      [
        { title: words.when, cell: ({ at }) => text(timeText(language, at)) },
        { title: words.what, cell: ({ deed }) => text(deedWords[language][deed]) },
        { title: words.who, cell: ({ actor }) => text(`${actor.id} (${words.kindOfActor[actor.kind]})`) },
        {
          title: words.changes,
          cell: ({ changes }) =>
            text(changes.map(({ setting }) => settingWords[language][setting]).join(', ')),
        },
        { title: words.reason, cell: ({ reason }) => text(reason ?? '') },
      ],
      listed.history,
      words.noHistory,
    )
    return visit.showApp({ title: app.name, body: list })
  })
}
