/*
 * Letters to people: an invitation, a link to a new password. Nobody waits for a mail server: a letter is put into a
 * queue in memory, and what cannot be sent within some minutes, or before the process ends, is lost. Its reader asks again.
 */
import type { Config } from './config.ts'
import { type Transport, folderTransport, smtpTransport } from './mail-transport.ts'

export interface Letter {
  /** One plain address. */
  readonly to: string
  readonly subject: string
  readonly text: string
}

export interface Mail {
  /** Whether there is a way to send anything. Pages that need mail say so where there is none. */
  readonly on: boolean
  /** Comes back at once. False: mail is off, or more letters wait than could be sent. */
  send(letter: Letter): boolean
  /** When what is waiting has been sent or given up; for tests, and the end of the process. */
  settled(): Promise<void>
  /** Tries once what is waiting, for some seconds at most, and takes nothing more. */
  close(): Promise<void>
}

/** Where it is told what became of letters that were not sent. */
export interface MailLog {
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

const MOST_WAITING = 1000
const AT_ONCE = 2
/** Seconds until the next try. A server that greylists a stranger wants some minutes. */
const AGAIN_AFTER = [5, 60, 300]
const CLOSING_SECONDS = 5

/** `secret`: the password for the SMTP server, from the environment. */
export function mailOf(config: Config, log: MailLog, secret?: string): Mail {
  const transport = transportOf(config, secret)
  return transport ? queued(transport, log) : mailOff
}

export const mailOff: Mail = {
  on: false,
  send: () => false,
  settled: async () => undefined,
  close: async () => undefined,
}

/** In demo mode letters are files beside the store, unless something else is configured. */
function transportOf({ mail, mode, store }: Config, secret?: string): Transport | undefined {
  if (mail?.smtp !== undefined) return smtpTransport(mail.smtp, mail.from, secret)
  if (mail?.folder !== undefined) return folderTransport(mail.folder, mail.from)
  if (mode !== 'demo' || !store.startsWith('sqlite:')) return undefined
  const folder = store.slice('sqlite:'.length).replace(/[^/\\]*$/, 'mail')
  return folderTransport(folder, 'Hufu <no-reply@localhost>')
}

/** `pauses`: seconds until each further try. */
export function queued(transport: Transport, log: MailLog, pauses: readonly number[] = AGAIN_AFTER): Mail {
  const waiting: Letter[] = []
  /** Letters that wait for their next try. */
  const later = new Set<NodeJS.Timeout>()
  let underWay = 0
  let closing = false
  /** Whether what is still under way has been told of already. */
  let givenUp = false
  let told: (() => void)[] = []

  function next(): void {
    while (underWay < AT_ONCE) {
      const letter = waiting.shift()
      if (!letter) break
      underWay++
      void deliver(letter, 0).finally(() => {
        underWay--
        next()
      })
    }
    if (underWay > 0 || waiting.length > 0 || later.size > 0) return
    for (const tell of told) tell()
    told = []
  }

  async function deliver(letter: Letter, failures: number): Promise<void> {
    try {
      await transport.deliver(letter)
    } catch (error) {
      if (givenUp) return
      const again = closing || isFinal(error) ? undefined : pauses[failures]
      const said = { ...causeOf(error), domain: letter.to.split('@')[1], attempt: failures + 1 }
      if (again === undefined) log.error(said, 'a letter could not be sent')
      else {
        log.warn(said, 'a letter could not be sent; it is tried again')
        const timer = setTimeout(() => {
          later.delete(timer)
          void deliver(letter, failures + 1).finally(next)
        }, again * 1000)
        timer.unref()
        later.add(timer)
      }
    }
  }

  const settled = (): Promise<void> =>
    new Promise((done) => {
      told.push(done)
      next()
    })
  return {
    on: true,
    send(letter) {
      if (closing || waiting.length + later.size >= MOST_WAITING) {
        log.error({ waiting: waiting.length + later.size }, 'a letter was dropped: too many are waiting')
        return false
      }
      waiting.push(letter)
      setImmediate(next)
      return true
    },
    settled,
    async close() {
      closing = true
      for (const timer of later) clearTimeout(timer)
      if (later.size > 0) log.warn({ letters: later.size }, 'letters that waited for another try are lost')
      later.clear()
      const { promise, resolve } = Promise.withResolvers<void>()
      const patience = setTimeout(resolve, CLOSING_SECONDS * 1000)
      await Promise.race([settled(), promise])
      clearTimeout(patience)
      givenUp = true
      const letters = underWay + waiting.splice(0).length
      if (letters > 0) log.error({ letters }, 'letters could not be sent before the end')
      transport.close()
    },
  }
}

/** A server's 5xx is its last word. */
const isFinal = (error: unknown): boolean => numberOf(error, 'responseCode') >= 500

/** What a server says may repeat the address, and the letter has a link in it: codes alone are logged. */
function causeOf(error: unknown): Readonly<Record<string, string | number>> {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  const command: unknown = error instanceof Error ? Reflect.get(error, 'command') : undefined
  const answered = numberOf(error, 'responseCode')
  return {
    code: typeof code === 'string' ? code : 'unknown',
    ...(typeof command === 'string' && { command: command.slice(0, 12) }),
    ...(answered > 0 && { answered }),
  }
}

function numberOf(error: unknown, member: string): number {
  const value: unknown = error instanceof Error ? Reflect.get(error, member) : undefined
  return typeof value === 'number' ? value : 0
}
