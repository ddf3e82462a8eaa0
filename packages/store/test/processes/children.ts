import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Starts one of the programs beside this file; its standard output is read by who starts it. */
export const start = (program: string, ...args: readonly string[]): ChildProcess =>
  fork(join(import.meta.dirname, program), args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })

/** When all have said that they are ready, tells them to go, all at once. */
export async function go(children: readonly ChildProcess[]): Promise<void> {
  await Promise.all(children.map((child) => once(child, 'message')))
  for (const child of children) child.send('go')
}

/** What it said until it ended; fails when it ended badly. */
export async function said(child: ChildProcess): Promise<string> {
  let text = ''
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  if (code !== 0) throw new Error(`a child ended with ${code ?? signal}: ${text}`)
  return text
}
