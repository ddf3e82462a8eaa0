/* The steps that choosing a password shares with a forgotten one. */
import { SHORTEST_PASSWORD } from '@hufu/accounts'
import type { User } from '@hufu/engine'
import { html } from 'ghtml'
import { type Html, newPassword } from '@hufu/web/design/components'
import { type Language, timeText } from '@hufu/web/design/language'
import type { Runtime } from '@hufu/server'
import { passwordWords } from './password-words.ts'

export interface WrongPassword {
  readonly fresh?: string
  readonly again?: string
}

export function newPasswordFields(language: Language, wrong: WrongPassword): Html {
  const words = passwordWords[language]
  const hint = words.rule(SHORTEST_PASSWORD.merchant)
  return html`!${newPassword('fresh', words.fresh, { hint, wrong: wrong.fresh })}
!${newPassword('again', words.again, { wrong: wrong.again })}`
}

export function sayRefusal(language: Language, same = false): string {
  const words = passwordWords[language]
  return same ? words.sameAsBefore : `${words.refused} ${words.rule(SHORTEST_PASSWORD.merchant)}`
}

interface Teller extends Pick<Runtime, 'linkTo'> {
  readonly mail: Pick<Runtime['mail'], 'on' | 'send'>
  readonly store: Pick<Runtime['store'], 'now'>
}

/** Notifies the owner, whoever changed the password. */
export async function tellOwner(
  { email, displayName }: User,
  language: Language,
  { mail, store, linkTo }: Teller,
): Promise<void> {
  if (email === undefined || !mail.on) return
  const words = passwordWords[language]
  const text = words.changed(displayName, timeText(language, store.now()), linkTo('/account/forgot'))
  await mail.send({ to: email, subject: words.changedSubject, text })
}

/** Notifies the owner at the former address, to which letters of this account go no longer. */
export async function tellFormerAddress(
  before: User,
  { email }: User,
  language: Language,
  { mail, store }: Teller,
): Promise<void> {
  if (before.email === undefined || before.email === email || !mail.on) return
  const words = passwordWords[language]
  const text = words.moved(before.displayName, timeText(language, store.now()))
  await mail.send({ to: before.email, subject: words.movedSubject, text })
}
