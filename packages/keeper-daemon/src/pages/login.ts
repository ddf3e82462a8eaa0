/* How an administrator comes in: by a link of the terminal, or with a bearer token. */
import { KeeperError } from '@hufu/keeper'
import { keeperError, orUnavailable } from '@hufu/keeper/parts'
import { button, field, problem, when } from '@hufu/web/design/components'
import type { OpenVisit } from '@hufu/web/site'
import { html } from 'ghtml'
import { statusOf } from '../api/answer.ts'
import { digestOf } from '../tokens.ts'
import { PREFIX, type Ui, linkKey } from './ui.ts'
import { reasonOf } from './reason-words.ts'
import type { Administrator } from './sessions.ts'
import { loginWords } from './words.ts'

type Open = OpenVisit<Administrator>

interface Shown {
  /** The error of the last attempt. */
  readonly said?: string
  readonly status?: number
  /** The page that the visitor asked for. */
  readonly next?: string
}

export function loginPages({ site, guard, sessions, context }: Ui): void {
  const show = (visit: Open, { said, status, next = '' }: Shown) => {
    const words = loginWords[visit.language]
    const fields = html`!${when(said, () => problem(said ?? ''))}
!${field({ name: 'bearer', label: words.token, type: 'password', hint: words.hint, required: true, autofocus: true, autocomplete: 'current-password' })}
<input type="hidden" name="next" value="${next}">
!${button(words.enter, { kind: 'main' })}`
    const body = visit.form('/login', fields)
    return visit.show({ title: words.title, body, single: true, ...(status !== undefined && { status }) })
  }

  site.openPage('/login', (visit) =>
    visit.account ? visit.goTo('/connections') : show(visit, { next: visit.query.get('next') ?? '' }),
  )

  site.openAction('/login', async (visit, form) => {
    const bearer = (form.get('bearer') ?? '').trim()
    const next = form.get('next') ?? ''
    try {
      if (guard.accessOf(bearer, visit.request.ip).kind !== 'admin') throw keeperError('not_allowed')
    } catch (error) {
      if (!(error instanceof KeeperError)) throw error
      const { what } = reasonOf(visit.language, error.failure)
      return show(visit, { next, said: what, status: statusOf(error.failure) })
    }
    await sessions.begin(visit.request, visit.reply, { tokenDigest: digestOf(bearer) })
    return visit.reply.redirect(site.placeToGo(next) ?? `${PREFIX}/connections`, 303)
  })

  site.openPage('/enter', async (visit) => {
    const key = visit.query.get('key') ?? ''
    const known = /^[\w-]{43}$/.test(key) && visit.request.method === 'GET'
    const good = known && (await orUnavailable(context.store.takeState(linkKey(key)))) !== undefined
    if (!good) return show(visit, { said: loginWords[visit.language].linkUsed, status: 403 })
    await sessions.begin(visit.request, visit.reply, { tokenDigest: '' })
    return visit.goTo('/connections')
  })
}
