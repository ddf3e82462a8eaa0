import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Cores, onServerCore } from '../cores.ts'

/**
 * What one of the programs here found, run to its end in a process of its own on the measured core.
 *
 * @throws {Error} with what it wrote to stderr, when it fails.
 */
export async function foundBy<Found>(
  cores: Cores,
  program: string,
  plan: object,
  flags: readonly string[] = [],
): Promise<Found> {
  const file = fileURLToPath(new URL(program, import.meta.url))
  const [command = '', ...args] = onServerCore(cores, [
    process.execPath,
    ...flags,
    file,
    JSON.stringify(plan),
  ])
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
  })
  const killWithUs = () => child.kill('SIGKILL')
  process.once('exit', killWithUs)
  let said = ''
  let complaints = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.stderr
    .setEncoding('utf8')
    .on('data', (text: string) => (complaints = (complaints + text).slice(-4000)))
  await once(child, 'close')
  process.off('exit', killWithUs)
  if (child.exitCode !== 0) throw new Error(`${program} failed\n${complaints}`)
  return JSON.parse(said) as Found
}
