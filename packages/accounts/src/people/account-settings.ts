import { checkAddresses } from '../apps/app-settings.ts'
import { checkEmail } from './email.ts'
import { LONGEST_USERNAME } from '../login/login.ts'
import { LONGEST_PASSWORD, isTooLong } from '../login/passwords.ts'
import { type Refusal, checkLine, invalid } from '../refusal.ts'
import type { User } from '@hufu/engine'

/** The settings of a user that can change at any time. An absent member stays as it is. */
export interface UserSettings {
  /** The `username` where absent. */
  readonly displayName?: string
  readonly mayAuthorise?: boolean
  readonly addresses?: readonly string[]
  /** Https; null for none. */
  readonly avatarUrl?: string | null
  /** The address for links to a new password; null for none. */
  readonly email?: string | null
}

/** The user with all of the settings, or none of them. */
export function withUserSettings(
  user: User,
  { displayName, mayAuthorise, addresses, avatarUrl, email }: UserSettings,
): User | Refusal {
  const refused =
    (displayName === undefined ? undefined : checkLine('displayName', displayName)) ??
    (addresses && checkAddresses(addresses)) ??
    (typeof avatarUrl === 'string' ? checkPicture('avatarUrl', avatarUrl) : undefined) ??
    (typeof email === 'string' ? checkEmail('email', email) : undefined)
  if (refused) return refused
  const { avatarUrl: before, email: mailbox, ...kept } = user
  const avatar = avatarUrl === undefined ? before : (avatarUrl ?? undefined)
  const address = email === undefined ? mailbox : (email ?? undefined)
  return {
    ...kept,
    ...(displayName !== undefined && { displayName }),
    ...(mayAuthorise !== undefined && { mayAuthorise }),
    ...(addresses && { addresses }),
    ...(avatar !== undefined && { avatarUrl: avatar }),
    ...(address !== undefined && { email: address }),
  }
}

/** Requires a plain https URL, because browsers are told to load the picture. */
function checkPicture(field: string, text: string): Refusal | undefined {
  const url = URL.parse(text)
  const plain = text.length <= 1024 && /^https:\/\/[!-~]+$/.test(text) && !/["'<>\\^`{|}]/.test(text)
  return plain && url && url.username === '' && url.password === ''
    ? undefined
    : invalid(field, 'is no plain https URL', { fault: 'picture_address' })
}

export function checkUsername(username: string): Refusal | undefined {
  if (username === '') return invalid('username', 'is empty', { fault: 'empty' })
  if (username.length > LONGEST_USERNAME)
    return invalid('username', `has more than ${LONGEST_USERNAME} characters`, {
      fault: 'too_long',
      most: LONGEST_USERNAME,
    })
  if (username.normalize('NFC') !== username)
    return invalid('username', 'is not in Unicode normal form C', { fault: 'username' })
  return /[\s\p{C}]/u.test(username)
    ? invalid('username', 'has a space or an invisible character', { fault: 'username' })
    : undefined
}

/** Characters. Operators can reach every shop, developers all shops of an app, so their passwords are longer. */
export const SHORTEST_PASSWORD = { merchant: 8, developer: 10, operator: 12 } as const

export function checkNewPassword(password: string, username: string, shortest: number): Refusal | undefined {
  if (password.length < shortest)
    return invalid('password', `has fewer than ${shortest} characters`, {
      fault: 'too_short',
      least: shortest,
    })
  if (isTooLong(password))
    return invalid('password', `has more than ${LONGEST_PASSWORD} bytes`, {
      fault: 'too_long',
      most: LONGEST_PASSWORD,
    })
  return password.toLowerCase() === username.toLowerCase()
    ? invalid('password', 'is the user name', { fault: 'password_is_name' })
    : undefined
}
