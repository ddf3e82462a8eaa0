/* A developer's second factor: set up with a code of an authenticator app, recovery codes shown once, taken away with a code. */
import {
  type Developer,
  addSecondFactor,
  checkDeveloperCode,
  confirmPassword,
  isRefusal,
  removeSecondFactor,
  replaceRecoveryCodes,
} from '@hufu/accounts'
import { html } from 'ghtml'
import type { FastifyReply } from 'fastify'
import { appendAuditEntry } from '@hufu/acts/auditing'
import { authenticator, authenticatorUri, qrCode } from '@hufu/server'
import {
  accountName,
  button,
  copyable,
  currentPassword,
  field,
  hidden,
  type Html,
  join,
  link,
  when,
} from '@hufu/web/design/components'
import type { Visit } from '@hufu/web/site'
import { accountWords } from './account-words.ts'
import { saidOf, showAccount } from './account.ts'
import { PATH, type Wrong } from './factor-card.ts'
import type { Console } from '../console.ts'
import { type Happened, happenedLetter } from '@hufu/acts/letters/letters'
import { loginWords } from './login-words.ts'

/** How long the page that sets it up is good for. */
const SECONDS = 1800

export function factorRoutes(console: Console): void {
  const { site, runtime, developers } = console
  const { store, ring, mail } = runtime
  const place = ({ account }: Visit<Developer>) => `new second factor of developer ${account.id}`

  const tell = async (visit: Visit<Developer>, happened: Happened, action: string): Promise<void> => {
    const { account, language, request } = visit
    await mail.send({ to: account.email, ...happenedLetter(language, happened) })
    return appendAuditEntry(request, store, { kind: 'developer', id: account.id }, action, account.id)
  }

  /** The secret comes back with the form, sealed: nothing is kept of one that nobody confirms. */
  function sealed(visit: Visit<Developer>, secret: string): string {
    return ring.seal(JSON.stringify([secret, store.now() + SECONDS]), place(visit))
  }
  function secretOf(visit: Visit<Developer>, text: string): string | undefined {
    const opened = text.length > 500 ? undefined : ring.openText(text, place(visit))
    if (opened === undefined) return undefined
    const [secret, until] = JSON.parse(opened) as readonly [string, number]
    return until > store.now() ? secret : undefined
  }

  function showSetup(visit: Visit<Developer>, secret = authenticator.newSecret(), wrong: Wrong = {}) {
    const { account, language } = visit
    const words = accountWords[language]
    const uri = authenticatorUri('Hufu', account.email, secret)
    const fields = join([
      hidden({ secret: sealed(visit, secret) }),
      accountName('email', account.email),
      field({
        name: 'code',
        label: words.code,
        hint: words.codeHint,
        inputmode: 'numeric',
        autocomplete: 'one-time-code',
        required: true,
        wrong: wrong['code'],
      }),
      currentPassword('password', words.confirmPassword, { wrong: wrong['password'] }),
      button(words.turnOn, { kind: 'main' }),
    ])
    const body = html`<p>${words.scan}</p>
<p>!${qrCode(uri, words.qr)}</p>
<p>!${link(uri, words.openApp)}</p>
<p>${words.orType}</p>
!${copyable(secret, words)}
!${visit.form(PATH, fields)}`
    return visit.show({ title: words.addFactor, body, status: Object.keys(wrong).length > 0 ? 400 : 200 })
  }

  site.page(PATH, (visit) => (visit.account.totp ? visit.goTo('/account') : showSetup(visit)))

  site.action(PATH, async (visit, form) => {
    const { account, request, language, sessionId } = visit
    const words = accountWords[language]
    const secret = secretOf(visit, form.get('secret') ?? '')
    if (secret === undefined) return showSetup(visit, undefined, { code: words.expired })
    const notRight = await confirmPassword(account, form.get('password') ?? '', request.ip, store)
    if (notRight) return showSetup(visit, secret, { password: saidOf(visit, notRight) })
    const added = await addSecondFactor(account.id, { secret, code: form.get('code') ?? '' }, developers)
    if (isRefusal(added)) return showSetup(visit, secret, { code: words.wrongCode })
    // Begun when a password was enough.
    await store.endSessions(account.id, sessionId)
    await tell(visit, 'factorAdded', 'developer.add_second_factor')
    return showCodes(visit, added.codes)
  })

  site.action('/account/recovery-codes', async (visit, form) => {
    const { account, request } = visit
    const notRight = await confirmPassword(account, form.get('codesPassword') ?? '', request.ip, store)
    if (notRight) return showAccount(visit, console, { codesPassword: saidOf(visit, notRight) })
    const replaced = await replaceRecoveryCodes(account.id, developers)
    if (isRefusal(replaced)) return visit.goTo('/account')
    await tell(visit, 'recoveryCodes', 'developer.new_recovery_codes')
    return showCodes(visit, replaced.codes)
  })

  site.action(`${PATH}/remove`, async (visit, form) => {
    const { account, request, language } = visit
    const entered = { code: form.get('removeCode') ?? '', address: request.ip }
    const result = await checkDeveloperCode(account, entered, developers)
    if ('failed' in result) {
      const words = loginWords[language]
      const removeCode = result.failed === 'wrong' ? words.wrongCode : words.failed[result.failed]
      return showAccount(visit, console, { removeCode })
    }
    await removeSecondFactor(account.id, developers)
    await tell(visit, 'factorRemoved', 'developer.remove_second_factor')
    return visit.goTo('/account', 'factorRemoved')
  })
}

/** The answer to the form itself: they are shown this once. */
function showCodes(visit: Visit<Developer>, codes: readonly string[]): FastifyReply {
  const words = accountWords[visit.language]
  const body = html`<p>${words.codesText}</p>
!${copyable(codes.join('\n'), words)}
<p>!${link('/developer/account', words.codesKept)}</p>`
  return visit.show({ title: words.codesTitle, body })
}

/** Offered to those who have none, where they come after the login. */
export const factorOffer = ({ account, language }: Visit<Developer>): Html =>
  when(!account.totp, () => {
    const words = accountWords[language]
    return html`<p class="note">${words.factorOffer} !${link(`/developer${PATH}`, words.addFactor)}</p>`
  })
