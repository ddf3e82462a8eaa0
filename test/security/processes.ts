import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RingKey, formatKeys } from '@hufu/crypto'

const script = join(import.meta.dirname, 'node-process.ts')

/** What a process has compiled, for the next: it starts in half the time. */
const compiled = mkdtempSync(join(tmpdir(), 'hufu-compiled-'))
process.once('exit', () => rmSync(compiled, { recursive: true, force: true }))

export type Node = Awaited<ReturnType<typeof startNode>>

/** Another server process on the same file, with the same keys. `death`: when it kills itself, if it does. */
export async function startNode(file: string, key: RingKey, ...death: readonly string[]) {
  const child = spawn(process.execPath, [script, file, formatKeys([key]), ...death], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const end = (signal: NodeJS.Signals) => (): Promise<void> => {
    child.kill(signal)
    return ended
  }
  const withUs = () => void child.kill('SIGKILL')
  process.once('exit', withUs)
  void ended.then(() => process.off('exit', withUs))
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve(String(line).trim()))
    child.once('exit', (code) => reject(new Error(`the server process ended with ${String(code)}`)))
  })
  assert.match(url, /^http:/)
  return { url, ended, stop: end('SIGTERM'), kill: end('SIGKILL') }
}
