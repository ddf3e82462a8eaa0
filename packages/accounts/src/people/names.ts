/* Names of developers and organisations. Strangers read them in letters that the platform sends. */
import { type Refusal, checkLine, invalid } from '../refusal.ts'

const MOST = 60

/** A line in which no mail program finds an address to make a link of. */
export const checkName = (field: string, name: string): Refusal | undefined =>
  checkLine(field, name, MOST) ??
  (webAddress.test(name.normalize('NFKC'))
    ? invalid(field, 'has a web or e-mail address in it', { fault: 'web_address' })
    : undefined)

/** Some read the ideographic full stop as a dot. */
const webAddress = /:\/\/|@|[\p{L}\p{N}_][.\u3002]\p{L}{2,}/u
