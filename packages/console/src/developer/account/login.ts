/* A developer's login: the password, and a code where there is a second factor. Neither alone is a session. */
import {
  type Developer,
  type SilentLoginFailure,
  checkDeveloperCode,
  checkDeveloperLogin,
} from '@hufu/accounts'
import { html } from 'ghtml'
import type { FastifyReply } from 'fastify'
import { appendAuditEntry } from '@hufu/acts/auditing'
import {
  button,
  currentPassword,
  field,
  hidden,
  join,
  link,
  problem,
  when,
} from '@hufu/web/design/components'
import type { OpenVisit } from '@hufu/web/site'
import type { Console } from '../console.ts'
import { halfLogin } from './half-login.ts'
import { loginWords } from './login-words.ts'
import { referenceWords } from '@hufu/reference/tables/words'

type Failed = SilentLoginFailure['failed']
type OpenPage = OpenVisit<Developer>

export function loginRoutes({ site, runtime, sessions, developers, registration }: Console): void {
  const half = halfLogin(runtime)

  async function begin(
    visit: OpenPage,
    developer: Developer,
    next: string,
    by: string,
  ): Promise<FastifyReply> {
    const { id } = developer
    await sessions.begin(visit.request, visit.reply, developer)
    await appendAuditEntry(visit.request, runtime.store, { kind: 'developer', id }, 'developer.login', id, {
      by,
    })
    return visit.reply.redirect(site.placeToGo(next) ?? '/developer', 303)
  }

  site.openPage('/login', (visit) =>
    visit.account ? visit.goTo('') : showLogin(visit, nextOf(visit), registration === 'open'),
  )
  site.openAction('/login', async (visit, form) => {
    const [email = '', password = '', next = ''] = ['email', 'password', 'next'].map(
      (name) => form.get(name) ?? '',
    )
    const result = await checkDeveloperLogin(
      { email, password, address: visit.request.ip },
      runtime,
      (account) => sessions.known?.(visit.request, account),
    )
    if ('failed' in result)
      return showLogin(visit, next, registration === 'open', { email, failed: result.failed })
    const { developer } = result
    if (!developer.totp) return begin(visit, developer, next, 'password')
    half.begin(visit.reply, developer)
    return visit.goTo(`/login/code?next=${encodeURIComponent(next)}`)
  })

  site.openPage('/login/code', async (visit) =>
    (await half.current(visit.request)) ? showCode(visit, nextOf(visit)) : visit.goTo('/login'),
  )
  site.openAction('/login/code', async (visit, form) => {
    const developer = await half.current(visit.request)
    if (!developer) return visit.goTo('/login')
    const next = form.get('next') ?? ''
    const code = form.get('code') ?? ''
    const recovery = form.get('recovery') ?? ''
    const entered = { code: code === '' ? recovery : code, address: visit.request.ip }
    const result = await checkDeveloperCode(developer, entered, developers)
    if ('failed' in result) return showCode(visit, next, result.failed)
    half.end(visit.reply)
    // The session needs the row that the password was checked against, not the row that the code was spent in.
    return begin(visit, developer, next, code === '' ? 'recovery code' : 'code')
  })
}

const nextOf = ({ query }: OpenPage): string => query.get('next') ?? ''

function showLogin(
  visit: OpenPage,
  next: string,
  isOpen: boolean,
  { email = '', failed }: { readonly email?: string; readonly failed?: Failed } = {},
): FastifyReply {
  const words = loginWords[visit.language]
  const fields = join([
    hidden({ next }),
    field({
      name: 'email',
      label: words.email,
      type: 'email',
      value: email,
      autocomplete: 'username',
      required: true,
      autofocus: email === '',
    }),
    currentPassword('password', words.password, { autofocus: email !== '' }),
    button(words.logIn, { kind: 'main' }),
  ])
  const body = join([
    when(failed, () => problem(words.failed[failed ?? 'wrong'])),
    visit.form('/login', fields),
    html`<p>!${link('/developer/forgot', words.forgotten)}</p>`,
    when(isOpen, () => html`<p>!${link('/developer/register', words.noAccount)}</p>`),
    html`<p>!${link('/developer/reference', referenceWords[visit.language].all)}</p>`,
  ])
  return visit.show({ title: words.logIn, body, status: failed === undefined ? 200 : 401 })
}

function showCode(visit: OpenPage, next: string, failed?: Failed): FastifyReply {
  const words = loginWords[visit.language]
  const said = failed === 'wrong' ? words.wrongCode : words.failed[failed ?? 'wrong']
  const fields = join([
    hidden({ next }),
    field({
      name: 'code',
      label: words.code,
      hint: words.codeHint,
      inputmode: 'numeric',
      autocomplete: 'one-time-code',
      autofocus: true,
    }),
    button(words.goOn, { kind: 'main' }),
    html`<details><summary>${words.lostPhone}</summary>
!${field({ name: 'recovery', label: words.recovery, hint: words.recoveryHint, autocomplete: 'off' })}
!${button(words.goOn)}
<p class="note">${words.lostAll}</p></details>`,
  ])
  const body = join([
    when(failed, () => problem(said)),
    visit.form('/login/code', fields),
    html`<p>!${link('/developer/login', words.otherAccount)}</p>`,
  ])
  return visit.show({ title: words.codeTitle, body, status: failed === undefined ? 200 : 401 })
}
