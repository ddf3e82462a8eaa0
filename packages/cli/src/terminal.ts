/* The terminal, or what stands in its place: a pipe, a test. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { type Readable, Writable } from 'node:stream'
import { Refused } from './refused.ts'

/** Input and output of a command. */
export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean }
  /** Results, for programs too. */
  print(text: string): void
  /** Everything else. */
  say(text: string): void
  openBrowser(url: string): void
}

export interface Lines {
  /** @throws {Refused} when the input has ended. */
  next(prompt: string, how?: { readonly hidden: boolean }): Promise<string>
  close(): void
}

/** Reads the input line by line. Hidden input is not echoed. */
export function linesOf({ input, say }: Terminal): Lines {
  let hidden = false
  const echo = new Writable({
    write(chunk, _encoding, done) {
      if (!hidden) say(String(chunk))
      done()
    },
  })
  const terminal = input.isTTY === true
  const reader = createInterface({ input, output: echo, terminal, prompt: '', historySize: 0 })
  const lines = reader[Symbol.asyncIterator]()
  return {
    async next(prompt, how) {
      if (terminal) say(prompt)
      hidden = how?.hidden === true
      const { value, done } = await lines.next()
      if (hidden && terminal) say('\n')
      hidden = false
      if (done === true || value.trim() === '') throw new Refused(`${prompt.replace(/: $/, '')} is missing`)
      return value.trim()
    },
    close: () => reader.close(),
  }
}

/** Results on standard output, everything else on standard error. */
export const ownTerminal: Terminal = {
  input: process.stdin,
  print: (text) => void process.stdout.write(text),
  say: (text) => void process.stderr.write(text),
  openBrowser(url) {
    const [program = '', ...before] =
      process.platform === 'darwin'
        ? ['open']
        : process.platform === 'win32'
          ? ['rundll32', 'url.dll,FileProtocolHandler'] // cmd would cut the link at its first &
          : ['xdg-open']
    const child = spawn(program, [...before, url], { stdio: 'ignore', detached: true })
    child.on('error', () => undefined) // the link is on the screen
    child.unref()
  },
}
