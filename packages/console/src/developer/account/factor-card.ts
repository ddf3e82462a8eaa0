/* The second factor on the account page. */
import type { Developer } from '@hufu/accounts'
import { html } from 'ghtml'
import { button, currentPassword, field, type Html, join, link } from '@hufu/web/design/components'
import { dateText, numberText } from '@hufu/web/design/language'
import type { Visit } from '@hufu/web/site'
import { accountWords } from './account-words.ts'

export const PATH = '/account/second-factor'

/** The texts of the account page about the second factor. */
export function factorCard(visit: Visit<Developer>, wrong: Wrong): Html {
  const { account, language } = visit
  const words = accountWords[language]
  const { totp } = account
  if (!totp) return html`<p>${words.factorOff}</p><p>!${link(`/developer${PATH}`, words.addFactor)}</p>`
  const codes = join([
    currentPassword('codesPassword', words.confirmPassword, { wrong: wrong['codesPassword'] }),
    button(words.newCodes),
  ])
  const removal = join([
    field({
      name: 'removeCode',
      label: words.confirmCode,
      autocomplete: 'one-time-code',
      required: true,
      wrong: wrong['removeCode'],
    }),
    button(words.removeFactor, { kind: 'danger' }),
  ])
  const open = (name: string) => (wrong[name] === undefined ? '' : ' open')
  return html`<p>${words.factorOn(dateText(language, totp.since))}<br>${words.recoveryLeft(numberText(language, totp.recovery.length))}</p>
<details!${open('codesPassword')}><summary>${words.newCodes}</summary>!${visit.form('/account/recovery-codes', codes)}</details>
<details!${open('removeCode')}><summary>${words.removeFactor}</summary>!${visit.form(`${PATH}/remove`, removal)}</details>`
}

/** By the field's name: why what was given does not do. */
export type Wrong = Readonly<Record<string, string | undefined>>
