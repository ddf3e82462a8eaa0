/* Passwords never stand on a command line, where every user of the machine and the shell's history can read them. */
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { Option } from 'commander'
import { Refused } from '../refused.ts'
import type { Terminal } from '../terminal.ts'

export interface PasswordOptions {
  readonly passwordStdin?: true
}

export const passwordOption = (): Option =>
  new Option('--password-stdin', 'read the password from standard input, instead of asking')

/** @throws {Refused} when there is nobody to ask, nothing to read, or the two differ. */
export async function newPassword({ passwordStdin }: PasswordOptions, terminal: Terminal): Promise<string> {
  if (passwordStdin) return allOf(terminal)
  if (terminal.input.isTTY !== true)
    throw new Refused('there is no terminal to ask at: give the password with --password-stdin')
  const password = await hidden('Password: ', terminal)
  if ((await hidden('Once more: ', terminal)) !== password) throw new Refused('the two passwords differ')
  return password
}

const LONGEST = 4096

/** Removes the newline that `echo` appends. */
async function allOf({ input }: Terminal): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of input as AsyncIterable<string | Buffer>) {
    chunks.push(Buffer.from(chunk))
    if (chunks.reduce((sum, each) => sum + each.length, 0) > LONGEST)
      throw new Refused('the password is too long')
  }
  const text = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '')
  if (text === '') throw new Refused('standard input has no password')
  if (/[\r\n]/.test(text)) throw new Refused('standard input has more than one line')
  return text
}

/** Typed characters are not echoed. */
async function hidden(prompt: string, { input, say }: Terminal): Promise<string> {
  say(prompt)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input, output: nowhere, terminal: true, historySize: 0 })
  try {
    return await new Promise<string>((answer, refuse) => {
      reader.once('line', answer)
      reader.once('close', () => refuse(new Refused('no password was given')))
    })
  } finally {
    reader.close()
    say('\n')
  }
}
