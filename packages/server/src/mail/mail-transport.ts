import { randomBytes } from 'node:crypto'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Transporter, createTransport } from 'nodemailer'
import type { Letter } from './letter.ts'

export interface Transport {
  /** @throws {Error} as the mail server, or the disk, has it. */
  deliver(letter: Letter): Promise<void>
  close(): void
}

/** A letter may not load files or addresses that its text names. */
const textAlone = { disableFileAccess: true, disableUrlAccess: true } as const

const letterOf = (from: string, { to, subject, text }: Letter) => ({
  from,
  // One recipient: commas and brackets in the address do not add others.
  to: { name: '', address: to },
  subject,
  text,
  headers: { 'Auto-Submitted': 'auto-generated' },
})

type Options = Parameters<typeof createTransport>[0]

/** Loaded with the first letter: it takes a tenth of a second, and most servers start without one to send. */
function transport(options: Options): (() => Promise<Transporter>) & { close(): void } {
  let made: Transporter | undefined
  return Object.assign(async () => (made ??= (await import('nodemailer')).createTransport(options)), {
    close: () => made?.close(),
  })
}

const isLoopback = (host: string): boolean => /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(host)

/** `url`: `smtps://user@host:465`, or `smtp://user@host:587`, which goes on by STARTTLS or not at all. */
export function smtpTransport(url: string, from: string, password = ''): Transport {
  const { protocol, hostname, port, username } = new URL(url)
  const secure = protocol === 'smtps:'
  const user = decodeURIComponent(username)
  const smtp = transport({
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !secure && !isLoopback(hostname),
    ignoreTLS: !secure && isLoopback(hostname),
    ...(user !== '' && { auth: { user, pass: password } }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    ...textAlone,
  })
  return {
    async deliver(letter) {
      await (await smtp()).sendMail(letterOf(from, letter))
    },
    close: smtp.close,
  }
}

/**
 * For the demo and for tests: a file a letter, `<time>-<random>.eml`, for its owner alone. People read it as it is, and
 * copy the link out of it: nothing is encoded or folded (RFC 6532).
 */
export function folderTransport(folder: string, from: string): Transport {
  return {
    async deliver({ to, subject, text }) {
      const headers = [
        ['From', from],
        ['To', to],
        ['Subject', subject],
        ['Date', new Date().toUTCString()],
        ['Auto-Submitted', 'auto-generated'],
        ['MIME-Version', '1.0'],
        ['Content-Type', 'text/plain; charset=utf-8'],
        ['Content-Transfer-Encoding', '8bit'],
      ].map(([name = '', value = '']) => `${name}: ${value.replaceAll(/\p{Cc}+/gu, ' ')}\r\n`)
      const body = text.replaceAll(/\r?\n/g, '\r\n')
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const name = `${String(Date.now()).padStart(14, '0')}-${randomBytes(4).toString('hex')}.eml`
      const path = join(folder, name)
      await writeFile(path, `${headers.join('')}\r\n${body}\r\n`, { mode: 0o600, flag: 'wx' })
      await chmod(path, 0o600)
    },
    close: () => undefined,
  }
}
