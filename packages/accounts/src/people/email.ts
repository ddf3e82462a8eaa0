import { type Refusal, invalid } from '../refusal.ts'

/** RFC 5321, section 4.5.3.1.3: a path has 256 characters, its angle brackets among them. */
const LONGEST_EMAIL = 254

/**
 * One plain address, such as `shop@example.com`: no name before it, no list, no comment, nothing that a mail server could
 * read as more than one recipient.
 */
export const isEmail = (text: string): boolean =>
  text.length <= LONGEST_EMAIL &&
  /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i.test(
    text,
  )

export const checkEmail = (field: string, text: string): Refusal | undefined =>
  isEmail(text)
    ? undefined
    : invalid(field, 'is no e-mail address, such as shop@example.com', { fault: 'email' })

/** The one spelling under which an address is kept. */
export const emailKey = (email: string): string => email.trim().normalize('NFC').toLowerCase()
