/*
 * Letters to people: an invitation, a link to a new password. Nobody waits for a mail server: a letter is queued in the
 * store with what it tells of, and sent by a server that runs: see letter-queue.ts.
 */
import type { KeyRing } from '@hufu/crypto'
import type { Store } from '@hufu/accounts'
import type { Config } from '../config.ts'
import { letterQueue } from './letter-queue.ts'
import { type Transport, folderTransport, smtpTransport } from './mail-transport.ts'
import type { Mail, MailLog } from './letter.ts'

/** `secret`: the password for the SMTP server, from the environment. */
export function mailOf(config: Config, store: Store, ring: KeyRing, log: MailLog, secret?: string): Mail {
  const transport = transportOf(config, secret)
  return transport ? letterQueue(store, ring, transport, log) : mailOff
}

export const mailOff: Mail = {
  on: false,
  send: async () => false,
  start: () => undefined,
  wake: () => undefined,
  settled: async () => undefined,
  close: async () => undefined,
}

/** Demo mode writes letters as files beside the store, unless mail is configured. */
function transportOf({ mail, mode, store }: Config, secret?: string): Transport | undefined {
  if (mail?.smtp !== undefined) return smtpTransport(mail.smtp, mail.from, secret)
  if (mail?.folder !== undefined) return folderTransport(mail.folder, mail.from)
  if (mode !== 'demo' || !store.startsWith('sqlite:')) return undefined
  const folder = store.slice('sqlite:'.length).replace(/[^/\\]*$/, 'mail')
  return folderTransport(folder, 'Hufu <no-reply@localhost>')
}
